"""Windows that open at the starts of a cron expression and stay open for elapsed time.

croniter reads the expression (`load/cronexpr.py`); its fields are matched here day by day, on the
clock of the zone. tests/windows holds that this gives the starts that croniter gives.
"""

from datetime import date

from deploylint.model.timespecs import CronSpec
from deploylint.windows.days import weekday
from deploylint.windows.intervals import Span, merge
from deploylint.windows.localtime import DAY, EPOCH_ORDINAL, MINUTE, Clock, ticks

HOUR_MINUTES = 60


def cron_days(spec: CronSpec, first: int, last: int) -> list[int]:
    """Return the days in [first, last) on which the expression has starts."""
    everywhere = spec.days is None and spec.weekdays is None and len(spec.months) == 12  # noqa: PLR2004  # months
    return [day for day in range(first, last) if everywhere or matches(spec, day)]


def matches(spec: CronSpec, day: int) -> bool:
    """Return whether a day matches; of two restricted day fields, one suffices (crontab(5))."""
    that = date.fromordinal(day + EPOCH_ORDINAL)
    if that.month not in spec.months:
        return False
    by_day = spec.days is None or that.day in spec.days
    by_weekday = spec.weekdays is None or weekday(day) in spec.weekdays
    if spec.days is None or spec.weekdays is None:
        return by_day and by_weekday
    return by_day or by_weekday


class CronTimes:
    """The windows of one cron expression on one clock.

    On a day whose offset is steady they all stand at the same distance from midnight, so they are
    merged once for all: `* * * * *` is one span a day, not 1440.
    """

    def __init__(self, spec: CronSpec, clock: Clock) -> None:
        """Prepare the times of a day."""
        self.spec = spec
        self.clock = clock
        self.duration = ticks(spec.duration)
        minutes = [hour * HOUR_MINUTES + minute for hour in spec.hours for minute in spec.minutes]
        self.starts = [minute * MINUTE for minute in minutes]
        self.steady = merge((start, start + self.duration) for start in self.starts)

    def __call__(self, low: int, high: int) -> list[Span]:
        """Return the spans that may reach into [low, high)."""
        spans: list[Span] = []
        first, last = (low - self.duration) // DAY - 2, high // DAY + 2
        for day in cron_days(self.spec, first, last):
            offset = self.clock.offset(day)
            if offset is None:
                spans += self._changing(day * DAY)
            else:
                midnight = day * DAY - offset
                spans += [(midnight + start, midnight + end) for start, end in self.steady]
        return spans

    def _changing(self, midnight: int) -> list[Span]:
        """Return the spans of a day on which the clock changes."""
        times = [midnight + start for start in self.starts]
        if self.spec.repeats:
            opened = [moment for time in times for moment in self.clock.both(time)]
        else:
            opened = [self.clock.start(time) for time in times]
        return [(moment, moment + self.duration) for moment in opened]
