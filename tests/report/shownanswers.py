"""Answers to show on a page, with windows, in words that mean harm, and that cannot be judged."""

from datetime import date

from deploylint.model.location import Location
from deploylint.model.report import Answer, Refusal, Report, Trouble
from deploylint.model.verdict import Evidence, Finding, Status
from tests.report import calendars
from tests.report.hostile import PIECES
from tests.report.hostile_calendars import MARKUP
from tests.report.reports import LADDER, abort, go, item, plan, postpone, report

BROKEN = Refusal(
    "deploy/broken.yaml",
    (
        Trouble("`deployment` has no `version`", Location("deploy/broken.yaml", 1, 1)),
        Trouble("`type` is no text", Location("deploy/broken.yaml", 4, 9), "write `type: hotfix`"),
    ),
)
FIRST = date(2026, 11, 16)
LAST = date(2026, 12, 14)


def windows(found: Report) -> Report:
    """Return a report with four weeks of windows around its moment."""
    assert found.at is not None
    drawn = calendars.calendar(calendars.YEAR_END, FIRST, LAST, at=found.at, name="essential")
    return found._replace(calendar=drawn)


def everything() -> Report:
    """Return a report with an item of every state, a ladder, assumptions and windows."""
    found = abort()
    return windows(found)._replace(ladder=LADDER)


def several() -> tuple[Answer, ...]:
    return (windows(go()), BROKEN, everything(), windows(postpone()))


def hostile() -> tuple[Answer, ...]:
    """Return answers made of everything that ever was mark-up, a link, a command or invisible."""
    texts = [
        *PIECES,
        *MARKUP,
        "<svg onload=alert(1)>",
        "javascript:alert(1)",
        "</style>",
        "<plaintext>",
    ]
    every = " ".join(texts)
    items = [
        item(
            text,
            Status.FAIL,
            title=text,
            category=text,
            reason=every,
            fix=text,
            waiver=text,
            evidence=(Evidence(text, every, text, text, text),),
            findings=(Finding(text, Location(text, 1, 1), every),),
        )
        for text in texts
    ]
    judged = report(*items, plan=plan(every, version=every, file=every), assumptions=(every,))
    return judged, Refusal(every, (Trouble(every, Location(every, 1, 2), every),))
