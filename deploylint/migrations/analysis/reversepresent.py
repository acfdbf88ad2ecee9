"""Downs that are missing, that refuse, and that do nothing."""

from collections.abc import Iterator

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Does, Flag
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.reverseeffects import Effect, Effects, acts, effects
from deploylint.migrations.analysis.reversewords import done
from deploylint.migrations.analysis.rollbacktools import ROLLBACKS
from deploylint.migrations.analysis.scope import Group, Scope
from deploylint.migrations.analysis.things import Step
from deploylint.model.location import Location
from deploylint.model.wording import listed, quoted

WEIGHTS = {
    Effect.KEPT: Weight.NOTE,
    Effect.EXTENSION: Weight.FAIL,
    Effect.DATA: Weight.NOTE,
    Effect.OPAQUE: Weight.OPAQUE,
    Effect.SCHEMA: Weight.FAIL,
}
"""How much a down weighs that does not take such an effect back."""

TOLD = 3
"""How many steps are told of a migration that has no way back."""

FORWARD_ONLY = "where you only ever go forward, say so in the policy (rollback: forward-only)"

REFUSALS = (Does.RAISE, Does.IRREVERSIBLE)


def missing_problems(group: Group, scope: Scope) -> Iterator[Problem]:
    """Yield migrations that nothing takes back, because nobody has written how."""
    if acts(group.down):
        return
    for one in group.migrations:
        if one.down is None:
            of_one = effects([(one, operation) for operation in one.up.operations], scope)
            if of_one.effect is not Effect.NONE:
                yield _missing(one, of_one)


def _missing(migration: Migration, found: Effects) -> Problem:
    tool = ROLLBACKS[migration.framework]
    same = tool.empty or migration.one_way
    weight = WEIGHTS[found.effect] if same else Weight.FAIL
    lack = migration.no_down or "it has no down"
    known = "," in lack or migration.one_way
    so = "" if known else f": to go back, {migration.framework} {tool.missing}"
    message = f"{migration.name} {_what(found)}, and {lack}{so}"
    at = found.steps[0][1].at
    fix = FORWARD_ONLY if migration.one_way else "write the down"
    return Problem(Code.DOWN_MISSING, message, at, migration, weight, fix=fix)


def _what(found: Effects) -> str:
    if found.effect is Effect.OPAQUE:
        return f"does something that cannot be read ({quoted(found.steps[0][1].text)})"
    steps = list(dict.fromkeys(done(operation) for _, operation in found.steps))
    if len(steps) <= TOLD:
        return listed(steps)
    return f"{', '.join(steps[: TOLD - 1])} and does {len(steps) - TOLD + 1} things more"


def refused_problems(group: Group) -> Iterator[Problem]:
    """Yield migrations whose down ends with an error on purpose, or that the tool cannot invert."""
    for one in group.migrations:
        for operation in one.down.operations if one.down is not None else ():
            if operation.does in REFUSALS and Flag.CONDITIONAL not in operation.flags:
                why = f": {quoted(operation.why)}" if operation.why else ""
                says = f"{one.name} says that it cannot be taken back{why}"
                if operation.does is Does.IRREVERSIBLE:
                    says = f"{one.name} has no way back: {operation.why}"
                yield Problem(Code.DOWN_REFUSED, says, _start(one), one, also=operation.at)
                break


def _start(migration: Migration) -> Location:
    """Return the first operation of an up that changes something, else the up."""
    steps = [(migration, operation) for operation in migration.up.operations]
    acting = [operation for step, operation in steps if acts([(step, operation)])]
    return acting[0].at if acting else migration.up.at


def idle_problems(group: Group, scope: Scope) -> Iterator[Problem]:
    """Yield a group whose up does something and whose down does nothing at all."""
    if acts(group.down) or not any(one.down for one in group.migrations):
        return
    found = effects(group.up, scope)
    if found.effect is not Effect.NONE:
        migration, first = found.steps[0]
        message = f"{migration.name} {_what(found)}, and its down does nothing{_told(found)}"
        yield Problem(
            Code.DOWN_WITHOUT_EFFECT,
            message,
            first.at,
            migration,
            WEIGHTS[found.effect],
            also=_down_at(group, found.steps[0]),
        )


def _told(found: Effects) -> str:
    if found.effect is Effect.DATA:
        return ": the data stays as the up made it"
    return ""


def _down_at(group: Group, step: Step) -> Location | None:
    if group.down:
        return group.down[0][1].at
    down = step[0].down
    return None if down is None else down.at
