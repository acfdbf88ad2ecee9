"""Further mistakes in the windows of a policy, each refused where it stands."""

import pytest

from deploylint.errors import UserError, UserErrors
from tests.windows.policies import HEAD, freeze, read, rule, zone


def rrule(text: str, start: str = "2026-01-13T20:00") -> str:
    return rule(f'rrule: {{rule: "{text}", start: "{start}", duration: 1h}}')


def cron(text: str, duration: str = "5m") -> str:
    return rule(f'cron: {{start: "{text}", duration: {duration}}}')


FURTHER = {
    "unknown-key": (
        f"{HEAD}  horizn: 400d\n",
        "5:3: `windows`: the key `horizn` is not known here\n  hint: did you mean `horizon`?",
    ),
    "no-mapping": ("windows: [1]\n", "1:1: `windows`: expected a mapping, found a list"),
    "rules-are-a-list": (f"{HEAD}  rules: {{}}\n", "5:3: `windows.rules`: expected a list"),
    "no-permitted-tier": ("windows: {default: avoid}\n", "1:1: `windows`: the tiers in which"),
    "unknown-default": (
        "windows: {default: avoidd, permit: [recommended]}\n",
        "1:1: `default` in `windows`: there is no tier `avoidd`\n  hint: did you mean `avoid`?",
    ),
    "frozen-is-never-permitted": (
        "windows: {default: avoid, permit: [frozen]}\n",
        "1:1: `permit` in `windows`: there is no tier `frozen`",
    ),
    "frozen-is-no-tier": (
        "windows: {tiers: [a, frozen], default: a, permit: [a]}\n",
        "1:1: `frozen` is the tier of freezes; name no tier so",
    ),
    "tiers-differ": (
        "windows: {tiers: [a, a], default: a, permit: [a]}\n",
        "1:1: `tiers` are up to 16 different names",
    ),
    "no-time": (rule("reason: none"), "6:7: `w` in `windows`: one of `weekly` or `cron` or"),
    "two-times": (
        rule("weekly: {days: [mon]}\n      holiday: {calendar: c}"),
        "6:7: `w` in `windows`: an entry states one kind of time, not `weekly` and `holiday`",
    ),
    "unknown-zone-of-a-rule": (
        rule("weekly: {days: [mon]}\n      timezone: Europe/Pariss"),
        (
            "9:17: `w` in `windows`: there is no time zone `Europe/Pariss`; did you mean "
            "`Europe/Paris`?"
        ),
    ),
    "zone-in-the-wrong-case": (
        zone("europe/paris"),
        (
            "2:13: `timezone` in `windows`: there is no time zone `europe/paris`; did you mean "
            "`Europe/Paris`?"
        ),
    ),
    "zone-with-leap-seconds": (zone("right/UTC"), "2:13: `timezone` in `windows`: `right/UTC`"),
    "zone-that-is-no-name": (zone("a" * 300), "2:13: `timezone` in `windows`: there is no time"),
    "zone-outside": (zone("../etc/passwd"), "2:13: `timezone` in `windows`: there is no time"),
    "unknown-calendar": (
        (
            f"{HEAD}  holidays: {{fr: {{}}}}\n  rules:\n    - {{id: h, tier: avoid,"
            " holiday: {calendar: fra}}\n"
        ),
        (
            "7:7: `h` in `windows`: there is no calendar `fra` under `holidays`\n"
            "  hint: did you mean `fr`?"
        ),
    ),
    "end-of-day-as-start": (
        rule('weekly: {days: [mon], from: "24:00"}'),
        "8:35: `w` in `windows`: `24:00` is the end of a day, so nothing starts there",
    ),
    "nothing-from-midnight-to-midnight": (
        rule('weekly: {days: [mon], from: "00:00", to: "00:00"}'),
        "6:7: `w` in `windows`: `from` and `to` are both 00:00",
    ),
    "dense-cron": (
        cron("*/10 * * * *"),
        "6:7: `w` in `windows`: `*/10 * * * *` opens 144 windows a day; at most 96 are possible",
    ),
    "backwards-in-numbers": (
        cron("0 0 * * 5-1"),
        "8:21: `w` in `windows`: the range `5-1` in `0 0 * * 5-1` runs backwards",
    ),
    "last-day-of-month": (
        cron("0 0 L * *"),
        "8:21: `w` in `windows`: `l` cannot stand in the field day of month of `0 0 L * *`",
    ),
    "day-name-as-month": (cron("0 0 * fri *"), "8:21: `w` in `windows`: `fri` cannot stand"),
    "step-of-nothing": (cron("*/0 * * * *"), "8:21: `w` in `windows`: `*/0 * * * *` is no cron"),
    "window-of-years": (
        cron("0 0 1 1 *", "9000h"),
        "8:44: `w` in `windows`: `9000h` is not between one second and 366 days",
    ),
    "length-in-words": (
        cron("0 0 1 1 *", '"at most 8h"'),
        "8:44: `w` in `windows`: `at most 8h` is no length of time",
    ),
    "recurrence-every-hour": (rrule("FREQ=HOURLY"), "8:21: `w` in `windows`: FREQ=HOURLY"),
    "recurrence-by-the-minute": (
        rrule(f"FREQ=DAILY;BYHOUR=0,1;BYMINUTE={','.join(map(str, range(60)))}"),
        "8:21: `w` in `windows`: the rule starts 120 times a day; at most 96 are possible",
    ),
    "recurrence-with-two-ends": (
        rrule("FREQ=DAILY;COUNT=2;UNTIL=20261231T000000Z"),
        "8:21: `w` in `windows`: `COUNT` and `UNTIL` both end the rule; use one of them",
    ),
    "recurrence-that-ended-before-it-began": (
        rrule("FREQ=DAILY;UNTIL=20200101T000000Z"),
        "6:7: `w` in `windows`: the rule ends (2020-01-01T00:00:00+00:00) before it starts",
    ),
    "recurrence-without-frequency": (rrule("BYDAY=MO"), "8:21: `w` in `windows`: the rule does"),
    "recurrence-with-an-unknown-part": (
        rrule("FREQ=DAILY;FOO=1"),
        "8:21: `w` in `windows`: a recurrence rule has no part `FOO`",
    ),
    "recurrence-with-an-unknown-day": (
        rrule("FREQ=WEEKLY;BYDAY=XX"),
        "8:21: `w` in `windows`: `XX` in BYDAY is no day such as MO, 2TU or -1FR",
    ),
    "recurrence-that-never-comes-daily": (
        rrule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        "6:7: `w` in `windows`: the recurrence rule never occurs",
    ),
    "start-with-an-offset": (
        rrule("FREQ=DAILY", "2026-01-13T20:00+01:00"),
        "8:42: `w` in `windows`: `2026-01-13T20:00+01:00` has an offset; write the time on the",
    ),
    "period-backwards": (
        freeze('period: {from: "2026-11-26T18:00", until: "2026-11-26T06:00"}'),
        "6:7: `f` in `windows`: it ends (2026-11-26T06:00:00) at or before its start",
    ),
    "period-with-one-offset": (
        freeze('period: {from: "2026-11-26T18:00Z", until: "2026-11-27T06:00"}'),
        "6:7: `f` in `windows`: `from` and `until` must both have an offset, or neither",
    ),
    "period-of-a-date": (
        freeze('period: {from: "2026-11-26", until: "2026-11-27T06:00"}'),
        "7:22: `f` in `windows`: `2026-11-26` is no moment; write date and time",
    ),
    "date-of-another-age": (
        freeze("dates: {from: 1026-11-26, through: 2026-11-27}"),
        "7:21: `f` in `windows`: `1026-11-26` is not between 1970 and 2200",
    ),
    "expression-that-runs-for-ever": (
        freeze('ics: {file: f.ics, summary_matches: "(a+)+"}'),
        "7:43: `f` in `windows`: `(a+)+` repeats a group; list the words with `|` instead",
    ),
    "expression-with-many-repetitions": (
        freeze('ics: {file: f.ics, summary_matches: "a?b?c?d?"}'),
        "7:43: `f` in `windows`: `a?b?c?d?` has more than 3 repetitions",
    ),
    "expression-that-hides-a-repetition": (
        freeze('ics: {file: f.ics, summary_matches: "(?x)(a+) +"}'),
        "7:43: `f` in `windows`: `(?x)(a+) +` has a comment or the flag x; write it without",
    ),
    "expression-that-is-none": (
        freeze('ics: {file: f.ics, summary_matches: "(a"}'),
        "7:43: `f` in `windows`: `(a` is no regular expression",
    ),
    "long-expression": (
        freeze(f'ics: {{file: f.ics, summary_matches: "{"a" * 201}"}}'),
        "7:43: `f` in `windows`: the expression has 201 characters; at most 200",
    ),
    "endless-horizon": (
        f"{HEAD}  horizon: 11y\n",
        "5:12: `horizon` in `windows`: `11y` is not between one second and ten years",
    ),
    "no-horizon": (
        f"{HEAD}  horizon: 0d\n",
        "5:12: `horizon` in `windows`: `0d` is not between one second and ten years",
    ),
    "exception-for-everybody": (
        (
            f"{HEAD}  exceptions:\n    - {{id: e, match: {{}}, during: always, "
            "overrides: [windows], grants: avoid}\n"
        ),
        "6:15: `e` in `windows`: one of `type` or `priority` is needed",
    ),
    "opening-without-approval": (
        (
            f"{HEAD}  openings:\n    - {{id: o, tier: avoid, reason: r, period: "
            "{from: 2026-01-01T00:00, until: 2026-01-02T00:00}}\n"
        ),
        "6:7: `o` in `windows`: the key `approved_by` is missing",
    ),
    "schedule-without-shifts": (
        f"{HEAD}  on_call: {{from: schedule}}\n",
        "1:1: `on_call` is taken from a schedule, but there is no `schedule`",
    ),
    "calendar-without-file": (
        f"{HEAD}  on_call: {{from: ics}}\n",
        "1:1: `on_call` is taken from iCalendar, but there is no `ics`",
    ),
    "on-call-by-guess": (
        f"{HEAD}  on_call: {{from: input, unknown: maybe}}\n",
        "5:35: `on_call` in `windows`: expected one of present, absent",
    ),
}


@pytest.mark.parametrize(
    ("policy", "message"), [pytest.param(*case, id=name) for name, case in FURTHER.items()]
)
def test_refused_too(policy: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        read(policy)
    assert str(caught.value).startswith(f"policy.yaml:{message}")


def test_all_mistakes_are_told_at_once() -> None:
    policy = """
windows:
  timezone: Mars/Phobos
  default: avoid
  permit: [recommended]
  rules:
    - {id: one, tier: avoid, weekly: {days: [someday]}}
    - {id: two, tier: avoid, weekly: {days: [mon], from: "25:00"}}
    - {id: three, tier: avoid, weekly: {days: [mon]}}
    - {id: four, tier: avoidd, weekly: {days: [mon]}}
  freezes: frozen
"""
    with pytest.raises(UserErrors) as caught:
        read(policy)
    assert [str(error.where) for error in caught.value.errors] == [
        "policy.yaml:3:13",
        "policy.yaml:7:46",
        "policy.yaml:8:58",
        "policy.yaml:10:7",
        "policy.yaml:11:12",
    ]


def test_empty_keys_are_as_good_as_absent_ones() -> None:
    nothing = "".join(f"  {key}:\n" for key in ("tiers", "holidays", "on_call", "rules", "horizon"))
    assert read(HEAD + nothing) == read(HEAD)


def test_an_entry_may_be_switched_on_again() -> None:
    rules = read(rule("weekly: {days: [mon]}\n      disabled: false"))
    assert [entry.id for entry in rules.rules] == ["w"]
