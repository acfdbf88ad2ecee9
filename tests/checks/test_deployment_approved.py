"""What the check deployment-approved says."""

import pytest

from deploylint.checks.deployment_approved import Params, check
from deploylint.facts.clock import Clock
from tests.checks.plans import NO_CLOCK, clock, lines, plan, written

CASES = [
    pytest.param(
        "",
        clock(),
        Params(),
        "fail unproven: the plan names no approval",
        id="nobody",
    ),
    pytest.param(
        "approvals: [{by: change-board}]",
        clock(),
        Params(),
        """
        fail unproven: the plan names no `owner`, so nothing shows that somebody else approved
        """,
        id="owner-not-stated",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals: [{by: change-board, at: 2026-11-23T10:00:00+01:00, ticket: CHG-7}]
        """,
        clock(),
        Params(),
        """
        pass: approved by change-board under CHG-7; the owner is release-manager [plan 5:15]
        """,
        id="somebody-else",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals: [{by: Release-Manager}]
        """,
        clock(),
        Params(),
        """
        fail violated: 0 of 1 approvals by somebody other than the owner
          5:15 Release-Manager owns the release and cannot approve it alone
        """,
        id="owner-in-other-case",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals:
          - {by: change-board, at: 2026-11-23T10:00:00+01:00}
          - {by: Change-Board, at: 2026-11-23T10:00:00+01:00}
        """,
        clock(),
        Params(minimum=2),
        "fail violated: 1 of 2 approvals by somebody other than the owner: change-board",
        id="two-needed-one-twice",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals:
          - {by: change-board, at: 2026-11-23T10:00:00+01:00}
          - {by: qa-team, at: 2026-11-23T10:00:00+01:00}
        """,
        clock(),
        Params(minimum=2),
        """
        pass: approved by change-board and qa-team; the owner is release-manager [plan 6:7, plan
              7:7]
        """,
        id="two-needed-two-found",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals:
          - {by: release-manager, at: 2026-11-23T10:00:00+01:00}
          - {by: qa-team, at: 2026-11-23T10:00:00+01:00}
        """,
        clock(),
        Params(),
        """
        pass: approved by qa-team; the owner is release-manager [plan 7:7]
          6:7 release-manager owns the release and cannot approve it alone
        """,
        id="owner-beside-another",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals: [{by: change-board, at: 2026-11-24T11:00:00+01:00}]
        """,
        clock(),
        Params(),
        """
        fail violated: 0 of 1 approvals by somebody other than the owner
          5:15 the approval by change-board is dated 2026-11-24 11:00+01:00, after the
              2026-11-24 10:30+01:00 that is judged
        """,
        id="dated-after-the-moment",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals: [{by: change-board, at: 2026-11-24T11:00:00+01:00}]
        """,
        NO_CLOCK,
        Params(),
        "pass: approved by change-board; the owner is release-manager [plan 5:15]",
        id="dated-without-a-clock",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals: [{by: change-board, at: 2026-11-23T10:00:00+01:00}]
        """,
        clock(),
        Params(ticket=True),
        "fail violated: approved by change-board, but no approval names its ticket",
        id="ticket-missing",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals: [{by: change-board, at: 2026-11-23T10:00:00+01:00, ticket: CHG-7}]
        """,
        clock(),
        Params(ticket=True),
        """
        pass: approved by change-board under CHG-7; the owner is release-manager [plan 5:15]
        """,
        id="ticket-given",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals: [{by: change-board}]
        """,
        clock(),
        Params(),
        """
        fail unproven: 0 of 1 approvals by somebody other than the owner say when they were
              given
          5:15 the approval by change-board does not say when it was given (`at`)
        """,
        id="not-dated",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals:
          - {by: change-board, at: 2026-11-23T10:00:00+01:00}
          - {by: qa-team}
        """,
        clock(),
        Params(minimum=2),
        """
        fail unproven: 1 of 2 approvals by somebody other than the owner say when they were
              given: change-board
          7:7 the approval by qa-team does not say when it was given (`at`)
        """,
        id="two-needed-one-not-dated",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals: [{by: release-manager}]
        """,
        clock(),
        Params(),
        """
        fail violated: 0 of 1 approvals by somebody other than the owner
          5:15 release-manager owns the release and cannot approve it alone
        """,
        id="the-owner-not-dated",
    ),
    pytest.param(
        """
        owner: release-manager
        approvals: [{by: none}]
        """,
        clock(),
        Params(),
        """
        fail violated: 0 of 1 approvals by somebody other than the owner
          5:15 the approval by none names nobody
        """,
        id="named-none",
    ),
]


@pytest.mark.parametrize(("text", "when", "params", "expected"), CASES)
def test_others_than_the_owner_approve(
    text: str, when: Clock, params: Params, expected: str
) -> None:
    assert written(check(plan(text), when, params)) == lines(expected)
