"""What the check rollback-point-exists says."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from deploylint.checks.rollback_point_exists import check
from deploylint.model.verdict import Assurance
from tests.checks.plans import lines, plan, written
from tests.evidence.judging import NOW, judge, outcome
from tests.evidence.judging import written as report_of
from tests.evidence.repository import Repository, repository
from tests.evidence.tagging import said, tags_beside, two_releases
from tests.program import run

CASES = [
    pytest.param(
        "rollback_plan: revert",
        "fail unproven: the plan names no version to return to",
        id="nothing-named",
    ),
    pytest.param(
        "previous_version: v1.1.9",
        """
        fail unproven: `previous_version` names a version, `rollback_plan.target` does not
          1:1 `previous_version` names a version, `rollback_plan.target` does not
        """,
        id="previous-version-alone",
    ),
    pytest.param(
        "rollback_plan: {target: v1.1.9}",
        """
        fail unproven: `rollback_plan.target` names a version, `previous_version` does not
          1:1 `rollback_plan.target` names a version, `previous_version` does not
        """,
        id="target-alone",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: 1.1.9}
        """,
        """
        pass: the release can return to v1.1.9, which runs now, and the rollback targets it
              [plan 4:3, plan 5:19]
        """,
        id="both-agree",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: the tag v1.1.9}
        """,
        """
        pass: the release can return to v1.1.9, which runs now, and the rollback targets it
              [plan 4:3, plan 5:19]
        """,
        id="target-in-words",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: TBD}
        """,
        """
        fail unproven: `previous_version` names a version, `rollback_plan.target` does not
          5:19 `previous_version` names a version, `rollback_plan.target` does not
        """,
        id="target-says-nothing",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: v1.1.8}
        """,
        """
        fail violated: `previous_version` is v1.1.9, but the rollback targets v1.1.8
          5:19 `previous_version` is v1.1.9, but the rollback targets v1.1.8
        """,
        id="contradiction",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: v1.1.9-rc.1}
        """,
        """
        fail violated: `previous_version` is v1.1.9, but the rollback targets v1.1.9-rc.1
          5:19 `previous_version` is v1.1.9, but the rollback targets v1.1.9-rc.1
        """,
        id="candidate-is-another-version",
    ),
    pytest.param(
        "previous_version: 1.2.0",
        """
        fail violated: there is nothing to return to: `previous_version` is v1.2.0, the version
              being deployed
          4:3 `previous_version` is v1.2.0, the version being deployed
        """,
        id="previous-is-what-is-deployed",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: V1.2.0}
        """,
        """
        fail violated: there is nothing to return to: `rollback_plan.target` is v1.2.0, the
              version being deployed
          5:19 `rollback_plan.target` is v1.2.0, the version being deployed
        """,
        id="target-is-what-is-deployed",
    ),
    pytest.param(
        "previous_version: unknown",
        "fail unproven: the plan names no version to return to",
        id="previous-says-nothing",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_version_to_return_to_is_the_one_that_runs_now(text: str, expected: str) -> None:
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
BOTH = """
    previous_version: v1.1.9
    rollback_plan: {target: v1.1.9}
    """


def nothing(repo: Repository) -> None:
    del repo


def lightweight(repo: Repository) -> None:
    repo.git("tag", "--force", "v1.1.9", "v1.1.9^{}")


def nested(repo: Repository) -> None:
    repo.git("tag", "-a", "-m", "again", "nested", "v1.1.9")
    repo.git("update-ref", "refs/tags/v1.1.9", "refs/tags/nested")


def on_the_release(repo: Repository) -> None:
    repo.git("tag", "--force", "v1.1.9", "HEAD")


def after_the_release(repo: Repository) -> None:
    repo.branch("later")
    repo.commit({"a": "3"}, "later", at="2026-11-23T18:00:00+00:00")
    repo.git("tag", "--force", "v1.1.9")
    repo.switch("main")


def on_a_branch(repo: Repository) -> None:
    repo.git("switch", "--quiet", "--create", "hotfix", "HEAD~1")
    repo.commit({"b": "1"}, "repaired", at="2026-11-22T09:00:00+00:00")
    repo.git("tag", "--force", "v1.1.9")
    repo.switch("main")


def twice(repo: Repository) -> None:
    repo.git("tag", "1.1.9", "HEAD")


def absent(repo: Repository) -> None:
    repo.git("tag", "v1.1.8", "v1.1.9^{}")
    repo.git("tag", "-d", "v1.1.9")


def no_tag_at_all(repo: Repository) -> None:
    repo.git("tag", "-d", "v1.1.9")


def of_the_service(repo: Repository) -> None:
    repo.git("tag", "exports/v1.1.9", "HEAD~1")
    repo.git("tag", "--force", "v1.1.9", "HEAD")


TAGGED = """
    pass evidenced: the release can return to v1.1.9, which runs now: the tag v1.1.9 leads
          to before, and the rollback targets it [plan 4:3, plan 5:19, git tag v1.1.9]
    """
IN_A_REPOSITORY = [
    pytest.param(nothing, BOTH, TAGGED, id="annotated"),
    pytest.param(lightweight, BOTH, TAGGED, id="lightweight"),
    pytest.param(nested, BOTH, TAGGED, id="tag-of-a-tag"),
    pytest.param(on_a_branch, BOTH, TAGGED.replace("before", "repaired"), id="on-an-older-branch"),
    pytest.param(
        nothing,
        """
        previous_version: tag v1.1.9
        rollback_plan: {target: tag v1.1.9}
        """,
        """
        pass evidenced: the release can return to tag v1.1.9, which runs now: the tag v1.1.9
              leads to before, and the rollback targets it [plan 4:3, plan 5:19, git tag v1.1.9]
        """,
        id="in-words",
    ),
    pytest.param(
        of_the_service,
        "service: exports\n" + lines(BOTH),
        """
        pass evidenced: the release can return to v1.1.9, which runs now: the tag exports/v1.1.9
              leads to before, and the rollback targets it [plan 5:3, plan 6:19, git tag
              exports/v1.1.9]
        """,
        id="of-the-service",
    ),
    pytest.param(
        absent,
        BOTH,
        """
        fail violated: "v1.1.9", to which the release would return, has no tag here; the highest
              of 1 tag: v1.1.8
          4:3 "v1.1.9", to which the release would return, has no tag here; the highest of 1
              tag: v1.1.8
        """,
        id="absent",
    ),
    pytest.param(
        absent,
        "previous_version: v1.1.9",
        """
        fail violated: "v1.1.9", to which the release would return, has no tag here; the highest
              of 1 tag: v1.1.8
          4:3 "v1.1.9", to which the release would return, has no tag here; the highest of 1
              tag: v1.1.8
        """,
        id="absent-and-no-target",
    ),
    pytest.param(
        absent,
        "rollback_plan: {target: v1.1.9}",
        """
        fail violated: "v1.1.9", to which the release would return, has no tag here; the highest
              of 1 tag: v1.1.8
          4:19 "v1.1.9", to which the release would return, has no tag here; the highest of 1
              tag: v1.1.8
        """,
        id="target-alone-and-absent",
    ),
    pytest.param(
        nothing,
        "previous_version: v1.1.9",
        """
        fail unproven: `previous_version` names a version, `rollback_plan.target` does not
          1:1 `previous_version` names a version, `rollback_plan.target` does not
        """,
        id="tagged-but-no-target",
    ),
    pytest.param(
        no_tag_at_all,
        BOTH,
        """
        fail unproven: "v1.1.9", to which the release would return, has no tag here: this clone
              has no tag at all; fetch them (`git fetch --tags`)
          4:3 "v1.1.9", to which the release would return, has no tag here: this clone has no
              tag at all; fetch them (`git fetch --tags`)
        """,
        id="no-tag-at-all",
    ),
    pytest.param(
        on_the_release,
        BOTH,
        """
        fail violated: there is nothing to return to: the tag v1.1.9 leads to the release itself
              (release)
          4:3 there is nothing to return to: the tag v1.1.9 leads to the release itself
              (release)
        """,
        id="on-the-release-itself",
    ),
    pytest.param(
        after_the_release,
        BOTH,
        """
        fail violated: the tag v1.1.9 leads to later, which is later than the release (release)
          4:3 the tag v1.1.9 leads to later, which is later than the release (release)
        """,
        id="made-after-the-release",
    ),
    pytest.param(
        twice,
        BOTH,
        """
        fail violated: it is not clear to which version the release would return: the tag 1.1.9
              leads to release and v1.1.9 leads to before
          4:3 it is not clear to which version the release would return: the tag 1.1.9 leads to
              release and v1.1.9 leads to before
        """,
        id="two-tags-of-one-version",
    ),
    pytest.param(
        nothing,
        """
        previous_version: v1.1.9
        rollback_plan: {target: v1.1.8}
        """,
        """
        fail violated: `previous_version` is v1.1.9, but the rollback targets v1.1.8
          5:19 `previous_version` is v1.1.9, but the rollback targets v1.1.8
        """,
        id="the-plan-contradicts-itself",
    ),
]


@pytest.mark.parametrize(("prepare", "text", "expected"), IN_A_REPOSITORY)
def test_in_a_repository_the_version_to_return_to_is_tagged(
    tmp_path: Path, prepare: Prepare, text: str, expected: str
) -> None:
    repo, judged = two_releases(tmp_path / "r"), plan(text)
    prepare(repo)
    assert said(check(judged, tags_beside(repo, judged)), repo) == lines(expected)


PLAN = {"previous_version": "v1.1.9", "rollback_plan": {"target": "v1.1.9"}}


def test_what_is_not_tagged_is_caught_where_statements_are_enough(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    assert outcome(judge(repo.path, "rollback-point-exists", plan=PLAN)) == "pass evidenced"
    absent(repo)
    assert outcome(judge(repo.path, "rollback-point-exists", plan=PLAN)) == "fail violated"


def test_outside_a_repository_a_statement_is_worth_a_statement(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    assert outcome(judge(folder, "rollback-point-exists", plan=PLAN)) == "pass attested"
    item = judge(folder, "rollback-point-exists", plan=PLAN, assurance="evidenced")
    assert outcome(item) == "fail unproven"


def test_a_clone_of_the_last_commit_alone_proves_nothing(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    shallow = repo.clone(tmp_path / "c", "--depth", "1")
    item = judge(shallow.path, "rollback-point-exists", plan=PLAN)
    assert outcome(item) == "fail unproven"
    assert "this is a shallow clone, which lacks tags; fetch them" in item["reason"]
    shallow.git("fetch", "--quiet", "--tags")
    assert outcome(judge(shallow.path, "rollback-point-exists", plan=PLAN)) == "pass evidenced"


def test_a_repository_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    item = judge(repository(tmp_path / "r").path, "rollback-point-exists", plan=PLAN)
    assert report_of(item).startswith("fail unproven: the repository has no commit yet")


def test_a_policy_that_is_only_looked_at_collects_no_tags(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    absent(repo)
    plan = {"version": "v1.2.0", "environment": "production", **PLAN}
    repo.write({"plan.yaml": json.dumps({"deployment": plan})})
    check = ("check", "plan.yaml", "-o", "json", "--now", NOW, "--stage", "production")
    (rung, *_) = json.loads(run(*check, cwd=repo.path).out)["reports"][0]["ladder"]
    assert rung["policy"] == "production"
    assert "rollback-point-exists" not in rung["blocking"]
    judged = json.loads(run(*check, "--policy", "deploylint:production", cwd=repo.path).out)
    items = {item["rule"]: outcome(item) for item in judged["reports"][0]["items"]}
    assert items["rollback-point-exists"] == "fail violated"
