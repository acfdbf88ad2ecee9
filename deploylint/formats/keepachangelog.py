"""Changelogs: the sections of versions, with their dates and entries.

Understood are Keep a Changelog 1 and 2 (https://keepachangelog.com/en/1.1.0/), what
conventional-changelog, release-please and changesets write, and other files whose headings begin
with a version: `# v1.2.0 (2026-11-20)`, `1.2.0 / 2026-11-20`, `exports 1.2.0`. The day may also
stand in the line below: `Released 2026-11-20`. It may be written out in English: `November 20,
2026` or `20 Nov 2026`; numbers alone, such as 11/12/2026, mean different days to different readers.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.facts.changelog import Changelog, Entry, Group, Section
from deploylint.formats import markdown, restructured
from deploylint.formats.markdown import Block
from deploylint.formats.reading import Reading

MAX_TITLE = 300
"""Characters of a heading that are looked at."""

MAX_LEVEL = 3
"""The lowest heading that a version may have: conventional-changelog writes patches so."""

SIGNS = "-/(|:\u2013\u2014"
"""What may stand between a version and its date: dashes too."""

_NUMBERS = r"(?!.*\.\.)[vV]?\d{1,9}(?:\.\d{1,9}){1,3}"
_VERSION = re.compile(_NUMBERS + r"(?:[-+._]?[0-9A-Za-z][0-9A-Za-z.+_-]{0,100})?")
_TAG = re.compile(r"<[^<>]{0,200}>")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?")
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_NUMBER = r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?"
_ENGLISH = (
    rf"(?:{_MONTH}\.? {{1,9}}{_NUMBER},? {{1,9}}\d{{4}}"
    rf"|{_NUMBER} {{1,9}}(?:of {{1,9}})?{_MONTH}[.,]? {{1,9}}\d{{4}})(?!\d)"
)
_WRITTEN_OUT = re.compile(_ENGLISH, re.IGNORECASE)
_DATED = re.compile(
    r"[*_]*(?:unreleased|(?:released?|date|release date)[*_]*:?[*_]* +(?:on +)?"
    rf"(\d{{4}}-\d{{2}}-\d{{2}}|{_ENGLISH}))[.*_]*",
    re.IGNORECASE,
)
"""A first line below the heading that says when the version was released."""

_YANKED = re.compile(r"\byanked\b", re.IGNORECASE)
_SERVICE = re.compile(r"@?[A-Za-z][\w./-]*(?:@|[-/](?=[vV]?\d+\.))")


class Title(NamedTuple):
    """The heading of a section: its version, empty for what is not released, and what follows."""

    version: str
    rest: str


def read_changelog(data: bytes, name: str) -> Reading[Changelog]:
    """Return the sections of the file `name`; there may be none.

    Raises UserError when it is no text in UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError("is not encoded in UTF-8; save it so", f"{name}:{line}") from None
    if "\0" in text:
        raise UserError("is no text: it holds a NUL byte", name)
    blocks = restructured.blocks if name.lower().endswith(".rst") else markdown.blocks
    return Reading(Changelog(tuple(_sections(blocks(text)))))


def _sections(blocks: Iterable[Block]) -> Iterator[Section]:
    """Yield each section with what stands below its heading, up to the next of its level."""
    heading: Block | None = None
    title: Title | None = None
    inside: list[Block] = []
    for block in blocks:
        found = read_title(block.text, block.level) if block.level else None
        ends = heading is not None and _ends(heading, block)
        if (found or ends) and heading is not None and title is not None:
            yield _section(heading, title, inside)
            heading, title, inside = None, None, []
        if found:
            heading, title = block, found
        elif heading is not None:
            inside.append(block)
    if heading is not None and title is not None:
        yield _section(heading, title, inside)


def _ends(heading: Block, block: Block) -> bool:
    """Say whether a heading that names no version ends the section.

    Groups of a section with a low heading may have the same level.
    """
    if not block.level:
        return False
    return block.level < heading.level or (block.level == heading.level < MAX_LEVEL)


def _section(heading: Block, title: Title, inside: list[Block]) -> Section:
    day = _day(title.rest)
    dated = _DATED.fullmatch(inside[0].text[:MAX_TITLE]) if inside and not inside[0].level else None
    if dated:
        inside = inside[1:]
        day = day or _day(dated[1] or "")
    return Section(
        version=title.version,
        line=heading.line,
        rest=title.rest,
        day=day,
        yanked=_YANKED.search(title.rest) is not None,
        groups=tuple(_groups(heading.line, inside)),
    )


def _groups(line: int, inside: Iterable[Block]) -> Iterator[Group]:
    name = ""
    entries: list[Entry] = []
    for block in inside:
        if not block.level:
            entries.append(Entry(block.text, block.line))
            continue
        if name or entries:
            yield Group(name, line, tuple(entries))
        name, line, entries = block.text, block.line, []
    if name or entries:
        yield Group(name, line, tuple(entries))


def _day(text: str) -> date | None:
    """Return the first day that a text names, None without one; 31 November is none."""
    numbers, words = _DAY.search(text), _WRITTEN_OUT.search(text)
    try:
        if numbers:
            return date.fromisoformat(numbers[0])
        return _written_out(words[0]) if words else None
    except ValueError:
        return None


def _written_out(text: str) -> date:
    """Return the day that is written out; whichever comes first, the year comes after the day."""
    day, year = (int(number) for number in re.findall(r"\d+", text))
    month = re.search(_MONTH, text, re.IGNORECASE)
    name = month[0][:3].lower() if month else ""
    return date(year, _MONTHS.index(name) + 1, day)


def read_title(text: str, level: int) -> Title | None:
    """Return what a heading of that level says when it is that of a version, else None."""
    if level > MAX_LEVEL:
        return None
    plain = _LINK.sub(r" \1 ", _TAG.sub("", text[:MAX_TITLE])).replace("*", "").replace("`", "")
    words = plain.split()
    if not words:
        return None
    if words[0].lower().strip("():") == "unreleased":
        return Title("", " ".join(words[1:]))
    for at, word in enumerate(words[:3]):
        bare = word.strip("(),:")
        service = _SERVICE.match(bare)
        version = bare[service.end() :] if service else bare
        if _VERSION.fullmatch(version):
            rest = " ".join(words[at + 1 :])
            strict = at > 0 or service is not None or level == MAX_LEVEL
            return None if strict and not _is_plain(rest) else Title(version, rest)
    return None


def _is_plain(rest: str) -> bool:
    """Say whether what follows a version is what headings have there: nothing, a date, a sign."""
    if not rest or rest[0] in SIGNS:
        return True
    return any(sign.search(rest) for sign in (_DAY, _WRITTEN_OUT, _YANKED))
