"""How counts, lists, quotations and durations are put."""

from datetime import datetime, timedelta

import pytest

from deploylint.model.wording import counted, dotted, listed, moment, quoted, share, spoken


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        pytest.param(timedelta(), "0 s", id="nothing"),
        pytest.param(timedelta(seconds=45.7), "45 s", id="seconds"),
        pytest.param(timedelta(minutes=5), "5 min", id="minutes"),
        pytest.param(timedelta(hours=1, minutes=30, seconds=9), "1 h 30 min", id="two-units"),
        pytest.param(timedelta(hours=-3), "3 h", id="negative"),
        pytest.param(timedelta(days=1), "1 day", id="day"),
        pytest.param(timedelta(days=90, minutes=1), "90 days 1 min", id="zero-left-out"),
    ],
)
def test_durations_are_spoken(span: timedelta, expected: str) -> None:
    assert spoken(span) == expected


def test_counts_and_shares() -> None:
    assert [counted(n, "test") for n in (0, 1, 2)] == ["0 tests", "1 test", "2 tests"]
    found = [share(part, whole, "test") for part, whole in ((1, 1), (2, 2), (3, 3), (1, 3))]
    assert found == ["the only test", "both tests", "all 3 tests", "1 of 3 tests"]


def test_lists_end_in_and() -> None:
    found = [listed(list("abcdefgh"[:n])) for n in (1, 2, 3, 8)]
    assert found == ["a", "a and b", "a, b and c", "a, b, c, d, e, f and 2 more"]


def test_quotations_are_short_on_one_line_and_without_secrets() -> None:
    assert quoted("a\n  b") == '"a b"'
    assert quoted("x" * 200) == '"' + "x" * 79 + '…"'
    assert quoted("psql postgres://app:hunter2@db") == '"psql postgres://app:****@db"'


def test_paths_and_moments() -> None:
    assert dotted(("smoke_tests", 0, "name")) == "smoke_tests[0].name"
    assert moment(datetime.fromisoformat("2026-11-24T10:30:59+01:00")) == "2026-11-24 10:30+01:00"
