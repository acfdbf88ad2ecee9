"""Parts of migrations that cannot be read: told once for each migration, in the words of a rule."""

from collections.abc import Iterator

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Does, Operation
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.scope import Scope


def unread_problems(scope: Scope, consequence: str) -> Iterator[Problem]:
    """Yield a problem for each up that has opaque parts; `consequence` is what may come of it."""
    for one in scope.migrations:
        unread = [step for step in one.up.operations if step.does is Does.OPAQUE]
        if unread:
            yield unread_problem(one, unread, consequence)


def unread_problem(one: Migration, unread: list[Operation], consequence: str) -> Problem:
    """Return the problem of a migration with opaque parts; `unread` are these, not none."""
    why = unread[0].why or "it is not known"
    steps = "a step" if len(unread) == 1 else f"{len(unread)} steps"
    text = f"{one.name} has {steps} that cannot be read, so {consequence}: {why}"
    return Problem(Code.OPAQUE, text, unread[0].at, one, Weight.OPAQUE)
