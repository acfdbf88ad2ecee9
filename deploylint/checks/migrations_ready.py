"""The migrations that the plan names are the ones that the release adds, in one line.

## Why
A migration that nobody announced surprises whoever watches; one that is announced and missing means
that something else is being released. Two heads, a number given twice or a migration changed after
it ran make databases differ from one another.

## How to fix
Name under `migrations` exactly those that the release adds. Merge several heads into one; renumber
what was added behind later ones; never edit or delete a migration that has been released: write a
new one.
"""

from typing import Annotated, Literal, NamedTuple

from deploylint.facts.clock import Clock
from deploylint.facts.migrations import Migrations
from deploylint.migrations.verdicts import Terms, names, verdict_on, without_files
from deploylint.model.plan import Plan
from deploylint.model.verdict import Verdict, not_applicable
from deploylint.model.wording import counted

BY_FILES = True
"""Files alone decide: `deploylint migrations` judges it, too."""


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    undeclared: Annotated[
        Literal["note", "fail"],
        "What a migration of the release is that the plan does not name.",
        "higher",
    ] = "fail"
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
    """Compare what the plan names with what the release adds; then look at the order of all."""
    looked = migrations is not None and migrations.looked
    unseen = without_files(migrations, plan)
    if migrations is None or (unseen is not None and not (looked and _concerns(migrations, plan))):
        return unseen or not_applicable("no migration")
    # only a release with migrations pays for it
    from deploylint.migrations.analysis.order import order_problems
    from deploylint.migrations.declared import absent, broken, undeclared

    problems = (
        *broken(migrations),
        *order_problems(migrations),
        *undeclared(migrations, plan, fails=params.undeclared == "fail"),
    )
    terms = Terms("migrations-ready", clock, params.opaque == "fail", params.approval)
    missing = tuple(absent(migrations, plan))
    return verdict_on(problems, migrations, terms, _summary(migrations, plan), missing)


def _concerns(migrations: Migrations, plan: Plan) -> bool:
    """Say whether there is something to compare although the release adds no migration."""
    named = bool(plan.migrations) and migrations.since is not None
    return named or bool(migrations.rewritten)


def _summary(migrations: Migrations, plan: Plan) -> str:
    found = migrations.in_release
    if not found:
        return "no migration was changed in what it does"
    since = f" added since {migrations.since}" if migrations.since else ""
    which = ", as the plan names them" if plan.migrations else ", in order"
    return f"{counted(len(found), 'migration')}{since}{which}: {names(found)}"
