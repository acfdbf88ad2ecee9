"""Reviews that events, the API of GitHub and GitLab show, and several documents together."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.judging import judge, outcome, written
from tests.evidence.reviewing import Desk, Documents, desk, flat, gh, merged, review_of, samples
from tests.program import run

QA = ("qa-team", "APPROVED", "HEAD", "2026-11-23T10:00:00Z")
CASES = [
    pytest.param(
        samples("github/event_pull_request_review.json"),
        {},
        """
        fail error: #12 is shown without all of its reviews; export `reviews` with gh pr view
              [review 0.json]
          1:1 #12 is shown without all of its reviews; export `reviews` with gh pr view
        """,
        id="one-event-shows-one-review",
    ),
    pytest.param(
        samples("github/event_pull_request_review.json", "github/pr_view_old.json"),
        {},
        """
        pass bound: #12 is approved by qa-team on commit head [review 0.json, review 1.json]
          1:1 the approval by github-actions does not count: it is a program
          1:1 the approval of #12 by architect was given before the commit head was made
          valid until 2027-02-21T10:00:00+00:00
        """,
        id="an-event-adds-the-commit-to-what-an-old-gh-shows",
    ),
    pytest.param(
        samples("github/event_pull_request.json", "github/pr_rest_reviews.json"),
        {},
        """
        pass bound: #12 is approved by qa-team on commit head [review 0.json, review 1.json]
          1:1 the approval by dependabot does not count: it is a program
          valid until 2027-02-21T09:02:00+00:00
        """,
        id="an-event-and-the-reviews-of-the-api",
    ),
    pytest.param(
        samples("gitlab/mr_approvals.json", "gitlab/mr_view.json"),
        {},
        """
        pass evidenced: !12 is approved by qa-team on commit head [review 0.json, review 1.json]
          valid until 2027-02-21T10:00:01+00:00
        """,
        id="gitlab",
    ),
    pytest.param(
        samples("gitlab/mr_approvals_of_nobody.json", "gitlab/mr_view.json"),
        {},
        """
        fail violated: 0 of 1 approvals of !12 on commit head by somebody other than its author
              [review 0.json, review 1.json]
          1:1 0 of 1 approvals of !12 on commit head by somebody other than its author
        """,
        id="gitlab-approved-by-nobody",
    ),
    pytest.param(
        samples("gitlab/mr_approvals.json", "gitlab/mr_view.json", approvals_left=1),
        {},
        """
        fail violated: GitLab still waits for 1 of the approvals that it requires (!12) [review
              0.json, review 1.json]
          1:1 GitLab still waits for 1 of the approvals that it requires (!12)
        """,
        id="gitlab-waits",
    ),
    pytest.param(
        samples(
            "gitlab/mr_view.json",
            "gitlab/mr_approvals.json",
            detailed_merge_status="requested_changes",
        ),
        {},
        """
        fail violated: GitLab says that changes are requested (!12) [review 0.json, review
              1.json]
          1:1 GitLab says that changes are requested (!12)
        """,
        id="gitlab-changes-requested",
    ),
    pytest.param(
        samples(
            "gitlab/mr_approvals.json",
            "gitlab/mr_view.json",
            approved_by=[{"user": {"username": "qa-team"}}],
        ),
        {},
        """
        fail error: 0 of 1 approvals of !12 on commit head by somebody other than its author
              [review 0.json, review 1.json]
          1:1 0 of 1 approvals of !12 on commit head by somebody other than its author
          1:1 the approval of !12 by qa-team says neither of which commit it is nor when it
              was given; ask for a new one
        """,
        id="gitlab-old-approval-without-a-time",
    ),
    pytest.param(
        samples("gitlab/mr_approvals.json"),
        {},
        """
        fail error: nothing says who wrote !12; export the merge request beside its approvals
              [review 0.json]
          1:1 nothing says who wrote !12; export the merge request beside its approvals
        """,
        id="gitlab-approvals-alone",
    ),
    pytest.param(
        samples("gitlab/mr_view.json"),
        {},
        """
        fail error: !12 is shown without its approvals; export them beside the merge request
              [review 0.json]
          1:1 !12 is shown without its approvals; export them beside the merge request
        """,
        id="gitlab-merge-request-alone",
    ),
]


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    return desk(tmp_path / "r")


@pytest.mark.parametrize(("documents", "params", "expected"), CASES)
def test_reviews(here: Desk, documents: Documents, params: dict[str, Any], expected: str) -> None:
    assert review_of(here, documents(here), **params) == flat(expected)


def test_a_later_commit_leaves_the_review_behind(here: Desk) -> None:
    documents = gh(QA)(here)
    here.repo.commit({"src/exports.py": "changed later"}, "later")
    assert review_of(here, documents) == flat(
        """
        fail stale: pr.json is of commit head, and the release is later
          1:1 pr.json is of commit head, and the release is later
        """
    )


def test_a_merge_of_the_head_is_as_approved_as_the_head(here: Desk) -> None:
    documents = gh(QA, state="MERGED")(here)
    merged(here)
    assert review_of(here, documents) == flat(
        """
        pass bound: #12 is approved by qa-team on commit head, which merge merges [review
              pr.json]
          valid until 2027-02-21T12:00:00+00:00
        """
    )


def test_every_request_that_is_released_must_be_approved(here: Desk) -> None:
    first, second = gh(QA)(here)["pr.json"], gh(number=13)(here)["pr.json"]
    assert review_of(here, {"1.json": first, "2.json": second}) == flat(
        """
        fail violated: 0 of 1 approvals of #13 on commit head by somebody other than its author
              [review 1.json, review 2.json]
          1:1 0 of 1 approvals of #13 on commit head by somebody other than its author
        """
    )


def test_a_request_that_was_named_for_another_commit_is_not_passed_over(here: Desk) -> None:
    documents = gh(QA)(here)
    other = {**documents["pr.json"], "headRefOid": here.commits["BASE"], "number": 11}
    assert review_of(here, {**documents, "other.json": other}) == flat(
        """
        fail stale: other.json is of commit base, and the release is head [review pr.json]
          1:1 other.json is of commit base, and the release is head
        """
    )


def test_an_export_that_failed_is_no_proof(here: Desk) -> None:
    here.repo.commit({".gitignore": "pr.json*\n"}, "ignore")
    here.commits["HEAD"] = here.repo.head
    here.repo.write({".git/pr.json": json.dumps(gh(QA)(here)["pr.json"])})
    copy = "import shutil, sys; shutil.copy('.git/pr.json', 'pr.json'); sys.exit(4)"
    options = ("record", "--kind", "review", "--out", "pr.json", "--")
    assert run(*options, sys.executable, "-c", copy, cwd=here.root).code == 4
    plan = {"evidence": {"review": ["pr.json"]}}
    now = datetime.now(tz=UTC).isoformat()
    limit = {"max_age": "3600d"}
    item = judge(here.root, "code-review-approved", plan=plan, with_=limit, now=now)
    assert item["reason"] == "the command that wrote pr.json ended with 4"


# --- the whole program


def test_a_named_document(here: Desk) -> None:
    here.write(gh(QA)(here))
    plan = {"evidence": {"review": ["pr.json"]}}
    item = judge(here.root, "code-review-approved", plan=plan, assurance="bound")
    assert (outcome(item), item["reason"]) == (
        "pass bound",
        f"#12 is approved by qa-team on commit {here.repo.head[:7]}",
    )
    assert [one["commit"] for one in item["evidence"]] == [here.repo.head]


def test_a_document_that_was_found_unasked(here: Desk) -> None:
    here.write({"reports/pr.json": gh(QA)(here)["pr.json"]})
    assert outcome(judge(here.root, "code-review-approved")) == "pass bound"
    here.repo.commit({"src/exports.py": "changed later"}, "later")
    assert outcome(judge(here.root, "code-review-approved")) == "fail unproven"


def test_nothing_at_all(here: Desk) -> None:
    assert written(judge(here.root, "code-review-approved")).startswith(
        "fail unproven: no pull or merge request of this release was found (looked for reports/pr"
    )


def test_the_event_of_the_run_alone_is_not_enough(here: Desk, tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps(here.sample("github/event_pull_request_review.json")))
    env = {"GITHUB_EVENT_PATH": str(event)}
    assert outcome(judge(here.root, "code-review-approved", env=env)) == "fail unproven"
    (here.root / "reports").mkdir()
    here.write({"reports/reviews.json": here.sample("github/pr_rest_reviews.json")})
    assert outcome(judge(here.root, "code-review-approved", env=env)) == "pass bound"
