"""The template for GitLab CI: its schema, which jobs run, and its scripts, run by real shells."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.ci.actionparts import BLOCKED, GOOD, git
from tests.ci.gitlabrunner import (
    DEFAULT_BRANCH,
    MERGE_REQUEST,
    OTHER_BRANCH,
    TAG,
    Pipeline,
    included,
)
from tests.ci.shellscripts import SHELLS, Ran, stand_in
from tests.ci.test_examples import EXAMPLES
from tests.program import FRIDAY, ROOT, TUESDAY

FILE = ROOT / "docs/ci/gitlab.yml"
CHANGED = "--changed-since=$CI_MERGE_REQUEST_DIFF_BASE_SHA"
assert CHANGED in (ROOT / "docs/ci.md").read_text("utf-8")
TEMPLATE = yaml.safe_load(FILE.read_text("utf-8"))


class Project:
    """A checked-out project that includes the template."""

    def __init__(self, folder: Path, shell: str) -> None:
        self.folder, self.shell = folder / "project", shell
        self.folder.mkdir()
        git(self.folder, "init", "--quiet", "--initial-branch=main")
        self.write(".deploylint.yaml", "plans: deploy/*.yaml\ntimezone: Europe/Paris\n")
        self.programs = stand_in(folder / "programs")

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def run(self, **variables: str) -> Ran:
        """Run the job of the template in a merge request."""
        return self.run_job("deploylint", {}, variables)

    def run_job(
        self, job: str, own: dict[str, Any], variables: dict[str, str], **predefined: str
    ) -> Ran:
        """Run a job; `own` is what the project's configuration has besides variables."""
        stated = {"DEPLOYLINT_SOURCE": "/the source"} | variables
        configuration = included({**own, "variables": stated}, TEMPLATE)
        pipeline = Pipeline(configuration, MERGE_REQUEST | predefined)
        return pipeline.run(job, self.folder, self.programs, self.shell)

    def report(self, name: str) -> str:
        return (self.folder / "deploylint-reports" / name).read_text("utf-8")


@pytest.fixture(params=SHELLS)
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    return Project(tmp_path, request.param)


def test_it_follows_the_schema() -> None:
    program = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run(
        [program, "--builtin-schema", "vendor.gitlab-ci", FILE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("predefined", "jobs"),
    [
        pytest.param(MERGE_REQUEST, ["deploylint"], id="merge-request"),
        pytest.param(DEFAULT_BRANCH, ["deploylint", "may-deploy", "deploy"], id="default-branch"),
        pytest.param(OTHER_BRANCH, [], id="other-branch"),
        pytest.param(TAG, [], id="tag"),
    ],
)
def test_which_jobs_run(predefined: dict[str, str], jobs: list[str]) -> None:
    example = yaml.safe_load(EXAMPLES[".gitlab-ci.yml"])
    assert Pipeline(included(example, TEMPLATE), predefined).jobs() == jobs


def test_nothing_forgives_a_failure() -> None:
    example = yaml.safe_load(EXAMPLES[".gitlab-ci.yml"])
    pipeline = Pipeline(included(example, TEMPLATE), DEFAULT_BRANCH)
    for name in ("deploylint", "may-deploy"):
        assert not pipeline.job(name).get("allow_failure", False)
    (rule,) = pipeline.job("may-deploy")["rules"]
    assert (rule["when"], rule["allow_failure"]) == ("manual", False)
    assert pipeline.job("deploy")["needs"] == ["may-deploy"]


def test_a_plan_that_complies_passes_whatever_the_hour(project: Project) -> None:
    project.write("deploy/v1.2.0.yaml", GOOD)
    ran = project.run()
    assert (ran.code, ran.err) == (0, "")
    assert "GO: may go out" in ran.out
    assert "judged without a clock" in ran.out
    assert ran.installed.endswith("--disable-pip-version-check /the source\n")
    assert json.loads(project.report("codequality.json")) == []


def test_what_is_blocked_fails_the_job_and_is_shown(project: Project) -> None:
    project.write("deploy/v1.2.0.yaml", BLOCKED)
    ran = project.run()
    assert ran.code == 1
    (finding,) = json.loads(project.report("codequality.json"))
    assert finding["location"]["path"] == "deploy/v1.2.0.yaml"
    assert finding["check_name"] == "tests-pass"
    assert ET.fromstring(project.report("junit.xml")).findall(".//failure")


@pytest.mark.parametrize("plan", [GOOD, BLOCKED], ids=["go", "abort"])
def test_every_artifact_is_there(project: Project, plan: str) -> None:
    project.write("deploy/v1.2.0.yaml", plan)
    project.run()
    artifacts = TEMPLATE[".deploylint"]["artifacts"]
    assert artifacts["when"] == "always"
    for name in [*artifacts["paths"], *artifacts["reports"].values()]:
        assert (project.folder / name).exists(), name


@pytest.mark.parametrize(
    ("now", "code"), [pytest.param(TUESDAY, 0, id="go"), pytest.param(FRIDAY, 1, id="postpone")]
)
def test_the_gate_looks_at_the_clock(project: Project, now: str, code: int) -> None:
    project.write("deploy/next.yaml", GOOD)
    example = yaml.safe_load(EXAMPLES[".gitlab-ci.yml"])
    ran = project.run_job("may-deploy", example, {"DEPLOYLINT_ARGS": f"--now={now}"})
    assert ran.code == code, ran.err
    assert "without a clock" not in ran.out


def test_lists_are_split_at_line_breaks_only(project: Project) -> None:
    project.write("deploy/a plan.yaml", GOOD)
    project.write("deploy/$(touch ran); `touch ran`.yaml", GOOD)
    project.write("-o.yaml", GOOD)
    project.write("own policy.yaml", "policy: own\nextends: deploylint:essential\n")
    ran = project.run(
        DEPLOYLINT_PLANS="deploy/a plan.yaml\ndeploy/$(touch ran); `touch ran`.yaml\n\n-o.yaml\n",
        DEPLOYLINT_POLICY="own policy.yaml",
        DEPLOYLINT_ARGS="--quiet\n--stage=build\n--stage=staging\n",
    )
    told = json.loads(project.report("deploylint.json"))
    assert [report["plan"]["file"] for report in told["reports"]] == [
        "deploy/a plan.yaml",
        "deploy/$(touch ran); `touch ran`.yaml",
        "-o.yaml",
    ]
    assert {report["policy"]["name"] for report in told["reports"]} == {"own"}
    assert [report["stages"] for report in told["reports"]] == 3 * [["build", "staging"]]
    assert ran.err == ""
    assert not (project.folder / "ran").exists()


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        pytest.param({"DEPLOYLINT_SOURCE": ""}, "set DEPLOYLINT_SOURCE", id="no-source"),
        pytest.param({"DEPLOYLINT_PLANS": "deploy/none.yaml"}, "none.yaml", id="plan-missing"),
        pytest.param({"DEPLOYLINT_POLICY": "none.yaml"}, "none.yaml", id="policy-missing"),
        pytest.param({"DEPLOYLINT_ARGS": "--what"}, "--what", id="bad-option"),
    ],
)
def test_what_reaches_no_decision_fails_the_job(
    project: Project, variables: dict[str, str], message: str
) -> None:
    project.write("deploy/v1.2.0.yaml", GOOD)
    old = project.write("deploylint-reports/junit.xml", "<testsuites/>")
    ran = project.run(**variables)
    assert ran.code == 2
    assert message in ran.err
    if variables.keys() != {"DEPLOYLINT_SOURCE"}:
        assert not old.exists() or old.read_text("utf-8") != "<testsuites/>"


def test_only_what_the_merge_request_changes_is_judged(project: Project) -> None:
    project.write("deploy/old.yaml", BLOCKED)
    git(project.folder, "add", "--all")
    git(project.folder, "commit", "--quiet", "--message", "Old")
    base = git(project.folder, "rev-parse", "HEAD")
    project.write("deploy/new.yaml", GOOD)
    git(project.folder, "add", "--all")
    git(project.folder, "commit", "--quiet", "--message", "New")
    own = {"deploylint": {"variables": {"DEPLOYLINT_ARGS": CHANGED}}}
    ran = project.run_job("deploylint", own, {}, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert ran.code == 0, ran.err
    (report,) = json.loads(project.report("deploylint.json"))["reports"]
    assert report["plan"]["file"] == "deploy/new.yaml"


@pytest.mark.parametrize(
    ("job", "argument", "code"),
    [
        pytest.param("may-deploy", "--help", 3, id="gate-help"),
        pytest.param("may-deploy", "--changed-since=HEAD", 2, id="gate-of-changes"),
        pytest.param("deploylint", "--help", 3, id="merge-request-help"),
        pytest.param("deploylint", "--changed-since=HEAD", 0, id="merge-request-without-plan"),
    ],
)
def test_a_gate_opens_only_where_something_was_judged(
    project: Project, job: str, argument: str, code: int
) -> None:
    project.write("deploy/next.yaml", GOOD)
    git(project.folder, "add", "--all")
    git(project.folder, "commit", "--quiet", "--message", "Plan")
    example = yaml.safe_load(EXAMPLES[".gitlab-ci.yml"])
    ran = project.run_job(job, example, {"DEPLOYLINT_ARGS": argument})
    assert ran.code == code
    assert ("nothing was judged, so this is no permission" in ran.err) == (code == 3)


def test_an_installation_that_fails_fails_the_job(project: Project) -> None:
    python = project.programs / "python3"
    python.write_text("#!/bin/sh\nexit 9\n", "utf-8")
    assert project.run().code == 9
