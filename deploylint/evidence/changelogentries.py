"""Whether changelogs say what a version changes."""

from collections.abc import Iterable

from deploylint.evidence.changelogs import Placed, of_version, sections, without
from deploylint.evidence.weigh import Weighed, proven, violated
from deploylint.facts.changelog import Changelog
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.semver import parse
from deploylint.model.verdict import Finding, Verdict
from deploylint.model.wording import quoted


def judge(found: Weighed[Changelog], plan: Plan) -> Verdict:
    """Return whether the changelogs, of which there is one at least, have the section."""
    known = sections(found)
    wanted = of_version(known, plan.version)
    problems = [*_doubled(wanted), *_faults(wanted)] if wanted else _missing(found, known, plan)
    if problems:
        return violated(found, problems[0].message, *problems)
    section = wanted[0]
    reason = f"{section.path} has a section for {plan.version} with"
    notes = [
        Finding(f"{_entries(one)} still under [Unreleased]", one.at)
        for one in known
        if not one.section.version and one.entries
    ]
    return proven(found, f"{reason} {_entries(section)} (line {section.section.line})", *notes)


def _missing(found: Weighed[Changelog], known: tuple[Placed, ...], plan: Plan) -> list[Finding]:
    """Return that no section is of the version, and what there is instead."""
    message = f"{without(found)} no section for {plan.version}"
    waiting = next((one for one in known if not one.section.version and one.entries), None)
    if waiting is not None:
        hint = f"move what is under [Unreleased] ({_entries(waiting)}) to `## [{_bare(plan)}] - "
        return [Finding(f"{message}; {hint}YYYY-MM-DD`", waiting.at)]
    first = next((one for one in known if one.section.version), None)
    if first is None:
        at = Location(found.counted[0].source.path, 1, 1)
        return [Finding(f"{message}, nor for any other version", at)]
    return [Finding(f"{message}; the first is for {quoted(first.section.version)}", first.at)]


def _doubled(wanted: tuple[Placed, ...]) -> Iterable[Finding]:
    seen: dict[str, int] = {}
    for one in wanted:
        first = seen.setdefault(one.path, one.section.line)
        if first != one.section.line:
            message = f"{one.path} has two sections for {one.section.version}"
            yield Finding(f"{message}: lines {first} and {one.section.line}", one.at)


def _faults(wanted: tuple[Placed, ...]) -> Iterable[Finding]:
    for one in wanted:
        if one.section.yanked:
            yield Finding(f"{one.path} says that {one.section.version} was yanked", one.at)
        elif not one.entries:
            message = f"the section for {one.section.version} in {one.path} says nothing"
            yield Finding(message, one.at)


def _entries(one: Placed) -> str:
    number = len(one.entries)
    return f"{number} {'entry' if number == 1 else 'entries'}"


def _bare(plan: Plan) -> str:
    try:
        parse(plan.version)
    except ValueError:
        return plan.version
    return plan.version.removeprefix("v")
