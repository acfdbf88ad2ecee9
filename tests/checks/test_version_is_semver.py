"""What the check version-is-semver says."""

from pathlib import Path
from typing import Any

import pytest

from deploylint.checks.version_is_semver import Params, check
from deploylint.facts.changes import Changes
from deploylint.facts.manifests import Manifest
from deploylint.model.location import Location
from deploylint.model.verdict import Assurance, Evidence
from tests.checks.plans import lines, plan, written
from tests.evidence.judging import judge, outcome
from tests.evidence.judging import written as told_item
from tests.evidence.released import (
    COMMIT,
    RELEASE,
    changelogs,
    commits,
    manifests,
    told,
    unfolded,
    versions,
)
from tests.evidence.repository import Repository, repository

CASES = [
    pytest.param(
        "version: v1.2.0",
        """
        fail unproven: nothing shows that v1.2.0 is new: the plan names no `previous_version`
          3:3 nothing shows that v1.2.0 is new: the plan names no `previous_version`
        """,
        id="alone",
    ),
    pytest.param(
        """
        version: v1.2.0
        previous_version: v1.1.9
        """,
        "pass: v1.2.0 is a semantic version above v1.1.9 [plan 3:3, plan 4:3]",
        id="above",
    ),
    pytest.param(
        """
        version: 1.2.0
        previous_version: v1.2.0-rc.1
        """,
        "pass: 1.2.0 is a semantic version above v1.2.0-rc.1 [plan 3:3, plan 4:3]",
        id="release-above-its-candidate",
    ),
    pytest.param(
        """
        version: v1.2.0
        previous_version: 1.2.0
        """,
        """
        fail violated: v1.2.0 is not above 1.2.0, the version that is running
          3:3 v1.2.0 is not above 1.2.0, the version that is running
        """,
        id="equal",
    ),
    pytest.param(
        """
        version: 1.2.0+5
        previous_version: 1.2.0+4
        """,
        """
        fail violated: 1.2.0+5 is not above 1.2.0+4, the version that is running
          3:3 1.2.0+5 is not above 1.2.0+4, the version that is running
        """,
        id="equal-but-for-the-build",
    ),
    pytest.param(
        """
        version: v1.2.0
        previous_version: v1.10.0
        """,
        """
        fail violated: v1.2.0 is not above v1.10.0, the version that is running
          3:3 v1.2.0 is not above v1.10.0, the version that is running
        """,
        id="below",
    ),
    pytest.param(
        """
        version: v1.2.0
        previous_version: '2026-11'
        """,
        """
        fail unproven: `previous_version` "2026-11" has no minor number, so nothing shows that
              v1.2.0 is above it
          4:3 `previous_version` "2026-11" has no minor number
        """,
        id="previous-is-no-semver",
    ),
    pytest.param(
        """
        version: v1.2.0
        previous_version: none
        """,
        """
        fail unproven: nothing shows that v1.2.0 is new: the plan names no `previous_version`
          3:3 nothing shows that v1.2.0 is new: the plan names no `previous_version`
        """,
        id="previous-says-nothing",
    ),
    pytest.param(
        """
        version: v1.1.9
        previous_version: v1.2.0
        type: rollback
        """,
        "pass: v1.1.9 is a semantic version [plan 3:3]",
        id="rollback-goes-down",
    ),
    pytest.param(
        "version: '1.2'",
        """
        fail violated: the version "1.2" has no patch number; write MAJOR.MINOR.PATCH, such as
              1.2.0
          3:3 the version "1.2" has no patch number
        """,
        id="no-patch",
    ),
    pytest.param(
        "version: 1.10",
        """
        fail violated: the version "1.10" has no patch number; write MAJOR.MINOR.PATCH, such as
              1.2.0
          3:3 the version "1.10" has no patch number
        """,
        id="number-as-written",
    ),
    pytest.param(
        "version: v1.02.0",
        """
        fail violated: the version "v1.02.0" has a leading zero in its minor number (02); write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "v1.02.0" has a leading zero in its minor number (02)
        """,
        id="leading-zero",
    ),
    pytest.param(
        "version: 1.2.0.1",
        """
        fail violated: the version "1.2.0.1" has 4 numbers instead of major.minor.patch; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "1.2.0.1" has 4 numbers instead of major.minor.patch
        """,
        id="four-numbers",
    ),
    pytest.param(
        "version: latest",
        """
        fail violated: the version "latest" has 'latest' where the major number belongs; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "latest" has 'latest' where the major number belongs
        """,
        id="a-name",
    ),
    pytest.param(
        "version: V1.2.0",
        """
        fail violated: the version "V1.2.0" has 'V1' where the major number belongs; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "V1.2.0" has 'V1' where the major number belongs
        """,
        id="capital-v",
    ),
    pytest.param(
        "version: 1.2.0-rc..1",
        """
        fail violated: the version "1.2.0-rc..1" has an empty part in its pre-release; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "1.2.0-rc..1" has an empty part in its pre-release
        """,
        id="empty-pre-release",
    ),
    pytest.param(
        "version: 1.2.0-rc_1",
        """
        fail violated: the version "1.2.0-rc_1" has '_' in its pre-release; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "1.2.0-rc_1" has '_' in its pre-release
        """,
        id="underscore",
    ),
    pytest.param(
        "version: 1.2.0-rc.01",
        """
        fail violated: the version "1.2.0-rc.01" has a leading zero in its pre-release (01);
              write MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "1.2.0-rc.01" has a leading zero in its pre-release (01)
        """,
        id="padded-pre-release",
    ),
    pytest.param(
        "version: 1.2.0+",
        """
        fail violated: the version "1.2.0+" has an empty part in its build; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "1.2.0+" has an empty part in its build
        """,
        id="empty-build",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_plan_alone_is_judged(text: str, expected: str) -> None:
    assert written(check(plan(text), None, None, None, Params())) == lines(expected)
    nowhere = Changes(None)
    assert written(check(plan(text), nowhere, None, None, Params())) == lines(expected)


RUNNING = "previous_version: v1.1.9"
NEW = "2000000"
OLD = "1000000"


def since(*messages: str, tagged: tuple[str, ...] = ("v1.1.9",), last: str = "v1.1.9") -> Changes:
    """Return what changed since `last`, with those versions in the history."""
    known = versions(*tagged)
    found = next((one.tag for one in known if one.tag.name == last), None)
    return Changes(RELEASE, found, commits(*messages), (), known)


def judged(text: str, changes: Changes, **others: Any) -> str:
    facts = {"changelogs": None, "manifests": None, "params": Params(), **others}
    return told(check(plan(text), changes, **facts))


def passing(what: str = "2 commits", places: str = "plan 3:3") -> str:
    return (
        "pass: v1.2.0 is a semantic version above v1.1.9, which fits the"
        f" {what} since then [{places}, git {what} since v1.1.9]"
    )


ORDER = [
    pytest.param(
        "version: v1.2.0", since("feat: a", "b"), passing(), id="git-knows-the-last-release"
    ),
    pytest.param(
        f"version: v1.2.0\n{RUNNING}",
        since("feat: a", "b"),
        passing(places="plan 3:3, plan 4:3"),
        id="plan-and-git-agree",
    ),
    pytest.param(
        "version: v1.2.0\nprevious_version: v1.1.8",
        since("feat: a", "b"),
        f"""
        {passing(places="plan 3:3, plan 4:3")}
          4:3 "v1.1.8" is not tagged, so v1.1.9 is taken for the last release
        """,
        id="plan-names-a-version-without-a-tag",
    ),
    pytest.param(
        f"version: v1.2.0\n{RUNNING}",
        since("a", tagged=("v1.1.9", "v1.3.0", "v1.10.0")),
        """
        fail violated: v1.2.0 is not above v1.10.0 and v1.3.0, tagged in the history of c0ffee0
          3:3 v1.2.0 is not above v1.10.0 and v1.3.0, tagged in the history of c0ffee0
        """,
        id="below-others-in-the-history",
    ),
    pytest.param(
        "version: 1.2.0",
        since("a", tagged=("v1.1.9", "v1.2.0")),
        """
        fail violated: 1.2.0 was released already: its tag v1.2.0 leads to aaaaaaa, and the
              release is c0ffee0
          3:3 1.2.0 was released already: its tag v1.2.0 leads to aaaaaaa, and the release
              is c0ffee0
        """,
        id="released-before",
    ),
    pytest.param(
        "version: v1.2.0",
        since("feat: a", "b")._replace(versions=versions("v1.1.9", own="v1.2.0")),
        passing(),
        id="tagged-already-at-the-release",
    ),
    pytest.param(
        "version: v1.2.0",
        since("feat: a", tagged=("v1.2.0-rc.1", "v1.2.0-rc.2", "v1.1.9")),
        passing("1 commit"),
        id="after-its-candidates",
    ),
    pytest.param(
        "version: v1.2.0-rc.1",
        since("a", tagged=("v1.2.0-rc.2", "v1.1.9")),
        """
        fail violated: v1.2.0-rc.1 is not above v1.2.0-rc.2, tagged in the history of c0ffee0
          3:3 v1.2.0-rc.1 is not above v1.2.0-rc.2, tagged in the history of c0ffee0
        """,
        id="candidate-below-another",
    ),
    pytest.param(
        "version: v1.2.0",
        since("a", tagged=()),
        """
        fail unproven: nothing shows that v1.2.0 is new: the plan names no `previous_version`; no
              earlier version is tagged in the history of c0ffee0
          3:3 nothing shows that v1.2.0 is new: the plan names no `previous_version`
          3:3 no earlier version is tagged in the history of c0ffee0
        """,
        id="first-release",
    ),
    pytest.param(
        f"version: v1.2.0\n{RUNNING}",
        since("a", tagged=()),
        """
        pass: v1.2.0 is a semantic version above v1.1.9; no earlier version is tagged in the history
              of c0ffee0 [plan 3:3, plan 4:3]
          3:3 no earlier version is tagged in the history of c0ffee0
        """,
        id="nothing-tagged",
    ),
    pytest.param(
        "version: v1.2.0\nprevious_version: 2026-11",
        since("a"),
        """
        fail unproven: `previous_version` "2026-11" has no minor number, so nothing shows that
              v1.2.0 is above it
          4:3 `previous_version` "2026-11" has no minor number
        """,
        id="previous-is-no-semver",
    ),
    pytest.param(
        "version: v1.2.0",
        since("a"),
        """
        pass: v1.2.0 is a semantic version above v1.1.9; no type is named by the 1 commit since then
              [plan 3:3, git 1 commit since v1.1.9]
        """,
        id="commits-that-say-nothing",
    ),
    pytest.param(
        "version: v1.2.0",
        since(),
        """
        pass: v1.2.0 is a semantic version above v1.1.9 [plan 3:3, git 0 commits since v1.1.9]
        """,
        id="no-commit",
    ),
    pytest.param(
        "version: v1.1.8\ntype: rollback",
        since("feat!: a"),
        "pass: v1.1.8 is a semantic version [plan 3:3]",
        id="rollback-goes-down",
    ),
]


@pytest.mark.parametrize(("text", "changes", "expected"), ORDER)
def test_the_history_is_judged(text: str, changes: Changes, expected: str) -> None:
    assert judged(text, changes) == unfolded(expected)


def small(made: str, asked: str, number: str, why: str, version: str) -> str:
    what = f"{version} is a {made} step, and the changes ask for a {asked} one ({number}): {why}"
    return f"fail violated: {what}\n  3:3 {what}"


STEPS = [
    pytest.param("v1.1.10", since("fix: a", "chore: b"), None, id="patch-for-fixes"),
    pytest.param("v1.2.0", since("feat: a", "fix: b"), None, id="minor-for-features"),
    pytest.param("v2.0.0", since("feat!: a", "fix: b"), None, id="major-for-breaking"),
    pytest.param("v1.1.10", since("Change a", "Merge b"), None, id="nothing-typed"),
    pytest.param(
        "v1.1.10",
        since("fix: a", "feat(api): b"),
        small("patch", "minor", "1.2.0", f'{OLD} "feat(api): b" is of type feat', "v1.1.10"),
        id="feature-in-a-patch",
    ),
    pytest.param(
        "v1.1.10",
        since("fix: a\n\nWhy.\n\nBREAKING CHANGE: b", "feat: b"),
        small("patch", "major", "2.0.0", f'{NEW} "fix: a" is breaking', "v1.1.10"),
        id="breaking-in-a-patch",
    ),
    pytest.param(
        "v1.2.0",
        since("fix!: a", "feat: b"),
        small("minor", "major", "2.0.0", f'{NEW} "fix!: a" is breaking', "v1.2.0"),
        id="breaking-in-a-minor",
    ),
    pytest.param(
        "v0.2.0",
        since("feat!: a", tagged=("v0.1.9",), last="v0.1.9"),
        None,
        id="breaking-below-1",
    ),
    pytest.param(
        "v0.1.10",
        since("feat!: a", tagged=("v0.1.9",), last="v0.1.9"),
        small("patch", "minor", "0.2.0", f'{OLD} "feat!: a" is breaking', "v0.1.10"),
        id="breaking-in-a-patch-below-1",
    ),
    pytest.param(
        "v2.0.0-rc.1",
        since("feat!: a"),
        None,
        id="candidate-of-a-major",
    ),
    pytest.param(
        "v1.1.10-rc.2",
        since("feat: a", tagged=("v1.1.9", "v1.1.10-rc.1"), last="v1.1.10-rc.1"),
        small("patch", "minor", "1.2.0", f'{OLD} "feat: a" is of type feat', "v1.1.10-rc.2"),
        id="feature-between-candidates-of-a-patch",
    ),
    pytest.param(
        "v1.2.0",
        since("feat: a", tagged=("v1.2.0-rc.1",), last="v1.2.0-rc.1"),
        None,
        id="only-candidates-before",
    ),
    pytest.param(
        "v1.1.10",
        since(f"Revert a\n\nThis reverts commit {OLD}.", "feat!: a"),
        None,
        id="taken-back",
    ),
    pytest.param(
        "v1.1.10",
        since(
            "Revert it\n\nThis reverts commit 20000000.",
            f"Revert a\n\nThis reverts commit {OLD}.",
            "feat: a",
        ),
        small("patch", "minor", "1.2.0", f'{OLD} "feat: a" is of type feat', "v1.1.10"),
        id="taken-back-and-again",
    ),
    pytest.param(
        "v1.1.10",
        since("Revert old\n\nThis reverts commit abcdef012345.", "fix: a"),
        None,
        id="takes-back-something-older",
    ),
]


@pytest.mark.parametrize(("version", "changes", "expected"), STEPS)
def test_the_step_fits_the_commits(version: str, changes: Changes, expected: str | None) -> None:
    said = judged(f"version: {version}", changes)
    if expected is None:
        assert said.startswith(f"pass: {version} is a semantic version above")
        assert "step" not in said
    else:
        assert said == expected
    without = judged(f"version: {version}", changes, params=Params(step=False))
    assert without.startswith(f"pass: {version} is a semantic version above")


def test_several_causes_are_named() -> None:
    said = judged("version: v1.1.10", since(*[f"feat: {n}" for n in range(8)]))
    assert said.split("\n")[0].endswith(", and 4 more")
    assert said.split("\n")[2:] == [
        f'  nowhere {8 - n}000000 "feat: {n}" is of type feat' for n in range(1, 5)
    ]


def test_numbers_too_long_to_count_get_no_proposal() -> None:
    changes = since("feat: a", tagged=("v1.1.1234567890",), last="v1.1.1234567890")
    assert judged("version: v1.1.1234567891", changes).split("\n")[0] == (
        "fail violated: v1.1.1234567891 is a patch step, and the changes ask for a minor one:"
        f' {OLD} "feat: a" is of type feat'
    )


def test_a_step_that_is_larger_than_needed_is_noted() -> None:
    noted = "  3:3 v2.0.0 is a major step, and no change asks for more than a minor one"
    assert judged("version: v2.0.0", since("feat: a", "fix: b")).split("\n")[1:] == [noted]
    # commits that do not say what they are may well be breaking
    assert judged("version: v2.0.0", since("feat: a", "b")).split("\n")[1:] == []


SECTIONS = [
    pytest.param("### Added\n- a\n", "v1.2.0", None, id="added-in-a-minor"),
    pytest.param("### Fixed\n- a\n", "v1.1.10", None, id="fixed-in-a-patch"),
    pytest.param("### Added\n- TODO\n", "v1.1.10", None, id="nothing-added"),
    pytest.param("### Fixed\n- a non-breaking change\n", "v1.1.10", None, id="not-breaking"),
    pytest.param(
        "### Added\n- a\n",
        "v1.1.10",
        small("patch", "minor", "1.2.0", 'CHANGELOG.md has entries under "Added"', "v1.1.10"),
        id="added-in-a-patch",
    ),
    pytest.param(
        "### Removed\n- a\n",
        "v1.2.0",
        small("minor", "major", "2.0.0", 'CHANGELOG.md has entries under "Removed"', "v1.2.0"),
        id="removed-in-a-minor",
    ),
    pytest.param(
        "### ⚠ BREAKING CHANGES\n* a\n",
        "v1.2.0",
        small("minor", "major", "2.0.0",
                  'CHANGELOG.md has entries under "⚠ BREAKING CHANGES"', "v1.2.0"),
        id="breaking-changes",
    ),
    pytest.param(
        "### Changed\n- **Breaking:** no XML\n",
        "v1.2.0",
        small("minor", "major", "2.0.0",
                  'CHANGELOG.md says "**Breaking:** no XML"', "v1.2.0"),
        id="breaking-entry",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "version", "expected"), SECTIONS)
def test_the_step_fits_the_changelog(text: str, version: str, expected: str | None) -> None:
    beside = changelogs(f"## {version.removeprefix('v')}\n{text}\n## 1.1.9\n### Removed\n- b\n")
    said = judged(f"version: {version}", since("a"), changelogs=beside)
    if expected is None:
        assert said.startswith(f"pass: {version} is a semantic version above v1.1.9")
    else:
        assert said == expected


def test_of_two_causes_the_second_says_where_it_stands() -> None:
    beside = changelogs("## 1.2.0\n### Removed\n- b\n")
    verdict = check(plan(), since("feat!: a"), beside, None, Params())
    assert [finding.at for finding in verdict.findings] == [
        plan().where("version"),
        Location("CHANGELOG.md", 2, 1),
    ]


PYTHON, KEY = Manifest.PYTHON, "project.version"
MANIFESTS = [
    pytest.param((Manifest.NPM, "version", "1.2.0"), "v1.2.0", True, id="npm"),
    pytest.param((Manifest.NPM, "version", "1.1.9"), "v1.2.0", False, id="npm-behind"),
    pytest.param((Manifest.NPM, "version", "0.0.0-development"), "v1.2.0", True, id="filled-in"),
    pytest.param((Manifest.NPM, "version", "1.2.0"), "v1.2.0-rc.1", True, id="of-a-candidate"),
    pytest.param((Manifest.NPM, "version", "1.2.0-rc.1"), "v1.2.0", False, id="still-a-candidate"),
    pytest.param((Manifest.NPM, "version", "1.2.0+5"), "v1.2.0+6", True, id="another-build"),
    pytest.param((Manifest.NPM, "version", "1.2.0rc1"), "v1.2.0-rc.1", False, id="npm-as-python"),
    pytest.param((PYTHON, KEY, "1.2.0"), "v1.2.0", True, id="python"),
    pytest.param((PYTHON, KEY, "1.2"), "v1.2.0", True, id="python-short"),
    pytest.param((PYTHON, KEY, "1.2"), "v1.2.1", False, id="python-behind"),
    pytest.param((PYTHON, KEY, "1.2.0rc1"), "1.2.0-rc.1", True, id="pep440"),
    pytest.param((PYTHON, KEY, "1.2.0a1"), "1.2.0-alpha.1", True, id="alpha"),
    pytest.param((PYTHON, KEY, "1.2.0b1"), "1.2.0-rc.1", False, id="beta"),
    pytest.param((PYTHON, KEY, "1.2"), "1.2.0-rc.1", True, id="python-final"),
    pytest.param((PYTHON, KEY, "1.2rc1"), "v1.2.0", False, id="python-rc"),
    pytest.param((PYTHON, KEY, "next"), "v1.2.0", False, id="python-words"),
    pytest.param((Manifest.HELM, "version", "7.0.0"), "v1.2.0", False, id="helm"),
]


@pytest.mark.parametrize(("stated", "version", "agrees"), MANIFESTS)
def test_manifests_state_the_version(
    stated: tuple[Manifest, str, str], version: str, agrees: bool
) -> None:
    text = f"version: {version}"
    changes = since("a", tagged=("v1.1.9",))
    said = judged(text, changes, manifests=manifests(stated))
    manifest, key, value = stated
    what = f'{manifest} states "{value}" (`{key}`), and the plan releases {version}'
    if agrees:
        assert said.startswith(f"pass: {version} is")
    else:
        assert said == f"fail violated: {what}\n  3:1 {what}"
        ignored = judged(text, changes, manifests=manifests(stated), params=Params(manifests=False))
        assert ignored.startswith(f"pass: {version} is")


def test_a_chart_states_its_own_version_or_that_of_the_application() -> None:
    own, app = (Manifest.HELM, "version", "7.0.0"), (Manifest.HELM, "appVersion", "v1.2.0")
    assert judged("version: v1.2.0", since("a"), manifests=manifests(own, app)).startswith("pass")
    neither = judged("version: v1.2.1", since("a"), manifests=manifests(own, app))
    assert neither.split("\n")[0].endswith("and the plan releases v1.2.1, and 1 more")


def test_it_rests_on_the_commit() -> None:
    verdict = check(plan(RUNNING), since("a"), None, None, Params())
    assert verdict.assurance is Assurance.BOUND
    assert verdict.evidence[-1] == Evidence("git", "1 commit since v1.1.9", commit=COMMIT)
    stating = manifests((Manifest.NPM, "version", "1.2.0"))
    verdict = check(plan(RUNNING), since("a"), None, stating, Params())
    assert verdict.evidence[-1] == Evidence("manifest", "package.json", commit=COMMIT)
    alone = check(plan(RUNNING), None, None, None, Params())
    assert alone.assurance is Assurance.ATTESTED


def test_a_real_repository_is_judged(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"package.json": '{\n  "version": "1.1.9"\n}\n'}, "fix: login")
    repo.tag("v1.1.9")
    repo.commit({"a": "1"}, "feat: exports")
    behind = judge(repo.path, "version-is-semver")
    assert told_item(behind) == (
        'fail violated: package.json states "1.1.9" (`version`), and the plan releases v1.2.0\n'
        '  package.json:2 package.json states "1.1.9" (`version`), and the plan releases v1.2.0'
    )
    repo.commit({"package.json": '{"version": "1.2.0"}'}, "chore: release")
    assert outcome(judge(repo.path, "version-is-semver", assurance="bound")) == "pass bound"
    repo.commit({"CHANGELOG.md": "## 1.2.0\n### Removed\n- XML\n"})
    assert outcome(judge(repo.path, "version-is-semver")) == "fail violated"


def test_a_clone_that_lacks_the_history_is_not_believed(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"a": "1"})
    repo.tag("v1.1.9")
    repo.commit({"a": "2"})
    clone = repo.clone(tmp_path / "clone", "--depth=1")
    stated = {"previous_version": "v1.1.9"}
    item = judge(clone.path, "version-is-semver", plan=stated, assurance="bound")
    assert (outcome(item), "fetch-depth: 0" in item["reason"]) == ("fail unproven", True)


def test_outside_a_repository_the_plan_is_believed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "package.json").write_text('{"version": "7.0.0"}')
    stated = {"previous_version": "v1.1.9"}
    assert outcome(judge(folder, "version-is-semver", plan=stated)) == "pass attested"
    item = judge(folder, "version-is-semver", plan=stated, assurance="bound")
    assert outcome(item) == "fail unproven"


def history(path: Path) -> Repository:
    """Return a repository with v1.1.0, and three breaking commits after it."""
    repo = repository(path)
    repo.commit({"a": "0"}, "first")
    repo.tag("v1.1.0", "Login")
    for number in range(1, 4):
        repo.commit({"a": str(number)}, f"feat!: change {number}")
    return repo


def first_line(repo: Repository, check_id: str = "version-is-semver", **keys: str) -> str:
    """Return the first line of the report; the commit of the release is called HEAD."""
    text = told_item(judge(repo.path, check_id, plan=keys)).split("\n")[0]
    return text.replace(repo.head[:7], "HEAD")


@pytest.mark.parametrize("keys", [{}, {"previous_version": "v1.1.99"}], ids=["unnamed", "named"])
def test_another_version_of_the_very_commit_hides_nothing(
    tmp_path: Path, keys: dict[str, str]
) -> None:
    repo = history(tmp_path / "repo")
    repo.tag("v1.1.99")
    assert first_line(repo, **keys).startswith(
        "fail violated: v1.1.99 is this very commit (HEAD), so nothing is new in v1.2.0, and "
    )
    size = judge(repo.path, "release-size-reasonable", plan=keys)
    assert told_item(size).split("plan.yaml:1 ")[-1] == (
        "v1.1.99 is this very commit, so v1.1.0 is taken for the last release"
    )
    assert "3 commits" in size["reason"]


def test_a_candidate_of_the_very_commit_is_normal(tmp_path: Path) -> None:
    repo = history(tmp_path / "repo")
    repo.tag("v2.0.0-rc.1")
    repo.tag("v2.0.0", "Exports")
    expected = (
        "pass bound: v2.0.0 is a semantic version above v1.1.0, which fits the 3 commits since then"
    )
    assert first_line(repo, version="v2.0.0") == expected
    assert first_line(repo, version="v2.0.0", previous_version="v2.0.0-rc.1") == expected
    assert first_line(repo, version="v3.0.0").startswith(
        "fail violated: v2.0.0-rc.1 is this very commit (HEAD), so nothing is new in v3.0.0"
    )


CHECKS = ["release-size-reasonable", "docs-up-to-date", "tickets-closed", "version-is-semver"]


@pytest.mark.parametrize("check_id", CHECKS)
def test_a_version_that_contains_the_release_was_not_before_it(
    tmp_path: Path, check_id: str
) -> None:
    repo = history(tmp_path / "repo")
    repo.branch("side")
    repo.commit({"z": "1"}, "later")
    repo.tag("v1.1.50")
    repo.switch("main")
    assert first_line(repo, check_id, previous_version="v1.1.50").startswith(
        "fail violated: v1.1.50 contains the release (HEAD), so it is not the version before"
    )


def test_a_rollback_is_contained_in_what_it_returns_from(tmp_path: Path) -> None:
    repo = history(tmp_path / "repo")
    repo.tag("v2.0.0")
    back = {"type": "rollback", "incident": "INC-42", "reason": "orders are wrong"}
    keys = {**back, "version": "v1.1.0", "commit": repo.git("rev-parse", "v1.1.0^{}")}
    for check_id in CHECKS[:3]:
        said = first_line(repo, check_id, **keys, previous_version="v2.0.0")
        assert said.startswith("na: nothing is new: v2.0.0 contains all of")


def test_a_version_of_another_line_is_pointed_out(tmp_path: Path) -> None:
    repo = history(tmp_path / "repo")
    repo.git("switch", "--quiet", "--create", "line", "v1.1.0")
    repo.commit({"z": "1"}, "fix: beside")
    repo.tag("v1.1.1")
    repo.switch("main")
    keys = {"version": "v2.0.0", "previous_version": "v1.1.1"}
    item = judge(repo.path, "version-is-semver", plan=keys)
    assert item["reason"] == (
        "v2.0.0 is a semantic version above v1.1.0, which fits the 3 commits since then"
    )
    assert [finding["message"].partition(", so ")[::2] for finding in item["findings"]] == [
        (
            f"v1.1.1 is on another line, not in the history of {repo.head[:7]}",
            "v1.1.0 is taken for the last release",
        )
    ]


def test_the_service_has_its_own_versions(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"a": "1"}, "first")
    repo.tag("a-v1.1.0")
    repo.tag("b-v3.0.0")
    repo.commit({"a": "2"}, "feat: exports")
    repo.tag("b-v3.1.0")
    fits = "which fits the 1 commit since then"
    assert first_line(repo, service="a", previous_version="v1.1.0") == (
        f"pass bound: v1.2.0 is a semantic version above a-v1.1.0, {fits}"
    )
    # the plan names no version before it, but the tags of the service do
    assert first_line(repo, service="a") == (
        f"pass bound: v1.2.0 is a semantic version above a-v1.1.0, {fits}"
    )
    assert first_line(repo, service="b").startswith(
        "fail violated: v1.2.0 is not above b-v3.1.0 and b-v3.0.0"
    )
