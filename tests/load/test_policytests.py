"""Files of policy tests: the schema and the reading agree, and everything knows its place."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from deploylint.errors import UserError, UserErrors
from deploylint.load.explain import checker
from deploylint.load.plan import read_plans
from deploylint.load.planshape import DEPLOYMENT
from deploylint.load.policytests import load_policy_tests, policytests_schema
from deploylint.load.policytestshape import TEST, TESTS, Outcomes, PartOfPlan, Sited
from deploylint.load.records import Either, Many, Record, Table
from deploylint.load.shape import Choice, Flag, MismatchError, Text
from deploylint.model.location import Location, Spot, Step
from deploylint.model.plan import Plan
from deploylint.read.yaml import read_documents
from tests.program import ROOT

VALIDATOR = Draft202012Validator(policytests_schema(), format_checker=checker())
ANYTHING: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 3, 1.5, "", " ", "x", "fail", "go", "all", "P1", "Europe/Paris", [], {}, ["x"]]
) | st.dictionaries(st.sampled_from(["status", "name", "tests", "x"]), st.just("x"), max_size=2)


def fitting(shape: Any) -> st.SearchStrategy[Any]:
    """Return values that mostly have the shape, and sometimes do not."""
    found = words(shape)
    match shape:
        case Sited():
            found = fitting(shape.shape)
        case Outcomes():
            found = fitting(shape.table)
        case PartOfPlan():
            fields: dict[str, Any] = {"version": st.just("v1"), "environment": st.just("test")}
            changes = {} if shape.record.required else {"owner": st.none()}
            found = st.fixed_dictionaries({}, optional=fields | changes)
        case Table():
            found = st.dictionaries(st.sampled_from(["a", "b"]), near(shape.shape), max_size=2)
        case Record():
            each = {name: near(field.shape) for name, field in shape.fields.items()}
            required = {name: each.pop(name) for name in shape.required}
            found = st.fixed_dictionaries(required, optional=each)
        case Many():
            found = st.lists(near(shape.shape), max_size=2)
        case Either():
            forms = [form for form in (shape.text, shape.mapping, shape.many) if form]
            found = st.one_of([fitting(form) for form in forms])
    return found


def words(shape: Any) -> st.SearchStrategy[Any]:
    """Return values that mostly have the shape of one word."""
    match shape:
        case Choice():
            return st.sampled_from(list(shape.members))
        case Flag():
            return st.sampled_from([True, False, "yes", "Off"])
        case Text():
            return st.sampled_from(shape.examples or ("x", "fr", "a b"))
    return ANYTHING


def near(shape: Any) -> st.SearchStrategy[Any]:
    """Return values of the shape, one in eight of which is something else."""
    return st.integers(0, 7).flatmap(lambda n: ANYTHING if n == 0 else fitting(shape))


def minimal(**extra: Any) -> dict[str, Any]:
    test = {"name": "a", "plan": "plan.yaml", "expect": {"decision": "go"}}
    return {"policy": "p.yaml", "tests": [{**test, **extra}]}


@given(fitting(TESTS))
@example(minimal())
@example(minimal(expect={}))
@example(minimal(expect={"rules": {}}))
@example(minimal(expect={"rules": {"a": None}}))
@example(minimal(expect={"rules": {"a": {"status": "na", "blocks": "no", "reason": 1.10}}}))
@example(minimal(expect={"decision": None, "rules": {"a": {"cause": "stale"}}}))
@example(minimal(but={"version": None, "ower": 1}))
@example(minimal(stages="all"))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reading_and_schema_agree(value: Any) -> None:
    (document,) = read_documents(json.dumps(value).encode(), "p.test.yaml")
    try:
        TESTS.read(document.data, Spot(document.places, [document.data], 0))
    except MismatchError:
        read = False
    else:
        read = True
    assert VALIDATOR.is_valid(document.data) is read


def records(shape: Any) -> Iterator[Record]:
    """Yield the records that a shape is made of, but for those of plans."""
    match shape:
        case Record() if shape is not DEPLOYMENT:
            yield shape
            for field in shape.fields.values():
                yield from records(field.shape)
        case Sited() | Many():
            yield from records(shape.shape)
        case Outcomes():
            yield from records(shape.table.shape)
        case Either():
            for form in (shape.text, shape.mapping, shape.many):
                yield from records(form)


def test_every_key_has_a_row_in_the_document() -> None:
    found = list(records(TESTS))
    assert TEST in found
    keys = {key for record in found for key in record.fields}
    text = (ROOT / "docs/policy-tests.md").read_text("utf-8")
    cells = re.findall(r"^\|([^|]*)\|", text, re.MULTILINE)
    assert keys - set(re.findall(r"`([$\w]+)`", " ".join(cells))) == set()


def test_every_key_is_described() -> None:
    docs = [field.doc for record in records(TESTS) for field in record.fields.values()]
    assert [doc for doc in docs if not doc.endswith(".")] == []


# Plans


PLAN = """\
deployment:
  version: "v1"
  environment: production
  team: {deployer: developer, watcher: on-call}
  smoke_tests:
    - {name: first, url: /one}
    - second
  rollback_plan: "back to v0"
"""
SPLIT = """\
policy: p.yaml
tests:
  - name: changed
    plan: plan.yaml
    but:
      team: {watcher: release-manager}
      rollback_plan:
      owner: release-manager
    expect: {decision: go}
"""
INSIDE = """\
policy: p.yaml
plan:
  version: "v1"
  environment: production
  smoke_tests: [{name: first}]
tests:
  - name: that of the file
    expect: {decision: go}
  - name: changed
    but: {smoke_tests: [third, {name: fourth}], environment: }
    expect: {decision: go}
  - name: its own
    plan: {version: "v2", environment: test, checklist: [{id: tests-pass, status: pass}]}
    expect: {decision: go}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    return tmp_path


def plans(folder: Path, text: str) -> list[Plan]:
    (folder / "p.test.yaml").write_text(text, "utf-8")
    return [test.plan for test in load_policy_tests("p.test.yaml", str(folder)).tests]


def leaves(value: object, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], str]]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from leaves(entry, (*path, key))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from leaves(entry, (*path, index))
    else:
        yield path, str(value)


def text_at(folder: Path, at: Location) -> str:
    line = (folder / at.file).read_text("utf-8").splitlines()[at.line - 1]
    return line[at.column - 1 : (at.end_column or 0) - 1].strip('"')


def fits_its_places(folder: Path, plan: Plan) -> None:
    """Every value stands where its place says, and so does every key."""
    found = list(leaves(plan.data))
    assert found
    for path, text in found:
        assert text_at(folder, plan.places.at(("deployment", *path))) == text
        if isinstance(path[-1], str):
            assert text_at(folder, plan.places.at(("deployment", *path), key=True)) == path[-1]


def test_a_changed_plan_is_what_it_says(folder: Path) -> None:
    (plan,) = plans(folder, SPLIT)
    assert plan.data == {
        "version": "v1",
        "environment": "production",
        "team": {"watcher": "release-manager"},
        "smoke_tests": [{"name": "first", "url": "/one"}, "second"],
        "owner": "release-manager",
    }
    assert plan.rollback_plan is None
    assert plan.team is not None
    assert (plan.team.deployer, plan.team.watcher) == (None, "release-manager")
    assert [smoke.name for smoke in plan.smoke_tests] == ["first", "second"]
    fits_its_places(folder, plan)


def test_what_is_taken_out_stands_where_it_is_taken_out(folder: Path) -> None:
    (plan,) = plans(folder, SPLIT)
    assert str(plan.where("rollback_plan")) == "p.test.yaml:7:7"
    assert str(plan.where("rollback_plan", "command")) == "p.test.yaml:7:21"
    assert str(plan.where("monitoring")) == "plan.yaml:1:1"
    assert str(plan.where("team", "deployer")) == "p.test.yaml:6:7"
    assert str(plan.where("smoke_tests", 0, "url")) == "plan.yaml:6:21"


def test_a_plan_file_is_read_as_check_reads_it(folder: Path) -> None:
    unchanged = SPLIT.replace(SPLIT[SPLIT.index("    but:") : SPLIT.index("    expect:")], "")
    (plan,) = plans(folder, unchanged)
    (direct,) = read_plans(PLAN.encode(), "plan.yaml")
    assert plan._replace(places=direct.places) == direct
    fits_its_places(folder, plan)


def test_plans_inside_the_test_file_know_their_places(folder: Path) -> None:
    with pytest.raises(UserErrors) as caught:
        plans(folder, INSIDE)
    assert str(caught.value) == (
        "p.test.yaml:10:49: no plan can be without `environment`\n  hint: write another value"
    )
    shared, changed, own = plans(folder, INSIDE.replace("environment: }", "environment: test}"))
    for plan in (shared, changed, own):
        fits_its_places(folder, plan)
    assert [smoke.name for smoke in shared.smoke_tests] == ["first"]
    assert [smoke.name for smoke in changed.smoke_tests] == ["third", "fourth"]
    assert (changed.version, changed.environment) == ("v1", "test")
    assert (own.version, len(own.checklist)) == ("v2", 1)
    assert str(own.where("rollback_plan")) == "p.test.yaml:13:5"


@pytest.mark.parametrize(
    ("named", "message"),
    [
        pytest.param("missing.yaml", "the plan `missing.yaml` does not exist", id="missing"),
        pytest.param("plam.yaml", "did you mean `plan.yaml`?", id="nearly"),
        pytest.param("../plan.yaml", "leads out of the repository", id="up"),
        pytest.param("/etc/hostname", "leads out of the repository", id="absolute"),
        pytest.param("out.yaml", "is a link that leads out of", id="link"),
        pytest.param("linked/plan.yaml", "is a link that leads out of", id="link-of-a-folder"),
        pytest.param("pipe.yaml", "is a named pipe, not a file", id="pipe"),
        pytest.param("empty", "is a directory, not a file", id="folder"),
        pytest.param("two.yaml", "holds 2 plans, and a test judges one", id="two-plans"),
        pytest.param('"a\\0b"', "leads out of the repository", id="no-name"),
    ],
)
def test_a_plan_file_that_cannot_be_used(
    tmp_path_factory: pytest.TempPathFactory, folder: Path, named: str, message: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "plan.yaml").write_text(PLAN, "utf-8")
    (folder / "out.yaml").symlink_to(outside / "plan.yaml")
    (folder / "linked").symlink_to(outside)
    (folder / "empty").mkdir()
    (folder / "two.yaml").write_text(f"{PLAN}---\n{PLAN}", "utf-8")

    os.mkfifo(folder / "pipe.yaml")
    with pytest.raises(UserError) as caught:
        plans(folder, SPLIT.replace("plan.yaml", named))
    assert message in str(caught.value)
    assert str(caught.value).startswith("p.test.yaml:4:11: ")


def test_a_mistake_in_a_plan_is_said_once_however_many_tests_use_it(folder: Path) -> None:
    (folder / "plan.yaml").write_text(PLAN.replace("team", "taem"), "utf-8")
    again = SPLIT + SPLIT[SPLIT.index("  - name") :].replace("changed", "again")
    with pytest.raises(UserErrors) as caught:
        plans(folder, again)
    assert str(caught.value) == (
        "plan.yaml:4:3: `deployment`: the key `taem` is not known here\n"
        "  hint: did you mean `team`?"
    )
