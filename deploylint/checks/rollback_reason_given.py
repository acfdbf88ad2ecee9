"""A rollback names its reason and its incident.

## Why
What made people go back is what the post-mortem starts from, and what the next release must not
repeat.

## How to fix
Write `reason` (error rate, latency, a broken critical feature, a security bug, somebody's decision)
and `incident` (its number).
"""

from deploylint.model.plan import ChangeType, Plan
from deploylint.model.statements import real, stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed
from deploylint.model.wording import listed, quoted


def check(plan: Plan) -> Verdict:
    """Fail on a rollback without reason or incident; any other plan is not judged."""
    if plan.declared_type is not ChangeType.ROLLBACK:
        return not_applicable("the plan is not a rollback")
    given = {"reason": plan.reason, "incident": plan.incident}
    missing = [name for name, text in given.items() if not real(text)]
    if missing:
        names = listed([f"`{name}`" for name in missing])
        reason = f"the plan says `type: rollback` without {names}"
        return failed(reason, Finding(reason, plan.where("type")))
    reason = f"rollback for {plan.incident}: {quoted(plan.reason or '')}"
    return passed(reason, evidence=stated(plan.where("reason"), plan.where("incident")))
