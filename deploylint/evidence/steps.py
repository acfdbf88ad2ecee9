"""Which step to the next version the changes ask for, by commits and by changelog."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deploylint.evidence.changelogs import Placed
from deploylint.facts.changes import Commit
from deploylint.facts.release import ABBREVIATED
from deploylint.model.conventional import Step, parse_message, reverted
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.semver import SemVer
from deploylint.model.statements import folded, real
from deploylint.model.verdict import Finding
from deploylint.model.wording import quoted

MAJOR_GROUPS = ("removed", "breaking", "major changes")
MINOR_GROUPS = ("added", "features", "new features", "minor changes")
"""How the folded names of groups begin that ask for more than a patch."""

_BREAKING = re.compile(r"[\s*_\[(:!\u26a0\ufe0f]*breaking\b", re.IGNORECASE)
SHOWN = 5
"""Commits and entries that are named as the cause of a step."""

_DIGITS = 9
"""Digits of the longest number that is counted up in a proposal."""


class Asked(NamedTuple):
    """A step that something asks for; `why` is a clause that names it."""

    step: Step
    why: str
    at: Location | None = None


class Asking(NamedTuple):
    """All that asks for a step; `complete` says that every commit names its type."""

    asked: tuple[Asked, ...]
    complete: bool

    @property
    def step(self) -> Step:
        """Return the largest step that is asked for; a patch when nothing asks for more."""
        return max((one.step for one in self.asked), default=Step.PATCH)

    def why(self, step: Step) -> tuple[Asked, ...]:
        """Return what asks for `step`."""
        return tuple(one for one in self.asked if one.step is step)


def asking(commits: tuple[Commit, ...], section: Placed | None) -> Asking:
    """Return what commits and the section of the version ask for."""
    work = [commit for commit in _standing(commits) if not commit.is_merge]
    messages = [(commit, parse_message(commit.subject, commit.body)) for commit in work]
    of_commits = [
        Asked(message.step, f"{commit.sha[:ABBREVIATED]} {quoted(commit.subject)} is {what}")
        for commit, message in messages
        if message is not None
        for what in ("breaking" if message.breaking else f"of type {message.type}",)
    ]
    of_section = _of_section(section) if section is not None else ()
    typed = all(message is not None for _, message in messages)
    return Asking((*of_commits, *of_section), complete=bool(messages) and typed)


def _standing(commits: Iterable[Commit]) -> Iterator[Commit]:
    """Yield the commits, newest first, without those that a later one takes back."""
    known = tuple(commits)
    ids: dict[str, list[str]] = {}
    for commit in known:
        ids.setdefault(commit.sha[:ABBREVIATED], []).append(commit.sha)
    undone: set[str] = set()
    for commit in known:
        if commit.sha in undone:
            continue
        target = reverted(commit.body) or ""
        taken_back = [sha for sha in ids.get(target[:ABBREVIATED], ()) if sha.startswith(target)]
        if taken_back:
            undone.update(taken_back)
        else:
            yield commit


def _of_section(placed: Placed) -> Iterator[Asked]:
    for group in placed.section.groups:
        entries = [entry for entry in group.entries if real(entry.text)]
        name = folded(group.name)
        at = Location(placed.path, group.line, 1)
        if entries and name.startswith(MAJOR_GROUPS):
            yield Asked(Step.MAJOR, f"{placed.path} has entries under {quoted(group.name)}", at)
        elif entries and name.startswith(MINOR_GROUPS):
            yield Asked(Step.MINOR, f"{placed.path} has entries under {quoted(group.name)}", at)
        for entry in entries:
            if _BREAKING.match(entry.text):
                place = Location(placed.path, entry.line, 1)
                yield Asked(Step.MAJOR, f"{placed.path} says {quoted(entry.text)}", place)


def step_problems(
    plan: Plan, versions: tuple[SemVer | None, SemVer], asked: Asking
) -> Iterator[Finding]:
    """Yield that the step from one version to the next is smaller than what is asked for."""
    before, after = versions
    made = _step(before, after) if before else None
    if before is None or made is None:
        return
    needed = needed_step(asked.step, before)
    if made >= needed:
        return
    causes = asked.why(asked.step)
    number = next_version(before, needed)
    instead = f" ({number})" if number else ""
    yield Finding(
        f"{plan.version} is a {made.label} step, and the changes ask for a {needed.label} one"
        f"{instead}: {causes[0].why}",
        plan.where("version"),
    )
    yield from (Finding(cause.why, cause.at) for cause in causes[1:SHOWN])


def step_notes(
    plan: Plan, versions: tuple[SemVer | None, SemVer], asked: Asking
) -> Iterator[Finding]:
    """Yield that the step is larger than asked for, where every commit says what it is."""
    before, after = versions
    made = _step(before, after) if before else None
    if before is None or made is None or not asked.complete or made <= asked.step:
        return
    message = f"{plan.version} is a {made.label} step, and no change asks for more than a"
    yield Finding(f"{message} {asked.step.label} one", plan.where("version"))


def _step(before: SemVer, after: SemVer) -> Step | None:
    """Return which number changed first, None when all three are the same."""
    changed = zip(reversed(Step), before[:3], after[:3], strict=True)
    return next((step for step, old, new in changed if old != new), None)


def needed_step(asked: Step, before: SemVer) -> Step:
    """Return the step that `asked` makes necessary; below 1.0.0 a minor one may break things."""
    return Step.MINOR if asked is Step.MAJOR and before.major == "0" else asked


def next_version(before: SemVer, step: Step) -> str | None:
    """Return the version that `step` leads to, None where numbers are too long to count."""
    if any(len(number) > _DIGITS for number in before[:3]):
        return None
    major, minor, patch = (int(number) for number in before[:3])
    match step:
        case Step.MAJOR:
            return f"{major + 1}.0.0"
        case Step.MINOR:
            return f"{major}.{minor + 1}.0"
        case Step.PATCH:
            return f"{major}.{minor}.{patch + 1}"
