"""What the check post-mortem-planned says."""

import pytest

from deploylint.checks.post_mortem_planned import check
from tests.checks.plans import lines, plan, written

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
        "fail unproven: the plan names no post-mortem",
        id="nothing",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        post_mortem: {owner: tech-lead, date: 2026-11-27}
        """,
        "pass: tech-lead writes the post-mortem by 2026-11-27 [plan 7:3]",
        id="planned",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        post_mortem: {owner: tech-lead}
        """,
        """
        fail violated: the post-mortem is planned without `date`
          7:3 the post-mortem is planned without `date`
        """,
        id="no-date",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        post_mortem: {owner: TBD, date: 2026-11-27}
        """,
        """
        fail violated: the post-mortem is planned without `owner`
          7:17 the post-mortem is planned without `owner`
        """,
        id="owner-says-nothing",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_post_mortem_has_owner_and_date(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
