"""What the checks say about windows, for their tests."""

from collections.abc import Iterable, Mapping
from typing import Any

from deploylint.model.policycheck import Outlook, Remark
from deploylint.windows.lint import lint
from tests.windows.policies import at, weekly, windows

NOW = "2026-11-24T09:30"
"""A Tuesday."""

WORKDAYS, WEEKENDS = "mon tue wed thu fri", "sat sun"

QUIET = (
    {"id": "week", "tier": "acceptable", **weekly(WORKDAYS)},
    {"id": "weekend", "tier": "avoid", **weekly(WEEKENDS)},
)
"""Rules about which there is nothing to say: all time is covered, and some of it is closed."""


def remarks(*rules: Mapping[str, Any], now: str = NOW, **keys: Any) -> tuple[Remark, ...]:
    """Return the remarks on the quiet rules, further `rules` and other keys of the windows."""
    outlook: Mapping[str, Any] = keys.pop("outlook", {})
    stated = windows(**{"rules": [*QUIET, *rules], **keys})
    return lint(stated, Outlook(now=at(now), **outlook))


def text(found: Iterable[Remark]) -> str:
    """Return remarks with their hints, on one line."""
    lines = (f"{one.level.label}: {one.message} ({one.hint})" for one in found)
    return " ".join(lines)


def said(*rules: Mapping[str, Any], **keys: Any) -> str:
    """Return what is said, on one line."""
    return text(remarks(*rules, **keys))


def flat(lines: str) -> str:
    """Return text that is wrapped for reading on one line."""
    return " ".join(lines.split())


def about(name: str, found: Iterable[Remark]) -> list[Remark]:
    """Return the remarks on one entry."""
    return [one for one in found if one.message.startswith(name)]


def rule(time: Mapping[str, Any], tier: str = "avoid", **more: Any) -> dict[str, Any]:
    """Return the rule `r`."""
    return {"id": "r", "tier": tier, **time, **more}


def cron(start: str, duration: str) -> dict[str, Any]:
    """Return the times of a cron expression."""
    return {"cron": {"start": start, "duration": duration}}


def rrule(text: str, start: str, duration: str) -> dict[str, Any]:
    """Return the times of a recurrence rule."""
    return {"rrule": {"rule": text, "start": start, "duration": duration}}


def dates(first: str, last: str) -> dict[str, Any]:
    """Return whole days."""
    return {"dates": {"from": first, "through": last}}


def period(start: str, end: str) -> dict[str, Any]:
    """Return a period."""
    return {"period": {"from": start, "until": end}}


def opening(start: str, end: str, tier: str = "acceptable") -> dict[str, Any]:
    """Return the opening `o`."""
    told = {"reason": "a migration", "approved_by": "change-board"}
    return {"id": "o", "tier": tier, **period(start, end), **told}


def exception(match: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return the exception `e`: always, for windows and freezes, unless `more` says else."""
    told = {"during": "always", "overrides": ["windows", "freezes"], "grants": "acceptable"}
    return {"id": "e", "match": match, **told, **more}


HOTFIX = {"type": "hotfix", "priority": "P1"}
