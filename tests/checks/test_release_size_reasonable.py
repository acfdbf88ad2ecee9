"""What the check release-size-reasonable says."""

from pathlib import Path

import pytest

from deploylint.checks.release_size_reasonable import Params, check
from deploylint.facts.changes import ChangedFile, ChangeKind, Changes, Commit, Uncounted
from deploylint.model.verdict import Assurance, Evidence
from tests.checks.plans import plan
from tests.evidence.judging import judge, outcome, written
from tests.evidence.released import COMMIT, RELEASE, changed, modified, told, unfolded
from tests.evidence.repository import repository

MIGRATIONS = "migrations: [one, two, three]"
MANY = tuple(modified(f"src/api/{n}.py", n) for n in range(1, 6))
ADDED = ChangeKind.ADDED

CASES = [
    pytest.param(
        "",
        changed(modified("src/a.py", 10, 2), modified("b.py"), messages=("one", "two")),
        Params(),
        """
        pass: the release has 2 commits, 2 files and 13 lines since v1.1.9
              [git 2 commits since v1.1.9]
        """,
        id="small",
    ),
    pytest.param(
        MIGRATIONS,
        changed(modified("poetry.lock", 9000), modified("vendor/x/y.go", 9000), modified("b.py")),
        Params(),
        """
        pass: the release has 1 commit, 1 file, 1 line and 3 migrations since v1.1.9, not counting
              2 ignored files [git 1 commit since v1.1.9]
        """,
        id="what-nobody-writes-does-not-count",
    ),
    pytest.param(
        "",
        changed(messages=("one", "two", "three")),
        Params(max_commits=2),
        """
        fail violated: 3 commits since v1.1.9, 2 at most [git 3 commits since v1.1.9]
          2:3 3 commits since v1.1.9, 2 at most
        """,
        id="commits",
    ),
    pytest.param(
        "",
        changed(*MANY, modified("setup.py")),
        Params(max_files=5),
        """
        fail violated: 6 files changed, 5 at most [git 1 commit since v1.1.9]
          2:3 6 files changed, 5 at most: most are in src/api (5) and the root (1)
        """,
        id="files",
    ),
    pytest.param(
        "",
        changed(*MANY),
        Params(max_lines=14),
        """
        fail violated: 15 lines changed, 14 at most [git 1 commit since v1.1.9]
          2:3 15 lines changed, 14 at most: most are in src/api/5.py (+5 -0), src/api/4.py (+4 -0)
              and src/api/3.py (+3 -0)
        """,
        id="lines",
    ),
    pytest.param(
        MIGRATIONS,
        changed(modified("a")),
        Params(max_migrations=2),
        """
        fail violated: 3 migrations, 2 at most [git 1 commit since v1.1.9]
          4:3 3 migrations, 2 at most: one, two and three
        """,
        id="migrations",
    ),
    pytest.param(
        MIGRATIONS,
        changed(*MANY),
        Params(max_commits=0, max_files=0, max_lines=0, max_migrations=0),
        """
        fail violated: 1 commit since v1.1.9, 0 at most; 5 files changed, 0 at most;
              15 lines changed, 0 at most; 3 migrations, 0 at most [git 1 commit since v1.1.9]
          2:3 1 commit since v1.1.9, 0 at most
          2:3 5 files changed, 0 at most: most are in src/api (5)
          2:3 15 lines changed, 0 at most: most are in src/api/5.py (+5 -0), src/api/4.py (+4 -0)
              and src/api/3.py (+3 -0)
          4:3 3 migrations, 0 at most: one, two and three
        """,
        id="everything",
    ),
    pytest.param(
        "",
        changed(
            ChangedFile("seed.sql", ADDED, uncounted=Uncounted.LARGE),
            ChangedFile("logo.bin", ADDED, uncounted=Uncounted.BINARY),
            ChangedFile("film.mp4", ADDED, uncounted=Uncounted.LARGE),
        ),
        Params(),
        """
        fail violated: 1 file too large for counting lines [git 1 commit since v1.1.9]
          1:1 1 file too large for counting lines: split or `ignore` seed.sql
        """,
        id="too-large-to-count",
    ),
    pytest.param(
        "",
        changed(modified("a"))._replace(complete=False),
        Params(),
        """
        fail violated: more than 1 commit since v1.1.9, 50 at most
              [git more than 1 commit since v1.1.9]
          2:3 more than 1 commit since v1.1.9, 50 at most
        """,
        id="more-than-are-read",
    ),
    pytest.param(
        "previous_version: v1.1.8",
        changed(modified("a")),
        Params(),
        """
        pass: the release has 1 commit, 1 file and 1 line since v1.1.9 [git 1 commit since v1.1.9]
          4:3 "v1.1.8" is not tagged, so v1.1.9 is taken for the last release
        """,
        id="another-release-than-the-plan-names",
    ),
    pytest.param(
        "",
        changed(messages=()),
        Params(),
        "na: nothing changed since v1.1.9",
        id="nothing-changed",
    ),
    pytest.param(
        "",
        Changes(RELEASE),
        Params(),
        """
        fail unproven: no earlier version is tagged in the history of c0ffee0, so what changed
              cannot be told; tag the last release, or fetch its tag (`git fetch --tags`)
          1:1 no earlier version is tagged in the history of c0ffee0, so what changed
              cannot be told; tag the last release, or fetch its tag (`git fetch --tags`)
        """,
        id="no-release-before",
    ),
    pytest.param(
        "",
        Changes(None),
        Params(),
        "fail unproven: this is no git repository, so what changed cannot be seen",
        id="no-repository",
    ),
    pytest.param(
        MIGRATIONS,
        Changes(None),
        Params(max_migrations=2),
        """
        fail violated: 3 migrations, 2 at most: one, two and three
          4:3 3 migrations, 2 at most: one, two and three
        """,
        id="migrations-without-a-repository",
    ),
]


@pytest.mark.parametrize(("text", "changes", "params", "expected"), CASES)
def test_the_size_is_judged(text: str, changes: Changes, params: Params, expected: str) -> None:
    assert told(check(changes, plan(text), params)) == unfolded(expected)


def test_it_rests_on_the_commit() -> None:
    verdict = check(changed(modified("a")), plan(), Params())
    assert verdict.assurance is Assurance.BOUND
    assert verdict.evidence == (Evidence("git", "1 commit since v1.1.9", commit=COMMIT),)


def test_merges_are_no_work() -> None:
    merge = Commit("f" * 40, "Merge branch 'topic'", parents=("1" * 40, "2" * 40))
    changes = changed(modified("a"))
    changes = changes._replace(commits=(merge, *changes.commits))
    assert check(changes, plan(), Params(max_commits=1)).status == "pass"


IGNORED = [
    "package-lock.json", "web/yarn.lock", "pnpm-lock.yaml", "go.sum", "gradle.lockfile",
    ".terraform.lock.hcl", "packages.lock.json", "api/x_pb2.py", "static/app.min.js", "a/logo.svg",
    "web/vendor/x.php", "node_modules/x/index.js", "ui/__snapshots__/a.snap", "a.png",
]  # fmt: skip
COUNTED = ["src/lock.py", "vendor.py", "Makefile", "data/seed.sql", "locks/a.py", "svg.py"]


@pytest.mark.parametrize("path", [*IGNORED, *COUNTED])
def test_what_is_ignored_by_default(path: str) -> None:
    verdict = check(changed(modified(path)), plan(), Params(max_files=0))
    assert (verdict.status == "pass") is (path in IGNORED)


def test_a_real_repository_is_judged(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"a.py": "one\n"})
    repo.tag("v1.1.9")
    repo.commit({"a.py": "one\ntwo\n", "uv.lock": "x\n" * 9000}, "feat: two")
    item = judge(repo.path, "release-size-reasonable", assurance="bound")
    assert written(item) == (
        "pass bound: the release has 1 commit, 1 file and 1 line since v1.1.9, not counting 1"
        " ignored file"
    )
    strict = judge(repo.path, "release-size-reasonable", with_={"max_lines": 0, "ignore": ["*.md"]})
    assert written(strict).split("\n")[0] == "fail violated: 9001 lines changed, 0 at most"
    tick = {"checklist": [{"id": "the-rule", "status": "pass"}]}
    item = judge(repo.path, "release-size-reasonable", with_={"max_lines": 0}, plan=tick)
    assert outcome(item) == "fail violated"


def test_a_shallow_clone_is_answered_by_a_person_or_by_fetching(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"a.py": "one\n"})
    repo.tag("v1.1.9")
    repo.commit({"a.py": "two\n"})
    clone = repo.clone(tmp_path / "clone", "--depth=1")
    item = judge(clone.path, "release-size-reasonable")
    assert (outcome(item), "fetch-depth: 0" in item["reason"]) == ("fail unproven", True)
    tick = {"checklist": [{"id": "the-rule", "status": "pass"}]}
    assert outcome(judge(clone.path, "release-size-reasonable", plan=tick)) == "pass attested"
    bound = judge(clone.path, "release-size-reasonable", plan=tick, assurance="bound")
    assert outcome(bound) == "fail unproven"


def test_outside_a_repository_a_person_answers(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    assert outcome(judge(folder, "release-size-reasonable")) == "fail unproven"
    tick = {"checklist": [{"id": "the-rule", "status": "pass"}]}
    assert outcome(judge(folder, "release-size-reasonable", plan=tick)) == "pass attested"
