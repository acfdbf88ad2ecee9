"""Knex migrations: files that export `up` and `down`, https://knexjs.org/guide/migrations.html.

Measured with Knex 3.3.0 on PostgreSQL 15: files run in the order of their names as text
(`2.10.0.js` before `2.9.0.js`). Each runs in a transaction of its own, unless it exports
`config = { transaction: false }`. When one file lacks `up` or `down`, Knex refuses to run any.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from deploylint.facts.migrations import Migration, Script
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks.dialects import agreed
from deploylint.migrations.javascript.files import common, read_files
from deploylint.migrations.javascript.folders import dialect_of, found
from deploylint.migrations.javascript.module import (
    Followed,
    Module,
    compared,
    follow,
    load,
    unfound,
)
from deploylint.migrations.javascript.values import entry, is_true
from deploylint.migrations.knex.schema import Knex
from deploylint.migrations.project import Project
from deploylint.model.migrationtools import Framework

FRAMEWORK = Framework.KNEX

SETTINGS = tuple(f"knexfile.{end}" for end in ("js", "ts", "cjs", "mjs", "mts", "cts"))
OWN = re.compile(r"\bknex\b|\bKnex\b|\.schema\s*\.\s*(?:create|alter|drop|rename|has|raw|table)")
OTHERS = re.compile(r"\bqueryInterface\b|\bQueryInterface\b|\bMigrationInterface\b")
EXPORTS = re.compile(r"\bexports\b|\bexport\b")
NO_DOWN = "no function `down` is exported, and Knex then runs no migration at all"


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the folders that may hold migrations of Knex."""
    return found(FRAMEWORK, paths, SETTINGS)


def belongs(_path: str, text: str) -> bool:
    """Say whether a file is a migration of Knex."""
    return bool(EXPORTS.search(text) and OWN.search(text)) and not OTHERS.search(text)


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations in the order of the names of their files."""
    start = common(project, dialect_of(project, texts, "client"), transaction=True)
    return read_files(project, texts, wanted, start, _read)


def _read(migration: Migration, text: str) -> Migration:
    module = load(text, migration.files[0])
    up, down = (_direction(module, name, migration.dialect) for name in ("up", "down"))
    if up is not None and down is not None:
        up, down = compared(up, down)
    config = module.exports.get("config")
    given = entry(config, "transaction")
    transaction = True if given is None else is_true(given)
    problems = [*module.problems, *(up.problems if up else ()), *(down.problems if down else ())]
    proved = {one for side in (up, down) if side for one in side.proved}
    return migration._replace(
        at=up.at if up is not None else migration.at,
        up=_script(up, transaction) or unfound(migration.at, "its `up`"),
        down=_script(down, transaction),
        no_down=None if down is not None else NO_DOWN,
        dialect=migration.dialect or agreed(proved),
        problems=tuple(problems),
    )


def _direction(module: Module, name: str, dialect: Dialect | None) -> Followed | None:
    function = module.closure(name)
    return None if function is None else follow(module, function, (Knex(),), dialect)


def _script(one: Followed | None, transaction: bool | None) -> Script | None:  # noqa: FBT001
    if one is None:
        return None
    return Script(at=one.at, operations=one.operations, transaction=transaction)
