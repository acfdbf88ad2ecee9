"""A second opinion: steps through UTC minute by minute and never subtracts an offset.

What the clock shows at each minute is asked of zoneinfo. A window opens at the first minute at
which the clock shows its start or more; it closes at the last minute at which the clock shows its
end, or, if it never does, after the last at which it shows less.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
MIDNIGHT = time()
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIERS = ("recommended", "acceptable", "avoid", "never", "frozen")
AROUND = 4
"""Days before the first minute that matters, for windows that are open then."""


class Clock(NamedTuple):
    """What the clock of a zone shows, minute by minute, from `first` on."""

    first: datetime
    shown: list[datetime]
    highest: list[datetime]
    lowest: list[datetime]

    def opens(self, time: datetime) -> int:
        """Return the first minute at which the clock has shown `time` or more."""
        return bisect_left(self.highest, time)

    def closes(self, time: datetime) -> int:
        """Return the last minute at which the clock shows `time`, or that after all before it."""
        last = bisect_right(self.lowest, time) - 1
        return last if last >= 0 and self.shown[last] == time else last + 1

    def dates(self) -> list[date]:
        """Return all dates from the day before the first minute to the day after the last."""
        start, end = self.shown[0].date() - DAY, self.shown[-1].date() + DAY
        return [start + DAY * number for number in range((end - start).days + 1)]


@lru_cache(maxsize=64)
def clock(zone: str, first: datetime, minutes: int) -> Clock:
    """Return the clock of `zone` for so many minutes after `first`."""
    there = ZoneInfo(zone)
    shown = [
        (first + MINUTE * n).astimezone(there).replace(tzinfo=None, fold=0) for n in range(minutes)
    ]
    highest, lowest = list(shown), list(shown)
    for n in range(1, minutes):
        highest[n] = max(highest[n - 1], shown[n])
    for n in range(minutes - 2, -1, -1):
        lowest[n] = min(lowest[n + 1], shown[n])
    return Clock(first, shown, highest, lowest)


def spans(time: Mapping[str, Any], of: Clock) -> Iterator[tuple[int, int]]:
    """Yield when an entry is open, as minutes of the clock."""
    ((form, told),) = time.items()
    yield from FORMS[form](told, of)


def on(day: date, time: str) -> datetime:
    hours, minutes = map(int, time.split(":"))
    return datetime.combine(day, MIDNIGHT) + timedelta(hours=hours, minutes=minutes)


def weekly(told: Mapping[str, Any], of: Clock) -> Iterator[tuple[int, int]]:
    for day in of.dates():
        if WEEKDAYS[day.weekday()] in told["days"]:
            end = on(day, told["to"])
            if end <= on(day, told["from"]):
                end += DAY
            yield of.opens(on(day, told["from"])), of.closes(end)


def yearly(told: Mapping[str, Any], of: Clock) -> Iterator[tuple[int, int]]:
    first, last = told["from"], told["through"]
    for day in of.dates():
        today = f"{day:%m-%d}"
        inside = first <= today <= last if first <= last else today >= first or today <= last
        if inside:
            yield of.opens(on(day, "00:00")), of.closes(on(day, "24:00"))


def period(told: Mapping[str, Any], of: Clock) -> Iterator[tuple[int, int]]:
    start, end = (datetime.fromisoformat(told[key]) for key in ("from", "until"))
    yield of.opens(start), of.closes(end)


def cron(told: Mapping[str, Any], of: Clock) -> Iterator[tuple[int, int]]:
    """Expand `minute hour * * weekday`; each field a number or a wildcard with a step."""
    minute, hour, _, _, weekday = told["start"].split()
    lasts = int(told["duration"].removesuffix("m"))
    for day in of.dates():
        if weekday not in ("*", str((day.weekday() + 1) % 7)):
            continue
        for number in range(24 * 60):
            if meets(hour, number // 60) and meets(minute, number % 60):
                time = on(day, f"{number // 60}:{number % 60}")
                opened = [of.opens(time)]
                if minute.startswith("*") or hour.startswith("*"):
                    around = range(max(opened[0] - 180, 0), min(opened[0] + 180, len(of.shown)))
                    opened += [n for n in around if of.shown[n] == time]
                yield from ((n, n + lasts) for n in opened)


FORMS = {
    "weekly": weekly,
    "during": weekly,
    "cron": cron,
    "yearly": yearly,
    "period": period,
}


def meets(field: str, number: int) -> bool:
    if field == "*":
        return True
    return number % int(field[2:]) == 0 if field.startswith("*/") else number == int(field)


class Opinion(NamedTuple):
    """The tier of a moment, and the earliest permitted minute from it on."""

    tier: str
    next_permitted: datetime | None


class Marks:
    """When each entry of a policy is open, by minute; `start` is the minute asked about."""

    def __init__(self, policy: Mapping[str, Any], at: datetime, duration: int) -> None:
        self.policy = policy
        self.first = at - DAY * AROUND
        self.start = AROUND * 24 * 60
        self.end = self.start + int(policy["horizon"].removesuffix("d")) * 24 * 60
        self.minutes = self.end + duration + 2 * 24 * 60

    def of(self, name: str) -> list[tuple[Mapping[str, Any], bytearray]]:
        """Return the entries of a list of the policy, each with its minutes."""
        return [(entry, self._mark(entry)) for entry in self.policy[name]]

    def _mark(self, entry: Mapping[str, Any]) -> bytearray:
        shown = clock(entry.get("timezone", self.policy["timezone"]), self.first, self.minutes)
        mark = bytearray(self.minutes)
        for first, last in spans({form: entry[form] for form in FORMS if form in entry}, shown):
            for minute in range(first, min(last, self.minutes)):
                mark[minute] = 1
        return mark


class Tiers:
    """The tier of each minute, by the rules of precedence as they are written down."""

    def __init__(self, policy: Mapping[str, Any], marks: Marks, on_call: str, change: str) -> None:
        self.default = TIERS.index(policy["default"])
        self.rules = [
            (TIERS.index(entry["tier"]), mark)
            for entry, mark in marks.of("rules")
            if entry.get("when", {}).get("on_call", on_call) == on_call
        ]
        self.openings = [(TIERS.index(entry["tier"]), mark) for entry, mark in marks.of("openings")]
        self.freezes = [mark for _, mark in marks.of("freezes")]
        self.exceptions = [
            (entry, mark)
            for entry, mark in marks.of("exceptions")
            if entry["match"]["type"] == change
        ]

    def at(self, n: int) -> int:
        """Return the tier of a minute."""
        found = max((tier for tier, mark in self.rules if mark[n]), default=self.default)
        found = min([found, *(tier for tier, mark in self.openings if mark[n])])
        frozen = any(mark[n] for mark in self.freezes)
        if frozen:
            found = TIERS.index("frozen")
        for entry, mark in self.exceptions:
            if mark[n] and ("freezes" if frozen else "windows") in entry["overrides"]:
                found = min(found, TIERS.index(entry["grants"]))
        return found


def opinion(
    policy: Mapping[str, Any], at: datetime, on_call: str, change: str, duration: int
) -> Opinion:
    """Return what `policy`, in the format of policy files, says about the minute `at`."""
    marks = Marks(policy, at, duration)
    tiers = Tiers(policy, marks, on_call, change)
    permitted = {TIERS.index(name) for name in policy["permit"]}
    tier = TIERS[tiers.at(marks.start)]
    opened = None
    for n in range(marks.start, marks.end + duration):
        if tiers.at(n) not in permitted:
            opened = None
            continue
        opened = n if opened is None else opened
        if n + 1 - opened >= max(duration, 1) and opened < marks.end:
            return Opinion(tier, at + MINUTE * (opened - marks.start))
    return Opinion(tier, None)
