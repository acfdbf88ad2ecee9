"""What reports on performance budgets say.

The documents are those of Lighthouse 12.8.2 and 11.7.1, Lighthouse CI 0.15.1 and size-limit 13.1.1,
cut down to the keys that say something.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.budgets import Budgets, Limit, Page
from deploylint.formats.budgetreport import read_budgets
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind
from tests.evidence.judging import judge, outcome, written
from tests.evidence.repository import Repository, repository
from tests.evidence.sealing import seal

URL = "http://127.0.0.1:18765/"
LCP = "largest-contentful-paint"


def lighthouse(**more: Any) -> dict[str, Any]:
    """Return the report on a page that is fast."""
    return {
        "lighthouseVersion": "12.8.2",
        "requestedUrl": URL,
        "finalDisplayedUrl": URL,
        "fetchTime": "2026-11-24T06:01:30.657Z",
        "gatherMode": "navigation",
        "runWarnings": [],
        "audits": {LCP: {"id": LCP, "score": 1, "numericValue": 639.2326}},
        "categories": {"performance": {"title": "Performance", "score": 0.98}},
        **more,
    }


NOT_PAINTED = "The page did not paint any content. (NO_FCP)"
BLANK = lighthouse(
    runtimeError={"code": "NO_FCP", "message": NOT_PAINTED, "artifactKey": "PageLoadError"},
    audits={LCP: {"id": LCP, "score": None, "scoreDisplayMode": "error"}},
    categories={"performance": {"title": "Performance", "score": None}},
)
ONLY_SEO = lighthouse(audits={}, categories={"seo": {"title": "SEO", "score": 0.9}})
WITH_BUDGETS = lighthouse(
    lighthouseVersion="11.7.1",
    audits={
        LCP: {"numericValue": 674.7688},
        "performance-budget": {
            "score": 1,
            "scoreDisplayMode": "informative",
            "details": {
                "items": [
                    {"resourceType": "document", "transferSize": 362, "sizeOverBudget": 362},
                    {"resourceType": "script", "requestCount": 0, "transferSize": 0},
                    {"resourceType": "font", "requestCount": 2, "countOverBudget": "1 request"},
                ]
            },
        },
        "timing-budget": {
            "score": 1,
            "details": {
                "items": [
                    {"metric": "interactive", "measurement": 675, "overBudget": 674},
                    {"metric": LCP, "measurement": 675},
                ]
            },
        },
    },
)
ASSERTIONS = [
    {
        "name": "maxNumericValue",
        "expected": 1,
        "actual": 631.27035,
        "values": [631.27035],
        "operator": "<=",
        "passed": False,
        "auditId": LCP,
        "level": "error",
    },
    {
        "name": "minScore",
        "expected": 0.5,
        "actual": 1,
        "operator": ">=",
        "passed": True,
        "auditProperty": "performance",
        "auditId": "categories",
        "level": "error",
    },
    {
        "name": "maxNumericValue",
        "expected": 1,
        "actual": 631.27035,
        "operator": "<=",
        "passed": False,
        "auditId": "first-contentful-paint",
        "level": "warn",
    },
    {"name": "auditRan", "expected": 1, "actual": 0, "operator": ">=", "passed": False},
    {"name": "maxLength", "expected": 0, "actual": None, "operator": "<=", "passed": False},
    {"name": "lying", "expected": 1, "actual": 2, "operator": "<=", "passed": True},
    {"name": "auditRan", "expected": 1, "actual": 1, "operator": "==", "passed": True},
]
SIZES = [
    {"name": "a.js", "passed": True, "size": 28, "sizeLimit": 1000},
    {"name": "main bundle", "passed": False, "size": 3000, "sizeLimit": 2000},
    {"name": "unlimited", "size": 3000},
    {"name": "matches no file", "passed": True, "size": 0},
    {"name": "lying", "passed": True, "size": 3000, "sizeLimit": 2000},
    {"name": "in time", "passed": True, "size": 5, "running": 0.25, "loading": 0.5},
    {"name": "too slow", "passed": False, "size": 5, "running": 9.25, "loading": 0.5},
]
FAILED = {"error": "SizeLimitError: Size Limit config must *not be empty*\n    at checkChecks"}
TIME = datetime(2026, 11, 24, 6, 1, 30, 657000, tzinfo=UTC)
PAGE = Page(URL, score=9800, lcp=639.2326)
ASSERTED = (
    Limit(f"{LCP} maxNumericValue", "is 631.27; asserted is <= 1", holds=False),
    Limit("categories performance minScore", "is 1; asserted is >= 0.5", holds=True),
    Limit(
        "first-contentful-paint maxNumericValue",
        "is 631.27; asserted is <= 1",
        holds=False,
        binding=False,
    ),
    Limit("auditRan", "is 0; asserted is >= 1", holds=False),
    Limit("maxLength", "was not measured; asserted is <= 0", holds=False),
    Limit("lying", "is 2; asserted is <= 1", holds=False),
    Limit("auditRan", "is 1; asserted is == 1", holds=True),
)
NOTHING = "measured nothing: its path matches no file with content"
TIMED = "to load and run, which size-limit says is"
LIMITED = (
    Limit("a.js", "has 28 bytes; 1000 are permitted", holds=True),
    Limit("main bundle", "has 3000 bytes; 2000 are permitted", holds=False),
    Limit("unlimited", "has no limit; give it a `limit`, or leave it out", holds=False),
    Limit("matches no file", NOTHING, holds=False),
    Limit("lying", "has 3000 bytes; 2000 are permitted", holds=False),
    Limit("in time", f"takes 0.75 s {TIMED} permitted", holds=True),
    Limit("too slow", f"takes 9.75 s {TIMED} too long", holds=False),
)
OVER, WITHIN = "is over its budget", "is within its budget"
BUDGETED = (
    Limit("document", OVER, holds=False),
    Limit("script", WITHIN, holds=True),
    Limit("font", OVER, holds=False),
    Limit("interactive", OVER, holds=False),
    Limit(LCP, WITHIN, holds=True),
)
READINGS = [
    pytest.param(lighthouse(), Budgets("Lighthouse 12.8.2", (PAGE,)), TIME, id="lighthouse"),
    pytest.param(
        BLANK,
        Budgets("Lighthouse 12.8.2", (Page(URL, None, None, NOT_PAINTED),)),
        TIME,
        id="a page that is blank",
    ),
    pytest.param(
        ONLY_SEO,
        Budgets("Lighthouse 12.8.2", (Page(URL, None, None),)),
        TIME,
        id="another category",
    ),
    pytest.param(
        WITH_BUDGETS,
        Budgets("Lighthouse 11.7.1", (Page(URL, 9800, 674.7688),), BUDGETED),
        TIME,
        id="budgets of lighthouse, exceeded with the score 1",
    ),
    pytest.param(
        ASSERTIONS, Budgets("Lighthouse CI", limits=ASSERTED), None, id="assertions of lighthouse"
    ),
    pytest.param(SIZES, Budgets("size-limit", limits=LIMITED), None, id="size-limit"),
    pytest.param(
        FAILED, Budgets("size-limit", error=FAILED["error"]), None, id="size-limit, failed"
    ),
    pytest.param([], Budgets("a list without entries"), None, id="nothing"),
]


@pytest.mark.parametrize(("document", "content", "time"), READINGS)
def test_reports_are_read(document: Any, content: Budgets, time: datetime | None) -> None:
    data = json.dumps(document).encode()
    assert read_budgets(data, "r.json") == Reading(content, time=time)


@pytest.mark.parametrize(
    ("score", "hundredths"), [(0.29, 2900), (0.57, 5700), (0.899999, 8999), (1, 10000), (0, 0)]
)
def test_scores_are_not_rounded_up(score: float, hundredths: int) -> None:
    document = lighthouse(categories={"performance": {"score": score}})
    (page,) = read_budgets(json.dumps(document).encode(), "r.json").content.pages
    assert page.score == hundredths


REFUSED = [
    ("", "is not JSON"),
    ("{}", "is not the JSON of Lighthouse"),
    ("[1]", "where an object is expected"),
    ("[{}]", "is not the JSON of Lighthouse"),
    ('[{"url": "/", "summary": {"performance": 1}}]', "is not the JSON of Lighthouse"),
    ('{"lighthouseVersion": 12}', "where text is expected"),
    (json.dumps(lighthouse(audits=[])), "where an object is expected"),
    (json.dumps(lighthouse(categories={"performance": {"score": 98}})), "is not between 0 and 1"),
    (json.dumps(lighthouse(audits={LCP: {"numericValue": -1}})), "states a time that nothing"),
    ('[{"name": "a", "size": "big"}]', "where a number is expected"),
    ('[{"name": "a", "passed": "yes"}]', "where true or false is expected"),
    ('[{"operator": "~", "expected": 1}]', 'asserts "~", which is not known'),
    ('[{"operator": "<=", "expected": 1}, []]', "where an object is expected"),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_what_is_no_report_is_refused(text: str, expected: str) -> None:
    with pytest.raises(UserError) as refused:
        read_budgets(text.encode(), "r.json")
    assert expected in refused.value.message


def read_or_refuse(data: bytes) -> None:
    try:
        reading = read_budgets(data, "r.json")
    except UserError:
        return
    assert isinstance(reading.content, Budgets)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=2) | st.dictionaries(st.text(max_size=3), below),
    max_leaves=3,
)


@given(st.sampled_from([WITH_BUDGETS, BLANK, ASSERTIONS, SIZES, FAILED]), VALUES, st.data())
def test_wrong_types_are_refused(sample: Any, value: object, data: st.DataObject) -> None:
    document = here = json.loads(json.dumps(sample))
    while True:
        key = data.draw(st.sampled_from(list(here) if isinstance(here, dict) else range(len(here))))
        below = here[key]
        if not isinstance(below, dict | list) or not below or data.draw(st.booleans()):
            here[key] = value
            break
        here = below
    read_or_refuse(json.dumps(document).encode())


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    repo = repository(tmp_path / "project")
    repo.commit({"index.html": ""})
    return repo


GOOD = SIZES[:1]
TRUTH = [
    pytest.param(lighthouse(), "pass evidenced", id="a fast page"),
    pytest.param(BLANK, "fail violated", id="a blank page"),
    pytest.param(ONLY_SEO, "fail violated", id="another category"),
    pytest.param(WITH_BUDGETS, "fail violated", id="a budget that is exceeded"),
    pytest.param(GOOD, "fail stale", id="a list without time"),
]


@pytest.mark.parametrize(("document", "truth"), TRUTH)
def test_named_reports_are_judged(project: Repository, document: Any, truth: str) -> None:
    project.write({"report.json": json.dumps(document)})
    plan = {"evidence": {"budgets": "report.json"}}
    item = judge(project.path, "performance-budget-met", plan=plan)
    assert outcome(item) == truth, written(item)


def test_a_recorded_report_is_found_unasked_and_bound(project: Repository) -> None:
    project.write({"reports/size-limit.json": json.dumps(GOOD)})
    without = judge(project.path, "performance-budget-met")
    seal(project, Kind.BUDGETS, "reports/size-limit.json", command="size-limit --json")
    recorded = judge(project.path, "performance-budget-met", assurance="bound")
    assert outcome(without) == "fail unproven"
    assert written(recorded) == "pass bound: 1 limit of size-limit kept"


def test_the_configuration_of_a_tool_is_no_evidence(project: Repository) -> None:
    configuration = '[{"path": "a.js", "limit": "1 kB"}]'
    project.write({".size-limit.json": configuration, "lighthouserc.json": "{}"})
    item = judge(project.path, "performance-budget-met")
    assert outcome(item) == "fail unproven"
    assert "found, but not counted" not in written(item)
