"""A policy of windows alone, and asking it through the real program."""

import json
from pathlib import Path
from typing import Any

from tests.program import FRIDAY, Result, run

WINDOWS = """
windows:
  timezone: Europe/Paris
  default: avoid
  permit: [recommended, acceptable]
  holidays: {main: {country: FR}}
  rules:
    - id: midweek
      tier: recommended
      weekly: {days: [tue, wed, thu], from: "10:00", to: "16:00"}
      reason: everybody is there
    - {id: monday, tier: acceptable, weekly: {days: mon, from: "13:00", to: "17:00"}}
    - {id: lonely, tier: never, weekly: {days: [sat, sun]}, when: {on_call: absent}}
    - {id: holiday, tier: avoid, holiday: {calendar: main}}
    - {id: eve, tier: avoid, holiday_eve: {calendar: main, mode: calendar}}
    - id: patch
      tier: acceptable
      timezone: America/New_York
      cron: {start: "0 23 * * 4", duration: 2h}
  freezes:
    - {id: year-end, yearly: {from: "12-20", through: "01-02"}, reason: peak sales}
  openings:
    - id: move
      tier: acceptable
      period: {from: "2026-11-20T20:00", until: "2026-11-20T23:00"}
      reason: the database moves
      approved_by: change-board
  exceptions:
    - id: on-fire
      match: {type: hotfix, priority: P1}
      during: always
      overrides: [windows, freezes]
      grants: acceptable
      requires: incident
"""

HEAD = "deployment:\n  version: v1.2.0\n  environment: production\n"
SCHEDULED = f"{HEAD}  scheduled_at: 2026-11-26T15:30:00+01:00\n"
LATER = ["--now", FRIDAY]


def window(folder: Path, *arguments: str, **env: str) -> Result:
    """Ask the policy of the folder."""
    there = {"XDG_CACHE_HOME": str(folder / ".cache"), **env}
    return run("window", "-p", "windows.yaml", *arguments, cwd=folder, env=there)


def asked(folder: Path, *arguments: str, **env: str) -> dict[str, Any]:
    """Return the answer in JSON; the exit code must agree with it."""
    result = window(folder, "-o", "json", *arguments, **env)
    assert result.err == ""
    answer: dict[str, Any] = json.loads(result.out)
    assert result.code == (0 if answer["permitted"] else 1)
    return answer


def plan(folder: Path, text: str) -> str:
    (folder / "plan.yaml").write_text(text, "utf-8")
    return "plan.yaml"
