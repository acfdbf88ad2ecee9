"""When the entries of a policy hold, in words."""

from collections.abc import Iterator
from typing import assert_never

from deploylint.model.recurrence import Recurrence
from deploylint.model.timespecs import (
    DAY_END,
    BridgeDaySpec,
    CronSpec,
    DatesSpec,
    EveMode,
    ExceptionTime,
    FreezeTime,
    HolidayEveSpec,
    HolidaySpec,
    IcsSpec,
    PeriodSpec,
    RecurrenceSpec,
    RuleTime,
    WeeklySpec,
    YearlySpec,
)
from deploylint.model.windows import WindowException
from deploylint.model.wording import spoken
from deploylint.report.calendar_words import DAYS, MONTHS, clock, long_date

RUN = 3
"""So many weekdays in a row are named by the first and the last."""


def when(time: RuleTime | FreezeTime | ExceptionTime | None) -> str:
    """Return when an entry of the policy holds, in words; None stands for always."""
    match time:
        case None:
            return "at any time"
        case WeeklySpec() | ExceptionTime():
            return _weekly(time)
        case CronSpec() | RecurrenceSpec():
            return _repeated(time)
        case HolidaySpec() | HolidayEveSpec() | BridgeDaySpec():
            return _around_holidays(time)
        case YearlySpec() | DatesSpec() | PeriodSpec() | IcsSpec():
            return _dated(time)
        case _:
            assert_never(time)


def lifted(exception: WindowException) -> str:
    """Return which changes an exception is for and what it gives them."""
    types = " or ".join(one.value for one in exception.types) or "any change"
    priorities = " or ".join(one.value for one in exception.priorities)
    needs = " and ".join(one.value for one in exception.requires)
    over = " and ".join(one.value for one in exception.overrides)
    return (
        types
        + (f" of priority {priorities}" if priorities else "")
        + (f" with {needs}" if needs else "")
        + f": {exception.grants}, overriding {over}"
    )


def _weekly(time: WeeklySpec | ExceptionTime) -> str:
    if isinstance(time, ExceptionTime):
        off = f", except public holidays ({time.exclude_holidays})" if time.exclude_holidays else ""
        return _weekly(time.weekly) + off
    days = sorted(set(time.days))
    names = ", ".join(_runs(days)) if len(days) < len(DAYS) else "every day"
    if time.start == 0 and time.end == DAY_END:
        return f"{names}, all day"
    following = " the next day" if time.end <= time.start else ""
    return f"{names}, {clock(time.start * 60)} to {clock(time.end * 60)}{following}"


def _repeated(time: CronSpec | RecurrenceSpec) -> str:
    length = f"for {spoken(time.duration)} each"
    if isinstance(time, CronSpec):
        return f"cron {time.expression}, {length}"
    return f"{_recurrence(time.rule)} from {time.start:%Y-%m-%d %H:%M}, {length}"


def _runs(days: list[int]) -> Iterator[str]:
    """Yield weekdays; several in a row as `Monday to Friday`."""
    start = 0
    for end in range(1, len(days) + 1):
        if end == len(days) or days[end] != days[end - 1] + 1:
            run = days[start:end]
            if len(run) >= RUN:
                yield f"{DAYS[run[0]]} to {DAYS[run[-1]]}"
            else:
                yield from (DAYS[day] for day in run)
            start = end


def _recurrence(rule: Recurrence) -> str:
    if rule.times is not None:
        return f"{rule.text}, {rule.times} times,"
    return f"{rule.text}, until {rule.until}," if rule.until is not None else rule.text


def _around_holidays(time: HolidaySpec | HolidayEveSpec | BridgeDaySpec) -> str:
    text = "public holidays"
    if isinstance(time, BridgeDaySpec):
        text = "working days between two days off"
    if isinstance(time, HolidayEveSpec):
        day = "the last working day" if time.mode is EveMode.WORKING else "the day"
        weekdays = " from Monday to Friday" if time.skip_weekend_holidays else ""
        text = f"{day} before a public holiday{weekdays}"
    start = f", from {clock(time.start * 60)}" if time.start else ""
    return f"{text} ({time.calendar}){start}"


def _dated(time: YearlySpec | DatesSpec | PeriodSpec | IcsSpec) -> str:
    match time:
        case YearlySpec():
            first, last = (f"{day} {MONTHS[month - 1]}" for month, day in (time.first, time.last))
            return f"every year, {first} to {last}"
        case DatesSpec():
            return f"{long_date(time.first)} to {long_date(time.last)}"
        case PeriodSpec():
            return f"{time.start:%Y-%m-%d %H:%M} until {time.end:%Y-%m-%d %H:%M}"
        case IcsSpec():
            picked = time.summary_matches
            return f"events of {time.file}" + (f" that match {picked}" if picked else "")
