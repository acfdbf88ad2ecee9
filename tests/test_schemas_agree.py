"""What a program reads its schema for editors accepts, and the other way round.

Only what takes a program to tell (`2026-02-30` is no day) is left to the program; and in policies
the schema knows more than the reader of one layer: which checks there are and what they take.
"""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from deploylint.errors import UserError
from deploylint.formats.run import read_run, write_run
from deploylint.load.explain import checker
from deploylint.load.plan import plan_schema
from deploylint.load.policy import policy_schema
from deploylint.load.policytests import policytests_schema
from deploylint.load.settings import settings_schema
from deploylint.load.shape import JsonSchema, Text
from deploylint.load.values import UNITS
from deploylint.read.yaml import read_documents
from deploylint.schemas.texts import schema_text
from tests.evidence.test_run import RUN
from tests.program import ROOT

READERS: dict[str, JsonSchema] = {
    "plan": plan_schema(),
    "policy": policy_schema(),
    "policy-test": policytests_schema(),
    "settings": settings_schema(),
}
EXACT = {name: Draft202012Validator(one, format_checker=checker()) for name, one in READERS.items()}
LOOSE = {name: Draft202012Validator(one) for name, one in READERS.items()}
SHIPPED: dict[str, Any] = {name: json.loads(schema_text(name)) for name in (*READERS, "record")}
EDITOR = {name: Draft202012Validator(one) for name, one in SHIPPED.items()}
QUICK = settings(deadline=None, suppress_health_check=list(HealthCheck))


def whole(path: Path) -> Any:
    return read_documents(path.read_bytes(), path.name)[0].data


SETTINGS = """
policy: deploylint:production
plans: ["deploy/*.yaml"]
timezone: Europe/Paris
country: FR
main_branch: main
evidence: {tests: ["reports/*.xml"], vex: vex.json}
migrations:
  folders: [{path: db, framework: goose, dialect: postgresql}]
  version: "15"
  small_tables: [settings]
"""
SOURCES: list[tuple[str, Any]] = [
    *(("plan", whole(path)) for path in sorted((ROOT / "docs/examples").glob("*.yaml"))),
    *(("policy", whole(path)) for path in sorted((ROOT / "policies").rglob("*.yaml"))),
    *(("policy-test", whole(p)) for p in sorted((ROOT / "docs/examples").rglob("*.test.yaml"))),
    ("settings", read_documents(SETTINGS.encode(), "settings.yaml")[0].data),
]

VALUES = st.sampled_from(
    [
        *(None, True, False, 0, 1, -3, 2.5, "", " ", "x", "yes", "No", "error", "err", "fail"),
        *("30m", "30", "< 5 minutes", "8h", "400d", "2y", "deploylint:strict", "Europe/Paris"),
        *("2026-11-24T10:30:00+01:00", "2026-11-24T10:30:00", "2026-11-24", "10:30", "12-20"),
        *("0 22 * * 6", "mon", "P1", "hotfix", "staging", "tests-pass", "always", "windows"),
        *([], {}, ["x"], [None], {"name": "x"}, {"x": 1}, {"id": "a"}, {"disabled": "why"}),
    ]
)
KEYS = st.sampled_from(
    ["x", "id", "item", "name", "duration", "type", "with", "check", "disabled", "severity", "tier"]
)


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, Any]:
    """Return a file that is read, with up to three changes somewhere in it."""
    name, source = draw(st.sampled_from(SOURCES))
    data = deepcopy(source)
    for _ in range(draw(st.integers(0, 3))):
        container, step = draw(st.sampled_from(list(steps(data))))
        match draw(st.sampled_from(["value", "value", "key", "drop"])):
            case "value":
                container[step] = deepcopy(draw(VALUES))
            case "key" if isinstance(container, dict):
                container[draw(KEYS)] = deepcopy(draw(VALUES))
            case "drop":
                del container[step]
        if not list(steps(data)):
            break
    # numbers remember how they were written, which formats look at
    return name, read_documents(json.dumps(data).encode(), "changed.json")[0].data


def steps(data: Any) -> Any:
    """Yield every place of a value: what holds it, and under which key or number."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in list(pairs):
        yield data, step
        if isinstance(value, dict | list):
            yield from steps(value)


@given(changed())
@settings(QUICK, max_examples=3000)
def test_schema_and_reader_agree(case: tuple[str, Any]) -> None:
    name, data = case
    accepted = EDITOR[name].is_valid(data)
    if EXACT[name].is_valid(data):
        assert accepted or only_of_checks(name, data)
    if accepted:
        assert LOOSE[name].is_valid(data)


def only_of_checks(name: str, data: Any) -> bool:
    """Say whether all that the schema refuses is a check or its parameters."""
    paths = ["/".join(map(str, error.absolute_path)) for error in EDITOR[name].iter_errors(data)]
    return name == "policy" and all(re.match(r"rules/[^/]+/(check|with)\b", one) for one in paths)


# Texts of a certain form

PIECES = st.sampled_from(
    [
        *("", " ", "0", "5", "30", "90", "1.5", "1", "2026", "24:00", "09:30", "9:30", "-", ":"),
        *("<", "<=", "≤", "at most", "AT LEAST", "min", "Max.", "minimum", "maximum", ","),
        *sorted(UNITS),
        *("Min", "JOURS", "y", "Years", "2026-11-24", "20261124", "2026-W48-2", "2026-329"),
        *("T", " ", "t", "10:30", "1030", "10:30:00.5", "10", "Z", "z", "+01:00", "-0530", "+02"),
        *("12-20", "*", "*/5", "22", "MON-FRI", "jan", "15", "8.0.29", "UTC", "Etc/GMT+5"),
        *("America/Port-au-Prince", "Europe/", "Paris", "FREQ=DAILY", ";COUNT=3", "(?i)freeze"),
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=7).map("".join) | st.lists(
    PIECES, min_size=5, max_size=5
).map(" ".join)


@given(TEXTS)
@example("< 5 minutes")
@example("30 min minimum")
@example("≤ 2 semaines")
@example("1 jour, 2 heures")
@example("20261124T1030+0100")
@example("2026-W48-2T10:30:00.123456Z")
@example("2026-11-24 10:30+01:00:30")
@example("0 22 * * 6")
@settings(QUICK, max_examples=300)
def test_every_text_that_is_read_matches_its_pattern(text: str) -> None:
    for name, form in FORMS.items():
        try:
            Text.formats[name](text)
        except ValueError:
            continue
        assert form.is_valid(text), name


FORMS = {
    name: Draft202012Validator(form)
    for schema in SHIPPED.values()
    for name, form in schema["$defs"].items()
    if name in Text.formats
}


def test_every_form_is_looked_at() -> None:
    assert set(FORMS) == set(Text.formats)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("duration", "30", id="duration-without-unit"),
        pytest.param("duration", "30 foo", id="duration-of-no-unit"),
        pytest.param("duration", "soon", id="duration-in-words"),
        pytest.param("instant", "2026-11-24T10:30:00", id="instant-without-offset"),
        pytest.param("instant", "2026-11-24", id="date-for-an-instant"),
        pytest.param("day", "24.11.2026", id="date-of-another-country"),
        pytest.param("time-of-day", "9h30", id="time"),
        pytest.param("month-day", "20 December", id="month-and-day"),
        pytest.param("cron", "@daily", id="cron-shortcut"),
        pytest.param("time-zone", "Paris time", id="zone"),
        pytest.param("server-version", "v15", id="server-version"),
        pytest.param("local-moment", "2026-01-13T20:00Z", id="offset-where-none-belongs"),
    ],
)
def test_what_people_get_wrong_is_seen(name: str, text: str) -> None:
    assert not FORMS[name].is_valid(text)


# Records


RECORD: dict[str, Any] = json.loads(write_run(RUN))


RECORDED: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, 1, "", "x", "3f" * 20, "tests", [], {}, [""], "2026-11-24T09:03:00+00:00"]
)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Return a record with one or two changes."""
    data = deepcopy(RECORD)
    for _ in range(draw(st.integers(0, 2))):
        container, step = draw(st.sampled_from(list(steps(data))))
        if draw(st.booleans()) and isinstance(container, dict):
            del container[step]
        else:
            container[step] = deepcopy(draw(RECORDED))
        if not data:
            break
    return data


@given(records())
@example(RECORD)
@example(RECORD | {"$schema": "./.deploylint/record.schema.json", "of": "tomorrow"})
@example({key: value for key, value in RECORD.items() if key not in ("options", "leftovers")})
@example(RECORD | {"commit": None, "dirty": None})
@example(RECORD | {"dirty": None})
@example(RECORD | {"command": [""]})
@settings(QUICK, max_examples=300)
def test_a_record_is_read_where_its_schema_accepts_it(data: dict[str, Any]) -> None:
    refused = ""
    try:
        read_run(json.dumps(data).encode(), "x.evidence.json")
    except UserError as error:
        refused = str(error)
    # a schema cannot compare two keys
    assert EDITOR["record"].is_valid(data) is (not refused or "before it started" in refused)
