"""Waivers judged by the real program: until when they hold, and where reports tell of them."""

import json
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.checks.migrations_keep_data import Params, check
from deploylint.cli.migrations import FORMATS
from deploylint.facts.clock import Basis, Clock
from deploylint.facts.migrations import Migrations
from deploylint.migrations.waivers import waivers_in
from tests.checks.plans import plan
from tests.evidence.repository import Repository, repository
from tests.migrations.made import made, pair
from tests.program import Result, run

FILE = "migrations/0002_gone.up.sql"
WAIVER = (
    "-- deploylint: allow migrations-keep-data,migrations-reversible,migrations-compatible,"
    'migrations-lock-safe reason="archived" until=2027-01-31 approved_by=change-board\n'
)
DROP = "DROP TABLE users;\n"
DATABASE = "migrations: {dialect: postgresql, lock_timeout: 5 s}\n"
PLAN = """\
deployment:
  version: v1.2.0
  environment: production
  migrations: [0002_gone]
  backup: {taken_at: 2027-01-31T08:00:00+01:00, location: s3://backups}
"""
POLICY = """\
policy: waivers
rules:
  migrations-keep-data: {check: migrations-keep-data, title: No data is lost}
"""


def project(path: Path, settings: str, waiver: str = WAIVER) -> Repository:
    """Return a repository in which a release drops a table, with a waiver."""
    made_here = repository(path)
    first = {
        "migrations/0001_users.up.sql": "CREATE TABLE users (id integer);\n",
        "migrations/0001_users.down.sql": "DROP TABLE users;\n",
    }
    made_here.commit({**first, ".deploylint.yaml": settings, "p.yaml": POLICY}, "first")
    made_here.tag("v1.1.9")
    made_here.commit({FILE: f"{waiver}{DROP}", "plan.yaml": PLAN}, "second")
    return made_here


@pytest.fixture(scope="module")
def paris(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp("paris")
    return project(folder, f"timezone: Europe/Paris\n{DATABASE}")


@pytest.fixture(scope="module")
def unzoned(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return project(tmp_path_factory.mktemp("unzoned"), DATABASE)


BY_FILES = ("migrations", "--base", "v1.1.9")
BY_PLAN = ("check", "plan.yaml", "-p", "p.yaml")


def judged(repo: Repository, asked: tuple[str, ...], now: str) -> tuple[int, str, str | None]:
    """Return the exit code, the decision, and until when that holds."""
    result = run(*asked, "--now", now, "-o", "json", cwd=repo.path)
    found = json.loads(result.out)
    report = found["reports"][0] if "reports" in found else found
    return result.code, report["decision"], report["valid_until"]


@pytest.mark.parametrize("asked", [BY_FILES, BY_PLAN], ids=["migrations", "check"])
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(
            ("2027-01-31T22:59:59+00:00", "2027-01-31T23:59:59+01:00"),
            (0, "caution", "2027-02-01T00:00:00+01:00"),
            id="last-second",
        ),
        pytest.param(
            ("2027-01-31T23:30:00+00:00", "2027-02-01T00:30:00+01:00", "2027-01-31T13:30:00-10:00"),
            (1, "abort", None),
            id="over",
        ),
    ],
)
def test_the_last_day_is_one_of_the_zone_of_the_settings(
    paris: Repository,
    asked: tuple[str, ...],
    now: tuple[str, ...],
    expected: tuple[int, str, str | None],
) -> None:
    assert [judged(paris, asked, one) for one in now] == [expected] * len(now)


@pytest.mark.parametrize("asked", [BY_FILES, BY_PLAN], ids=["migrations", "check"])
def test_without_a_zone_the_last_day_is_one_of_utc(
    unzoned: Repository, asked: tuple[str, ...]
) -> None:
    for now in ("2027-02-01T00:30:00+01:00", "2027-01-31T23:30:00+00:00"):
        expected = (0, "caution", "2027-02-01T00:00:00+00:00")
        assert judged(unzoned, asked, now) == expected
    assert judged(unzoned, asked, "2027-01-31T23:30:00-01:00")[0] == 1


def test_people_read_the_zone(paris: Repository) -> None:
    assert "valid until Mon 2027-02-01 00:00 (Europe/Paris)" in report(paris, "text")
    assert "Sun 2027-01-31 13:00 (Europe/Paris)" in report(paris, "markdown")
    over = run(*BY_FILES, "--now", "2027-02-01T12:00:00+00:00", cwd=paris.path)
    assert "it ended on 2027-01-31 (Europe/Paris)" in " ".join(over.out.split())


def waived() -> Migrations:
    found = made(pair("0002", "x", f"{WAIVER}{DROP}", "SELECT 1;"))
    (one,) = found.in_release
    return found._replace(in_release=(one._replace(waivers=waivers_in(one.files[0], WAIVER)),))


WAIVED = waived()
ZONES = ("UTC", "Europe/Paris", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns")


@given(
    at=st.datetimes(
        datetime(2027, 1, 29),  # noqa: DTZ001  # the strategy adds the zone
        datetime(2027, 2, 3),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    minutes=st.integers(-23 * 60, 23 * 60),
    zone=st.sampled_from(ZONES),
)
def test_one_instant_has_one_verdict_in_whatever_offset_it_is_written(
    at: datetime, minutes: int, zone: str
) -> None:
    clock = Clock(now=at, at=at, basis=Basis.NOW, timezone=zone)
    elsewhere = at.astimezone(timezone(timedelta(minutes=minutes)))
    told = partial(check, plan(PLAN.removeprefix("deployment:\n")), migrations=WAIVED)
    verdict = told(clock=clock, params=Params())
    assert told(clock=clock._replace(now=elsewhere, at=elsewhere), params=Params()) == verdict
    # and it changes at the moment until which it is said to hold
    if verdict.waiver is not None:
        assert verdict.valid_until is not None
        assert at < verdict.valid_until
        after = clock._replace(at=verdict.valid_until)
        assert told(clock=after, params=Params()).waiver is None


NOW = ("--now", "2027-01-31T12:00:00+00:00")


def report(repo: Repository, format_: str) -> str:
    result = run(*BY_FILES, *NOW, "-o", format_, cwd=repo.path)
    assert (result.code, result.err) == (0, "")
    return result.out


def test_everything_that_is_found_is_at_a_file(paris: Repository) -> None:
    found = json.loads(report(paris, "json"))
    places = [
        (finding["file"], finding["line"], finding["message"])
        for item in found["items"]
        for finding in item["findings"]
        if "backup" in finding["message"]
    ]
    assert places == [(FILE, 2, "the waived loss needs a backup in the plan of the release")]


@pytest.mark.parametrize("format_", FORMATS)
def test_no_report_points_at_nothing(paris: Repository, format_: str) -> None:
    said = report(paris, format_)
    for nowhere in ('"file": ""', ":1:1", ".deploylint.yaml"):
        assert nowhere not in said.replace(f"{FILE}:1:1", "")
    assert FILE in said


def values(found: object) -> list[str]:
    """Return all texts of a JSON document."""
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list):
        return [text for one in found for text in values(one)]
    return [found] if isinstance(found, str) else []


def loss(items: Any, key: str) -> Any:
    return next(one for one in items if one[key] == "migrations-keep-data")


def test_what_is_waived_is_said_once(paris: Repository) -> None:
    item = loss(json.loads(report(paris, "json"))["items"], "rule")
    why = f"archived, approved by change-board, until 2027-01-31 ({FILE}:1)"
    assert item["waiver"] == why
    assert item["findings"][0]["message"] == item["reason"]
    assert [text for text in values(item) if "archived" in text] == [why]
    entry = loss(json.loads(report(paris, "gitlab")), "check_name")
    assert entry["description"].count("archived") == 1
    text = " ".join(report(paris, "text").split())
    assert text.count(why) == text.count(" (waived): ")


def test_nobody_is_told_to_waive_what_is_waived(paris: Repository) -> None:
    assert "waive the loss" not in " ".join(report(paris, "text").split())


def test_of_two_losses_the_one_that_is_waived_says_so() -> None:
    both = made(
        {**pair("0002", "x", f"{WAIVER}{DROP}", "SELECT 1;"), **pair("0003", "y", DROP, None)}
    )
    waived_one, other = both.in_release
    waived_one = waived_one._replace(waivers=waivers_in(waived_one.files[0], WAIVER))
    at = datetime(2027, 1, 31, 12, tzinfo=UTC)
    verdict = check(
        plan(),
        Clock(now=at, at=at, basis=Basis.NOW),
        both._replace(in_release=(waived_one, other)),
        Params(),
    )
    assert verdict.waiver is None
    assert [finding.message for finding in verdict.findings] == [
        (
            "0003_y drops the table users with all its rows; keep it for this release and drop it"
            " in a later one, or waive the loss and take a backup"
        ),
        (
            "0002_x drops the table users with all its rows; waived: archived, approved by"
            " change-board, until 2027-01-31 (migrations/0002_x.up.sql:1)"
        ),
    ]


def test_a_waiver_without_a_backup_is_still_told(paris: Repository) -> None:
    bare = PLAN.replace("  backup:", "  # backup:")
    (paris.path / "bare.yaml").write_text(bare)
    result: Result = run("check", "bare.yaml", "-p", "p.yaml", *NOW, cwd=paris.path)
    said = " ".join(result.out.split())
    assert result.code == 1
    assert "the loss is waived, but the plan names no backup" in said
    assert "waived: archived, approved by change-board" in said
