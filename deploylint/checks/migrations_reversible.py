"""Every migration of the release can be rolled back.

## Why
A release that cannot be undone turns a small fault into an outage: the old code meets a schema it
does not know.

## How to fix
Write the reverse step and say `reversible: true` beside the migration, or split the release so that
the one-way step goes out alone. Where the policy accepts it, say in the rollback plan how the
database goes back ("run the down migration", "restore the backup of 09:00").
"""

from typing import Annotated, NamedTuple

from deploylint.model.databases import rules_out_way_back, says_way_back
from deploylint.model.plan import Plan
from deploylint.model.statements import real, stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed, unproven
from deploylint.model.wording import listed, quoted, share


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    rollback_plan_suffices: Annotated[
        bool,
        "Whether a rollback plan that says how the database goes back stands for migrations that"
        " do not declare it.",
        "lower",
    ] = False


def check(plan: Plan, params: Params) -> Verdict:
    """Fail on migrations declared one-way; those that declare nothing need the rollback plan."""
    if not plan.migrations:
        return not_applicable("the plan names no migration")
    one_way = [m for m in plan.migrations if m.reversible is False]
    if one_way:
        findings = [Finding(f"{m.name} is declared not reversible", m.at) for m in one_way]
        names = listed([m.name for m in one_way])
        return failed(f"declared not reversible: {names}", *findings)
    silent = [m for m in plan.migrations if m.reversible is None]
    if not silent:
        names = listed([m.name for m in plan.migrations])
        places = [m.at for m in plan.migrations]
        return passed(f"declared reversible: {names}", evidence=stated(*places))
    way_back = _way_back(plan) if params.rollback_plan_suffices else None
    if way_back is not None:
        reason = f"the rollback plan says how the database goes back: {quoted(way_back)}"
        return passed(reason, evidence=stated(plan.where("rollback_plan")))
    findings = [Finding(f"{m.name} does not say whether it is reversible", m.at) for m in silent]
    which = share(len(silent), len(plan.migrations), "migration")
    nor = ", nor how the database does" if params.rollback_plan_suffices else ""
    return unproven(f"the plan does not say whether {which} can go back{nor}", *findings)


def _way_back(plan: Plan) -> str | None:
    """Return the text of the rollback plan that says how the database goes back."""
    rollback = plan.rollback_plan
    if rollback is None:
        return None
    if real(rollback.database):
        return None if rules_out_way_back(rollback.database) else rollback.database
    written = (rollback.text, rollback.command)
    return next((text for text in written if text and says_way_back(text)), None)
