"""What the findings of an item say beyond its reason, and the line that stands where they point."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.report import Item, Report

_GOES_ON = ("; ", ": ", " (")
"""What stands behind a reason in a message that says more."""


class Found(NamedTuple):
    """What is wrong at one place.

    `line` is what stands there, empty where nothing is to be shown; `told` are the sentences that
    the reason has not said.
    """

    at: Location | None
    line: str
    told: tuple[str, ...]


def found(item: Item, report: Report) -> Iterator[Found]:
    """Yield each place of an item once.

    With several places, only what stands beside each tells which is which, said before or not.
    """
    places: dict[tuple[Location | None, str | None], list[str]] = {}
    for finding in item.findings:
        places.setdefault((finding.at, finding.source), []).append(finding.message)
    for (at, source), messages in places.items():
        told = beyond(item.reason, messages) if len(places) == 1 else messages
        new = (text for text in told if text.strip() and text != item.reason)
        yield Found(at, line(at, source, report), tuple(dict.fromkeys(new)))


def line(at: Location | None, source: str | None, report: Report) -> str:
    """Return the line at a place, `source` where it is known; for all of the plan there is none."""
    plan = report.plan
    if source is not None:
        return source
    if at is None or at.file != plan.places.file or at == plan.at:
        return ""
    return plan.places.line(at.line)


def beyond(reason: str, messages: Iterable[str]) -> Iterator[str]:
    """Yield what messages say beyond the reason: none of its sentences, nor its beginning."""
    for text in messages:
        rest = text.removeprefix(reason)
        if rest.startswith(_GOES_ON):
            yield rest.lstrip(";: ")
        elif not _says(reason, text):
            yield text


def repeats(item: Item) -> bool:
    """Return whether a finding says of the reason what it begins with, so the reason may go."""
    return any(_says(item.reason, one.message.partition("; ")[0]) for one in item.findings)


def _says(reason: str, sentence: str) -> bool:
    """Return whether a reason has a sentence; `, and 3 more` may stand behind it there."""
    said = f"; {reason}; "
    return any(f"{start}{sentence}{end}" in said for start in ("; ", ": ") for end in ("; ", ", "))
