"""Every step of the build succeeded on the commit that is released.

## Why
A build that was green on another commit, or whose tests were skipped, says nothing about what goes
out. Platforms show a skipped job like one that succeeded.

## How to fix
Repair the step that failed and run the build again on this commit. Then name what it wrote under
`evidence: {build: ...}`: the JSON of `gh run view`, `gh run list`, `gh pr view` or `gh pr checks`,
of the APIs of GitHub and GitLab, or the records of commands:

    gh run view ID --json headSha,status,conclusion,workflowName,databaseId,startedAt,jobs
    deploylint record --kind build --name lint -- ruff check

The job that runs this check has not ended when it looks: give it a name that begins with
`deploylint`, or list its name under `ignored`.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Annotated, NamedTuple

from deploylint.evidence.weigh import Weighed, nothing, proven, together, violated, weigh
from deploylint.facts.builds import Build, Builds, Outcome, Step
from deploylint.facts.clock import Clock
from deploylint.model.location import Location
from deploylint.model.verdict import Finding, Verdict
from deploylint.model.wording import listed, quoted, share


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    required: Annotated[
        tuple[str, ...],
        "Steps that must be there and succeed: names with `*` and `?`, alternatives with `|`.",
    ] = ()
    ignored: Annotated[tuple[str, ...], "Steps that are passed over, written in the same way."] = (
        "deploylint*",
    )
    max_age: Annotated[timedelta, "How long ago the build may have run.", "lower"] = timedelta(
        days=30
    )


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
NOUN = "CI run or recorded build step"


class Placed(NamedTuple):
    """A step, and the document that shows it."""

    step: Step
    at: Location


ORDINARY = re.compile(r"[a-z0-9_ ]{1,40}")
HALF = (Outcome.SKIPPED, Outcome.NEUTRAL)
"""Outcomes that are no success, and no failure unless the step is required."""


def check(builds: Builds, clock: Clock, params: Params) -> Verdict:
    """Look at the newest run of each step: one that failed, or has not ended, is a failure.

    A skipped or neutral step is no success; it fails a required one and is a note elsewhere, as is
    the failure of a step that the project lets fail. Without a single success nothing passes.
    """
    found = weigh(builds, clock, params.max_age)
    problems = list(_empty(builds))
    if not found.counted:
        return violated(found, together(problems), *problems) if problems else nothing(found, NOUN)
    at = found.counted[0].source.at
    steps: list[Placed] = []
    passed_over: list[Placed] = []
    for one in _newest(found):
        (passed_over if _named(params.ignored, one.step) else steps).append(one)
    problems += [*_failed_exports(found), *_failures(steps, params.required)]
    problems += _missing(steps, params.required, at)
    succeeded = [one for one in steps if one.step.outcome is Outcome.SUCCESS]
    if not succeeded and not problems:
        problems.append(Finding("no step of the build succeeded on this commit", at))
    notes = [Finding(f"{_title(one.step)} is passed over", one.at) for one in passed_over]
    notes += _notes(steps, params.required)
    if problems:
        return violated(found, together(problems), *problems, *notes)
    names = listed([_title(one.step) for one in succeeded])
    return proven(found, f"{share(len(succeeded), len(steps), 'step')} succeeded: {names}", *notes)


def _empty(builds: Builds) -> Iterator[Finding]:
    """Yield the documents that were named and show that nothing ran."""
    for piece in builds.pieces:
        nobody = piece.content is not None and not any(build.steps for build in piece.content)
        if nobody and piece.source.named is not None:
            message = f"{piece.source.path} shows no step of a build"
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
