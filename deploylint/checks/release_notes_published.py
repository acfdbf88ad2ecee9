"""The release notes of this version are published, and say what it brings.

## Why
Whoever is met by the new version looks for its notes: users, support, and the colleague who
searches for the release that broke something.

## How to fix
Publish the release of this very tag with notes that name features, fixes and breaking changes. Save
what `gh release view TAG --json tagName,targetCommitish,isDraft,isPrerelease,createdAt,publishedAt,
body` prints (or the release of the GitLab API), and name the file under `evidence: {release: ...}`.
"""

from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.weigh import nothing, weigh
from deploylint.facts.clock import Clock
from deploylint.facts.published import Published
from deploylint.model.plan import ChangeType, Plan
from deploylint.model.verdict import Verdict


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    min_words: Annotated[
        int,
        "How many words the notes must hold beside the version, links, people and words of any"
        " release.",
        "higher",
    ] = 5
    max_age: Annotated[timedelta, "How old the proof may be.", "lower"] = timedelta(days=90)


def check(published: Published, plan: Plan, clock: Clock, params: Params) -> Verdict:
    """Look for the release of the plan's version; a draft or a heading alone is not published."""
    if plan.declared_type is ChangeType.ROLLBACK and plan.commit is None:
        # what is checked out is not what a rollback returns to
        published = published._replace(release=None)
    found = weigh(published, clock, params.max_age)
    if not found.counted:
        return nothing(found, "release")
    # most runs find no release
    from deploylint.evidence.releasenotes import judge

    return judge(found, published.release, plan, clock, params.min_words)
