"""The team is told before the rollback.

## Why
A rollback that nobody knows of looks like a second outage to those who watch.

## How to fix
Write under `notify: {before: ...}` where and what is announced.
"""

from deploylint.model.plan import ChangeType, Plan
from deploylint.model.statements import real, stated
from deploylint.model.verdict import Finding, Verdict, not_applicable, passed, unproven
from deploylint.model.wording import quoted


def check(plan: Plan) -> Verdict:
    """Look for a notice before the rollback."""
    if plan.declared_type is not ChangeType.ROLLBACK:
        return not_applicable("the plan is not a rollback")
    at = plan.where("notify", "before")
    notices = [text for text in (plan.notify.before if plan.notify else ()) if real(text)]
    if not notices:
        reason = "the plan does not say how the rollback is announced"
        return unproven(reason, Finding(reason, at))
    return passed(f"announced before: {quoted(notices[0])}", evidence=stated(at))
