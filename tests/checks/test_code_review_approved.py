"""What the check code-review-approved says of pull requests in a real repository."""

from pathlib import Path
from typing import Any

import pytest

from tests.evidence.reviewing import Desk, Documents, desk, flat, gh, review_of

EARLY, MIDDLE, LATE = (f"2026-11-23T{hour}:00:00Z" for hour in (10, 11, 12))
QA = ("qa-team", "APPROVED", "HEAD", EARLY)
CASES = [
    pytest.param(
        gh(QA),
        {},
        """
        pass bound: #12 is approved by qa-team on commit head [review pr.json]
          valid until 2027-02-21T12:00:00+00:00
        """,
        id="one-approval-of-the-head",
    ),
    pytest.param(
        gh(QA, ("Architect", "APPROVED", "HEAD", EARLY)),
        {"minimum": 2},
        """
        pass bound: #12 is approved by qa-team and Architect on commit head [review pr.json]
          valid until 2027-02-21T12:00:00+00:00
        """,
        id="two-needed-two-there",
    ),
    pytest.param(
        gh(QA, ("QA-Team", "APPROVED", "HEAD", MIDDLE)),
        {"minimum": 2},
        """
        fail violated: 1 of 2 approvals of #12 on commit head by somebody other than its author:
              QA-Team [review pr.json]
          1:1 1 of 2 approvals of #12 on commit head by somebody other than its author:
              QA-Team
        """,
        id="twice-the-same-person",
    ),
    pytest.param(
        gh(),
        {},
        """
        fail violated: 0 of 1 approvals of #12 on commit head by somebody other than its author
              [review pr.json]
          1:1 0 of 1 approvals of #12 on commit head by somebody other than its author
        """,
        id="no-review",
    ),
    pytest.param(
        gh(),
        {"minimum": 0},
        """
        fail violated: 0 of 1 approvals of #12 on commit head by somebody other than its author
              [review pr.json]
          1:1 0 of 1 approvals of #12 on commit head by somebody other than its author
        """,
        id="nobody-is-never-enough",
    ),
    pytest.param(
        gh(("qa-team", "APPROVED", "EARLIER", EARLY)),
        {},
        """
        fail stale: 0 of 1 approvals of #12 on commit head by somebody other than its author
              [review pr.json]
          1:1 0 of 1 approvals of #12 on commit head by somebody other than its author
          1:1 the approval of #12 by qa-team is of commit earlier, not of head; ask for a
              new one
        """,
        id="approval-before-the-last-push",
    ),
    pytest.param(
        gh(QA, ("qa-team", "COMMENTED", "HEAD", MIDDLE), ("qa-team", "PENDING", "HEAD", LATE)),
        {},
        """
        pass bound: #12 is approved by qa-team on commit head [review pr.json]
          valid until 2027-02-21T12:00:00+00:00
        """,
        id="a-comment-hides-no-approval",
    ),
    pytest.param(
        gh(QA, ("qa-team", "CHANGES_REQUESTED", "HEAD", MIDDLE)),
        {},
        """
        fail violated: qa-team wants changes of #12 since 2026-11-23 11:00+00:00; settle them,
              then ask for a new review [review pr.json]
          1:1 qa-team wants changes of #12 since 2026-11-23 11:00+00:00; settle them, then
              ask for a new review
          1:1 0 of 1 approvals of #12 on commit head by somebody other than its author
        """,
        id="changed-their-mind",
    ),
    pytest.param(
        gh(
            ("qa-team", "CHANGES_REQUESTED", "EARLIER", EARLY),
            ("qa-team", "APPROVED", "HEAD", LATE),
        ),
        {},
        """
        pass bound: #12 is approved by qa-team on commit head [review pr.json]
          valid until 2027-02-21T12:00:00+00:00
        """,
        id="changes-were-settled",
    ),
    pytest.param(
        gh(("qa-team", "APPROVED", "HEAD", LATE), ("qa-team", "CHANGES_REQUESTED", "HEAD", EARLY)),
        {},
        """
        pass bound: #12 is approved by qa-team on commit head [review pr.json]
          valid until 2027-02-21T12:00:00+00:00
        """,
        id="times-decide-not-the-order-in-the-file",
    ),
    pytest.param(
        gh(QA, ("architect", "CHANGES_REQUESTED", "EARLIER", EARLY)),
        {},
        """
        fail violated: architect wants changes of #12 since 2026-11-23 10:00+00:00; settle them,
              then ask for a new review [review pr.json]
          1:1 architect wants changes of #12 since 2026-11-23 10:00+00:00; settle them, then
              ask for a new review
        """,
        id="another-still-wants-changes",
    ),
    pytest.param(
        gh(("qa-team", "DISMISSED", "HEAD", EARLY)),
        {},
        """
        fail violated: 0 of 1 approvals of #12 on commit head by somebody other than its author
              [review pr.json]
          1:1 0 of 1 approvals of #12 on commit head by somebody other than its author
        """,
        id="dismissed",
    ),
    pytest.param(
        gh(QA, ("architect", "DISMISSED", "HEAD", EARLY)),
        {},
        """
        pass bound: #12 is approved by qa-team on commit head [review pr.json]
          valid until 2027-02-21T12:00:00+00:00
        """,
        id="a-dismissed-wish-does-not-stand",
    ),
    pytest.param(
        gh(("Developer", "APPROVED", "HEAD", EARLY)),
        {},
        """
        fail violated: 0 of 1 approvals of #12 on commit head by somebody other than its author
              [review pr.json]
          1:1 0 of 1 approvals of #12 on commit head by somebody other than its author
          1:1 the approval by Developer does not count: #12 is theirs
        """,
        id="the-author",
    ),
    pytest.param(
        gh(("github-actions", "APPROVED", "HEAD", EARLY), ("", "APPROVED", "HEAD", EARLY)),
        {},
        """
        fail violated: 0 of 1 approvals of #12 on commit head by somebody other than its author
              [review pr.json]
          1:1 0 of 1 approvals of #12 on commit head by somebody other than its author
          1:1 the approval by github-actions does not count: it is a program
          1:1 an approval of #12 does not count: the account is gone
        """,
        id="a-program-and-nobody",
    ),
    pytest.param(
        gh(QA),
        {"bots": ("QA-Team[bot]",)},
        """
        fail violated: 0 of 1 approvals of #12 on commit head by somebody other than its author
              [review pr.json]
          1:1 0 of 1 approvals of #12 on commit head by somebody other than its author
          1:1 the approval by qa-team does not count: it is a program
        """,
        id="a-program-by-the-policy",
    ),
    pytest.param(
        gh(QA, author={"login": "dependabot", "is_bot": True}),
        {},
        """
        pass bound: #12 is approved by qa-team on commit head [review pr.json]
          valid until 2027-02-21T12:00:00+00:00
        """,
        id="written-by-a-program",
    ),
    pytest.param(
        gh(QA, commits=[{"authors": [{"login": "QA-team"}]}]),
        {},
        """
        fail violated: 0 of 1 approvals of #12 on commit head by somebody other than its author
              [review pr.json]
          1:1 0 of 1 approvals of #12 on commit head by somebody other than its author
          1:1 the approval by qa-team does not count: they wrote commits of #12
        """,
        id="approved-by-who-wrote-it",
    ),
    pytest.param(
        gh(
            QA,
            ("architect", "APPROVED", "HEAD", EARLY),
            commits=[{"authors": [{"login": "QA-team"}]}],
        ),
        {},
        """
        pass bound: #12 is approved by qa-team and architect on commit head [review pr.json]
          1:1 qa-team approved #12 and wrote commits of it
          valid until 2027-02-21T12:00:00+00:00
        """,
        id="approved-by-somebody-who-wrote-a-part",
    ),
    pytest.param(
        gh(QA, isDraft=True),
        {},
        """
        fail violated: #12 is a draft; mark it as ready and have it reviewed [review pr.json]
          1:1 #12 is a draft; mark it as ready and have it reviewed
        """,
        id="draft",
    ),
    pytest.param(
        gh(QA, state="CLOSED"),
        {},
        """
        fail violated: #12 was closed without being merged [review pr.json]
          1:1 #12 was closed without being merged
        """,
        id="closed",
    ),
    pytest.param(
        gh(QA, reviewDecision="REVIEW_REQUIRED"),
        {},
        """
        fail violated: GitHub still asks for a review (#12) [review pr.json]
          1:1 GitHub still asks for a review (#12)
        """,
        id="the-platform-misses-a-review",
    ),
    pytest.param(
        gh(reviewDecision="APPROVED"),
        {},
        """
        fail violated: 0 of 1 approvals of #12 on commit head by somebody other than its author
              [review pr.json]
          1:1 0 of 1 approvals of #12 on commit head by somebody other than its author
        """,
        id="the-word-of-the-platform-alone",
    ),
    pytest.param(
        gh(QA, reviews=None),
        {},
        """
        fail error: #12 is shown without all of its reviews; export `reviews` with gh pr view
              [review pr.json]
          1:1 #12 is shown without all of its reviews; export `reviews` with gh pr view
        """,
        id="only-the-latest-reviews",
    ),
    pytest.param(
        gh(QA, author=None),
        {},
        """
        fail error: nothing says who wrote #12; export `author` too [review pr.json]
          1:1 nothing says who wrote #12; export `author` too
        """,
        id="author-not-exported",
    ),
    pytest.param(
        gh(("qa-team", "APPROVED", "", EARLY)),
        {},
        """
        pass evidenced: #12 is approved by qa-team on commit head [review pr.json]
          valid until 2027-02-21T12:00:00+00:00
        """,
        id="old-gh-approval-after-the-newest-commit",
    ),
    pytest.param(
        gh(("qa-team", "APPROVED", "", "2026-11-23T08:59:59Z")),
        {},
        """
        fail stale: 0 of 1 approvals of #12 on commit head by somebody other than its author
              [review pr.json]
          1:1 0 of 1 approvals of #12 on commit head by somebody other than its author
          1:1 the approval of #12 by qa-team was given before the commit head was made; ask
              for a new one
        """,
        id="old-gh-approval-before-the-newest-commit",
    ),
]


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    return desk(tmp_path / "r")


@pytest.mark.parametrize(("documents", "params", "expected"), CASES)
def test_reviews(here: Desk, documents: Documents, params: dict[str, Any], expected: str) -> None:
    assert review_of(here, documents(here), **params) == flat(expected)
