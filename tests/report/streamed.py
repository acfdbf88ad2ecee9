"""Reports that come one after the other, and how many of them somebody still holds."""

import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from weakref import ref

from deploylint.model.policy import Action
from deploylint.model.report import Answer, Report
from deploylint.model.verdict import Status
from deploylint.report.style import Style
from tests.report.reports import item, plan, report

Render = Callable[[Iterable[Answer], Style], Iterator[str]]


class Data(dict[str, object]):
    """The data of a plan; whether it is still there can be seen."""


def held_at_most(render: Render, number: int) -> tuple[int, int]:
    """Render so many reports, and return how many were held at once, and the size of the text."""
    seen: list[ref[Data]] = []
    most = size = 0
    for piece in render(_reports(number, seen), Style()):
        size += len(piece)
        most = max(most, sum(one() is not None for one in seen))
    return most, size


def _reports(number: int, seen: list["ref[Data]"]) -> Iterator[Report]:
    for count in range(number):
        data = Data(version="v1.2.0")
        seen.append(ref(data))
        failing = item(f"rule-{count}", Status.FAIL)
        yield report(
            *([failing] if count % 2 else [item("a-rule")]),
            plan=plan(file=f"deploy/{count}.yaml", data=data),
            decision=Action.ABORT if count % 2 else Action.GO,
        )


def memory_of(render: Render, answers: Callable[[], Iterable[Answer]]) -> int:
    """Return the most bytes that are held at once by rendering, after it was done before."""
    for _ in render(answers(), Style()):
        pass
    tracemalloc.start()
    for _ in render(answers(), Style()):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def taken_with_pieces(render: Render) -> list[int]:
    """Return how many of three answers were taken when each piece came that follows another."""
    taken: list[int] = []

    def answers() -> Iterator[Report]:
        for number in range(3):
            taken.append(number)
            yield report(item("a-rule"))

    steps: list[int] = []
    for _ in render(answers(), Style()):
        if not steps or steps[-1] != len(taken):
            steps.append(len(taken))
    return [step for step in steps if step]
