"""`deploylint window`: what holds of options, plan, settings and policy, and what is assumed."""

import json
import shutil
from importlib import import_module, metadata
from importlib.resources import files
from pathlib import Path

import pytest

from deploylint import __version__
from tests.cli.windowpolicy import HEAD, LATER, SCHEDULED, WINDOWS, asked, plan, window
from tests.program import FRIDAY, TUESDAY, run


def test_the_schedule_of_a_plan_holds_while_it_lies_ahead(folder: Path) -> None:
    file = plan(folder, SCHEDULED)
    ahead = asked(folder, file, *LATER)
    passed = asked(folder, file, "--now", "2026-11-27T10:00:00+01:00")
    named = asked(folder, file, *LATER, "--at", TUESDAY)
    assert [(a["basis"], a["at"]) for a in (ahead, passed, named)] == [
        ("scheduled_at", "2026-11-26T15:30:00+01:00"),
        ("now", "2026-11-27T10:00:00+01:00"),
        ("--at", TUESDAY),
    ]
    assert passed["notes"] == [
        "the plan was scheduled for Thu 2026-11-26 15:30, which has passed, so now is judged"
    ]
    assert ahead["notes"] == named["notes"] == []


def test_the_duration_of_a_plan_holds_unless_an_option_says_otherwise(folder: Path) -> None:
    file = plan(folder, f"{SCHEDULED}  duration: 45m\n")
    assert asked(folder, file, *LATER)["permitted"] is False
    assert asked(folder, file, *LATER, "--duration", "30m")["permitted"] is True
    assert asked(folder, file, *LATER, "--duration", "0m")["change"]["duration_seconds"] == 0


def test_what_is_next_fits_the_duration(folder: Path) -> None:
    answers = [asked(folder, "--at", FRIDAY, "--duration", f"{hours}h") for hours in (3, 5, 7)]
    assert [(a["next_permitted"], a["next_closes_at"]) for a in answers] == [
        ("2026-11-20T20:00:00+01:00", "2026-11-20T23:00:00+01:00"),
        ("2026-11-24T10:00:00+01:00", "2026-11-24T16:00:00+01:00"),
        (None, None),
    ]


HOTFIX = f"{HEAD}  type: hotfix\n  priority: P1\n"
WHY = "  reason: checkout fails\n"
NAMED = "  incident: INC-7\n"


@pytest.mark.parametrize(
    ("text", "options", "kind", "incident", "permitted"),
    [
        pytest.param(HOTFIX + WHY + NAMED, [], "hotfix", "INC-7", True, id="complete"),
        pytest.param(HOTFIX + WHY, [], "standard", None, False, id="no-incident"),
        pytest.param(
            HOTFIX + WHY, ["--incident", "INC-8"], "hotfix", "INC-8", True, id="incident-added"
        ),
        pytest.param(
            HOTFIX + WHY + NAMED, ["--priority", "P2"], "hotfix", "INC-7", False, id="not-urgent"
        ),
        pytest.param(
            HOTFIX + WHY + NAMED, ["--type", "standard"], "standard", "INC-7", False, id="standard"
        ),
        pytest.param(
            HEAD + NAMED,
            ["--type", "hotfix", "--priority", "P1"],
            "hotfix",
            "INC-7",
            True,
            id="type-given",
        ),
    ],
)
def test_type_priority_and_incident(
    folder: Path, text: str, options: list[str], kind: str, incident: str | None, *, permitted: bool
) -> None:
    answer = asked(folder, plan(folder, text), *LATER, *options)
    change = answer["change"]
    assert (change["type"], change["incident"], answer["permitted"]) == (kind, incident, permitted)


def test_a_hotfix_that_does_not_count_is_said_to(folder: Path) -> None:
    declared = asked(folder, plan(folder, HOTFIX), *LATER)
    assert declared["notes"] == [
        "the plan says hotfix, which counts only with `incident` and `reason`"
    ]
    assert declared["plan"]["type"] == "standard"
    supposed = asked(folder, "--type", "hotfix", "--priority", "P1", *LATER)
    assert supposed["notes"] == [
        "exception on-fire is for such a change, but asks for an incident: give --incident"
    ]
    assumed = "the plan will give `incident` and `reason`, without which a hotfix does not count"
    assert assumed in supposed["assumptions"]
    proven = asked(folder, plan(folder, HOTFIX + WHY + NAMED), *LATER)
    assert assumed not in proven["assumptions"]


def test_who_is_on_call_decides_the_weekend(folder: Path) -> None:
    answers = {
        said: asked(folder, "--at", "2026-11-21T12:00:00+01:00", "--on-call", said)
        for said in ("present", "absent", "unknown")
    }
    assert {said: answer["tier"] for said, answer in answers.items()} == {
        "present": "avoid",
        "absent": "never",
        "unknown": "never",
    }
    held = "on-call is taken to stay {} when looking ahead"
    assert held.format("present") in answers["present"]["assumptions"]
    assert held.format("absent") in answers["unknown"]["assumptions"]


def test_where_check_would_not_look_at_the_windows(folder: Path) -> None:
    """The shipped policies let a rollback go at any time, and staging too."""

    def notes(*arguments: str) -> list[str]:
        result = run("window", *arguments, *LATER, "-o", "json", cwd=folder)
        found: list[str] = json.loads(result.out)["notes"]
        return [note for note in found if "check" in note]

    said = "`deploylint check` would not look at the windows here: its rule deploy-window is for "
    staging = plan(folder, HEAD.replace("production", "staging"))
    assert notes("--type", "rollback") == [f"{said}type standard or hotfix"]
    assert notes(staging) == [f"{said}environment production"]
    assert notes() == []
    assert notes(plan(folder, HEAD)) == []


def test_settings_give_policy_zone_and_country(folder: Path) -> None:
    (folder / "deep").mkdir()
    own = WINDOWS.replace("  timezone: Europe/Paris\n", "").replace("{country: FR}", "{}")
    (folder / "own.yaml").write_text(own, "utf-8")
    (folder / ".deploylint.yaml").write_text(
        "policy: own.yaml\ntimezone: Asia/Tokyo\ncountry: JP\n", "utf-8"
    )
    env = {"XDG_CACHE_HOME": str(folder / ".cache")}
    command = ["window", "--at", "2026-11-23T14:00:00+09:00", "-o", "json"]
    answer = json.loads(run(*command, cwd=folder / "deep", env=env).out)
    assert (answer["policy"]["name"], answer["timezone"]) == ("own", "Asia/Tokyo")
    assert [entry["id"] for entry in answer["deciding"]] == ["holiday"]


def test_without_settings_what_is_missing_is_assumed(folder: Path) -> None:
    result = run("window", "--at", TUESDAY, "-o", "json", cwd=folder)
    answer = json.loads(result.out)
    assert (result.code, answer["timezone"]) == (1, "UTC")
    assert answer["assumptions"][:2] == [
        "no time zone is set, so the windows are read in UTC",
        "no country is set, so no public holidays are known",
    ]
    assert answer["versions"] == {
        "deploylint": __version__,
        "tzdata": None,
        "tzdata_source": None,
        "holidays": None,
    }


def test_windows_may_be_put_together_from_layers(folder: Path) -> None:
    (folder / "top.yaml").write_text(
        "extends: windows.yaml\nwindows: {rules: [{id: midweek, disabled: we moved}]}\n", "utf-8"
    )
    env = {"XDG_CACHE_HOME": str(folder / ".cache")}
    result = run("window", "-p", "top.yaml", "--at", TUESDAY, cwd=folder, env=env)
    assert (result.code, result.out.splitlines()[0]) == (
        1,
        "NOT PERMITTED: Tue 2026-11-24 10:30 (Europe/Paris) is `avoid`",
    )


@pytest.mark.parametrize(
    ("time", "at", "named"),
    [
        pytest.param(
            "holiday_eve: {calendar: main, mode: working}",
            "2026-04-03",
            "eve of Easter Monday",
            id="working-day-before",
        ),
        pytest.param(
            "holiday_eve: {calendar: main, mode: calendar, skip_weekend_holidays: true}",
            "2026-11-10",
            "eve of Armistice Day",
            id="eve-of-a-weekday",
        ),
        pytest.param(
            "holiday: {calendar: main}", "2026-12-31", "holiday added by the policy", id="added"
        ),
    ],
)
def test_the_holiday_is_named(folder: Path, time: str, at: str, named: str) -> None:
    policy = (
        "windows:\n  timezone: Europe/Paris\n  default: recommended\n  permit: [recommended]\n"
        "  holidays: {main: {country: FR, add: [2026-12-31]}}\n"
        f"  rules:\n    - {{id: day, tier: avoid, {time}}}\n"
    )
    (folder / "windows.yaml").write_text(policy, "utf-8")
    lines = window(folder, "--at", f"{at}T12:00:00Z").out.splitlines()
    assert lines[1].startswith(f"  why     rule day, {lines[0][15:29]} 00:00 to 24:00 ({named})")


# Versions


def test_versions_are_those_that_are_used(folder: Path) -> None:
    package = asked(folder, "--at", TUESDAY, PYTHONTZPATH="")
    assert package["versions"] == {
        "deploylint": __version__,
        "tzdata": import_module("tzdata").IANA_VERSION,
        "tzdata_source": "package",
        "holidays": metadata.version("holidays"),
    }
    assert package["assumptions"][-2:] == [
        f"time zones are those of the tz database {import_module('tzdata').IANA_VERSION} (package)",
        f"public holidays are those of the package holidays {metadata.version('holidays')}",
    ]


@pytest.mark.parametrize(
    ("file", "text", "release"),
    [
        pytest.param("tzdata.zi", "# version 2024b\nR d 1916 o\n", "2024b", id="linux"),
        pytest.param("+VERSION", "2024a\n", "2024a", id="macos"),
        pytest.param("tzdata.zi", "R d 1916 o\n", None, id="unknown"),
    ],
)
def test_the_system_says_its_release(
    folder: Path, file: str, text: str, release: str | None
) -> None:
    zones = folder / "zones"
    for key in ("Europe/Paris", "America/New_York"):
        (zones / key).parent.mkdir(parents=True)
        shutil.copy(str(files("tzdata").joinpath("zoneinfo", *key.split("/"))), zones / key)
    (zones / file).write_text(text, "utf-8")
    answer = asked(folder, "--at", TUESDAY, PYTHONTZPATH=str(zones))
    assert (answer["versions"]["tzdata"], answer["versions"]["tzdata_source"]) == (
        release,
        "system",
    )
    told = f"time zones are those of the tz database {release or 'of unknown release'} (system)"
    assert told in answer["assumptions"]
