"""The shapes of times: what a rule, a freeze or an exception may say about when."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from deploylint.load.clocktimes import (
    parse_date,
    parse_end,
    parse_length,
    parse_local,
    parse_moment,
    parse_month_day,
    parse_rule,
    parse_time,
)
from deploylint.load.records import Field, Many, Record
from deploylint.load.shape import Choice, Flag, Text
from deploylint.load.zones import parse_zone
from deploylint.model.timespecs import (
    DAY_END,
    BridgeDaySpec,
    CronSpec,
    DatesSpec,
    EveMode,
    ExceptionTime,
    HolidayEveSpec,
    HolidaySpec,
    IcsSpec,
    PeriodSpec,
    RecurrenceSpec,
    WeeklySpec,
    YearlySpec,
)


def _parse_cron(text: str) -> object:
    # few policies have a cron window
    from deploylint.load.cronexpr import parse_cron

    return parse_cron(text)


def _parse_pattern(text: str) -> object:
    # few policies filter a calendar file
    from deploylint.load.patterns import parse_pattern

    return parse_pattern(text)


WEEKDAYS = {day: n for n, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}

FILLED = Text(filled=True)
TIME = Text(parse_time, format="time-of-day", examples=("09:00",))
END = Text(parse_end, format="end-of-day", examples=("17:00", "24:00"))
DATE = Text(parse_date, format="calendar-date", examples=("2026-12-20",))
MONTH_DAY = Text(parse_month_day, format="month-day", examples=("12-20",))
MOMENT = Text(parse_moment, format="moment", examples=("2026-11-26T18:00",))
LOCAL = Text(parse_local, format="local-moment", examples=("2026-01-13T20:00",))
LENGTH = Text(parse_length, format="window-length", examples=("8h", "90m"))
ZONE = Text(parse_zone, format="time-zone", examples=("Europe/Paris", "UTC"))

START = Field(TIME, "When it begins; the start of the day if left out.", name="start")
CALENDAR = Field(FILLED, "The name of a calendar under `holidays`.", required=True)
DURATION = Field(LENGTH, "How long it stays open, in elapsed time, such as `8h`.", required=True)

DAYS = Field(
    Many(Choice(WEEKDAYS), minimum=1, single=True), "The days on which it begins.", required=True
)
WEEK_FIELDS = {
    "days": DAYS,
    "from": START,
    "to": Field(END, "When it ends; up to 24:00. Earlier than `from`: the next day.", name="end"),
}


def _weekly(days: tuple[int, ...], start: int = 0, end: int = DAY_END) -> WeeklySpec:
    return WeeklySpec(days=tuple(sorted(set(days))), start=start, end=end)


def _cron(start: Any, duration: timedelta) -> CronSpec:  # noqa: ANN401  # CronFields
    return CronSpec(duration=duration, **start._asdict())


def _during(exclude_holidays: str | None = None, **week: Any) -> ExceptionTime:  # noqa: ANN401  # read by shapes
    return ExceptionTime(weekly=_weekly(**week), exclude_holidays=exclude_holidays)


def _record(build: Callable[..., object], fields: Mapping[str, Field]) -> Record:
    return Record(build, fields, placed=False)


def _range(build: Callable[..., object], shape: Text, last: str) -> Record:
    """Return a mapping of `from` and, under the name `last`, where it ends."""
    end = "end" if last == "until" else "last"
    start = "start" if last == "until" else "first"
    excluded = "excluded" if last == "until" else "included"
    return _record(
        build,
        {
            "from": Field(shape, "Where it begins, included.", required=True, name=start),
            last: Field(shape, f"Where it ends, {excluded}.", required=True, name=end),
        },
    )


WEEKLY = _record(_weekly, WEEK_FIELDS)
DURING = _record(
    _during,
    {
        **WEEK_FIELDS,
        "exclude_holidays": Field(FILLED, "A calendar; it does not begin on its holidays."),
    },
)
RRULE = _record(
    RecurrenceSpec,
    {
        "rule": Field(
            Text(parse_rule, format="recurrence-rule", examples=("FREQ=MONTHLY;BYDAY=2TU",)),
            "A recurrence rule of RFC 5545.",
            required=True,
        ),
        "start": Field(LOCAL, "The first day and the time of day, on the clock.", required=True),
        "duration": DURATION,
    },
)
PERIOD = _range(PeriodSpec, MOMENT, "until")
ICS = _record(
    IcsSpec,
    {
        "file": Field(FILLED, "An iCalendar file inside the repository.", required=True),
        "summary_matches": Field(
            Text(_parse_pattern, format="summary-pattern", examples=("(?i)freeze",)),
            "A regular expression; only events whose summary it matches count.",
        ),
    },
)

RULE_TIMES: Mapping[str, Field] = {
    "weekly": Field(WEEKLY, "Days of the week, from one time on the clock to another."),
    "cron": Field(
        _record(
            _cron,
            {
                "start": Field(
                    Text(_parse_cron, format="cron", examples=("0 22 * * 6",)),
                    "A cron expression with five fields: minute, hour, day, month, weekday.",
                    required=True,
                ),
                "duration": DURATION,
            },
        ),
        "A length of time from each start of a cron expression.",
    ),
    "rrule": Field(RRULE, "A length of time from each start of a recurrence rule."),
    "holiday": Field(
        _record(HolidaySpec, {"calendar": CALENDAR, "from": START}), "Public holidays."
    ),
    "holiday_eve": Field(
        _record(
            HolidayEveSpec,
            {
                "calendar": CALENDAR,
                "mode": Field(
                    Choice(EveMode),
                    "Which day is the eve.",
                    required=True,
                ),
                "from": START,
                "skip_weekend_holidays": Field(Flag(), "Only eves of holidays from Mon to Fri."),
            },
        ),
        "Eves of public holidays.",
    ),
    "bridge_day": Field(
        _record(BridgeDaySpec, {"calendar": CALENDAR, "from": START}),
        "Working days between two days off.",
    ),
}

FREEZE_TIMES: Mapping[str, Field] = {
    "yearly": Field(_range(YearlySpec, MONTH_DAY, "through"), "Whole days, every year."),
    "dates": Field(_range(DatesSpec, DATE, "through"), "Whole days."),
    "period": Field(PERIOD, "From one moment until another."),
    "rrule": RULE_TIMES["rrule"],
    "ics": Field(ICS, "The events of an iCalendar file."),
}
