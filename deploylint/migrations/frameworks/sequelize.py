"""Sequelize migrations, https://sequelize.org/docs/v6/other-topics/migrations/.

Files export `up` and `down`; they run in the order of their names. Measured with sequelize-cli
6.6.5: nothing runs in a transaction unless the migration opens one itself, and undoing a migration
without `down` ends with "Could not find migration method: down".
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
from deploylint.migrations.javascript.values import Unknown
from deploylint.migrations.project import Project
from deploylint.migrations.sequelize.query import QueryInterface
from deploylint.model.migrationtools import Framework

FRAMEWORK = Framework.SEQUELIZE

SETTINGS = (
    *("config/config.json", "config/config.js", "config/database.json", "config/database.js"),
    *("config/database.ts", "config/config.ts", ".sequelizerc"),
)
OWN = re.compile(r"\bqueryInterface\b|\bQueryInterface\b|\bsequelize-cli\b")
OTHERS = re.compile(r"\bMigrationInterface\b")
EXPORTS = re.compile(r"\bexports\b|\bexport\b")
NO_DOWN = (
    'no function `down` is exported: undoing it ends with "Could not find migration method: down"'
)


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the folders that may hold migrations of Sequelize."""
    return found(FRAMEWORK, paths, SETTINGS)


def belongs(_path: str, text: str) -> bool:
    """Say whether a file is a migration of Sequelize."""
    return bool(EXPORTS.search(text) and OWN.search(text)) and not OTHERS.search(text)


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations in the order of the names of their files."""
    start = common(project, dialect_of(project, texts, "dialect"), transaction=False)
    return read_files(project, texts, wanted, start, _read)


def _read(migration: Migration, text: str) -> Migration:
    module = load(text, migration.files[0])
    up, down = (_direction(module, name, migration.dialect) for name in ("up", "down"))
    if up is not None and down is not None:
        up, down = compared(up, down)
    sides = [side for side in (up, down) if side is not None]
    problems = [*module.problems, *(one for side in sides for one in side.problems)]
    return migration._replace(
        at=up.at if up is not None else migration.at,
        up=_script(up) or unfound(migration.at, "its `up`"),
        down=_script(down),
        no_down=None if down is not None else NO_DOWN,
        dialect=migration.dialect or agreed(one for side in sides for one in side.proved),
        problems=tuple(problems),
    )


def _direction(module: Module, name: str, dialect: Dialect | None) -> Followed | None:
    function = module.closure(name)
    if function is None:
        return None
    return follow(module, function, (QueryInterface(), Unknown(("Sequelize",))), dialect)


def _script(one: Followed | None) -> Script | None:
    """Return a script; it is one transaction if it opens one and does nothing outside of it."""
    if one is None:
        return None
    is_inside = bool(one.operations) and one.outside == 0
    return Script(at=one.at, operations=one.operations, transaction=is_inside)
