"""The script for any CI, docs/ci/gate.sh, run by the shells that CI systems have."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.ci.actionparts import BLOCKED, GOOD, git
from tests.ci.shellscripts import SHELLS, Ran, run_script, stand_in
from tests.program import FRIDAY, ROOT, TUESDAY

WINDOW_WARNS = """\
policy: own
extends: deploylint:essential
rules:
  deploy-window: warning
"""
GATE = str(ROOT / "docs/ci/gate.sh")


class Gate:
    """A folder with plans, in which the script is run by one of the shells."""

    def __init__(self, folder: Path, shell: str) -> None:
        self.folder, self.shell = folder / "project", shell
        self.folder.mkdir()
        (self.folder / ".git").mkdir()
        (self.folder / ".deploylint.yaml").write_text("timezone: Europe/Paris\n", "utf-8")
        self.programs = stand_in(folder / "programs")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def run(self, *arguments: str, **variables: str) -> Ran:
        known = {"DEPLOYLINT_SOURCE": "/the source"} | variables
        return run_script([self.shell, GATE, *arguments], self.folder, self.programs, **known)


@pytest.fixture(params=SHELLS)
def gate(request: pytest.FixtureRequest, tmp_path: Path) -> Gate:
    return Gate(tmp_path, request.param)


def said(ran: Ran) -> list[str]:
    """Return the last lines, which are meant for scripts."""
    return ran.out.splitlines()[-4:]


def test_a_plan_that_complies_is_let_through(gate: Gate) -> None:
    gate.write("a plan.yaml", GOOD)
    ran = gate.run("a plan.yaml", f"--now={TUESDAY}")
    assert (ran.code, ran.err) == (0, "")
    assert said(ran) == ["decision=go", "blocked=false", "next_permitted=", "exit_code=0"]
    assert "GO: may go out" in ran.out
    assert ran.installed.endswith("--disable-pip-version-check /the source\n")
    reports = sorted(path.name for path in (gate.folder / "deploylint-reports").iterdir())
    assert reports == [".deploylint", "deploylint.html", "deploylint.json", "junit.xml"]
    assert list((gate.programs / "tmp").iterdir()) == []


def test_of_several_plans_the_worst_and_the_latest_count(gate: Gate) -> None:
    gate.write("a.yaml", GOOD)
    gate.write("b.yaml", BLOCKED)
    ran = gate.run("a.yaml", "b.yaml", f"--now={FRIDAY}")
    assert ran.code == 1
    assert said(ran) == [
        "decision=abort",
        "blocked=true",
        "next_permitted=2026-11-23T13:00:00+01:00",
        "exit_code=1",
    ]


def test_what_may_go_out_waits_for_nothing(gate: Gate) -> None:
    gate.write("a.yaml", GOOD)
    gate.write("own.yaml", WINDOW_WARNS)
    ran = gate.run("a.yaml", "--policy=own.yaml", f"--now={FRIDAY}")
    assert said(ran) == ["decision=caution", "blocked=false", "next_permitted=", "exit_code=0"]


def test_the_moment_is_judged_unless_told_otherwise(gate: Gate) -> None:
    later = "  scheduled_at: 2026-12-01T10:30:00+01:00\n  checklist:\n"
    gate.write("plan.yaml", GOOD.replace("  checklist:\n", later))
    gated = gate.run("plan.yaml", f"--now={TUESDAY}")
    planned = gate.run("plan.yaml", f"--now={TUESDAY}", DEPLOYLINT_GATE="no")
    assert (gated.code, planned.code) == (1, 0)


@pytest.mark.parametrize(
    ("arguments", "variables", "code", "message"),
    [
        pytest.param(["plan.yaml"], {"DEPLOYLINT_SOURCE": ""}, 2, "set DEPLOYLINT_SOURCE", id="no"),
        pytest.param(["plan.yaml"], {"DEPLOYLINT_GATE": "0"}, 2, "neither yes nor no", id="gate"),
        pytest.param([], {"DEPLOYLINT_PYTHON": "/nowhere"}, 127, "/nowhere", id="no-python"),
    ],
)
def test_what_is_set_wrong_stops_it(
    gate: Gate, arguments: list[str], variables: dict[str, str], code: int, message: str
) -> None:
    ran = gate.run(*arguments, **variables)
    assert ran.code == code
    assert message in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["nothing.yaml"], 2, id="plan-missing"),
        pytest.param(["broken.yaml"], 2, id="plan-broken"),
        pytest.param(["good.yaml", "broken.yaml"], 2, id="one-of-two-broken"),
        pytest.param(["good.yaml", "--policy=nothing.yaml"], 2, id="policy-missing"),
        pytest.param(["good.yaml", "--what"], 2, id="bad-option"),
        pytest.param([], 2, id="no-plan"),
        pytest.param(["--help"], 3, id="help-is-no-answer"),
        pytest.param(["$(touch ran)", "`touch ran`", "; touch ran"], 2, id="hostile-names"),
    ],
)
def test_what_reaches_no_decision_is_no_permission(
    gate: Gate, arguments: list[str], code: int
) -> None:
    gate.write("good.yaml", GOOD)
    gate.write("broken.yaml", "deployment: 1\n")
    old = gate.folder / "deploylint-reports"
    old.mkdir()
    (old / "deploylint.json").write_text(
        json.dumps({"reports": [{"decision": "go", "blocked": False, "next_permitted": None}]})
    )
    ran = gate.run(*arguments)
    assert ran.code == code
    assert said(ran)[:2] == ["decision=error", "blocked=true"]
    assert said(ran)[3] == f"exit_code={code}"
    assert not (gate.folder / "ran").exists()


@pytest.mark.parametrize(
    ("gate_wanted", "decision", "code"),
    [
        pytest.param("yes", "error", 2, id="a-gate-does-not-open"),
        pytest.param("no", "none", 0, id="a-branch-stays-green"),
    ],
)
def test_where_no_plan_changed_there_is_no_permission(
    gate: Gate, gate_wanted: str, decision: str, code: int
) -> None:
    gate.write("plan.yaml", GOOD)
    shutil.rmtree(gate.folder / ".git")
    git(gate.folder, "init", "--quiet")
    git(gate.folder, "add", "--all")
    git(gate.folder, "commit", "--quiet", "--message", "Plan")
    ran = gate.run("plan.yaml", "--changed-since=HEAD", DEPLOYLINT_GATE=gate_wanted)
    assert ran.code == code
    assert said(ran)[:2] == [f"decision={decision}", "blocked=true"]


def test_reports_go_where_they_are_wanted(gate: Gate) -> None:
    gate.write("plan.yaml", BLOCKED)
    ran = gate.run("plan.yaml", DEPLOYLINT_REPORTS="out/of the way")
    assert ran.code == 1
    assert (gate.folder / "out/of the way/junit.xml").is_file()


def test_a_plan_for_another_environment_is_no_permission(gate: Gate) -> None:
    gate.write("plan.yaml", GOOD.replace("production", "staging", 1))
    ran = gate.run("plan.yaml", "--environment=production", f"--now={TUESDAY}")
    assert said(ran) == ["decision=error", "blocked=true", "next_permitted=", "exit_code=2"]
    assert 'the plan is for "staging", not for "production"' in ran.err


def test_who_comes_back_when_told_gets_in_or_is_told_no_time(gate: Gate) -> None:
    late = "  scheduled_at: 2026-11-19T10:30:00+01:00\n  checklist:\n"
    gate.write("free.yaml", GOOD)
    gate.write("late.yaml", GOOD.replace("  checklist:\n", late))
    monday = "next_permitted=2026-11-23T13:00:00+01:00"
    assert said(gate.run("free.yaml", f"--now={FRIDAY}"))[2] == monday
    again = monday.removeprefix("next_permitted=")
    assert said(gate.run("free.yaml", f"--now={again}"))[:2] == ["decision=go", "blocked=false"]
    for now in (FRIDAY, again):
        ran = gate.run("late.yaml", f"--now={now}")
        assert said(ran) == ["decision=postpone", "blocked=true", "next_permitted=", "exit_code=1"]


def test_equal_runs_write_equal_reports_that_know_their_schema(gate: Gate) -> None:
    gate.write("plan.yaml", GOOD)
    file = gate.folder / "deploylint-reports/deploylint.json"
    texts = []
    for _ in range(2):
        assert gate.run("plan.yaml", f"--now={TUESDAY}").code == 0
        texts.append(file.read_text("utf-8"))
    assert texts[0] == texts[1]
    assert texts[0].startswith('{"$schema": "./.deploylint/report.schema.json",\n')
    schema = json.loads((file.parent / ".deploylint/report.schema.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(json.loads(texts[0]))) == []


@pytest.mark.parametrize(
    ("wanted", "link"),
    [
        pytest.param("deploylint-reports", "deploylint-reports", id="the-folder"),
        pytest.param("deploylint-reports/", "deploylint-reports", id="with-a-slash"),
        pytest.param("out/reports", "out", id="a-folder-above"),
    ],
)
def test_reports_are_not_written_through_a_link(gate: Gate, wanted: str, link: str) -> None:
    elsewhere = gate.folder.parent / "elsewhere"
    elsewhere.mkdir()
    (gate.folder / link).symlink_to(elsewhere)
    gate.write("plan.yaml", GOOD)
    ran = gate.run("plan.yaml", f"--now={TUESDAY}", DEPLOYLINT_REPORTS=wanted)
    assert (ran.code, ran.out, ran.installed) == (2, "", "")
    assert ran.err.endswith(f"{link} is a link\n")
    assert list(elsewhere.iterdir()) == []


def test_what_lies_in_the_folder_leads_nowhere(gate: Gate) -> None:
    elsewhere = gate.folder.parent / "elsewhere"
    elsewhere.mkdir()
    reports = gate.folder / "deploylint-reports"
    reports.mkdir()
    for name in (".deploylint", "deploylint.json", "junit.xml"):
        (reports / name).symlink_to(elsewhere / name)
    (elsewhere / ".deploylint").mkdir()
    gate.write("plan.yaml", GOOD)
    assert gate.run("plan.yaml", f"--now={TUESDAY}").code == 0
    assert [path.name for path in elsewhere.rglob("*")] == [".deploylint"]


def test_a_folder_that_the_pipeline_names_in_full_may_be_a_link(gate: Gate) -> None:
    (gate.folder.parent / "there").mkdir()
    (gate.folder.parent / "here").symlink_to("there")
    gate.write("plan.yaml", GOOD)
    folder = str(gate.folder.parent / "here/reports")
    assert gate.run("plan.yaml", f"--now={TUESDAY}", DEPLOYLINT_REPORTS=folder).code == 0
    assert (gate.folder.parent / "there/reports/junit.xml").is_file()


def test_what_lies_beside_the_plan_is_not_imported(gate: Gate) -> None:
    gate.write("plan.yaml", GOOD)
    for name in ("json", "yaml", "deploylint"):
        gate.write(f"{name}.py", "open('imported', 'w')\n")
    ran = gate.run("plan.yaml", f"--now={TUESDAY}", PYTHONPATH=str(gate.folder))
    assert said(ran)[:2] == ["decision=go", "blocked=false"], ran.err
    assert not (gate.folder / "imported").exists()
