"""The Action, its steps run as a runner runs them: how it is installed, and what it reports."""

import json
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.ci.actionparts import (
    BLOCKED,
    GOOD,
    OF_A_REFUSAL,
    Machine,
    answers,
    machine,
    places,
)
from tests.ci.actionrunner import ActionFailedError, StandIn, Use
from tests.ci.shellscripts import stand_in
from tests.program import ROOT
from tests.test_package import copy_of_the_sources


@pytest.fixture
def runner(tmp_path: Path) -> Machine:
    return machine(tmp_path)


def test_a_broken_plan_is_shown_at_its_place(runner: Machine) -> None:
    runner.write("plan.yaml", "deployment:\n  version: v1.0.0\n  environment: [7]\n")
    done = runner.run({"plans": "plan.yaml"})
    assert places(done) == [("error", "plan.yaml", "3")]


def no_python(use: Use) -> dict[str, str]:
    raise ActionFailedError(f"there is no Python {use.inputs['python-version']}")


@pytest.mark.parametrize(
    ("setup", "conclusions"),
    [
        pytest.param(no_python, ["failure", *4 * ["skipped"]], id="no-such-python"),
        pytest.param(
            lambda _: {"python-path": "/nowhere/python"},
            ["success", "failure", *3 * ["skipped"]],
            id="python-does-not-start",
        ),
    ],
)
def test_an_installation_that_fails_is_no_permission(
    runner: Machine, setup: StandIn, conclusions: list[str]
) -> None:
    runner.write("plan.yaml", GOOD)
    runner.job.actions["actions/setup-python"] = setup
    del runner.job.recorded["install"]
    done = runner.run({"plans": "plan.yaml"})
    assert done.conclusion == "failure"
    assert [step.conclusion for step in done.inner] == conclusions
    assert answers(done) == OF_A_REFUSAL


def test_the_python_that_is_there_will_do(runner: Machine, tmp_path: Path) -> None:
    programs = stand_in(tmp_path / "programs")
    runner.job.path.append(str(programs))
    del runner.job.recorded["install"]
    runner.write("plan.yaml", GOOD)
    done = runner.run({"plans": "plan.yaml", "python-version": ""})
    assert done.inner[0].conclusion == "skipped"
    assert answers(done)["decision"] == "go"
    asked = (programs / "installed").read_text("utf-8")
    assert asked == f"install --quiet --no-input --disable-pip-version-check {ROOT}\n"


def test_items_are_uploaded_when_it_is_blocked(runner: Machine) -> None:
    runner.write("plan.yaml", BLOCKED)
    done = runner.run({"plans": "plan.yaml", "sarif-category": "gate"})
    assert done.conclusion == "failure"
    assert runner.uploads.inputs == [{"sarif_file": done.outputs["sarif"], "category": "gate"}]
    (sarif,) = runner.uploads.reports
    (result,) = sarif["runs"][0]["results"]
    assert result["ruleId"] == "tests-pass"
    (place,) = result["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "plan.yaml"


def test_an_upload_that_is_refused_changes_no_decision(tmp_path: Path) -> None:
    runner = machine(tmp_path, refused=True)
    runner.write("plan.yaml", GOOD)
    done = runner.run({"plans": "plan.yaml"})
    assert done.conclusion == "success"
    assert answers(done)["decision"] == "go"
    (warning,) = done.inner[4].log.annotations
    assert warning.name == "warning"
    assert "`security-events: write`" in warning.data


def test_an_upload_can_be_left_out(runner: Machine) -> None:
    runner.write("plan.yaml", BLOCKED)
    done = runner.run({"plans": "plan.yaml", "sarif": False})
    assert runner.uploads.inputs == []
    assert [step.conclusion for step in done.inner[3:]] == ["skipped", "skipped"]
    assert Path(done.outputs["sarif"]).is_file()


def test_from_a_folder_below_places_are_those_of_the_repository(runner: Machine) -> None:
    runner.write("services/shop/deploy/plan.yaml", BLOCKED)
    runner.write("services/shop/.deploylint.yaml", "plans: deploy/*.yaml\ntimezone: Europe/Paris\n")
    done = runner.run({"working-directory": "services/shop"})
    assert places(done) == [("error", "services/shop/deploy/plan.yaml", "5")]
    assert "services/shop/deploy/plan.yaml" in json.dumps(runner.uploads.reports)


def test_reports_go_where_they_are_wanted(runner: Machine) -> None:
    runner.write("plan.yaml", GOOD)
    stale = runner.write("out/of the way/deploylint.sarif", "{}")
    done = runner.run({"plans": "plan.yaml", "report-directory": "out/of the way"})
    assert done.outputs["report-directory"] == str(stale.parent)
    kinds = {"markdown": "md", "html": "html", "json": "json", "junit": "xml", "sarif": "sarif"}
    for kind, ending in kinds.items():
        assert done.outputs[kind] == str(stale.with_name(f"deploylint.{ending}"))
        assert Path(done.outputs[kind]).stat().st_size > 10


def test_the_report_for_programs_knows_its_schema(runner: Machine) -> None:
    runner.write("plan.yaml", GOOD)
    folders = ("", "", "out")
    runs = [runner.run({"plans": "plan.yaml", "report-directory": folder}) for folder in folders]
    text, *others = [Path(done.outputs["json"]).read_text("utf-8") for done in runs]
    assert others == [text, text]
    assert text.startswith('{"$schema": "./.deploylint/report.schema.json",\n')
    schema = Path(runs[-1].outputs["report-directory"], ".deploylint/report.schema.json")
    told = Draft202012Validator(json.loads(schema.read_text("utf-8")))
    assert list(told.iter_errors(json.loads(text))) == []


@pytest.mark.parametrize(("wanted", "link"), [("out", "out"), ("out/", "out"), ("a/b/c", "a/b")])
def test_reports_are_not_written_through_a_link(
    runner: Machine, tmp_path: Path, wanted: str, link: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    runner.write("plan.yaml", GOOD)
    (runner.workspace / link).parent.mkdir(exist_ok=True)
    (runner.workspace / link).symlink_to(elsewhere)
    done = runner.run({"plans": "plan.yaml", "report-directory": wanted})
    assert answers(done) == OF_A_REFUSAL
    assert list(elsewhere.iterdir()) == []


def test_a_report_of_before_is_not_taken_for_one_of_now(runner: Machine) -> None:
    stale = runner.write("out/deploylint.sarif", '{"runs": []}')
    done = runner.run({"args": "--help", "report-directory": "out"})
    assert not stale.exists()
    assert done.outputs["sarif"] == ""
    assert runner.uploads.inputs == []


def test_by_itself_the_workspace_stays_as_it_is(runner: Machine) -> None:
    runner.write("plan.yaml", GOOD)
    before = sorted(path for path in runner.workspace.rglob("*") if ".git" not in path.parts)
    runner.run({"plans": "plan.yaml"})
    after = sorted(path for path in runner.workspace.rglob("*") if ".git" not in path.parts)
    assert before == after


def test_it_is_installed_and_run_from_its_own_checkout(tmp_path: Path) -> None:
    """Everything for real: a virtual environment, pip, the program."""
    action = copy_of_the_sources(tmp_path / "actions/deploylint")
    runner = machine(tmp_path / "runner", action=action)
    del runner.job.recorded["install"]
    # what lies in the repository under review is not imported
    for name in ("pip", "venv", "deploylint", "json"):
        runner.write(f"{name}.py", "open('imported', 'w')\n")
    runner.job.env["PYTHONPATH"] = str(runner.workspace)
    runner.write("plan.yaml", GOOD)
    done = runner.run({"plans": "plan.yaml"})
    assert done.conclusion == "success", done.log.lines
    assert answers(done)["decision"] == "go"
    assert done.inner[1].outputs["python"] != sys.executable
    assert Path(done.inner[1].outputs["python"]).is_relative_to(runner.job.temp)
    assert not (runner.workspace / "imported").exists()
