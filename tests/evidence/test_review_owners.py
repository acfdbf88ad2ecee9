"""What is said when owners of changed files did not approve."""

from pathlib import Path
from typing import Any

import pytest

from tests.evidence.reviewing import desk, flat, gh, review_of

QA = ("qa-team", "APPROVED", "HEAD", "2026-11-23T10:00:00Z")
OWNERS = "* @qa-team\n/docs/ @org/writers docs@example.com\n/tests/ @Architect @developer-2\n"
APPROVALS = {"qa": (QA,), "both": (QA, ("architect", "APPROVED", "HEAD", "2026-11-23T10:00:00Z"))}


@pytest.mark.parametrize(
    ("text", "who", "params", "expected"),
    [
        pytest.param(
            OWNERS,
            "qa",
            {},
            """
            pass bound: #12 is approved by qa-team on commit head [review pr.json]
              3:1 no owner of 1 changed file (tests/test_exports.py) approved: Architect or
                  developer-2
              2:1 no owner of 1 changed file (docs/exports.md) approved: org/writers or
                  docs@example.com; name the members of org/writers and docs@example.com under
                  `teams` of the rule
              valid until 2027-02-21T12:00:00+00:00
            """,
            id="noted",
        ),
        pytest.param(
            OWNERS,
            "qa",
            {"owners": "ignore"},
            """
            pass bound: #12 is approved by qa-team on commit head [review pr.json]
              valid until 2027-02-21T12:00:00+00:00
            """,
            id="ignored",
        ),
        pytest.param(
            OWNERS,
            "qa",
            {"owners": "require"},
            """
            fail violated: no owner of 1 changed file (tests/test_exports.py) approved: Architect
                  or developer-2 [review pr.json]
              3:1 no owner of 1 changed file (tests/test_exports.py) approved: Architect or
                  developer-2
              2:1 no owner of 1 changed file (docs/exports.md) approved: org/writers or
                  docs@example.com; name the members of org/writers and docs@example.com under
                  `teams` of the rule
            """,
            id="required-and-missing",
        ),
        pytest.param(
            OWNERS,
            "both",
            {"owners": "require"},
            """
            fail error: no owner of 1 changed file (docs/exports.md) approved: org/writers or
                  docs@example.com; name the members of org/writers and docs@example.com under
                  `teams` of the rule [review pr.json]
              2:1 no owner of 1 changed file (docs/exports.md) approved: org/writers or
                  docs@example.com; name the members of org/writers and docs@example.com under
                  `teams` of the rule
            """,
            id="required-of-a-team",
        ),
        pytest.param(
            OWNERS,
            "both",
            {"owners": "require", "teams": ("@org/Writers: @lead, Architect",)},
            """
            pass bound: #12 is approved by qa-team and architect on commit head [review pr.json]
              valid until 2027-02-21T12:00:00+00:00
            """,
            id="required-of-a-team-whose-members-are-named",
        ),
        pytest.param(
            "* @developer\n",
            "qa",
            {"owners": "require"},
            """
            pass bound: #12 is approved by qa-team on commit head [review pr.json]
              valid until 2027-02-21T12:00:00+00:00
            """,
            id="the-author-owns-it",
        ),
        pytest.param(
            "* @nobody\n/src/\n/docs/\n/tests/\n",
            "qa",
            {"owners": "require"},
            """
            pass bound: #12 is approved by qa-team on commit head [review pr.json]
              valid until 2027-02-21T12:00:00+00:00
            """,
            id="nobody-owns-it",
        ),
        pytest.param(
            None,
            "qa",
            {"owners": "require"},
            """
            pass bound: #12 is approved by qa-team on commit head [review pr.json]
              valid until 2027-02-21T12:00:00+00:00
            """,
            id="no-such-file",
        ),
        pytest.param(
            "[Docs]\n*.md @qa-team\n",
            "qa",
            {"owners": "require"},
            """
            fail error: nobody can tell who owns what #12 changes: .github/CODEOWNERS: its
                  sections are not read here [review pr.json]
              1:1 nobody can tell who owns what #12 changes: .github/CODEOWNERS: its sections
                  are not read here
            """,
            id="sections",
        ),
    ],
)
def test_code_owners(
    tmp_path: Path, text: str | None, who: str, params: dict[str, Any], expected: str
) -> None:
    here = desk(tmp_path / "r", text)
    documents = gh(*APPROVALS[who])(here)
    assert review_of(here, documents, **params) == flat(expected)


def test_owners_are_told_at_their_line(tmp_path: Path) -> None:
    here = desk(tmp_path / "r", OWNERS)
    places = [str(finding.at) for finding in here.review(gh(QA)(here)).findings]
    assert places == [".github/CODEOWNERS:3:1", ".github/CODEOWNERS:2:1"]
