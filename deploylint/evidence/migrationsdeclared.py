"""What a plan says about its migrations, where nothing else can be asked."""

from deploylint.model.databases import rules_out_way_back, says_way_back
from deploylint.model.plan import ENVIRONMENTS, Migration, Plan
from deploylint.model.statements import at_each_place, real, stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed, unproven
from deploylint.model.wording import listed, quoted, share

NONE_NAMED = "the plan names no migration"


def declared_reversible(plan: Plan, *, rollback_plan_suffices: bool) -> Verdict:
    """Fail on migrations declared one-way; those that declare nothing need the rollback plan."""
    if not plan.migrations:
        return not_applicable(NONE_NAMED)
    one_way = one_way_by_plan(plan)
    if one_way is not None:
        return one_way
    silent = [m for m in plan.migrations if m.reversible is None]
    if not silent:
        names = listed([m.name for m in plan.migrations])
        places = [m.at for m in plan.migrations]
        return passed(f"declared reversible: {names}", evidence=stated(*places))
    way_back = _way_back(plan) if rollback_plan_suffices else None
    if way_back is not None:
        reason = f"the rollback plan says how the database goes back: {quoted(way_back)}"
        return passed(reason, evidence=stated(plan.where("rollback_plan")))
    findings = [Finding(f"{m.name} does not say whether it is reversible", m.at) for m in silent]
    which = share(len(silent), len(plan.migrations), "migration")
    nor = ", nor how the database does" if rollback_plan_suffices else ""
    return unproven(f"the plan does not say whether {which} can go back{nor}", *findings)


def one_way_by_plan(plan: Plan) -> Verdict | None:
    """Return the verdict on migrations that the plan itself calls one-way."""
    one_way = [m for m in plan.migrations or () if m.reversible is False]
    if not one_way:
        return None
    said = "declared not reversible:"
    findings = at_each_place(said, [(m.name, m.at) for m in one_way])
    return failed(f"{said} {listed([m.name for m in one_way])}", *findings)


def _way_back(plan: Plan) -> str | None:
    """Return the text of the rollback plan that says how the database goes back."""
    rollback = plan.rollback_plan
    if rollback is None:
        return None
    if real(rollback.database):
        return None if rules_out_way_back(rollback.database) else rollback.database
    written = (rollback.text, rollback.command)
    return next((text for text in written if text and says_way_back(text)), None)


def declared_tested(plan: Plan, wanted: str) -> Verdict:
    """Fail on a migration that was tested only elsewhere; say which do not state it at all."""
    if not plan.migrations:
        return not_applicable(NONE_NAMED)
    untested = [
        m for m in plan.migrations if not any(same_environment(e, wanted) for e in m.tested_in)
    ]
    if not untested:
        reason = f"{listed([m.name for m in plan.migrations])} ran in {wanted}"
        return passed(reason, evidence=stated(*[m.at for m in plan.migrations]))
    findings = [Finding(_says(m, wanted), m.at) for m in untested]
    if any(m.tested_in for m in untested):
        return failed(f"not tested in {wanted}: {listed([m.name for m in untested])}", *findings)
    which = share(len(untested), len(plan.migrations), "migration")
    return unproven(f"the plan does not say that {which} ran in {wanted}", *findings)


def _says(migration: Migration, wanted: str) -> str:
    if migration.tested_in:
        return f"{migration.name} was tested in {listed(migration.tested_in)}, not in {wanted}"
    return f"{migration.name} does not say where it was tested"


def same_environment(one: str, other: str) -> bool:
    """Say whether two names mean one environment; names that are not known must be equal."""
    one, other = one.strip().casefold(), other.strip().casefold()
    return one == other or (one in ENVIRONMENTS and ENVIRONMENTS[one] is ENVIRONMENTS.get(other))
