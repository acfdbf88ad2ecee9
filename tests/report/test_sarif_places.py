"""Places in SARIF: regions in the right order, files as URIs, the plan beside them."""

from typing import Any

import pytest

from deploylint.model.location import Location
from deploylint.model.verdict import Finding, Status
from deploylint.report.sarif import render
from deploylint.report.style import Style
from tests.report.reports import item, plan, report
from tests.report.sariflaws import checked


def result(at: Location) -> Any:
    """Return the one result of a report with one finding."""
    failing = item("a-rule", Status.FAIL, findings=(Finding("it is seen", at),))
    (only,) = checked("".join(render([report(failing)], Style())))["results"]
    return only


@pytest.mark.parametrize(
    ("at", "region"),
    [
        pytest.param((3, 5, 3, 9), (3, 5, 3, 9), id="in-a-line"),
        pytest.param((3, 5, 4, 1), (3, 5, 4, 1), id="over-lines"),
        pytest.param((3, 5), (3, 5), id="without-end"),
        pytest.param((3, 5, 3), (3, 5), id="end-without-column"),
        pytest.param((3, 5, 3, 5), (3, 5), id="empty"),
        pytest.param((3, 5, 2, 9), (3, 5), id="end-before-start"),
        pytest.param((0, 0), (1, 1), id="before-the-file"),
    ],
)
def test_regions(at: tuple[int, ...], region: tuple[int, ...]) -> None:
    found = result(Location("a.yaml", *at))
    keys = ("startLine", "startColumn", "endLine", "endColumn")
    physical = found["locations"][0]["physicalLocation"]
    assert physical["region"] == dict(zip(keys, region, strict=False))


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        pytest.param("deploy/plan.yaml", "deploy/plan.yaml", id="plain"),
        pytest.param("./deploy/../plan.yaml", "plan.yaml", id="dots"),
        pytest.param("../plan.yaml", "../plan.yaml", id="outside"),
        pytest.param("a b#c?d%e&.yaml", "a%20b%23c%3Fd%25e%26.yaml", id="marks-of-uris"),
        pytest.param("https://x", "https%3A/x", id="looks-like-a-uri"),
        pytest.param("é顧.yaml", "%C3%A9%E9%A1%A7.yaml", id="letters"),
        pytest.param("\udcff.yaml", "%FF.yaml", id="bytes-that-are-no-utf-8"),
        pytest.param("\ud800.yaml", "%3F.yaml", id="lone-surrogate"),
        pytest.param("C:\\plan.yaml", "C%3A%5Cplan.yaml", id="backslashes"),
        pytest.param("<stdin>", "%3Cstdin%3E", id="standard-input"),
        pytest.param("", ".deploylint.yaml", id="no-file"),
    ],
)
def test_files_are_uris_relative_to_the_root(file: str, uri: str) -> None:
    found = result(Location(file, 1, 1))
    physical = found["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        pytest.param("/srv/a b.yaml", "file:///srv/a%20b.yaml", id="posix"),
        pytest.param("//srv/a.yaml", "file:///srv/a.yaml", id="two-slashes"),
        pytest.param("C:/plans/a#.yaml", "file:///C:/plans/a%23.yaml", id="drive"),
    ],
)
def test_files_that_lie_elsewhere_are_whole_uris(file: str, uri: str) -> None:
    found = result(Location(file, 1, 1))
    assert found["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}


def test_a_place_in_another_file_leads_to_the_plan() -> None:
    found = result(Location("db/001.sql", 7, 1))
    (related,) = found["relatedLocations"]
    assert related["message"] == {"text": "The plan that was judged."}
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "deploy/plan.yaml"


def test_migrations_may_be_judged_without_a_plan() -> None:
    nothing = plan(file="", at=Location("", 1, 1))
    found = Finding("it drops a table", Location("db/001.sql", 7, 1))
    told = report(
        item("a-rule", Status.FAIL, findings=(found,)), item("b-rule", Status.FAIL), plan=nothing
    )
    results = checked("".join(render([told], Style())))["results"]
    assert [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results
    ] == ["db/001.sql", ".deploylint.yaml"]
    assert all("relatedLocations" not in one for one in results)
