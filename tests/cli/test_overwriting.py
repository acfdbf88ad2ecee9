"""An output never overwrites what it is about, nor another output."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import EXAMPLE, TUESDAY, environment, run

SETTINGS = """\
policy: policies/ours.yaml
plans: deploy
timezone: Europe/Paris
evidence:
  tests: [reports/junit.xml]
"""
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
BASE = """\
policy: base
extends: deploylint:production
windows:
  timezone: Europe/Paris
  freezes:
    - {id: closed, ics: {file: calendar.ics}}
"""
TESTS = """\
policy: deploylint:essential
tests:
  - name: all is well
    plan: {version: v1, environment: production}
    expect: {decision: go}
"""
MIGRATION = "CREATE TABLE users (id integer);\n"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    files = {
        ".deploylint.yaml": SETTINGS,
        "plan.yaml": EXAMPLE.read_text("utf-8"),
        "deploy/one.yaml": EXAMPLE.read_text("utf-8"),
        "deploy/other.yaml": "a: 1\n",
        "policies/base.yaml": BASE,
        "policies/ours.yaml": "policy: ours\nextends: base.yaml\n",
        "policies/broken.yaml": "policy: [x\n",
        "policies/on-broken.yaml": "policy: x\nextends: broken.yaml\n",
        "reports/junit.xml": '<testsuite name="s" tests="1"><testcase name="t"/></testsuite>\n',
        "calendar.ics": CALENDAR,
        "ours.test.yaml": TESTS,
        "migrations/0001_users.up.sql": MIGRATION,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8", newline="")
    (tmp_path / "link.yaml").symlink_to("plan.yaml")
    (tmp_path / "hard.yaml").hardlink_to(tmp_path / "plan.yaml")
    (tmp_path / "linked").symlink_to("deploy")
    return tmp_path


GO = ("--now", TUESDAY, "--policy", "deploylint:essential")


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


INPUTS = {
    "plan": ("check plan.yaml", "plan.yaml"),
    "plan-in-the-middle": ("check deploy plan.yaml deploy/other.yaml", "plan.yaml"),
    "plan-by-another-name": ("check plan.yaml", "./deploy/../plan.yaml"),
    "plan-through-a-link": ("check plan.yaml", "link.yaml"),
    "plan-that-is-a-link": ("check link.yaml", "plan.yaml"),
    "plan-by-a-hard-link": ("check plan.yaml", "hard.yaml"),
    "plan-of-a-folder": ("check deploy", "deploy/one.yaml"),
    "plan-of-a-linked-folder": ("check linked", "deploy/one.yaml"),
    "plan-of-a-pattern": ("check deploy/*.yaml", "deploy/one.yaml"),
    "plan-of-the-settings": ("check", "deploy/one.yaml"),
    "plan-that-cannot-be-judged": ("check deploy -p absent.yaml", "deploy/one.yaml"),
    "settings": ("check plan.yaml", ".deploylint.yaml"),
    "policy": ("check plan.yaml -p policies/ours.yaml", "policies/ours.yaml"),
    "policy-of-the-settings": ("check plan.yaml", "policies/ours.yaml"),
    "layer": ("check plan.yaml", "policies/base.yaml"),
    "calendar": ("check plan.yaml", "calendar.ics"),
    "evidence": ("check plan.yaml", "reports/junit.xml"),
    "window": ("window plan.yaml", "plan.yaml"),
    "window-settings": ("window", ".deploylint.yaml"),
    "evidence-of": ("evidence plan.yaml", "plan.yaml"),
    "evidence-of-the-settings": ("evidence", "deploy/one.yaml"),
    "evidence-that-is-shown": ("evidence", "reports/junit.xml"),
    "evidence-policy": ("evidence", "policies/base.yaml"),
    "rules-of-the-settings": ("rules", "policies/ours.yaml"),
    "rules-layer": ("rules -p policies/ours.yaml", "policies/base.yaml"),
    "explain": ("explain tests-pass -p policies/ours.yaml", "policies/ours.yaml"),
    "explain-layer": ("explain tests-pass", "policies/base.yaml"),
    "window-policy": ("window", "policies/ours.yaml"),
    "window-calendar": ("window --calendar --now 2026-11-24T10:30:00Z", "calendar.ics"),
    "policy-test-that-is-found": ("policy test", "ours.test.yaml"),
    "policy-test": ("policy test ours.test.yaml", "ours.test.yaml"),
    "migration": ("migrations migrations/0001_users.up.sql", "migrations/0001_users.up.sql"),
    "migration-of-a-folder": ("migrations --all", "migrations/0001_users.up.sql"),
    "migration-policy": ("migrations --all", "policies/base.yaml"),
}


@pytest.mark.parametrize("case", INPUTS)
def test_an_output_that_is_read_is_refused_before_anything_is_written(
    repo: Path, case: str
) -> None:
    command, file = INPUTS[case]
    before = contents(repo)
    output = f"{'svg' if '--calendar' in command else 'json'}={file}"
    result = run(*command.split(), "-o", output, cwd=repo)
    assert (result.code, result.out) == (2, "")
    assert f"`-o {output}` would overwrite " in result.err
    assert result.err.endswith(
        ", which this run reads\n  hint: give the report a file of its own\n"
    )
    assert contents(repo) == before


def test_a_plan_on_standard_input_is_not_overwritten(repo: Path) -> None:
    with (repo / "plan.yaml").open("rb") as plan:
        done = subprocess.run(
            [sys.executable, "-m", "deploylint", "check", "-", "-o", "yaml=plan.yaml"],
            cwd=repo,
            env=environment(),
            stdin=plan,
            capture_output=True,
            check=False,
        )
    assert done.returncode == 2
    assert b"would overwrite standard input, which this run reads" in done.stderr
    assert (repo / "plan.yaml").read_bytes() == EXAMPLE.read_bytes()


def test_no_other_output_is_written_either(repo: Path) -> None:
    run("check", "plan.yaml", "-o", "sarif=out.sarif", "-o", "json=policies/base.yaml", cwd=repo)
    assert not (repo / "out.sarif").exists()


def test_a_layer_that_is_broken_is_not_overwritten(repo: Path) -> None:
    policy = ("-p", "policies/on-broken.yaml")
    outputs = ("-o", "json=policies/broken.yaml", "-o", "sarif=out.sarif")
    result = run("check", "plan.yaml", *policy, *outputs, cwd=repo)
    assert result.code == 2
    assert result.err.startswith("policies/broken.yaml:1:9: ")
    assert (repo / "policies/broken.yaml").read_text() == "policy: [x\n"
    assert "policies/broken.yaml" in (repo / "out.sarif").read_text()


@pytest.mark.parametrize(
    ("broken", "file"),
    [
        pytest.param(".deploylint.yaml", "policies/ours.yaml", id="policy-of-broken-settings"),
        pytest.param(".deploylint.yaml", "policies/base.yaml", id="layer-of-broken-settings"),
        pytest.param(".deploylint.yaml", "reports/junit.xml", id="evidence-of-broken-settings"),
        pytest.param("policies/ours.yaml", "policies/base.yaml", id="layer-of-a-broken-policy"),
        pytest.param("policies/ours.yaml", "calendar.ics", id="calendar-of-a-broken-policy"),
        pytest.param("policies/ours.yaml", "reports/junit.xml", id="evidence-beside-a-broken-one"),
    ],
)
def test_what_is_read_is_not_overwritten_with_why_nothing_was_judged(
    repo: Path, broken: str, file: str
) -> None:
    with (repo / broken).open("a") as text:
        text.write("bogus: 1\n")
    before = contents(repo)
    result = run("check", "plan.yaml", "-o", f"json={file}", "-o", "sarif=out.sarif", cwd=repo)
    assert result.code == 2
    assert "the key `bogus` is not known here" in result.err
    after = contents(repo)
    assert "`bogus`" in after.pop("out.sarif").decode()
    assert after == before


def test_a_report_that_is_written_again_is_read_by_the_same_people(repo: Path) -> None:
    (repo / "out.json").touch(0o600)
    run("check", "plan.yaml", *GO, "-o", "json=out.json", cwd=repo)
    assert json.loads((repo / "out.json").read_text())["decision"] == "abort"
    assert (repo / "out.json").stat().st_mode & 0o777 == 0o600


def test_a_report_in_a_folder_of_plans_may_be_written_again(repo: Path) -> None:
    outputs = ("-o", "json=deploy/out.json", "-o", "sarif=deploy/other.yaml")
    for _ in range(2):
        assert run("check", "deploy", *GO, "-q", *outputs, cwd=repo).code == 1


# What is open already


@pytest.mark.parametrize("mode", ["wb", "ab"])
@pytest.mark.parametrize(
    "name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/dev/stderr", "/dev/fd/2"]
)
def test_a_log_keeps_what_stands_there(repo: Path, mode: str, name: str) -> None:
    """`{ build; deploylint check -o json=/dev/stdout; upload; } > log`"""
    arguments = (sys.executable, "-m", "deploylint", "check", "plan.yaml", *GO)
    with (repo / "log").open(mode) as log:
        log.write(b"before\n")
        log.flush()
        subprocess.run(
            [*arguments, "-o", f"json={name}"],
            cwd=repo,
            env=environment(),
            stdout=log,
            stderr=log,
            check=False,
        )
        log.write(b"after\n")
    before, _, rest = (repo / "log").read_text().partition("\n")
    report, _, after = rest.rstrip("\n").rpartition("\n")
    assert (before, after) == ("before", "after")
    assert json.loads(report)["decision"] == "abort"


def test_what_is_not_open_cannot_be_written(repo: Path) -> None:
    result = run("check", "plan.yaml", *GO, "-o", "json=/dev/fd/999", cwd=repo)
    assert (result.code, result.out) == (2, "")
    assert result.err == "/dev/fd/999: the report cannot be written: Bad file descriptor\n"


# Two outputs in one place


def test_standard_output_has_one_report_under_all_its_names(repo: Path) -> None:
    for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        result = run("check", "plan.yaml", "-o", f"json={name}", "-o", "sarif", cwd=repo)
        assert (result.code, result.out, result.err) == (
            2,
            "",
            "two outputs go to standard output\n  hint: give all but one a file: -o json=FILE\n",
        )


@pytest.mark.parametrize(
    ("to", "code"),
    [pytest.param("out.json", 2, id="file"), pytest.param("/dev/null", 1, id="nowhere")],
)
def test_where_standard_output_goes_counts(repo: Path, to: str, code: int) -> None:
    with open(repo / to, "wb") as stream:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "deploylint", "check", "plan.yaml", *GO),
                *("-o", "text", "-o", f"json={to}"),
            ],
            cwd=repo,
            env=environment(),
            stdout=stream,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == code
    assert (b"two outputs go to standard output" in done.stderr) is (code == 2)
