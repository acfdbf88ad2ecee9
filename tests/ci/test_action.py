"""The Action, its steps run as a runner runs them: what it decides."""

from pathlib import Path

import pytest

from tests.ci.actionparts import (
    BLOCKED,
    EVENTS,
    GOOD,
    OF_A_REFUSAL,
    Machine,
    answers,
    git,
    json_of,
    machine,
    places,
)
from tests.program import FRIDAY, TUESDAY

OVER = "  scheduled_at: 2026-11-19T10:30:00+01:00\n"
LATER = "  scheduled_at: 2026-12-01T10:30:00+01:00\n"


@pytest.fixture
def runner(tmp_path: Path) -> Machine:
    return machine(tmp_path)


def test_a_plan_that_complies_may_go_out(runner: Machine) -> None:
    runner.write("deploy/v1.2.0.yaml", GOOD)
    done = runner.run({"plans": "deploy/v1.2.0.yaml"})
    assert done.conclusion == "success"
    assert answers(done) == {"decision": "go", "blocked": "false", "next-permitted": ""}
    assert done.outputs["exit-code"] == "0"
    assert places(done) == []
    assert "GO" in done.summary
    assert any("10 items: 10 pass" in line for line in done.log.lines)


def test_a_plan_that_is_blocked_fails_the_job_and_is_shown(runner: Machine) -> None:
    runner.write("deploy/v1.2.0.yaml", BLOCKED)
    done = runner.run({"plans": "deploy/v1.2.0.yaml"})
    assert done.conclusion == "failure"
    assert answers(done) == {"decision": "abort", "blocked": "true", "next-permitted": ""}
    assert done.outputs["exit-code"] == "1"
    assert places(done) == [("error", "deploy/v1.2.0.yaml", "5")]
    assert done.log.annotations[0].properties["title"].startswith("tests-pass: ")
    assert "ABORT" in done.summary
    assert any(line.startswith("blocking: tests-pass") for line in done.log.lines)


def test_a_time_outside_the_windows_says_when(runner: Machine) -> None:
    runner.write("plan.yaml", GOOD)
    done = runner.run({"plans": "plan.yaml"}, now=FRIDAY)
    assert done.conclusion == "failure"
    assert answers(done) == {
        "decision": "postpone",
        "blocked": "true",
        "next-permitted": "2026-11-23T13:00:00+01:00",
    }
    assert "simulated" in " ".join(done.log.lines)


def test_of_several_plans_the_worst_decides(runner: Machine) -> None:
    runner.write("deploy/a plan.yaml", GOOD)
    runner.write("deploy/b.yaml", BLOCKED)
    done = runner.run({"plans": "deploy/a plan.yaml\n\n  deploy/b.yaml  \n"})
    assert answers(done)["decision"] == "abort"
    assert places(done) == [("error", "deploy/b.yaml", "5")]
    assert [report["decision"] for report in json_of(done)] == ["go", "abort"]


def test_without_plans_those_of_the_settings_are_judged(runner: Machine) -> None:
    runner.write("deploy/v1.2.0.yaml", GOOD)
    runner.write(".deploylint.yaml", "plans: deploy/*.yaml\ntimezone: Europe/Paris\n")
    assert answers(runner.run())["decision"] == "go"


def test_a_plan_for_another_environment_is_no_permission(runner: Machine) -> None:
    runner.write("plan.yaml", GOOD.replace("production", "staging", 1))
    inputs = {"plans": "plan.yaml", "gate": True, "args": f"--now={TUESDAY}"}
    for environment in ("staging", ""):
        done = runner.run({**inputs, "environment": environment})
        assert answers(done)["decision"] == "go"
    done = runner.run({**inputs, "environment": "production"})
    assert answers(done) == OF_A_REFUSAL
    assert places(done) == [("error", "plan.yaml", "3")]


def test_who_comes_back_when_told_gets_in_or_is_told_no_time(runner: Machine) -> None:
    runner.write("free.yaml", GOOD)
    runner.write("late.yaml", GOOD.replace("deployment:\n", f"deployment:\n{OVER}"))
    monday = runner.run({"plans": "free.yaml", "gate": True}, now=FRIDAY).outputs["next-permitted"]
    again = runner.run({"plans": "free.yaml", "gate": True}, now=monday)
    assert answers(again)["decision"] == "go"
    for now in (FRIDAY, monday):
        done = runner.run({"plans": "late.yaml", "gate": True}, now=now)
        assert answers(done) == {"decision": "postpone", "blocked": "true", "next-permitted": ""}


def test_a_permission_is_for_the_moment_that_was_judged(runner: Machine) -> None:
    """On a Friday afternoon a plan for Tuesday week complies; the gate does not open."""
    runner.write("plan.yaml", GOOD.replace("deployment:\n", f"deployment:\n{LATER}"))
    blocked = [
        runner.run({"plans": "plan.yaml", "gate": gate}, now=FRIDAY).outputs["blocked"]
        for gate in (False, True)
    ]
    assert blocked == ["false", "true"]


def test_the_inputs_reach_the_program(runner: Machine) -> None:
    runner.write("plan.yaml", GOOD.replace("deployment:\n", f"deployment:\n{LATER}"))
    runner.write("policies/own.yaml", "policy: own\nextends: deploylint:essential\n")
    done = runner.run(
        {
            "plans": "plan.yaml",
            "policy": "policies/own.yaml",
            "stages": "pre-deploy,build",
            "gate": True,
            "args": "--quiet\n\n--stage=staging\n",
        }
    )
    (report,) = json_of(done)
    assert report["stages"] == ["pre-deploy", "build", "staging"]
    assert report["basis"] == "now"
    assert report["simulated"] is True
    assert isinstance(report["policy"], dict)
    assert report["policy"]["name"] == "own"


def test_warnings_block_when_that_is_asked_for(runner: Machine) -> None:
    runner.write("plan.yaml", BLOCKED)
    runner.write("own.yaml", "extends: deploylint:essential\nrules: {tests-pass: warning}\n")
    inputs = {"plans": "plan.yaml", "policy": "own.yaml"}
    decisions = [runner.run({**inputs, "strict": strict}) for strict in ("false", "true")]
    assert [done.outputs["decision"] for done in decisions] == ["caution", "abort"]
    assert [done.conclusion for done in decisions] == ["success", "failure"]
    assert places(decisions[0]) == [("warning", "plan.yaml", "5")]


@pytest.mark.parametrize(
    ("inputs", "files", "code", "said"),
    [
        pytest.param(
            {"plans": "plan.yaml"},
            {"plan.yaml": "deployment:\n  version: [\n"},
            2,
            "plan.yaml",
            id="broken-plan",
        ),
        pytest.param(
            {"plans": "plan.yaml", "policy": "p.yaml"},
            {"plan.yaml": GOOD, "p.yaml": "rules: {nobody-knows-this: error}\n"},
            2,
            "nobody-knows-this",
            id="broken-policy",
        ),
        pytest.param({}, {}, 2, "no plan is given", id="no-plan"),
        pytest.param({"plans": "nothing.yaml"}, {}, 2, "nothing.yaml", id="plan-missing"),
        pytest.param({"plans": "plan.yaml", "args": "--what"}, {}, 2, "--what", id="bad-option"),
        pytest.param({"args": "--help"}, {}, 3, "Nothing was judged", id="help-is-no-answer"),
        pytest.param({"gate": "yes"}, {}, 2, "gate is neither true nor false", id="bad-gate"),
        pytest.param({"strict": "1"}, {}, 2, "strict is neither", id="bad-strict"),
        pytest.param({"sarif": ""}, {}, 2, "sarif is neither", id="bad-sarif"),
        pytest.param({"report-directory": "a\nb"}, {}, 2, "several lines", id="bad-folder"),
        pytest.param(
            {"plans": "plan.yaml", "args": "-o\ntext"},
            {"plan.yaml": GOOD},
            2,
            "standard output",
            id="two-outputs-to-one-place",
        ),
    ],
)
def test_what_reaches_no_decision_is_no_permission(
    runner: Machine, inputs: dict[str, str], files: dict[str, str], code: int, said: str
) -> None:
    for name, text in files.items():
        runner.write(name, text)
    done = runner.run(inputs)
    assert done.conclusion == "failure"
    assert done.inner[2].code == code
    assert answers(done) == OF_A_REFUSAL
    printed = [*done.log.lines, *(command.data for command in done.log.commands)]
    assert said in " ".join(printed)


def test_a_broken_plan_among_good_ones_is_no_permission(runner: Machine) -> None:
    runner.write("a.yaml", GOOD)
    runner.write("b.yaml", "deployment: 1\n")
    done = runner.run({"plans": "a.yaml\nb.yaml"})
    assert answers(done) == OF_A_REFUSAL
    assert done.conclusion == "failure"


def test_a_team_may_begin_with_a_job_that_stays_green(runner: Machine) -> None:
    runner.write("plan.yaml", BLOCKED)
    done = runner.run({"plans": "plan.yaml", "args": "--exit-zero"})
    assert done.conclusion == "success"
    assert answers(done) == {"decision": "abort", "blocked": "true", "next-permitted": ""}


@pytest.mark.parametrize("event", sorted(path.stem for path in EVENTS.glob("*.json")))
def test_the_answer_does_not_depend_on_the_event(tmp_path: Path, event: str) -> None:
    runner = machine(tmp_path, event)
    runner.write("plan.yaml", BLOCKED)
    done = runner.run({"plans": "plan.yaml"})
    assert answers(done) == {"decision": "abort", "blocked": "true", "next-permitted": ""}
    assert places(done) == [("error", "plan.yaml", "5")]


def test_only_plans_that_changed_are_judged(runner: Machine) -> None:
    runner.write("old.yaml", BLOCKED)
    runner.write("new.yaml", BLOCKED)
    git(runner.workspace, "add", "--all")
    git(runner.workspace, "commit", "--quiet", "--message", "Plans")
    base = git(runner.workspace, "rev-parse", "HEAD")
    runner.write("new.yaml", GOOD)
    git(runner.workspace, "commit", "--quiet", "--all", "--message", "Answer")
    done = runner.run({"plans": "old.yaml\nnew.yaml", "changed-since": base})
    assert answers(done)["decision"] == "go"
    assert len(json_of(done)) == 1


@pytest.mark.parametrize(
    ("gate", "decision", "conclusion", "code"),
    [
        pytest.param("false", "none", "success", "0", id="a-pull-request-stays-green"),
        pytest.param("true", "error", "failure", "2", id="a-gate-does-not-open"),
    ],
)
def test_where_no_plan_changed_there_is_no_permission(
    runner: Machine, gate: str, decision: str, conclusion: str, code: str
) -> None:
    runner.write("plan.yaml", GOOD)
    git(runner.workspace, "add", "--all")
    git(runner.workspace, "commit", "--quiet", "--message", "Plan")
    done = runner.run({"plans": "plan.yaml", "changed-since": "HEAD", "gate": gate})
    assert answers(done) == {"decision": decision, "blocked": "true", "next-permitted": ""}
    assert (done.conclusion, done.outputs["exit-code"]) == (conclusion, code)
