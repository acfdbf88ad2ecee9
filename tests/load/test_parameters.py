"""Parameters of checks that are lists of mappings, read as a type of the check."""

from datetime import date
from typing import Annotated, Any, NamedTuple

import pytest

from deploylint.load.shape import MismatchError
from deploylint.model.location import Location, Places, Spot
from deploylint.model.verdict import passed
from deploylint.registry import Check, ParameterField, parameters


class Entry(NamedTuple):
    """One mapping."""

    name: Annotated[str, "The name."]
    day: Annotated[date, "The day."]
    number: Annotated[int, "The number."] = 7
    note: Annotated[str | None, "The note."] = None
    at: Location | None = None


class Params(NamedTuple):
    """The parameters."""

    entries: Annotated[tuple[Entry, ...], "The entries."] = ()


def field() -> ParameterField:
    check = Check("entries", lambda: passed("fine"), {}, Params)
    (found,) = parameters(check)
    return found


def read(value: object) -> Any:
    document = {"entries": value}
    start = (1, 1, 1, 2)
    places = Places("policy.yaml", document, {}, start)
    return field().shape.read(value, Spot(places, document, "entries"))


AT = Location("policy.yaml", 1, 1, 1, 2)


def test_mappings_become_entries_that_know_their_place() -> None:
    found = field()
    assert (found.name, found.doc, found.default) == ("entries", "The entries.", ())
    whole = {"name": "a", "day": "2026-12-24", "number": 1, "note": "x"}
    least = {"name": "b", "day": "2026-12-25", "note": None}
    assert read([whole, least]) == (
        Entry("a", date(2026, 12, 24), 1, "x", AT),
        Entry("b", date(2026, 12, 25), at=AT),
    )
    assert read([]) == ()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"name": "a"}, "the key `day` is missing"),
        ({"name": "a", "day": "2026-02-30"}, "there is no date `2026-02-30`"),
        ({"name": "a", "day": ["x"]}, "expected text, found a list"),
        ({"name": "a", "day": "2026-12-24", "number": "x"}, "expected a whole number from 0"),
        ({"name": "a", "day": "2026-12-24", "at": "x"}, "the key `at` is not known here"),
    ],
    ids=["missing", "no-date", "list-for-a-date", "text-for-a-number", "own-place"],
)
def test_what_does_not_fit_is_refused(value: object, message: str) -> None:
    with pytest.raises(MismatchError) as raised:
        read([value])
    assert str(raised.value) == message


def test_the_schema_says_what_is_read() -> None:
    texts = {"type": ["string", "number"], "pattern": r"\S"}
    assert field().shape.schema() == {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "name": {"description": "The name.", **texts},
                "day": {
                    "description": "The day.",
                    "type": ["string", "number"],
                    "format": "calendar-date",
                },
                "number": {
                    "description": "The number.",
                    "type": ["integer", "null"],
                    "minimum": 0,
                },
                "note": {
                    "description": "The note.",
                    "type": ["string", "number", "null"],
                    "pattern": r"\S",
                },
            },
            "required": ["name", "day"],
            "additionalProperties": False,
        },
    }
