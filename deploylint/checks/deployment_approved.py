"""Whoever must approve the deployment did, and is not its owner.

## Why
A second pair of eyes finds what the author no longer sees, and an auditor asks for their name.

## How to fix
Ask somebody other than the plan's `owner`, then add `{by, at, ticket}` under `approvals`; one that
does not say when it was given does not count.
"""

from collections.abc import Iterable
from typing import Annotated, NamedTuple

from deploylint.facts.clock import Clock
from deploylint.model.plan import Approval, Plan
from deploylint.model.statements import folded, real, stated
from deploylint.model.verdict import Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import listed, moment


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    minimum: Annotated[int, "How many different people must approve.", "higher"] = 1
    ticket: Annotated[bool, "Whether an approval must name its change ticket.", "higher"] = False


def check(plan: Plan, clock: Clock, params: Params) -> Verdict:
    """Count the different approvers; the owner, and approvals of the future, do not count.

    Nor do approvals without a date: nobody could tell them from those of the future.
    """
    if not plan.approvals:
        return unproven("the plan names no approval")
    if not real(plan.owner):
        return unproven("the plan names no `owner`, so nothing shows that somebody else approved")
    doubts = {a: _doubt(a, plan.owner, clock) for a in plan.approvals}
    sound = [a for a, doubt in doubts.items() if not doubt]
    counting = [a for a in sound if a.time]
    findings = [Finding(doubt, a.at) for a, doubt in doubts.items() if doubt]
    findings += [Finding(UNDATED.format(a.by), a.at) for a in sound if not a.time]
    names = _different(counting)
    tickets = list(dict.fromkeys(a.ticket for a in counting if real(a.ticket)))
    if len(names) < params.minimum:
        by = f": {listed(names)}" if names else ""
        needed = f"{len(names)} of {params.minimum} approvals by somebody other than the owner"
        if len(_different(sound)) >= params.minimum:
            return unproven(f"{needed} say when they were given{by}", *findings)
        return failed(f"{needed}{by}", *findings)
    if params.ticket and not tickets:
        return failed(f"approved by {listed(names)}, but no approval names its ticket", *findings)
    under = f" under {listed(tickets)}" if tickets else ""
    reason = f"approved by {listed(names)}{under}; the owner is {plan.owner}"
    return passed(reason, *findings, evidence=stated(*[a.at for a in counting]))


UNDATED = "the approval by {} does not say when it was given (`at`)"


def _different(approvals: Iterable[Approval]) -> list[str]:
    """Return the names, each once and as it is written first."""
    names: dict[str, str] = {}
    for approval in approvals:
        names.setdefault(folded(approval.by), approval.by)
    return list(names.values())


def _doubt(approval: Approval, owner: str, clock: Clock) -> str | None:
    """Return why an approval does not count, None if it does."""
    if not real(approval.by):
        return f"the approval by {approval.by} names nobody"
    if folded(approval.by) == folded(owner):
        return f"{approval.by} owns the release and cannot approve it alone"
    if approval.time and clock.at and approval.time > clock.at:
        dated, judged = moment(approval.time), moment(clock.at)
        return f"the approval by {approval.by} is dated {dated}, after the {judged} that is judged"
    return None
