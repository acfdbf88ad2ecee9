"""The plan of sqitch: which changes there are, in which order, and which were reworked.

https://sqitch.org/docs/manual/sqitch-plan/ and `_parse` of
https://github.com/sqitchers/sqitch/blob/develop/lib/App/Sqitch/Plan.pm: pragmas (`%project=x`) up
to a blank line, then a line for each change (`name [needed !unwanted] time planner # note`) or tag
(`@v1`). A change that is named again is reworked: from the tag before that on, the scripts of the
older one are called `name@tag`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from deploylint.migrations.frameworks.sections import Line, line_place, lines
from deploylint.model.location import Location
from deploylint.model.verdict import Finding

_NAME = re.compile(r"[ \t]*(@|[+-][ \t]*)?([^\s:#\\@\[\]]+)(?:[ \t]+(.*))?")
_NEEDS = re.compile(r"\[([^\]]+)\]")


class Change(NamedTuple):
    """One change: `script` is what its files are called, `name@tag` if it was reworked later."""

    name: str
    script: str
    needs: tuple[str, ...]
    at: Location


class Plan(NamedTuple):
    """The changes in the order in which they are deployed."""

    changes: tuple[Change, ...]
    problems: tuple[Finding, ...]


def plan(path: str, text: str) -> Plan:
    """Return what a plan says; a line that is no change stops sqitch, and is a problem."""
    changes: list[Change] = []
    tags: list[tuple[int, str]] = []
    problems: list[Finding] = []
    for line in _entries(text.removeprefix("\ufeff")):
        found = _NAME.fullmatch(line.text.partition("#")[0].rstrip())
        if found is None:
            message = "this line is neither a change nor a tag, and sqitch stops there"
            problems.append(Finding(message, line_place(path, line)))
        elif found[1] == "@":
            tags.append((len(changes), found[2]))
        else:
            needs = _NEEDS.match(found[3] or "")
            change = Change(
                name=found[2],
                script=found[2],
                needs=tuple(needs[1].split()) if needs else (),
                at=line_place(path, line),
            )
            changes.append(change)
    return Plan(changes=_reworked(changes, tags), problems=tuple(problems))


def _entries(text: str) -> Iterator[Line]:
    """Yield the lines that are changes or tags: behind the pragmas, neither blank nor a note."""
    for line in lines(text):
        stripped = line.text.strip()
        if stripped and not stripped.startswith(("#", "%")):
            yield line


def _reworked(changes: list[Change], tags: list[tuple[int, str]]) -> tuple[Change, ...]:
    """Name the scripts of changes that are named again after a tag."""
    result = list(changes)
    later: dict[str, int] = {}
    upcoming = list(tags)
    tag: tuple[int, str] | None = None
    for number in range(len(changes) - 1, -1, -1):
        while upcoming and upcoming[-1][0] > number:
            tag = upcoming.pop()
        name = changes[number].name
        again = later.get(name)
        if again is not None and tag is not None and tag[0] <= again:
            result[number] = changes[number]._replace(script=f"{name}@{tag[1]}")
        later[name] = number
    return tuple(result)
