"""Several reports of one stream of answers: each as if it were alone, and none far ahead."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.cli.lockstep import Render, write_in_step
from deploylint.cli.sinks import WriteError
from deploylint.model.report import Answer


class Kept:
    """A sink that remembers what happened to it."""

    def __init__(self) -> None:
        self.text = ""
        self.end = ""

    def write(self, text: str) -> None:
        self.text += text

    def settle(self) -> None:
        self.end += "settled, "

    def finish(self) -> None:
        self.end += "finished"

    def abandon(self) -> None:
        self.end += "abandoned"


def renderer(pieces: list[int], stop: int | None) -> Render:
    """Return what yields so many pieces after each answer, and stops after some answers."""

    def render(answers: Iterator[Answer]) -> Iterator[str]:
        yield "<"
        for number, answer in enumerate(answers):
            for piece in range(pieces[number % len(pieces)]):
                yield f"{answer}.{piece} "
            if stop is not None and number + 1 >= stop:
                break
        yield ">"

    return render


class Source:
    """Answers, and how many of them are still kept by anybody."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.given = 0
        self.living = 0
        self.most = 0

    def __iter__(self) -> Iterator[Any]:
        for number in range(self.number):
            self.given += 1
            yield _Answer(self, number)


class _Answer:
    def __init__(self, source: Source, number: int) -> None:
        self.source, self.number = source, number
        source.living += 1
        source.most = max(source.most, source.living)

    def __del__(self) -> None:
        self.source.living -= 1

    def __str__(self) -> str:
        return str(self.number)


SHAPES = st.tuples(
    st.lists(st.integers(1, 4), min_size=1, max_size=3), st.none() | st.integers(1, 12)
)


@given(number=st.integers(0, 40), shapes=st.lists(SHAPES, min_size=1, max_size=4))
def test_each_report_is_as_if_it_were_alone_and_nothing_is_kept(
    number: int, shapes: list[tuple[list[int], int | None]]
) -> None:
    source, sinks = Source(number), [Kept() for _ in shapes]
    reports = [(renderer(*shape), sink) for shape, sink in zip(shapes, sinks, strict=True)]
    write_in_step(iter(source), cast("Any", reports))
    for shape, sink in zip(shapes, sinks, strict=True):
        alone = "".join(renderer(*shape)(iter(Source(number))))
        assert sink.text == alone
        assert sink.end == "settled, finished"
    assert source.given == number
    assert source.most <= 3
    assert source.living == 0


def test_what_breaks_leaves_no_report_half_done() -> None:
    def breaking() -> Iterator[Any]:
        yield 1
        raise KeyboardInterrupt

    sinks = [Kept(), Kept()]
    reports = cast("Any", [(renderer([1], None), sink) for sink in sinks])
    with pytest.raises(KeyboardInterrupt):
        write_in_step(breaking(), reports)
    assert [sink.end for sink in sinks] == ["abandoned", "abandoned"]


def test_what_cannot_be_settled_leaves_no_report_finished() -> None:
    class Full(Kept):
        def settle(self) -> None:
            raise WriteError("the report cannot be written: No space left on device")

    sinks = [Kept(), Full()]
    reports = cast("Any", [(renderer([1], None), sink) for sink in sinks])
    with pytest.raises(WriteError):
        write_in_step(iter([]), reports)
    assert [sink.end for sink in sinks] == ["settled, abandoned", "abandoned"]


def test_without_a_report_all_answers_are_looked_at() -> None:
    source = Source(5)
    write_in_step(iter(source), [])
    assert source.given == 5
