"""Whether the steps of the builds that were found succeeded."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import NamedTuple

from deploylint.evidence.weigh import Weighed, proven, together, violated
from deploylint.facts.builds import Build, Outcome, Step
from deploylint.model.location import Location
from deploylint.model.verdict import Assurance, Finding, Verdict
from deploylint.model.wording import listed, quoted, share

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
ORDINARY = re.compile(r"[a-z0-9_ ]{1,40}")
HALF = (Outcome.SKIPPED, Outcome.NEUTRAL)
"""Outcomes that are no success, and no failure unless the step is required."""


class Placed(NamedTuple):
    """A step, and the document that shows it."""

    step: Step
    at: Location


def judge(
    found: Weighed[tuple[Build, ...]],
    empty: Sequence[Finding],
    *,
    required: tuple[str, ...],
    ignored: tuple[str, ...],
) -> Verdict:
    """Return whether every step succeeded; `empty` are documents that show none."""
    at = found.counted[0].source.at
    steps: list[Placed] = []
    passed_over: list[Placed] = []
    for one in _newest(found):
        (passed_over if _named(ignored, one.step) else steps).append(one)
    problems = [*empty, *_failed_exports(found), *_failures(steps, required)]
    problems += _missing(steps, required, at)
    succeeded = [one for one in steps if one.step.outcome is Outcome.SUCCESS]
    if not succeeded and not problems:
        problems.append(Finding("no step of the build succeeded on this commit", at))
    notes = [Finding(f"{_title(one.step)} is passed over", one.at) for one in passed_over]
    notes += _notes(steps, required)
    if problems:
        return violated(found, together(problems), *problems, *notes)
    names = listed([_title(one.step) for one in succeeded])
    reason = f"{share(len(succeeded), len(steps), 'step')} succeeded: {names}"
    return _limited(found, proven(found, reason, *notes, *_merged(found)))


def _limited(found: Weighed[tuple[Build, ...]], verdict: Verdict) -> Verdict:
    """Return a verdict that is worth less when what ran is only a part of the release."""
    limit = Assurance.EVIDENCED if any(_merged(found)) else Assurance.BOUND
    return verdict._replace(assurance=min(verdict.assurance, limit))


def _merged(found: Weighed[tuple[Build, ...]]) -> Iterator[Finding]:
    """Yield the builds that ran on a commit which the release merges."""
    for piece in found.counted:
        commits = dict.fromkeys(build.commit for build in piece.content or () if build.merged)
        for commit in filter(None, commits):
            message = f"{piece.source.path} is of commit {commit[:7]}, which the release merges"
            yield Finding(message, piece.source.at)


def _newest(found: Weighed[tuple[Build, ...]]) -> list[Placed]:
    """Return each step once, as it ran last; of two that do not say when, the later in the file."""
    last: dict[tuple[str, str, bool], Placed] = {}
    for piece in found.counted:
        for build in piece.content or ():
            for step in build.steps:
                key = (_folded(step.workflow), _folded(step.name), step.whole)
                known = last.get(key)
                if known is None or _order(step) >= _order(known.step):
                    last[key] = Placed(step, piece.source.at)
    return list(last.values())


def _order(step: Step) -> tuple[int, datetime]:
    """Return when a step ran, for comparing; what waits without a start is the newest."""
    if step.started is not None:
        return 1, step.started
    return (2 if step.outcome is Outcome.PENDING else 0), LONG_AGO


def _failed_exports(found: Weighed[tuple[Build, ...]]) -> Iterator[Finding]:
    """Yield the recorded commands that wrote a document about other runs, and failed."""
    for piece in found.counted:
        run, builds = piece.source.run, piece.content or ()
        if run is not None and run.exit_code != 0 and all(one.recorded is None for one in builds):
            message = f"the command that wrote {piece.source.path} ended with {run.exit_code}"
            yield Finding(message, piece.source.at)


def _is_half(step: Step) -> bool:
    """Say whether a step did not succeed and may do so, unless it is required."""
    allowed = step.may_fail and step.outcome is not Outcome.PENDING
    return step.outcome is not Outcome.SUCCESS and (step.outcome in HALF or allowed)


def _failures(steps: Iterable[Placed], required: tuple[str, ...]) -> Iterator[Finding]:
    for step, at in steps:
        if step.outcome is Outcome.SUCCESS or (_is_half(step) and not _named(required, step)):
            continue
        message = f"{_title(step)} did not succeed: {_word(step)}"
        if step.outcome is Outcome.PENDING:
            message = f"{_title(step)} has not ended ({_word(step)}); wait for it, or list it"
            message += " under `ignored` if it is what runs this check"
        elif _is_half(step):
            message = f"{_title(step)} is required, and did not succeed: {_word(step)}"
        yield Finding(message, at)


def _notes(steps: Iterable[Placed], required: tuple[str, ...]) -> Iterator[Finding]:
    for step, at in steps:
        if _is_half(step) and not _named(required, step):
            why = "; the project lets it fail" if step.may_fail else ""
            yield Finding(f"{_title(step)} is no success: {_word(step)}{why}", at)


def _missing(steps: list[Placed], required: tuple[str, ...], at: Location) -> Iterator[Finding]:
    """Yield each pattern of `required` that neither a step nor a step inside a job matches."""
    for pattern in required:
        if any(_named((pattern,), step) for step, _ in steps):
            continue
        inner = [(one, step, at) for step, at in steps for one in step.inner]
        like = [one for one in inner if _named((pattern,), one[0])]
        if any(one.outcome is Outcome.SUCCESS for one, _, _ in like):
            continue
        if like:
            one, job, place = like[0]
            what = f"{_title(one)} in {_title(job)}"
            yield Finding(f"{what} is required, and did not succeed: {_word(one)}", place)
        else:
            yield Finding(f"no step is called {quoted(pattern)}, and the rule requires one", at)


def _named(patterns: Iterable[str], step: Step) -> bool:
    """Say whether a pattern means the step, by its name, with or without workflow and matrix."""
    name, title = _folded(step.name), _folded(step.title)
    names = {name, title, name.partition(" (")[0], title.partition(" (")[0]}
    wanted = (_folded(one) for pattern in patterns for one in pattern.split("|"))
    return any(fnmatchcase(one, pattern) for pattern in wanted for one in names)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _title(step: Step) -> str:
    return quoted(step.title)


def _word(step: Step) -> str:
    return step.word if ORDINARY.fullmatch(step.word) else quoted(step.word)
