"""Downs after which the database is certainly not as it was before the up."""

from collections.abc import Iterable, Iterator, Sequence

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.analysis.leaks import is_leak
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.replay import Difference
from deploylint.migrations.analysis.reverseeffects import ROWS, acts
from deploylint.migrations.analysis.reversewords import all_called
from deploylint.migrations.analysis.scope import Group
from deploylint.migrations.analysis.things import ASPECTS, Kind, Step
from deploylint.migrations.analysis.types import Width, change
from deploylint.migrations.analysis.whole import Whole
from deploylint.model.location import Location

JUDGED = frozenset(Kind) - {Kind.OBJECT, Kind.ENUM_VALUE}
"""What may differ; of objects there may be several of one name, and other ways to lose them."""


def differing_problems(found: Iterable[Difference], whole: Whole) -> Iterator[Problem]:
    """Yield one problem for each way in which things end otherwise than they began."""
    ways: dict[tuple[str, Weight], list[Difference]] = {}
    for one in found:
        if one.thing.kind in JUDGED and not is_leak(one) and (one.prior.sure or not one.prior.back):
            ways.setdefault((_way(one), _weight(one, whole)), []).append(one)
    for (way, weight), differing in ways.items():
        yield _problem(way, weight, differing)


def _way(found: Difference) -> str:
    """Return how a thing differs, as a sentence about `{}`."""
    if found.thing.kind in ASPECTS:
        return "changes {}, which its down does not change back"
    if found.prior.back:
        if found.prior.present:
            return "has a down that drops {}, which its up does not create"
        return "has a down that creates {}, which its up does not drop"
    if not found.prior.present:
        return "creates {}, which its down does not drop"
    if found.fact.back:
        return "has a down that drops {}, which was there before the up"
    return "drops {}, which its down does not bring back"


def _weight(found: Difference, whole: Whole) -> Weight:
    if whole.takes_back([found]) or not (found.prior.sure or _was_another_type(found)):
        return Weight.NOTE
    return Weight.FAIL


def _was_another_type(found: Difference) -> bool:
    """Say whether the up states both types of a column, and that they differ.

    Other aspects of a column may have been before as they are stated.
    """
    if found.thing.kind is not Kind.COLUMN_TYPE or found.fact.by is None:
        return False
    operation = found.fact.by[1]
    return change(operation.old_type, operation.type) not in (Width.SAME, Width.UNKNOWN)


def _problem(way: str, weight: Weight, differing: Sequence[Difference]) -> Problem:
    first = differing[0]
    migration, operation = first.prior.step if first.prior.back else _touched(first)
    at, also = operation.at, migration.down.at if migration.down is not None else None
    if first.prior.back:
        at, also = migration.up.at, operation.at
    elif first.fact.back and first.fact.by is not None:
        at = first.prior.step[1].at
        also = also if first.fact.by[1].at == at else first.fact.by[1].at
    said = way.format(all_called([one.thing for one in differing]))
    return Problem(Code.DOWN_DIFFERS, f"{migration.name} {said}", at, migration, weight, also=also)


def _touched(found: Difference) -> Step:
    return found.prior.step if found.fact.back or found.fact.by is None else found.fact.by


def same_problems(group: Group) -> Iterator[Problem]:
    """Yield a group whose down is written exactly as its up."""
    ups = [step for step in group.up if acts([step])]
    downs = [step for step in group.down if acts([step])]
    plain = [
        (_without_place(one), _without_place(other))
        for (_, one), (_, other) in zip(ups, downs, strict=False)
    ]
    if (
        not _can_be_compared(ups)
        or len(ups) != len(downs)
        or any(one != other for one, other in plain)
    ):
        return
    migration = ups[0][0]
    texts = {path: text.splitlines() for path, text in migration.texts.items()}
    written = [[_written(texts, operation.at) for _, operation in steps] for steps in (ups, downs)]
    if None in written[0] or written[0] != written[1]:
        return
    rows = all(operation.does in ROWS for _, operation in ups)
    yield Problem(
        Code.DOWN_DIFFERS,
        f"{migration.name} does the same in its down as in its up",
        ups[0][1].at,
        migration,
        Weight.NOTE if rows else Weight.FAIL,
        also=downs[0][1].at,
    )


def _can_be_compared(steps: Sequence[Step]) -> bool:
    """Say whether the text at their places is all that some steps do."""
    return bool(steps) and not any(
        operation.does is Does.OPAQUE or Flag.CONDITIONAL in operation.flags
        for _, operation in steps
    )


def _without_place(operation: Operation) -> Operation:
    return operation._replace(at=Location("", 1, 1))


def _written(texts: dict[str, list[str]], at: Location) -> str | None:
    """Return the text at a place, None where its end is not known."""
    if at.end_line is None or at.end_column is None:
        return None
    lines = texts.get(at.file, [])[at.line - 1 : at.end_line]
    if not lines:
        return None
    lines[-1] = lines[-1][: at.end_column - 1]
    lines[0] = lines[0][at.column - 1 :]
    return "\n".join(lines)
