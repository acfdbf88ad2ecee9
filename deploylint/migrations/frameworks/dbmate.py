"""dbmate: one file with `-- migrate:up` and `-- migrate:down`.

The README (https://github.com/amacneil/dbmate#creating-migrations) and the parser
(https://github.com/amacneil/dbmate/blob/main/pkg/dbmate/migration.go): both marks have to be there,
nothing but comments before the first one. Several pairs of them may follow each other, says the
README; dbmate 2.36.0 fails at the second one (seen on PostgreSQL and SQLite), since it records the
version once for each, and a rollback runs their downs in the order of the file. The option
`transaction:false` behind a mark takes away the transaction; the section is sent in one go all the
same. The version is the digits at the beginning of the name, and files are run in the order of
their names.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from deploylint.facts.migrations import Framework, Migration
from deploylint.migrations.frameworks import sqlscript
from deploylint.migrations.frameworks.dialects import of_folder
from deploylint.migrations.frameworks.folders import parted, without_number
from deploylint.migrations.frameworks.pairs import ENDINGS
from deploylint.migrations.frameworks.sections import line_place, lines, part
from deploylint.migrations.frameworks.sqlscript import BOM, Draft, Sent, Source, top, unread
from deploylint.migrations.project import Project
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location
from deploylint.model.verdict import Finding

FRAMEWORK = Framework.DBMATE

_NAME = re.compile(r"([0-9]+).*\.sql")
_MARK = re.compile(r"--\s*migrate:(up|down)(?:\s+(\S.*))?\s*")
_ONE_PAIR = 2
_COMMENT = re.compile(r"\s*(?:--.*)?")


class _Section(NamedTuple):
    direction: str
    at: Location
    sql: SqlText
    transaction: bool


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the folders with SQL files that begin with digits; their text has to decide."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        if path.endswith(".sql") and not path.endswith(ENDINGS):
            folder, name = parted(path)
            if _NAME.fullmatch(name):
                folders.setdefault(folder, []).append(path)
    return tuple(
        Project(
            framework=FRAMEWORK,
            folder=folder,
            files=tuple(sorted(files)),
            dialect=of_folder(folder),
        )
        for folder, files in folders.items()
    )


def belongs(path: str, text: str) -> bool:
    """Say whether a file has one of dbmate's marks."""
    is_named = _NAME.fullmatch(parted(path)[1]) is not None
    return is_named and any(_MARK.fullmatch(line.text) for line in lines(text.removeprefix(BOM)))


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations in the order of the names of their files."""
    release = frozenset(wanted)
    names = {path: parted(path)[1] for path in project.files if _NAME.fullmatch(parted(path)[1])}
    drafts = [
        _draft(project, path, texts.get(path), is_read=path in release)
        for path in sorted(names, key=names.__getitem__)
    ]
    return sqlscript.finished(drafts, project.dialect)


def _draft(project: Project, path: str, text: str | None, *, is_read: bool) -> Draft:
    stem = parted(path)[1].removesuffix(".sql")
    name = without_number(stem)
    version = stem[: len(stem) - len(stem.lstrip("0123456789"))]
    migration = Migration(
        framework=FRAMEWORK,
        project=project.folder,
        version=version,
        name=stem,
        at=top(path),
        files=(path,),
        up=unread(path),
        position=(stem,),
        group=version,
        aliases=tuple(alias for alias in (version, name) if alias),
        is_read=is_read,
    )
    if not is_read:
        return Draft(migration=migration)
    if text is None:
        lost = Source(at=top(path), lost=True)
        return Draft(migration=migration, up=lost, down=lost)
    return _divided(migration, path, text)


def _divided(migration: Migration, path: str, text: str) -> Draft:
    sections = _sections(path, text.removeprefix(BOM))
    ups = [section for section in sections if section.direction == "up"]
    downs = [section for section in sections if section.direction == "down"]
    no_down = None if downs else f"there is no `-- migrate:down` in {parted(path)[1]}"
    problem = _problem(sections, path, text)
    return Draft(
        migration=migration._replace(
            no_down=no_down and f"{no_down}, and dbmate does not run a file without one",
            problems=() if problem is None else (problem,),
        ),
        up=_source(ups) or Source(at=top(path)),
        down=_source(downs),
    )


def _sections(path: str, text: str) -> tuple[_Section, ...]:
    marks = [
        (line, match) for line in lines(text) if (match := _MARK.fullmatch(line.text)) is not None
    ]
    ends = [*(line.start for line, _ in marks), len(text)][1:]
    return tuple(
        _Section(
            direction=match[1],
            at=line_place(path, line),
            sql=part(path, text, line, end),
            transaction="transaction:false" not in (match[2] or "").split(),
        )
        for (line, match), end in zip(marks, ends, strict=False)
    )


def _source(sections: Sequence[_Section]) -> Source | None:
    if not sections:
        return None
    wrapped = {section.transaction for section in sections}
    sent = {True: Sent.IN_TRANSACTION, False: Sent.TOGETHER}[wrapped.pop()]
    return Source(
        at=sections[0].at,
        parts=tuple(section.sql for section in sections),
        sent=Sent.UNKNOWN if wrapped else sent,
    )


def _problem(sections: Sequence[_Section], path: str, text: str) -> Finding | None:
    """Return why dbmate refuses to run a file at all, or stops in the midst of it."""
    if text.startswith(BOM):
        message = "the file begins with a byte order mark, behind which dbmate sees no mark"
        return Finding(message, top(path))
    if not sections:
        return Finding("there is no `-- migrate:up`, and dbmate does not run the file", top(path))
    before = _first_statement(path, text, sections[0].at.line)
    if before is not None:
        return Finding("dbmate runs no file with a statement before `-- migrate:up`", before)
    return _disorder(sections)


def _disorder(sections: Sequence[_Section]) -> Finding | None:
    """Return where the marks do not take turns; a single up without down is no disorder."""
    for number, section in enumerate(sections):
        if section.direction != ("up", "down")[number % 2]:
            mark = f"`-- migrate:{section.direction}`"
            return Finding(f"{mark} is out of turn, and dbmate does not run the file", section.at)
    if len(sections) > 1 and len(sections) % 2:
        message = "there is no `-- migrate:down` for this, and dbmate does not run the file"
        return Finding(message, sections[-1].at)
    if len(sections) > _ONE_PAIR:
        message = "dbmate cannot record one version twice, and stops with an error in this section"
        return Finding(message, sections[_ONE_PAIR].at)
    return None


def _first_statement(path: str, text: str, before: int) -> Location | None:
    for line in lines(text):
        if line.number >= before:
            return None
        if _COMMENT.fullmatch(line.text) is None:
            return line_place(path, line)
    return None
