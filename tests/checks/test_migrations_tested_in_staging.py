"""What the check migrations-tested-in-staging says."""

from datetime import timedelta
from typing import Any

import pytest

from deploylint.checks.migrations_tested_in_staging import Params, check
from deploylint.facts.migrationruns import MigrationRun, MigrationRuns
from deploylint.facts.migrations import Migrations
from deploylint.facts.source import Missing, Piece, RecordedRun, Source
from deploylint.model.evidence import Kind, Place
from deploylint.model.verdict import Cause
from tests.checks.plans import plan
from tests.checks.testruns import CLOCK, COMMIT, MADE, PLACE, RELEASE, expected, recorded, written
from tests.migrations.reversals import add_column, migration

FILE = "reports/deploylint/migrations-{}.evidence.json"
NONE = Migrations(release=RELEASE, since="v1.1.9", looked=True)
ADDS = NONE._replace(in_release=(migration([add_column("t", "c")], name="0002_c"),))
SAYS = "migrations: [{name: c, tested_in: staging}]"
EMPTY = MigrationRuns(Kind.MIGRATIONS, searched=("reports/x.json",))


def ran(name: str = "staging", *, named: bool = False, **more: Any) -> Piece[MigrationRun]:
    """Return a record that was made an hour ago at the release."""
    differs = {key: more.pop(key) for key in ("changed", "absent", "unknown") if key in more}
    run: RecordedRun = recorded(
        **{"command": "make migrate", "kind": Kind.MIGRATIONS, "name": name, **more}
    )
    run = run._replace(path=FILE.format(name))
    source = Source(Kind.MIGRATIONS, run.path, "sha256:0", PLACE if named else None, run=run)
    return Piece(source, MigrationRun(name, run, **differs))


def runs(*pieces: Piece[MigrationRun], **more: Any) -> MigrationRuns:
    return MigrationRuns(Kind.MIGRATIONS, pieces, release=RELEASE, **more)


OLD = "e" * 40
CASES = [
    pytest.param("", None, None, "na attested: the plan names no migration", id="no-facts"),
    pytest.param(
        "", NONE, EMPTY, "na attested: no migration was added since v1.1.9", id="nothing-added"
    ),
    pytest.param(
        SAYS, None, None, "pass attested: c ran in staging\nfrom plan.yaml:4:16", id="only-planned"
    ),
    pytest.param(
        SAYS, ADDS, EMPTY, "pass attested: c ran in staging\nfrom plan.yaml:4:16", id="no-record"
    ),
    pytest.param(
        "migrations: [{name: c, tested_in: qa}]",
        ADDS,
        EMPTY,
        """
        fail violated: not tested in staging: c
          plan.yaml:4 c was tested in qa, not in staging
        """,
        id="planned-elsewhere",
    ),
    pytest.param(
        "",
        ADDS,
        EMPTY,
        """
        fail unproven: the plan does not say that 0002_c ran in staging; no recorded run of the
              migrations in staging of this release was found (looked for reports/x.json)
          0002_c.up:1 0002_c is part of the release
        """,
        id="added-unannounced",
    ),
    pytest.param(
        "migrations: [{name: other, tested_in: staging}]",
        ADDS,
        EMPTY,
        """
        fail unproven: the plan does not say that 0002_c ran in staging; no recorded run of the
              migrations in staging of this release was found (looked for reports/x.json)
          0002_c.up:1 0002_c is part of the release
        """,
        id="another-is-announced",
    ),
    pytest.param(
        "",
        ADDS,
        runs(ran()),
        f"""
        pass bound: "make migrate" was recorded in staging at commit {COMMIT[:7]} and succeeded
        from {FILE.format("staging")}
        """,
        id="recorded",
    ),
    pytest.param(
        "migrations: [{name: c, tested_in: qa}]",
        ADDS,
        runs(ran("preprod")),
        f"""
        pass bound: "make migrate" was recorded in preprod at commit {COMMIT[:7]} and succeeded;
              preprod stands for staging
        from {FILE.format("preprod")}
        """,
        id="alias",
    ),
    pytest.param(
        SAYS,
        ADDS,
        runs(ran(code=1)),
        f"""
        fail violated: "make migrate" in staging ended with 1
          {FILE.format("staging")}:1 "make migrate" in staging ended with 1
          nowhere the plan says otherwise: c ran in staging
        from {FILE.format("staging")}
        """,
        id="failed",
    ),
    pytest.param(
        "",
        ADDS,
        runs(ran(code=1, ended_at=MADE - timedelta(hours=1)), ran("stage")),
        f"""
        pass bound: "make migrate" was recorded in stage at commit {COMMIT[:7]} and succeeded;
              stage stands for staging
        from {FILE.format("staging")}, {FILE.format("stage")}
        """,
        id="repeated-with-success",
    ),
    pytest.param(
        "",
        ADDS,
        runs(ran(command="alembic downgrade -1")),
        f"""
        fail violated: "alembic downgrade -1" in staging applied no migration: `downgrade` goes
              back
          {FILE.format("staging")}:1 "alembic downgrade -1" in staging applied no migration:
              `downgrade` goes back
        from {FILE.format("staging")}
        """,
        id="backwards",
    ),
    pytest.param(
        "",
        ADDS,
        runs(ran(command="sh -c alembic downgrade -1; alembic upgrade head")),
        f"""
        pass bound: "sh -c alembic downgrade -1; alembic upgrade head" was recorded in staging at
              commit {COMMIT[:7]} and succeeded
        from {FILE.format("staging")}
        """,
        id="back-and-forth",
    ),
    pytest.param(
        SAYS,
        ADDS,
        runs(ran("qa")),
        f"""
        pass attested: c ran in staging
          {FILE.format("qa")}:1 {FILE.format("qa")} is of a run in qa, not in staging
        from plan.yaml:4:16
        """,
        id="found-elsewhere",
    ),
    pytest.param(
        SAYS,
        ADDS,
        runs(ran("qa", named=True)),
        f"""
        fail violated: {FILE.format("qa")} is of a run in qa, not in staging
          {FILE.format("qa")}:1 {FILE.format("qa")} is of a run in qa, not in staging
          nowhere the plan says otherwise: c ran in staging
        from {FILE.format("qa")}
        """,
        id="named-elsewhere",
    ),
    pytest.param(
        SAYS,
        ADDS,
        runs(missing=(Missing(Place("x.json", PLACE), "does not exist"),)),
        """
        fail error: x.json does not exist
          plan.yaml:5 x.json does not exist
        """,
        id="missing",
    ),
    pytest.param(
        SAYS,
        ADDS,
        runs(ran(commit=OLD, changed=("0002_c",))),
        f"""
        fail stale: 0002_c was changed since eeeeeee, where the run in staging was recorded; run
              and record it anew
          {FILE.format("staging")}:1 0002_c was changed since eeeeeee, where the run in staging was
              recorded; run and record it anew
          {FILE.format("staging")}:1 found, but not counted: {FILE.format("staging")} was recorded
              at commit eeeeeee, and the release is {COMMIT[:7]}
          nowhere the plan says otherwise: c ran in staging
        """,
        id="changed-since",
    ),
    pytest.param(
        SAYS,
        ADDS,
        runs(ran(commit=OLD, absent=("0002_c",))),
        f"""
        pass attested: c ran in staging
          {FILE.format("staging")}:1 found, but not counted: {FILE.format("staging")} was recorded
              at commit eeeeeee, and the release is {COMMIT[:7]}
          {FILE.format("staging")}:1 0002_c did not exist at eeeeeee
        from plan.yaml:4:16
        """,
        id="run-of-an-earlier-release",
    ),
    pytest.param(
        SAYS,
        ADDS,
        runs(ran(commit=OLD, absent=("0002_c",), named=True)),
        f"""
        fail stale: {FILE.format("staging")} was recorded at commit eeeeeee, and the release is
              {COMMIT[:7]}: 0002_c did not exist at eeeeeee
          {FILE.format("staging")}:1 {FILE.format("staging")} was recorded at commit eeeeeee, and
              the release is {COMMIT[:7]}
          {FILE.format("staging")}:1 0002_c did not exist at eeeeeee
        """,
        id="named-run-of-an-earlier-release",
    ),
]


@pytest.mark.parametrize(("text", "migrations", "found", "said"), CASES)
def test_migrations_ran_in_staging(
    text: str, migrations: Migrations | None, found: MigrationRuns | None, said: str
) -> None:
    verdict = check(plan(text), CLOCK, migrations, found, Params())
    assert written(verdict) == expected(said)


def test_another_environment_may_be_demanded() -> None:
    verdict = check(plan(), CLOCK, ADDS, runs(ran(), ran("loadtest")), Params("loadtest"))
    assert verdict.reason.startswith('"make migrate" was recorded in loadtest')
    alone = check(plan(), CLOCK, ADDS, runs(ran()), Params("loadtest"))
    assert alone.reason.startswith("the plan does not say that 0002_c ran in loadtest")


def test_a_run_grows_old() -> None:
    fresh = Params(max_age=timedelta(hours=2))
    assert check(plan(), CLOCK, ADDS, runs(ran()), fresh).valid_until == MADE + fresh.max_age
    strict = Params(max_age=timedelta(minutes=59))
    causes = [
        check(plan(), CLOCK, ADDS, runs(ran(named=named)), strict).cause for named in (True, False)
    ]
    assert causes == [Cause.STALE, Cause.UNPROVEN]
