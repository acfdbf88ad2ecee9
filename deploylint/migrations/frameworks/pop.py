"""pop: `20150100000001_add_users.mysql.up.sql`, with one file for all databases or one for each.

https://gobuffalo.io/documentation/database/migrations/ and the migrator of
https://github.com/gobuffalo/pop; the `.autocommit` mark and versions of 20 digits are those of
https://github.com/ory/x/tree/master/popx. A database runs its own file of a version if there is
one, else the one for all. So each database has a history of its own, and is a project of its own
here, called after its folder and the database; where all files are for all databases, there is one.
One change may be split over versions that begin with the same 14 digits and have the same name.

pop opens a transaction. popx does so for PostgreSQL and SQLite only, and not for `.autocommit`; it
refuses to start when a version has no down, while pop's `down` steps over it. Files may be Go
templates; fizz is pop's own language, which is not read.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from deploylint.facts.migrations import Framework, Migration, Script
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import sqlscript
from deploylint.migrations.frameworks.dialects import NAMES, of_folder
from deploylint.migrations.frameworks.pairs import (
    Half,
    Pair,
    by_folder,
    halves,
    is_marked,
    is_pop,
    paired,
)
from deploylint.migrations.frameworks.placeholders import Holes
from deploylint.migrations.frameworks.sections import is_sectioned
from deploylint.migrations.frameworks.sqlscript import (
    Draft,
    Sent,
    Source,
    drafted,
    file_source,
    opaque,
    top,
    unread,
)
from deploylint.migrations.project import Project
from deploylint.model.verdict import Finding

FRAMEWORK = Framework.POP

_TEMPLATE = Holes(pattern=re.compile(r"\{\{[^{}\n]*\}\}"), tool="a Go template")
_TIMESTAMP = 14
_AUTOCOMMIT = "autocommit"
_WRAPPED = frozenset((Dialect.POSTGRESQL, Dialect.SQLITE))


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return a project for each database that a folder has files for, or one for all."""
    existing = frozenset(paths)
    return tuple(
        project
        for folder, found in by_folder(paths).items()
        if is_pop(folder, found, existing)
        for project in _projects(folder, [half for half in found if _is_read_by_pop(half)])
    )


def belongs(path: str, text: str) -> bool:
    """Say whether a file is one direction of a migration, as pop names them."""
    return any(_is_read_by_pop(half) for half in halves([path])) and not is_sectioned(text)


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations that one database runs, in the order of their versions."""
    release = frozenset(wanted)
    found = [half for half in halves(project.files) if _is_read_by_pop(half)]
    pairs = sorted(
        paired(_chosen(found, project.dialect), lambda half: half.number),
        key=lambda pair: (pair.any.number, pair.any.path),
    )
    is_popx = any(_AUTOCOMMIT in half.marks or len(half.number) > _TIMESTAMP for half in found)
    is_for_all = all(_dialect(half) is None for half in found)
    label = project.folder if is_for_all else f"{project.folder} ({project.dialect})"
    without = "popx does not start without it" if is_popx else "pop steps over it"
    drafts = []
    for pair in pairs:
        migration = _named(label, project.dialect, pair, without)
        if any(path in release for path in pair.files):
            up, down = (
                half and _source(half, texts, _sent(half, project.dialect, is_popx=is_popx))
                for half in pair
            )
            drafts.append(drafted(migration, up, down))
        else:
            drafts.append(Draft(migration=migration._replace(is_read=False, problems=())))
    return sqlscript.finished(drafts, project.dialect)


def _projects(folder: str, found: Sequence[Half]) -> tuple[Project, ...]:
    dialects: Sequence[Dialect | None] = sorted(
        {dialect for half in found if (dialect := _dialect(half)) is not None}
    )
    return tuple(
        Project(
            framework=FRAMEWORK,
            folder=folder,
            files=tuple(sorted(half.path for half in found if _dialect(half) in (None, one))),
            dialect=one or of_folder(folder),
        )
        for one in dialects or (None,)
    )


def _is_read_by_pop(half: Half) -> bool:
    return not half.marks or is_marked(half)


def _dialect(half: Half) -> Dialect | None:
    return NAMES.get(half.marks[0]) if half.marks else None


def _chosen(found: Sequence[Half], dialect: Dialect | None) -> list[Half]:
    """Leave out what is for all databases where this one has a file of its own."""
    own = {
        (half.number, half.direction)
        for half in found
        if dialect is not None and _dialect(half) is dialect
    }
    return [
        half
        for half in found
        if _dialect(half) is not None or (half.number, half.direction) not in own
    ]


def _named(label: str, dialect: Dialect | None, pair: Pair, without: str) -> Migration:
    half = pair.any
    name = f"{half.number}_{half.name}"
    return Migration(
        framework=FRAMEWORK,
        project=label,
        version=half.number,
        name=name,
        at=top(half.path),
        files=pair.files,
        up=unread(half.path),
        no_down=None if pair.down else f"there is no {name}.down.sql, and {without}",
        position=(half.number,),
        group=f"{half.number[:_TIMESTAMP]}_{half.name}",
        dialect=dialect,
        problems=() if pair.up else (Finding(f"there is no {name}.up.sql", top(half.path)),),
        aliases=tuple(dict.fromkeys((half.number, half.name, half.stem))),
    )


def _source(half: Half, texts: Mapping[str, str], sent: Sent) -> Source | Script:
    if half.language == "fizz":
        return opaque(top(half.path), "it is written in fizz", transaction=True)
    return file_source(half.path, texts, sent, _TEMPLATE)


def _sent(half: Half, dialect: Dialect | None, *, is_popx: bool) -> Sent:
    if not is_popx:
        return Sent.IN_TRANSACTION
    if _AUTOCOMMIT in half.marks:
        return Sent.TOGETHER
    if dialect is None:
        return Sent.UNKNOWN
    return Sent.IN_TRANSACTION if dialect in _WRAPPED else Sent.TOGETHER
