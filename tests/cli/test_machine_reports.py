"""Reports for machines from the real program: what is told, and that it never decides the code."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from deploylint.cli.output import FORMATS
from tests.program import EXAMPLE, FRIDAY, ROOT, TUESDAY, Result, environment, run

BROKEN = "deployment:\n  version: v1.2.0\n  environment: [\n"
COMPLETE = ROOT / "docs/examples/complete.yaml"
POLICY = "policy: web-shop\nextends: deploylint:essential\nrules:\n  deploy-windw: error\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "broken.yaml").write_text(BROKEN)
    (tmp_path / "wrong-policy.yaml").write_text(POLICY)
    (tmp_path / ".deploylint.yaml").write_text("timezone: Europe/Paris\n")
    return tmp_path


CASES = [
    pytest.param(["good.yaml", "--now", TUESDAY], 0, id="go"),
    pytest.param(["good.yaml", "--now", FRIDAY], 1, id="postpone"),
    pytest.param(["good.yaml", "--now", FRIDAY, "--exit-zero"], 0, id="exit-zero"),
    pytest.param(["good.yaml", "broken.yaml", "--now", TUESDAY], 2, id="one-plan-broken"),
    pytest.param(["absent.yaml"], 2, id="plan-absent"),
    pytest.param(["good.yaml", "--policy", "wrong-policy.yaml"], 2, id="policy-wrong"),
    pytest.param([], 2, id="no-plan"),
    pytest.param([str(COMPLETE), "--now", TUESDAY], 0, id="every-key-of-a-plan"),
]


@pytest.mark.parametrize(("arguments", "code"), CASES)
def test_the_exit_code_never_depends_on_the_format(
    project: Path, arguments: list[str], code: int
) -> None:
    def asked(*outputs: str) -> Result:
        return run("check", *arguments, *outputs, cwd=project)

    files = [part for name in FORMATS for part in ("-o", f"{name}=out.{name}")]
    results = [asked("-o", name) for name in FORMATS]
    assert {result.code for result in (*results, asked(), asked(*files))} == {code}
    # each alone says what it says beside the others
    for name, result in zip(FORMATS, results, strict=True):
        file = project / f"out.{name}"
        if name in {"text", "yaml"} and result.err:
            # standard error does not stand beside the file
            assert "could be judged" in file.read_text() or "not be judged" in file.read_text()
            assert "be judged" not in result.out.partition(" plans: ")[0]
        elif name == "json":
            beside = file.read_text().split("\n", 1)[1]
            assert beside == result.out.split("\n", 1)[1]
        elif name == "yaml":
            assert file.read_text().endswith(result.out)
        else:
            assert file.read_text() == result.out


def sarif(text: str) -> list[str]:
    (ran,) = json.loads(text)["runs"]
    assert ran["invocations"][0]["executionSuccessful"] is False
    return [result["level"] for result in ran["results"] if result["ruleId"] == "plan-judged"]


def junit(text: str) -> list[str]:
    return ["error" for _ in ET.fromstring(text).iter("error")]


def gitlab(text: str) -> list[str]:
    return [one["severity"] for one in json.loads(text) if one["check_name"] == "plan-judged"]


TOLD: dict[str, tuple[Callable[[str], Any], Any]] = {
    "sarif": (sarif, ["error"]),
    "junit": (junit, ["error"]),
    "gitlab": (gitlab, ["blocker"]),
    "json": (lambda text: len(json.loads(text)["errors"]), 1),
    "github": (lambda text: text.count("::error "), 1),
}


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["broken.yaml"], id="plan-broken"),
        pytest.param(["good.yaml", "broken.yaml", "--now", TUESDAY], id="one-of-two"),
        pytest.param(["good.yaml", "--policy", "wrong-policy.yaml"], id="policy-wrong"),
        pytest.param(["good.yaml", "--gate", "--at", TUESDAY], id="usage"),
        pytest.param([], id="no-plan"),
    ],
)
def test_what_could_not_be_judged_is_in_the_report(
    project: Path, name: str, arguments: list[str]
) -> None:
    result = run("check", *arguments, "-o", name, cwd=project)
    read, expected = TOLD[name]
    assert read(result.out) == expected
    assert result.err != ""


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_what_could_not_be_judged_stands_first(project: Path, name: str) -> None:
    result = run("check", "good.yaml", "broken.yaml", "--now", TUESDAY, "-o", name, cwd=project)
    body = result.out.partition("<body>")[2] or result.out
    assert "broken.yaml" in body
    assert body.index("broken.yaml") < body.index("v1.2.0")


def test_a_report_of_before_does_not_outlive_a_policy_that_broke(project: Path) -> None:
    outputs = ("-o", "junit=junit.xml", "-o", "text")
    assert run("check", "good.yaml", "--now", TUESDAY, *outputs, cwd=project).code == 0
    assert junit((project / "junit.xml").read_text()) == []
    run("check", "good.yaml", "--policy", "wrong-policy.yaml", *outputs, cwd=project)
    assert junit((project / "junit.xml").read_text()) == ["error"]


# GitHub


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(
            ["good.yaml", "--now", TUESDAY],
            ["decision=go", "blocked=false", "next-permitted=", "plans=1", "failed=0"],
            id="go",
        ),
        pytest.param(
            ["good.yaml", "--now", FRIDAY],
            [
                "decision=postpone",
                "blocked=true",
                "next-permitted=2026-11-23T13:00:00+01:00",
                "plans=1",
                "failed=1",
            ],
            id="postpone",
        ),
        pytest.param(
            ["good.yaml", "broken.yaml", "--now", TUESDAY],
            ["decision=error", "blocked=true", "next-permitted=", "plans=2", "failed=1"],
            id="one-broken",
        ),
        pytest.param(
            ["good.yaml", "--policy", "wrong-policy.yaml"],
            ["decision=error", "blocked=true", "next-permitted=", "plans=1", "failed=1"],
            id="policy-wrong",
        ),
    ],
)
def test_what_the_runner_collects_is_appended(
    project: Path, arguments: list[str], expected: list[str]
) -> None:
    summary, outputs = project / "summary", project / "outputs"
    summary.write_text("# Earlier\n")
    outputs.write_text("earlier=1\n")
    env = {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(outputs)}
    run("check", *arguments, "-o", "github", cwd=project, env=env)
    assert outputs.read_text().splitlines() == ["earlier=1", *expected]
    assert summary.read_text().startswith("# Earlier\n<!-- deploylint -->\n")


def test_without_the_format_nothing_is_collected(project: Path) -> None:
    summary = project / "summary"
    env = {"GITHUB_STEP_SUMMARY": str(summary)}
    run("check", "good.yaml", "--now", TUESDAY, cwd=project, env=env)
    assert not summary.exists()


def test_a_summary_keeps_to_what_is_left(project: Path) -> None:
    summary = project / "summary"
    summary.write_text("x" * (1024 * 1024 - 2000))
    env = {"GITHUB_STEP_SUMMARY": str(summary)}
    run("check", "good.yaml", "--now", FRIDAY, "-o", "github", cwd=project, env=env)
    size = summary.stat().st_size
    assert 1024 * 1024 - 2000 < size <= 1024 * 1024
    assert "Left out for want of room" in summary.read_text()[1024 * 1024 - 2000 :]


def test_that_nothing_changed_is_an_answer_and_no_permission(project: Path) -> None:
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        git = ["git", "-c", "user.name=developer", "-c", "user.email=developer@example.com"]
        subprocess.run([*git, *arguments], cwd=project, env=environment(), check=True)
    outputs = project / "outputs"
    env = {"GITHUB_OUTPUT": str(outputs)}
    wanted = ("github", "markdown=out.md", "sarif=out.sarif", "html=out.html", "json=out.json")
    files = [part for one in wanted for part in ("-o", one)]
    result = run("check", "good.yaml", "--changed-since", "HEAD", *files, cwd=project, env=env)
    assert (result.code, result.out) == (0, "")
    assert re.fullmatch(r"no plan changed since HEAD \([0-9a-f]{7}\)\n", result.err)
    assert re.fullmatch(
        r"<!-- deploylint -->\n## NONE: no plan changed since HEAD \(`[0-9a-f]{7}`\)\n\n"
        r"deploylint has judged nothing\.\n",
        (project / "out.md").read_text(),
    )
    assert outputs.read_text().splitlines()[:2] == ["decision=none", "blocked=true"]
    told = json.loads((project / "out.json").read_text())
    assert (told["decision"], told["blocked"], told["next_permitted"]) == ("none", True, None)
    assert json.loads((project / "out.sarif").read_text())["runs"][0]["results"] == []
    assert "No plan was judged" in (project / "out.html").read_text()


# Migrations


@pytest.mark.parametrize("name", ["sarif", "junit", "github", "gitlab", "markdown", "html"])
def test_migrations_are_reported_in_every_format(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "below/migrations"
    folder.mkdir(parents=True)
    (folder / "0001_users.up.sql").write_text("CREATE TABLE users (id integer);\n")
    result = run("migrations", "--all", "-o", name, cwd=tmp_path)
    assert (result.code, result.err) == (1, "")
    assert "0001_users.up.sql" in result.out
    assert "migrations-reversible" in result.out
    if name in {"sarif", "gitlab"}:
        assert '"below/migrations/0001_users.up.sql"' in result.out


def test_migrations_that_cannot_be_reported_leave_no_report_of_an_earlier_run(
    tmp_path: Path,
) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations/0001_users.up.sql").write_text("CREATE TABLE users (id integer);\n")
    (tmp_path / "out.sarif").write_text("OLD GO")
    outputs = ("-o", "sarif=out.sarif", "-o", "json=absent/report")
    result = run("migrations", "--all", *outputs, cwd=tmp_path)
    assert result.code == 2
    assert sarif((tmp_path / "out.sarif").read_text()) == ["error"]


def test_migrations_that_cannot_be_judged_are_reported(tmp_path: Path) -> None:
    result = run("migrations", "absent", "-o", "sarif", "-o", "text=out.txt", cwd=tmp_path)
    assert (tmp_path / "out.txt").read_text().startswith("ERROR: nothing could be judged\n")
    assert result.code == 2
    assert sarif(result.out) == ["error"]


# What goes wrong on the way


def started(project: Path, *arguments: str, **streams: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "deploylint", "check", *arguments]
    return subprocess.Popen(command, cwd=project, env=environment(), **streams)


ALL_FILES = [part for name in FORMATS for part in ("-o", f"{name}=out.{name}")]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["good.yaml", "--policy", "wrong-policy.yaml"], id="policy-wrong"),
        pytest.param(["good.yaml", "--stage", "bogus"], id="stage-unknown"),
        pytest.param(["good.yaml", "--gate", "--changed-since", "HEAD"], id="gate-of-what-changed"),
        pytest.param([], id="no-plan"),
        pytest.param(["broken.yaml"], id="plan-broken"),
        pytest.param(["good.yaml", "-o", "json=absent/report"], id="another-report-unwritable"),
    ],
)
def test_no_report_of_an_earlier_run_is_left(project: Path, arguments: list[str]) -> None:
    for name in FORMATS:
        (project / f"out.{name}").write_text("OLD GO")
    result = run("check", *arguments, *ALL_FILES, cwd=project)
    assert result.code == 2
    for name in FORMATS:
        assert "OLD GO" not in (project / f"out.{name}").read_text(), name


def test_a_text_that_stands_alone_says_what_could_not_be_judged(project: Path) -> None:
    outputs = ("-o", "text=out.txt", "-o", "yaml=out.yaml")
    result = run("check", "good.yaml", "broken.yaml", "--now", TUESDAY, *outputs, cwd=project)
    assert result.code == 2
    text = (project / "out.txt").read_text()
    assert "\nERROR: broken.yaml could not be judged\n  broken.yaml:4:1: a value" in text
    told = (project / "out.yaml").read_text()
    assert "# ERROR: broken.yaml could not be judged\n# ERROR: broken.yaml:" in told


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_what_cannot_be_printed_permits_nothing(project: Path) -> None:
    outputs = project / "outputs"
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "deploylint", "check", "good.yaml", "--now", TUESDAY),
                *("-o", "github", "-o", "json=out.json"),
            ],
            cwd=project,
            env=environment(GITHUB_OUTPUT=str(outputs)),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"standard output cannot be written: No space left on device" in done.stderr
    assert "blocked=true" in outputs.read_text()
    assert "blocked=false" not in outputs.read_text()
    report = json.loads((project / "out.json").read_text())
    assert (report["reports"], len(report["errors"])) == ([], 1)


def test_lines_of_others_stay_whole(project: Path) -> None:
    outputs = project / "outputs"
    outputs.write_text("x=1")
    env = {"GITHUB_OUTPUT": str(outputs)}
    run("check", "good.yaml", "--now", TUESDAY, "-o", "github", cwd=project, env=env)
    assert outputs.read_text().splitlines()[:2] == ["x=1", "decision=go"]


@pytest.mark.parametrize("closed", ["1", "2", "both"])
def test_closed_streams_do_not_change_the_answer(project: Path, closed: str) -> None:
    shut = {"1": ">&-", "2": "2>&-", "both": ">&- 2>&-"}[closed]
    program = f"'{sys.executable}' -m deploylint check good.yaml --now {FRIDAY}"
    command = f"{program} -o text -o json=j {shut}"
    done = subprocess.run(
        ["sh", "-c", command], cwd=project, env=environment(), capture_output=True, check=False
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (1, False)
    assert json.loads((project / "j").read_text())["reports"][0]["decision"] == "postpone"
