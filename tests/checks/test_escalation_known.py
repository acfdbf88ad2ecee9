"""What the check escalation-known says."""

import pytest

from deploylint.checks.escalation_known import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        """
        fail unproven: the plan does not say who decides when something goes wrong
          1:1 the plan does not say who decides when something goes wrong
        """,
        id="no-team",
    ),
    pytest.param(
        "team: {watcher: on-call}",
        """
        fail unproven: the plan does not say who decides when something goes wrong
          4:3 the plan does not say who decides when something goes wrong
        """,
        id="no-escalation",
    ),
    pytest.param(
        """
        team:
          escalation:
            failed-deploy: operations
            critical-bug: tech-lead
            user-impact: project-manager
        """,
        """
        pass: failed deploy: operations; critical bug: tech-lead; major impact: project-manager
              [plan 5:5]
        """,
        id="all-three",
    ),
    pytest.param(
        """
        team:
          escalation:
            Échec déploiement: operations
            Bug critique post-deploy: tech-lead
            Impact utilisateur majeur: project-manager
        """,
        """
        pass: failed deploy: operations; critical bug: tech-lead; major impact: project-manager
              [plan 5:5]
        """,
        id="in-french",
    ),
    pytest.param(
        """
        team:
          escalation:
            failed-deploy: operations
            critical-bug: tech-lead
        """,
        """
        fail violated: `team.escalation` names nobody for: major impact
          5:5 `team.escalation` names nobody for: major impact
        """,
        id="one-missing",
    ),
    pytest.param(
        """
        team:
          escalation:
            failed-deploy: operations
            critical-bug: TBD
            major-outage: project-manager
        """,
        """
        fail violated: `team.escalation` names nobody for: critical bug
          5:5 `team.escalation` names nobody for: critical bug
        """,
        id="one-says-nothing",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_somebody_decides(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
