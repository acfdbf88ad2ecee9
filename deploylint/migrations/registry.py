"""Which frameworks there are, and which of them a path may belong to.

A framework is the module `frameworks/NAME.py`. Importing all of them costs more than looking at
the names of files, so each is imported when a path looks as if it could be one of its files.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from deploylint.facts.migrations import Migration
from deploylint.migrations.project import Project
from deploylint.model.migrationtools import Framework


class Reader(Protocol):
    """What the module of a framework offers."""

    detect: Callable[[Sequence[str]], tuple[Project, ...]]
    belongs: Callable[[str, str], bool]
    read: Callable[[Project, Mapping[str, str], Collection[str]], tuple[Migration, ...]]


PYTHON = r"(?:migrat|alembic|versions)[^\n]*\.py$|alembic\.ini$"
SQL = r"\.sql$"
SCRIPT = r"migrat[^\n]*\.[cm]?[jt]s$"

CHANGELOG = r"(?:migrat|change|liquibase|schema|db[/-])[^\n]*\.(?:xml|ya?ml|json|sql)$"

LOOKS: Mapping[Framework, str] = {
    Framework.ALEMBIC: PYTHON,
    Framework.DJANGO: r"migrations/[^\n/]+\.py$",
    Framework.RAILS: r"db/[^\n]*migrate/[^\n]*\.rb$",
    Framework.PRISMA: r"migration\.sql$",
    Framework.DIESEL: r"/(?:up|down)\.sql$",
    Framework.SQITCH: r"sqitch\.plan$|\.sql$",
    Framework.POP: r"\.(?:up|down)\.(?:sql|fizz)$",
    Framework.GOLANG_MIGRATE: r"\.(?:up|down)\.sql$",
    Framework.DBMATE: SQL,
    Framework.GOOSE: r"\.sql$|(?:^|/)[0-9]+_[^\n/]*\.go$",
    Framework.FLYWAY: r"[VURB][^\n/]*__[^\n/]*\.(?:sql|java|kt|groovy|scala|conf)$",
    Framework.LIQUIBASE: CHANGELOG,
    Framework.KNEX: SCRIPT,
    Framework.SEQUELIZE: SCRIPT,
    Framework.TYPEORM: SCRIPT,
}
"""How files of each look, those first that are told apart most surely; a superset of `detect`."""

SUFFIXES: Mapping[Framework, tuple[str, ...]] = {
    Framework.ALEMBIC: (".py",),
    Framework.DJANGO: (".py",),
    Framework.RAILS: (".rb",),
    Framework.GOOSE: (".sql", ".go"),
    Framework.FLYWAY: (".sql", ".java"),
    Framework.LIQUIBASE: (".xml", ".yaml", ".yml", ".json", ".sql"),
    **dict.fromkeys(
        (Framework.KNEX, Framework.SEQUELIZE, Framework.TYPEORM),
        (".js", ".ts", ".mjs", ".cjs", ".mts", ".cts"),
    ),
}
"""What files end in; SQL where nothing else is said."""


def reader(framework: Framework) -> Reader:
    """Return the module of a framework."""
    name = framework.value.replace("-", "_")
    return cast(Reader, import_module(f"deploylint.migrations.frameworks.{name}"))


def several_per_file(framework: Framework) -> bool:
    """Say whether one file may hold several migrations of the framework."""
    return bool(getattr(reader(framework), "SEVERAL_PER_FILE", False))


def candidates(paths: Iterable[str]) -> tuple[Framework, ...]:
    """Return the frameworks to which one of the paths may belong, by its name."""
    text = "\n".join(paths)
    return tuple(one for one, look in LOOKS.items() if re.search(look, text, re.MULTILINE))


def plausible(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that may be files of migrations of some framework, by their names."""
    look = re.compile("|".join(f"(?:{one})" for one in dict.fromkeys(LOOKS.values())))
    others = {".sql", ".fizz", ".ini", ".plan", ".kt", ".groovy", ".scala", ".conf"}
    ends = tuple({end for ends in SUFFIXES.values() for end in ends} | others)
    return tuple(path for path in paths if path.endswith(ends) and look.search(path))


_UNTAKEN = re.compile(
    r"(?:^|/)[^/]*migrat[^/]*/(?:[^/]+/)*(?:[^/]+\.(?:sql|fizz)|v?[0-9][^/]*\.(?:py|rb|[cm]?[jt]s|go"
    r"|java|kt|groovy|php|exs|xml|ya?ml))$",
    re.IGNORECASE,
)


def look_like_migrations(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that look like migrations of whatever tool."""
    return tuple(path for path in paths if _UNTAKEN.search(path))


_TESTS = re.compile(
    r"(?:^|/)(?:tests?|testdata|test_data|specs?|fixtures|__tests__|node_modules|vendor)/",
    re.IGNORECASE,
)


def outside_tests(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that are not in a folder of tests or of somebody else's code.

    Migrations in such a folder run in tests only; those that do not are named in the settings.
    """
    return tuple(path for path in paths if not _TESTS.search(path))
