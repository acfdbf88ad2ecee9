"""The calendar as a picture."""

import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings

from deploylint.model.calendar import Calendar
from deploylint.report.calendar_colors import DARK, HATCHED, LIGHT
from deploylint.report.calendar_legend import Shade
from deploylint.report.calendar_svg import BAR, HOUR, render
from deploylint.report.style import Style
from tests.report.calendars import changing, december
from tests.report.hostile_calendars import hostile_calendars
from tests.report.markups import SVG, check_picture


def drawn(calendar: Calendar) -> str:
    return "".join(render(calendar, Style()))


def test_svg(golden: Callable[[str, str], None]) -> None:
    golden("calendar.svg", drawn(december()))


def test_svg_of_days_on_which_the_clock_changes(golden: Callable[[str, str], None]) -> None:
    golden("calendar-autumn.svg", drawn(changing("Europe/Paris", "2026-10-24", 3)))


def areas(root: Element, day: str) -> list[tuple[float, float, str, str]]:
    """Return start and end in hours, shade and words of each area of a day."""
    group = next(one for one in root.iter(f"{SVG}g") if titled(one).startswith(day))
    found = []
    for rect in group.findall(f"{SVG}rect"):
        if rect.get("class") != "now":
            start = (float(rect.get("x", "")) - BAR) / HOUR
            end = start + float(rect.get("width", "")) / HOUR
            found.append((round(start, 3), round(end, 3), str(rect.get("class")), titled(rect)))
    return found


def titled(element: Element) -> str:
    return element.findtext(f"{SVG}title") or ""


def test_areas_lie_where_the_hours_are() -> None:
    assert areas(check_picture(drawn(december())), "Sat 12 December") == [
        (
            0,
            20.25,
            "n2",
            said("00:00-20:15 never: rule weekend-without-on-call (nobody would notice)"),
        ),
        (
            20.25,
            23,
            "p1",
            said("20:15-23:00 acceptable: opening database-move (the database moves)"),
        ),
        (
            23,
            24,
            "n2",
            said("23:00-24:00 never: rule weekend-without-on-call (nobody would notice)"),
        ),
    ]


def said(text: str) -> str:
    return re.sub(r"(?<=\d\d)-(?=\d\d:)", "\N{EN DASH}", text)


def test_a_day_is_covered_except_where_the_clock_skips() -> None:
    root = check_picture(drawn(changing("Europe/Paris", "2026-03-28", 3)))
    for day, gaps in (("Sat 28", []), ("Sun 29", [(2.0, 3.0)]), ("Mon 30", [])):
        found = areas(root, day)
        assert (found[0][0], found[-1][1]) == (0, 24)
        assert [(one[1], other[0]) for one, other in pairwise(found) if one[1] != other[0]] == gaps


def test_the_words_say_what_the_picture_shows() -> None:
    root = check_picture(drawn(december()))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert root.findtext(f"{SVG}title[@id='title']") == "Deployment windows, December 2026"
    told = root.findtext(f"{SVG}desc[@id='desc']") or ""
    assert said("; Wed 2 December 2026: 10:00-16:00; ") in told
    assert "; Fri 25 December 2026: none, Christmas Day, year-end; " in told


@given(hostile_calendars())
@settings(max_examples=60, deadline=None)
def test_hostile_text_stays_text(hostile: Calendar) -> None:
    root = check_picture(drawn(hostile))
    days = [titled(one) for one in root.iter(f"{SVG}g")]
    assert len(days) == len(hostile.grid.days)


def luminance(color: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_can_be_read(colors: dict[str, str]) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    weak = []
    for ink in ("fg", "muted", "accent"):
        for ground in ("bg", "panel"):
            if contrast(colors[ink], colors[ground]) < 4.5:
                weak.append((ink, ground))
    for shade in Shade:
        area, ink, line = colors[shade].split()
        grounds = (area, line) if shade in HATCHED else (area,)
        if min(contrast(ink, ground) for ground in grounds) < 4.5:
            weak.append((shade.value, ink))
    assert weak == []


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_permitted_times_stand_out(colors: dict[str, str]) -> None:
    """The best tier differs from the page, and from every closed tier, as WCAG 1.4.11 asks."""
    best = colors[Shade.BEST].split()[0]
    closed = [colors[s].split()[0] for s in (Shade.CLOSED, Shade.CLOSED_HARD, Shade.FROZEN)]
    assert min(contrast(best, other) for other in (colors["bg"], *closed)) >= 3
