"""`deploylint window`: what people and machines read, and what is said of mistakes."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.windowpolicy import HEAD, LATER, SCHEDULED, WINDOWS, asked, plan, window
from tests.program import FRIDAY, TUESDAY, environment, run


def of_any_machine(text: str) -> str:
    """Return output without the versions of this machine."""
    text = re.sub(r"tz database \w+ \(\w+\)", "tz database 2025b (system)", text)
    text = re.sub(r'"tzdata": "\w+"', '"tzdata": "2025b"', text)
    text = re.sub(r'"tzdata_source": "\w+"', '"tzdata_source": "system"', text)
    return re.sub(r'(package holidays |"holidays": ")[\d.]+', r"\g<1>0.108", text)


TEXTS = {
    "open": ["--at", TUESDAY, "--duration", "30m"],
    "closed": ["--at", FRIDAY],
    "too-short": ["--at", TUESDAY, "--duration", "6h"],
    "frozen": ["--at", "2026-12-24T10:00:00+01:00", "--on-call", "present"],
    "lifted": [
        *("--at", "2026-12-24T10:00:00+01:00"),
        *("--type", "hotfix", "--priority", "P1", "--incident", "INC-42"),
    ],
    "no-incident": ["--at", FRIDAY, "--type", "hotfix", "--priority", "P1"],
    "opening": ["--at", "2026-11-20T21:00:00+01:00"],
    "other-zone": ["--at", "2026-11-20T05:30:00+01:00"],
    "holiday": ["--at", "2026-11-11T10:30:00+01:00"],
    "eve": ["--at", "2026-11-10T10:30:00+01:00", "--on-call", "present"],
    "never-again": ["--at", "2026-12-20T00:00:00+01:00", "--horizon", "5d", "--duration", "1h"],
}


@pytest.mark.parametrize("name", TEXTS)
def test_text(folder: Path, name: str, golden: Any) -> None:
    result = window(folder, *TEXTS[name])
    permitted = name in {"open", "lifted", "opening", "other-zone"}
    assert (result.code, result.err) == (0 if permitted else 1, "")
    golden(f"window-{name}.txt", of_any_machine(result.out))


def test_text_about_a_plan(folder: Path, golden: Any) -> None:
    result = window(folder, plan(folder, f"{SCHEDULED}  duration: 45m\n"), *LATER)
    assert (result.code, result.err) == (1, "")
    golden("window-plan.txt", of_any_machine(result.out))


def test_json(folder: Path, golden: Any) -> None:
    result = window(folder, plan(folder, f"{SCHEDULED}  duration: 45m\n"), *LATER, "-o", "json")
    assert (result.code, result.err) == (1, "")
    golden("window.json", of_any_machine(result.out))


def test_the_same_answer_as_check(folder: Path) -> None:
    """On a plan, `window` says what the rule `deploy-window` says, in the same words."""
    (folder / ".deploylint.yaml").write_text("timezone: Europe/Paris\n", "utf-8")
    for at in (TUESDAY, FRIDAY, "2026-11-28T03:00:00+01:00", "2026-11-26T15:30:00+01:00"):
        file = plan(folder, f"{HEAD}  scheduled_at: {at}\n  duration: 45m\n")
        now = ["--now", "2026-11-01T00:00:00Z"]
        checked = run("check", file, *now, "-o", "json", cwd=folder)
        (report,) = json.loads(checked.out)["reports"]
        (item,) = [item for item in report["items"] if item["rule"] == "deploy-window"]
        answer = json.loads(run("window", file, *now, "-o", "json", cwd=folder).out)
        said = run("window", file, *now, cwd=folder, env={"COLUMNS": "200"}).out.splitlines()
        assert answer["permitted"] is (item["status"] == "pass")
        if not answer["permitted"]:
            assert answer["next_permitted"] == report["next_permitted"]
        # on Thursday the deployment would begin in time and end too late
        words = said[0].partition(": ")[2]
        reason = re.sub(r"(closes at) \w{3} [\d-]+ ", r"\1 ", item["reason"])
        assert reason.startswith(re.sub(r"(closes at) \w{3} [\d-]+ ", r"\1 ", words)), reason
        decides = said[1].removeprefix("  why     ")
        assert decides in reason or "closes at" in words


# Output


def test_text_and_json_at_once_and_the_code_stays(folder: Path) -> None:
    for outputs in (["text"], ["json"], ["json=a.json", "text"], ["text=a.txt", "json=b.json"]):
        given = [word for output in outputs for word in ("-o", output)]
        assert window(folder, "--at", FRIDAY, *given).code == 1
    assert json.loads((folder / "a.json").read_text("utf-8"))["tier"] == "avoid"
    assert (folder / "a.txt").read_text("utf-8").startswith("NOT PERMITTED: Fri 2026-11-20 14:30")


def test_colour_only_where_it_is_wanted(folder: Path) -> None:
    plain = window(folder, "--at", FRIDAY).out
    forced = window(folder, "--at", FRIDAY, "-o", "text", "-o", "json=a.json", FORCE_COLOR="1").out
    assert "\x1b" not in plain
    assert forced.startswith("\x1b[1;31mNOT PERMITTED:\x1b[0m Fri")
    assert re.sub(r"\x1b\[[\d;]*m", "", forced) == plain


def test_narrow_terminals_get_narrow_lines(folder: Path) -> None:
    out = window(folder, "--at", FRIDAY, COLUMNS="40").out
    assert max(map(len, out.splitlines())) <= 40


HOSTILE = "\x1b[31mred\x1b[0m \u202eback\u2069 ::error::x ##vso[task]"


def test_nothing_from_outside_is_obeyed(folder: Path) -> None:
    reason = json.dumps(HOSTILE)
    hostile = WINDOWS.replace("everybody is there", reason).replace("id: midweek", f"id: {reason}")
    (folder / "windows.yaml").write_text(hostile, "utf-8")
    text = f"{HEAD.replace('v1.2.0', reason)}  service: {reason}\n  incident: {reason}\n"
    file = plan(folder, text)
    for output in ("text", "json"):
        result = window(folder, file, "--at", TUESDAY, "--incident", HOSTILE, "-o", output)
        assert result.code == 0
        assert re.findall("[\x1b\u202e\u2069]|##vso\\[|^ *::", result.out, re.MULTILINE) == []
    answer = asked(folder, file, "--at", TUESDAY, "--incident", HOSTILE)
    assert answer["deciding"][0]["id"] == answer["change"]["incident"] == HOSTILE


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["-o", "yaml"],
            "there is no output format `yaml`\n  hint: known: text, json",
            id="format",
        ),
        pytest.param(
            ["-o", "json", "-o", "text"], "two outputs go to standard output", id="two-outputs"
        ),
        pytest.param(["-o", "json="], "`-o json=` names no file", id="no-file"),
        pytest.param(["absent.yaml"], "absent.yaml: does not exist", id="no-plan"),
        pytest.param(["-p", "absent.yaml"], "absent.yaml: does not exist", id="no-policy"),
        pytest.param(
            ["windows.yaml"],
            "windows.yaml: this is a policy, not a plan\n"
            "  hint: to ask about a policy, write --policy windows.yaml",
            id="policy-as-plan",
        ),
        pytest.param(
            ["two.yaml"],
            "two.yaml:5:1: the file holds 2 plans; `window` answers for one\n"
            "  hint: `deploylint check` judges several plans",
            id="two-plans",
        ),
        pytest.param(
            ["-p", "none.yaml"],
            "none.yaml: the policy states no windows, so no time is known to be permitted\n"
            "  hint: add `windows:`, or extend deploylint:essential",
            id="no-windows",
        ),
        pytest.param(
            ["--horizon", "11y"], "`11y` is not between one second and ten years", id="far-horizon"
        ),
        pytest.param(["--duration", "soon"], "expected a duration such as 30m", id="no-duration"),
        pytest.param(["--duration", "367d"], "`367d` is longer than 366 days", id="long-duration"),
        pytest.param(
            ["--duration", "999999w" * 200], "is longer than ten years", id="endless-duration"
        ),
        pytest.param(["--incident", " "], "the incident has no name", id="blank-incident"),
        pytest.param(["--type", "rolback"], "`rolback` is not one of", id="unknown-type"),
        pytest.param(["--on-call", "maybe"], "`maybe` is not one of", id="unknown-on-call"),
    ],
)
def test_mistakes(folder: Path, arguments: list[str], message: str) -> None:
    (folder / "two.yaml").write_text(f"{HEAD}---\n{HEAD}", "utf-8")
    (folder / "none.yaml").write_text("policy: none\n", "utf-8")
    result = window(folder, *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_a_policy_without_rules_is_still_no_policy_to_check_by(folder: Path) -> None:
    result = run("check", plan(folder, HEAD), "-p", "windows.yaml", cwd=folder)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("windows.yaml: the policy has no rules")


def test_nothing_heavy_is_imported(folder: Path) -> None:
    """Holidays come from the cache from the second run on; nothing else is needed."""
    heavy = ["holidays", "dateutil", "croniter", "jsonschema", "importlib.metadata", "json"]
    heavy += ["deploylint.load.plan", "deploylint.engine", "deploylint.registry", "git", "yaml"]
    weekly = re.sub(r"\n    - id: patch\n(      .*\n)+", "\n", WINDOWS)
    (folder / "windows.yaml").write_text(weekly, "utf-8")
    assert asked(folder, "--at", TUESDAY)["permitted"] is True
    program = (
        "import sys; from deploylint.cli.main import main;"
        "main(['window', '-p', 'windows.yaml', '-o', 'text=answer.txt', '--at', sys.argv[1]]);"
        "print(*[name for name in sys.argv[2:] if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, TUESDAY, *heavy],
        cwd=folder,
        env=environment(XDG_CACHE_HOME=str(folder / ".cache")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")
