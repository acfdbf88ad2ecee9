"""The changelog has a section for this version that says what changes.

## Why
Who runs, supports or uses the service wants to know what the release brings before it arrives. What
is written down afterwards is written down by nobody.

## How to fix
Give the changelog a section for the version, such as `## [1.2.0] - 2026-11-24`, with one entry for
each change that matters to its users; move what stands under `[Unreleased]` there. Commit it.
"""

from deploylint.evidence.changelogweight import NOUN, weigh_changelogs
from deploylint.evidence.weigh import nothing
from deploylint.facts.changelog import Changelogs
from deploylint.model.plan import Plan
from deploylint.model.verdict import Verdict


def check(changelogs: Changelogs, plan: Plan) -> Verdict:
    """Look for one section of `version` that has entries and is not yanked.

    For a pre-release the section of its release will do.
    """
    found = weigh_changelogs(changelogs)
    if not found.counted:
        return nothing(found, NOUN)
    # a run without a changelog has no section to look for
    from deploylint.evidence.changelogentries import judge

    return judge(found, plan)
