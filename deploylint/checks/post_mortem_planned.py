"""A post-mortem is planned, with owner and date.

## Why
A rollback that nobody looks into is repeated. A post-mortem without owner and date does not happen.

## How to fix
Write `post_mortem: {owner, date}`.
"""

from deploylint.model.plan import ChangeType, Plan
from deploylint.model.statements import at_each_place, real, stated
from deploylint.model.verdict import Verdict, failed, not_applicable, passed, unproven
from deploylint.model.wording import listed


def check(plan: Plan) -> Verdict:
    """Look for the owner and the date of the post-mortem."""
    if plan.declared_type is not ChangeType.ROLLBACK:
        return not_applicable("the plan is not a rollback")
    if plan.post_mortem is None:
        return unproven("the plan names no post-mortem")
    given = {"owner": plan.post_mortem.owner, "date": plan.post_mortem.date}
    missing = {
        f"`{name}`": plan.where("post_mortem", name)
        for name, text in given.items()
        if not real(text)
    }
    if missing:
        said = "the post-mortem is planned without"
        return failed(f"{said} {listed(list(missing))}", *at_each_place(said, missing.items()))
    reason = f"{given['owner']} writes the post-mortem by {given['date']}"
    return passed(reason, evidence=stated(plan.post_mortem.at))
