"""Folders that may hold migrations in JavaScript or TypeScript, and what settings say of them.

Knex, Sequelize and TypeORM share the look of their files; their content tells them apart.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks.dialects import NAMES, of_folder
from deploylint.migrations.frameworks.folders import nearest, parted
from deploylint.migrations.project import Project
from deploylint.model.migrationtools import Framework

ENDS = (".js", ".ts", ".mjs", ".cjs", ".mts", ".cts")
NO_MIGRATION = re.compile(r"(?:^|/)node_modules/|\.d\.[cm]?ts$|\.(?:test|spec)\.\w+$|/index\.\w+$")

DRIVERS: Mapping[str, Dialect] = {
    "pg": Dialect.POSTGRESQL,
    "postgres": Dialect.POSTGRESQL,
    "pg-native": Dialect.POSTGRESQL,
    "mysql": Dialect.MYSQL,
    "mysql2": Dialect.MYSQL,
    "mariadb": Dialect.MYSQL,
    "sqlite3": Dialect.SQLITE,
    "better-sqlite3": Dialect.SQLITE,
    "tedious": Dialect.MSSQL,
    "mssql": Dialect.MSSQL,
}
"""Packages that connect to a database."""

WRITTEN: Mapping[str, Dialect] = {
    **NAMES,
    "mysql2": Dialect.MYSQL,
    "better-sqlite3": Dialect.SQLITE,
    "tedious": Dialect.MSSQL,
    "pg-native": Dialect.POSTGRESQL,
    "aurora-mysql": Dialect.MYSQL,
    "aurora-postgres": Dialect.POSTGRESQL,
}
"""What settings of the three tools call a database."""


def found(
    framework: Framework, paths: Sequence[str], settings: Iterable[str]
) -> tuple[Project, ...]:
    """Return the folders with files that may be migrations, with the nearest settings."""
    by_folder: dict[str, list[str]] = {}
    for path in paths:
        if path.endswith(ENDS) and "migrat" in path:
            folder, _ = parted(path)
            if _may_hold(folder) and not NO_MIGRATION.search(path):
                by_folder.setdefault(folder, []).append(path)
    if not by_folder:
        return ()
    known, names = frozenset(paths), tuple(settings)
    return tuple(
        Project(
            framework=framework,
            folder=folder,
            files=tuple(sorted(files)),
            context=(*nearest(folder, names, known), *nearest(folder, ("package.json",), known)),
        )
        for folder, files in sorted(by_folder.items())
    )


def _may_hold(folder: str) -> bool:
    return any("migrat" in part.lower() for part in folder.split("/")[-2:])


def dialect_of(project: Project, texts: Mapping[str, str], key: str) -> Dialect | None:
    """Return the dialect that settings, the name of the folder or the only driver says.

    `key` is what the settings call it; of several environments, the one for production counts.
    """
    if project.dialect is not None:
        return project.dialect
    written = [_written(texts.get(path, ""), key) for path in project.context]
    by_folder = of_folder(project.folder)
    proofs = [one for one in (by_folder, *written) if one is not None]
    if proofs:
        return proofs[0]
    manifests = [path for path in project.context if parted(path)[1] == "package.json"]
    drivers = {one for path in manifests for one in _drivers(texts.get(path, ""))}
    return drivers.pop() if len(drivers) == 1 else None


def _written(text: str, key: str) -> Dialect | None:
    pattern = rf"[\"']?\b{key}[\"']?\s*:\s*[\"'`]([\w-]+)[\"'`]"
    matches = [(match.start(), match[1].lower()) for match in re.finditer(pattern, text)]
    found = [(start, WRITTEN[word]) for start, word in matches if word in WRITTEN]
    production = re.search(r"\bproduction[\"']?\s*:", text)
    if production is not None:
        later = [one for at, one in found if at > production.start()]
        if later:
            return later[0]
    distinct = {one for _, one in found}
    return distinct.pop() if len(distinct) == 1 else None


def _drivers(text: str) -> set[Dialect]:
    return {one for name, one in DRIVERS.items() if f'"{name}":' in text}
