"""Every ticket that the commits of the release name is closed.

## Why
An open ticket says that something is not done. After the release it is either done and nobody said
so, or it went out unfinished; both should be known.

## How to fix
Close the tickets, or move what is not done to the next release. Then list them anew and keep the
question: `deploylint record --kind tickets --log reports/tickets.json -- gh issue list --state all
--limit 1000 --json number,title,state,url`, with `evidence: {tickets: reports/tickets.json}`. From
Jira, save what a search prints with the field `status`.
"""

from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.since import compared
from deploylint.evidence.weigh import weigh
from deploylint.facts.changes import Changes
from deploylint.facts.clock import Clock
from deploylint.facts.tickets import Tickets
from deploylint.model.plan import Plan
from deploylint.model.verdict import Verdict, unproven


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    projects: Annotated[
        tuple[str, ...],
        "The Jira projects whose keys (`ABC-123`) are tickets, beside those that a list holds.",
    ] = ()
    max_age: Annotated[timedelta, "How old the list may be.", "lower"] = timedelta(hours=24)


def check(changes: Changes, tickets: Tickets, plan: Plan, clock: Clock, params: Params) -> Verdict:
    """Look up each ticket that a commit names; one that no list holds is a failure.

    Numbers (`#123`, `GH-123`) count where a list of GitHub or GitLab is there, or where the commit
    closes them; `(#45)` at the end of a line is a pull request unless an issue is so called. Keys
    (`ABC-123`) count for the projects that a list holds or the policy names.
    """
    since = compared(changes, plan)
    if isinstance(since, Verdict):
        return since
    if not changes.complete:
        return unproven(f"the release has {since.commits}, too many to look for tickets in")
    # only a release after another has commits to look through
    from deploylint.evidence.ticketed import judge

    found = weigh(tickets, clock, params.max_age)
    # a list without a record proves nothing, but what it shows to be open is open
    unrecorded = [p for p in tickets.pieces if p.source.named and p.source.run is None]
    return judge(since, plan, found, unrecorded, params.projects)
