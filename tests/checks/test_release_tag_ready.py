"""What the check release-tag-ready says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploylint.checks.release_tag_ready import check
from tests.checks.plans import lines, plan
from tests.evidence.judging import judge, outcome
from tests.evidence.judging import written as report_of
from tests.evidence.repository import Repository, repository
from tests.evidence.tagging import said, tags_beside, two_releases

Prepare = Callable[[Repository], object]


def lightweight(repo: Repository) -> None:
    repo.tag("v1.2.0")


def annotated(repo: Repository) -> None:
    repo.tag("v1.2.0", "Exports")


def elsewhere(repo: Repository) -> None:
    repo.git("tag", "-a", "-m", "Exports", "v1.2.0", "HEAD~1")


def moved_on(repo: Repository) -> None:
    annotated(repo)
    repo.commit({"a": "3"}, "later")


def nested(repo: Repository) -> None:
    annotated(repo)
    repo.git("tag", "-a", "-m", "again", "nested", "v1.2.0")
    repo.git("update-ref", "refs/tags/v1.2.0", "refs/tags/nested")


def twice(repo: Repository) -> None:
    annotated(repo)
    repo.git("tag", "1.2.0", "HEAD~1")


def both_forms(repo: Repository) -> None:
    repo.tag("1.2.0")
    annotated(repo)


def of_a_service(name: str) -> Prepare:
    def tag(repo: Repository) -> None:
        repo.tag(name, "Exports")

    return tag


def of_two_services(repo: Repository) -> None:
    repo.git("tag", "-a", "-m", "Everything", "v1.2.0", "HEAD~1")
    repo.tag("exports-v1.2.0", "Exports")


def of_a_tree(repo: Repository) -> None:
    repo.git("tag", "-a", "-m", "Exports", "v1.2.0", "HEAD^{tree}")


def nothing(repo: Repository) -> None:
    del repo


def no_tag_at_all(repo: Repository) -> None:
    repo.git("tag", "-d", "v1.1.9")


def others_only(repo: Repository) -> None:
    repo.git("tag", "nightly", "v1.1.9^{}")
    repo.git("tag", "-d", "v1.1.9")


ABSENT = """
    fail violated: no tag is named "v1.2.0"; the highest of 1 tag: v1.1.9
      2:3 no tag is named "v1.2.0"; the highest of 1 tag: v1.1.9
    """
READY = """
    pass bound: the annotated tag v1.2.0 leads to release, the commit that is released [git
          tag v1.2.0]
    """
CASES = [
    pytest.param(annotated, "", READY, id="annotated"),
    pytest.param(nested, "", READY, id="tag-of-a-tag"),
    pytest.param(both_forms, "", READY, id="with-and-without-v-on-one-commit"),
    pytest.param(
        lightweight,
        "",
        """
        fail violated: the tag v1.2.0 is lightweight: it does not say who made it, when and what
              for; make an annotated one in its place
          2:3 the tag v1.2.0 is lightweight: it does not say who made it, when and what for;
              make an annotated one in its place
        """,
        id="lightweight",
    ),
    pytest.param(
        elsewhere,
        "",
        """
        fail violated: the tag v1.2.0 leads to before, and the release is release
          2:3 the tag v1.2.0 leads to before, and the release is release
        """,
        id="another-commit",
    ),
    pytest.param(
        moved_on,
        "",
        """
        fail violated: the tag v1.2.0 leads to release, and the release is later
          2:3 the tag v1.2.0 leads to release, and the release is later
        """,
        id="the-branch-moved-on",
    ),
    pytest.param(
        twice,
        "",
        """
        fail violated: the tag 1.2.0 leads to before and v1.2.0 leads to release, and the
              release is release
          2:3 the tag 1.2.0 leads to before and v1.2.0 leads to release, and the release is
              release
        """,
        id="with-and-without-v-on-two-commits",
    ),
    pytest.param(nothing, "", ABSENT, id="absent"),
    pytest.param(of_a_tree, "", ABSENT, id="of-no-commit"),
    pytest.param(
        of_a_service("exports-v1.2.0"),
        "",
        ABSENT.replace("1 tag:", "2 tags:"),
        id="of-a-service-that-the-plan-does-not-name",
    ),
    pytest.param(
        others_only,
        "",
        """
        fail violated: no tag is named "v1.2.0"; none of the 1 tag is a version
          2:3 no tag is named "v1.2.0"; none of the 1 tag is a version
        """,
        id="absent-among-other-names",
    ),
    pytest.param(
        no_tag_at_all,
        "",
        """
        fail unproven: no tag is named "v1.2.0": this clone has no tag at all; fetch them (`git
              fetch --tags`)
          2:3 no tag is named "v1.2.0": this clone has no tag at all; fetch them (`git fetch
              --tags`)
        """,
        id="no-tag-at-all",
    ),
    pytest.param(
        of_two_services,
        "service: exports",
        """
        pass bound: the annotated tag exports-v1.2.0 leads to release, the commit that is
              released [git tag exports-v1.2.0]
        """,
        id="a-tag-of-its-own-comes-before-the-common-one",
    ),
    pytest.param(
        of_a_service("billing-v1.2.0"),
        "service: exports",
        """
        fail violated: no tag is named "v1.2.0", for the service "exports" or at all; the
              highest of 2 tags: v1.1.9
          2:3 no tag is named "v1.2.0", for the service "exports" or at all; the highest of 2
              tags: v1.1.9
        """,
        id="of-another-service",
    ),
]


@pytest.mark.parametrize(("prepare", "text", "expected"), CASES)
def test_the_tag_leads_to_the_release(
    tmp_path: Path, prepare: Prepare, text: str, expected: str
) -> None:
    repo, judged = two_releases(tmp_path / "r"), plan(text)
    prepare(repo)
    assert said(check(tags_beside(repo, judged), judged), repo) == lines(expected)


@pytest.mark.parametrize(
    "name", ["exports-v1.2.0", "exports/v1.2.0", "exports@1.2.0", "Exports-1.2.0", "v1.2.0"]
)
def test_a_service_may_write_its_tags_in_several_ways(tmp_path: Path, name: str) -> None:
    repo, judged = two_releases(tmp_path / "r"), plan("service: exports")
    repo.tag(name, "Exports")
    assert check(tags_beside(repo, judged), judged).status == "pass"


@pytest.mark.parametrize(
    "name", ["exports1.2.0", "exports_v1.2.0", "xexports-v1.2.0", "exports-v1.2.0-rc.1", "exports-"]
)
def test_other_names_are_not_those_of_the_service(tmp_path: Path, name: str) -> None:
    repo, judged = two_releases(tmp_path / "r"), plan("service: exports")
    repo.tag(name, "Exports")
    assert check(tags_beside(repo, judged), judged).cause == "violated"


def test_the_commit_of_the_plan_is_what_the_tag_must_lead_to(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    repo.tag("v1.2.0", "Exports")
    released = repo.head
    repo.commit({"a": "3"}, "later")
    judged = plan(f"commit: {released[:9]}")
    assert said(check(tags_beside(repo, judged), judged), repo) == lines(READY)


ROLLBACK = """
    version: v1.1.9
    type: rollback
    incident: INC-42
    reason: error rate at 7 %
    previous_version: v1.2.0
    """


def test_a_rollback_that_names_no_commit_deploys_what_its_tag_leads_to(tmp_path: Path) -> None:
    repo, judged = two_releases(tmp_path / "r"), plan(ROLLBACK)
    assert said(check(tags_beside(repo, judged), judged), repo) == lines(
        """
        pass evidenced: the annotated tag v1.1.9 leads to before, which the rollback returns to
              [git tag v1.1.9]
        """
    )


def test_a_rollback_that_names_its_commit_is_held_to_it(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    judged = plan(f"{lines(ROLLBACK)}\ncommit: {repo.head}")
    assert said(check(tags_beside(repo, judged), judged), repo) == lines(
        """
        fail violated: the tag v1.1.9 leads to before, and the release is release
          3:3 the tag v1.1.9 leads to before, and the release is release
        """
    )


def test_a_shallow_clone_without_the_tag_proves_nothing(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    repo.commit({"a": "3"}, "later")
    repo.git("tag", "-a", "-m", "Exports", "v1.2.0", "HEAD~1")
    shallow, judged = repo.clone(tmp_path / "c", "--depth", "1"), plan()
    assert said(check(tags_beside(shallow, judged), judged), shallow) == lines(
        """
        fail unproven: no tag is named "v1.2.0": this is a shallow clone, which lacks tags;
              fetch them (`git fetch --tags`)
          2:3 no tag is named "v1.2.0": this is a shallow clone, which lacks tags; fetch them
              (`git fetch --tags`)
        """
    )


def test_a_shallow_clone_with_the_tag_is_enough(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    repo.tag("v1.2.0", "Exports")
    shallow, judged = repo.clone(tmp_path / "c", "--depth", "1"), plan()
    assert said(check(tags_beside(shallow, judged), judged), repo) == lines(READY)


def test_a_clone_that_fetched_no_tags_says_so(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    repo.tag("v1.2.0", "Exports")
    item = judge(repo.clone(tmp_path / "c", "--no-tags").path, "release-tag-ready")
    assert outcome(item) == "fail unproven"
    assert "this clone has no tag at all; fetch them (`git fetch --tags`)" in item["reason"]


@pytest.mark.parametrize("name", ["--help", "--output=pwned"])
def test_a_version_that_is_an_option_runs_nothing(tmp_path: Path, name: str) -> None:
    repo = two_releases(tmp_path / "r")
    repo.git("update-ref", f"refs/tags/{name}", "HEAD")
    item = judge(repo.path, "release-tag-ready", plan={"version": name, "previous_version": name})
    assert report_of(item).startswith(f"fail violated: the tag {name} is lightweight")
    assert not (repo.path / "pwned").exists()


TICK = {"checklist": [{"id": "the-rule", "status": "pass", "by": "release-manager"}]}


def test_without_a_repository_a_person_may_answer(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    item = judge(tmp_path / "r", "release-tag-ready")
    assert report_of(item).startswith("fail unproven: this is no git repository, so no tag can be")
    assert outcome(judge(tmp_path / "r", "release-tag-ready", plan=TICK)) == "pass attested"


def test_what_the_repository_shows_stands_against_what_a_person_says(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    assert outcome(judge(repo.path, "release-tag-ready", plan=TICK)) == "fail violated"


def test_bound_proof_can_be_demanded(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    repo.tag("v1.2.0", "Exports")
    assert outcome(judge(repo.path, "release-tag-ready", assurance="bound")) == "pass bound"


def test_a_commit_that_is_not_here_proves_nothing(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    repo.tag("v1.2.0", "Exports")
    item = judge(repo.path, "release-tag-ready", plan={"commit": "0123456789abcdef"})
    assert item["cause"] == "error"
    assert 'the commit "0123456789abcdef" that the plan names is not in this' in item["reason"]


def test_a_repository_without_a_commit_proves_nothing(tmp_path: Path) -> None:
    item = judge(repository(tmp_path / "r").path, "release-tag-ready")
    assert report_of(item).startswith("fail unproven: the repository has no commit yet")
