"""What the check rollback-plan-present says."""

import pytest

from deploylint.checks.rollback_plan_present import Params, check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        Params(),
        "fail unproven: the plan has no rollback plan",
        id="none",
    ),
    pytest.param(
        """
        rollback_plan:
          command: vercel rollback
          target: v1.1.9
          trigger: error rate > 5%
          time_limit: 5m
          owner: operations
        """,
        Params(),
        """
        pass: "vercel rollback" returns to v1.1.9 within 5 min when "error rate > 5%" by
              operations [plan 4:3]
        """,
        id="structured",
    ),
    pytest.param(
        "rollback_plan: Revert to v1.1.9",
        Params(),
        """
        fail violated: the rollback plan has no `command`, `target`, `trigger`, `owner` and
              `time_limit`
          4:18 the rollback plan has no `command`
          4:18 the rollback plan has no `target`
          4:18 the rollback plan has no `trigger`
          4:18 the rollback plan has no `owner`
          4:18 the rollback plan has no `time_limit`
        """,
        id="text-where-structure-is-needed",
    ),
    pytest.param(
        """
        rollback_plan:
          command: vercel rollback
          target: v1.1.9
          trigger: error rate > 5%
          time_limit: 5m
        """,
        Params(),
        """
        fail violated: the rollback plan has no `owner`
          4:3 the rollback plan has no `owner`
        """,
        id="owner-missing",
    ),
    pytest.param(
        """
        rollback_plan:
          command: vercel rollback
          target: v1.1.9
          trigger: TBD
          time_limit: 5m
          owner: operations
        """,
        Params(),
        """
        fail violated: the rollback plan has no `trigger`
          7:5 the rollback plan has no `trigger`
        """,
        id="trigger-says-nothing",
    ),
    pytest.param(
        """
        rollback_plan:
          command: vercel rollback
          target: v1.1.9
          trigger: error rate > 5%
          time_limit: 20m
          owner: operations
        """,
        Params(),
        """
        fail violated: `time_limit` is 20 min; the policy permits 5 min
          8:5 `time_limit` is 20 min; the policy permits 5 min
        """,
        id="command-too-slow",
    ),
    pytest.param(
        """
        rollback_plan:
          command: vercel rollback
          target: v1.1.9
          trigger: error rate > 5%
          time_limit: 5m
          owner: operations
          stable_within: 15m
        """,
        Params(),
        """
        fail violated: `stable_within` is 15 min; the policy permits 10 min
          10:5 `stable_within` is 15 min; the policy permits 10 min
        """,
        id="stable-too-late",
    ),
    pytest.param(
        """
        rollback_plan:
          command: vercel rollback
          target: v1.1.9
          trigger: error rate > 5%
          time_limit: 5m
          owner: operations
          stable_within: 10m
        """,
        Params(),
        """
        pass: "vercel rollback" returns to v1.1.9 within 5 min when "error rate > 5%" by
              operations [plan 4:3]
        """,
        id="stable-in-time",
    ),
    pytest.param(
        """
        rollback_plan:
          command: vercel rollback
          target: 1.2.0
          trigger: error rate > 5%
          time_limit: 5m
          owner: operations
        """,
        Params(),
        """
        fail violated: the target 1.2.0 is the version being deployed, not the one before
          6:5 the target 1.2.0 is the version being deployed, not the one before
        """,
        id="target-is-what-is-deployed",
    ),
    pytest.param(
        """
        type: rollback
        rollback_plan:
          command: vercel rollback
          target: 1.2.0
          trigger: error rate > 5%
          time_limit: 5m
          owner: operations
        """,
        Params(),
        """
        pass: "vercel rollback" returns to 1.2.0 within 5 min when "error rate > 5%" by
              operations [plan 5:3]
        """,
        id="target-of-a-rollback",
    ),
    pytest.param(
        """
        rollback_plan:
          command: npx prisma migrate reset
          target: v1.1.9
          trigger: error rate > 5%
          time_limit: 5m
          owner: operations
        """,
        Params(),
        """
        fail violated: `prisma migrate reset` in `rollback_plan.command` wipes the database, and
              all data is lost; apply a down migration with `prisma db execute`, then `prisma
              migrate resolve`
          5:14 `prisma migrate reset` in `rollback_plan.command` wipes the database, and all
              data is lost; apply a down migration with `prisma db execute`, then `prisma
              migrate resolve`
        """,
        id="wipes-and-fails",
    ),
    pytest.param(
        "rollback_plan: Revert to v1.1.9",
        Params(structured=False),
        'pass: the plan says how to return: "Revert to v1.1.9" [plan 4:18]',
        id="sentence",
    ),
    pytest.param(
        "rollback_plan: Revenir à la version précédente",
        Params(structured=False),
        'pass: the plan says how to return: "Revenir à la version précédente" [plan 4:18]',
        id="sentence-in-french",
    ),
    pytest.param(
        "rollback_plan: vercel rollback",
        Params(structured=False),
        'pass: the plan says how to return: "vercel rollback" [plan 4:18]',
        id="command-alone",
    ),
    pytest.param(
        "rollback_plan: Revert",
        Params(structured=False),
        """
        fail violated: the rollback plan says only "Revert": say to which version, and by which
              command or runbook
          4:3 the rollback plan says only "Revert": say to which version, and by which command
              or runbook
        """,
        id="bare-verb",
    ),
    pytest.param(
        "rollback_plan: We will roll back if needed",
        Params(structured=False),
        """
        fail violated: the rollback plan says only "We will roll back if needed": say to which
              version, and by which command or runbook
          4:3 the rollback plan says only "We will roll back if needed": say to which version,
              and by which command or runbook
        """,
        id="empty-sentence",
    ),
    pytest.param(
        "rollback_plan: none",
        Params(structured=False),
        """
        fail violated: the rollback plan says only "none": say to which version, and by which
              command or runbook
          4:3 the rollback plan says only "none": say to which version, and by which command or
              runbook
        """,
        id="says-none",
    ),
    pytest.param(
        "rollback_plan: {target: v1.1.9}",
        Params(structured=False),
        "pass: the rollback returns to v1.1.9 [plan 4:3]",
        id="record-where-a-sentence-is-enough",
    ),
    pytest.param(
        "rollback_plan: {target: v1.1.9, time_limit: 1h}",
        Params(structured=False),
        """
        pass: the rollback returns to v1.1.9 within 1 h [plan 4:3]
          4:35 `time_limit` is 1 h; the policy permits 5 min
        """,
        id="record-too-slow-is-pointed-out",
    ),
    pytest.param(
        "rollback_plan: {command: vercel rollback, target: v1.2.0}",
        Params(structured=False),
        """
        pass: "vercel rollback" returns to v1.2.0 [plan 4:3]
          4:45 the target v1.2.0 is the version being deployed, not the one before
        """,
        id="record-with-the-wrong-target-is-pointed-out",
    ),
    pytest.param(
        """
        rollback_plan: 'Revert to v1.1.9, down migration via prisma migrate reset --skip-seed'
        """,
        Params(structured=False, destructive="note"),
        """
        pass: the plan says how to return: "Revert to v1.1.9, down migration via prisma migrate
              reset --skip-seed" [plan 4:18]
          4:18 `prisma migrate reset` in `rollback_plan` wipes the database, and all data is
              lost; apply a down migration with `prisma db execute`, then `prisma migrate
              resolve`
        """,
        id="wipes-with-a-note",
    ),
    pytest.param(
        """
        rollback_plan:
          command: vercel rollback
          target: v1.1.9
          trigger: error rate > 5%
          time_limit: 5m
          owner: operations
          database: dropdb app && createdb app
        """,
        Params(destructive="note"),
        """
        pass: "vercel rollback" returns to v1.1.9 within 5 min when "error rate > 5%" by
              operations [plan 4:3]
          10:15 `dropdb` in `rollback_plan.database` wipes the database, and all data is lost;
              apply the reverse migrations, or restore the backup
        """,
        id="wipes-in-the-database-step",
    ),
    pytest.param(
        "rollback_plan: Revert to v1.1.9 and never run prisma migrate reset",
        Params(structured=False, destructive="fail"),
        """
        pass: the plan says how to return: "Revert to v1.1.9 and never run prisma migrate reset"
              [plan 4:18]
        """,
        id="wipe-is-forbidden",
    ),
]


@pytest.mark.parametrize(("text", "params", "expected"), CASES)
def test_the_plan_says_how_to_return(text: str, params: Params, expected: str) -> None:
    assert written(check(plan(text), params)) == lines(expected)
