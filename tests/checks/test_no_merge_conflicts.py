"""What the check no-merge-conflicts says."""

from datetime import datetime

import pytest

from deploylint.checks.no_merge_conflicts import Params, check
from deploylint.facts.branch import Base, Known
from deploylint.facts.merging import Marker, Merge, Merging
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
BASE = Base("main", "c" * 40, Known.EVENT, "the GitHub event")
CLEAN = Merging(release=RELEASE, commit=RELEASE.commit, merge=Merge(BASE, ()), files=40)
CONFLICTING = CLEAN._replace(merge=Merge(BASE, ("a.txt", "b.txt")))
UNTRIED = CLEAN._replace(merge=None, untried="this clone is shallow")

CASES = [
    pytest.param(
        CLEAN,
        (),
        """
        pass: nothing conflicts in a merge with main at ccccccc; no conflict marker in 40 text
              files [git main at ccccccc, git release at aaaaaaa]
        """,
        id="clean",
    ),
    pytest.param(
        CLEAN._replace(merge=Merge(BASE, (), contained=True)),
        (),
        """
        pass: the release contains main at ccccccc; no conflict marker in 40 text files [git
              main at ccccccc, git release at aaaaaaa]
        """,
        id="contained",
    ),
    pytest.param(
        CLEAN._replace(files=1, changed=True),
        (),
        """
        pass: nothing conflicts in a merge with main at ccccccc; no conflict marker in 1 changed
              text file [git main at ccccccc, git release at aaaaaaa]
        """,
        id="large-commit",
    ),
    pytest.param(
        CLEAN._replace(files=0, changed=True),
        (),
        """
        pass: nothing conflicts in a merge with main at ccccccc; no conflict marker in 0 changed
              text files [git main at ccccccc, git release at aaaaaaa]
        """,
        id="nothing-changed",
    ),
    pytest.param(
        CLEAN._replace(skipped=("dump.sql",)),
        (),
        """
        pass: nothing conflicts in a merge with main at ccccccc; no conflict marker in 40 text
              files [git main at ccccccc, git release at aaaaaaa]
          nowhere not looked through: dump.sql is too large to look for conflict markers in
        """,
        id="a-file-too-large",
    ),
    pytest.param(
        CLEAN._replace(files=0, skipped=("a.sql", "b.sql")),
        (),
        """
        fail unproven: no file was looked through: 2 files (a.sql and b.sql) are too large to
              look for conflict markers in
          7:3 no file was looked through: 2 files (a.sql and b.sql) are too large to look for
              conflict markers in
        """,
        id="nothing-but-files-too-large",
    ),
    pytest.param(
        CLEAN._replace(merge=Merge(BASE._replace(known=Known.FETCH), ())),
        (),
        """
        pass: nothing conflicts in a merge with main at ccccccc; no conflict marker in 40 text
              files [git main at ccccccc, git release at aaaaaaa]
          nowhere main is known as of the last fetch
        """,
        id="fetched",
    ),
    pytest.param(
        CLEAN._replace(merge=Merge(BASE, ("a.txt",))),
        (),
        """
        fail violated: a.txt conflicts with main at ccccccc [git main at ccccccc, git release at
              aaaaaaa]
          1:1 a.txt conflicts with main at ccccccc
        """,
        id="one-file-conflicts",
    ),
    pytest.param(
        CONFLICTING,
        (),
        """
        fail violated: 2 files (a.txt and b.txt) conflict with main at ccccccc [git main at
              ccccccc, git release at aaaaaaa]
          1:1 a.txt conflicts with main at ccccccc
          1:1 b.txt conflicts with main at ccccccc
        """,
        id="two-files-conflict",
    ),
    pytest.param(
        CLEAN._replace(unmerged=("a.txt",)),
        (),
        """
        fail violated: a merge is under way here: a.txt to resolve [git main at ccccccc, git
              release at aaaaaaa]
          1:1 a.txt is not resolved in the merge that is under way here
        """,
        id="merge-under-way",
    ),
    pytest.param(
        CLEAN._replace(markers=(Marker("c.txt", 3),)),
        (),
        """
        fail violated: conflict markers were committed in c.txt [git main at ccccccc, git
              release at aaaaaaa]
          3:1 a conflict marker was committed here
        """,
        id="marker",
    ),
    pytest.param(
        CONFLICTING._replace(
            markers=(Marker("c.txt", 3), Marker("c.txt", 9), Marker("docs/d.md", 1)),
            unmerged=("a.txt", "b.txt"),
        ),
        (),
        """
        fail violated: 2 files (a.txt and b.txt) conflict with main at ccccccc; a merge is under
              way here: 2 files (a.txt and b.txt) to resolve; conflict markers were committed in
              2 files (c.txt and docs/d.md) [git main at ccccccc, git release at aaaaaaa]
          1:1 a.txt conflicts with main at ccccccc
          1:1 b.txt conflicts with main at ccccccc
          1:1 a.txt is not resolved in the merge that is under way here
          1:1 b.txt is not resolved in the merge that is under way here
          3:1 a conflict marker was committed here
          9:1 a conflict marker was committed here
          1:1 a conflict marker was committed here
        """,
        id="everything-at-once",
    ),
    pytest.param(
        UNTRIED,
        (),
        """
        fail unproven: this clone is shallow
          7:3 this clone is shallow
        """,
        id="not-tried",
    ),
    pytest.param(
        UNTRIED._replace(markers=(Marker("c.txt", 3),)),
        (),
        """
        fail violated: conflict markers were committed in c.txt [git release at aaaaaaa]
          3:1 a conflict marker was committed here
        """,
        id="not-tried-but-marker",
    ),
    pytest.param(
        CLEAN._replace(files=0, unlooked="too large"),
        (),
        """
        fail unproven: too large
          7:3 too large
        """,
        id="not-looked-through",
    ),
    pytest.param(
        CONFLICTING._replace(unlooked="too large"),
        (),
        """
        fail violated: 2 files (a.txt and b.txt) conflict with main at ccccccc [git main at
              ccccccc, git release at aaaaaaa]
          1:1 a.txt conflicts with main at ccccccc
          1:1 b.txt conflicts with main at ccccccc
        """,
        id="not-looked-through-but-conflicts",
    ),
    pytest.param(
        CLEAN._replace(files=0),
        (),
        """
        fail unproven: the release holds no text file, so there is nothing to look at
          7:3 the release holds no text file, so there is nothing to look at
        """,
        id="no-text-at-all",
    ),
    pytest.param(
        CLEAN._replace(markers=(Marker("docs/d.md", 1), Marker("e.txt", 2))),
        ("docs/", "e.txt"),
        """
        pass: nothing conflicts in a merge with main at ccccccc; no other conflict marker in 40
              text files [git main at ccccccc, git release at aaaaaaa]
          1:1 a conflict stands here, which the policy takes for an example
          2:1 a conflict stands here, which the policy takes for an example
        """,
        id="examples",
    ),
    pytest.param(
        CLEAN._replace(commit="d" * 40, merge=Merge(BASE, (), contained=True)),
        (),
        """
        pass: the pull request at ddddddd contains main at ccccccc; no conflict marker in 40
              text files [git main at ccccccc, git pull request at ddddddd]
        """,
        id="pull-request",
    ),
    pytest.param(
        CLEAN._replace(markers=(Marker("docs2/d.md", 1), Marker("docs", 2), Marker("e.txt.x", 2))),
        ("docs/", "e.txt"),
        """
        fail violated: conflict markers were committed in 3 files (docs2/d.md, docs and e.txt.x)
              [git main at ccccccc, git release at aaaaaaa]
          1:1 a conflict marker was committed here
          2:1 a conflict marker was committed here
          2:1 a conflict marker was committed here
        """,
        id="no-examples",
    ),
]


@pytest.mark.parametrize(("merging", "examples", "expected"), CASES)
def test_the_release_merges_and_holds_no_conflict(
    merging: Merging, examples: tuple[str, ...], expected: str
) -> None:
    assert written(check(merging, Params(examples=examples))) == lines(expected)


@pytest.mark.parametrize(
    ("known", "assurance"),
    [
        pytest.param(Known.EVENT, Assurance.BOUND, id="server"),
        pytest.param(Known.FETCH, Assurance.EVIDENCED, id="fetched"),
        pytest.param(Known.LOCAL, Assurance.EVIDENCED, id="local"),
    ],
)
def test_only_the_server_knows_main_for_certain(known: Known, assurance: Assurance) -> None:
    merging = CLEAN._replace(merge=Merge(BASE._replace(known=known), ()))
    verdict = check(merging, Params())
    assert (verdict.status, verdict.assurance) == (Status.PASS, assurance)


def test_a_flood_of_conflicts_is_cut_short() -> None:
    markers = tuple(Marker("a.txt", line) for line in range(1, 54))
    *shown, last = check(CLEAN._replace(markers=markers), Params()).findings
    assert [finding.at for finding in shown] == [
        Location("a.txt", line, 1) for line in range(1, 51)
    ]
    assert last.message == "and 3 more such conflicts"
