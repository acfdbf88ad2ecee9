"""`deploylint policy test` has no surroundings: nothing has a say that a test does not name."""

import json
import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from tests.program import Result, run
from tests.windows.policies import calendar

PLAN = """\
deployment:
  version: v1.2.0
  environment: production
  migrations: [{name: 0001_orders, reversible: true, tested_in: staging}]
"""
TESTS = """\
policy: ../policy.yaml
now: 2026-11-24T10:30:00Z
plan: plan.yaml
tests:
  - name: nothing is known
    expect:
      decision: abort
      rules:
        tests-pass: {status: fail, cause: unproven}
        code-review-approved: {status: fail, cause: unproven}
        branch-up-to-date: {status: fail, cause: unproven}
        deploy-window: {status: pass, reason: (UTC)}
  - name: what lies in the folder is seen
    folder: fixtures/shop
    expect:
      rules:
        tests-pass: {status: pass, reason: 2 tests}
        migrations-reversible: {status: fail, reason: 0001_orders}
        branch-up-to-date: {status: fail, cause: unproven}
"""
JUNIT = """\
<testsuite name="s" tests="2" failures="0" timestamp="2026-11-24T08:00:00Z">
<testcase classname="a" name="b"/><testcase classname="a" name="c"/></testsuite>
"""
FILES = {
    "policy.yaml": "policy: shop\nextends: deploylint:production\n",
    "tests/plan.yaml": PLAN,
    "tests/shop.test.yaml": TESTS,
    "tests/fixtures/shop/.deploylint.yaml": "evidence: {tests: reports/*.xml}\n",
    "tests/fixtures/shop/reports/junit.xml": JUNIT,
    "tests/fixtures/shop/migrations/0001_orders.up.sql": "CREATE TABLE orders (id integer);\n",
}
IDENTITY = {
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "developer"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "developer@example.com"),
    "GIT_CONFIG_GLOBAL": os.devnull,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (tmp_path / "home").mkdir()
    return root


def judged(folder: Path, *options: str, **env: str) -> Result:
    home = {"HOME": str(folder.parent / "home")}
    return run("policy", "test", *options, cwd=folder, env=home | env)


def committed(folder: Path) -> None:
    for command in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "all"],
        ["tag", "v1.1.9"],
    ):
        subprocess.run(["git", *command], cwd=folder, env=os.environ | IDENTITY, check=True)


def test_a_folder_is_all_that_is_seen(folder: Path) -> None:
    result = judged(folder)
    assert (result.code, result.err) == (0, ""), result.out
    assert "2 tests passed" in result.out


def test_surroundings_have_no_say(folder: Path) -> None:
    """Settings, history, evidence, a CI run and a zone that would each change an answer."""
    before = judged(folder, "-o", "json")
    assert before.code == 0
    (folder / ".deploylint.yaml").write_text(
        "policy: tests/plan.yaml\ntimezone: Asia/Tokyo\ncountry: JP\nmain_branch: trunk\n"
        "evidence: {tests: tests/fixtures/shop/reports/*.xml}\n",
        "utf-8",
    )
    committed(folder)
    event = folder.parent / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 31, "merged": True}}), "utf-8")
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=True
    )
    told = {
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_SHA": head.stdout.strip(),
        "GITHUB_REF": "refs/pull/31/merge",
        "GITHUB_BASE_REF": "main",
        "CI_COMMIT_SHA": head.stdout.strip(),
        "GIT_DIR": str(folder / ".git"),
        "GIT_WORK_TREE": str(folder),
        "TZ": "Asia/Tokyo",
    }
    assert judged(folder, "-o", "json", **told) == before
    (folder / ".deploylint.yaml").write_text("not: [even", "utf-8")
    assert judged(folder, "-o", "json") == before


def test_a_repository_inside_a_folder_is_no_content(folder: Path) -> None:
    before = judged(folder, "-o", "json")
    committed(folder / "tests/fixtures/shop")
    assert judged(folder, "-o", "json") == before


def snapshot(folder: Path) -> dict[str, object]:
    """Return everything below a folder with its content and the time of its last change."""
    return {
        str(path): (
            path.lstat().st_mtime_ns,
            sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in folder.rglob("*")
    }


def test_nothing_is_written_into_the_repository_and_nothing_left_behind(folder: Path) -> None:
    committed(folder)
    temporary = folder.parent / "temporary"
    temporary.mkdir()
    before = snapshot(folder)
    assert judged(folder, TMPDIR=str(temporary)).code == 0
    assert snapshot(folder) == before
    assert list(temporary.iterdir()) == []


def test_no_place_for_temporary_files_inside_of_a_repository(folder: Path) -> None:
    committed(folder)
    temporary = folder / "temporary"
    temporary.mkdir()
    result = judged(folder, TMPDIR=str(temporary))
    assert (result.code, result.out) == (2, "")
    message = "the folder for temporary files lies in a repository, which would have a say"
    assert message in result.err
    (folder / "r.json").write_text("old", "utf-8")
    again = judged(folder, "-o", "json=r.json", TMPDIR=str(temporary))
    assert (again.code, again.out, again.err) == (2, "", result.err)
    found = json.loads((folder / "r.json").read_text("utf-8"))
    assert found["counts"] == {"pass": 0, "fail": 0}
    assert [error["message"] for error in found["errors"]] == [message]
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("named", "message"),
    [
        pytest.param("../../outside", "leads out of the repository", id="up"),
        pytest.param("/etc", "leads out of the repository", id="absolute"),
        pytest.param("linked", "is a link that leads out of the repository", id="link"),
        pytest.param("linked/below", "is a link that leads out of the repository", id="below-link"),
        pytest.param(
            "fixtures/leak", "`a/out` in the folder is a link that leads", id="link-inside"
        ),
        pytest.param("fixtures/pipe", "`p` in the folder is no file, folder or link", id="pipe"),
        pytest.param("fixtures/nope", "there is no folder `fixtures/nope`", id="missing"),
        pytest.param("plan.yaml", "there is no folder `plan.yaml`", id="file"),
    ],
)
def test_a_folder_that_may_not_be_looked_at(folder: Path, named: str, message: str) -> None:
    committed(folder)
    outside = folder.parent / "outside"
    (outside / "below").mkdir(parents=True)
    (folder / "tests/linked").symlink_to(outside)
    (folder / "tests/fixtures/leak/a").mkdir(parents=True)
    (folder / "tests/fixtures/leak/a/out").symlink_to("../../shop/reports")
    (folder / "tests/fixtures/pipe").mkdir()
    os.mkfifo(folder / "tests/fixtures/pipe/p")
    (folder / "tests/shop.test.yaml").write_text(TESTS.replace("fixtures/shop", named), "utf-8")
    result = judged(folder)
    assert (result.code, result.out) == (2, "")
    left_out, said, *_ = result.err.splitlines()
    assert left_out == (
        "tests/linked: the link leads out of the repository, so no test is looked for there"
    )
    assert said.startswith("tests/shop.test.yaml:14:13: ")
    assert message in said


def test_links_that_stay_inside_a_folder_are_followed(folder: Path) -> None:
    shop = folder / "tests/fixtures/shop"
    (shop / "reports").rename(shop / "made")
    (shop / "reports").symlink_to(shop / "made")
    result = judged(folder)
    assert (result.code, result.err) == (0, ""), result.out


def test_what_is_wrong_in_a_folder_is_said(folder: Path) -> None:
    (folder / "tests/fixtures/shop/.deploylint.yaml").write_text("evidense: {}\n", "utf-8")
    result = judged(folder)
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "tests/fixtures/shop/.deploylint.yaml:1:1: the document: the key `evidense` is not known"
        " here\n  hint: did you mean `evidence`?\n"
    )


def test_a_calendar_lies_beside_its_policy(folder: Path) -> None:
    """The freezes of a policy belong to it, wherever evidence is looked for."""
    committed(folder)
    freeze = calendar("DTSTART;VALUE=DATE:20261124", "DTSTART;VALUE=DATE:20261125")
    (folder / "freezes.ics").write_text(freeze, "utf-8")
    frozen = "windows: {freezes: [{id: corporate, ics: {file: freezes.ics}}]}\n"
    (folder / "policy.yaml").write_text(FILES["policy.yaml"] + frozen, "utf-8")
    stopped = TESTS.replace("{status: pass, reason: (UTC)}", "{status: fail, reason: corporate}")
    (folder / "tests/shop.test.yaml").write_text(stopped, "utf-8")
    result = judged(folder)
    assert (result.code, result.err) == (0, ""), result.out
    (folder / "freezes.ics").unlink()
    missing = judged(folder)
    assert (missing.code, missing.out) == (2, "")
    assert "freezes.ics: does not exist" in missing.err


def test_without_a_repository_the_current_folder_is_the_limit(folder: Path) -> None:
    """So a test in a subfolder can use a plan beside it."""
    up = TESTS.replace("plan: plan.yaml", "plan: ../plan.yaml")
    (folder / "plan.yaml").write_text(PLAN, "utf-8")
    (folder / "tests/shop.test.yaml").write_text(up, "utf-8")
    assert judged(folder).code == 0
    assert run("policy", "test", "shop.test.yaml", cwd=folder / "tests").code == 2


def test_in_a_repository_all_of_it_may_be_used(folder: Path) -> None:
    """Also from below settings of a part of it, and where the way to it leads through a link."""
    committed(folder)
    (folder / "tests/.deploylint.yaml").write_text("timezone: Asia/Tokyo\n", "utf-8")
    (folder / "plan.yaml").write_text(PLAN, "utf-8")
    up = TESTS.replace("plan: plan.yaml", "plan: ../plan.yaml")
    (folder / "tests/shop.test.yaml").write_text(up, "utf-8")
    assert judged(folder).code == 0
    (folder.parent / "linked").symlink_to(folder)
    assert judged(folder.parent, "linked/tests").code == 0
