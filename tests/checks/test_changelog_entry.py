"""What the check changelog-entry says."""

from pathlib import Path

import pytest

from deploylint.checks.changelog_entry import check
from deploylint.facts.changelog import Changelogs
from deploylint.facts.source import Missing
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location
from deploylint.model.verdict import Assurance, Evidence
from tests.checks.plans import plan
from tests.evidence.judging import judge, outcome, written
from tests.evidence.released import COMMIT, RELEASE, changelogs, told, unfolded
from tests.evidence.repository import repository

HEAD = "# Changelog\n\n## [Unreleased]\n\n"
OLD = "## [1.1.9] - 2026-10-01\n\n- Login\n"
NEW = "## [1.2.0] - 2026-11-23\n\n### Added\n\n- Exports\n- Filters\n\n"

CASES = [
    pytest.param(
        HEAD + NEW + OLD,
        "version: v1.2.0",
        """
        pass: CHANGELOG.md has a section for v1.2.0 with 2 entries (line 5)
              [changelog CHANGELOG.md]
        """,
        id="present",
    ),
    pytest.param(
        HEAD + "- Charts\n\n" + NEW,
        "version: v1.2.0",
        """
        pass: CHANGELOG.md has a section for v1.2.0 with 2 entries (line 7)
              [changelog CHANGELOG.md]
          3:1 1 entry still under [Unreleased]
        """,
        id="with-something-for-later",
    ),
    pytest.param(
        HEAD + "- Exports\n- Filters\n\n" + OLD,
        "version: v1.2.0",
        """
        fail violated: CHANGELOG.md has no section for v1.2.0; move what is under [Unreleased]
              (2 entries) to `## [1.2.0] - YYYY-MM-DD` [changelog CHANGELOG.md]
          3:1 CHANGELOG.md has no section for v1.2.0; move what is under [Unreleased] (2 entries) to
              `## [1.2.0] - YYYY-MM-DD`
        """,
        id="unreleased-alone",
    ),
    pytest.param(
        HEAD + OLD,
        "version: v1.2.0",
        """
        fail violated: CHANGELOG.md has no section for v1.2.0; the first is for "1.1.9"
              [changelog CHANGELOG.md]
          5:1 CHANGELOG.md has no section for v1.2.0; the first is for "1.1.9"
        """,
        id="absent",
    ),
    pytest.param(
        "# Changelog\n",
        "version: v1.2.0",
        """
        fail violated: CHANGELOG.md has no section for v1.2.0, nor for any other version
              [changelog CHANGELOG.md]
          1:1 CHANGELOG.md has no section for v1.2.0, nor for any other version
        """,
        id="no-section-at-all",
    ),
    pytest.param(
        NEW.replace("- Exports\n- Filters\n", "- TODO\n- none\n<!-- Exports -->\n"),
        "version: v1.2.0",
        """
        fail violated: the section for 1.2.0 in CHANGELOG.md says nothing [changelog CHANGELOG.md]
          1:1 the section for 1.2.0 in CHANGELOG.md says nothing
        """,
        id="says-nothing",
    ),
    pytest.param(
        NEW + OLD + NEW,
        "version: v1.2.0",
        """
        fail violated: CHANGELOG.md has two sections for 1.2.0: lines 1 and 11
              [changelog CHANGELOG.md]
          11:1 CHANGELOG.md has two sections for 1.2.0: lines 1 and 11
        """,
        id="twice",
    ),
    pytest.param(
        NEW.replace("-23", "-23 [YANKED]"),
        "version: v1.2.0",
        """
        fail violated: CHANGELOG.md says that 1.2.0 was yanked [changelog CHANGELOG.md]
          1:1 CHANGELOG.md says that 1.2.0 was yanked
        """,
        id="yanked",
    ),
    pytest.param(
        NEW,
        "version: 1.2.0-rc.1",
        """
        pass: CHANGELOG.md has a section for 1.2.0-rc.1 with 2 entries (line 1)
              [changelog CHANGELOG.md]
        """,
        id="candidate-of-the-section",
    ),
    pytest.param(
        NEW.replace("1.2.0", "1.2.0-rc.1"),
        "version: v1.2.0",
        """
        fail violated: CHANGELOG.md has no section for v1.2.0; the first is for "1.2.0-rc.1"
              [changelog CHANGELOG.md]
          1:1 CHANGELOG.md has no section for v1.2.0; the first is for "1.2.0-rc.1"
        """,
        id="section-of-the-candidate",
    ),
    pytest.param(
        NEW.replace("1.2.0", "2026-11"),
        "version: 2026-11",
        """
        fail violated: CHANGELOG.md has no section for 2026-11, nor for any other version
              [changelog CHANGELOG.md]
          1:1 CHANGELOG.md has no section for 2026-11, nor for any other version
        """,
        id="no-version",
    ),
]


@pytest.mark.parametrize(("text", "deployment", "expected"), CASES)
def test_the_section_is_judged(text: str, deployment: str, expected: str) -> None:
    assert told(check(changelogs(text), plan(deployment))) == unfolded(expected)


def test_it_rests_on_the_commit_or_on_the_file() -> None:
    verdict = check(changelogs(NEW), plan())
    assert verdict.assurance is Assurance.BOUND
    assert verdict.evidence == (Evidence("changelog", "CHANGELOG.md", "sha256:0", COMMIT),)
    assert check(changelogs(NEW, release=None), plan()).assurance is Assurance.EVIDENCED


def test_nothing_found_may_be_answered_by_a_person() -> None:
    found = Changelogs(Kind.CHANGELOG, searched=("CHANGELOG.md", "NEWS"), release=RELEASE)
    expected = "no changelog of this release was found (looked for CHANGELOG.md and NEWS)"
    assert told(check(found, plan())) == f"fail unproven: {expected}"


def test_what_is_named_and_missing_is_an_error() -> None:
    place = Place("LOG.md", Location("plan.yaml", 9, 5))
    found = changelogs(NEW)._replace(missing=(Missing(place, "is not in the commit c0ffee0"),))
    assert told(check(found, plan())) == unfolded(
        """
        fail error: LOG.md is not in the commit c0ffee0 [changelog CHANGELOG.md]
          9:5 LOG.md is not in the commit c0ffee0
        """
    )


def test_one_of_several_changelogs_has_the_section() -> None:
    both = changelogs(OLD, "a/CHANGELOG.md")
    both = both._replace(pieces=(*both.pieces, *changelogs(NEW, "b/CHANGELOG.md").pieces))
    expected = "b/CHANGELOG.md has a section for v1.2.0 with 2 entries (line 1)"
    assert check(both, plan()).reason == expected
    other = plan("version: v3.0.0")
    assert check(both, other).reason == (
        'a/CHANGELOG.md and b/CHANGELOG.md have no section for v3.0.0; the first is for "1.1.9"'
    )


def test_a_real_repository_is_judged(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"CHANGELOG.md": HEAD + OLD})
    assert outcome(judge(repo.path, "changelog-entry", assurance="bound")) == "fail violated"
    repo.write({"CHANGELOG.md": HEAD + NEW + OLD})
    assert outcome(judge(repo.path, "changelog-entry")) == "fail violated"
    repo.commit()
    item = judge(repo.path, "changelog-entry", assurance="bound")
    assert written(item) == (
        "pass bound: CHANGELOG.md has a section for v1.2.0 with 2 entries (line 5)"
    )
    ((evidence),) = item["evidence"]
    assert (evidence["kind"], evidence["commit"]) == ("changelog", repo.head)
    named = {"evidence": {"changelog": "LOG.md"}}
    assert outcome(judge(repo.path, "changelog-entry", plan=named)) == "fail error"


def test_outside_a_repository_the_file_is_evidence(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    tick = {"checklist": [{"id": "the-rule", "status": "pass"}]}
    assert outcome(judge(folder, "changelog-entry")) == "fail unproven"
    assert outcome(judge(folder, "changelog-entry", plan=tick)) == "pass attested"
    (folder / "CHANGELOG.md").write_text(NEW)
    assert outcome(judge(folder, "changelog-entry", assurance="evidenced")) == "pass evidenced"
    assert outcome(judge(folder, "changelog-entry", assurance="bound")) == "fail unproven"
    (folder / "CHANGELOG.md").write_text(OLD)
    assert outcome(judge(folder, "changelog-entry", plan=tick)) == "fail violated"


@pytest.mark.parametrize(
    ("version", "heading"),
    [
        pytest.param("v1.2.0+build", "1.2.0", id="build"),
        pytest.param("v1.2.0-rc.1+build", "1.2.0-rc.1", id="build-of-a-candidate"),
        pytest.param("v1.2.0-rc.1+build", "1.2.0", id="build-of-a-candidate-of-the-release"),
        pytest.param("v1.2.0+build", "1.2.0+build", id="the-build-itself"),
    ],
)
def test_a_build_has_the_section_of_its_version(tmp_path: Path, version: str, heading: str) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"CHANGELOG.md": f"## {heading} - 2026-11-24\n- Exports\n"})
    item = judge(repo.path, "changelog-entry", plan={"version": version})
    assert outcome(item) == "pass bound"
    other = judge(repo.path, "changelog-entry", plan={"version": "v1.2.1+build"})
    assert outcome(other) == "fail violated"
