"""The deployment windows around the moment judged: a picture, and the same in words."""

from collections.abc import Iterator

from deploylint.model.calendar import Calendar, Day, NoteKind, Slot, Turn
from deploylint.model.report import Report
from deploylint.report.calendar_legend import Key, Shade, keys_of, used
from deploylint.report.calendar_words import (
    DAYS,
    MONTHS,
    about,
    causes,
    clock,
    clock_notes,
    long_date,
    note,
    slot_words,
    status,
    times,
)
from deploylint.report.html_element import Markup, aloud, block, element, joined

DAY = 86400
SATURDAY = 5
LETTERS = 72
"""About how many letters a whole day is wide; a tier is named in an area that has the room."""

HEIGHT = 20
MARKER = 3
"""In CSS pixels."""


def spoken_status(report: Report) -> str:
    """Return how the windows stand at the moment judged, or why nothing is known of them."""
    if report.calendar is not None:
        return f"{status(report.calendar)}."
    if report.at is None:
        return "No windows are shown, because the plan is judged without a clock."
    if report.timezone is None:
        return "No windows are shown, because no rule of the policy that applies asks for them."
    return "The windows of the policy could not be drawn; `deploylint window` says why."


def picture(calendar: Calendar) -> Markup:
    """Return the days of a calendar, a list per week."""
    keys = keys_of(calendar.rules)
    told = " · ".join(about(calendar))
    legend = (element("li", *_swatch(key)) for key in used(calendar.grid, keys))
    return block(
        "div",
        element("p", told, class_="small"),
        block("ul", *legend, class_="legend", aria_label="Tiers"),
        _axis(),
        *(_week(days, keys) for days in _weeks(calendar.grid.days)),
        class_="windows",
    )


def without_moment(calendar: Calendar) -> Calendar:
    """Return a calendar that does not show the moment judged, so that plans can share it."""
    days = tuple(day._replace(moment=None) for day in calendar.grid.days)
    return calendar._replace(grid=calendar.grid._replace(days=days))


def _swatch(key: Key) -> Iterator[str]:
    area = element("rect", class_=key.shade, width="100%", height="100%")
    yield element("svg", area, class_="swatch", aria_hidden="true")
    yield f" {key.tier} "
    yield element("small", "permitted" if key.permitted else "not permitted")


def _axis() -> Markup:
    marks = (
        element("text", str(hour), x=f"{hour * 100 / 24:g}%", y="11", class_=_side(hour))
        for hour in range(0, 25, 3)
    )
    hours = element("svg", *marks, class_="axis", width="100%", height="14", aria_hidden="true")
    heads = (element("span", text, class_=kind) for text, kind in (("Permitted", "p"), ("", "n")))
    return element(
        "div",
        element("span", "Day", class_="d"),
        hours,
        *heads,
        class_="day head",
        aria_hidden="true",
    )


def _side(hour: int) -> str | None:
    return {0: "first", 24: "last"}.get(hour)


def _weeks(days: tuple[Day, ...]) -> Iterator[tuple[Day, ...]]:
    week: list[Day] = []
    for day in days:
        if week and day.date.weekday() == 0:
            yield tuple(week)
            week = []
        week.append(day)
    if week:
        yield tuple(week)


def _week(days: tuple[Day, ...], keys: dict[str, Key]) -> Markup:
    first = days[0].date
    name = f"{DAYS[first.weekday()]} {long_date(first)} and the days after it"
    return block("ol", *(_day(day, keys) for day in days), class_="week", aria_label=name)


def _day(day: Day, keys: dict[str, Key]) -> Markup:
    date, here = day.date, day.moment is not None
    name = f"{DAYS[date.weekday()][:3]} {date.day} {MONTHS[date.month - 1][:3]}"
    permitted = times(day.permitted)
    spoken = "; ".join(slot_words(slot) for slot in day.slots)
    kinds = ["day", *["off"] * (date.weekday() >= SATURDAY), *["here"] * here]
    parts = (
        element("time", name, datetime=date.isoformat(), class_="d"),
        element("svg", *_areas(day, keys), class_="bar", height=HEIGHT, aria_hidden="true"),
        element("span", aloud("permitted "), permitted or "none", class_="p"),
        element("span", *_notes(day), aloud(f"All day: {spoken}."), class_="n"),
    )
    return element(
        "li",
        joined(*parts, by=" "),
        class_=" ".join(kinds),
        aria_current="date" if here else None,
    )


def _areas(day: Day, keys: dict[str, Key]) -> Iterator[Markup]:
    for slot in day.slots:
        yield _area(slot, keys[slot.tier])
    for hour in (6, 12, 18):
        at = f"{hour * 100 / 24:g}%"
        yield element("line", class_="grid", x1=at, x2=at, y1="0", y2="100%")
    for slot in day.slots:
        room = (slot.end - slot.start) / DAY * LETTERS
        if keys[slot.tier].permitted and slot.turn is Turn.ONLY and len(slot.tier) <= room:
            middle = _percent((slot.start + slot.end) / 2)
            shade = f"tier {keys[slot.tier].shade}-ink"
            yield element("text", slot.tier, class_=shade, x=middle, y="14")
    if day.moment is not None:
        told = element("title", f"{clock(day.moment // 60 * 60)}, the moment judged")
        yield element(
            "rect", told, class_="now", x=_percent(day.moment), width=MARKER, height="100%"
        )


def _area(slot: Slot, key: Key) -> Markup:
    told = element("title", f"{slot_words(slot)}: {causes(slot.deciding)}")
    half = None if slot.turn is Turn.ONLY else "50%"
    return element(
        "rect",
        told,
        class_=key.shade,
        x=_percent(slot.start),
        y="50%" if slot.turn is Turn.SECOND else None,
        width=_percent(slot.end - slot.start),
        height=half or "100%",
    )


def _notes(day: Day) -> Iterator[Markup]:
    if day.moment is not None:
        yield element("span", f"judged {clock(day.moment // 60 * 60)}", class_="tag judged")
        yield Markup(" ")
    for told in day.notes:
        shade = Shade.FROZEN if told.kind is NoteKind.FREEZE else "plain"
        yield element("span", aloud(f"{told.kind}: "), note(told), class_=f"tag {shade}-tag")
        yield Markup(" ")
    for text in clock_notes(day):
        yield element("span", text, class_="tag plain-tag")
        yield Markup(" ")


def _percent(seconds: float) -> str:
    return f"{seconds * 100 / DAY:.4f}".rstrip("0").rstrip(".") + "%"
