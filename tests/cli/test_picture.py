"""The windows on the page of a plan: what is drawn, for whom, and when nothing is."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from deploylint.cli.picture import Pictures
from deploylint.load.plan import read_plans
from deploylint.load.settings import Settings
from deploylint.model.calendar import Calendar
from deploylint.model.policy import Stage
from deploylint.model.report import Report
from deploylint.review import Request, Review
from tests.program import EXAMPLE, FRIDAY, TUESDAY, run
from tests.report.pages import read_page

PLAN = "deployment: {version: v1.2.0, environment: production, type: hotfix, priority: P1"
HOTFIX = f"{PLAN}, incident: INC-42, reason: the checkout fails for new customers}}"
UNJUSTIFIED = f"{PLAN}, incident: none, reason: TODO}}"
NO_WINDOWS = """
policy: bare
rules:
  tests-pass: {title: {en: All tests pass}, category: tests, stage: pre-deploy, item: true}
"""
TOO_MANY = """
extends: deploylint:essential
policy: restless
layer: project
windows:
  rules:
    - {id: blink, tier: recommended, cron: {start: "*/15 * * * *", duration: 5m}}
"""


def judged(plan: str, policy: str = "deploylint:essential", **asked: Any) -> tuple[Report, Review]:
    """Return the report on a plan, and the review that made it."""
    stated: dict[str, Any] = {
        "policy": policy,
        "settings": Settings(root=".", timezone="Europe/Paris", country="FR"),
        "stages": tuple(Stage),
        "now": datetime.fromisoformat(FRIDAY),
    }
    review = Review(Request(**(stated | asked)))
    (found,) = read_plans(plan.encode(), "plan.yaml")
    return review.report(found), review


def drawn(plan: str, **asked: Any) -> Calendar:
    """Return the picture of a plan."""
    report, review = judged(plan, **asked)
    calendar = Pictures(review).pictured(report).calendar
    assert isinstance(calendar, Calendar)
    return calendar


def moments(calendar: Calendar) -> list[tuple[date, int]]:
    """Return the days with a moment, and the moments as seconds of the day."""
    return [(day.date, day.moment) for day in calendar.grid.days if day.moment is not None]


def test_four_weeks_from_the_monday_of_the_moment() -> None:
    calendar = drawn(EXAMPLE.read_text("utf-8"))
    days = [day.date for day in calendar.grid.days]
    assert (days[0], days[-1], len(days)) == (date(2026, 11, 16), date(2026, 12, 13), 28)
    assert moments(calendar) == [(date(2026, 11, 20), (14 * 60 + 30) * 60)]


@pytest.mark.parametrize(
    ("at", "day", "clock"),
    [
        pytest.param(
            "2026-11-22T23:30:00+00:00", date(2026, 11, 23), 30 * 60, id="zone-of-windows"
        ),
        pytest.param("2026-10-25T00:30:00+00:00", date(2026, 10, 25), 150 * 60, id="first-of-two"),
        pytest.param("2026-10-25T01:30:00+00:00", date(2026, 10, 25), 150 * 60, id="second-of-two"),
        pytest.param("2026-03-29T01:00:00+00:00", date(2026, 3, 29), 180 * 60, id="after-a-gap"),
    ],
)
def test_the_moment_stands_where_the_clock_of_the_windows_shows_it(
    at: str, day: date, clock: int
) -> None:
    calendar = drawn(EXAMPLE.read_text("utf-8"), at=datetime.fromisoformat(at))
    assert moments(calendar) == [(day, clock)]
    assert calendar.grid.days[0].date.weekday() == 0


def test_plans_of_one_week_share_a_picture_but_for_the_moment() -> None:
    text = EXAMPLE.read_text("utf-8")
    report, review = judged(text)
    pictures = Pictures(review)
    first = pictures.pictured(report).calendar
    later = pictures.pictured(report._replace(at=datetime.fromisoformat(TUESDAY))).calendar
    again = pictures.pictured(report).calendar
    assert (moments(later), again) == ([(date(2026, 11, 24), (10 * 60 + 30) * 60)], first)
    assert again.report is first.report


@pytest.mark.parametrize(
    ("plan", "permitted"),
    [
        pytest.param(HOTFIX, True, id="hotfix"),
        pytest.param(UNJUSTIFIED, False, id="hotfix-that-gives-no-reason"),
    ],
)
def test_the_picture_says_what_the_verdict_says(plan: str, *, permitted: bool) -> None:
    report, review = judged(plan)
    (window,) = [item for item in report.items if item.rule == "deploy-window"]
    calendar = Pictures(review).pictured(report).calendar
    assert (window.status == "pass", calendar.report.answer.permitted) == (permitted, permitted)
    answer = calendar.report.answer
    known = answer.closes_at if permitted else answer.next_permitted
    assert known == (window.valid_until if permitted else window.next_permitted)


@pytest.mark.parametrize(
    ("policy", "asked"),
    [
        pytest.param(None, {"clock": False}, id="no-clock"),
        pytest.param(NO_WINDOWS, {}, id="no-windows"),
        pytest.param(TOO_MANY, {}, id="too-many-windows"),
        pytest.param(
            None, {"at": datetime.fromisoformat("9999-12-30T12:00:00+00:00")}, id="end-of-time"
        ),
    ],
)
def test_what_cannot_be_drawn_is_left_out(
    policy: str | None, asked: dict[str, Any], tmp_path: Path
) -> None:
    if policy is not None:
        (tmp_path / "policy.yaml").write_text(policy, "utf-8")
        asked = {**asked, "policy": str(tmp_path / "policy.yaml")}
    report, review = judged(EXAMPLE.read_text("utf-8"), **asked)
    assert Pictures(review).pictured(report) is report


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--at", TUESDAY), id="go"),
        pytest.param(("--at", FRIDAY), id="postpone"),
        pytest.param(("--no-clock",), id="no-clock"),
    ],
)
def test_the_exit_code_is_that_of_any_format(options: tuple[str, ...], tmp_path: Path) -> None:
    text = run("check", str(EXAMPLE), *options, cwd=tmp_path)
    page = run("check", str(EXAMPLE), *options, "-o", "html", cwd=tmp_path)
    assert (page.code, page.err) == (text.code, text.err)
    assert len(read_page(page.out).find("section", class_="plan")) == 1


def test_a_page_shows_the_windows(tmp_path: Path) -> None:
    done = run("check", str(EXAMPLE), "--at", FRIDAY, "-o", "html=page.html", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (1, "", "")
    page = read_page((tmp_path / "page.html").read_text("utf-8"))
    assert len(page.find("time")) == 28
    (here,) = page.find("li", aria_current="date")
    assert here.find("time")[0].text == "Fri 20 Nov"
