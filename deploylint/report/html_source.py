"""The line of a file that a finding points at, with what is meant marked."""

from collections.abc import Iterator

from deploylint.model.location import Location
from deploylint.model.report import Item, Report
from deploylint.model.wording import counted
from deploylint.report.escape import characters
from deploylint.report.found import found
from deploylint.report.html_element import Markup, aloud, block, element, joined, prose
from deploylint.report.sourceline import part

ROOM = 240
"""How many characters of a line are shown, and how many before and behind what is marked."""

CONTEXT = 60
MARKED = 160
PLACES = 20
"""How many places of one item are shown; the page counts the rest."""


def places(item: Item, report: Report) -> Iterator[Markup]:
    """Yield each place of an item once, with what is wrong there unless the reason has said it."""
    seen = list(found(item, report))
    for at, line, told in seen[:PLACES]:
        yield _place(at, line, "; ".join(told))
    if len(seen) > PLACES:
        yield element("p", f"and {counted(len(seen) - PLACES, 'more place')}", class_="small")


def _place(at: Location | None, line: str, told: str) -> Markup:
    message = element("p", prose(told), class_="told") if told else Markup()
    if at is None:
        return message
    if not line or line.isspace():
        path = element("span", str(at), class_="path")
        return joined(element("p", "At ", path, ".", class_="small"), message)
    name = element("figcaption", str(at))
    number = element("span", str(at.line), class_="no", aria_hidden="true")
    code = element("code", number, " ", *marked(line, at))
    return block("figure", name, element("pre", code), message, class_="place")


def marked(line: str, at: Location) -> Iterator[Markup]:
    """Yield the part of a line around a span, without secrets, with the span marked.

    A span that goes on in the next line ends with this one; behind the end nothing is left to mark.
    """
    short = len(line) <= ROOM
    seen = part(line, at, ROOM if short else CONTEXT, ROOM)
    cells = [cell.replace("\t", "    ") for cell in characters(seen.text)]
    start, end = seen.start, min(seen.end, seen.start + MARKED)
    last = len(cells) if short else min(max(end + CONTEXT, ROOM), len(cells))
    yield joined("…" if seen.before else "", "".join(cells[:start]))
    if start < end:
        # a browser does not tell whoever listens where a mark begins and ends
        spans = (aloud("[here: "), "".join(cells[start:end]), aloud("]"))
        yield element("mark", *spans)
    yield joined("".join(cells[end:last]), "…" if seen.behind or last < len(cells) else "")
