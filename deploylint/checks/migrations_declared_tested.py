"""The plan says of every migration that it ran in staging.

## Why
A migration meets real volumes, locks and old rows for the first time somewhere. In staging that
costs nothing. Here the plan is believed; `migrations-tested-in-staging` asks for the record of the
run.

## How to fix
Run the migrations in staging, then write `tested_in: staging` beside each under `migrations`.
"""

from typing import Annotated, NamedTuple

from deploylint.evidence.migrationsdeclared import declared_tested
from deploylint.model.plan import Plan
from deploylint.model.verdict import Verdict


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    environment: Annotated[
        str, "Where migrations must have run: a name, or a kind that its aliases share."
    ] = "staging"


def check(plan: Plan, params: Params) -> Verdict:
    """Fail on a migration that was tested only elsewhere; say which do not state it at all."""
    return declared_tested(plan, params.environment)
