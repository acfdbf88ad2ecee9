"""The fast reading of plans and the JSON Schema accept exactly the same plans."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from deploylint.errors import UserError
from deploylint.load.explain import checker
from deploylint.load.plan import plan_schema, read_plans
from deploylint.load.planshape import DEPLOYMENT
from deploylint.load.records import Either, Field, Many, Record, Table
from deploylint.load.shape import Choice, Flag, Text
from deploylint.read.yaml import read_documents

VALIDATOR = Draft202012Validator(plan_schema(), format_checker=checker())

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**20),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.sampled_from(
        [
            "",
            " ",
            "x",
            "yes",
            "no",
            "30m",
            "5",
            "< 5 minutes",
            "2026-11-24",
            "P1",
            "fail",
            "rolling",
        ]
    ),
    st.sampled_from(["2026-11-24T10:30:00+01:00", "2026-11-24T10:30:00", "2026-02-30T10:30Z"]),
    st.text(max_size=5),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def fitting(shape: Any) -> st.SearchStrategy[Any]:
    """Return values that mostly have the shape, and sometimes do not."""
    found = SCALARS
    match shape:
        case Record():
            fields = {name: near(field.shape) for name, field in shape.fields.items()}
            required = {name: fields.pop(name) for name in shape.required}
            found = st.fixed_dictionaries(required, optional=fields)
        case Many():
            found = st.lists(near(shape.shape), max_size=3)
        case Table():
            found = st.dictionaries(st.text(min_size=1, max_size=4), near(shape.shape), max_size=3)
        case Either():
            forms = [form for form in (shape.text, shape.mapping, shape.many) if form]
            found = st.one_of([fitting(form) for form in forms])
        case Choice():
            found = st.sampled_from(list(shape.members))
        case Flag():
            found = st.sampled_from([True, False, "yes", "Off"])
        case Text() if shape.examples:
            found = st.sampled_from(shape.examples)
    return found


def near(shape: Any) -> st.SearchStrategy[Any]:
    """Return values of the shape, one in eight of which is something else."""
    return st.integers(0, 7).flatmap(lambda n: ANYTHING if n == 0 else fitting(shape))


PLANS = st.fixed_dictionaries({"deployment": fitting(DEPLOYMENT)}) | st.fixed_dictionaries(
    {"deployment": near(DEPLOYMENT)}, optional={"other": SCALARS}
)


@given(PLANS)
@example({"deployment": {"version": 1.10, "environment": "x", "checklist": None}})
@example({"deployment": {"version": True, "environment": "x"}})
@example({"deployment": {"version": " ", "environment": "x"}})
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_typed_reading_and_schema_agree(plan: dict[str, Any]) -> None:
    data = json.dumps(plan).encode()
    (document,) = read_documents(data, "plan.json")
    accepted = VALIDATOR.is_valid(document.data)
    if accepted:
        (read,) = read_plans(data, "plan.json")
        assert read.version == str(plan["deployment"]["version"])
    else:
        with pytest.raises(UserError):
            list(read_plans(data, "plan.json"))


def test_every_field_is_described() -> None:
    def walk(shape: Any) -> list[str]:
        if isinstance(shape, Record):
            own = [name for name, field in shape.fields.items() if not field.doc.endswith(".")]
            return own + [
                missing for field in shape.fields.values() for missing in walk(field.shape)
            ]
        if isinstance(shape, Either):
            return [
                m for form in (shape.text, shape.mapping, shape.many) if form for m in walk(form)
            ]
        return walk(shape.shape) if isinstance(shape, Many | Table) else []

    assert walk(DEPLOYMENT) == []
    assert isinstance(DEPLOYMENT.fields["version"], Field)
