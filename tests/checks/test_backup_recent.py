"""What the check backup-recent says."""

from datetime import timedelta

import pytest

from deploylint.checks.backup_recent import Params, check
from deploylint.facts.clock import Clock
from deploylint.facts.migrations import Framework, Migrations
from tests.checks.plans import NO_CLOCK, TUESDAY, clock, lines, plan, written
from tests.migrations.reversals import add_column, migration

CASES = [
    pytest.param(
        "backup: {taken_at: 2020-01-01T00:00:00Z, location: s3}",
        clock(),
        Params(),
        "na: the plan names no migration, so no data changes",
        id="nothing-migrates",
    ),
    pytest.param(
        "migrations: [add_exports]",
        clock(),
        Params(),
        """
        fail unproven: the plan does not say when a backup was taken
          1:1 the plan does not say when a backup was taken
        """,
        id="no-backup",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        backup: {taken_at: 2026-11-24T09:00:00+01:00}
        """,
        clock(),
        Params(),
        """
        fail unproven: the plan does not say where its backup lies
          5:3 the plan does not say where its backup lies
        """,
        id="no-location",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        backup: {location: 's3://backups'}
        """,
        clock(),
        Params(),
        """
        fail unproven: the plan does not say when a backup was taken
          5:3 the plan does not say when a backup was taken
        """,
        id="no-time",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        backup: {taken_at: 2026-11-24T09:00:00+01:00, location: 's3://backups'}
        """,
        clock(),
        Params(),
        """
        pass: the backup in "s3://backups" is 1 h 30 min old at the deployment [plan 5:3]
          valid until 2026-11-25T09:00:00+01:00
        """,
        id="recent",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        backup:
          taken_at: 2026-11-24T09:00:00+01:00
          location: s3://backups
          restored_at: 2026-11-02
        """,
        clock(),
        Params(),
        """
        pass: the backup in "s3://backups" is 1 h 30 min old at the deployment; it was restored
              as a test on 2026-11-02 [plan 5:3]
          valid until 2026-11-25T09:00:00+01:00
        """,
        id="restored",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        backup: {taken_at: 2026-11-23T10:30:00+01:00, location: vault}
        """,
        clock(),
        Params(),
        """
        pass: the backup in "vault" is 1 day old at the deployment [plan 5:3]
          valid until 2026-11-24T10:30:00+01:00
        """,
        id="exactly-at-the-limit",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        backup: {taken_at: 2026-11-23T10:29:59+01:00, location: vault}
        """,
        clock(),
        Params(),
        """
        fail violated: the backup of 2026-11-23 10:29+01:00 is 1 day 1 s old at the deployment;
              the policy permits 1 day
          5:12 the backup of 2026-11-23 10:29+01:00 is 1 day 1 s old at the deployment; the
              policy permits 1 day
        """,
        id="a-second-too-old",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        backup: {taken_at: 2026-11-24T09:00:00+01:00, location: vault}
        """,
        clock(),
        Params(max_age=timedelta(hours=1)),
        """
        fail violated: the backup of 2026-11-24 09:00+01:00 is 1 h 30 min old at the deployment;
              the policy permits 1 h
          5:12 the backup of 2026-11-24 09:00+01:00 is 1 h 30 min old at the deployment; the
              policy permits 1 h
        """,
        id="too-old-for-this-policy",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        backup: {taken_at: 2026-11-24T11:30:00+01:00, location: vault}
        """,
        clock(),
        Params(),
        """
        fail violated: the backup is dated 2026-11-24 11:30+01:00, 1 h after the deployment
          5:12 the backup is dated 2026-11-24 11:30+01:00, 1 h after the deployment
        """,
        id="after-the-deployment",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        backup: {taken_at: 2026-11-24T09:00:00+01:00, location: vault}
        """,
        clock(TUESDAY, TUESDAY - timedelta(days=1)),
        Params(),
        """
        fail unproven: the backup is planned for 22 h 30 min from now; it does not exist yet
          5:12 the backup is planned for 22 h 30 min from now; it does not exist yet
        """,
        id="planned",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        backup: {taken_at: 2026-11-24T09:00:00+01:00, location: vault}
        """,
        NO_CLOCK,
        Params(),
        "na: no clock: the age of the backup cannot be judged",
        id="no-clock",
    ),
]


@pytest.mark.parametrize(("text", "when", "params", "expected"), CASES)
def test_a_backup_is_recent(text: str, when: Clock, params: Params, expected: str) -> None:
    assert written(check(plan(text), when, None, params)) == lines(expected)


LOOKED = Migrations(looked=True, since="v1.1.9")
ADDS = LOOKED._replace(in_release=(migration([add_column("t", "c")]),))
BACKUP = "backup: {taken_at: 2026-11-24T09:00:00+01:00, location: vault}"
REAL = [
    pytest.param(
        "",
        LOOKED,
        "na: no migration was added since v1.1.9, so no data changes",
        id="none-added",
    ),
    pytest.param(
        "",
        ADDS,
        """
        fail unproven: the plan does not say when a backup was taken
          1:1 the plan does not say when a backup was taken
        """,
        id="added-and-not-named",
    ),
    pytest.param(
        BACKUP,
        ADDS,
        """
        pass: the backup in "vault" is 1 h 30 min old at the deployment [plan 4:3]
          valid until 2026-11-25T09:00:00+01:00
        """,
        id="backed-up",
    ),
    pytest.param(
        "migrations: [x]",
        LOOKED,
        """
        fail unproven: the plan does not say when a backup was taken
          1:1 the plan does not say when a backup was taken
        """,
        id="only-named",
    ),
    pytest.param(
        BACKUP,
        Migrations(
            looked=True, why_unknown="no version is tagged", frameworks=((Framework.DIESEL, "m"),)
        ),
        """
        fail unproven: no version is tagged
          1:1 no version is tagged
        """,
        id="unknown",
    ),
]


@pytest.mark.parametrize(("text", "migrations", "expected"), REAL)
def test_what_the_release_adds_changes_data(
    text: str, migrations: Migrations, expected: str
) -> None:
    assert written(check(plan(text), clock(), migrations, Params())) == lines(expected)
