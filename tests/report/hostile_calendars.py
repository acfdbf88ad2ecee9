"""Calendars of policies in which every text was written by somebody who means harm."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from deploylint.model.calendar import Calendar
from deploylint.model.location import Location
from deploylint.model.plan import ChangeType
from deploylint.model.timespecs import HolidaySpec, IcsSpec, PeriodSpec, WeeklySpec
from deploylint.model.windows import (
    FROZEN,
    Freeze,
    HolidayCalendar,
    Opening,
    Override,
    WindowException,
    WindowRule,
    WindowRules,
)
from tests.report import calendars
from tests.report.hostile import TEXT as PLAIN

MARKUP = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' style='x",
    "]]>",
    "-->",
    "&lt;&#x3c;",
    "{{x}}",
    "END:VEVENT",
    "\r\nATTACH:https://example.org",
    "\\n\\,;:",
    "\x00\x0b\x1f",
    "\ufffe",
)
TEXT = st.lists(st.sampled_from(MARKUP) | PLAIN, max_size=4).map("".join)
HERE = Location("policy.yaml", 1, 1)
FIRST = date(2026, 12, 1)
WEEK = timedelta(days=7)


@st.composite
def hostile_calendars(draw: st.DrawFn) -> Calendar:
    """Return a week of a policy; it looks the same for every text."""
    tiers = tuple(draw(st.lists(TEXT, min_size=4, max_size=6, unique=True)))
    tiers = tuple(tier if tier != FROZEN else "ice" for tier in tiers)
    start = datetime(2026, 12, 3, 9)  # noqa: DTZ001  # a time on the clock of the policy
    period = PeriodSpec(start=start, end=start + timedelta(hours=30))
    rules = WindowRules(
        default=tiers[2],
        permit=tiers[:2],
        at=HERE,
        timezone="Europe/Paris",
        tiers=tiers,
        holidays=(HolidayCalendar(name=draw(TEXT), at=HERE, country="FR"),),
        rules=tuple(
            WindowRule(
                id=draw(TEXT),
                tier=tier,
                time=WeeklySpec(days=(number,), start=600, end=960),
                at=HERE,
                reason=draw(st.none() | TEXT),
            )
            for number, tier in enumerate(tiers)
        ),
        freezes=(Freeze(id=draw(TEXT), time=period, at=HERE, reason=draw(TEXT)),),
        openings=(
            Opening(
                id=draw(TEXT),
                tier=tiers[0],
                time=PeriodSpec(start=start + WEEK / 7 * 2, end=start + WEEK / 7 * 2.5),
                at=HERE,
                reason=draw(TEXT),
                approved_by=draw(TEXT),
            ),
        ),
        exceptions=(
            WindowException(
                id=draw(TEXT),
                grants=tiers[1],
                overrides=(Override.WINDOWS,),
                at=HERE,
                types=(ChangeType.ROLLBACK,),
            ),
        ),
    )
    drawn = calendars.calendar(rules, FIRST, FIRST + WEEK, name=draw(TEXT), incident=True)
    holiday = HolidaySpec(calendar=draw(TEXT))
    unread = Freeze(id=draw(TEXT), time=IcsSpec(draw(TEXT), draw(TEXT)), at=HERE)
    hostile = WindowRule(id=draw(TEXT), tier=tiers[0], time=holiday, at=HERE, timezone=draw(TEXT))
    # what stands in the policy is listed in words, also when no day has it
    listed = rules._replace(freezes=(*rules.freezes, unread), rules=(*rules.rules, hostile))
    days = tuple(
        day._replace(notes=tuple(note._replace(name=draw(TEXT)) for note in day.notes))
        for day in drawn.grid.days
    )
    told = drawn.report._replace(
        change=drawn.report.change._replace(incident=draw(TEXT)), assumptions=(draw(TEXT),)
    )
    return Calendar(report=told, rules=listed, grid=drawn.grid._replace(days=days))
