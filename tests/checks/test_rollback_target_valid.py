"""What the check rollback-target-valid says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploylint.checks.rollback_target_valid import check
from deploylint.model.verdict import Assurance, Cause, Status
from tests.checks.plans import lines, plan, written
from tests.evidence.judging import judge, outcome
from tests.evidence.repository import Repository
from tests.evidence.tagging import said, tags_beside, two_releases

CASES = [
    pytest.param(
        "",
        "na: the plan is not a rollback",
        id="standard",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        """,
        "fail unproven: the plan does not say which version is running (`previous_version`)",
        id="running-not-stated",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        previous_version: v1.2.0
        """,
        "pass: the rollback returns from v1.2.0 to v1.1.9 [plan 3:3, plan 7:3]",
        id="earlier",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        previous_version: 1.1.9
        """,
        """
        fail violated: the rollback targets v1.1.9, which is the version that is running
          3:3 the rollback targets v1.1.9, which is the version that is running
        """,
        id="the-running-one",
    ),
    pytest.param(
        """
        version: v1.3.0
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        previous_version: v1.2.0
        """,
        """
        fail violated: the rollback targets v1.3.0, which is newer than the running v1.2.0
          3:3 the rollback targets v1.3.0, which is newer than the running v1.2.0
        """,
        id="newer",
    ),
    pytest.param(
        """
        version: build-7
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        previous_version: build-8
        """,
        "pass: the rollback returns from build-8 to build-7 [plan 3:3, plan 7:3]",
        id="names-that-have-no-order",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_rollback_goes_back(text: str, expected: str) -> None:
    assert written(check(plan(text), None)) == lines(expected)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_without_a_repository_the_plan_alone_is_judged(
    tmp_path: Path, text: str, expected: str
) -> None:
    judged = plan(text)
    verdict = check(judged, tags_beside(tmp_path, judged))
    assert written(verdict) == lines(expected)
    assert verdict.assurance is Assurance.ATTESTED


Prepare = Callable[[Repository], object]
ROLLBACK = """
    version: v1.1.9
    type: rollback
    incident: INC-42
    reason: error rate at 7 %
    previous_version: v1.2.0
    """


def nothing(repo: Repository) -> None:
    del repo


def running_is_tagged(repo: Repository) -> None:
    repo.tag("v1.2.0", "Exports")


def running_is_the_same(repo: Repository) -> None:
    repo.git("tag", "v1.2.0", "v1.1.9^{}")


def absent(repo: Repository) -> None:
    running_is_tagged(repo)
    repo.git("tag", "-d", "v1.1.9")


def no_tag_at_all(repo: Repository) -> None:
    repo.git("tag", "-d", "v1.1.9")


def twice(repo: Repository) -> None:
    repo.tag("1.1.9")


def new_code_under_an_old_number(repo: Repository) -> None:
    absent(repo)
    repo.commit({"a": "evil"}, "untested")
    repo.tag("v1.1.9")


def new_code_under_an_annotated_tag(repo: Repository) -> None:
    absent(repo)
    repo.commit({"a": "evil"}, "untested")
    repo.tag("v1.1.9", "Login repaired", at="2026-11-20T09:00:00+00:00")


def another_line(repo: Repository, tag: str | None, *, at: str, running: str | None) -> None:
    """Move the target to a line beside the one that runs."""
    repo.git("tag", "-d", "v1.1.9")
    repo.tag("v1.2.0", running)
    repo.git("switch", "--quiet", "--create", "line", "HEAD~1")
    repo.commit({"b": "1"}, "beside")
    repo.tag("v1.1.9", tag, at=at)
    repo.switch("main")


def older_line(repo: Repository) -> None:
    another_line(repo, "Login", at="2026-11-23T08:00:00+00:00", running="Exports")


def older_line_than_a_lightweight_tag(repo: Repository) -> None:
    another_line(repo, "Login", at="2026-11-23T08:00:00+00:00", running=None)


def younger_line(repo: Repository) -> None:
    another_line(repo, "Login", at="2026-11-23T09:00:00+00:00", running="Exports")


def line_without_a_time(repo: Repository) -> None:
    another_line(repo, None, at="2026-11-23T08:00:00+00:00", running="Exports")


BACK = """
    pass evidenced: the rollback returns from v1.2.0 to v1.1.9: the tag v1.1.9 leads to
          before [plan 3:3, plan 7:3, git tag v1.1.9]
    """
BESIDE = """
    pass evidenced: the rollback returns from v1.2.0 to v1.1.9: the tag v1.1.9 leads to
          beside [plan 3:3, plan 7:3, git tag v1.1.9]
      3:3 v1.1.9 and v1.2.0, which is running, are on different release lines
    """
IN_A_REPOSITORY = [
    pytest.param(
        nothing,
        """
        fail unproven: "v1.2.0", which is running, has no tag here, so nothing shows that v1.1.9
              came before it; tag it, or fetch its tag (`git fetch --tags`)
          7:3 "v1.2.0", which is running, has no tag here, so nothing shows that v1.1.9 came
              before it; tag it, or fetch its tag (`git fetch --tags`)
        """,
        id="only-the-target-is-tagged",
    ),
    pytest.param(
        new_code_under_an_old_number,
        """
        fail violated: the tag v1.1.9 leads to untested, which came after v1.2.0, the running
              version, and contains it
          3:3 the tag v1.1.9 leads to untested, which came after v1.2.0, the running version,
              and contains it
        """,
        id="new-code-under-an-old-number",
    ),
    pytest.param(
        new_code_under_an_annotated_tag,
        """
        fail violated: the tag v1.1.9 leads to untested, which came after v1.2.0, the running
              version, and contains it
          3:3 the tag v1.1.9 leads to untested, which came after v1.2.0, the running version,
              and contains it
        """,
        id="new-code-under-an-annotated-tag",
    ),
    pytest.param(older_line, BESIDE, id="older-on-another-line"),
    pytest.param(
        older_line_than_a_lightweight_tag,
        BESIDE,
        id="older-on-another-line-than-a-lightweight-tag",
    ),
    pytest.param(
        younger_line,
        """
        fail violated: v1.1.9 and v1.2.0, which is running, are on different release lines, and
              v1.1.9 was not tagged before v1.2.0
          3:3 v1.1.9 and v1.2.0, which is running, are on different release lines, and v1.1.9
              was not tagged before v1.2.0
        """,
        id="not-older-on-another-line",
    ),
    pytest.param(
        line_without_a_time,
        """
        fail violated: v1.1.9 and v1.2.0, which is running, are on different release lines, and
              v1.1.9 is no annotated tag, so nothing shows its age
          3:3 v1.1.9 and v1.2.0, which is running, are on different release lines, and v1.1.9 is
              no annotated tag, so nothing shows its age
        """,
        id="lightweight-on-another-line",
    ),
    pytest.param(running_is_tagged, BACK, id="both-are-tagged"),
    pytest.param(
        running_is_the_same,
        """
        fail violated: the tags v1.1.9 and v1.2.0, which is running, lead to the same commit
          3:3 the tags v1.1.9 and v1.2.0, which is running, lead to the same commit
        """,
        id="the-running-version-under-another-name",
    ),
    pytest.param(
        absent,
        """
        fail violated: the target "v1.1.9" has no tag here; the highest of 1 tag: v1.2.0
          3:3 the target "v1.1.9" has no tag here; the highest of 1 tag: v1.2.0
        """,
        id="absent",
    ),
    pytest.param(
        no_tag_at_all,
        """
        fail unproven: the target "v1.1.9" has no tag here: this clone has no tag at all; fetch
              them (`git fetch --tags`)
          3:3 the target "v1.1.9" has no tag here: this clone has no tag at all; fetch them
              (`git fetch --tags`)
        """,
        id="no-tag-at-all",
    ),
    pytest.param(
        twice,
        """
        fail violated: it is not clear what the rollback targets: the tag 1.1.9 leads to release
              and v1.1.9 leads to before
          3:3 it is not clear what the rollback targets: the tag 1.1.9 leads to release and
              v1.1.9 leads to before
        """,
        id="two-tags-of-one-version",
    ),
]


@pytest.mark.parametrize(("prepare", "expected"), IN_A_REPOSITORY)
def test_in_a_repository_the_target_is_tagged(
    tmp_path: Path, prepare: Prepare, expected: str
) -> None:
    repo, judged = two_releases(tmp_path / "r"), plan(ROLLBACK)
    prepare(repo)
    assert said(check(judged, tags_beside(repo, judged)), repo) == lines(expected)


def test_the_commit_that_the_plan_deploys_is_that_of_the_tag(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    running_is_tagged(repo)
    judged = plan(f"{lines(ROLLBACK)}\ncommit: {repo.head}")
    assert said(check(judged, tags_beside(repo, judged)), repo) == lines(
        """
        fail violated: the tag v1.1.9 leads to before, but the plan deploys the commit release
          3:3 the tag v1.1.9 leads to before, but the plan deploys the commit release
        """
    )
    target = plan(f"{lines(ROLLBACK)}\ncommit: {repo.git('rev-parse', 'HEAD~1')}")
    assert said(check(target, tags_beside(repo, target)), repo) == lines(BACK)


STATED = {
    "version": "v1.1.9",
    "type": "rollback",
    "incident": "INC-42",
    "reason": "error rate at 7 %",
    "previous_version": "v1.2.0",
}


def test_an_untagged_target_is_caught_where_statements_are_enough(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    running_is_tagged(repo)
    assert outcome(judge(repo.path, "rollback-target-valid", plan=STATED)) == "pass evidenced"
    no_tag_at_all(repo)
    assert outcome(judge(repo.path, "rollback-target-valid", plan=STATED)) == "fail violated"


def test_new_code_is_caught_where_statements_are_enough(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    new_code_under_an_old_number(repo)
    item = judge(repo.path, "rollback-target-valid", plan=STATED)
    assert (outcome(item), "which came after v1.2.0" in item["reason"]) == ("fail violated", True)


def test_the_tags_of_the_service_are_compared(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    running_is_tagged(repo)
    repo.tag("exports-v1.2.0", "Exports")
    repo.commit({"a": "evil"}, "untested")
    repo.tag("exports-v1.1.9")
    stated = {**STATED, "service": "exports"}
    item = judge(repo.path, "rollback-target-valid", plan=stated)
    assert outcome(item) == "fail violated"
    assert "which came after exports-v1.2.0, the running version" in item["reason"]


def test_a_shallow_clone_does_not_show_the_order(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    running_is_tagged(repo)
    clone = repo.clone(tmp_path / "clone", "--depth=1")
    clone.git("fetch", "--quiet", "--depth=1", "origin", "tag", "v1.1.9")
    judged = plan(ROLLBACK)
    verdict = check(judged, tags_beside(clone, judged))
    assert (verdict.status, verdict.cause) == (Status.FAIL, Cause.UNPROVEN)
    assert verdict.reason.startswith("this clone is shallow, and what it has does not show whether")
