"""The template for GitLab CI: its schema, which jobs run, and its scripts, run by real shells."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from tests.ci.actionparts import BLOCKED, GOOD, git
from tests.ci.gitlabrunner import (
    DEFAULT_BRANCH,
    MERGE_REQUEST,
    OTHER_BRANCH,
    TAG,
    Pipeline,
    included,
    load,
)
from tests.ci.shellscripts import SHELLS, Ran, stand_in
from tests.ci.test_examples import EXAMPLES
from tests.program import FRIDAY, ROOT, TUESDAY

FILE = ROOT / "docs/ci/gitlab.yml"
TEMPLATE = load(FILE.read_text("utf-8"))
EXAMPLE = load(EXAMPLES[".gitlab-ci.yml"])


class Project:
    """A checked-out project that includes the template."""

    def __init__(self, folder: Path, shell: str) -> None:
        self.folder, self.shell = folder / "project", shell
        self.folder.mkdir()
        git(self.folder, "init", "--quiet", "--initial-branch=main")
        self.write(".deploylint.yaml", "plans: deploy/*.yaml\ntimezone: Europe/Paris\n")
        self.programs = stand_in(folder / "programs")
        make = self.programs / "make"
        make.write_text(f'#!/bin/sh\necho "make $*" >> "{folder}/made"\n', "utf-8")
        make.chmod(0o755)
        self.made = folder / "made"
        self.made.touch()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def run(self, **variables: str) -> Ran:
        """Run the job of the template in a merge request."""
        return self.run_job("deploylint", {}, variables)

    def run_job(
        self,
        job: str,
        own: Mapping[str, Any],
        variables: dict[str, str],
        predefined: Mapping[str, str] = MERGE_REQUEST,
    ) -> Ran:
        """Run a job; `own` is what the project's configuration has besides variables."""
        stated = {"DEPLOYLINT_SOURCE": "/the source"} | variables
        configuration = included({**own, "variables": stated}, TEMPLATE)
        pipeline = Pipeline(configuration, predefined)
        return pipeline.run(job, self.folder, self.programs, self.shell)

    def deploy(self, **variables: str) -> Ran:
        """Run the job of the example that deploys."""
        return self.run_job("deploy", EXAMPLE, variables, DEFAULT_BRANCH)

    def commit(self, message: str) -> str:
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--message", message)
        return git(self.folder, "rev-parse", "HEAD")

    def report(self, name: str) -> str:
        return (self.folder / "deploylint-reports" / name).read_text("utf-8")


@pytest.fixture(params=SHELLS)
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    return Project(tmp_path, request.param)


def test_it_follows_the_schema() -> None:
    program = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run(
        [program, "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", FILE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("predefined", "jobs"),
    [
        pytest.param(MERGE_REQUEST, ["deploylint"], id="merge-request"),
        pytest.param(DEFAULT_BRANCH, ["deploylint", "deploy"], id="default-branch"),
        pytest.param(OTHER_BRANCH, [], id="other-branch"),
        pytest.param(TAG, [], id="tag"),
    ],
)
def test_which_jobs_run(predefined: dict[str, str], jobs: list[str]) -> None:
    assert Pipeline(included(EXAMPLE, TEMPLATE), predefined).jobs() == jobs


def test_nothing_forgives_a_failure() -> None:
    pipeline = Pipeline(included(EXAMPLE, TEMPLATE), DEFAULT_BRANCH)
    for name in ("deploylint", "deploy"):
        job = pipeline.job(name)
        assert not any(one.get("allow_failure", False) for one in (job, *job["rules"]))


def test_the_gate_is_in_the_job_that_waits_and_deploys() -> None:
    """Whatever keeps the job waiting, or starts it again, what is judged is its own beginning."""
    job = Pipeline(included(EXAMPLE, TEMPLATE), DEFAULT_BRANCH).job("deploy")
    assert (job["resource_group"], job["environment"]) == ("production", "production")
    assert [rule["when"] for rule in job["rules"]] == ["manual"]
    assert job["before_script"] == TEMPLATE[".deploylint-gate"]["before_script"]


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
    ("now", "code", "made"),
    [
        pytest.param(TUESDAY, 0, "make deploy\n", id="go"),
        pytest.param(FRIDAY, 1, "", id="postpone"),
    ],
)
def test_the_gate_looks_at_the_clock(project: Project, now: str, code: int, made: str) -> None:
    project.write("deploy/next.yaml", GOOD)
    ran = project.deploy(DEPLOYLINT_ARGS=f"--now={now}")
    assert ran.code == code, ran.err
    assert "without a clock" not in ran.out
    assert project.made.read_text("utf-8") == made


def test_a_retry_is_judged_anew(project: Project) -> None:
    project.write("deploy/next.yaml", GOOD)
    codes = [project.deploy(DEPLOYLINT_ARGS=f"--now={now}").code for now in (TUESDAY, FRIDAY)]
    assert codes == [0, 1]
    assert project.made.read_text("utf-8") == "make deploy\n"


def test_a_plan_for_another_environment_does_not_open_the_gate(project: Project) -> None:
    project.write("deploy/next.yaml", GOOD.replace("production", "staging", 1))
    ran = project.deploy(DEPLOYLINT_ARGS=f"--now={TUESDAY}")
    assert ran.code == 2
    assert 'the plan is for "staging", not for "production"' in ran.err
    assert project.made.read_text("utf-8") == ""


def test_a_gate_without_a_deployment_only_judges(project: Project) -> None:
    project.write("deploy/next.yaml", GOOD)
    own = {"gate": {"extends": ".deploylint-gate", "rules": []}}
    variables = {"DEPLOYLINT_PLANS": "deploy/next.yaml", "DEPLOYLINT_ARGS": f"--now={TUESDAY}"}
    ran = project.run_job("gate", own, variables)
    assert (ran.code, ran.out.count("GO: may go out")) == (0, 1)


def test_what_deploys_has_the_environment_that_it_is_given(project: Project) -> None:
    project.write("deploy/next.yaml", GOOD)
    shown = 'printf "%s %s\\n" "$PYTHONPATH" "$-"'
    own = {"deploy": {**EXAMPLE["deploy"], "script": [shown]}}
    variables = {"DEPLOYLINT_ARGS": f"--now={TUESDAY}", "PYTHONPATH": "/own"}
    ran = project.run_job("deploy", own, variables, DEFAULT_BRANCH)
    path, flags = ran.out.splitlines()[-1].split()
    assert (path, "f" in flags) == ("/own", False)


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


@pytest.mark.parametrize(
    ("pipeline", "judged"),
    [
        pytest.param(MERGE_REQUEST, ["deploy/new.yaml"], id="merge-request"),
        pytest.param(DEFAULT_BRANCH, ["deploy/new.yaml", "deploy/old.yaml"], id="default-branch"),
    ],
)
def test_a_merge_request_judges_what_it_changes_and_the_default_branch_all(
    project: Project, pipeline: dict[str, str], judged: list[str]
) -> None:
    project.write("deploy/old.yaml", GOOD)
    base = project.commit("Old")
    project.write("deploy/new.yaml", GOOD)
    project.commit("New")
    based = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base} if pipeline is MERGE_REQUEST else {}
    ran = project.run_job("deploylint", EXAMPLE, {}, pipeline | based)
    assert ran.code == 0, ran.err
    told = json.loads(project.report("deploylint.json"))
    assert [report["plan"]["file"] for report in told["reports"]] == judged


@pytest.mark.parametrize(
    ("job", "argument", "code"),
    [
        pytest.param("deploy", "--help", 3, id="gate-help"),
        pytest.param("deploy", "--changed-since=HEAD", 2, id="gate-of-changes"),
        pytest.param("deploylint", "--help", 3, id="default-branch-help"),
        pytest.param("deploylint", "--changed-since=HEAD", 0, id="default-branch-without-plan"),
    ],
)
def test_a_gate_opens_only_where_something_was_judged(
    project: Project, job: str, argument: str, code: int
) -> None:
    project.write("deploy/next.yaml", GOOD)
    project.commit("Plan")
    ran = project.run_job(job, EXAMPLE, {"DEPLOYLINT_ARGS": argument}, DEFAULT_BRANCH)
    assert ran.code == code
    assert ("nothing was judged, so this is no permission" in ran.err) == (code == 3)
    assert project.made.read_text("utf-8") == ""


def test_equal_runs_write_equal_reports_that_know_their_schema(project: Project) -> None:
    project.write("deploy/v1.2.0.yaml", GOOD)
    texts = []
    for _ in range(2):
        assert project.run().code == 0
        texts.append(project.report("deploylint.json"))
    assert texts[0] == texts[1]
    told = json.loads(texts[0])
    assert texts[0].startswith('{"$schema": "./.deploylint/report.schema.json",\n')
    schema = json.loads(project.report(told["$schema"]))
    assert list(Draft202012Validator(schema).iter_errors(told)) == []


def test_an_installation_that_fails_fails_the_job(project: Project) -> None:
    python = project.programs / "python3"
    python.write_text("#!/bin/sh\nexit 9\n", "utf-8")
    assert project.run().code == 9
