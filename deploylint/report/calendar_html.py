"""The calendar as one page: no network, no script, light and dark, on paper, and read aloud."""

from collections.abc import Iterator

from deploylint.model.calendar import Calendar, Day, NoteKind, Slot, Turn, months
from deploylint.report.calendar_colors import HATCHED, scheme
from deploylint.report.calendar_entries import Table, tables
from deploylint.report.calendar_legend import Key, Shade, keys_of, used
from deploylint.report.calendar_words import (
    DAYS,
    about,
    causes,
    clock,
    clock_notes,
    month_name,
    note,
    origin,
    slot_words,
    status,
    times,
    title,
)
from deploylint.report.markup import marked_up
from deploylint.report.style import Style

DAY = 86400
LABELLED = 0.075
"""An area that is at least this part of a day wide carries its tier."""

HOURS = range(0, 25, 3)
NO_NETWORK = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

CSS = """
*{box-sizing:border-box}
html{color-scheme:light dark;background:var(--bg);-webkit-text-size-adjust:100%}
body{margin:0;color:var(--fg);font:14px/1.45 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:1180px;margin:0 auto;padding:28px 24px 40px}
h1{font-size:clamp(20px,4vw,26px);line-height:1.2;margin:0 0 4px;letter-spacing:-.01em}
h2{font-size:18px;margin:30px 0 8px}
p{margin:0}
.about,.small{color:var(--muted)}
.small{font-size:12.5px}
.status{display:inline-block;margin:16px 0 14px;padding:8px 14px;border:1px solid var(--line);
border-left:5px solid var(--n0-ink);border-radius:6px;background:var(--panel)}
.status.yes{border-left-color:var(--p0)}
.legend{display:flex;flex-wrap:wrap;gap:6px 18px;list-style:none;margin:0;padding:0}
.legend i{display:inline-block;width:30px;height:15px;border-radius:3px;margin-right:7px;
vertical-align:-2px}
.legend small{color:var(--muted)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th{font-weight:600;text-align:left}
.month{min-width:760px;table-layout:fixed;font-variant-numeric:tabular-nums}
.month th,.month td{padding:2px 8px 2px 6px;vertical-align:middle}
.month thead th{font-size:12px;font-weight:500;color:var(--muted);padding-bottom:4px}
.month .d{width:76px}.month .p{width:118px}.month .n{width:24%}
.month td.p,.month td.n{font-size:13px;line-height:1.3}
.month tbody{border-bottom:1px solid var(--line)}
.month thead{border-bottom:1px solid var(--line)}
.month tbody tr:first-child>*{padding-top:5px}.month tbody tr:last-child>*{padding-bottom:5px}
.month tbody th{white-space:nowrap;font-weight:500}
.month .off th{color:var(--muted);font-weight:400}
.month .here th{font-weight:700;color:var(--accent)}
.none{color:var(--muted)}
.bar,.axis{position:relative}
.bar{height:20px;border-radius:4px;overflow:hidden}
.bar b{position:absolute;top:0;height:100%;overflow:hidden;white-space:nowrap;
text-overflow:ellipsis;font-weight:500;font-size:11.5px;line-height:20px;text-align:center}
.bar b span{position:relative;z-index:2}
.bar .t1{height:50%}.bar .t2{top:50%;height:50%}
.bar s,.bar u{position:absolute;top:0;height:100%;width:1px;background:var(--bg);opacity:.6}
.bar s{z-index:1}
.bar u{z-index:3;width:3px;margin-left:-1px;background:var(--accent);opacity:1;
outline:1px solid var(--bg)}
.axis{height:16px}
.axis span{position:absolute;transform:translateX(-50%)}
.axis span:first-child{transform:none}.axis span:last-child{transform:translateX(-100%)}
.tag{display:inline-block;border-radius:3px;padding:0 5px;margin:1px 4px 1px 0}
.plain{background:var(--panel);border:1px solid var(--line)}
.list{font-size:13.5px;min-width:560px}
.list th:first-child{width:17%}
.list th,.list td{padding:5px 14px 5px 0;vertical-align:top;border-bottom:1px solid var(--line)}
.list thead th{font-size:12px;color:var(--muted);font-weight:500}
.list tbody th{font-weight:600}
footer{margin-top:30px;padding-top:12px;border-top:1px solid var(--line)}
footer ul{margin:4px 0 0;padding-left:18px}
.aloud{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}
@media print{*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:none;padding:0}.month tbody,.list tr{break-inside:avoid}h2{break-after:avoid}
.wide{overflow:visible}.month,.list{min-width:0}body{font-size:10.5px}h2{margin-top:16px}
.month td.p,.month td.n,.list{font-size:9.5px}.month thead th,.list thead th{font-size:9px}
.month .d{width:56px}.month .p{width:88px}
.bar{height:14px}.bar b{font-size:9px;line-height:14px}}
"""


def render(calendar: Calendar, style: Style) -> Iterator[str]:  # noqa: ARG001  # as every format
    """Yield the page."""
    yield "\n".join([*_Page(calendar).lines(), ""])


class _Page:
    """One calendar as a page."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.keys = keys_of(calendar.rules)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the page."""
        name = marked_up(title(self.calendar))
        yield "<!doctype html>"
        yield '<html lang="en">'
        yield "<head>"
        yield '<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield '<meta name="color-scheme" content="light dark">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{NO_NETWORK}">'
        yield f"<title>{name}</title>"
        yield f"<style>{scheme('screen and (prefers-color-scheme:dark)')}{CSS}{_shades()}</style>"
        yield "</head>"
        yield "<body>"
        yield "<main>"
        yield from self._header(name)
        for first, days in months(self.calendar.grid):
            yield from self._month(month_name(first), days)
        for table in tables(self.calendar):
            yield from _list(table)
        yield from self._footer()
        yield "</main>"
        yield "</body>"
        yield "</html>"

    def _header(self, name: str) -> Iterator[str]:
        calendar = self.calendar
        permitted = " yes" if calendar.report.answer.permitted else ""
        yield "<header>"
        yield f"<h1>{name}</h1>"
        told = marked_up(" · ".join(about(calendar)))
        yield f'<p class="about">{told}</p>'
        yield f'<p class="status{permitted}">{marked_up(status(calendar))}</p>'
        yield '<ul class="legend" aria-label="Tiers">'
        for key in used(calendar.grid, self.keys):
            yield f"<li>{_swatch(key)}</li>"
        yield "</ul>"
        yield "</header>"

    def _month(self, name: str, days: tuple[Day, ...]) -> Iterator[str]:
        yield "<section>"
        yield f"<h2>{name}</h2>"
        yield f'<div class="wide" role="region" aria-label="{name}" tabindex="0">'
        yield '<table class="month">'
        yield f'<caption class="aloud">Deployment windows in {name}, one row per day</caption>'
        yield f'<thead><tr><th scope="col" class="d">Day</th><th scope="col">{_axis()}</th>'
        yield '<th scope="col" class="p">Permitted</th><th scope="col" class="n">Notes</th></tr>'
        yield "</thead>"
        yield "<tbody>"
        for day in days:
            if day.date.weekday() == 0 and day is not days[0]:
                yield "</tbody>"
                yield "<tbody>"
            yield self._day(day)
        yield "</tbody>"
        yield "</table>"
        yield "</div>"
        yield "</section>"

    def _day(self, day: Day) -> str:
        named = f"{DAYS[day.date.weekday()][:3]} {day.date.day}"
        here = day.moment is not None
        weekend = " off" if day.date.weekday() >= 5 else ""  # noqa: PLR2004  # Saturday
        current = ' aria-current="date"' if here else ""
        return (
            f'<tr class="day{weekend}{" here" if here else ""}"{current}>'
            f'<th scope="row"><time datetime="{day.date.isoformat()}">{named}</time></th>'
            f"<td>{self._bar(day)}</td>"
            f'<td class="p">{times(day.permitted) or "<span class=none>none</span>"}</td>'
            f'<td class="n">{"".join(self._notes(day))}</td></tr>'
        )

    def _bar(self, day: Day) -> str:
        areas = "".join(self._area(slot) for slot in day.slots)
        lines = "".join(f'<s style="left:{_percent(hour * 3600)}"></s>' for hour in (6, 12, 18))
        if day.moment is not None:
            told = marked_up(f"{clock(day.moment // 60 * 60)}, the moment asked about")
            lines += f'<u style="left:{_percent(day.moment)}" title="{told}"></u>'
        spoken = marked_up("; ".join(slot_words(slot) for slot in day.slots))
        return (
            f'<div class="bar" aria-hidden="true">{areas}{lines}</div>'
            f'<span class="aloud">{spoken}</span>'
        )

    def _area(self, slot: Slot) -> str:
        key = self.keys[slot.tier]
        turn = "" if slot.turn is Turn.ONLY else f" t{slot.turn.value}"
        width = (slot.end - slot.start) / DAY
        plain = key.shade is Shade.CLOSED or slot.turn is not Turn.ONLY or width < LABELLED
        told = marked_up(f"{slot_words(slot)}: {causes(slot.deciding)}")
        return (
            f'<b class="{key.shade}{turn}" title="{told}"'
            f' style="left:{_percent(slot.start)};width:{_percent(slot.end - slot.start)}">'
            f"{'' if plain else f'<span>{marked_up(slot.tier)}</span>'}</b>"
        )

    def _notes(self, day: Day) -> Iterator[str]:
        for told in day.notes:
            kind = Shade.FROZEN if told.kind is NoteKind.FREEZE else "plain"
            hint = marked_up(f"{told.kind.value}: {told.name}")
            yield f'<span class="tag {kind}" title="{hint}">{marked_up(note(told))}</span> '
        for text in clock_notes(day):
            yield f'<span class="tag plain">{marked_up(text)}</span> '

    def _footer(self) -> Iterator[str]:
        calendar = self.calendar
        yield '<footer class="small">'
        yield f"<p>{marked_up(origin(calendar))}</p>"
        if calendar.assumptions:
            yield "<ul>"
            for text in calendar.assumptions:
                yield f"<li>{marked_up(text)}</li>"
            yield "</ul>"
        yield "</footer>"


def _list(table: Table) -> Iterator[str]:
    """Yield the entries of one kind, in words."""
    yield "<section>"
    yield f"<h2>{table.title}</h2>"
    yield f'<div class="wide" role="region" aria-label="{table.title}" tabindex="0">'
    yield '<table class="list">'
    heads = "".join(f'<th scope="col">{marked_up(head)}</th>' for head in table.heads)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        first = f'<th scope="row">{marked_up(row[0])}</th>'
        rest = "".join(f"<td>{marked_up(text)}</td>" for text in row[1:])
        yield f"<tr>{first}{rest}</tr>"
    yield "</tbody>"
    yield "</table>"
    yield "</div>"
    yield "</section>"


def _axis() -> str:
    marks = "".join(f'<span style="left:{_percent(hour * 3600)}">{hour}</span>' for hour in HOURS)
    return f'<span class="aloud">Tiers</span><div class="axis" aria-hidden="true">{marks}</div>'


def _swatch(key: Key) -> str:
    said = "permitted" if key.permitted else "not permitted"
    return f'<i class="{key.shade}"></i>{marked_up(key.tier)} <small>{said}</small>'


def _percent(seconds: int) -> str:
    return f"{seconds * 100 / DAY:.4f}".rstrip("0").rstrip(".") + "%"


def _shades() -> str:
    """Return how each shade is painted."""
    rules = []
    for shade in Shade:
        area = f"var(--{shade})"
        if shade in HATCHED:
            line = f"var(--{shade}-line)"
            area = f"repeating-linear-gradient(135deg,{area} 0 5px,{line} 5px 8px)"
        rules.append(f".{shade}{{background:{area};color:var(--{shade}-ink)}}")
    return "".join(rules)
