"""What is said about the windows of a policy: entries that decide nothing, or everything."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploylint.model.plan import ChangeType
from deploylint.model.policycheck import Outlook
from deploylint.model.windows import OnCall, WindowRules
from deploylint.windows.judge import Question
from deploylint.windows.lint import lint
from deploylint.windows.stretches import stretches
from tests.windows.policies import EVERY_DAY, at, read, weekly, windows
from tests.windows.remarks import (
    HOTFIX,
    NOW,
    QUIET,
    about,
    cron,
    dates,
    exception,
    flat,
    opening,
    remarks,
    rrule,
    rule,
    said,
    text,
)
from tests.windows.test_second_opinion import policies

DENSE = [{"id": f"d{n}", "tier": "avoid", **cron("*/15 * * * *", "5m")} for n in range(60)]
ABSENT, PRESENT = ({"when": {"on_call": word}} for word in ("absent", "present"))


def test_nothing_is_said_about_windows_that_are_meant() -> None:
    assert said() == ""


def test_remarks_stand_in_the_order_of_the_file() -> None:
    policy = """\
windows:
  timezone: UTC
  default: avoid
  permit: [acceptable]
  exceptions:
    - {id: e, match: {type: hotfix}, during: always, overrides: freezes, grants: acceptable}
  freezes:
    - {id: over, dates: {from: 2025-12-01, through: 2025-12-31}}
  rules:
    - {id: week, tier: acceptable, weekly: {days: [mon, tue, wed, thu, fri], to: "23:59"}}
    - id: weekend
      tier: avoid
      weekly: {days: [sat, sun]}
    - {id: hidden, tier: acceptable, weekly: {days: [sun]}}
"""
    found = lint(read(policy), Outlook(now=at(NOW)))
    assert [(one.at.line, one.at.column, " ".join(one.message.split()[:6])) for one in found] == [
        (1, 1, "no rule covers 0 h 5"),
        (6, 7, "the exception `e` lets hotfixes of"),
        (6, 7, "the exception `e` changes nothing within"),
        (8, 7, "the freeze `over` has been over"),
        (10, 7, "the rule `week` ends at 23:59,"),
        (14, 7, "the rule `hidden` never decides within"),
    ]


@pytest.mark.parametrize(
    ("rules", "above"),
    [
        pytest.param(
            [rule(weekly("sat", "10:00", "12:00"), "acceptable")],
            "the rule `weekend`",
            id="behind-one-rule",
        ),
        pytest.param(
            [
                rule(weekly("tue", "08:00", "18:00"), "recommended"),
                {"id": "am", "tier": "avoid", **weekly("tue", "06:00", "13:00")},
                {"id": "pm", "tier": "never", **weekly("tue", "13:00", "20:00")},
            ],
            "the rule `week`",
            id="behind-one-rule-that-covers-more-than-two-others",
        ),
        pytest.param(
            [
                rule(weekly("tue", "08:00", "18:00"), "acceptable"),
                {"id": "am", "tier": "avoid", **weekly("tue", "06:00", "13:00")},
                {"id": "pm", "tier": "never", **weekly("tue", "13:00", "20:00")},
            ],
            "the rule `am` and the rule `pm`",
            id="behind-two-rules-that-share-its-time",
        ),
        pytest.param(
            [
                rule(weekly("tue"), "acceptable"),
                {"id": "on", "tier": "avoid", **weekly("tue"), **PRESENT},
                {"id": "off", "tier": "never", **weekly("tue"), **ABSENT},
            ],
            "the rule `off` and the rule `on`",
            id="behind-one-rule-with-on-call-and-another-without",
        ),
    ],
)
def test_a_rule_that_never_decides_is_told_why(rules: list[dict[str, Any]], above: str) -> None:
    assert text(about("the rule `r`", remarks(*rules))) == (
        "warning: the rule `r` never decides within the next 400 days: whenever it holds, so does"
        f" what goes before it ({above})"
        " (remove it, or leave it some time that the others do not cover)"
    )


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param([*QUIET, rule(weekly("sat", "10:00", "12:00"))], id="no-less-strict"),
        pytest.param([*QUIET, rule(weekly("sat"), "never", **ABSENT)], id="stricter-off-call"),
        pytest.param(
            [QUIET[0], rule(weekly("sat"), "recommended"), {**QUIET[1], **ABSENT}],
            id="behind-another-off-call-only",
        ),
        pytest.param([*QUIET, rule(cron("0 8 1 12 *", "1h"))], id="once-a-year"),
    ],
)
def test_a_rule_that_decides_at_some_time_is_left_alone(rules: list[dict[str, Any]]) -> None:
    assert about("the rule `r`", remarks(rules=rules)) == []


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        pytest.param(
            rrule("FREQ=DAILY;UNTIL=20251231T235959Z", "2020-01-01T10:00", "1h"),
            """warning: the rule `r` does not hold at any time to come; the last time was 2025-12-31
            (remove it, or change UNTIL or COUNT of the recurrence rule)""",
            id="until-a-day-in-the-past",
        ),
        pytest.param(
            rrule("FREQ=DAILY;COUNT=3", "2026-11-01T10:00", "1h"),
            """warning: the rule `r` does not hold at any time to come; the last time was 2026-11-03
            (remove it, or change UNTIL or COUNT of the recurrence rule)""",
            id="three-times-all-over",
        ),
        pytest.param(
            cron("0 8 29 2 *", "1h"),
            """info: the rule `r` does not hold within the next 400 days, but from
            Tue 2028-02-29 08:00 (None)""",
            id="leap-day-two-years-ahead",
        ),
    ],
)
def test_a_rule_that_does_not_hold_says_when_it_does(time: dict[str, Any], expected: str) -> None:
    assert said(rule(time)) == flat(expected)


def test_very_many_windows_are_looked_at_for_fewer_days() -> None:
    hidden = rule(weekly(EVERY_DAY), "acceptable")
    closed = {"id": "n", "tier": "never", **weekly(EVERY_DAY)}
    assert text(about("the rule `r`", remarks(hidden, closed, *DENSE))) == (
        "warning: the rule `r` never decides within the next 20 days: whenever it holds, so does"
        " what goes before it (the rule `n`)"
        " (remove it, or leave it some time that the others do not cover)"
    )


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param(
            {"rules": []},
            """warning: no deployment is permitted within the next 90 days, nor within the next 400
            (no rule, opening or default gives `recommended` or `acceptable`; change one, or
            `permit`)
            info: no rule covers any hour of an ordinary week; that time is `avoid` by default,
            which is not permitted (if another tier should hold then, add a rule for it)""",
            id="no-rules",
        ),
        pytest.param(
            {"rules": QUIET[:1], "default": "acceptable"},
            """info: every moment of the next 400 days is permitted: nothing is ever closed
            (add a rule or a freeze with a tier that is not permitted, if that is not meant)
            info: no rule covers 48 of the 168 hours of an ordinary week (the longest stretch is
            Sat 00:00 to Mon 00:00); that time is `acceptable` by default, which is permitted
            (if another tier should hold then, add a rule for it)""",
            id="always-open",
        ),
        pytest.param(
            {"rules": [*QUIET, rule(weekly(EVERY_DAY), "never")]},
            """warning: no deployment is permitted within the next 90 days, nor within the next 400
            (what gives `recommended` or `acceptable` never decides, because something stricter
            holds as well)""",
            id="always-closed",
        ),
        pytest.param(
            {"freezes": [{"id": "f", **dates("2026-11-01", "2027-02-26")}]},
            """warning: no deployment is permitted within the next 90 days; the first moment that
            is: Mon 2027-03-01 00:00 (most of that time is frozen by the freeze `f`; shorten it if
            that is not meant)
            warning: the freeze `f` lasts 118 days, from 2026-11-01 through 2027-02-26
            (look at its dates; a standing ban is better said by a rule with a strict tier)""",
            id="frozen-for-a-quarter",
        ),
    ],
)
def test_the_whole_of_the_windows(keys: dict[str, Any], expected: str) -> None:
    found = [one for one in remarks(**keys) if not one.message.startswith("the rule")]
    assert text(sorted(found, key=lambda one: one.message)) == flat(expected)


def test_what_is_permitted_with_somebody_on_call_is_permitted() -> None:
    closed = {"id": "off", "tier": "never", **weekly(EVERY_DAY), **ABSENT}
    assert said(closed) == ""


def test_a_rule_behind_a_freeze_is_told_of_the_freeze() -> None:
    found = remarks(freezes=[{"id": "f", **dates("2026-11-01", "2028-12-31")}])
    assert text(about("the rule `weekend`", found)) == (
        "warning: the rule `weekend` never decides within the next 400 days: whenever it holds, so"
        " does what goes before it (the freeze `f`)"
        " (remove it, or leave it some time that the others do not cover)"
    )


FREEZE = {"id": "f", "yearly": {"from": "12-20", "through": "01-02"}}


@pytest.mark.parametrize(
    ("opened", "expected"),
    [
        pytest.param(opening("2026-11-28T20:00", "2026-11-28T23:00"), "", id="on-a-saturday"),
        pytest.param(opening("2029-11-24T20:00", "2029-11-24T23:00"), "", id="years-ahead"),
        pytest.param(
            opening("2026-11-21T20:00", "2026-11-21T23:00"),
            "info: the opening `o` is over since Sat 2026-11-21 23:00 (remove it)",
            id="in-the-past",
        ),
        pytest.param(
            opening("2026-11-28T20:00", "2026-11-28T23:00", "avoid"),
            """warning: the opening `o` gives `avoid`, which is not permitted, so it opens nothing
            (give it `recommended` or `acceptable`)""",
            id="tier-that-is-not-permitted",
        ),
        pytest.param(
            opening("2026-11-25T20:00", "2026-11-25T23:00"),
            """warning: the opening `o` opens nothing: without it, its time is `acceptable` or
            better as well (remove it)""",
            id="open-anyway",
        ),
        pytest.param(
            opening("2026-12-26T20:00", "2026-12-26T23:00"),
            """warning: the opening `o` opens nothing: what goes before it holds all that time
            (the freeze `f`)
            (no opening acts in a freeze; an exception with `overrides: freezes` does)""",
            id="in-a-freeze",
        ),
    ],
)
def test_openings(opened: dict[str, Any], expected: str) -> None:
    assert said(openings=[opened], freezes=[FREEZE]) == flat(expected)


@pytest.mark.parametrize(
    ("excepted", "expected"),
    [
        pytest.param(exception(HOTFIX), "", id="urgent-hotfixes"),
        pytest.param(exception({"type": "rollback"}), "", id="rollbacks"),
        pytest.param(
            exception({"priority": "P1"}, requires=["incident"]), "", id="urgent-with-an-incident"
        ),
        pytest.param(
            exception({"priority": "P1"}, during=weekly("sat sun")["weekly"]),
            "",
            id="urgent-on-weekends",
        ),
        pytest.param(
            exception({"priority": ["P1", "P2"]}),
            """warning: the exception `e` lets any plan that states priority P1 or P2 out at any
            time, without an incident: windows and freezes do not hold it up (match `type: hotfix`
            alone (a hotfix needs an incident and a reason), or write `requires: [incident]`)""",
            id="whoever-says-that-it-is-urgent",
        ),
        pytest.param(
            exception({"type": "standard"}, during=weekly(EVERY_DAY)["weekly"]),
            """warning: the exception `e` lets every standard plan out at any time, without an
            incident: windows and freezes do not hold it up (match `type: hotfix` alone (a hotfix
            needs an incident and a reason), or write `requires: [incident]`)""",
            id="everything-on-every-day",
        ),
        pytest.param(
            exception({"type": "hotfix"}, overrides="windows"),
            """info: the exception `e` lets hotfixes of every priority out at any time: windows do
            not hold them up (add `priority: P1` to `match` if only the most urgent are meant)""",
            id="hotfixes-of-every-priority",
        ),
        pytest.param(
            exception(HOTFIX, grants="avoid"),
            """warning: the exception `e` grants `avoid`, which is not permitted (grant
            `recommended` or `acceptable`; as it is, no change may go out by it)""",
            id="tier-that-is-not-permitted",
        ),
        pytest.param(
            exception(
                HOTFIX, during=weekly("tue", "09:00", "18:00")["weekly"], overrides="windows"
            ),
            """warning: the exception `e` changes nothing within the next 400 days: at its times,
            nothing that it overrides is worse than the `acceptable` it grants
            (remove it, or change `during` or `overrides`)""",
            id="open-anyway",
        ),
        pytest.param(
            exception(HOTFIX, during=weekly("tue", "09:00", "18:00")["weekly"]),
            "",
            id="frozen-at-its-times",
        ),
        pytest.param(exception(HOTFIX, overrides="freezes"), "", id="for-freezes"),
    ],
)
def test_exceptions(excepted: dict[str, Any], expected: str) -> None:
    assert said(exceptions=[excepted], freezes=[FREEZE]) == flat(expected)


def test_an_exception_to_freezes_needs_freezes() -> None:
    assert said(exceptions=[exception({"priority": "P1"}, overrides="freezes")]) == (
        "warning: the exception `e` overrides freezes, but there are none"
        " (write `overrides: windows`)"
    )


START = at("2026-11-24T00:00")
NEVER = (
    " never decides",
    " does not hold",
    " changes nothing",
    " never applies",
    " opens nothing:",
)
BESIDES = (" is over", " is not permitted", " there are none")


def decided(rules: WindowRules, kind: ChangeType) -> set[str]:
    """Return the ids of what decides at some time in the 400 days that are looked at."""
    end = START + timedelta(days=400)
    return {
        cause.id
        for on_call in (OnCall.PRESENT, OnCall.ABSENT)
        for one in stretches(rules, Question(at=START, on_call=on_call, type=kind), START, end)
        for cause in one.deciding
    }


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Santiago", "Pacific/Kiritimati"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_said_to_decide_nothing_is_what_decides_nothing(
    zone: str, data: st.DataObject
) -> None:
    stated = windows(**data.draw(policies(zone, START + timedelta(days=3))))
    found = [one.message for one in lint(stated, Outlook(now=START))]
    idle = {text.split("`")[1] for text in found if any(words in text for words in NEVER)}
    other = {text.split("`")[1] for text in found if any(words in text for words in BESIDES)}
    standard = decided(stated, ChangeType.STANDARD)
    hotfix = decided(stated, ChangeType.HOTFIX)
    rules = {one.id for one in stated.rules}
    assert idle & rules == rules - standard
    openings = {one.id for one in stated.openings} - other
    assert idle & openings == openings - standard
    if not any("nothing is ever closed" in text for text in found):
        exceptions = {one.id for one in stated.exceptions} - other
        assert idle & exceptions == exceptions - hotfix
