"""Every migration of the release can be taken back.

## Why
A release that cannot be undone turns a small fault into an outage: the old code meets a schema it
does not know. A way back that exists but does nothing, forgets half, or fails when it is run is
found out at the worst moment.

## How to fix
Write a down that does the reverse of the up, and try it: up, down, up on a copy of the data. Where
there is no way back, split the release so that the one-way step goes out alone, and write in the
migration why that is accepted:
`-- deploylint: allow migrations-reversible reason="..." until=2027-01-31`.
"""

from typing import Annotated, Literal, NamedTuple

from deploylint.evidence.migrationsdeclared import declared_reversible, one_way_by_plan
from deploylint.facts.clock import Clock
from deploylint.facts.migrations import Migrations
from deploylint.migrations.verdicts import Terms, verdict_on, without_files
from deploylint.model.plan import Plan
from deploylint.model.verdict import Status, Verdict
from deploylint.model.wording import counted

BY_FILES = True
"""Files alone decide: `deploylint migrations` judges it, too."""


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    rollback_plan_suffices: Annotated[
        bool,
        "Where no files can be read: whether a rollback plan that says how the database goes back"
        " stands for migrations that do not declare it.",
        "lower",
    ] = False
    rollback: Annotated[
        Literal["forward-only", "code+schema", "code-only"],
        "What a rollback takes back. With forward-only, tools that know no way back need none.",
        "higher",
    ] = "code-only"
    data_dependent: Annotated[
        Literal["note", "fail"],
        "What a down is that fails on some rows, such as SET NOT NULL after NULLs came in.",
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
    """Compare each down with its up; where no files can be read, the plan is believed."""
    unseen = without_files(migrations, plan)
    if migrations is None or unseen is not None:
        declared = declared_reversible(plan, rollback_plan_suffices=params.rollback_plan_suffices)
        return declared if plan.migrations or unseen is None else unseen
    # only a release with migrations pays for it
    from deploylint.migrations.analysis.problem import Weight
    from deploylint.migrations.analysis.reverse import Situation, reversal_problems
    from deploylint.migrations.analysis.scope import Scope

    situation = Situation(params.rollback, Weight(params.data_dependent))
    problems = reversal_problems(Scope(migrations.in_release, migrations.server), situation)
    terms = Terms("migrations-reversible", clock, params.opaque == "fail", params.approval)
    number = counted(len(migrations.in_release), "migration")
    seen = verdict_on(problems, migrations, terms, f"{number} can be taken back")
    said = one_way_by_plan(plan)
    return seen if said is None or seen.status is Status.FAIL else said
