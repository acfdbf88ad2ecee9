"""Names of Flyway's files, and its versions.

https://documentation.red-gate.com/fd/migrations-271585107.html: a prefix (V versioned, U undo, B
baseline, R repeatable), a version, two underscores, a description. Versions are compared part by
part as numbers; `_` means `.`, and `1.0` is `1`
(https://github.com/flyway/flyway/blob/main/flyway-core/src/main/java/org/flywaydb/core/api/MigrationVersion.java).
Any other name (`beforeMigrate.sql`, a callback) is no migration.
"""

import re
from typing import NamedTuple

from deploylint.migrations.frameworks.folders import parted

LANGUAGES = {".sql": "SQL", ".java": "Java", ".kt": "Kotlin", ".groovy": "Groovy"}

_VERSION = re.compile(r"[0-9]{1,100}(?:[._][0-9]{1,100})*")


class Named(NamedTuple):
    """What the name of a file says; `parts` are those of its version, () for repeatable ones."""

    path: str
    prefix: str
    version: str
    parts: tuple[int, ...]
    description: str
    language: str

    @property
    def stem(self) -> str:
        """Return the name of the file without its suffix."""
        return parted(self.path)[1].rpartition(".")[0]


def named(path: str) -> Named | None:
    """Return what the name of a migration says, None for any other file."""
    stem, dot, suffix = parted(path)[1].rpartition(".")
    language = LANGUAGES.get(f"{dot}{suffix}")
    number, separator, description = stem[1:].partition("__")
    prefix = stem[:1]
    if language is None or not separator or prefix not in "VUBR":
        return None
    if (prefix == "R") != (number == "") or (number and not _VERSION.fullmatch(number)):
        return None
    return Named(
        path=path,
        prefix=prefix,
        version=number.replace("_", "."),
        parts=_parts(number),
        description=description,
        language=language,
    )


def _parts(number: str) -> tuple[int, ...]:
    parts = [int(part) for part in number.replace("_", ".").split(".") if part]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
