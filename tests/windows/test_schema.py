"""The JSON Schema for editors accepts what reading accepts, and layers that say less."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deploylint.load.explain import checker
from deploylint.load.windows import LAYER_WINDOWS, read_windows
from deploylint.model.location import Spot
from deploylint.read.yaml import read_documents
from tests.windows.specification import SPECIFICATION

SCHEMA = LAYER_WINDOWS.schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=checker())

WHOLE = """
timezone: Europe/Paris
tiers: [recommended, acceptable, avoid, never]
default: avoid
permit: [recommended, acceptable]
horizon: 2y
holidays: {fr: {country: FR, subdivision: null, add: [2026-12-24], remove: [2026-05-25]}}
on_call: {from: ics, ics: {file: on-call.ics, summary_matches: "(?i)on call"}}
rules:
  - {id: midweek, tier: recommended, weekly: {days: [tue, wed, thu], from: "10:00", to: "16:00"}}
  - {id: no-oncall, tier: never, weekly: {days: sat}, when: {on_call: absent}, reason: alone}
  - {id: holiday, tier: avoid, holiday: {calendar: fr}}
  - id: eve
    tier: avoid
    holiday_eve: {calendar: fr, mode: working, from: "12:00", skip_weekend_holidays: yes}
  - {id: bridge, tier: avoid, bridge_day: {calendar: fr}}
  - {id: night, tier: acceptable, cron: {start: "0 22 * * 6", duration: 8h}}
  - id: patch
    tier: acceptable
    rrule: {rule: "FREQ=MONTHLY;BYDAY=2TU", start: "2026-01-13T20:00", duration: 4h}
    timezone: America/New_York
freezes:
  - {id: year-end, yearly: {from: "12-20", through: "01-02"}}
  - {id: audit, dates: {from: 2027-03-15, through: 2027-03-19}}
  - {id: black-friday, period: {from: "2026-11-26T18:00", until: "2026-12-01T06:00"}}
  - {id: corporate, ics: {file: freezes.ics, summary_matches: "(?i)freeze"}}
  - id: month-end
    rrule: {rule: "FREQ=MONTHLY;BYMONTHDAY=-1", start: "2026-01-31T00:00", duration: 1d}
openings:
  - {id: rel-42, period: {from: "2026-11-28T20:00", until: "2026-11-28T23:00"}, tier: acceptable,
     reason: migration, approved_by: change-board}
exceptions:
  - {id: hotfix-p1, match: {type: hotfix, priority: P1}, during: always, grants: acceptable,
     overrides: [windows, freezes], requires: [incident]}
  - {id: hotfix-p2, match: {type: hotfix, priority: P2}, overrides: [windows], grants: acceptable,
     during: {days: [mon, tue], from: "09:00", to: "18:00", exclude_holidays: fr}}
"""
"""Every key of the format."""


def value(text: str) -> Any:
    return read_documents(text.encode(), "policy.yaml")[0].data


def mistakes(data: Any) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(data)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_key_of_the_format_is_read() -> None:
    document = read_documents(WHOLE.encode(), "policy.yaml")[0]
    rules = read_windows(document.data, Spot(document.places, [document.data], 0))
    counts = (rules.rules, rules.freezes, rules.openings, rules.exceptions)
    assert ([len(entries) for entries in counts], mistakes(document.data)) == ([7, 5, 1, 2], [])


@pytest.mark.parametrize("name", sorted(SPECIFICATION["policies"]))
def test_policies_of_the_specification_are_accepted(name: str) -> None:
    assert mistakes(SPECIFICATION["policies"][name]["windows"]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("timezone: UTC", [], id="one-key"),
        pytest.param("rules: [{id: a, disabled: not here}]", [], id="switched-off"),
        pytest.param("rules: [{id: a, disabled: ''}]", ["$.rules[0].disabled"], id="no-reason"),
        pytest.param("rules: [{id: a}]", ["$.rules[0]"], id="neither-on-nor-off"),
        pytest.param("rules: [{disabled: why}]", ["$.rules[0]"], id="switches-off-nothing"),
        pytest.param("timezone: Mars/Phobos", ["$.timezone"], id="zone"),
        pytest.param("horizn: 1d", ["$"], id="unknown-key"),
        pytest.param(
            "rules: [{id: a, tier: b, weekly: {days: [mon], from: '7:60'}}]",
            ["$.rules[0].weekly.from"],
            id="time",
        ),
    ],
)
def test_what_one_layer_may_say(text: str, expected: list[str]) -> None:
    assert sorted(set(mistakes(value(text)))) == expected
