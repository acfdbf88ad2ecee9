"""Whether the section of a version in changelogs is dated, and the day can be true."""

from collections.abc import Iterator
from datetime import UTC, timedelta

from deploylint.evidence.changelogs import Placed, of_version, sections, without
from deploylint.evidence.weigh import Weighed, proven, violated
from deploylint.facts.changelog import Changelog
from deploylint.facts.clock import Clock
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.semver import SemVer, parse
from deploylint.model.statements import real
from deploylint.model.verdict import Finding, Verdict
from deploylint.model.wording import quoted

ZONES = timedelta(days=1)
"""The day may already be the next one elsewhere."""


def judge(found: Weighed[Changelog], plan: Plan, clock: Clock) -> Verdict:
    """Return whether the changelogs, of which there is one at least, have a day that can be."""
    known = sections(found)
    wanted = of_version(known, plan.version)
    if not wanted:
        message = f"{without(found)} no section for {plan.version}"
        at = Location(found.counted[0].source.path, 1, 1)
        return violated(found, message, Finding(message, at))
    problems = [
        Finding(f"the section for {one.section.version} in {one.path} {why}", one.at)
        for one in wanted
        for why in _faults(one, known, plan, clock)
    ]
    if problems:
        return violated(found, problems[0].message, *problems)
    one = wanted[0]
    reason = f"the section for {one.section.version} in {one.path} is dated {one.section.day}"
    return proven(found, reason)


def _faults(one: Placed, known: tuple[Placed, ...], plan: Plan, clock: Clock) -> Iterator[str]:
    """Yield what is wrong with the day of a section."""
    day, rest = one.section.day, one.section.rest.strip(" -/|:()\u2013\u2014")
    if day is None:
        written = f": {quoted(rest)} is no day such as 2026-11-24" if rest else ""
        yield f"has no date{written}"
        return
    if clock.now is not None and day > (clock.now.astimezone(UTC) + ZONES).date():
        yield f"is dated {day}, which lies ahead"
    before = _before(one, known, plan)
    if before is not None and before.section.day is not None and day < before.section.day:
        earlier = f"{before.section.version}, the release before it, is dated {before.section.day}"
        yield f"is dated {day}, but {earlier}"


def _before(one: Placed, known: tuple[Placed, ...], plan: Plan) -> Placed | None:
    """Return the dated section of the release before: the one the plan names, else the highest."""
    dated = [other for other in known if other.path == one.path and other.section.day is not None]
    if real(plan.previous_version):
        named = of_version(dated, plan.previous_version)
        if named and named[0].section.version != one.section.version:
            return named[0]
    version = _parsed(one)
    if version is None:
        return None
    lower = [
        (parsed.precedence, other)
        for other in dated
        if (parsed := _parsed(other)) is not None and parsed.precedence < version.precedence
    ]
    return max(lower, key=lambda pair: pair[0])[1] if lower else None


def _parsed(one: Placed) -> SemVer | None:
    try:
        return parse(one.section.version.lower())
    except ValueError:
        return None
