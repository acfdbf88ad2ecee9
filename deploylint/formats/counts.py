"""Counts, and times since 1970, that coverage tools write into their reports."""

from collections.abc import Iterable
from datetime import datetime

from deploylint.errors import UserError
from deploylint.facts.coverage import Tally
from deploylint.formats.jsonpart import Part
from deploylint.formats.testtimes import from_millis
from deploylint.model.wording import quoted
from deploylint.read.xml import Element

LONGEST = 12
"""Digits of the largest count that is believed."""

MILLISECONDS = 10**11
"""From here on a time since 1970 cannot be in seconds: that would be the year 5138."""


def count_in(part: Part, key: str) -> int:
    """Return the whole number from 0 on under `key`. Raises UserError when there is none."""
    found = part.whole(key)
    if found is None:
        raise UserError(f"has no number at `{f'{part.path}.{key}'.removeprefix('.')}`", part.file)
    return found


def tally_in(part: Part, covered: str, valid: str) -> Tally:
    """Return the two counts under these keys. Raises UserError unless they fit each other."""
    tally = Tally(count_in(part, covered), count_in(part, valid))
    if tally.covered > tally.valid:
        where = f"at `{part.path}`" if part.path else "at the top"
        said = f"`{covered}` {tally.covered} is more than `{valid}` {tally.valid}"
        raise UserError(f"contradicts itself {where}: {said}", part.file)
    return tally


def count_of(element: Element, attribute: str, name: str) -> int:
    """Return the whole number from 0 on in an attribute. Raises UserError when it is none."""
    text = element.get(attribute)
    where = f"{name}:{element.line}"
    if text is None:
        raise UserError(f"has a `{element.tag[:40]}` without `{attribute}`", where)
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST):
        raise UserError(f"states {quoted(text)} as `{attribute}`", where)
    return int(text)


def line_number(text: str | None, where: str) -> int:
    """Return the number of a line, from 1 on. Raises UserError when it is none."""
    stated = text or ""
    if not (stated.isascii() and stated.isdigit() and len(stated) <= LONGEST and int(stated)):
        raise UserError(f"states {quoted(stated)} as the number of a line", where)
    return int(stated)


def highest(numbers: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the highest number of each file, of pairs of a file and a number."""
    found: dict[str, int] = {}
    for file, number in numbers:
        found[file] = max(number, found.get(file, 0))
    return tuple(found.items())


def since_1970(text: str | None, where: str) -> datetime | None:
    """Return the moment that seconds or milliseconds since 1970 state; None without one, or for 0.

    Which of the two is meant is told from the size: tools that share a format differ in it. Raises
    UserError for text that is no number.
    """
    if text is None or not text.strip():
        return None
    try:
        number = float(text)
        return from_millis(number if number > MILLISECONDS else number * 1000)
    except ValueError:
        raise UserError(f"states {quoted(text)} as the time of the run", where) from None


def total(tallies: list[Tally]) -> Tally:
    """Return the sum of several tallies."""
    return Tally(sum(one.covered for one in tallies), sum(one.valid for one in tallies))
