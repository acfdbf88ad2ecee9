"""What the check rollback-plan-present says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploylint.checks.rollback_plan_present import Params, check
from deploylint.model.verdict import Assurance
from tests.checks.plans import lines, plan, written
from tests.evidence.judging import judge, outcome
from tests.evidence.repository import Repository
from tests.evidence.tagging import said, tags_beside, two_releases

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
          4:18 the rollback plan has no `command`, `target`, `trigger`, `owner` and `time_limit`
        """,
        id="text-where-structure-is-needed",
    ),
    pytest.param(
        "rollback_plan: {command: none, trigger: error rate > 5 %, time_limit: 5m}",
        Params(),
        """
        fail violated: the rollback plan has no `command`, `target` and `owner`
          4:19 the rollback plan has no `command`
          4:3 the rollback plan has no `target` and `owner`
        """,
        id="parts-absent-and-empty",
    ),
    pytest.param(
        "rollback_plan: {trigger: error rate > 5 %}",
        Params(structured=False),
        """
        fail violated: the rollback plan says neither to what nor how: say to which version, and
              by which command or runbook
          4:3 the rollback plan says neither to what nor how: say to which version, and by which
              command or runbook
        """,
        id="nothing-but-a-trigger",
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
    assert written(check(plan(text), None, params)) == lines(expected)


@pytest.mark.parametrize(("text", "params", "expected"), CASES)
def test_without_a_repository_the_plan_alone_is_judged(
    tmp_path: Path, text: str, params: Params, expected: str
) -> None:
    judged = plan(text)
    verdict = check(judged, tags_beside(tmp_path, judged), params)
    assert written(verdict) == lines(expected)
    assert verdict.assurance is Assurance.ATTESTED


Prepare = Callable[[Repository], object]
LONG = """
    rollback_plan:
      command: vercel rollback
      target: v1.1.9
      trigger: error rate > 5%
      time_limit: 5m
      owner: operations
    """


def nothing(repo: Repository) -> None:
    del repo


def both_tagged(repo: Repository) -> None:
    repo.tag("v1.2.0", "Exports")


def absent(repo: Repository) -> None:
    repo.tag("v1.1.8")
    repo.git("tag", "-d", "v1.1.9")


def no_tag_at_all(repo: Repository) -> None:
    repo.git("tag", "-d", "v1.1.9")


def twice(repo: Repository) -> None:
    repo.tag("1.1.9")


def of_services(repo: Repository) -> None:
    repo.git("tag", "exports-v1.1.9", "HEAD~1")
    repo.git("tag", "--force", "v1.1.9", "HEAD")


IN_A_REPOSITORY = [
    pytest.param(
        nothing,
        LONG,
        """
        pass evidenced: "vercel rollback" returns to v1.1.9 within 5 min when "error rate > 5%"
              by operations; the tag v1.1.9 leads to before [plan 4:3, git tag v1.1.9]
        """,
        id="target-is-tagged",
    ),
    pytest.param(
        of_services,
        "service: exports\n" + lines(LONG),
        """
        pass evidenced: "vercel rollback" returns to v1.1.9 within 5 min when "error rate > 5%"
              by operations; the tag exports-v1.1.9 leads to before [plan 5:3, git tag
              exports-v1.1.9]
        """,
        id="target-is-tagged-for-the-service",
    ),
    pytest.param(
        absent,
        LONG,
        """
        pass attested: "vercel rollback" returns to v1.1.9 within 5 min when "error rate > 5%"
              by operations [plan 4:3]
          6:5 "v1.1.9" has no tag
        """,
        id="target-is-not-tagged",
    ),
    pytest.param(
        no_tag_at_all,
        LONG,
        """
        pass attested: "vercel rollback" returns to v1.1.9 within 5 min when "error rate > 5%"
              by operations [plan 4:3]
          6:5 "v1.1.9" has no tag here: this clone has no tag at all; fetch them (`git fetch
              --tags`)
        """,
        id="no-tag-at-all",
    ),
    pytest.param(
        both_tagged,
        "rollback_plan: Go from v1.2.0 back to (v1.1.9), then run the down migration.",
        """
        pass evidenced: the plan says how to return: "Go from v1.2.0 back to (v1.1.9), then run
              the down migration."; the tag v1.1.9 leads to before [plan 4:18, git tag v1.1.9]
        """,
        id="a-sentence-that-names-a-tag",
    ),
    pytest.param(
        twice,
        LONG,
        """
        pass attested: "vercel rollback" returns to v1.1.9 within 5 min when "error rate > 5%"
              by operations [plan 4:3]
          6:5 "v1.1.9" fits several tags: 1.1.9 and v1.1.9
        """,
        id="two-tags-of-one-version",
    ),
    pytest.param(
        nothing,
        "rollback_plan: Revert to v1.1.9-rc.1, then run the down migration",
        """
        pass attested: the plan says how to return: "Revert to v1.1.9-rc.1, then run the down
              migration" [plan 4:18]
          4:3 "Revert to v1.1.9-rc.1, then run the down migration" has no tag
        """,
        id="a-sentence-that-names-another-version",
    ),
]


@pytest.mark.parametrize(("prepare", "text", "expected"), IN_A_REPOSITORY)
def test_in_a_repository_a_tagged_target_is_more_than_a_statement(
    tmp_path: Path, prepare: Prepare, text: str, expected: str
) -> None:
    repo, judged = two_releases(tmp_path / "r"), plan(text)
    prepare(repo)
    params = Params(structured="command" in text)
    assert said(check(judged, tags_beside(repo, judged), params), repo) == lines(expected)


def test_a_rollback_deploys_the_version_that_its_plan_targets(tmp_path: Path) -> None:
    repo = two_releases(tmp_path / "r")
    judged = plan(f"version: v1.1.9\ntype: rollback\n{lines(LONG)}")
    verdict = check(judged, tags_beside(repo, judged), Params())
    assert (verdict.status, verdict.assurance) == ("pass", Assurance.EVIDENCED)


def test_tags_are_looked_at_only_where_the_rule_asks_for_more(tmp_path: Path) -> None:
    plan = {
        "rollback_plan": {
            "command": "vercel rollback",
            "target": "v1.1.9",
            "trigger": "error rate > 5%",
            "time_limit": "5m",
            "owner": "operations",
        }
    }
    repo = two_releases(tmp_path / "r")
    check = "rollback-plan-present"
    assert outcome(judge(repo.path, check, plan=plan)) == "pass attested"
    assert outcome(judge(repo.path, check, plan=plan, assurance="evidenced")) == "pass evidenced"
    absent(repo)
    item = judge(repo.path, check, plan=plan, assurance="evidenced")
    assert outcome(item) == "fail unproven"
    assert [finding["message"] for finding in item["findings"]] == ['"v1.1.9" has no tag']
