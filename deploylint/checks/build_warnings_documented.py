"""The build has no warning, or the policy says of each why it may stay.

## Why
A warning that everybody scrolls past hides the next one, which matters.

## How to fix
Repair what the build warns of. What has to stay is written down in the policy, with the reason:
`allowed: ["*inflight@1.0.6* -- comes with glob 7; the update is planned for March"]`, where `*`
stands for any text. Seal the log of the build on the commit that is released:
`deploylint record --kind build_log --log build.log -- npm run build`, and name it under
`evidence: {build_log: [build.log]}`. A log without such a record does not count.
"""

from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.weigh import nothing, weigh
from deploylint.facts.build_log import BuildLogs
from deploylint.facts.clock import Clock
from deploylint.model.verdict import Verdict


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    allowed: Annotated[
        tuple[str, ...],
        "Warnings that may stay, each as `TEXT -- WHY`; `*` in the text stands for any text.",
    ] = ()
    max_age: Annotated[timedelta, "How old a build may be.", "lower"] = timedelta(days=7)


def check(logs: BuildLogs, clock: Clock, params: Params) -> Verdict:
    """Fail on each warning without an explanation, and on a build that did not end with 0."""
    found = weigh(logs, clock, params.max_age)
    if not found.counted:
        return nothing(found, "recorded build log")
    # most runs find no log
    from deploylint.evidence.buildwarnings import judge

    return judge(found, params.allowed)
