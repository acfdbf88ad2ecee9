"""What the check rollback-database-justified says."""

import pytest

from deploylint.checks.rollback_database_justified import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "migrations: [add_exports]",
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
        "na: the rollback takes back no migration",
        id="database-stays",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        migrations:
          - {name: add_exports, reversible: true, cause: true}
          - {name: add_index, reversible: true}
        """,
        """
        pass: add_exports and add_index reversible; add_exports caused the rollback [plan 8:7,
              plan 9:7]
        """,
        id="justified",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        migrations: [{name: add_exports, reversible: true}]
        """,
        """
        fail violated: no migration is declared to be the cause (`cause: true`)
          7:3 no migration is declared to be the cause (`cause: true`)
        """,
        id="no-cause",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        migrations:
          - {name: add_exports, reversible: true, cause: true}
          - {name: drop_old, reversible: false}
        """,
        """
        fail violated: drop_old not declared reversible
          9:7 drop_old is not declared `reversible: true`
        """,
        id="one-way",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        migrations: [add_exports]
        """,
        """
        fail violated: add_exports not declared reversible; no migration is declared to be the
              cause (`cause: true`)
          7:16 add_exports is not declared `reversible: true`
          7:3 no migration is declared to be the cause (`cause: true`)
        """,
        id="nothing-declared",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_database_goes_back_with_a_cause(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
