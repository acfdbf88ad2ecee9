"""What came of tests of policies, with texts of somebody who means harm."""

import json
import re
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.location import Location
from deploylint.model.policytests import Mismatch, Outcome, PolicyCoverage, PolicyTestReport
from deploylint.model.report import Trouble
from deploylint.report import policytests_json, policytests_text
from deploylint.report.style import Style
from tests.report.hostile import TEXT, locations

OUTCOMES = st.builds(
    Outcome,
    name=TEXT,
    file=TEXT,
    policy=TEXT,
    at=locations(),
    mismatches=st.lists(st.builds(Mismatch, TEXT, locations(), TEXT), max_size=2).map(tuple),
)
COVERAGE = st.builds(
    PolicyCoverage,
    policy=TEXT,
    rules=st.lists(TEXT, max_size=2).map(tuple),
    failing=st.just(()),
    passing=st.just(()),
)
REPORTS = st.builds(
    PolicyTestReport,
    outcomes=st.lists(OUTCOMES, max_size=3).map(tuple),
    coverage=st.lists(COVERAGE, max_size=2).map(tuple),
    minimum=st.none() | st.integers(0, 100),
    errors=st.lists(
        st.builds(Trouble, TEXT, st.none() | locations(), st.none() | TEXT), max_size=2
    ).map(tuple),
)


@given(REPORTS, st.booleans(), st.booleans())
def test_text_obeys_nobody(report: PolicyTestReport, verbose: bool, quiet: bool) -> None:
    text = "".join(policytests_text.render(report, Style(verbose=verbose, quiet=quiet)))
    assert text.replace("\n", "").isprintable()
    assert not re.search(r"(?m)^\s*::|##\w*\[", text)


@given(REPORTS)
def test_json_reads_back_the_same(report: PolicyTestReport) -> None:
    text = "".join(policytests_json.render(report, Style()))
    assert {category(char) for char in text.replace("\n", "")}.isdisjoint({"Cc", "Cf", "Cs"})
    assert "##[" not in text
    found = json.loads(text)
    names = [re.sub("[\ud800-\udfff]", "\ufffd", outcome.name) for outcome in report.outcomes]
    assert [test["name"] for test in found["tests"]] == names
    said = [re.sub("[\ud800-\udfff]", "\ufffd", error.message) for error in report.errors]
    assert [error["message"] for error in found["errors"]] == said
    assert found["counts"]["fail"] == sum(bool(o.mismatches) for o in report.outcomes)


def test_a_place_without_a_line_is_named_all_the_same() -> None:
    at = Location("a.test.yaml", 9, 1)
    mismatch = Mismatch("expected go, came abort", at, "")
    outcome = Outcome(name="n", file="a.test.yaml", policy="p", at=at, mismatches=(mismatch,))
    report = PolicyTestReport(outcomes=(outcome,), coverage=())
    assert "".join(policytests_text.render(report, Style())) == (
        "a.test.yaml: p\n  FAIL  n\n    --> a.test.yaml:9:1\n        expected go, came abort\n"
        "\n1 of 1 test failed\n"
    )
