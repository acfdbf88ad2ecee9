"""Sets of time, compared with sets of whole numbers."""

from hypothesis import given
from hypothesis import strategies as st

from deploylint.windows.intervals import Span, complement, intersect, merge

spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)))


def numbers(those: list[Span]) -> set[int]:
    return {number for start, end in those for number in range(start, end)}


def tidy(those: list[Span]) -> bool:
    """Return whether spans are sorted, not empty, and neither overlap nor touch."""
    ends = [moment for span in those for moment in span]
    return ends == sorted(set(ends))


@given(those=spans)
def test_merge(those: list[Span]) -> None:
    merged = merge(those)
    assert (numbers(merged), tidy(merged)) == (numbers(those), True)


@given(one=spans, other=spans)
def test_intersect(one: list[Span], other: list[Span]) -> None:
    common = intersect(merge(one), merge(other))
    assert (numbers(common), tidy(common)) == (numbers(one) & numbers(other), True)


@given(those=spans, start=st.integers(0, 40), length=st.integers(1, 40))
def test_complement(those: list[Span], start: int, length: int) -> None:
    within = (start, start + length)
    rest = complement(merge(those), within)
    assert (numbers(rest), tidy(rest)) == (numbers([within]) - numbers(those), True)
