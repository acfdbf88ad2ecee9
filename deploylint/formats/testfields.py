"""Objects of JSON reports, read by what their keys must hold, and the texts of test reports."""

import re
from collections.abc import Mapping
from typing import Any

from deploylint.errors import UserError

LONGEST = 1000
"""Characters of a message or a name that are kept."""

_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")
_ANSI = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")


class Fields:
    """A JSON object of the file `name`. An absent key and null are the same: None, or nothing.

    Every method raises UserError when the key holds something else than it says.
    """

    __slots__ = ("name", "values")

    def __init__(self, value: object, name: str) -> None:
        """Take an object; raises UserError when `value` is none."""
        if not isinstance(value, dict):
            raise UserError(f"holds {shown(value)} where an object is expected", name)
        self.values: Mapping[str, Any] = value
        self.name = name

    def text(self, key: str) -> str | None:
        """Return a text."""
        value = self.values.get(key)
        return value if value is None or isinstance(value, str) else self._refuse(key, "a text")

    def number(self, key: str) -> float | None:
        """Return a number."""
        value = self.values.get(key)
        right = isinstance(value, int | float) and not isinstance(value, bool)
        return value if value is None or right else self._refuse(key, "a number")

    def count(self, key: str) -> int:
        """Return how many, 0 when the key is absent."""
        number = self.number(key)
        if number is not None and (number < 0 or number != int(number)):
            self._refuse(key, "a count")
        return int(number or 0)

    def flag(self, key: str) -> bool | None:
        """Return true or false."""
        value = self.values.get(key)
        return value if value is None or isinstance(value, bool) else self._refuse(key, "a flag")

    def object(self, key: str) -> "Fields | None":
        """Return an object."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, dict):
            self._refuse(key, "an object")
        return None if value is None else Fields(value, self.name)

    def objects(self, key: str) -> list["Fields"]:
        """Return a list of objects."""
        return [Fields(value, self.name) for value in self.entries(key)]

    def texts(self, key: str) -> list[str]:
        """Return a list of texts."""
        found = self.entries(key)
        return found if all(isinstance(v, str) for v in found) else self._refuse(key, "texts")

    def entries(self, key: str) -> list[Any]:
        """Return a list of anything."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, list):
            self._refuse(key, "a list")
        return [] if value is None else value

    def _refuse(self, key: str, expected: str) -> Any:  # noqa: ANN401  # never returns
        value = shown(self.values.get(key))
        raise UserError(f"holds {value} under `{key}`, where {expected} is expected", self.name)


def shown(value: object) -> str:
    """Return what a JSON value is, without its content."""
    words = {
        dict: "an object",
        list: "a list",
        str: "a text",
        bool: "a flag",
        int: "a number",
        float: "a number",
    }
    return words.get(type(value), "null")


def first_line(text: str) -> str:
    """Return the first line of `text` that says something, without colours."""
    for line in text[: 5 * LONGEST].split("\n"):
        plain = _ANSI.sub("", line).strip()
        if plain:
            return plain[:LONGEST]
    return ""


def joined(*parts: str) -> str:
    """Return the parts of a name as `suite > class > test`; empty ones are left out."""
    return " > ".join(filter(None, (part.strip()[:LONGEST] for part in parts))) or "(no name)"


def as_commit(value: object) -> str | None:
    """Return a commit id, None when `value` is none."""
    return value.lower() if isinstance(value, str) and _COMMIT.fullmatch(value) else None
