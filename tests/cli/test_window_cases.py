"""`deploylint window` on every case of the specification, and on every input to refuse."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.program import Result, run
from tests.windows.policies import HEAD, calendar, freeze, rule, zone
from tests.windows.specification import FOLDER, SPECIFICATION

AT = "2026-11-24T10:00:00+01:00"
"""A moment at which nothing is wrong."""


def kept(cache: str) -> dict[str, str]:
    """Return the environment that says where holidays are kept."""
    return {"XDG_CACHE_HOME": cache}


def instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def arguments(case: dict[str, Any]) -> list[str]:
    change = case["change"]
    said = ["--at", case["at"], "--type", change["type"], "--duration", case["duration"]]
    said += ["--priority", change["priority"]] if change["priority"] else []
    # where a schedule in the policy says it, the caller does not
    said += ["--on-call", case["on_call"]] if case["on_call"] != "schedule" else []
    return said


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in SPECIFICATION["cases"]]
)
def test_case(case: dict[str, Any], tmp_path: Path, cache: str) -> None:
    windows = SPECIFICATION["policies"][case["policy"]]["windows"]
    (tmp_path / "p.yaml").write_text(json.dumps({"windows": windows}), "utf-8")
    shutil.copy(FOLDER / "windows-freezes.ics", tmp_path)
    result = run(
        *("window", "--policy", "p.yaml", "-o", "json", *arguments(case)),
        cwd=tmp_path,
        env=kept(cache),
    )
    assert result.err == ""
    answer = json.loads(result.out)
    expected = case["expect"]
    assert (
        result.code,
        {**{key: answer[key] for key in expected}, "next": instant(answer["next_permitted"])},
    ) == (
        0 if expected["permitted"] else 1,
        {
            **expected,
            "next_permitted": answer["next_permitted"],
            "next": instant(expected["next_permitted"]),
        },
    )


def test_there_are_120_cases() -> None:
    assert len(SPECIFICATION["cases"]) == 120


# What must be refused


class Refused(NamedTuple):
    """A policy, where it is wrong, and what the message must name; `ics` is its calendar file."""

    policy: str
    where: str
    named: str
    ics: str | None = None


def cron(text: str, duration: str = "1h") -> str:
    return rule(f'cron: {{start: "{text}", duration: {duration}}}')


def rrule(text: str) -> str:
    return rule(f'rrule: {{rule: "{text}", start: "2026-01-13T20:00", duration: 1h}}')


def holidays(text: str) -> str:
    return f"{HEAD}  holidays: {{main: {text}}}\n"


ICS = freeze("ics: {file: freeze.ics}")

REFUSED = {
    "X01": Refused(zone("Mars/Phobos"), "policy.yaml:2:3", "no time zone `Mars/Phobos`"),
    "X02": Refused(zone('""'), "policy.yaml:2:3", "the time zone is empty"),
    "X03": Refused(zone("UTC+2"), "policy.yaml:2:3", "no time zone `UTC+2`"),
    "X04": Refused(
        rule('weekly: {days: [mon], from: "10:00", to: "10:00"}'),
        "policy.yaml:6:7",
        "`from` and `to` are both 10:00",
    ),
    "X05": Refused(
        rule('weekly: {days: [mon], from: "10:00", to: "24:01"}'),
        "policy.yaml:8:48",
        "`24:01` is after the end of the day",
    ),
    "X06": Refused(
        rule('weekly: {days: [mon], from: "7:60", to: "10:00"}'),
        "policy.yaml:8:35",
        "`7:60` is no time of day",
    ),
    "X07": Refused(rule("weekly: {days: [mardi]}"), "policy.yaml:8:23", "mon, tue, wed, thu"),
    "X08": Refused(rule("weekly: {days: []}"), "policy.yaml:8:16", "expected at least 1"),
    "X09": Refused(cron("0 0 30 2 *"), "policy.yaml:8:21", "`0 0 30 2 *` never comes"),
    "X10": Refused(cron("0 0 31 4,6,9,11 *"), "policy.yaml:8:21", "never comes"),
    "X11": Refused(cron("60 * * * *"), "policy.yaml:8:21", "`60 * * * *` is no cron expression"),
    "X12": Refused(cron("* * * * * *"), "policy.yaml:8:21", "`* * * * * *` has 6 fields"),
    "X13": Refused(cron("@reboot"), "policy.yaml:8:21", "`@reboot` is a shortcut"),
    "X14": Refused(cron("0 22 * * 6", "0m"), "policy.yaml:8:45", "`0m` is not between"),
    "X15": Refused(
        freeze("dates: {from: 2026-12-20, through: 2026-12-10}"),
        "policy.yaml:6:7",
        "it ends (2026-12-10) before it starts (2026-12-20)",
    ),
    "X16": Refused(
        freeze("dates: {from: 2026-02-20, through: 2026-02-30}"),
        "policy.yaml:7:42",
        "there is no date `2026-02-30`",
    ),
    "X17": Refused(
        freeze('yearly: {from: "02-30", through: "03-02"}'),
        "policy.yaml:7:22",
        "`02-30` does not exist in any year",
    ),
    "X18": Refused(
        ICS,
        "freeze.ics:6:1",
        "no time zone `Mars/Phobos`",
        calendar("DTSTART;TZID=Mars/Phobos:20261202T090000"),
    ),
    "X19": Refused(
        rrule("FREQ=WEEKLY;UNTIL=20261231T235959"), "policy.yaml:8:21", "UNTIL in `FREQ=WEEKLY"
    ),
    "X20": Refused(rrule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "policy.yaml:6:7", "never occurs"),
    "X21": Refused(rrule("FREQ=SECONDLY"), "policy.yaml:8:21", "FREQ=SECONDLY repeats too often"),
    "X25": Refused(holidays("{country: XX}"), "policy.yaml:5:14", "country `XX`"),
    "X26": Refused(
        holidays("{country: FR, subdivision: ZZ}"), "policy.yaml:5:14", "subdivision of FR `ZZ`"
    ),
    "X27": Refused(
        rule("weekly: {days: [mon]}", tier="recomended"),
        "policy.yaml:6:7",
        "there is no tier `recomended`",
    ),
    "X28": Refused(
        "windows:\n  timezone: UTC\n  permit: [recommended]\n",
        "policy.yaml:1:1",
        "the tier of time that no rule covers is missing; write `default:`",
    ),
    "X29": Refused(zone("Europe"), "policy.yaml:2:3", "no time zone `Europe`"),
    "X30": Refused(zone("localtime"), "policy.yaml:2:3", "`localtime` means something else"),
    "X34": Refused(cron("0 0 * * FRI-MON"), "policy.yaml:8:21", "`fri-mon`"),
    "X35": Refused(
        ICS,
        "freeze.ics:7:1",
        "the event ends before it starts",
        calendar("DTSTART:20261202T090000Z\nDTEND:20261202T080000Z"),
    ),
    "X36": Refused(ICS, "freeze.ics", "does not exist"),
    "X36-empty": Refused(ICS, "freeze.ics", "the calendar is empty", ""),
    "X36-no-calendar": Refused(
        ICS, "freeze.ics:1:1", "none of a calendar", "<html>not found</html>\n"
    ),
}

INSTANTS = {
    "X22": ("2026-11-24T10:00:00", "has no UTC offset"),
    "X23": ("2026-11-24T10:00:60+01:00", "is no moment in time"),
    "X24": ("2026-02-30T10:00:00+01:00", "is no moment in time"),
}

ACCEPTED = {"X31", "X32", "X33"}
"""A zone that gets a remark, and two texts that the program reads as they are written."""


def window(folder: Path, policy: str, *options: str, env: dict[str, str]) -> Result:
    (folder / "policy.yaml").write_text(policy, "utf-8")
    return run("window", "-p", "policy.yaml", "-o", "json", *options, cwd=folder, env=env)


def test_every_input_to_refuse_is_tried() -> None:
    tried = {name[:3] for name in (*REFUSED, *INSTANTS, *ACCEPTED)}
    assert tried == {entry["id"] for entry in SPECIFICATION["refuse"]}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in REFUSED.items()])
def test_refused(case: Refused, tmp_path: Path, cache: str) -> None:
    if case.ics is not None:
        (tmp_path / "freeze.ics").write_text(case.ics, "utf-8")
    result = window(tmp_path, case.policy, "--at", AT, env=kept(cache))
    message = result.err.splitlines()[0]
    assert (result.code, result.out) == (2, "")
    assert message.startswith(f"{case.where}:"), message
    assert case.named in message


@pytest.mark.parametrize(
    ("text", "message"), [pytest.param(*case, id=name) for name, case in INSTANTS.items()]
)
def test_refused_as_instant(text: str, message: str, tmp_path: Path, cache: str) -> None:
    option = window(tmp_path, HEAD, "--at", text, env=kept(cache))
    assert (option.code, option.out) == (2, "")
    assert f"`--at`: `{text}` {message}" in option.err
    plan = f"deployment:\n  version: v1\n  environment: production\n  scheduled_at: {text}\n"
    (tmp_path / "plan.yaml").write_text(plan, "utf-8")
    planned = window(tmp_path, HEAD, "plan.yaml", env=kept(cache))
    assert (planned.code, planned.out) == (2, "")
    assert planned.err.startswith(f"plan.yaml:4:17: `deployment.scheduled_at`: `{text}` {message}")


def test_a_zone_without_summer_time_is_an_assumption(tmp_path: Path, cache: str) -> None:
    result = window(tmp_path, zone("EST"), "--at", "2026-07-01T10:00:00Z", env=kept(cache))
    answer = json.loads(result.out)
    remark = "the zone EST keeps one offset all year: no summer time is observed"
    assert (result.code, answer["at"]) == (1, "2026-07-01T05:00:00-05:00")
    assert remark in answer["assumptions"]


def test_times_without_quotes_are_times(tmp_path: Path, cache: str) -> None:
    policy = rule("weekly: {days: [tue], from: 10:00, to: 22:00}")
    answer = json.loads(window(tmp_path, policy, "--at", AT, env=kept(cache)).out)
    (entry,) = answer["deciding"]
    assert (entry["start"], entry["end"]) == (AT, "2026-11-24T22:00:00+01:00")


def test_norway_without_quotes_is_a_country(tmp_path: Path, cache: str) -> None:
    policy = (
        f"{HEAD}  holidays: {{main: {{country: NO}}}}\n"
        "  rules: [{id: w, tier: recommended, holiday: {calendar: main}}]\n"
    )
    result = window(tmp_path, policy, "--at", "2026-05-17T12:00:00+02:00", env=kept(cache))
    assert (result.code, json.loads(result.out)["deciding"][0]["id"]) == (0, "w")
