"""No migration of the release blocks a table that is in use for long.

## Why
A lock that is held while millions of rows are read or written is an outage, although every
statement is right. Even a short one, waiting behind a long query, makes everybody else wait.

## How to fix
Build indexes CONCURRENTLY and outside a transaction; add constraints NOT VALID and validate them
later; fill columns in batches, in a migration of their own; set a lock timeout. Tables that the
release creates are exempt, and so are those named under `migrations: {small_tables: [...]}` in
.deploylint.yaml.
"""

from typing import Annotated, Literal, NamedTuple

from deploylint.facts.clock import Clock
from deploylint.facts.migrations import Migrations
from deploylint.migrations.verdicts import Terms, verdict_on, without_files
from deploylint.model.plan import Plan
from deploylint.model.verdict import Verdict
from deploylint.model.wording import counted

BY_FILES = True
"""Files alone decide: `deploylint migrations` judges it, too."""


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    lock_timeout: Annotated[
        Literal["note", "fail"],
        "What it is when a migration that locks a table sets no lock timeout.",
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
    """Fail on long locks of existing tables, and on transactions that fail or hold them longer."""
    unseen = without_files(migrations, plan)
    if unseen is not None:
        return unseen
    assert migrations is not None  # noqa: S101  # it would have been unseen
    # only a release with migrations pays for it
    from deploylint.migrations.analysis.locks import lock_problems, timeout_problem
    from deploylint.migrations.analysis.scope import Scope
    from deploylint.migrations.analysis.transactions import transaction_problems

    scope = Scope(migrations.in_release, migrations.server)
    problems = (
        *lock_problems(scope),
        *transaction_problems(scope),
        *timeout_problem(scope, fails=params.lock_timeout == "fail"),
    )
    terms = Terms("migrations-lock-safe", clock, params.opaque == "fail", params.approval)
    number = counted(len(migrations.in_release), "migration")
    return verdict_on(problems, migrations, terms, f"{number} without a long lock")
