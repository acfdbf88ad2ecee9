"""Types, triggers, functions and sequences that an up creates and its down leaves behind."""

from collections.abc import Iterable, Iterator

from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.replay import Difference
from deploylint.migrations.analysis.reversewords import all_called
from deploylint.migrations.analysis.things import Kind
from deploylint.migrations.analysis.whole import Whole

LEAKING = frozenset(
    (
        "aggregate",
        "domain",
        "function",
        "policy",
        "procedure",
        "schema",
        "sequence",
        "trigger",
        "type",
    ),
)
"""Objects that nothing but their own DROP removes."""

MEANT_ONCE = frozenset(("extension",))
"""Objects that may stay, because others may have come to use them."""


def is_leak(found: Difference) -> bool:
    """Say whether an up left a thing that its down knows nothing of."""
    if found.fact.back or not found.fact.present or found.prior.back:
        return False
    if found.thing.kind is Kind.OBJECT:
        return found.thing.object in LEAKING | MEANT_ONCE
    return found.thing.kind in (Kind.TYPE, Kind.ENUM_VALUE)


def leak_problems(found: Iterable[Difference], whole: Whole) -> Iterator[Problem]:
    """Yield what is left: a problem where the up fails the next time, else a note."""
    leaks = [one for one in found if is_leak(one)]
    for weight in (Weight.FAIL, Weight.NOTE):
        of_weight = [one for one in leaks if _weight(one, whole) is weight]
        if of_weight:
            yield _problem(of_weight, weight)


def _weight(leak: Difference, whole: Whole) -> Weight:
    meant_once = leak.thing.object in MEANT_ONCE
    sure = leak.prior.sure and not meant_once and not whole.takes_back([leak])
    return Weight.FAIL if sure else Weight.NOTE


def _problem(leaks: list[Difference], weight: Weight) -> Problem:
    migration, operation = leaks[0].fact.by or leaks[0].prior.step
    what = all_called([one.thing for one in leaks])
    so = ", so that it fails when it is applied again" if weight is Weight.FAIL else ""
    return Problem(
        Code.DOWN_LEAKS,
        f"{migration.name} creates {what}, which its down leaves{so}",
        operation.at,
        migration,
        weight,
        also=migration.down.at if migration.down is not None else None,
        fix=f"drop {what} in the down",
    )
