"""The section of the released version in the changelog is dated.

## Why
"Since when?" is the first question about a fault that users report. The changelog answers it, if
each section says when its version went out.

## How to fix
Write the day of the release behind the version, in the order year, month, day:
`## [1.2.0] - 2026-11-24`. Commit it.
"""

from deploylint.evidence.changelogweight import NOUN, weigh_changelogs
from deploylint.evidence.weigh import nothing
from deploylint.facts.changelog import Changelogs
from deploylint.facts.clock import Clock
from deploylint.model.plan import Plan
from deploylint.model.verdict import Verdict


def check(changelogs: Changelogs, plan: Plan, clock: Clock) -> Verdict:
    """Look for the day of `version`: not ahead of the clock, and not before the last release.

    Without a clock it is not compared with today.
    """
    found = weigh_changelogs(changelogs)
    if not found.counted:
        return nothing(found, NOUN)
    # a run without a changelog has no day to look for
    from deploylint.evidence.changelogdays import judge

    return judge(found, plan, clock)
