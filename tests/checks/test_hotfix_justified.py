"""What the check hotfix-justified says."""

import pytest

from deploylint.checks.hotfix_justified import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        "na: the plan is not a hotfix",
        id="standard",
    ),
    pytest.param(
        "type: rollback",
        "na: the plan is not a hotfix",
        id="rollback",
    ),
    pytest.param(
        """
        type: hotfix
        incident: INC-42
        reason: checkout fails for new customers
        """,
        'pass: hotfix for INC-42: "checkout fails for new customers" [plan 5:3, plan 6:3]',
        id="justified",
    ),
    pytest.param(
        "type: hotfix",
        """
        fail violated: the plan says `type: hotfix` without `incident` and `reason`
          4:3 the plan says `type: hotfix` without `incident` and `reason`
        """,
        id="nothing-given",
    ),
    pytest.param(
        """
        type: hotfix
        incident: INC-42
        reason: n/a
        """,
        """
        fail violated: the plan says `type: hotfix` without `reason`
          4:3 the plan says `type: hotfix` without `reason`
        """,
        id="reason-says-nothing",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_hotfix_gives_incident_and_reason(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
