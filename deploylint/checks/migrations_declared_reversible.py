"""The plan says of every migration that it can be rolled back.

## Why
A release that cannot be undone turns a small fault into an outage: the old code meets a schema it
does not know. Here the plan is believed; `migrations-reversible` reads the migrations.

## How to fix
Write the reverse step and say `reversible: true` beside the migration, or split the release so that
the one-way step goes out alone. Where the policy accepts it, say in the rollback plan how the
database goes back ("run the down migration", "restore the backup of 09:00").
"""

from typing import Annotated, NamedTuple

from deploylint.evidence.migrationsdeclared import declared_reversible
from deploylint.model.plan import Plan
from deploylint.model.verdict import Verdict


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
    return declared_reversible(plan, rollback_plan_suffices=params.rollback_plan_suffices)
