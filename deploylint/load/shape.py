"""Shapes: each reads a plain value into a type and describes itself as JSON Schema.

One shape states a format once: `read` is the fast path of every run, `schema` is what editors get
and what explains a mistake. A value that does not fit raises `MismatchError` at once; finding all
mistakes of a file is the work of `load/explain.py`.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Protocol

from deploylint.model.location import Location, Spot
from deploylint.read.yaml import Written

JsonSchema = dict[str, Any]


class MismatchError(Exception):
    """A value does not have the shape that is expected; the message says what is."""

    def __init__(self, message: str, at: Location) -> None:
        """Keep the message and the place of the first mistake."""
        super().__init__(message)
        self.at = at


class Shape(Protocol):
    """Something that reads values of one format."""

    def read(self, value: object, spot: Spot) -> Any:  # noqa: ANN401  # each shape has its own type
        """Return `value` as its type; raise MismatchError if it does not fit."""

    def schema(self) -> JsonSchema:
        """Return the JSON Schema that accepts exactly what `read` accepts."""


def kind_of(value: object) -> str:
    """Name what stands in the file, for people."""
    names = ((bool, "true or false"), (str, "text"), (list, "a list"), (dict, "a mapping"))
    if value is None:
        return "nothing"
    return next((name for kind, name in names if isinstance(value, kind)), "a number")


def text_of(value: object) -> str | None:
    """Return a scalar as the text that was written, None when it is not text or a number."""
    if isinstance(value, str):
        return value
    return value.text if isinstance(value, Written) else None


class Text:
    """Text; a number is taken as it was written (`1.10` stays `1.10`).

    `parse` turns the text into a type and raises ValueError with a sentence; it needs a `format`
    name, under which `load/explain.py` finds it. `pattern` must match somewhere.
    """

    formats: dict[str, Callable[[str], object]] = {}  # noqa: RUF012  # one registry for all

    def __init__(
        self,
        parse: Callable[[str], object] | None = None,
        *,
        format: str | None = None,  # noqa: A002  # the word of JSON Schema
        filled: bool = False,
        examples: tuple[str, ...] = (),
    ) -> None:
        """Describe a text that `parse` understands; `filled` refuses empty and blank text."""
        self.parse = parse
        self.format = format
        self.filled = filled
        self.examples = examples
        if parse is not None:
            assert format is not None  # noqa: S101  # a mistake in this program, not in a file
            Text.formats[format] = parse

    def read(self, value: object, spot: Spot) -> Any:  # noqa: ANN401  # what `parse` returns
        """Return the text, or what `parse` makes of it."""
        text = text_of(value)
        if text is None:
            raise MismatchError(f"expected text, found {kind_of(value)}", spot.location)
        if self.filled and not text.strip():
            raise MismatchError("expected text, found nothing but blanks", spot.location)
        if self.parse is None:
            return text
        try:
            return self.parse(text)
        except ValueError as error:
            raise MismatchError(str(error), spot.location) from None

    def schema(self) -> JsonSchema:
        """Return a string (or number) with the format, if any."""
        schema: JsonSchema = {"type": ["string", "number"]}
        if self.format:
            schema["format"] = self.format
        if self.filled:
            schema["pattern"] = r"\S"
        if self.examples:
            schema["examples"] = list(self.examples)
        return schema


class Placed:
    """Text that becomes an object which knows where it stands."""

    def __init__(self, build: Callable[[str, Location], object]) -> None:
        """Call `build` with the text and its place."""
        self.build = build

    def read(self, value: object, spot: Spot) -> Any:  # noqa: ANN401  # what `build` returns
        """Return what `build` makes of the text."""
        text = text_of(value)
        if text is None:
            raise MismatchError(f"expected text, found {kind_of(value)}", spot.location)
        return self.build(text, spot.location)

    def schema(self) -> JsonSchema:
        """Return a string or number."""
        return {"type": ["string", "number"]}


class Choice:
    """One word of a fixed set, read as a member of an enum."""

    def __init__(self, choices: type[Enum] | Mapping[str, object]) -> None:
        """Accept the values of an enum (labels of ranked ones), or the keys of a mapping."""
        if isinstance(choices, Mapping):
            self.members = dict(choices)
        else:
            self.members = {str(getattr(m, "label", m.value)): m for m in choices}

    def read(self, value: object, spot: Spot) -> Any:  # noqa: ANN401  # a member
        """Return the member."""
        if not isinstance(value, str) or value not in self.members:
            words = ", ".join(self.members)
            raise MismatchError(f"expected one of {words}", spot.location)
        return self.members[value]

    def schema(self) -> JsonSchema:
        """Return the enum."""
        return {"enum": list(self.members)}


MEANINGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Flag:
    """A yes or a no; the words `yes`, `no`, `on`, `off` and `True` count too: people write them."""

    WORDS: Mapping[object, bool] = {
        form: meaning
        for word, meaning in MEANINGS.items()
        for form in (word, word.capitalize(), word.upper())
    }

    def read(self, value: object, spot: Spot) -> bool:
        """Return the truth value."""
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value in self.WORDS:
            return self.WORDS[value]
        raise MismatchError(f"expected true or false, found {kind_of(value)}", spot.location)

    def schema(self) -> JsonSchema:
        """Return the accepted words."""
        return {"enum": [True, False, *self.WORDS]}


class Whole:
    """A whole number, at least `minimum`."""

    def __init__(self, minimum: int = 0) -> None:
        """Set the least number accepted."""
        self.minimum = minimum

    def read(self, value: object, spot: Spot) -> int:
        """Return the number."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = int(value)
            if number == value and number >= self.minimum:
                return number
        raise MismatchError(f"expected a whole number from {self.minimum}", spot.location)

    def schema(self) -> JsonSchema:
        """Return an integer with its minimum."""
        return {"type": "integer", "minimum": self.minimum}


class Anything:
    """Any value, handed on as it is."""

    def read(self, value: object, spot: Spot) -> object:  # noqa: ARG002  # the protocol
        """Return `value`."""
        return value

    def schema(self) -> JsonSchema:
        """Accept everything."""
        return {}
