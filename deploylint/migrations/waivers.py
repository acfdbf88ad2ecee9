"""Waivers that stand in the comments of a migration.

    -- deploylint: allow migrations-keep-data reason="archived to S3" until=2027-01-31

The comment may begin with `--`, `#`, `//`, `/*`, `*` or `<!--`, on a line of its own or behind
something. Several rules are separated by commas. Values with blanks are quoted.
"""

import re
from collections.abc import Iterator
from datetime import date

from deploylint.facts.migrations import Waiver
from deploylint.model.location import Location
from deploylint.model.statements import real

_HEAD = re.compile(r"(?:--|#|//|/\*|\*|<!--)[ \t]*deploylint:[ \t]*(?P<rest>[^\r\n]*)")
_ALLOW = re.compile(r"allow[ \t]+(?P<rules>[a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)(?![\w-])")
_FIELD = re.compile(
    r"""[ \t]*(?P<key>\w+)=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"']+))"""
)
_END = re.compile(r"[ \t]*(?:\*/|-->)?[ \t]*$")

KEYS = ("reason", "until", "approved_by")
FORM = 'write `deploylint: allow RULE reason="..." until=YYYY-MM-DD approved_by="..."`'


def waivers_in(path: str, text: str) -> tuple[Waiver, ...]:
    """Return every waiver of a file; one that cannot be used says why."""
    if "deploylint:" not in text:
        return ()
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = _HEAD.search(line)
        if match is not None:
            at = Location(path, number, match.start() + 1, number, len(line.rstrip()) + 1)
            found.append(_waiver(match["rest"], at))
    return tuple(found)


def _waiver(rest: str, at: Location) -> Waiver:
    allow = _ALLOW.match(rest)
    if allow is None:
        return Waiver((), at, problem=f"does not say which rule it allows; {FORM}")
    rules = tuple(word.strip() for word in allow["rules"].split(","))
    fields: dict[str, str] = {}
    end = allow.end()
    for match in _fields(rest, end):
        if match["key"] in fields:
            return Waiver(rules, at, problem=f"says `{match['key']}` twice")
        fields[match["key"]] = match["double"] or match["single"] or match["bare"] or ""
        end = match.end()
    strange = next((key for key in fields if key not in KEYS), None)
    if strange is not None or not _END.match(rest, end):
        what = f"has the unknown key `{strange}`" if strange else "cannot be read to its end"
        return Waiver(rules, at, problem=f"{what}; {FORM}")
    return _dated(rules, at, fields)


def _fields(rest: str, start: int) -> Iterator[re.Match[str]]:
    while match := _FIELD.match(rest, start):
        yield match
        start = match.end()


def _said(fields: dict[str, str], key: str) -> str | None:
    """Return what a field says; `-`, `TODO` and blanks say nothing."""
    text = fields.get(key, "").strip()
    return text if real(text) else None


def _dated(rules: tuple[str, ...], at: Location, fields: dict[str, str]) -> Waiver:
    reason = _said(fields, "reason")
    until, problem = None, None
    if "until" in fields:
        try:
            until = date.fromisoformat(fields["until"])
        except ValueError:
            problem = f"says `until={fields['until'][:20]}`, which is no date such as 2027-01-31"
    if reason is None:
        problem = 'has no reason; write reason="..."'
    return Waiver(
        rules=rules,
        at=at,
        reason=reason,
        until=until,
        approved_by=_said(fields, "approved_by"),
        problem=problem,
    )
