"""What schemas tell people about the words of closed sets, and about texts of a certain form."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from deploylint.load.values import UNITS

WORDS: tuple[Mapping[str, str], ...] = (
    {
        "standard": "An ordinary release.",
        "hotfix": "An urgent repair; needs `incident` and `reason`, else it counts as standard.",
        "rollback": "The way back to an earlier version; needs `incident` and `reason`.",
    },
    {"P1": "The most urgent.", "P2": "Urgent.", "P3": "Ordinary.", "P4": "Can wait."},
    {
        "recreate": "The old version stops, then the new one starts.",
        "rolling": "Instances are replaced a few at a time.",
        "blue-green": "The new version starts beside the old one, then traffic is switched.",
        "canary": "A small part of the traffic gets the new version first.",
    },
    {
        "backup": "Takes a backup.",
        "migrate": "Changes the database.",
        "deploy": "Brings the new version out.",
        "smoke": "Runs the smoke tests.",
        "verify": "Looks at how it is going.",
        "notify": "Tells people.",
        "other": "Something else.",
    },
    {
        "pass": "It holds.",
        "fail": "It does not hold, or nothing shows that it does.",
        "na": "There is nothing to judge; a person says why in `reason`.",
    },
    {
        "violated": "What was seen shows that the rule does not hold.",
        "unproven": "Nothing shows that it holds, or less than the policy demands.",
        "stale": "The evidence is of another commit, or too old.",
        "error": "Something could not be read, or a check crashed.",
    },
    {
        "info": "Shown; never blocks.",
        "warning": "Shown; blocks only with --strict.",
        "error": "Blocks.",
    },
    {
        "attested": "Somebody wrote it into the plan.",
        "evidenced": "It was read from the output of a tool, the repository or the clock.",
        "bound": "It is evidence of this very commit or artifact, and fresh.",
    },
    {
        "business": "Universal practice.",
        "organisation": "What the whole organisation asks for.",
        "project": "What this project adds.",
    },
    {
        "investigate": "Find out first, then decide.",
        "postpone": "Deploy later.",
        "abort": "Do not deploy.",
        "rollback": "Go back to the previous version.",
    },
    {
        "go": "Deploy.",
        "caution": "Deploy, and mind the warnings.",
        "investigate": "Find out first, then decide.",
        "postpone": "Deploy later.",
        "abort": "Do not deploy.",
        "rollback": "Go back to the previous version.",
    },
    {
        "never": "No `na` is accepted.",
        "reason": "`na` is accepted, with a reason.",
    },
    {
        "present": "Somebody is on call.",
        "absent": "Nobody is on call.",
    },
    {
        "present": "Somebody is on call.",
        "absent": "Nobody is on call.",
        "unknown": "It is not known; the policy says what that counts as.",
    },
    {
        "input": "Whoever asks: --on-call of the command line.",
        "schedule": "The list under `schedule`.",
        "ics": "The calendar file under `ics`.",
    },
    {
        "calendar": "The date before the holiday.",
        "working": "The last working day before the holiday.",
    },
    {"windows": "The rules.", "freezes": "The freezes."},
    {"incident": "The plan names an `incident`."},
    {"always": "At any time."},
    {
        "pre-deploy": "Before anything is touched.",
        "build": "When the artifact is made.",
        "staging": "Before production.",
        "production": "At the moment of the deployment.",
        "verify": "After it.",
        "close": "When it is done.",
    },
    {
        "pre-deploy": "Before anything is touched.",
        "build": "When the artifact is made.",
        "staging": "Before production.",
        "production": "At the moment of the deployment.",
        "verify": "After it.",
        "close": "When it is done.",
        "all": "All of these.",
    },
    {"note": "Said, and blocks nothing.", "fail": "The rule fails."},
    {
        "require": "The rule fails without them.",
        "note": "Said, and blocks nothing.",
        "ignore": "Not looked at.",
    },
    {
        "forward-only": "Nothing: repairs go forward.",
        "code+schema": "The code and the database.",
        "code-only": "The code; the database stays as it is.",
    },
)
"""Sets of words, each word with what it means."""

PLAIN = (
    ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    ("low", "moderate", "high", "critical"),
    ("postgresql", "cockroachdb", "mysql", "sqlite", "mssql"),
)
"""Sets of words that nobody has to explain."""


def any_case(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, however they are written."""
    letters = (
        "".join(f"[{c}{c.upper()}]" if c.isalpha() else re.escape(c) for c in word)
        for word in sorted(words, key=len, reverse=True)
    )
    return "|".join(letters)


def ascii_only(pattern: str) -> str:
    """Return a pattern that leaves texts with other letters than these to the program."""
    return rf"^(?:{pattern})$|[^\x00-\x7f]"


DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
CLOCK = r"[0-9]{1,2}:[0-9]{2}"
MOMENT = rf"{DATE}[T ][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?"
OFFSET = r"(?:[Zz]|[+-][0-9]{2}[0-9:.,]*)"
ISO = r"[0-9]{4}[0-9W-]{2,6}[^0-9][0-9][0-9:.,]*"
"""Date and time in any of the forms of ISO 8601."""

UNIT = any_case(UNITS)
PART = rf"[0-9]{{1,9}}(?:\.[0-9]{{1,3}})?\s*(?:{UNIT})[\s,]*"
AROUND = any_case(("at least", "at most", "under", "max", "max.", "min", "min."))
BEHIND = any_case(("minimum", "maximum", "max", "max."))
CRON = r"[A-Za-z0-9*/,-]+"


class Form(NamedTuple):
    """A pattern that every text of the form matches, and what to write instead of others.

    Without a pattern all texts are left to the program. `numbers` may be read as one, too.
    """

    pattern: str | None
    message: str
    numbers: bool = False


FORMS: Mapping[str, Form] = {
    "instant": Form(
        ascii_only(rf"\s*{ISO}{OFFSET}\s*"),
        "Write date, time and UTC offset, such as 2026-11-24T10:30:00+01:00.",
    ),
    "day": Form(
        ascii_only(rf"\s*(?:{DATE}|[0-9]{{4}}-?W[0-9-]{{2,5}}|{ISO}{OFFSET})\s*"),
        "Write a date such as 2026-11-02, or date, time and UTC offset.",
    ),
    "duration": Form(
        ascii_only(rf"\s*(?:(?:[<>]=?|{AROUND})?\s*)(?:{PART})+(?:{BEHIND})?\s*"),
        "Write number and unit, such as 30m, 1h30m or 2d; units are s, m, h, d and w.",
    ),
    "window-length": Form(
        ascii_only(rf"\s*(?:{PART})+"),
        "Write number and unit, such as 8h, 90m or 2d.",
    ),
    "search-length": Form(
        ascii_only(rf"\s*(?:(?:{PART})+|[0-9]{{1,3}}\s*(?:{any_case(('y', 'year', 'years'))})\s*)"),
        "Write number and unit, such as 400d or 2y; at most 10y.",
    ),
    "time-zone": Form(
        ascii_only(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*"),
        "Write an IANA key such as Europe/Paris, or UTC.",
    ),
    "time-of-day": Form(ascii_only(rf"\s*{CLOCK}\s*"), "Write hours and minutes, such as 09:30."),
    "end-of-day": Form(
        ascii_only(rf"\s*{CLOCK}\s*"), "Write hours and minutes, such as 17:30, up to 24:00."
    ),
    "calendar-date": Form(
        ascii_only(rf"\s*{DATE}\s*"), "Write year, month and day, such as 2026-12-20."
    ),
    "month-day": Form(
        ascii_only(r"\s*[0-9]{2}-[0-9]{2}\s*"), "Write month and day, such as 12-20."
    ),
    "moment": Form(
        ascii_only(rf"\s*{MOMENT}(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?\s*"),
        "Write date and time, such as 2026-11-26T18:00.",
    ),
    "local-moment": Form(
        ascii_only(rf"\s*{MOMENT}\s*"),
        "Write date and time without an offset, such as 2026-01-13T20:00.",
    ),
    "cron": Form(
        ascii_only(rf"\s*{CRON}(?:\s+{CRON}){{4}}\s*"),
        "Write the five fields minute, hour, day, month and weekday, such as 0 22 * * 6.",
    ),
    "recurrence-rule": Form(
        None, "Write a recurrence rule of RFC 5545, such as FREQ=MONTHLY;BYDAY=2TU."
    ),
    "summary-pattern": Form(None, "Write a regular expression.", numbers=True),
    "server-version": Form(
        ascii_only(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}"),
        "Write a version such as 15 or 8.0.29.",
        numbers=True,
    ),
}
"""The forms of texts that readers know by a name of their own."""
