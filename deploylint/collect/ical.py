"""The grammar of iCalendar (RFC 5545, 3.1): folded lines, properties, nested components.

What cannot be read is an error, never left out: a calendar of freezes that is half understood would
let a release through.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.model.location import Location

MAX_DEPTH = 8
MAX_COMPONENTS = 20_000


class Property(NamedTuple):
    """One content line: `DTSTART;TZID=Europe/Paris:20261020T220000`; names are in capitals."""

    name: str
    value: str
    at: Location
    parameters: Mapping[str, str] = {}


class Component(NamedTuple):
    """What stands between `BEGIN:NAME` and `END:NAME`."""

    name: str
    at: Location
    properties: list[Property]
    parts: list["Component"]

    def all(self, name: str) -> list[Property]:
        """Return the properties of that name."""
        return [one for one in self.properties if one.name == name]

    def one(self, name: str) -> Property | None:
        """Return the only property of that name. Raises UserError when there are several."""
        found = self.all(name)
        if len(found) > 1:
            raise UserError(f"a {self.name} has one `{name}`; this one has several", found[1].at)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """Return the value of the first property of that name, unescaped, or nothing."""
        return next((unescaped(one.value) for one in self.all(name)), "")


def read_components(data: bytes, file: str) -> tuple[Component, ...]:
    """Return the calendars of an iCalendar file, at least one.

    Raises UserError with the place of what cannot be read.
    """
    root = Component("file", Location(file, 1, 1), [], [])
    open_ones = [root]
    count = 0
    for line in _lines(data, file):
        inner = open_ones[-1]
        if line.name == "BEGIN":
            count += 1
            if len(open_ones) > MAX_DEPTH or count > MAX_COMPONENTS:
                most = f"{MAX_COMPONENTS} components, {MAX_DEPTH} deep"
                raise UserError(f"the calendar is larger than {most}", line.at)
            part = Component(line.value.strip().upper(), line.at, [], [])
            inner.parts.append(part)
            open_ones.append(part)
        elif line.name == "END":
            name = line.value.strip().upper()
            if inner is root or inner.name != name:
                raise UserError(f"`END:{name}` ends nothing that is open", line.at)
            open_ones.pop()
        elif inner is root:
            raise UserError("the file is no calendar: BEGIN:VCALENDAR is missing", line.at)
        else:
            inner.properties.append(line)
    if len(open_ones) > 1:
        inner = open_ones[-1]
        raise UserError(f"`BEGIN:{inner.name}` has no end: the file is cut off", inner.at)
    calendars = tuple(part for part in root.parts if part.name == "VCALENDAR")
    if not calendars or len(calendars) < len(root.parts):
        raise UserError("the file holds something else than calendars", root.at)
    return calendars


def unescaped(text: str) -> str:
    """Return text with its escapes resolved (RFC 5545, 3.3.11)."""
    return re.sub(r"\\(.)", lambda match: " " if match[1] in "nN" else match[1], text)


def _lines(data: bytes, file: str) -> Iterator[Property]:
    """Yield the content lines; unfolded as bytes, because a fold may split a character."""
    body = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    pieces: list[bytes] = []
    start = number = 1
    for number, line in enumerate([*body.split(b"\n"), b""], 1):
        if line[:1] in (b" ", b"\t") and pieces:
            pieces.append(line[1:])
            continue
        joined = b"".join(pieces)
        if joined.strip():
            yield _property(joined, Location(file, start, 1))
        pieces, start = [line], number


def _property(line: bytes, at: Location) -> Property:
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise UserError("the calendar is not UTF-8 text", at) from None
    match = re.match(r'([A-Za-z0-9-]{1,80})((?:;(?:[^":]|"[^"]*")*)?):', text)
    if match is None or "\0" in text:
        raise UserError("this line is none of a calendar: expected NAME:VALUE", at)
    parameters = {
        name.upper(): value.strip('"')
        for name, value in re.findall(r';([A-Za-z0-9-]+)=((?:[^";]|"[^"]*")*)', match[2])
    }
    return Property(match[1].upper(), text[match.end() :], at, parameters)
