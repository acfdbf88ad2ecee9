"""A named person watches the release until monitoring ends.

## Why
An alert that nobody reads warns nobody, and who deployed is often busy with the next thing.

## How to fix
Write who watches, as a role or a name, under `team: {watcher: ...}`.
"""

from deploylint.model.plan import Plan
from deploylint.model.statements import real, stated
from deploylint.model.verdict import Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import quoted, spoken


def check(plan: Plan) -> Verdict:
    """Look for the name of the watcher."""
    watcher = plan.team.watcher if plan.team else None
    at = plan.where("team", "watcher")
    if watcher is None:
        reason = "the plan does not say who watches the release"
        return unproven(reason, Finding(reason, at))
    if not real(watcher):
        reason = f"`team.watcher` says {quoted(watcher)}, which names nobody"
        return failed(reason, Finding(reason, at))
    duration = plan.monitoring.duration if plan.monitoring else None
    span = f" for {spoken(duration)}" if duration else ""
    return passed(f"{watcher} watches the release{span}", evidence=stated(at))
