"""What the check branch-up-to-date says."""

from datetime import datetime

import pytest

from deploylint.checks.branch_up_to_date import Params, check
from deploylint.facts.branch import Base, Branch, Known
from deploylint.facts.release import Release
from deploylint.model.location import Location
from deploylint.model.verdict import Assurance, Status
from tests.checks.plans import lines, written

RELEASE = Release(
    commit="a" * 40,
    tree="b" * 40,
    parents=(),
    committed_at=datetime.fromisoformat("2026-11-23T09:00:00+00:00"),
    head="a" * 40,
    at=Location("plan.yaml", 7, 3),
)
BASE = Base("main", "c" * 40, Known.FETCH, "origin/HEAD")
CONTAINED = Branch(
    base=BASE, release=RELEASE, commit=RELEASE.commit, contained=True, behind=0, ahead=2
)
LACKING = CONTAINED._replace(contained=False, behind=3, ahead=2)
TOLD = BASE._replace(known=Known.EVENT)

CASES = [
    pytest.param(
        CONTAINED,
        0,
        """
        pass: the release contains main at ccccccc and adds 2 commits [git main at ccccccc, git
              release at aaaaaaa]
          nowhere main is known as of the last fetch
        """,
        id="contained",
    ),
    pytest.param(
        CONTAINED._replace(base=TOLD, ahead=1),
        0,
        """
        pass: the release contains main at ccccccc and adds 1 commit [git main at ccccccc, git
              release at aaaaaaa]
        """,
        id="contained-as-the-server-says",
    ),
    pytest.param(
        CONTAINED._replace(base=BASE._replace(known=Known.LOCAL), ahead=None),
        0,
        """
        pass: the release contains main at ccccccc [git main at ccccccc, git release at aaaaaaa]
          nowhere main is known from this clone alone, not from a remote
        """,
        id="contained-in-a-shallow-clone-without-remote",
    ),
    pytest.param(
        CONTAINED._replace(base=TOLD._replace(tip="a" * 40), ahead=0),
        0,
        """
        pass: the release is main at aaaaaaa itself [git main at aaaaaaa, git release at
              aaaaaaa]
        """,
        id="main-itself",
    ),
    pytest.param(
        CONTAINED._replace(base=TOLD, commit="d" * 40),
        0,
        """
        pass: the pull request at ddddddd contains main at ccccccc and adds 2 commits [git main
              at ccccccc, git pull request at ddddddd]
        """,
        id="pull-request",
    ),
    pytest.param(
        LACKING,
        0,
        """
        fail violated: the release lacks 3 commits of main at ccccccc [git main at ccccccc, git
              release at aaaaaaa]
          7:3 the release lacks 3 commits of main at ccccccc
          nowhere main is known as of the last fetch
        """,
        id="behind",
    ),
    pytest.param(
        LACKING._replace(base=TOLD, ahead=0),
        2,
        """
        fail violated: the release lacks 3 commits of main at ccccccc, which has moved on since
              aaaaaaa [git main at ccccccc, git release at aaaaaaa]
          7:3 the release lacks 3 commits of main at ccccccc, which has moved on since aaaaaaa
        """,
        id="an-old-commit-of-main",
    ),
    pytest.param(
        LACKING._replace(base=TOLD),
        3,
        """
        pass: the release lacks 3 commits of main at ccccccc; the policy allows 3 [git main at
              ccccccc, git release at aaaaaaa]
        """,
        id="behind-as-allowed",
    ),
    pytest.param(
        LACKING._replace(base=TOLD, commit="d" * 40, behind=1),
        0,
        """
        fail violated: the pull request at ddddddd lacks 1 commit of main at ccccccc [git main
              at ccccccc, git pull request at ddddddd]
          7:3 the pull request at ddddddd lacks 1 commit of main at ccccccc
        """,
        id="pull-request-behind",
    ),
    pytest.param(
        LACKING._replace(base=TOLD, behind=None, ahead=None),
        100,
        """
        fail violated: the release does not contain main at ccccccc, which this clone does not
              have [git main at ccccccc, git release at aaaaaaa]
          7:3 the release does not contain main at ccccccc, which this clone does not have
        """,
        id="tip-not-fetched",
    ),
    pytest.param(
        CONTAINED._replace(contained=None, behind=None, ahead=None),
        100,
        """
        fail unproven: this clone is shallow, and what it has does not show whether the release
              contains main at ccccccc; fetch the whole history (git fetch --unshallow, in CI
              fetch-depth: 0)
          7:3 this clone is shallow, and what it has does not show whether the release contains
              main at ccccccc; fetch the whole history (git fetch --unshallow, in CI
              fetch-depth: 0)
        """,
        id="shallow",
    ),
]


@pytest.mark.parametrize(("branch", "max_behind", "expected"), CASES)
def test_the_release_contains_the_tip_of_main(
    branch: Branch, max_behind: int, expected: str
) -> None:
    assert written(check(branch, Params(max_behind=max_behind))) == lines(expected)


@pytest.mark.parametrize(
    ("known", "assurance"),
    [
        pytest.param(Known.EVENT, Assurance.BOUND, id="server"),
        pytest.param(Known.FETCH, Assurance.EVIDENCED, id="fetched"),
        pytest.param(Known.LOCAL, Assurance.EVIDENCED, id="local"),
    ],
)
def test_only_the_server_knows_main_for_certain(known: Known, assurance: Assurance) -> None:
    verdict = check(CONTAINED._replace(base=BASE._replace(known=known)), Params())
    assert (verdict.status, verdict.assurance) == (Status.PASS, assurance)


def test_the_evidence_names_whole_commits() -> None:
    evidence = check(CONTAINED, Params()).evidence
    assert [one.commit for one in evidence] == [BASE.tip, RELEASE.commit]
