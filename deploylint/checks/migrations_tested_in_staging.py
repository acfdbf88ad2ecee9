"""Every migration of the release ran in staging.

## Why
A migration meets real volumes, locks and old rows for the first time somewhere. In staging that
costs nothing.

## How to fix
Run the migrations in staging, then write `tested_in: staging` beside each under `migrations`.
"""

from typing import Annotated, NamedTuple

from deploylint.model.plan import ENVIRONMENTS, Migration, Plan
from deploylint.model.statements import stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed, unproven
from deploylint.model.wording import listed, share


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    environment: Annotated[
        str, "Where migrations must have run: a name, or a kind that its aliases share."
    ] = "staging"


def check(plan: Plan, params: Params) -> Verdict:
    """Fail on a migration that was tested only elsewhere; say which do not state it at all."""
    if not plan.migrations:
        return not_applicable("the plan names no migration")
    wanted = params.environment
    untested = [m for m in plan.migrations if not any(_same(e, wanted) for e in m.tested_in)]
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


def _same(one: str, other: str) -> bool:
    """Say whether two names mean one environment; names that are not known must be equal."""
    one, other = one.strip().casefold(), other.strip().casefold()
    return one == other or (one in ENVIRONMENTS and ENVIRONMENTS[one] is ENVIRONMENTS.get(other))
