"""How verdicts put things into words: counts, lists, quotations, durations and moments."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from deploylint.model.location import Step
from deploylint.model.secrets import masked

QUOTED = 80
"""The longest quotation, in characters."""

LISTED = 6
"""The longest list before the rest is counted."""


def counted(number: int, noun: str) -> str:
    """Return `1 smoke test` or `3 smoke tests`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def share(part: int, whole: int, noun: str) -> str:
    """Return `1 of 3 migrations`, `all 3 migrations`, `both migrations` or `the only migration`."""
    if part == whole:
        words = {1: f"the only {noun}", 2: f"both {noun}s"}
        return words.get(whole, f"all {whole} {noun}s")
    return f"{part} of {counted(whole, noun)}"


def listed(names: Sequence[str]) -> str:
    """Return `a, b and c`; a long list ends in `and 4 more`."""
    shown = list(names[:LISTED])
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


@lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """Return `text` in quotation marks: on one line, not too long, and without secrets."""
    line = " ".join(masked(text).split())
    return f'"{line}"' if len(line) <= QUOTED else f'"{line[: QUOTED - 1]}…"'


def dotted(path: Sequence[Step]) -> str:
    """Return a path in the plan as `smoke_tests[0].name`."""
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(steps).removeprefix(".")


def spoken(span: timedelta) -> str:
    """Return a duration such as `5 min`, `1 h 30 min`, `2 days 3 h` or `45 s`.

    Of its units the two largest that are not zero; the sign and parts of a second are left out.
    """
    seconds = int(abs(span).total_seconds())
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    units = (
        (days, counted(days, "day")),
        (hours, f"{hours} h"),
        (minutes, f"{minutes} min"),
        (seconds, f"{seconds} s"),
    )
    return " ".join([text for amount, text in units if amount][:2]) or "0 s"


def moment(time: datetime) -> str:
    """Return an instant as `2026-11-24 10:30+01:00`."""
    return time.isoformat(sep=" ", timespec="minutes")
