"""Standard output and standard error: what they cannot take decides nothing, and forges nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.program import EXAMPLE, FRIDAY, ROOT, TUESDAY, environment, run

GO = ("check", "good.yaml", "--now", TUESDAY)
needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mix").mkdir()
    for name in ("good.yaml", "mix/good.yaml"):
        (tmp_path / name).write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "mix/other.yaml").write_text("a: 1\n")
    (tmp_path / "broken.yaml").write_text("deployment:\n  version: [\n")
    (tmp_path / ".deploylint.yaml").write_text("timezone: Europe/Paris\n")
    return tmp_path


# Streams that nobody can write to


FAULTY = """\
from deploylint import review
def broken(*_):
    raise LookupError("oops")
review.Review.report = broken
from deploylint.cli.main import run
run()
"""

UNHEARD = {
    "a-file-that-is-no-plan": (["check", "mix", "--now", TUESDAY, "-q"], 0),
    "blocked": (["check", "mix", "--now", FRIDAY, "-q"], 1),
    "plan-broken": (["check", "broken.yaml"], 2),
    "plan-absent": (["check", "mix", "absent.yaml", "-j", "2", "--now", TUESDAY], 2),
    "policy-absent": (["check", "good.yaml", "--policy", "absent.yaml"], 2),
    "usage": (["check", "--bogus"], 2),
    "no-command": ([], 2),
    "policy-broken": (["policy", "check", "broken.yaml"], 2),
    "no-test": (["policy", "test"], 3),
}


def unheard(project: Path, how: str, arguments: list[str]) -> int:
    """Return the exit code of a run whose standard error is full, or read by nobody."""
    if how == "full":
        err = os.open("/dev/full", os.O_WRONLY)
    else:
        reader, err = os.pipe()
        os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=project,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=err,
            check=False,
            timeout=60,
        )
    finally:
        os.close(err)
    return done.returncode


@pytest.mark.parametrize("how", [pytest.param("full", marks=needs_full), "gone"])
@pytest.mark.parametrize("case", UNHEARD)
def test_the_code_does_not_depend_on_standard_error(project: Path, how: str, case: str) -> None:
    arguments, code = UNHEARD[case]
    assert unheard(project, how, ["-m", "deploylint", *arguments]) == code


@pytest.mark.parametrize("how", [pytest.param("full", marks=needs_full), "gone"])
def test_a_report_does_not_depend_on_standard_error(project: Path, how: str) -> None:
    report = project / "out.json"
    program = ["-m", "deploylint"]
    outputs = ["-o", "json=out.json"]
    assert unheard(project, how, [*program, *GO, *outputs]) == 0
    assert unheard(project, how, [*program, "check", "broken.yaml", *outputs]) == 2
    said = json.loads(report.read_text())
    assert (said["reports"], len(said["errors"])) == ([], 1)
    report.write_text("OLD GO")
    assert unheard(project, how, ["-c", FAULTY, *GO, *outputs]) == 70
    assert len(json.loads(report.read_text())["errors"]) == 1


def printed(project: Path, arguments: list[str], stdout: int) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "deploylint", *arguments],
        cwd=project,
        env=environment(),
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr.decode()


PRINTED = (
    ["--help"],
    ["--version"],
    ["-V", "check"],
    ["check", "-h"],
    ["rules"],
    ["schema", "plan"],
)


@needs_full
@pytest.mark.parametrize("arguments", PRINTED, ids=" ".join)
def test_what_cannot_be_printed_is_said(project: Path, arguments: list[str]) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    said = printed(project, arguments, stdout=full)
    os.close(full)
    assert said == (2, "standard output cannot be written: No space left on device\n")


@pytest.mark.parametrize("arguments", PRINTED, ids=" ".join)
def test_a_reader_who_has_gone_is_no_mistake(project: Path, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    said = printed(project, arguments, stdout=writer)
    os.close(writer)
    assert said == (0, "")


# Encodings


ENCODINGS = {
    "C": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "utf-16": {"PYTHONIOENCODING": "utf-16"},
}
MACHINES = {
    **{name: (*GO, "-o", name) for name in ("json", "yaml", "sarif", "junit", "github", "gitlab")},
    **{name: (*GO, "-o", name) for name in ("markdown", "html")},
    "explain-json": ("explain", "tests-pass", "-o", "json"),
    "explain-markdown": ("explain", "tests-pass", "-o", "markdown"),
    "schema": ("schema", "plan"),
    "policy-show": ("policy", "show"),
}


def raw(project: Path, *arguments: str, **env: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "deploylint", *arguments],
        cwd=project,
        env=environment(**env),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == b""
    return done.stdout


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("case", MACHINES)
def test_machines_read_utf_8_whatever_a_terminal_shows(
    project: Path, case: str, encoding: str
) -> None:
    with_accents(project)
    expected = raw(project, *MACHINES[case])
    assert raw(project, *MACHINES[case], **ENCODINGS[encoding]) == expected
    assert "é" in expected.decode()
    if case == "junit":
        ET.fromstring(expected)


def test_people_see_escapes_for_what_their_terminal_lacks(project: Path) -> None:
    with_accents(project)
    assert rb"d\xe9cid\xe9 \u20ac" in raw(project, *GO, **ENCODINGS["C"])
    assert b"d\xe9cid\xe9 \\u20ac" in raw(project, *GO, **ENCODINGS["latin-1"])


def with_accents(project: Path) -> None:
    """Let something fail whose name is not ASCII, and policies have one as well."""
    plan = (project / "good.yaml").read_text("utf-8")
    own = 'checklist:\n    - {item: "décidé €", status: fail}'
    (project / "good.yaml").write_text(plan.replace("checklist:", own), "utf-8")
    policy = "policy: décidée\nextends: deploylint:essential\n"
    (project / "ours.yaml").write_text(policy, "utf-8")
    (project / ".deploylint.yaml").write_text("policy: ours.yaml\ntimezone: Europe/Paris\n")


# Messages are lines


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["check", "x\r: does not exist\nblocked=false\x85y"], id="plan"),
        pytest.param(["check", "good.yaml", "--stage", "x\nblocked=false"], id="stage"),
        pytest.param(["check", "good.yaml", "--now", "x\nblocked=false"], id="now"),
        pytest.param(["check", "good.yaml", "-p", "x\r\nblocked=false"], id="policy"),
        pytest.param(["check", "good.yaml", "-o", "x\nblocked=false"], id="format"),
        pytest.param(["check", "good.yaml", "-o", "json=x\nblocked=false/y"], id="output"),
        pytest.param(["explain", "x\nblocked=false"], id="rule"),
        pytest.param(["x\nblocked=false"], id="command"),
        pytest.param(["check", "mix\r\nblocked=false", "--now", TUESDAY, "-q"], id="passed-over"),
    ],
)
def test_a_name_forges_no_line(project: Path, arguments: list[str]) -> None:
    (project / "mix").rename(project / "mix\r\nblocked=false")
    err = run(*arguments, cwd=project).err
    assert "blocked" in err
    assert "\r" not in err
    assert [line for line in err.splitlines() if line.startswith(("blocked", ":"))] == []


def test_a_line_break_in_a_name_is_seen(project: Path) -> None:
    result = run("check", "good.yaml\r: fine\nnow", cwd=project)
    assert result.err.splitlines()[0] == r"good.yaml\x0d: fine\x0anow: does not exist"


# A current folder that is gone


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "plan.yaml"],
        ["check", str(EXAMPLE)],
        *(["window"], ["rules"], ["migrations"], ["evidence"], ["explain", "tests-pass"]),
        *(["policy", "test"], ["policy", "verify"], ["policy", "show"], ["schema", "--write"]),
        ["record", "--kind", "tests", "--", "true"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]).replace(str(ROOT), ""),
)
def test_a_folder_that_is_gone_is_said(tmp_path: Path, arguments: list[str]) -> None:
    result = in_no_folder(tmp_path, *arguments)
    said = "the current folder cannot be used: no such file or directory\n"
    assert result == (2, f"{said}  hint: go to a folder that is there: cd FOLDER\n")


def test_reports_elsewhere_say_that_the_folder_is_gone(tmp_path: Path) -> None:
    report = tmp_path / "out.json"
    report.write_text("OLD GO")
    assert in_no_folder(tmp_path, "check", str(EXAMPLE), "-o", f"json={report}")[0] == 2
    (told,) = json.loads(report.read_text())["errors"]
    assert told["message"] == "the current folder cannot be used: no such file or directory"


def in_no_folder(tmp_path: Path, *arguments: str) -> tuple[int, str]:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'rmdir ../gone && exec "{sys.executable}" -m deploylint "$@"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *arguments],
        cwd=gone,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr.decode()
