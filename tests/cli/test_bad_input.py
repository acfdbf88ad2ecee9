"""Bad input gives a clear message and the right exit code, never a traceback."""

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import EXAMPLE, TUESDAY, Result, environment, run, run_unprivileged

PLAN = "deployment:\n  version: v1.2.0\n  environment: production\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGE_BOMB = "a: &a {x: 1}\nb: {<<: [*a, *a, *a]}\n"


def check(folder: Path, plan: bytes | str, *options: str) -> Result:
    """Judge `plan` as the file plan.yaml."""
    (folder / "plan.yaml").write_bytes(plan.encode() if isinstance(plan, str) else plan)
    return run("check", "--now", TUESDAY, *options, "plan.yaml", cwd=folder)


@pytest.mark.parametrize(
    ("plan", "place", "message"),
    [
        pytest.param("", "", "the file is empty, so there is no plan to judge", id="empty"),
        pytest.param("---\n...\n", "", "the file is empty", id="empty-document"),
        pytest.param(b"\x7fELF\x02\x01\x00\x00", "", "binary", id="binary"),
        pytest.param("[" * 200_000, "1:65", "nest", id="brackets"),
        pytest.param(BOMB, "", "alias", id="alias-bomb"),
        pytest.param(MERGE_BOMB, "2:5", "<<", id="merge-key"),
        pytest.param(PLAN + "  version: v2\n", "4:3", "`version`", id="repeated-key"),
        pytest.param("deployment:\n\tversion: v1\n", "2:1", "tab", id="tab"),
        pytest.param(PLAN + "  ower: me\n", "4:3", "`ower` is not known", id="unknown-field"),
        pytest.param(PLAN + "  migrations: x\n", "4:15", "expected a list", id="wrong-type"),
        pytest.param(PLAN + "  policy: mine\n", "4:3", "`policy` is not known", id="own-policy"),
        pytest.param(
            PLAN + "  scheduled_at: 2026-11-24T10:30:00\n", "4:17", "no UTC offset", id="naive"
        ),
        pytest.param(
            PLAN + "  scheduled_at: 2026-02-30T10:30:00Z\n", "4:17", "no moment", id="no-such-day"
        ),
        pytest.param("version: v1.2.0\n", "1:1", "`deployment` is missing", id="no-deployment"),
        pytest.param("just text\n", "1:1", "expected a mapping, found text", id="text"),
        pytest.param("deployment: {version: v1\n", "1:13", "never closed", id="unclosed"),
        pytest.param(PLAN.replace("v1.2.0", "v1 ☃").encode("utf-16"), "", "UTF-8", id="utf-16"),
        pytest.param((PLAN + "  owner: café\n").encode("latin-1"), "4:13", "UTF-8", id="latin-1"),
        pytest.param(PLAN + "  owner: !!python/name:os.system x\n", "4:10", "tag", id="tag"),
    ],
)
def test_a_plan_that_cannot_be_used(
    tmp_path: Path, plan: str | bytes, place: str, message: str
) -> None:
    result = check(tmp_path, plan)
    assert (result.code, result.out) == (2, "")
    first = result.err.splitlines()[0]
    assert first.startswith(f"plan.yaml:{place}:" if place else "plan.yaml:")
    assert message in result.err
    assert "Traceback" not in result.err
    assert len(result.err) < 2000


def test_all_errors_of_a_file_at_once(tmp_path: Path) -> None:
    bad = (
        "deployment:\n  versoin: 1.10\n  environment: [a]\n  type: hot-fix\n  duration: 5\n"
        "  checklist:\n    - {item: x, status: ok}\n    - status: pass\n    - 5\n"
        "  rollback_plan: [x]\n  smoke_tests:\n    - {url: /x}\n"
    )
    result = check(tmp_path, bad)
    assert result.code == 2
    assert result.err == (
        "plan.yaml:1:1: `deployment`: the key `version` is missing\n"
        "plan.yaml:2:3: `deployment`: the key `versoin` is not known here\n"
        "  hint: did you mean `version`?\n"
        "plan.yaml:3:3: `deployment.environment`: expected text, found a list\n"
        "plan.yaml:4:9: `deployment.type`: expected one of standard, hotfix, rollback,"
        " found `hot-fix`\n"
        "  hint: did you mean `hotfix`?\n"
        "plan.yaml:5:13: `deployment.duration`: expected a duration such as 30m, 1h30m or 2d,"
        " found `5`\n"
        "plan.yaml:7:25: `deployment.checklist[0].status`: expected one of pass, fail, na,"
        " found `ok`\n"
        "plan.yaml:8:7: `deployment.checklist[1]`: one of `id` or `item` is needed\n"
        "plan.yaml:9:7: `deployment.checklist[2]`: expected a mapping, found a number\n"
        "plan.yaml:10:3: `deployment.rollback_plan`: expected text or a mapping, found a list\n"
        "plan.yaml:12:7: `deployment.smoke_tests[0]`: the key `name` is missing\n"
    )


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    result = run("check", "plam.yaml", cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("plam.yaml: ")
    assert "plan.yaml" in result.err


def test_a_pipe_and_no_plan_at_all(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for name in (".", "pipe.yaml"):
        result = run("check", name, cwd=tmp_path)
        assert (result.code, result.out) == (2, "")
        assert result.err == "pipe.yaml: is a named pipe, not a file\n"
    result = run("check", cwd=tmp_path)
    assert (result.code, result.err.splitlines()[0]) == (2, "no plan is given")


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "plan.yaml").chmod(0)
    result = run_unprivileged("check", "plan.yaml", cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("plan.yaml: ")
    assert "permission" in result.err.lower()


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        pytest.param("rules: {}\n", "the policy has no rules", id="no-rules"),
        pytest.param("", "the policy file is empty", id="empty"),
        pytest.param(
            "extends: deploylint:essential\nrules: {test-pass: warning}\n",
            "policy.yaml:2:9: the rule `test-pass` is not inherited, and nothing says how it is"
            " judged\n  hint: did you mean `tests-pass`?",
            id="unknown-rule",
        ),
        pytest.param(
            "rules: {a: {check: test-pas}}\n", "policy.yaml:1:13: there is no check", id="check"
        ),
        pytest.param(
            "rules: {a: {check: smoke-tests-planned, with: {minimun: 3}}}\n",
            "policy.yaml:1:48: the check `smoke-tests-planned` has no parameter `minimun`\n"
            "  hint: did you mean `minimum`?",
            id="unknown-parameter",
        ),
        pytest.param(
            "rules: {a: {check: smoke-tests-planned, with: {minimum: three}}}\n",
            "policy.yaml:1:57: `a`, parameter `minimum`: expected a whole number from 0",
            id="mistyped-parameter",
        ),
        pytest.param(
            "extends: policy.yaml\nrules: {a: {item: true}}\n",
            "policy.yaml:1:10: the policies extend each other in a circle:"
            " policy.yaml -> policy.yaml",
            id="circle",
        ),
        pytest.param(
            "extends: [absent.yaml]\nrules: {a: {item: true}}\n", "policy.yaml:1:11: ", id="absent"
        ),
        pytest.param(
            "rules: {a: {cel: 'true'}}\n",
            "policy.yaml:1:13: the rule `a` is judged by `cel`, which this version does not"
            " support yet",
            id="cel",
        ),
        pytest.param(
            "rules: {a: {item: true, check: tests}}\n",
            "policy.yaml:1:13: a rule is judged by one of `check`, `item`, not by several",
            id="two-judges",
        ),
        pytest.param(
            "rules: {a: {item: true, aliases: [Go]}, b: {item: true, aliases: ['go!']}}\n",
            "the checklist text `go` names `a` and `b`",
            id="ambiguous-text",
        ),
        pytest.param(
            "rules: {a: {item: true, disabled: true}}\n",
            "expected the reason for switching it off, in words",
            id="disabled-without-reason",
        ),
        pytest.param(
            "rules: {a: {schema: {type: objekt}}}\n", "is no JSON Schema", id="broken-schema"
        ),
        pytest.param(
            "windows: {default: avoid, permit: [acceptable], timezone: Mars/Phobos}\n"
            "rules: {a: {item: true}}\n",
            "policy.yaml:1:49: `timezone` in `windows`: there is no time zone `Mars/Phobos`",
            id="zone",
        ),
    ],
)
def test_a_policy_that_cannot_be_used(tmp_path: Path, policy: str, message: str) -> None:
    (tmp_path / "policy.yaml").write_text(policy, "utf-8")
    result = check(tmp_path, EXAMPLE.read_bytes(), "--policy", "policy.yaml")
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        pytest.param("timezone: Mars/Phobos\n", ".deploylint.yaml:1:11: ", id="zone"),
        pytest.param("country: XX\n", "XX", id="country"),
        pytest.param("polcy: x\n", "did you mean `policy`?", id="unknown-key"),
        pytest.param("plans: absent*.yaml\n", "no file matches `absent*.yaml`", id="no-match"),
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, settings: str, message: str) -> None:
    (tmp_path / ".deploylint.yaml").write_text(settings, "utf-8")
    (tmp_path / "plan.yaml").write_bytes(EXAMPLE.read_bytes())
    plans = [] if "plans" in settings else ["plan.yaml"]
    result = run("check", "--now", TUESDAY, *plans, cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--at", "2026-11-24T10:30:00"], "no UTC offset", id="naive"),
        pytest.param(["--at", "tomorrow"], "no moment in time", id="word"),
        pytest.param(["--now", TUESDAY, "--no-clock"], "--no-clock", id="no-clock-and-now"),
        pytest.param(["--gate", "--at", TUESDAY], "--gate judges now", id="gate-and-at"),
        pytest.param(["--stage", "prod"], "there is no stage `prod`", id="stage"),
        pytest.param(["-o", "pdf"], "there is no output format `pdf`", id="format"),
        pytest.param(["-o", "text", "-o", "json"], "two outputs go to", id="two-to-stdout"),
        pytest.param(["-o", "json="], "names no file", id="no-file"),
        pytest.param(["--policy", "deploylint:prod"], "there is no shipped policy", id="policy"),
        pytest.param(["--policy", "deploylint:../../x"], "there is no shipped policy", id="dots"),
        pytest.param(["--on-call", "maybe"], "maybe", id="on-call"),
    ],
)
def test_options_that_cannot_be_used(tmp_path: Path, options: list[str], message: str) -> None:
    (tmp_path / "plan.yaml").write_bytes(EXAMPLE.read_bytes())
    result = run("check", "plan.yaml", *options, cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


def test_a_full_disk_leaves_no_report_of_an_earlier_run(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "report.json").write_text("old", "utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "deploylint", "check", "plan.yaml", "-o", "json=report.json"],
        cwd=tmp_path,
        # Python 3.11 would leave .pyc files behind that end at the limit
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_small_files,
    )
    assert result.returncode == 2
    assert result.stderr.startswith("report.json: the report cannot be written: File too large")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.yaml"]


def test_a_report_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    result = check(tmp_path, EXAMPLE.read_bytes(), "-o", "json=absent/report.json")
    assert result.code == 2
    assert result.err == (
        "absent/report.json: the report cannot be written: No such file or directory\n"
    )


def test_standard_output_that_is_full(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(EXAMPLE.read_bytes())
    with open("/dev/full", "w", encoding="utf-8") as full:
        result = subprocess.run(
            [sys.executable, "-m", "deploylint", "check", "plan.yaml", "--now", TUESDAY],
            cwd=tmp_path,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert result.returncode == 2
    assert result.stderr == "standard output cannot be written: No space left on device\n"


@pytest.mark.parametrize(("now", "code"), [(TUESDAY, 0), ("2026-11-20T14:30:00+01:00", 1)])
def test_a_reader_who_goes_away_does_not_change_the_code(
    tmp_path: Path, now: str, code: int
) -> None:
    plans = [f"{number}.yaml" for number in range(400)]
    for name in plans:
        (tmp_path / name).write_bytes(EXAMPLE.read_bytes())
    (tmp_path / ".deploylint.yaml").write_text("timezone: Europe/Paris\n", "utf-8")
    command = [sys.executable, "-m", "deploylint", "check", "--now", now, *plans]
    reader, writer = os.pipe()
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=writer, stderr=subprocess.PIPE, text=True
    )
    os.close(writer)
    os.read(reader, 100)
    os.close(reader)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (code, "")


def test_ctrl_c_ends_with_130(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "deploylint", "check", "absent.yaml", "-", "-o", "json=report.json"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("absent.yaml: ")
    # the next plan is standard input, which says nothing
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err.strip().splitlines()[-1] == "interrupted"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
    (told,) = json.loads((tmp_path / "report.json").read_text("utf-8"))["errors"]
    assert told["message"] == "the run was ended by SIGINT, so not everything was judged"


def test_no_report_repeats_a_secret(tmp_path: Path) -> None:
    token = "ghp_" + "a1B2" * 9
    plan = f"{PLAN}  rollback_plan: 'curl -H \"Authorization: {token}\" https://example.com'\n"
    for policy in ("essential", "production"):
        for output in ("text", "json", "yaml"):
            reference = f"deploylint:{policy}"
            result = check(tmp_path, plan, "-v", "--policy", reference, "-o", output)
            assert result.code == 1
            assert token not in result.out + result.err


def test_a_plan_cannot_write_to_the_terminal_or_the_runner(tmp_path: Path) -> None:
    hostile = (
        '{"deployment": {"version": "v1\\u001b[2J", "environment": "x\\u202ey",'
        ' "checklist": [{"item": "::error::x\\n::warning::y ##[group]", "status": "fail"}]}}'
    )
    for output in ("text", "json", "yaml"):
        result = check(tmp_path, hostile, "-o", output)
        assert result.code == 1
        assert not any(mark in result.out for mark in ("\x1b", "\u202e", "\n::", "##["))
    result = check(tmp_path, '{"deployment": {"ver\\u001b[2J": 1}}')
    assert "\x1b" not in result.err
