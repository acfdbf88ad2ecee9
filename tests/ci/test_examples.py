"""The examples of docs/ci.md: valid, without findings, and run."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.actionparts import BLOCKED, GOOD, Machine, machine
from tests.ci.actionrunner import Done, Use
from tests.program import FRIDAY, ROOT, TUESDAY

PIN = "0" * 40
TEXT = (ROOT / "docs/ci.md").read_text("utf-8")
EXAMPLES = {
    found[2]: found[1].replace("@REF", f"@{PIN}")
    for found in re.finditer(r"```yaml\n(# ([\w./-]+)\n.*?)```", TEXT, re.DOTALL)
}
WORKFLOWS = sorted(name for name in EXAMPLES if name.startswith(".github/"))


def tool(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name(arguments[0])
    return subprocess.run([program, *arguments[1:]], capture_output=True, text=True, check=False)


def test_every_example_is_looked_at() -> None:
    assert sorted(EXAMPLES) == [
        ".github/workflows/deploy.yml",
        ".github/workflows/plans-comment.yml",
        ".github/workflows/plans.yml",
        ".gitlab-ci.yml",
    ]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_follow_the_schema_and_have_no_findings(name: str, tmp_path: Path) -> None:
    file = tmp_path / Path(name).name
    file.write_text(EXAMPLES[name], "utf-8")
    schema = tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(file))
    assert schema.returncode == 0, schema.stdout
    zizmor = tool("zizmor", "--offline", "--no-progress", str(file))
    assert zizmor.returncode == 0, zizmor.stdout


def test_the_pipeline_follows_the_schema(tmp_path: Path) -> None:
    file = tmp_path / ".gitlab-ci.yml"
    file.write_text(EXAMPLES[".gitlab-ci.yml"], "utf-8")
    wanted = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    done = tool("check-jsonschema", *wanted, str(file))
    assert done.returncode == 0, done.stdout


def test_what_is_used_is_pinned_as_the_action_pins_it() -> None:
    texts = [*EXAMPLES.values(), (ROOT / "action.yml").read_text("utf-8")]
    used = [line for text in texts for line in re.findall(r"uses: (.*)", text)]
    versions: dict[str, set[str]] = {}
    for line in used:
        name, _, ref = line.partition("@")
        assert re.match(r"[0-9a-f]{40}(?: # v\d+\.\d+\.\d+)?$", ref), line
        versions.setdefault(name, set()).add(ref)
    assert set(map(len, versions.values())) == {1}
    unnamed = {name for name, refs in versions.items() if " # v" not in next(iter(refs))}
    assert unnamed == {"OWNER/deploylint"}


def test_every_input_and_output_of_the_action_has_a_row() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    tables = re.findall(r"^\| (input|output) \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    rows = {
        kind: re.findall(r"`([\w-]+)`", " ".join(re.findall(r"^\|([^|]*)\|", text, re.MULTILINE)))
        for kind, text in tables
    }
    assert sorted(rows["input"]) == sorted(action["inputs"])
    assert sorted(rows["output"]) == sorted(action["outputs"])


class Workflow:
    """An example run on a machine whose `gh` and `make` only write down what they are asked."""

    def __init__(self, folder: Path, name: str, event: str, *, comments: str = "") -> None:
        self.machine: Machine = machine(folder, event)
        self.asked = folder / "asked"
        self.workflow = yaml.safe_load(EXAMPLES[name])
        self.events = self.workflow[True]  # YAML 1.1 takes `on` for a truth value
        self.machine.job.actions["actions/checkout"] = self.checkout
        programs = folder / "programs"
        programs.mkdir()
        for program, answer in {"gh": comments, "make": ""}.items():
            path = programs / program
            path.write_text(
                f'#!/bin/sh\nprintf "%s " {program} "$@" >> "{self.asked}"\n'
                f'echo >> "{self.asked}"\nprintf "%s" "{answer}"\n'
            )
            path.chmod(0o755)
        self.asked.touch()
        self.machine.job.path.append(str(programs))

    @staticmethod
    def checkout(use: Use) -> dict[str, str]:
        assert use.inputs == {"fetch-depth": "0", "persist-credentials": "false"}
        return {}

    def run(self, now: str, inputs: dict[str, str] | None = None) -> dict[str, Done]:
        """Run the only job; the Action is told the time."""
        (job,) = self.workflow["jobs"].values()
        steps: list[dict[str, Any]] = job["steps"]
        for step in steps:
            if step.get("uses", "").startswith("OWNER/"):
                clock = [] if "--no-clock" in str(step["with"].get("args")) else [f"--now={now}"]
                step["with"]["args"] = "\n".join([step["with"].get("args", ""), *clock])
        return self.machine.job.steps(steps, inputs)


@pytest.mark.parametrize("event", ["pull_request", "pull_request_fork", "merge_group"])
def test_plans_of_a_pull_request_are_judged_without_the_clock(tmp_path: Path, event: str) -> None:
    workflow = Workflow(tmp_path, ".github/workflows/plans.yml", event)
    assert event.removesuffix("_fork") in workflow.events
    settings = "plans: deploy/*.yaml\ntimezone: Europe/Paris\n"
    workflow.machine.write(".deploylint.yaml", settings)
    workflow.machine.write("deploy/v1.2.0.yaml", GOOD)
    assert workflow.run(FRIDAY)["1"].outputs["decision"] == "go"
    workflow.machine.write("deploy/v1.2.0.yaml", BLOCKED)
    assert workflow.run(FRIDAY)["1"].conclusion == "failure"


@pytest.mark.parametrize(
    ("now", "asked"),
    [pytest.param(TUESDAY, "make deploy \n", id="go"), pytest.param(FRIDAY, "", id="postpone")],
)
def test_the_gate_lets_a_deployment_through_or_not(tmp_path: Path, now: str, asked: str) -> None:
    workflow = Workflow(tmp_path, ".github/workflows/deploy.yml", "workflow_dispatch")
    workflow.machine.write("deploy/v1.2.0.yaml", GOOD)
    workflow.run(now, workflow.machine.job.github["event"]["inputs"] | {})
    assert workflow.asked.read_text("utf-8") == asked


def test_the_gate_holds_even_if_its_failure_is_forgiven(tmp_path: Path) -> None:
    workflow = Workflow(tmp_path, ".github/workflows/deploy.yml", "workflow_dispatch")
    (job,) = workflow.workflow["jobs"].values()
    job["steps"][1]["continue-on-error"] = True
    done = workflow.run(TUESDAY, {"plan": "deploy/nothing.yaml"})
    assert done["gate"].conclusion == "success"
    assert done["2"].conclusion == "skipped"
    assert workflow.asked.read_text("utf-8") == ""


COMMENTS = "repos/example/shop/issues/42/comments"


@pytest.mark.parametrize(
    ("event", "comments", "asked"),
    [
        pytest.param("pull_request", "", ("GET", "POST"), id="first-comment"),
        pytest.param("pull_request", "7\n8\n", ("GET", "PATCH 8"), id="a-comment-is-there"),
        pytest.param("pull_request_fork", "", (), id="fork"),
    ],
)
@pytest.mark.parametrize("plan", [GOOD, BLOCKED], ids=["go", "abort"])
def test_a_comment_is_written_or_updated(
    tmp_path: Path, event: str, comments: str, asked: tuple[str, ...], plan: str
) -> None:
    name = ".github/workflows/plans-comment.yml"
    workflow = Workflow(tmp_path, name, event, comments=comments)
    workflow.machine.write(".deploylint.yaml", "plans: plan.yaml\ntimezone: Europe/Paris\n")
    workflow.machine.write("plan.yaml", plan)
    done = workflow.run(TUESDAY)
    assert done["2"].code in (0, None), done["2"].log.lines
    report = done["plans"].outputs["markdown"]
    assert Path(report).read_text("utf-8").startswith("<!-- deploylint -->\n")
    calls = {
        "GET": f"gh api --paginate {COMMENTS} --jq ",
        "POST": f"gh api --silent {COMMENTS} --field body=@{report} ",
        "PATCH 8": f"gh api --silent --method PATCH repos/example/shop/issues/comments/8"
        f" --field body=@{report} ",
    }
    lines = [
        line for line in workflow.asked.read_text("utf-8").splitlines() if line.startswith("gh ")
    ]
    assert len(lines) == len(asked)
    assert all(line.startswith(calls[call]) for line, call in zip(lines, asked, strict=True))
