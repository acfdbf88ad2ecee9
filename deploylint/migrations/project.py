"""A folder of migrations of one framework, as it is found by the names of its files."""

from typing import NamedTuple

from deploylint.facts.migrations import Framework
from deploylint.facts.operations import Dialect


class Project(NamedTuple):
    """One history of migrations.

    `folder` is the folder that holds them, "" for the root; two apps of Django are two projects.
    `files` are the paths of all files that belong to migrations, sorted; `context` are files that
    `read` wants to see beside them (`alembic.ini`, `sqitch.plan`, `migration_lock.toml`). Paths
    are relative to the root of the repository, with `/`. `dialect` is the one that the settings
    name.
    """

    framework: Framework
    folder: str
    files: tuple[str, ...]
    context: tuple[str, ...] = ()
    dialect: Dialect | None = None
