"""What is wrong in the windows of a policy is refused, where it stands, and never guessed."""

import pytest

from deploylint.collect.schedule import Circumstances, collect_schedule
from deploylint.errors import UserError, UserErrors
from deploylint.load.values import parse_instant
from deploylint.model.windows import WindowRules
from tests.windows.policies import HEAD, at, freeze, read, rule, zone
from tests.windows.specification import SPECIFICATION

REFUSED = {
    "X01": (
        zone("Mars/Phobos"),
        (
            "2:13: `timezone` in `windows`: there is no time zone `Mars/Phobos`; write an "
            "IANA key such as Europe/Paris"
        ),
    ),
    "X02": (
        zone('""'),
        (
            "2:13: `timezone` in `windows`: the time zone is empty; write an IANA key such "
            "as Europe/Paris or UTC"
        ),
    ),
    "X03": (
        zone("UTC+2"),
        ("2:13: `timezone` in `windows`: there is no time zone `UTC+2`; did you mean `UTC`?"),
    ),
    "X04": (
        rule('weekly: {days: [mon], from: "10:00", to: "10:00"}'),
        (
            "6:7: `w` in `windows`: `from` and `to` are both 10:00, so the window has no "
            "length; for the whole day, leave both out"
        ),
    ),
    "X05": (
        rule('weekly: {days: [mon], from: "10:00", to: "24:01"}'),
        "8:48: `w` in `windows`: `24:01` is after the end of the day, which is 24:00",
    ),
    "X06": (
        rule('weekly: {days: [mon], from: "7:60", to: "10:00"}'),
        "8:35: `w` in `windows`: `7:60` is no time of day: an hour has 60 minutes",
    ),
    "X07": (
        rule("weekly: {days: [mardi]}"),
        "8:23: `w` in `windows`: expected one of mon, tue, wed, thu, fri, sat, sun",
    ),
    "X08": (
        rule("weekly: {days: []}"),
        "8:16: `w` in `windows`: expected at least 1 entry",
    ),
    "X09": (
        rule('cron: {start: "0 0 30 2 *", duration: 1h}'),
        "8:21: `w` in `windows`: `0 0 30 2 *` never comes: no such month has a day 30",
    ),
    "X10": (
        rule('cron: {start: "0 0 31 4,6,9,11 *", duration: 1h}'),
        ("8:21: `w` in `windows`: `0 0 31 4,6,9,11 *` never comes: no such month has a day 31"),
    ),
    "X11": (
        rule('cron: {start: "60 * * * *", duration: 1h}'),
        (
            "8:21: `w` in `windows`: `60 * * * *` is no cron expression: [60 * * * *] is "
            "not acceptable, out of range"
        ),
    ),
    "X12": (
        rule('cron: {start: "* * * * * *", duration: 1h}'),
        (
            "8:21: `w` in `windows`: `* * * * * *` has 6 fields; a cron window has five: "
            "minute, hour, day of month, month, day of week"
        ),
    ),
    "X13": (
        rule('cron: {start: "@reboot", duration: 1h}'),
        (
            "8:21: `w` in `windows`: `@reboot` is a shortcut; write the five fields, such "
            "as `0 22 * * 6`"
        ),
    ),
    "X14": (
        rule('cron: {start: "0 22 * * 6", duration: 0m}'),
        (
            "8:45: `w` in `windows`: `0m` is not between one second and 366 days; use "
            "`dates` for more"
        ),
    ),
    "X15": (
        freeze("dates: {from: 2026-12-20, through: 2026-12-10}"),
        "6:7: `f` in `windows`: it ends (2026-12-10) before it starts (2026-12-20)",
    ),
    "X16": (
        freeze("dates: {from: 2026-02-20, through: 2026-02-30}"),
        "7:42: `f` in `windows`: there is no date `2026-02-30`",
    ),
    "X17": (
        freeze('yearly: {from: "02-30", through: "03-02"}'),
        ("7:22: `f` in `windows`: `02-30` does not exist in any year; the form is month-day"),
    ),
    "X19": (
        rule(
            'rrule: {rule: "FREQ=WEEKLY;UNTIL=20261231T235959", start: "2026-01-13T20:00",'
            " duration: 1h}"
        ),
        (
            "8:21: `w` in `windows`: UNTIL in `FREQ=WEEKLY;UNTIL=20261231T235959` is not "
            "one moment without a zone; write UTC, such as UNTIL=20261231T225959Z"
        ),
    ),
    "X20": (
        rule(
            'rrule: {rule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", start: "2026-01-13T20:00",'
            " duration: 1h}"
        ),
        (
            "6:7: `w` in `windows`: the recurrence rule never occurs, not within fifty "
            "years from its start"
        ),
    ),
    "X21": (
        rule('rrule: {rule: "FREQ=SECONDLY", start: "2026-01-13T20:00", duration: 1h}'),
        (
            "8:21: `w` in `windows`: FREQ=SECONDLY repeats too often for a window; use "
            "DAILY with BYHOUR, or `weekly`"
        ),
    ),
    "X27": (
        rule("weekly: {days: [mon]}", tier="recomended"),
        (
            "6:7: `w` in `windows`: there is no tier `recomended`\n"
            "  hint: did you mean `recommended`?"
        ),
    ),
    "X28": (
        "windows:\n  permit: [recommended]\n",
        ("1:1: `windows`: the tier of time that no rule covers is missing; write `default:`"),
    ),
    "X29": (
        zone("Europe"),
        (
            "2:13: `timezone` in `windows`: there is no time zone `Europe`; did you mean "
            "`Europe/Amsterdam`, `Europe/Andorra`, `Europe/Astrakhan`?"
        ),
    ),
    "X30": (
        zone("localtime"),
        (
            "2:13: `timezone` in `windows`: `localtime` means something else on each "
            "machine; write an IANA key such as Europe/Paris"
        ),
    ),
    "X34": (
        rule('cron: {start: "0 0 * * FRI-MON", duration: 1h}'),
        (
            "8:21: `w` in `windows`: the range `fri-mon` in `0 0 * * FRI-MON` runs "
            "backwards; name the days one by one, as in FRI,SAT,SUN,MON"
        ),
    ),
}
"""What reading refuses, and how it says so."""

COLLECTED = {
    "X18": "freeze.ics:5:1: there is no time zone `Mars/Phobos`",
    "X25": "policy.yaml:5:14: the public holidays of the country `XX` are not known",
    "X26": "policy.yaml:5:14: the public holidays of the subdivision of FR `ZZ` are not known",
    "X35": "freeze.ics:6:1: the event ends before it starts",
    "X36": "freeze.ics: the calendar is empty",
}
"""What collecting refuses; the tests are below and in test_calendar.py."""

INSTANTS = {"X22", "X23", "X24"}
ACCEPTED = {"X31", "X32", "X33"}
"""A zone that gets a remark, and two texts that this program reads as they are written."""


def test_every_input_of_the_specification_is_judged_somewhere() -> None:
    listed = {entry["id"] for entry in SPECIFICATION["refuse"]}
    assert listed == REFUSED.keys() | COLLECTED.keys() | INSTANTS | ACCEPTED


@pytest.mark.parametrize(
    ("policy", "message"), [pytest.param(*case, id=name) for name, case in REFUSED.items()]
)
def test_refused_when_read(policy: str, message: str) -> None:
    with pytest.raises(UserErrors) as caught:
        read(policy)
    assert str(caught.value) == f"policy.yaml:{message}"


@pytest.mark.parametrize(
    "text",
    [entry["input"] for entry in SPECIFICATION["refuse"] if entry["id"] in INSTANTS],
    ids=sorted(INSTANTS),
)
def test_an_instant_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"offset|no moment"):
        parse_instant(text)


@pytest.mark.parametrize(
    ("calendar", "message"),
    [
        pytest.param("{country: XX}", f"{COLLECTED['X25']}\n  hint: known: ISO 3166", id="X25"),
        pytest.param("{country: FR, subdivision: ZZ}", f"{COLLECTED['X26']}\n  hint: ", id="X26"),
        pytest.param(
            "{country: FRR}",
            "policy.yaml:5:14: the public holidays of the country `FRR` are not known\n"
            "  hint: did you mean `FR`?",
            id="nearest-country",
        ),
    ],
)
def test_unknown_holidays_are_refused(calendar: str, message: str) -> None:
    rules = read(f"{HEAD}  holidays: {{main: {calendar}}}\n")
    with pytest.raises(UserError) as caught:
        collect_schedule(rules, Circumstances(), at("2026-11-24T10:00"))
    assert str(caught.value).startswith(message)


def test_unquoted_times_and_countries_are_read_as_they_look() -> None:
    rules: WindowRules = read(
        f"{HEAD}  holidays: {{no: {{country: NO}}}}\n"
        "  rules:\n    - id: w\n      tier: recommended\n"
        "      weekly: {days: [mon], from: 10:00, to: 22:00}\n"
    )
    assert (rules.holidays[0].country, rules.rules[0].time) == ("NO", ((0,), 600, 1320))
