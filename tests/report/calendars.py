"""Calendars to render: a December with a freeze, days on which clocks change, hostile names."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deploylint.model.calendar import Calendar
from deploylint.model.windowreport import Change, Versions, WindowReport
from deploylint.model.windows import HolidayDates, WindowRules
from deploylint.windows.grid import lay_out
from deploylint.windows.judge import Question, judge
from tests.windows.policies import read

FRANCE: Mapping[date, str] = {
    date(2026, 11, 11): "Armistice Day",
    date(2026, 12, 25): "Christmas Day",
    date(2027, 1, 1): "New Year's Day",
}
"""Public holidays, so that these tests need no library."""

YEAR_END = """
windows:
  timezone: Europe/Paris
  default: avoid
  permit: [recommended, acceptable]
  holidays: {main: {country: FR}}
  rules:
    - {id: midweek, tier: recommended, weekly: {days: [tue, wed, thu], from: "10:00", to: "16:00"}}
    - {id: monday-pm, tier: acceptable, weekly: {days: [mon], from: "13:00", to: "17:00"}}
    - {id: friday-am, tier: acceptable, weekly: {days: [fri], from: "09:00", to: "12:00"}}
    - id: weekend-without-on-call
      tier: never
      weekly: {days: [sat, sun]}
      when: {on_call: absent}
      reason: nobody would notice
    - {id: holiday, tier: avoid, holiday: {calendar: main}}
    - {id: eve, tier: avoid, holiday_eve: {calendar: main, mode: calendar, from: "12:00"}}
    - {id: patch, tier: acceptable, timezone: America/New_York,
       rrule: {rule: "FREQ=MONTHLY;BYDAY=2TU", start: "2026-01-13T16:00", duration: 90m}}
  freezes:
    - {id: year-end, yearly: {from: "12-20", through: "01-02"}, reason: the shops are full}
    - {id: black-friday, period: {from: "2026-11-26T18:00", until: "2026-12-01T06:00"}}
  openings:
    - id: database-move
      tier: acceptable
      period: {from: "2026-12-12T20:15", until: "2026-12-12T23:00"}
      reason: the database moves
      approved_by: change-board
  exceptions:
    - {id: hotfix-p1, match: {type: hotfix, priority: P1}, during: always,
       overrides: [windows, freezes], grants: acceptable, requires: [incident]}
    - {id: hotfix-p2, match: {type: [hotfix, rollback], priority: P2}, overrides: [windows],
       grants: acceptable, during: {days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00",
       exclude_holidays: main}}
"""

OWN_TIERS = """
windows:
  timezone: ZONE
  tiers: [gold, green, grey, soft, harder, hardest]
  default: soft
  permit: [gold, green, grey]
  rules:
    - {id: night, tier: gold, weekly: {days: [sat, sun], from: "22:00", to: "04:00"}}
    - {id: patch, tier: green, cron: {start: "30 2 * * *", duration: 20m}}
    - {id: late, tier: grey, weekly: {days: [mon, tue, wed], from: "09:10", to: "11:05"}}
    - {id: noon, tier: harder, weekly: {days: [thu], from: "12:00", to: "18:00"}}
    - {id: friday, tier: hardest, weekly: {days: [fri]}, reason: we rest}
"""

MOMENT = datetime(2026, 12, 1, 10, 30, tzinfo=ZoneInfo("Europe/Paris"))


def question(rules: WindowRules, at: datetime, **keys: Any) -> Question:
    """Return a question about a policy whose holidays are those of France."""
    known = HolidayDates(first_year=2020, last_year=2029, names=FRANCE)
    holidays = {one.name: known for one in rules.holidays}
    return Question(at=at, holidays=holidays, **keys)


def calendar(
    policy: str | WindowRules,
    first: date,
    until: date,
    *,
    at: datetime = MOMENT,
    name: str = "acme-web",
    **keys: Any,
) -> Calendar:
    """Return the days from `first` to `until` for a change; `keys` are those of a question."""
    rules = read(policy) if isinstance(policy, str) else policy
    asked = question(rules, at, **keys)
    answer = judge(rules, asked)
    report = WindowReport(
        at=at.astimezone(answer.searched_until.tzinfo),
        now=at.astimezone(answer.searched_until.tzinfo),
        basis="--at",
        simulated=False,
        change=Change(
            type=asked.type,
            priority=asked.priority,
            incident="INC-42" if asked.incident else None,
            duration=asked.duration or None,
            on_call=asked.on_call,
        ),
        answer=answer,
        next_closes_at=None,
        permit=rules.permit,
        policy=name,
        policy_files=(),
        policy_digest="",
        versions=Versions(deploylint="1.0.0"),
        assumptions=(*answer.assumptions, "time zones are those of the tz database 2026a (system)"),
    )
    return Calendar(report=report, rules=rules, grid=lay_out(rules, asked, first, until))


def december(**keys: Any) -> Calendar:
    """Return December 2026, seen from its first morning."""
    return calendar(YEAR_END, date(2026, 12, 1), date(2027, 1, 1), **keys)


def changing(zone: str, first: str, days: int, **keys: Any) -> Calendar:
    """Return days on which the clocks of a zone change, in tiers that nobody else has."""
    start = date.fromisoformat(first)
    noon = datetime(start.year, start.month, start.day, 12, tzinfo=UTC)
    rules = OWN_TIERS.replace("ZONE", zone)
    return calendar(rules, start, start + timedelta(days=days), at=noon, name="own-tiers", **keys)
