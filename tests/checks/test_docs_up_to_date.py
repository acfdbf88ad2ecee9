"""What the check docs-up-to-date says."""

from pathlib import Path

import pytest

from deploylint.checks.docs_up_to_date import Params, check
from deploylint.facts.changes import ChangedFile, ChangeKind, Changes, Uncounted
from deploylint.model.verdict import Assurance, Evidence
from tests.checks.plans import plan
from tests.evidence.judging import judge, outcome
from tests.evidence.released import COMMIT, RELEASE, changed, modified, told, unfolded
from tests.evidence.repository import repository

OWN = Params(mapping=("deploylint/** => docs/**", "policies/** => docs/policies/**, README.md"))
PASS = "pass: 1 file changed since v1.1.9, and so did the documentation:"

CASES = [
    pytest.param(
        changed(modified("src/a.py"), modified("docs/a.md")),
        Params(),
        f"{PASS} docs/a.md [git 1 commit since v1.1.9]",
        id="documented",
    ),
    pytest.param(
        changed(modified("src/a.py"), modified("CHANGELOG.md")),
        Params(),
        f"{PASS} CHANGELOG.md [git 1 commit since v1.1.9]",
        id="in-the-changelog",
    ),
    pytest.param(
        changed(modified("src/a.py"), modified("src/b.py"), modified("Makefile")),
        Params(mapping=("src/** => docs/**",)),
        """
        fail violated: 2 files changed since v1.1.9, but not the documentation mapped to it
              [git 1 commit since v1.1.9]
          1:1 src/a.py changed, and nothing in docs/**
          1:1 src/b.py changed, and nothing in docs/**
        """,
        id="not-documented",
    ),
    pytest.param(
        changed(*[modified(f"src/{n}.py") for n in range(7)]),
        Params(mapping=("src/** => docs/**",)),
        """
        fail violated: 7 files changed since v1.1.9, but not the documentation mapped to it
              [git 1 commit since v1.1.9]
          1:1 src/0.py changed, and nothing in docs/**
          1:1 src/1.py changed, and nothing in docs/**
          1:1 src/2.py changed, and nothing in docs/**
          1:1 src/3.py changed, and nothing in docs/**
          1:1 src/4.py changed, and nothing in docs/**
          nowhere 2 more files changed, and nothing in docs/**
        """,
        id="many-not-documented",
    ),
    pytest.param(
        changed(modified("deploylint/a.py"), modified("policies/b.yaml"), modified("docs/c.md")),
        OWN,
        """
        fail violated: 1 file changed since v1.1.9, but not the documentation mapped to it
              [git 1 commit since v1.1.9]
          1:1 policies/b.yaml changed, and nothing in docs/policies/**, README.md
        """,
        id="each-pair-is-judged",
    ),
    pytest.param(
        changed(modified("src/a_test.go"), modified("src/tests/a.py"), modified("Makefile")),
        Params(),
        "na: nothing that is mapped to documentation changed since v1.1.9",
        id="tests-need-none",
    ),
    pytest.param(
        changed(modified("src/README.md")),
        Params(),
        "na: nothing that is mapped to documentation changed since v1.1.9",
        id="documentation-among-code",
    ),
    pytest.param(
        changed(
            ChangedFile("src/b.py", ChangeKind.MOVED, 0, 0, was="src/a.py"),
            modified("src/run.py", 0, 0),
        ),
        Params(),
        "na: nothing that is mapped to documentation changed since v1.1.9",
        id="code-that-only-moved",
    ),
    pytest.param(
        changed(
            ChangedFile("src/a.bin", ChangeKind.MODIFIED, uncounted=Uncounted.BINARY),
            ChangedFile("docs/b.md", ChangeKind.MOVED, 0, 0, was="docs/a.md"),
            modified("docs/c.md", 0, 0),
        ),
        Params(mapping=("src/** => docs/**",)),
        """
        fail violated: 1 file changed since v1.1.9, but not the documentation mapped to it
              [git 1 commit since v1.1.9]
          1:1 src/a.bin changed, and nothing in docs/**
        """,
        id="documentation-that-only-moved",
    ),
    pytest.param(
        changed(modified("src/a.py")),
        Params(mapping=("src/** -> docs/**",)),
        """fail error: the policy maps "src/** -> docs/**"; write `CODE => DOCUMENTATION`""",
        id="no-arrow",
    ),
    pytest.param(
        Changes(None),
        Params(),
        "fail unproven: this is no git repository, so what changed cannot be seen",
        id="no-repository",
    ),
    pytest.param(
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
]


@pytest.mark.parametrize(("changes", "params", "expected"), CASES)
def test_documentation_changes_with_code(changes: Changes, params: Params, expected: str) -> None:
    assert told(check(changes, plan(), params)) == unfolded(expected)


def test_it_rests_on_the_commit() -> None:
    verdict = check(changed(modified("src/a.py"), modified("docs/a.md")), plan(), Params())
    assert verdict.assurance is Assurance.BOUND
    assert verdict.evidence == (Evidence("git", "1 commit since v1.1.9", commit=COMMIT),)


def test_a_real_repository_is_judged(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"src/a.py": "one\n", "docs/a.md": "one\n"})
    repo.tag("v1.1.9")
    repo.commit({"src/a.py": "two\n"})
    assert outcome(judge(repo.path, "docs-up-to-date", assurance="bound")) == "fail violated"
    repo.commit({"docs/a.md": "two\n"})
    assert outcome(judge(repo.path, "docs-up-to-date", assurance="bound")) == "pass bound"
    mapping = {"mapping": ["lib/** => docs/**"]}
    assert outcome(judge(repo.path, "docs-up-to-date", with_=mapping)) == "na"
