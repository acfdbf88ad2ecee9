"""Whether a release can be taken back: present, allowed, effective, runnable and the inverse."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Does, Operation
from deploylint.migrations.analysis.leaks import leak_problems
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.replay import Difference, differences, replay
from deploylint.migrations.analysis.reversediffers import differing_problems, same_problems
from deploylint.migrations.analysis.reversepresent import (
    idle_problems,
    missing_problems,
    refused_problems,
)
from deploylint.migrations.analysis.runnable import Watch, hazard_of
from deploylint.migrations.analysis.runnablelooks import Hazard
from deploylint.migrations.analysis.scope import Group, Scope
from deploylint.migrations.analysis.state import State
from deploylint.migrations.analysis.whole import Whole, wholes
from deploylint.model.wording import quoted

FORWARD_ONLY = "forward-only"


class Situation(NamedTuple):
    """What is asked of going back.

    `rollback` is how the policy goes back: with `forward-only`, a tool that knows no way back is
    no problem. `data_dependent` is the weight of a down that fails for certain rows only.
    """

    rollback: str = "code+schema"
    data_dependent: Weight = Weight.NOTE


def reversal_problems(scope: Scope, situation: Situation) -> tuple[Problem, ...]:
    """Return what stands in the way of taking a release back, group by group."""
    of_projects = wholes(scope)
    return tuple(
        problem
        for group in scope.groups
        for problem in _of_group(group, scope, situation, of_projects)
    )


def _of_group(
    group: Group, scope: Scope, situation: Situation, of_projects: Mapping[str, Whole]
) -> Iterator[Problem]:
    one_way = any(one.one_way and one.down is None for one in group.migrations)
    if one_way and situation.rollback == FORWARD_ONLY:
        return
    whole = of_projects[group.migrations[0].project]
    refused = [*missing_problems(group, scope), *refused_problems(group)]
    if not refused:
        refused = list(idle_problems(group, scope))
    if refused:
        yield from (_eased(problem, group, scope, whole) for problem in refused)
        return
    yield from _of_downs(group, scope, situation, whole)


EASED = (Code.DOWN_MISSING, Code.DOWN_WITHOUT_EFFECT)


def _eased(problem: Problem, group: Group, scope: Scope, whole: Whole) -> Problem:
    """Make a note of a down that does nothing where another migration takes all of it back."""
    if problem.weight is not Weight.FAIL or problem.code not in EASED or not whole.known:
        return problem
    state = replay(group.up, (), scope.dialect(problem.migration))
    found = differences(state)
    if not found or not whole.takes_back(found):
        return problem
    return problem._replace(weight=Weight.NOTE, message=f"{problem.message}{WHOLE}")


WHOLE = "; the release as a whole takes it back, this migration alone does not"


def _of_downs(group: Group, scope: Scope, situation: Situation, whole: Whole) -> Iterator[Problem]:
    watch = Watch(group.down, situation.data_dependent)
    state = replay(group.up, group.down, scope.dialect(group.migrations[0]), watch)
    written = not any(one.down is not None and one.down.derived for one in group.migrations)
    found = differences(state) if written else ()
    fails = list(_fails(watch.hazards, state if written else None, whole))
    differs = list(differing_problems(_without_failed(found, state), whole))
    if written and not any(one.weight is Weight.FAIL for one in (*fails, *differs)):
        differs = list(same_problems(group)) or differs
    yield from fails
    yield from differs
    yield from leak_problems(found, whole)
    yield from _opaque(group)


def _without_failed(found: tuple[Difference, ...], state: State) -> tuple[Difference, ...]:
    """Leave out things at which the down fails anyway."""
    failed = {one.thing for one in state.failures}
    return tuple(one for one in found if one.thing not in failed)


def _fails(hazards: list[Hazard], state: State | None, whole: Whole) -> Iterator[Problem]:
    """Yield the steps of the down that fail, one problem for each weight."""
    found = list(hazards)
    for failure in state.failures if state is not None else ():
        hazard = hazard_of(failure)
        eased = whole.runs(failure.step)
        found.append(hazard._replace(weight=Weight.NOTE) if eased else hazard)
    for weight in (Weight.FAIL, Weight.NOTE):
        of_weight = [one for one in found if one.weight is weight]
        if of_weight:
            yield _failure(of_weight, weight)


def _failure(hazards: list[Hazard], weight: Weight) -> Problem:
    first = hazards[0]
    migration, operation = first.step
    places = {one.step[1].at for one in hazards}
    more = f", and {len(places) - 1} more of its steps fail" if len(places) > 1 else ""
    return Problem(
        Code.DOWN_FAILS,
        f"{migration.name} has a down that {first.why}{more}",
        first.since[1].at if first.since is not None else migration.up.at,
        migration,
        weight,
        also=operation.at,
        fix=first.fix,
    )


def _opaque(group: Group) -> Iterator[Problem]:
    """Yield the first step of each migration that cannot be read: it may hide anything."""
    for one in group.migrations:
        up = _first_opaque(one.up.operations)
        down = _first_opaque(one.down.operations if one.down is not None else ())
        first = up or down
        if first is not None:
            yield _unread(one, first, down if up is not None else None)


def _first_opaque(operations: tuple[Operation, ...]) -> Operation | None:
    return next((one for one in operations if one.does is Does.OPAQUE), None)


def _unread(migration: Migration, first: Operation, other: Operation | None) -> Problem:
    message = (
        f"{migration.name} may not be taken back whole: {quoted(first.text)} cannot be read: "
        f"{first.why}"
    )
    also = None if other is None else other.at
    return Problem(Code.OPAQUE, message, first.at, migration, Weight.OPAQUE, also=also)
