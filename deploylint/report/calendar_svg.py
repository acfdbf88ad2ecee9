"""The calendar as a picture: self-contained, in the light or dark of whoever looks at it."""

from collections.abc import Iterator

from deploylint.model.calendar import Calendar, Day, Slot, Turn, months
from deploylint.report.calendar_colors import HATCHED, scheme
from deploylint.report.calendar_legend import Shade, keys_of, used
from deploylint.report.calendar_words import (
    DAYS,
    about,
    causes,
    clock,
    clock_notes,
    day_name,
    month_name,
    note,
    origin,
    slot_words,
    status,
    times,
    title,
)
from deploylint.report.escape import printable
from deploylint.report.layout import columns, cut
from deploylint.report.markup import marked_up
from deploylint.report.style import Style

WIDTH = 1200
MARGIN = 28
BAR = 112
"""Where the hours begin; all in the units of the picture, which are pixels at its natural size."""

HOUR = 25
PERMITTED = BAR + 24 * HOUR + 18
NOTES = PERMITTED + 178
ROW = 23
HEIGHT = 18
WEEK = 8
SECONDS = 3600
LETTER = 7
LETTER_SMALL = 6
"""About as wide as a character of the legend, and of a label in an area, is."""

LABELLED = 2 * SECONDS
"""An area that lasts at least so long carries its tier, if that is short enough."""

ROOM_PERMITTED = 24
ROOM_NOTES = 37
ROOM_LINE = 160
"""The longest texts beside a day, in characters; the whole text is in its title."""

CSS = """
text{font:12.5px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--fg)}
.bg{fill:var(--bg)}
.h1{font-size:24px;font-weight:700}
.h2{font-size:16px;font-weight:600}
.muted,.off{fill:var(--muted)}
.axis,.head{fill:var(--muted);font-size:11px}
.axis{text-anchor:middle}
.day{font-size:13px}
.here{fill:var(--accent);font-weight:700}
.tier{font-size:11px;font-weight:500;text-anchor:middle;pointer-events:none}
.rule{stroke:var(--line)}
.grid{stroke:var(--bg);stroke-opacity:.6}
.now{fill:var(--accent);stroke:var(--bg)}
"""


def render(calendar: Calendar, style: Style) -> Iterator[str]:  # noqa: ARG001  # as every format
    """Yield the picture."""
    yield "\n".join([*_Picture(calendar).lines(), ""])


class _Picture:
    """One calendar as a picture; `y` is how far down it has been drawn."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.keys = keys_of(calendar.rules)
        self.y = 0

    def lines(self) -> Iterator[str]:
        """Yield the lines of the picture."""
        body = [*self._head(), *self._months(), *self._foot()]
        height = self.y + MARGIN - 8
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
            f' viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title desc">'
        )
        yield f'<title id="title">{marked_up(title(self.calendar))}</title>'
        yield f'<desc id="desc">{marked_up(self._described())}</desc>'
        yield f"<style>{scheme('(prefers-color-scheme:dark)')}{CSS}{_shades()}</style>"
        yield f"<defs>{_patterns()}</defs>"
        yield f'<rect class="bg" width="{WIDTH}" height="{height}"/>'
        yield from body
        yield "</svg>"

    def _described(self) -> str:
        """Return the picture in words: who it is for, and what is permitted on each day."""
        calendar = self.calendar
        days = "; ".join(
            f"{day_name(day.date)}: {', '.join([times(day.permitted) or 'none', *_notes(day)])}"
            for day in calendar.grid.days
        )
        return f"{', '.join(about(calendar))}. {status(calendar)}. Permitted times: {days}."

    def _head(self) -> Iterator[str]:
        calendar = self.calendar
        self.y = 46
        yield self._text(MARGIN, title(calendar), "h1")
        self.y += 24
        yield self._text(MARGIN, " · ".join(about(calendar)), "muted", room=ROOM_LINE)
        self.y += 22
        yield self._text(MARGIN, status(calendar), "", room=ROOM_LINE)
        self.y += 28
        yield from self._legend()

    def _legend(self) -> Iterator[str]:
        x = MARGIN
        for key in used(self.calendar.grid, self.keys):
            said = cut(printable(key.tier), 40) + (": permitted" if key.permitted else "")
            width = 40 + LETTER * columns(said) + 18
            if x > MARGIN and x + width > WIDTH - MARGIN:
                x, self.y = MARGIN, self.y + ROW
            at = f'x="{x}" y="{self.y - 12}"'
            yield f'<rect class="{key.shade}" {at} width="30" height="15" rx="3"/>'
            yield self._text(x + 38, said, "")
            x += width
        self.y += 6

    def _months(self) -> Iterator[str]:
        for first, days in months(self.calendar.grid):
            self.y += 36
            yield self._text(MARGIN, month_name(first), "h2")
            self.y += 20
            for hour in range(0, 25, 3):
                yield self._text(BAR + hour * HOUR, str(hour), "axis")
            yield self._text(PERMITTED, "permitted", "head")
            yield self._text(NOTES, "notes", "head")
            self.y += 8
            for day in days:
                if day.date.weekday() == 0 and day is not days[0]:
                    yield self._rule()
                yield from self._day(day)

    def _rule(self) -> str:
        self.y += WEEK
        y = self.y - WEEK // 2 + 0.5
        return f'<line class="rule" x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{y}" y2="{y}"/>'

    def _day(self, day: Day) -> Iterator[str]:
        top = self.y + (ROW - HEIGHT) // 2
        yield "<g>"
        yield f"<title>{marked_up(day_name(day.date))}</title>"
        for slot in day.slots:
            yield from self._area(slot, top)
        for hour in (6, 12, 18):
            x = BAR + hour * HOUR
            yield f'<line class="grid" x1="{x}" x2="{x}" y1="{top}" y2="{top + HEIGHT}"/>'
        for slot in day.slots:
            yield from self._tier(slot, top)
        if day.moment is not None:
            left = _x(day.moment) - 2
            told = marked_up(f"{clock(day.moment // 60 * 60)}, the moment asked about")
            yield (
                f'<rect class="now" x="{left:g}" y="{top - 2}" width="4" height="{HEIGHT + 4}">'
                f"<title>{told}</title></rect>"
            )
        self.y += ROW
        yield from self._beside(day)
        yield "</g>"

    def _beside(self, day: Day) -> Iterator[str]:
        """Yield the name of the day, what is permitted, and the notes."""
        weekend = "day off" if day.date.weekday() >= 5 else "day"  # noqa: PLR2004  # Saturday
        name = f"{DAYS[day.date.weekday()][:3]} {day.date.day}"
        self.y -= 7
        yield self._text(MARGIN, name, "day here" if day.moment is not None else weekend)
        permitted = times(day.permitted)
        yield self._text(
            PERMITTED, permitted or "none", "" if permitted else "muted", room=ROOM_PERMITTED
        )
        notes = ", ".join(_notes(day))
        if notes:
            yield self._text(NOTES, notes, "", room=ROOM_NOTES)
        self.y += 7

    def _area(self, slot: Slot, top: int) -> Iterator[str]:
        y, height = top, HEIGHT
        if slot.turn is not Turn.ONLY:
            height //= 2
            y += height * (slot.turn is Turn.SECOND)
        told = marked_up(f"{slot_words(slot)}: {causes(slot.deciding)}")
        yield (
            f'<rect class="{self.keys[slot.tier].shade}" x="{_x(slot.start):g}" y="{y}"'
            f' width="{_x(slot.end) - _x(slot.start):g}" height="{height}">'
            f"<title>{told}</title></rect>"
        )

    def _tier(self, slot: Slot, top: int) -> Iterator[str]:
        shade = self.keys[slot.tier].shade
        length = slot.end - slot.start
        room = int((length / SECONDS * HOUR) // LETTER_SMALL)
        if shade is Shade.CLOSED or slot.turn is not Turn.ONLY or length < LABELLED:
            return
        x = (_x(slot.start) + _x(slot.end)) / 2
        label = marked_up(cut(printable(slot.tier), room))
        yield f'<text class="tier {shade}-ink" x="{x:g}" y="{top + 13}">{label}</text>'

    def _foot(self) -> Iterator[str]:
        calendar = self.calendar
        self.y += 14
        for text in (origin(calendar), *calendar.assumptions):
            self.y += 18
            yield self._text(MARGIN, text, "muted", room=ROOM_LINE)

    def _text(self, x: int, text: str, kind: str, room: int = 1000) -> str:
        """Return a line of text; what is cut off stands in its title."""
        shown = cut(printable(text), room)
        whole = f"<title>{marked_up(text)}</title>" if shown != printable(text) else ""
        named = f' class="{kind}"' if kind else ""
        return f'<text{named} x="{x}" y="{self.y}">{whole}{marked_up(shown)}</text>'


def _notes(day: Day) -> list[str]:
    return [*map(note, day.notes), *clock_notes(day)]


def _x(seconds: int) -> float:
    return round(BAR + seconds / SECONDS * HOUR, 2)


def _shades() -> str:
    """Return how each shade is painted."""
    rules = []
    for shade in Shade:
        area = f"url(#{shade}-area)" if shade in HATCHED else f"var(--{shade})"
        rules.append(f".{shade}{{fill:{area}}}.{shade}-ink{{fill:var(--{shade}-ink)}}")
    return "".join(rules)


def _patterns() -> str:
    """Return the areas that are hatched."""
    return "".join(
        f'<pattern id="{shade}-area" width="8" height="8" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="8" height="8" style="fill:var(--{shade})"/>'
        f'<rect width="3" height="8" style="fill:var(--{shade}-line)"/></pattern>'
        for shade in HATCHED
    )
