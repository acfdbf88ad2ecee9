"""Flyway: `V1_2__add_users.sql`, and `U1_2__add_users.sql` where somebody pays for it.

Names: `flywaynames`. Undo is part of the paid editions
(https://documentation.red-gate.com/fd/undo-277579017.html), so a project without any undo file has
no way back by its tool. Repeatable migrations run after all others, by description, whenever they
change. A baseline stands for all versions up to its own, on new databases only. Code in Java,
Kotlin or Groovy is opaque.

Statements are sent one by one, in one transaction for each migration
(https://documentation.red-gate.com/fd/flyway-execute-in-transaction-setting-277579003.html); a
file of `x.sql.conf` may say `executeInTransaction=false`. On PostgreSQL a migration of nothing but
statements that refuse a transaction runs without one; together with others they are an error unless
`mixed` is set (`PostgreSQLParser` and `ParserSqlScript` of https://github.com/flyway/flyway).
Placeholders such as `${schema}` are filled in before anything is run.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from deploylint.facts.migrations import Framework, Migration, Script
from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.flyway.histories import histories
from deploylint.migrations.flyway.names import LANGUAGES, Named
from deploylint.migrations.flyway.names import named as file_named
from deploylint.migrations.frameworks import sqlscript
from deploylint.migrations.frameworks.dialects import NAMES, named, of_folder
from deploylint.migrations.frameworks.folders import nearest
from deploylint.migrations.frameworks.placeholders import Holes
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

FRAMEWORK = Framework.FLYWAY

_SETTINGS = ("flyway.toml", "flyway.conf")
_APPLICATION = ("application.properties", "application.yml", "application.yaml")
_CONF = ".conf"
_HOLES = Holes(pattern=re.compile(r"\$\{[^{}\s]+\}"), tool="Flyway")
_ADDRESS = re.compile(r"\bjdbc:([a-z0-9]+):")
_MIXED = re.compile(r"^[ \t]*(?:[\w.]*\.)?mixed[ \t]*[=:][ \t]*true\b", re.MULTILINE)
_NO_TRANSACTION = re.compile(r"^[ \t]*executeInTransaction[ \t]*=[ \t]*false\b", re.MULTILINE)
_ALONE = frozenset(("database", "tablespace", "subscription"))


class _Rules(NamedTuple):
    """What holds for all migrations of a history."""

    project: str
    has_undo: bool
    is_mixed: bool
    confs: frozenset[str]


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the histories among files that are named as Flyway wants it."""
    existing = frozenset(paths)
    candidates = (path for path in paths if path.endswith(tuple(LANGUAGES)))
    found = [one for path in candidates if (one := file_named(path)) is not None]
    return tuple(
        Project(
            framework=FRAMEWORK,
            folder=folder,
            files=tuple(sorted(_with_conf(members, existing))),
            context=nearest(folder, _SETTINGS, existing) + nearest(folder, _APPLICATION, existing),
            dialect=of_folder(folder),
        )
        for folder, members in histories(found).items()
        if any(one.language == "SQL" or "/migration" in one.path for one in members)
    )


def belongs(path: str, text: str) -> bool:
    """Say whether a file is named as Flyway wants it; code has to be a migration, too."""
    found = file_named(path.removesuffix(_CONF))
    return found is not None and (found.language == "SQL" or "Migration" in text)


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return versioned migrations in the order of their versions, then repeatable ones."""
    release = frozenset(wanted)
    found = [one for path in project.files if (one := file_named(path)) is not None]
    found.sort(key=lambda one: (one.prefix == "R", one.parts, one.prefix == "V", one.stem))
    undo = {one.parts: one for one in found if one.prefix == "U"}
    settings = "\n".join(texts.get(path, "") for path in project.context)
    rules = _Rules(
        project=project.folder,
        has_undo=bool(undo),
        is_mixed=_MIXED.search(settings) is not None,
        confs=frozenset(path for path in project.files if path.endswith(_CONF)),
    )
    drafts = []
    for one in found:
        if one.prefix != "U":
            down = undo.pop(one.parts, None) if one.prefix == "V" else None
            migration = _named(one, down, rules)
            drafts.append(_draft(migration, one, down, texts, release))
    drafts += [_draft(_lonely(one, rules), None, one, texts, release) for one in undo.values()]
    drafts = _with_replaced(drafts)
    dialect = project.dialect or _addressed(settings)
    return tuple(_as_sent(one, rules) for one in sqlscript.finished(drafts, dialect))


def _named(one: Named, down: Named | None, rules: _Rules) -> Migration:
    is_repeatable = one.prefix == "R"
    version = one.stem if is_repeatable else one.version if one.prefix == "V" else f"B{one.version}"
    return Migration(
        framework=FRAMEWORK,
        project=rules.project,
        version=version,
        name=one.stem,
        at=top(one.path),
        files=_files(rules, one, down),
        up=unread(one.path),
        no_down=None if down else _no_down(one, rules),
        one_way=one.prefix != "V" or not rules.has_undo,
        position=None if is_repeatable else one.parts,
        group=version,
        aliases=_aliases(one),
        repeatable=is_repeatable,
    )


def _lonely(one: Named, rules: _Rules) -> Migration:
    message = f"there is no V{one.version}__{one.description} that this takes back"
    return Migration(
        framework=FRAMEWORK,
        project=rules.project,
        version=one.version,
        name=one.stem,
        at=top(one.path),
        files=_files(rules, one, None),
        up=unread(one.path),
        position=one.parts,
        group=one.version,
        aliases=_aliases(one),
        problems=(Finding(message, top(one.path)),),
    )


def _aliases(one: Named) -> tuple[str, ...]:
    whole = (one.version, f"{one.prefix}{one.version}", one.description)
    return tuple(alias for alias in whole if alias)


def _no_down(one: Named, rules: _Rules) -> str:
    if one.prefix == "R":
        return "Flyway takes no repeatable migration back"
    if one.prefix == "B":
        return "Flyway takes no baseline back"
    undo = f"there is no U{one.stem[1:]}.sql"
    return undo if rules.has_undo else f"{undo}, and Flyway Community runs none"


def _files(rules: _Rules, one: Named, down: Named | None) -> tuple[str, ...]:
    names = [path for each in (one, down) if each for path in (each.path, each.path + _CONF)]
    return tuple(path for path in names if path in rules.confs or not path.endswith(_CONF))


def _with_conf(members: Sequence[Named], existing: frozenset[str]) -> set[str]:
    confs = {one.path + _CONF for one in members}
    return {one.path for one in members} | (confs & existing)


def _draft(
    migration: Migration,
    up: Named | None,
    down: Named | None,
    texts: Mapping[str, str],
    wanted: Collection[str],
) -> Draft:
    if not any(path in wanted for path in migration.files):
        return Draft(migration=migration._replace(is_read=False, problems=()))
    return drafted(
        migration,
        None if up is None else _direction(up, texts),
        None if down is None else _direction(down, texts),
    )


def _direction(one: Named, texts: Mapping[str, str]) -> Source | Script:
    if one.language != "SQL":
        return opaque(top(one.path), f"it is written in {one.language}", transaction=True)
    is_alone = _NO_TRANSACTION.search(texts.get(one.path + _CONF, "")) is not None
    sent = Sent.ONE_BY_ONE if is_alone else Sent.IN_TRANSACTION
    return file_source(one.path, texts, sent, _HOLES)


def _with_replaced(drafts: Sequence[Draft]) -> list[Draft]:
    """Say of each baseline which versions it stands for."""
    versions = [
        (draft.migration.position or (), draft.migration.version)
        for draft in drafts
        if draft.migration.version[:1].isdigit()
    ]
    result = []
    for draft in drafts:
        one = draft.migration
        if one.version.startswith("B") and one.position is not None:
            upto = tuple(version for position, version in versions if position <= one.position)
            result.append(draft._replace(migration=one._replace(replaces=upto)))
        else:
            result.append(draft)
    return result


def _addressed(settings: str) -> Dialect | None:
    """Return the database that all addresses in the settings lead to."""
    found = _ADDRESS.findall(settings)
    return named(found) if all(word in NAMES for word in found) else None


def _as_sent(migration: Migration, rules: _Rules) -> Migration:
    """Correct the transaction of what PostgreSQL refuses to run in one."""
    if migration.dialect is not Dialect.POSTGRESQL:
        return migration
    up, down = migration.up, migration.down
    return migration._replace(
        up=_without_transaction(up, rules),
        down=None if down is None else _without_transaction(down, rules),
    )


def _without_transaction(script: Script, rules: _Rules) -> Script:
    alone = [_refuses_transaction(one) for one in script.operations]
    if not script.transaction or not any(alone):
        return script
    return script._replace(transaction=False if all(alone) or rules.is_mixed else None)


def _refuses_transaction(operation: Operation) -> bool:
    kind = (operation.object or "").lower()
    if operation.does in (Does.CREATE_OBJECT, Does.DROP_OBJECT):
        return kind in _ALONE
    is_vacuum = operation.does is Does.MAINTENANCE and kind.startswith("vacuum")
    return is_vacuum or Flag.CONCURRENTLY in operation.flags
