"""Objects in JSON of tools, read with a clear error where something of another type stands."""

from datetime import UTC, datetime
from typing import Any

from deploylint.errors import UserError

YEARS = range(2000, 2200)
"""When reports of tools are from; years before it stand for a time that was never set."""

MOST = 10**9
"""No tool counts further."""


class Part:
    """An object in a JSON document; keys that are absent or null count as empty.

    Every method raises UserError, with the path, when a value is of another type.
    """

    __slots__ = ("_above", "_key", "_name", "_value")

    def __init__(
        self, value: object, name: str, above: "Part | None" = None, key: object = ""
    ) -> None:
        """Take the object `value` of the file `name`, which stands under `key` of `above`."""
        self._above = above
        self._key = key
        self._name = name
        self._value: dict[str, Any] = {}
        if not isinstance(value, dict):
            raise self._wrong(value, "an object", self.path)
        self._value = value

    @property
    def path(self) -> str:
        """Return where the object stands, such as `results[0].package`."""
        if self._above is None:
            return ""
        step = f"[{self._key}]" if isinstance(self._key, int) else f".{str(self._key)[:40]}"
        return f"{self._above.path}{step}".removeprefix(".")

    @property
    def file(self) -> str:
        """Return the name of the file."""
        return self._name

    def __contains__(self, key: str) -> bool:
        """Say whether the key is there and not null."""
        return self._value.get(key) is not None

    def keys(self) -> tuple[str, ...]:
        """Return the keys that are there."""
        return tuple(self._value)

    def part(self, key: str) -> "Part":
        """Return the object under `key`, an empty one when there is none."""
        value = self._value.get(key)
        return Part({} if value is None else value, self._name, self, key)

    def parts(self, key: str) -> "list[Part]":
        """Return the objects of the list under `key`."""
        here = Part({}, self._name, self, key)
        return [Part(v, self._name, here, i) for i, v in enumerate(self._list(key))]

    def named(self, key: str) -> "list[tuple[str, Part]]":
        """Return the objects of the object under `key`, each with its key."""
        here = self.part(key)
        return [(k, Part(v, self._name, here, k)) for k, v in (self._value.get(key) or {}).items()]

    def mixed(self, key: str) -> "list[Part | str]":
        """Return the objects and texts of the list under `key`."""
        return [
            value if isinstance(value, str) else Part(value, self._name, self, key)
            for value in self._list(key)
        ]

    def text(self, key: str) -> str:
        """Return the text under `key`."""
        value = self._value.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._wrong(value, "text", self._at(key))
        return value

    def word(self, key: str) -> str:
        """Return the text or the number under `key`, as text."""
        value = self._value.get(key)
        return str(value) if type(value) in (int, float) else self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of the list under `key`."""
        found = self._list(key)
        if not all(isinstance(value, str) for value in found):
            raise self._wrong(found, "a list of texts", self._at(key))
        return tuple(found)

    def whole(self, key: str) -> int | None:
        """Return the whole number under `key`, from 0 to MOST."""
        value = self._value.get(key)
        if value is None:
            return None
        if type(value) is not int or not 0 <= value <= MOST:
            raise self._wrong(value, "a whole number", self._at(key))
        return value

    def number(self, key: str) -> float | None:
        """Return the number under `key`; a text that is one counts, an empty text is None."""
        value = self._value.get(key)
        if value is None or value == "":
            return None
        try:
            if type(value) in (int, float, str):
                return float(value)
        except (ValueError, OverflowError):
            pass
        raise self._wrong(value, "a number", self._at(key))

    def flag(self, key: str) -> bool | None:
        """Return the truth value under `key`."""
        value = self._value.get(key)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(value, "true or false", self._at(key))
        return value

    def time(self, key: str) -> datetime | None:
        """Return the moment under `key`, aware (UTC without an offset); None if it was not set."""
        text = self.text(key)
        if not text.strip():
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise self._wrong(text, "a date and time", self._at(key)) from None
        if moment.year >= YEARS.stop:
            raise self._wrong(text, "a date and time of this century", self._at(key))
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware if moment.year >= YEARS.start else None

    def _list(self, key: str) -> list[Any]:
        value = self._value.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(value, "a list", self._at(key))
        return value

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}".removeprefix(".")

    def _wrong(self, value: object, wanted: str, path: str) -> UserError:
        where = f"`{path}`" if path else "the top"
        return UserError(f"holds {_kind(value)} at {where}, where {wanted} is expected", self._name)


def _kind(value: object) -> str:
    names = ((bool, "true or false"), (str, "a text"), (list, "a list"), (dict, "an object"))
    if value is None:
        return "null"
    return next((name for kind, name in names if isinstance(value, kind)), "a number")
