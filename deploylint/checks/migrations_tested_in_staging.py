"""Every migration of the release ran in staging, with the same content.

## Why
A migration meets real volumes, locks and old rows for the first time somewhere. In staging that
costs nothing. What ran there and was edited afterwards was not tested.

## How to fix
Commit, apply the migrations in staging, and record that under the name of the environment:

    deploylint record --kind migrations --name staging -- alembic upgrade head

A run at an earlier commit counts as long as the files of the migrations were the same there. Where
nothing can be recorded, write `tested_in: staging` beside each under `migrations`.
"""

from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.migrationsdeclared import declared_tested
from deploylint.facts.clock import Clock
from deploylint.facts.migrationruns import MigrationRuns
from deploylint.facts.migrations import Migration, Migrations
from deploylint.migrations.identity import is_called
from deploylint.migrations.verdicts import names, without_files
from deploylint.model.plan import Plan
from deploylint.model.verdict import Cause, Finding, Verdict, unproven


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    environment: Annotated[
        str, "Where migrations must have run: a name, or a kind that its aliases share."
    ] = "staging"
    max_age: Annotated[timedelta, "How long ago they may have run there.", "lower"] = timedelta(
        days=14
    )


def check(
    plan: Plan,
    clock: Clock,
    migrations: Annotated[Migrations | None, "always"],
    runs: Annotated[MigrationRuns | None, "always"],
    params: Params,
) -> Verdict:
    """Look for a recorded run of the same migrations; without one, believe what the plan says."""
    unseen = without_files(migrations, plan)
    if unseen is not None and not plan.migrations:
        return unseen
    added = migrations.in_release if migrations is not None else ()
    said = _said(plan, added, params.environment)
    if runs is None:
        return said
    # only a release with migrations pays for it
    from deploylint.evidence.rehearsed import judge_runs

    return judge_runs(runs, said, params.environment, clock, params.max_age)


def _said(plan: Plan, added: tuple[Migration, ...], wanted: str) -> Verdict:
    """Return what the plan says; of migrations that it does not name it says nothing."""
    said = declared_tested(plan, wanted)
    stated = [one.name for one in plan.migrations or ()]
    unnamed = [one for one in added if not any(is_called(one, name) for name in stated)]
    if not unnamed or said.cause is Cause.VIOLATED:
        return said
    reason = f"the plan does not say that {names(unnamed)} ran in {wanted}"
    findings = [Finding(f"{one.name} is part of the release", one.at) for one in unnamed]
    return unproven(reason, *findings, *said.findings)
