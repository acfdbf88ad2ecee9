"""Policies and questions for the tests of windows."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deploylint.load.windows import read_windows
from deploylint.model.location import Spot
from deploylint.model.windows import WindowAnswer, WindowRules
from deploylint.read.yaml import read_documents
from deploylint.windows.judge import Question, judge

PLAIN: Mapping[str, Any] = {
    "timezone": "UTC",
    "default": "avoid",
    "permit": ["recommended", "acceptable"],
}
"""Windows without any entry."""


HEAD = "windows:\n  timezone: Europe/Paris\n  default: avoid\n  permit: [recommended]\n"
"""The first lines of a policy file."""


def read(text: str) -> WindowRules:
    """Return the `windows:` of a policy file."""
    document = read_documents(text.encode(), "policy.yaml")[0]
    data: Any = document.data
    return read_windows(data["windows"], Spot(document.places, data, "windows"))


def windows(**keys: Any) -> WindowRules:
    """Return windows that state `keys` besides what they must."""
    return read(json.dumps({"windows": {**PLAIN, **keys}}))


def at(text: str) -> datetime:
    """Return the instant that `text` states; UTC without an offset."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else datetime.fromisoformat(f"{text}+00:00")


def day(text: str) -> datetime:
    """Return the midnight of a date on a clock, without a zone."""
    return datetime.fromisoformat(text)


def ask(rules: WindowRules, moment: str, **question: Any) -> WindowAnswer:
    """Return the answer about a moment."""
    return judge(rules, Question(at=at(moment), **question))


def weekly(days: str, start: str = "00:00", end: str = "24:00") -> dict[str, Any]:
    """Return weekly times; `days` are separated by blanks."""
    return {"weekly": {"days": days.split(), "from": start, "to": end}}


EVERY_DAY = "mon tue wed thu fri sat sun"


def rule(time: str, tier: str = "recommended") -> str:
    return f"{HEAD}  rules:\n    - id: w\n      tier: {tier}\n      {time}\n"


def freeze(time: str) -> str:
    return f"{HEAD}  freezes:\n    - id: f\n      {time}\n"


def zone(text: str) -> str:
    return HEAD.replace("Europe/Paris", text)


def calendar(*events: str, head: str = "") -> str:
    """Return a calendar of events, each given by its lines without UID and SUMMARY."""
    told = [
        f"BEGIN:VEVENT\nUID:{number}\nSUMMARY:release freeze\n{event}\nEND:VEVENT"
        for number, event in enumerate(events)
    ]
    return "\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", *([head] if head else []), *told, "END:VCALENDAR", ""]
    )


ROMANCE = """BEGIN:VTIMEZONE
TZID:Romance Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
"""How Outlook describes the clock of Paris."""
