"""Which public holidays the rules that decide about a moment are about."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from deploylint.model.timespecs import HolidayEveSpec, HolidaySpec
from deploylint.model.windows import Deciding, HolidayDates, WindowRules

SATURDAY = 5


def named_days(
    rules: WindowRules, holidays: Mapping[str, HolidayDates], deciding: Iterable[Deciding]
) -> dict[str, str]:
    """Return, by the id of the rule, `Armistice Day` or `eve of Armistice Day`."""
    return dict(_named(rules, holidays, deciding))


def _named(
    rules: WindowRules, holidays: Mapping[str, HolidayDates], deciding: Iterable[Deciding]
) -> Iterator[tuple[str, str]]:
    times = {rule.id: rule.time for rule in rules.rules}
    for entry in deciding:
        time = times.get(entry.id) if entry.kind == "rule" else None
        if entry.start is None:
            continue
        day = entry.start.date()
        if isinstance(time, HolidaySpec):
            yield entry.id, holidays[time.calendar].names.get(day, "a public holiday")
        elif isinstance(time, HolidayEveSpec):
            names = holidays[time.calendar].names
            after = (one for one in sorted(names) if one > day and _has_eve(time, one))
            yield entry.id, f"eve of {names.get(next(after, day), 'a public holiday')}"


def _has_eve(time: HolidayEveSpec, day: date) -> bool:
    return not time.skip_weekend_holidays or day.weekday() < SATURDAY
