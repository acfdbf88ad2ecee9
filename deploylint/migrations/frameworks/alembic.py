"""Migrations of Alembic: revisions in Python, each with `upgrade` and `downgrade`.

https://alembic.sqlalchemy.org/en/latest/tutorial.html
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from deploylint.facts.migrations import Framework, Migration
from deploylint.facts.operations import Dialect
from deploylint.migrations.alembic.order import ordered
from deploylint.migrations.alembic.revision import glanced, read_revision
from deploylint.migrations.alembic.settings import (
    Settings,
    imported_dialects,
    read_settings,
)
from deploylint.migrations.frameworks.dialects import agreed
from deploylint.migrations.frameworks.folders import joined, nearest, parted, upwards
from deploylint.migrations.project import Project

FRAMEWORK = Framework.ALEMBIC

ENVIRONMENT = "env.py"
FOLDER = "versions"
SETTINGS = ("alembic.ini", "pyproject.toml")

_BELONGS = re.compile(r"^down_revision\b", re.MULTILINE)
_UPGRADE = re.compile(r"^(?:async[ \t]+)?def[ \t]+upgrade\b|^upgrade[ \t]*=", re.MULTILINE)


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the folders `versions` of Python files, with their settings.

    A folder inside `versions`, and one elsewhere below the folder of an `env.py`, belongs to that
    history: whether the settings name it is seen when they are read.
    """
    every = frozenset(paths)
    scripts = [path for path in paths if path.endswith(".py") and _is_script(path)]
    folders = frozenset(parted(path)[0] for path in scripts)
    homes = {folder: _home(folder, every, folders) for folder in folders}
    inis = [path for path in paths if parted(path)[1] == SETTINGS[0]]
    found: dict[str, list[str]] = {}
    for path in scripts:
        home = homes[parted(path)[0]]
        if home is not None:
            found.setdefault(home, []).append(path)
    return tuple(
        Project(
            framework=FRAMEWORK,
            folder=home,
            files=tuple(sorted(files)),
            context=_context(home, every, inis),
        )
        for home, files in sorted(found.items())
    )


def _is_script(path: str) -> bool:
    return parted(path)[1] not in ("__init__.py", ENVIRONMENT)


def _home(folder: str, paths: Collection[str], folders: Collection[str]) -> str | None:
    """Return the folder of the history that a folder belongs to, None when it is none."""
    home = next((one for one in upwards(folder) if parted(one)[1] == FOLDER), None)
    if home is None:
        return None
    for one in upwards(parted(home)[0]):
        main = joined(one, FOLDER)
        if joined(one, ENVIRONMENT) in paths and main in folders:
            return main
    return home


def _context(home: str, paths: Collection[str], inis: Sequence[str]) -> tuple[str, ...]:
    base = parted(home)[0]
    environment = joined(base, ENVIRONMENT)
    settings = [path for name in SETTINGS for path in nearest(base, (name,), paths)]
    if not any(path.endswith(SETTINGS[0]) for path in settings) and len(inis) == 1:
        settings += inis
    return (*([environment] if environment in paths else []), *settings)


def belongs(path: str, text: str) -> bool:
    """Say whether a file is a revision: it says what comes before it, and has an `upgrade`."""
    del path
    return _BELONGS.search(text) is not None and _UPGRADE.search(text) is not None


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the revisions, in the order in which Alembic applies them."""
    settings = read_settings(project.context, texts)
    files = [path for path in _counted(project, settings) if belongs(path, texts.get(path, ""))]
    dialect = project.dialect or settings.dialect or _shared_dialect(texts[one] for one in files)
    settings = settings._replace(dialect=dialect)
    return ordered(
        read_revision(project.folder, path, texts[path], settings)
        if path in wanted
        else glanced(project.folder, path, texts[path])
        for path in files
    )


def _counted(project: Project, settings: Settings) -> list[str]:
    """Return the files in the folders in which Alembic looks for revisions."""
    main = project.folder
    folders = set(settings.folders)
    if not any(parted(path)[0] in folders for path in project.files):
        folders = {main}
    if settings.is_recursive:
        return [p for p in project.files if not folders.isdisjoint(upwards(parted(p)[0]))]
    return [path for path in project.files if parted(path)[0] in folders]


def _shared_dialect(texts: Iterable[str]) -> Dialect | None:
    """Return the one database whose types are imported anywhere in the history."""
    found: set[Dialect] = set()
    for text in texts:
        found |= imported_dialects(text)
    return agreed(found)
