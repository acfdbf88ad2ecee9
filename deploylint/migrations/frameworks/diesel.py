"""diesel: a folder for each migration with `up.sql` and `down.sql`.

https://docs.rs/diesel_migrations/latest/diesel_migrations/struct.FileBasedMigrations.html and its
source: the version is the name of the folder up to the first `_`, without `-`, and versions are
compared as text. Each direction runs in a transaction, unless `metadata.toml` beside it says
`run_in_transaction = false` or does not say it at all; then the file is sent in one go. Without
`down.sql` a revert is an error, and so is a file of no bytes in both directions.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from deploylint.facts.migrations import Framework, Migration
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import sqlscript
from deploylint.migrations.frameworks.dialects import NAMES, named, of_folder
from deploylint.migrations.frameworks.folders import joined, nearest, parted, upwards
from deploylint.migrations.frameworks.sqlscript import Draft, Sent, file_source, top, unread
from deploylint.migrations.project import Project
from deploylint.model.verdict import Finding

FRAMEWORK = Framework.DIESEL

_MEMBERS = ("up.sql", "down.sql", "metadata.toml")
_IN_TRANSACTION = re.compile(r"^[ \t]*run_in_transaction[ \t]*=[ \t]*true\b", re.MULTILINE)
_DEPENDENCY = re.compile(r"^diesel[ \t]*=|^\[[\w.-]*dependencies\.diesel\]", re.MULTILINE)
_NEXT_KEY = re.compile(r"\n[\w-]+[ \t]*=")
_NEXT_TABLE = re.compile(r"\n\[")
_LONG = 2000
"""More characters than one dependency has."""

_WORD = re.compile(r'"(\w+)"')


class _Folder(NamedTuple):
    path: str
    files: tuple[str, ...]

    @property
    def name(self) -> str:
        return parted(self.path)[1]

    @property
    def version(self) -> str:
        return self.name.partition("_")[0].replace("-", "")

    def member(self, name: str) -> str | None:
        path = joined(self.path, name)
        return path if path in self.files else None


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the folders whose folders begin with a number and hold `up.sql`.

    Hasura (https://hasura.io/docs/2.0/migrations-metadata-seeds/manage-migrations/) writes such
    folders too, beside its `metadata` and `config.yaml`.
    """
    histories: dict[str, list[str]] = {}
    for path in paths:
        folder, name = parted(path)
        if name in _MEMBERS and parted(folder)[1][:1].isdigit():
            histories.setdefault(parted(folder)[0], []).append(path)
    existing = frozenset(paths)
    folders = {parted(path)[0] for path in existing if "/metadata/" in f"/{path}"}
    metadata = {one for folder in folders for one in upwards(folder)}
    return tuple(
        Project(
            framework=FRAMEWORK,
            folder=folder,
            files=tuple(sorted(files)),
            context=nearest(folder, ("diesel.toml",), existing)
            + nearest(folder, ("Cargo.toml",), existing),
            dialect=of_folder(folder),
        )
        for folder, files in histories.items()
        if any(path.endswith("/up.sql") for path in files)
        and not _is_hasura(folder, existing, metadata)
    )


def belongs(path: str, text: str) -> bool:
    """Say whether a file is a direction of a migration in a folder of its own."""
    folder, name = parted(path)
    return name in _MEMBERS and parted(folder)[1][:1].isdigit() and "\0" not in text


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations in the order of their versions."""
    release = frozenset(wanted)
    members: dict[str, list[str]] = {}
    for path in project.files:
        members.setdefault(parted(path)[0], []).append(path)
    folders = [_Folder(path=path, files=tuple(files)) for path, files in members.items()]
    folders.sort(key=lambda folder: (folder.version, folder.name))
    dialect = project.dialect or _depended_on(project, texts)
    drafts = [_draft(project, folder, texts, release) for folder in folders]
    return sqlscript.finished(drafts, dialect)


def _draft(
    project: Project, folder: _Folder, texts: Mapping[str, str], wanted: Collection[str]
) -> Draft:
    up, down = folder.member("up.sql"), folder.member("down.sql")
    is_read = any(path in wanted for path in folder.files)
    migration = Migration(
        framework=FRAMEWORK,
        project=project.folder,
        version=folder.version,
        name=folder.name,
        at=top(up or folder.files[0]),
        files=folder.files,
        up=unread(up or folder.files[0]),
        no_down=None if down else f"there is no {folder.name}/down.sql, and diesel then stops",
        position=(folder.version,),
        group=folder.version,
        aliases=_aliases(folder),
        problems=_problems(folder, texts) if is_read else (),
        is_read=is_read,
    )
    if not is_read:
        return Draft(migration=migration)
    sent = _sent(folder, texts)
    return Draft(
        migration=migration,
        up=file_source(up, texts, sent) if up else None,
        down=file_source(down, texts, sent) if down else None,
    )


def _aliases(folder: _Folder) -> tuple[str, ...]:
    number, _, name = folder.name.partition("_")
    return tuple(alias for alias in (number, name) if alias)


def _sent(folder: _Folder, texts: Mapping[str, str]) -> Sent:
    metadata = folder.member("metadata.toml")
    if metadata is None or _IN_TRANSACTION.search(texts.get(metadata, "")):
        return Sent.IN_TRANSACTION
    return Sent.TOGETHER


def _problems(folder: _Folder, texts: Mapping[str, str]) -> tuple[Finding, ...]:
    if folder.member("up.sql") is None:
        at = top(folder.files[0])
        return (
            Finding(f"there is no {folder.name}/up.sql, and diesel then runs none of them", at),
        )
    return tuple(
        Finding("the file is empty, and diesel stops there with an error", top(path))
        for name in ("up.sql", "down.sql")
        if (path := folder.member(name)) is not None and texts.get(path) == ""
    )


def _depended_on(project: Project, texts: Mapping[str, str]) -> Dialect | None:
    """Return the database among the features of the dependency `diesel`, if it is one."""
    words: list[str] = []
    for path in project.context:
        text = texts.get(path, "") if path.endswith("Cargo.toml") else ""
        for found in _DEPENDENCY.finditer(text):
            rest = text[found.end() : found.end() + _LONG]
            end = (_NEXT_TABLE if found[0].startswith("[") else _NEXT_KEY).search(rest)
            words += _WORD.findall(rest[: end.start() if end else None])
    return named(word for word in words if word in NAMES)


def _is_hasura(folder: str, paths: Collection[str], with_metadata: Collection[str]) -> bool:
    if nearest(folder, ("diesel.toml",), paths):
        return False
    settings = nearest(folder, ("config.yaml",), paths)
    above = {joined(parted(path)[0], "metadata") for path in settings}
    return any(one in with_metadata for one in above)
