"""The answer of `deploylint window` for people: yes or no first, then why, until when, and when."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from deploylint.model.plan import ChangeType
from deploylint.model.windowreport import WindowReport
from deploylint.model.windowwords import entry, interval, moment
from deploylint.model.wording import listed, spoken
from deploylint.report.escape import printable
from deploylint.report.layout import Tone, hang, tint, usable
from deploylint.report.naming import document, release
from deploylint.report.style import Style

_LABEL = 10
"""The columns that labels take, with the blanks around them."""

_BASIS = {"--at": "moment from --at", "scheduled_at": "moment from its scheduled_at"}
_CHANGE = {ChangeType.STANDARD: "standard change"}


def render(report: WindowReport, style: Style) -> Iterator[str]:
    """Yield the answer, line by line."""
    width = usable(style.width)
    permitted = report.answer.permitted
    word = "PERMITTED:" if permitted else "NOT PERMITTED:"
    tone = Tone.GOOD if permitted else Tone.BAD
    first = tint(word, tone, color=style.color) + " "
    for line in hang(first, printable(_headline(report)), width, 2, len(word) - 1):
        yield f"{line}\n"
    for label, text in _lines(report):
        shown = tint(label, Tone.STRONG, color=style.color) + " " * (_LABEL - 2 - len(label))
        for line in hang(f"  {shown}", printable(text), width, _LABEL):
            yield f"{line}\n"


def _headline(report: WindowReport) -> str:
    answer = report.answer
    # nobody wants to read the seconds of a clock that is running
    at = report.at.replace(second=0) if report.basis == "now" else report.at
    when = f"{moment(at)} ({answer.timezone})"
    if not answer.permitted and answer.closes_at is not None:
        takes = spoken(report.change.duration or timedelta())
        closes = moment(answer.closes_at)
        length = f"the deployment takes {takes} from {when}"
        return f"{length}, but the window closes at {closes}"
    return f"{when} is `{answer.tier}`"


def _lines(report: WindowReport) -> Iterator[tuple[str, str]]:
    """Yield label and text of each further line."""
    yield from _why(report)
    if report.answer.permitted:
        yield from _closes(report)
    else:
        yield from _next(report)
    yield from (("note", text) for text in report.notes)
    yield "asked", _asked(report)
    yield "policy", f"{report.policy}, which permits {listed(report.permit)}"
    yield from (("assumed", text) for text in report.assumptions)


def _why(report: WindowReport) -> Iterator[tuple[str, str]]:
    answer = report.answer
    if not answer.deciding:
        yield "why", "no rule covers it, so the default holds"
    label = "why"
    for one in answer.deciding:
        yield label, entry(one, answer.timezone, report.days.get(one.id))
        label = ""


def _closes(report: WindowReport) -> Iterator[tuple[str, str]]:
    closes = report.answer.closes_at
    if closes is None:
        yield "closes", f"not before {_zoned(report, report.answer.searched_until)}"
        return
    yield "closes", f"{_zoned(report, closes)}, {_later(report, closes)}"
    if report.answer.timezone != "UTC":
        yield "", f"{moment(closes.astimezone(UTC))} (UTC)"


def _next(report: WindowReport) -> Iterator[tuple[str, str]]:
    start, end = report.answer.next_permitted, report.next_closes_at
    if start is None:
        until = report.answer.searched_until
        searched = spoken(until.astimezone(UTC) - report.at.astimezone(UTC))
        takes = report.change.duration
        none = f"none that lasts {spoken(takes)}" if takes else "none"
        yield "next", f"{none}: searched until {_zoned(report, until)}, {searched} ahead"
        return
    zone = report.answer.timezone
    yield "next", f"{_stretch(start, end)} ({zone}), {_later(report, start)}"
    if zone != "UTC":
        yield "", f"{_stretch(start.astimezone(UTC), end and end.astimezone(UTC))} (UTC)"


def _stretch(start: datetime, end: datetime | None) -> str:
    return f"from {moment(start)}" if end is None else interval(start, end)


def _zoned(report: WindowReport, time: datetime) -> str:
    return f"{moment(time)} ({report.answer.timezone})"


def _later(report: WindowReport, time: datetime) -> str:
    # in UTC, because datetimes of one zone are subtracted by what the clock shows
    return f"{spoken(time.astimezone(UTC) - report.at.astimezone(UTC))} later"


def _asked(report: WindowReport) -> str:
    """Return what was asked about: the plan or the change, and the moment."""
    change, plan = report.change, report.plan
    said = f"a {f'{change.priority} ' if change.priority else ''}"
    said += _CHANGE.get(change.type, change.type.value)
    said += f" with incident {change.incident}" if change.incident else ""
    said += f" that takes {spoken(change.duration)}" if change.duration else ""
    clock = " (simulated)" if report.simulated and report.basis == "now" else ""
    said += f"; {_BASIS.get(report.basis, report.basis)}{clock}"
    if plan is None:
        return said
    return f"{document(plan)}: {release(plan)}, {said}"
