"""How answers about time are put into words, for the command `window` and for verdicts alike."""

from datetime import datetime, timedelta

from deploylint.model.windows import Deciding

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def moment(time: datetime) -> str:
    """Return an instant on the clock of its zone, such as `Fri 2026-11-20 14:30`.

    Seconds are shown if there are any, and the offset where the clock shows that time twice.
    """
    return f"{_DAYS[time.weekday()]} {time:%Y-%m-%d} {clock(time)}"


def clock(time: datetime) -> str:
    """Return the time of day of an instant."""
    shown = f"{time:%H:%M:%S}" if time.second else f"{time:%H:%M}"
    twice = time.replace(fold=0).utcoffset() != time.replace(fold=1).utcoffset()
    offset = time.isoformat(timespec="minutes")[len("2026-11-20T14:30") :]
    return shown + offset if twice else shown


def interval(start: datetime, end: datetime) -> str:
    """Return an interval; its end is a time alone where it lies on the day of the start."""
    if end.date() == start.date():
        return f"{moment(start)} to {clock(end)}"
    if end.date() == start.date() + timedelta(days=1) and clock(end) == "00:00":
        return f"{moment(start)} to 24:00"
    return f"{moment(start)} to {moment(end)}"


def entry(deciding: Deciding, timezone: str, day: str | None = None) -> str:
    """Return an entry that decides, such as `rule weekend, Sat 2026-11-21 00:00 to 24:00 (why)`.

    The zone is named where the entry has another one than the policy, `timezone`; `day` is the
    public holiday that the entry is about.
    """
    said = f"{deciding.kind} {deciding.id}"
    if deciding.start is not None and deciding.end is not None:
        said += f", {interval(deciding.start, deciding.end)}"
        zone = str(deciding.start.tzinfo)
        said += "" if zone == timezone else f" in {zone}"
    why = [text for text in (day, deciding.reason) if text]
    return f"{said} ({'; '.join(why)})" if why else said
