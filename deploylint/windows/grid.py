"""The windows of a policy as days on its clock, ready to be drawn."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from deploylint.model.calendar import Block, Day, Grid, Note, NoteKind, Range, Slot, Stretch
from deploylint.model.windows import WindowRules
from deploylint.windows.clockpieces import ClockPieces
from deploylint.windows.days import day_number
from deploylint.windows.entries import Entry, Kind
from deploylint.windows.intervals import Span, merge
from deploylint.windows.judge import Desk, Question, desk_of, variant_of
from deploylint.windows.localtime import DAY, instant
from deploylint.windows.remarks import remarks
from deploylint.windows.stretches import stretches

MARGIN = 8 * DAY
"""Windows that reach beyond the days are followed for so long; longer ones are cut at the days."""

MARKED = {"holiday_eve": NoteKind.EVE, "bridge_day": NoteKind.BRIDGE}
"""The forms of rules whose days are worth a note."""


def lay_out(rules: WindowRules, question: Question, first: date, until: date) -> Grid:
    """Return the days from `first` to `until`, which is excluded, for the change of the question.

    Raises ValueError with a sentence when there are too many windows.
    """
    return _Layout(rules, question, (first, until)).grid()


class _Layout:
    """The pieces that the days are put together from."""

    def __init__(self, rules: WindowRules, question: Question, dates: tuple[date, date]) -> None:
        self.rules, self.question = rules, question
        self.first, self.until = dates
        self.desk: Desk = desk_of(rules, question)
        self.variant = variant_of(rules, question)
        clock = self.desk.entries.clock
        low, high = (clock.start(day_number(day) * DAY) for day in dates)
        self.span: Span = (low, high)
        self.wide: Span = (low - MARGIN, high + MARGIN)
        self.pieces = ClockPieces(clock, *self.wide)
        self.stretches = stretches(rules, question, *map(clock.shown, self.wide))

    def grid(self) -> Grid:
        """Return everything."""
        on_call = self.question.on_call
        return Grid(
            days=tuple(self._days()),
            windows=tuple(self._windows()),
            freezes=tuple(self._freezes()),
            assumptions=remarks(self.desk.entries, on_call, (self.span[0], self.span[1] - 1)),
        )

    def _days(self) -> Iterator[Day]:
        slots = self._slots()
        notes = self._notes()
        skipped, repeated = _by_day(self.pieces.skipped()), _by_day(self.pieces.repeated())
        moment = instant(self.question.at)
        asked = {part.day: part.start for part in self.pieces.parts((moment, moment + 1))}
        for number in range(day_number(self.first), day_number(self.until)):
            own = slots.get(number, [])
            permitted = merge((slot.start, slot.end) for slot in own if slot.permitted)
            yield Day(
                date=self.first + timedelta(days=number - day_number(self.first)),
                seconds=sum(slot.end - slot.start for slot in own),
                slots=tuple(own),
                permitted=tuple(permitted),
                notes=tuple(notes.get(number, ())),
                skipped=tuple(skipped.get(number, ())),
                repeated=tuple(repeated.get(number, ())),
                moment=asked.get(number),
            )

    def _slots(self) -> dict[int, list[Slot]]:
        found: dict[int, list[Slot]] = {}
        for stretch in self.stretches:
            for part in self.pieces.parts((instant(stretch.start), instant(stretch.end))):
                if part.start < part.end:
                    slot = Slot(
                        start=part.start,
                        end=part.end,
                        tier=stretch.tier,
                        permitted=stretch.permitted,
                        deciding=stretch.deciding,
                        turn=part.turn,
                    )
                    found.setdefault(part.day, []).append(slot)
        return found

    def _windows(self) -> Iterator[tuple[Stretch, ...]]:
        """Yield the runs of permitted stretches that touch the days."""
        run: list[Stretch] = []
        for stretch in self.stretches:
            if stretch.permitted:
                run.append(stretch)
            elif run:
                yield from self._window(run)
                run = []
        if run:
            yield from self._window(run)

    def _window(self, run: list[Stretch]) -> Iterator[tuple[Stretch, ...]]:
        shown = self.desk.entries.clock.shown
        start, end = instant(run[0].start), instant(run[-1].end)
        if start >= self.span[1] or end <= self.span[0]:
            return
        low = self.span[0] if start == self.wide[0] else start
        high = self.span[1] if end == self.wide[1] else end
        yield tuple(
            stretch._replace(
                start=shown(max(instant(stretch.start), low)),
                end=shown(min(instant(stretch.end), high)),
            )
            for stretch in run
            if instant(stretch.end) > low and instant(stretch.start) < high
        )

    def _freezes(self) -> Iterator[Block]:
        shown = self.desk.entries.clock.shown
        found = [
            (span, entry)
            for entry in self._entries()
            if entry.kind is Kind.FREEZE
            for span in self._spans(entry)
        ]
        for (start, end), entry in sorted(found, key=lambda one: (one[0], one[1].id)):
            yield Block(entry.id, shown(start), shown(end), entry.reason)

    def _notes(self) -> dict[int, list[Note]]:
        """Return what is worth knowing about each day, holidays first."""
        notes: dict[int, list[Note]] = {}
        for day, note in (*self._holidays(), *self._marked()):
            if note not in notes.setdefault(day, []):
                notes[day].append(note)
        order = list(NoteKind)
        for own in notes.values():
            own.sort(key=lambda note: order.index(note.kind))
        return notes

    def _holidays(self) -> Iterator[tuple[int, Note]]:
        for calendar in self.rules.holidays:
            known = self.question.holidays.get(calendar.name)
            for day, name in known.names.items() if known else ():
                yield day_number(day), Note(NoteKind.HOLIDAY, name)

    def _marked(self) -> Iterator[tuple[int, Note]]:
        """Yield the days that freezes, openings, eves and bridge days touch."""
        for entry in self._entries():
            kind = _noted(entry)
            for span in self._spans(entry) if kind else ():
                for day, (start, end) in self._hulls(span):
                    first, last = self._ends(day)
                    note = Note(
                        kind=kind or NoteKind.FREEZE,
                        name=entry.id,
                        start=start if start > first else None,
                        end=end if end < last else None,
                    )
                    yield day, note

    def _entries(self) -> list[Entry]:
        return self.desk.timeline.applying(self.variant)

    def _spans(self, entry: Entry) -> list[Span]:
        """Return the spans of an entry that touch the days."""
        low, high = self.span
        spans = merge(self.desk.timeline.spans(entry, low, high))
        return [span for span in spans if span[0] < high and span[1] > low]

    def _hulls(self, span: Span) -> Iterator[tuple[int, Range]]:
        """Yield each day that a span touches, from the first to the last second of it there."""
        hulls: dict[int, Range] = {}
        for part in self.pieces.parts(span):
            known = hulls.get(part.day, (part.start, part.end))
            hulls[part.day] = (min(known[0], part.start), max(known[1], part.end))
        yield from hulls.items()

    def _ends(self, day: int) -> Range:
        """Return the first and the last second that the clock shows on a day."""
        clock = self.desk.entries.clock
        whole = (clock.start(day * DAY), clock.end((day + 1) * DAY))
        return dict(self._hulls(whole)).get(day, (0, 0))


def _noted(entry: Entry) -> NoteKind | None:
    """Return the kind of note that an entry is worth."""
    match entry.kind:
        case Kind.FREEZE:
            return NoteKind.FREEZE
        case Kind.OPENING:
            return NoteKind.OPENING
        case Kind.RULE:
            return MARKED.get(entry.form)
        case _:
            return None


def _by_day(ranges: Iterable[tuple[int, Range]]) -> dict[int, list[Range]]:
    found: dict[int, list[Range]] = {}
    for day, one in ranges:
        found.setdefault(day, []).append(one)
    return found
