"""The shape of `migrations:` in the settings: what the files alone do not say."""

import re
from typing import NamedTuple

from deploylint.load.records import Field, Many, Record
from deploylint.load.shape import Choice, Text
from deploylint.model.location import Location
from deploylint.model.migrationtools import Dialect, Framework


class MigrationFolder(NamedTuple):
    """A folder of migrations, relative to the root; where some are named, no others are looked at.

    Without `framework` it is found by its files.
    """

    path: str
    at: Location
    framework: Framework | None = None
    dialect: Dialect | None = None


class MigrationSettings(NamedTuple):
    """What the repository says about its migrations; `version` is that of the oldest server."""

    folders: tuple[MigrationFolder, ...] = ()
    dialect: Dialect | None = None
    version: tuple[int, ...] | None = None
    lock_timeout: str | None = None
    small_tables: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def parse_server_version(text: str) -> tuple[int, ...]:
    """Return the numbers of `15` or `8.0.29`. Raises ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}", text):
        raise ValueError(f"expected a version such as 15 or 8.0.29, found {text[:40]!r}")
    return tuple(int(part) for part in text.split("."))


FILLED = Text(filled=True)
VERSION = Text(parse_server_version, format="server-version", examples=("15", "8.0.29"))
FOLDER = Record(
    MigrationFolder,
    {
        "path": Field(FILLED, "The folder, relative to the root.", required=True),
        "framework": Field(
            Choice(Framework), "The tool that runs them. Default: told from the files."
        ),
        "dialect": Field(Choice(Dialect), "The database that they are for."),
    },
)
MIGRATIONS = Record(
    MigrationSettings,
    {
        "folders": Field(Many(FOLDER), "Where migrations lie; no others are looked at then."),
        "dialect": Field(Choice(Dialect), "The database, where the files do not show it."),
        "version": Field(VERSION, "The oldest version of the database that runs them."),
        "lock_timeout": Field(
            FILLED, "Where a lock timeout is set for whoever runs migrations: `role deploy, 5 s`."
        ),
        "small_tables": Field(Many(FILLED), "Tables so small that a lock does not matter."),
        "ignore": Field(Many(FILLED), "Files that are no migrations, as patterns."),
    },
    placed=False,
)
