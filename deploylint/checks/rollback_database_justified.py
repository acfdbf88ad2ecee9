"""The database goes back only if a migration was the cause, and its reverse exists.

## Why
Taking a schema back risks data that came in since. It is worth that only when the schema is what
broke.

## How to fix
Leave the database as it is and drop `migrations` from the plan, or write `cause: true` beside the
migration that caused the rollback and `reversible: true` beside each that is taken back.
"""

from deploylint.model.plan import ChangeType, Plan
from deploylint.model.statements import stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed
from deploylint.model.wording import listed


def check(plan: Plan) -> Verdict:
    """Fail unless each migration taken back is reversible and at least one was the cause."""
    if plan.declared_type is not ChangeType.ROLLBACK:
        return not_applicable("the plan is not a rollback")
    if not plan.migrations:
        return not_applicable("the rollback takes back no migration")
    one_way = [m for m in plan.migrations if not m.reversible]
    causes = [m for m in plan.migrations if m.cause]
    findings = [Finding(f"{m.name} is not declared `reversible: true`", m.at) for m in one_way]
    reasons = [f"{listed([m.name for m in one_way])} not declared reversible"] if one_way else []
    if not causes:
        message = "no migration is declared to be the cause (`cause: true`)"
        findings.append(Finding(message, plan.where("migrations")))
        reasons.append(message)
    if findings:
        return failed("; ".join(reasons), *findings)
    names, caused = listed([m.name for m in plan.migrations]), listed([m.name for m in causes])
    reason = f"{names} reversible; {caused} caused the rollback"
    return passed(reason, evidence=stated(*[m.at for m in plan.migrations]))
