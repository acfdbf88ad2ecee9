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

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.weigh import nothing, together, violated, weigh
from deploylint.facts.builds import Builds
from deploylint.facts.clock import Clock
from deploylint.model.verdict import Finding, Verdict


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


def check(builds: Builds, clock: Clock, params: Params) -> Verdict:
    """Look at the newest run of each step: one that failed, or has not ended, is a failure.

    A skipped or neutral step is no success; it fails a required one and is a note elsewhere, as is
    the failure of a step that the project lets fail. Without a single success nothing passes.
    """
    found = weigh(builds, clock, params.max_age)
    problems = list(_empty(builds))
    if found.counted:
        # most runs find no build
        from deploylint.evidence.built import judge

        return judge(found, problems, required=params.required, ignored=params.ignored)
    if problems:
        return violated(found, together(problems), *problems)
    return nothing(found, "CI run or recorded build step")


def _empty(builds: Builds) -> Iterator[Finding]:
    """Yield the documents that were named and show that nothing ran."""
    for piece in builds.pieces:
        nobody = piece.content is not None and not any(build.steps for build in piece.content)
        if nobody and piece.source.named is not None:
            message = f"{piece.source.path} shows no step of a build"
            yield Finding(message, piece.source.at)
