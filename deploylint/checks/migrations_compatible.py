"""The version that runs, and the one to go back to, work with the new schema.

## Why
While a release rolls out, old code meets the new schema; after a rollback of the code it does so
for good. A renamed column, a dropped table or a new mandatory value breaks it at once.

## How to fix
Expand, then contract: add what the new code needs in this release, move the code over, and remove
what is no longer used in a later one. Where old code never meets the schema (the service stops
during the deploy, and a rollback takes the schema back), say so: `strategy: recreate` in the plan
and `rollback: code+schema` in the policy.
"""

from typing import Annotated, Literal, NamedTuple

from deploylint.facts.clock import Clock
from deploylint.facts.migrations import Migrations
from deploylint.migrations.verdicts import Terms, verdict_on, without_files
from deploylint.model.plan import Plan, Strategy
from deploylint.model.verdict import Verdict, not_applicable
from deploylint.model.wording import counted

BY_FILES = True
"""Files alone decide: `deploylint migrations` judges it, too."""


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    rollback: Annotated[
        Literal["forward-only", "code+schema", "code-only"],
        "What a rollback takes back; with code-only the old code has to live with the new schema.",
        "higher",
    ] = "code-only"
    constraints: Annotated[
        Literal["note", "fail"],
        "What a new constraint on existing columns is, which old code may not respect.",
        "higher",
    ] = "note"
    opaque: Annotated[Literal["note", "fail"], "What a step is that cannot be read.", "higher"] = (
        "note"
    )
    approval: Annotated[bool, "Whether a waiver needs `approved_by`.", "higher"] = False


def check(
    plan: Plan,
    clock: Clock,
    migrations: Annotated[Migrations | None, "always"],
    params: Params,
) -> Verdict:
    """Fail on what old code cannot live with, where it will have to."""
    unseen = without_files(migrations, plan)
    if unseen is not None:
        return unseen
    assert migrations is not None  # noqa: S101  # it would have been unseen
    # only a release with migrations pays for it
    from deploylint.migrations.analysis.compatible import (
        Rollback,
        Situation,
        compatibility_problems,
    )
    from deploylint.migrations.analysis.scope import Scope

    situation = Situation(
        side_by_side=plan.strategy is not Strategy.RECREATE,
        rollback=Rollback(params.rollback),
        constraints_fail=params.constraints == "fail",
    )
    if not situation.side_by_side and situation.rollback is not Rollback.CODE_ONLY:
        return not_applicable(
            f"old code never meets the new schema: the strategy is {Strategy.RECREATE.value},"
            f" and a rollback is {params.rollback}"
        )
    scope = Scope(migrations.in_release, migrations.server)
    problems = compatibility_problems(scope, situation, migrations)
    terms = Terms("migrations-compatible", clock, params.opaque == "fail", params.approval)
    number = counted(len(migrations.in_release), "migration")
    return verdict_on(problems, migrations, terms, f"{number} that old code can live with")
