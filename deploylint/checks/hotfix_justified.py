"""A hotfix names its incident and its reason.

## Why
A hotfix may go out at times and with approvals that no other release gets. The incident is what
entitles it to that, and what the review afterwards starts from.

## How to fix
Write `incident` (its number) and `reason` (what is broken for whom), or drop `type: hotfix`.
"""

from deploylint.model.plan import ChangeType, Plan
from deploylint.model.statements import real, stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed
from deploylint.model.wording import listed, quoted


def check(plan: Plan) -> Verdict:
    """Fail on a hotfix without incident or reason; any other plan is not judged."""
    if plan.declared_type is not ChangeType.HOTFIX:
        return not_applicable("the plan is not a hotfix")
    given = {"incident": plan.incident, "reason": plan.reason}
    missing = [name for name, text in given.items() if not real(text)]
    if missing:
        names = listed([f"`{name}`" for name in missing])
        reason = f"the plan says `type: hotfix` without {names}"
        return failed(reason, Finding(reason, plan.where("type")))
    reason = f"hotfix for {plan.incident}: {quoted(plan.reason or '')}"
    return passed(reason, evidence=stated(plan.where("incident"), plan.where("reason")))
