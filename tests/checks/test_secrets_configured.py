"""What the check secrets-configured says; secrets are put together here, so no scanner stops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.checks.secrets_configured import check
from deploylint.model.verdict import Status
from tests.checks.plans import lines, plan, written

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
NOTHING_FOUND = "fail unproven: the plan says nothing about secrets; none is written into it"

CASES = [
    pytest.param("", NOTHING_FOUND, id="nothing"),
    pytest.param(
        "rollback_plan: psql postgres://app:$DB_PASSWORD@db/app -f down.sql",
        NOTHING_FOUND,
        id="named-not-written",
    ),
    pytest.param(
        "smoke_tests: ['Token: refreshed after deploy', 'Password: reset works']",
        NOTHING_FOUND,
        id="prose",
    ),
    pytest.param(
        "reason: the token ghp_" + LETTERS + " has leaked",
        """
        fail violated: 1 secret written into the plan, in `reason`
          4:11 a GitHub token (ghp_…, 40 characters) stands in `reason`: revoke it, then refer
              to it by name
        """,
        id="token-in-a-sentence",
    ),
    pytest.param(
        "rollback_plan:\n  command: psql postgres://app:hunter2@db/app && curl -u ops:swordfish x",
        """
        fail violated: 2 secrets written into the plan, in `rollback_plan.command`
          5:14 a password in an address (7 characters) stands in `rollback_plan.command`: revoke
              it, then refer to it by name
          5:14 a password for curl (9 characters) stands in `rollback_plan.command`: revoke it,
              then refer to it by name
        """,
        id="two-in-a-command",
    ),
    pytest.param(
        "team: {escalation: {password=hunter2: on-call}}",
        """
        fail violated: 1 secret written into the plan, in a key of `team.escalation`
          4:23 a secret (7 characters) stands in a key of `team.escalation`: revoke it, then
              refer to it by name
        """,
        id="key",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_secret_in_the_plan_fails(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)


@pytest.mark.parametrize(
    "form",
    [
        "postgres://app:{}@db/app",
        "export PASSWORD={}",
        "--token {}",
        "API_KEY: {}",
        "ghp_{}" + LETTERS,
    ],
)
@given(value=st.text("abcdefghjkmnpqrstuvwxyz23456789", min_size=12, max_size=40))
def test_no_message_repeats_a_secret(form: str, value: str) -> None:
    value = f"k{value}7"
    verdict = check(plan(f"reason: '{form.format(value)}'"))
    assert verdict.status is Status.FAIL
    assert len(verdict.findings) == 1
    assert value not in str(verdict)
