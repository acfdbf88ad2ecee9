"""The calendar for a terminal."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings

from deploylint.model.calendar import Calendar
from deploylint.model.plan import ChangeType, Priority
from deploylint.report.calendar_legend import keys_of
from deploylint.report.calendar_text import render
from deploylint.report.style import Style
from tests.report.calendars import MOMENT, YEAR_END, calendar, changing, december
from tests.report.hostile_calendars import hostile_calendars
from tests.windows.policies import windows

COLOR = re.compile(r"\x1b\[[0-9;]*m")

PAGES: dict[str, tuple[Callable[[], Calendar], Style]] = {
    "month": (december, Style()),
    "month-color": (december, Style(color=True)),
    "narrow": (december, Style(width=50)),
    "hotfix": (
        lambda: calendar(
            YEAR_END,
            date(2026, 12, 21),
            date(2027, 1, 5),
            type=ChangeType.HOTFIX,
            priority=Priority.P2,
        ),
        Style(),
    ),
    "spring": (lambda: changing("Europe/Paris", "2026-03-27", 7), Style(width=100)),
    "autumn": (lambda: changing("Australia/Lord_Howe", "2026-04-03", 4), Style()),
    "left-out": (lambda: changing("Pacific/Apia", "2011-12-28", 5), Style()),
}


@pytest.mark.parametrize("name", PAGES)
def test_text(name: str, golden: Callable[[str, str], None]) -> None:
    drawn, style = PAGES[name]
    golden(f"calendar-{name}.txt", "".join(render(drawn(), style)))


def test_color_says_nothing_that_letters_do_not() -> None:
    colored = "".join(render(december(), Style(color=True)))
    assert COLOR.sub("", colored) == "".join(render(december(), Style()))


@pytest.mark.parametrize("width", [1, 40, 50, 72, 80, 120])
def test_lines_fit(width: int) -> None:
    lines = "".join(render(december(), Style(width=width))).splitlines()
    assert max(map(len, lines)) <= max(width, 40)


def test_days_without_a_permitted_time_say_so() -> None:
    closed = calendar(windows(), date(2026, 12, 1), date(2026, 12, 3))
    assert "no time is permitted in these days\n" in "".join(render(closed, Style()))


@pytest.mark.parametrize(
    ("tiers", "permit", "symbols"),
    [
        pytest.param(
            ["recommended", "acceptable", "avoid", "never"],
            ["recommended", "acceptable"],
            "RA.xf",
            id="default",
        ),
        pytest.param(["avoid", "acceptable"], ["avoid", "acceptable"], "ACf", id="same-letter"),
        pytest.param(["aa", "a", "AA"], ["a", "aa", "AA"], "ABCf", id="letters-run-out"),
        pytest.param(["早い", "遅い", "no"], ["早い"], "A.xf", id="no-letters-at-all"),
        pytest.param(["fine", "f", "xx", "foxy", "x"], ["fine"], "F.aox", id="taken-by-others"),
        pytest.param(["go", "stop"], ["go"], "G.f", id="two"),
    ],
)
def test_each_tier_has_a_symbol_of_its_own(
    tiers: list[str], permit: list[str], symbols: str
) -> None:
    keys = keys_of(windows(tiers=tiers, permit=permit, default=tiers[0]))
    found = "".join(key.symbol for key in keys.values())
    assert found == symbols + "f" * (len(tiers) + 1 - len(symbols))
    assert len(set(found)) == len(tiers) + 1


@given(hostile_calendars())
@settings(max_examples=60, deadline=None)
def test_no_text_commands_the_terminal(hostile: Calendar) -> None:
    text = "".join(render(hostile, Style()))
    assert text.replace("\n", "").isprintable()
    assert "##[" not in text
    assert not re.search(r"(?m)^\s*::", text)
    colored = "".join(render(hostile, Style(color=True)))
    assert COLOR.sub("", colored) == text


@given(hostile_calendars())
@settings(max_examples=30, deadline=None)
def test_each_day_has_its_line(hostile: Calendar) -> None:
    lines = "".join(render(hostile, Style())).splitlines()
    days = [
        line for line in lines if re.match(r"[> ](Mon|Tue|Wed|Thu|Fri|Sat|Sun) [ 123]\d ", line)
    ]
    assert [line[5:7].strip() for line in days] == [str(day.date.day) for day in hostile.grid.days]


def test_the_moment_is_marked() -> None:
    lines = "".join(render(december(), Style())).splitlines()
    here = next(number for number, line in enumerate(lines) if line.startswith(">"))
    assert lines[here].startswith(">Tue  1 ")
    assert lines[here + 1 + lines[here + 1].startswith(" " * 56)].strip() == "^ 10:30"
    assert MOMENT.hour == 10
