"""Enough people other than the author approved the commit that is released.

## Why
A second pair of eyes finds what the author no longer sees. An approval of an earlier push says
nothing about the lines that came after it.

## How to fix
Ask somebody other than the author to review the newest commit, and settle the changes that
reviewers ask for. Then export the request again and name the file under `evidence: {review: ...}`.

With GitHub's command line, ask for all that is judged:

    fields=number,author,headRefOid,baseRefOid,mergeCommit,state,isDraft,reviews
    fields=$fields,reviewDecision,files,changedFiles,commits,updatedAt
    gh pr view --json $fields > reports/pr.json

From GitLab's API it takes the merge request and its approvals, in two files:

    glab api projects/:id/merge_requests/12 > reports/merge-request.json
    glab api projects/:id/merge_requests/12/approvals > reports/approvals.json

Events of GitHub and answers of its REST API are read as well. CODEOWNERS is taken from the commit
that is merged into; what to do about owners who did not approve is the parameter `owners`.
"""

from datetime import timedelta
from typing import Annotated, Literal, NamedTuple

from deploylint.evidence.weigh import nothing, weigh
from deploylint.facts.clock import Clock
from deploylint.facts.reviews import Reviews
from deploylint.model.verdict import Verdict


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    minimum: Annotated[int, "How many people other than the author must approve.", "higher"] = 1
    owners: Annotated[
        Literal["require", "note", "ignore"],
        "What to do about changed files of which no owner in CODEOWNERS approved.",
    ] = "note"
    bots: Annotated[
        tuple[str, ...], "Accounts of programs, besides those that are known as such."
    ] = ()
    teams: Annotated[
        tuple[str, ...], "The members of teams in CODEOWNERS, as `org/team: person, person`."
    ] = ()
    max_age: Annotated[timedelta, "How long ago the request may have changed last.", "lower"] = (
        timedelta(days=90)
    )


def check(reviews: Reviews, clock: Clock, params: Params) -> Verdict:
    """Count the last opinion of each person, on the head of the request that is released.

    The author and programs do not count; any wish for changes that stands, a draft and a closed
    request fail. An approval that does not say of which commit it is counts when it is younger than
    the newest commit, and is evidenced at most.
    """
    found = weigh(reviews, clock, params.max_age)
    if not found.counted:
        return nothing(found, "pull or merge request")
    # most runs find no request
    from deploylint.evidence.reviewed import Demands, judge

    demands = Demands(params.minimum, params.owners, params.bots, params.teams)
    return judge(found, demands)
