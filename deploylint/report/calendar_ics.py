"""The calendar as an iCalendar file (RFC 5545) that teams subscribe to.

All times are in UTC, so no description of a time zone is needed. Windows and holidays take no time
(`TRANSP:TRANSPARENT`), freezes do: a policy can read them back as freezes of kind `ics`. Each event
keeps its UID as long as it keeps its day, so that a later file replaces it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from deploylint.model.calendar import Block, Calendar, NoteKind, Stretch
from deploylint.model.windowwords import interval
from deploylint.report.calendar_words import about, causes
from deploylint.report.escape import printable
from deploylint.report.style import Style

LONGEST = 75
"""The longest line in octets, without its end (RFC 5545, 3.1)."""

SECOND = timedelta(seconds=1)
REFRESH = "PT6H"


def render(calendar: Calendar, style: Style) -> Iterator[str]:  # noqa: ARG001  # as every format
    """Yield the file; lines end in CR LF."""
    yield "".join(f"{folded(line)}\r\n" for line in _Feed(calendar).lines())


def folded(line: str) -> str:
    """Return a content line in pieces of at most 75 octets; no character is divided."""
    pieces, size = [""], 0
    for char in line:
        width = len(char.encode())
        if size + width > LONGEST:
            pieces.append(" ")
            size = 1
        pieces[-1] += char
        size += width
    return "\r\n".join(pieces)


def escaped(text: str) -> str:
    """Return `text` as the value of a property of type TEXT (RFC 5545, 3.3.11), on one line."""
    text = printable(text).replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,")


class _Feed:
    """One calendar as events."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        change = calendar.report.change
        told = (
            calendar.report.policy,
            calendar.report.answer.timezone,
            change.type.value,
            change.priority.value if change.priority else "",
            change.on_call.value,
        )
        self.feed = _digest("\n".join(told))
        self.uids: dict[str, int] = {}

    def lines(self) -> Iterator[str]:
        """Yield the content lines, not yet folded."""
        name = escaped(f"Deployment windows: {self.calendar.report.policy}")
        yield "BEGIN:VCALENDAR"
        yield "VERSION:2.0"
        yield "PRODID:-//deploylint//deploylint window//EN"
        yield "CALSCALE:GREGORIAN"
        yield "METHOD:PUBLISH"
        yield f"NAME:{name}"
        yield f"X-WR-CALNAME:{name}"
        yield f"X-WR-CALDESC:{escaped(', '.join(about(self.calendar)))}"
        yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"
        yield f"X-PUBLISHED-TTL:{REFRESH}"
        for window in self.calendar.grid.windows:
            yield from self._window(window)
        for freeze in self.calendar.grid.freezes:
            yield from self._freeze(freeze)
        for day in self.calendar.grid.days:
            for note in day.notes:
                if note.kind is NoteKind.HOLIDAY:
                    yield from self._holiday(day.date, note.name)
        yield "END:VCALENDAR"

    def _window(self, window: tuple[Stretch, ...]) -> Iterator[str]:
        start = _utc(window[0].start, up=True)
        end = _utc(window[-1].end, up=False)
        if start >= end:
            return
        tiers = ", ".join(dict.fromkeys(stretch.tier for stretch in window))
        told = [_described(stretch) for stretch in window]
        day = f"{window[0].start.date():%Y%m%d}"
        yield from self._event(f"window-{day}", f"Deployments permitted: {tiers}", told)
        yield from (f"DTSTART:{_stamp(start)}", f"DTEND:{_stamp(end)}")
        yield from ("CATEGORIES:DEPLOYMENT WINDOW", "TRANSP:TRANSPARENT", "END:VEVENT")

    def _freeze(self, freeze: Block) -> Iterator[str]:
        start, end = _utc(freeze.start, up=False), _utc(freeze.end, up=True)
        told = [interval(freeze.start, freeze.end), *([freeze.reason] if freeze.reason else [])]
        uid = f"freeze-{_digest(freeze.id)}-{freeze.start.date():%Y%m%d}"
        yield from self._event(uid, f"Deployment freeze: {freeze.id}", told)
        yield from (f"DTSTART:{_stamp(start)}", f"DTEND:{_stamp(end)}")
        yield from ("CATEGORIES:DEPLOYMENT FREEZE", "TRANSP:OPAQUE", "END:VEVENT")

    def _holiday(self, day: date, name: str) -> Iterator[str]:
        following = day + timedelta(days=1)
        yield from self._event(f"holiday-{day:%Y%m%d}", name, [])
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{following:%Y%m%d}"
        yield from ("CATEGORIES:HOLIDAY", "TRANSP:TRANSPARENT", "END:VEVENT")

    def _event(self, uid: str, summary: str, told: list[str]) -> Iterator[str]:
        """Yield what every event begins with; the second of a day gets a number in its UID."""
        number = self.uids[uid] = self.uids.get(uid, 0) + 1
        yield "BEGIN:VEVENT"
        yield f"UID:{uid}-{number}-{self.feed}@deploylint"
        yield f"DTSTAMP:{_stamp(_utc(self.calendar.report.now, up=False))}"
        yield f"SUMMARY:{escaped(summary)}"
        if told:
            text = "\\n".join(map(escaped, told))
            yield f"DESCRIPTION:{text}"


def _described(stretch: Stretch) -> str:
    return f"{interval(stretch.start, stretch.end)}: {stretch.tier}, {causes(stretch.deciding)}"


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:12]


def _utc(moment: datetime, *, up: bool) -> datetime:
    """Return a moment in UTC and whole seconds, for RFC 5545 knows no parts of one."""
    whole = moment.astimezone(UTC).replace(microsecond=0)
    return whole + SECOND if up and moment.microsecond else whole


def _stamp(moment: datetime) -> str:
    return f"{moment.year:04d}{moment:%m%dT%H%M%SZ}"
