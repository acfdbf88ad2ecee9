"""SARIF as reports of vulnerabilities: levels, scores, suppressions, runs that did not end well."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from deploylint.facts.scans import Scan
from deploylint.formats.reading import Reading
from deploylint.model.severities import Level
from tests.evidence.scanning import found, read


def sarif(*results: Mapping[str, Any], **run: Any) -> Reading[Scan]:
    driver = {"name": "Trivy", "rules": run.pop("rules", [])}
    return read(
        {"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results, **run}]}
    )


SARIF_RESULTS = [
    pytest.param({"kind": "pass"}, [], id="pass"),
    pytest.param({"kind": "notApplicable"}, [], id="not-applicable"),
    pytest.param({"kind": "informational"}, [], id="informational"),
    pytest.param({"baselineState": "absent"}, [], id="gone-since-the-baseline"),
    pytest.param({"baselineState": "unchanged"}, [None], id="unchanged-since-the-baseline"),
    pytest.param({"kind": "fail"}, [None], id="warning-by-default-is-unknown"),
    pytest.param({"level": "error"}, [None], id="error-is-unknown"),
    pytest.param({"level": "note"}, [Level.LOW], id="note"),
    pytest.param({"level": "none"}, [Level.INFO], id="none"),
    pytest.param({"kind": "review", "level": "none"}, [None], id="to-be-reviewed"),
    pytest.param({"kind": "open", "level": "none"}, [None], id="undecided"),
    pytest.param({"ruleId": "scored"}, [Level.CRITICAL], id="score-of-the-rule"),
    pytest.param({"ruleIndex": 0}, [Level.CRITICAL], id="score-of-the-rule-by-index"),
    pytest.param({"rule": {"index": 0}}, [Level.CRITICAL], id="score-by-reference"),
    pytest.param({"rule": {"id": "scored"}}, [Level.CRITICAL], id="score-by-id-of-a-reference"),
    pytest.param({"ruleId": "scored/sub"}, [Level.CRITICAL], id="score-of-the-rule-above"),
    pytest.param(
        {"ruleId": "scored", "properties": {"security-severity": "4.0"}},
        [Level.MODERATE],
        id="score-of-the-result-goes-first",
    ),
    pytest.param(
        {"properties": {"security-severity": "0.0"}, "level": "note"}, [None], id="score-of-zero"
    ),
    pytest.param({"properties": {"security-severity": 7.5}}, [Level.HIGH], id="score-as-number"),
    pytest.param({"properties": {"security-severity": "high"}}, [None], id="score-is-a-word"),
    pytest.param({"ruleId": "minor"}, [Level.LOW], id="level-of-the-rule"),
    pytest.param({"ruleId": "minor", "level": "error"}, [None], id="level-of-the-result"),
    pytest.param({"suppressions": [{"kind": "inSource"}]}, [], id="suppressed"),
    pytest.param({"suppressions": [{"status": "accepted"}]}, [], id="suppression-accepted"),
    pytest.param({"suppressions": []}, [None], id="not-suppressed"),
    pytest.param({"suppressions": [{"status": "rejected"}]}, [None], id="suppression-rejected"),
    pytest.param(
        {"suppressions": [{"status": "accepted"}, {"status": "underReview"}]},
        [None],
        id="suppression-under-review",
    ),
]


@pytest.mark.parametrize(("result", "severities"), SARIF_RESULTS)
def test_sarif_results(result: Mapping[str, Any], severities: list[Level | None]) -> None:
    rules = [
        {"id": "scored", "properties": {"security-severity": "9.8"}},
        {"id": "minor", "defaultConfiguration": {"level": "note"}},
    ]
    scan = sarif(result, rules=rules).content
    assert [finding.severity for finding in scan.findings] == severities


def test_sarif_rules_may_stand_in_an_extension() -> None:
    extension = {"name": "pack", "rules": [{"id": "x", "properties": {"security-severity": "9"}}]}
    run = {
        "tool": {"driver": {"name": "CodeQL", "rules": []}, "extensions": [extension]},
        "results": [
            {"ruleId": "x", "rule": {"index": 0, "toolComponent": {"index": 0}}},
            {"ruleId": "x", "rule": {"index": 0, "toolComponent": {"index": 7}}},
        ],
        "artifacts": [{"location": {"uri": "a.py"}}, {"location": {"uri": "b.py"}}],
    }
    scan = read({"version": "2.1.0", "runs": [run]}).content
    assert scan == Scan(
        "CodeQL", 2, (found("x", severity=Level.CRITICAL), found("x")), dependencies=False
    )


def test_sarif_tools_whose_names_could_mislead_are_quoted() -> None:
    driver = {"name": "Trivy\n::error::" + "x" * 200}
    scan = read({"version": "2.1.0", "runs": [{"tool": {"driver": driver}}]}).content
    assert scan == Scan(f'"Trivy ::error::{"x" * 64}…"', None)


def test_sarif_says_what_was_suppressed() -> None:
    scan = sarif({"suppressions": [{"kind": "external"}]}, {"suppressions": [{}]}).content
    assert scan == Scan("Trivy", None, left_out=("2 results suppressed in the report",))


@pytest.mark.parametrize(
    ("invocation", "problems"),
    [
        pytest.param({"executionSuccessful": True}, (), id="successful"),
        pytest.param({"executionSuccessful": False}, ("did not finish",), id="not-successful"),
        pytest.param(
            {"executionSuccessful": False, "exitCode": 3},
            ("did not finish (exit code 3)",),
            id="not-successful-with-its-code",
        ),
        pytest.param(
            {"executionSuccessful": True, "toolExecutionNotifications": [{"level": "warning"}]},
            (),
            id="warned",
        ),
        pytest.param(
            {"toolExecutionNotifications": [{"level": "error"}, {"level": "error"}]},
            ('met 2 errors while it scanned: "no reason given"',),
            id="errors",
        ),
    ],
)
def test_sarif_invocations(invocation: Mapping[str, Any], problems: tuple[str, ...]) -> None:
    assert sarif(invocations=[invocation]).content.problems == problems


def test_sarif_states_its_oldest_time_and_its_commit() -> None:
    reading = sarif(
        invocations=[
            {"endTimeUtc": "2026-11-24T09:00:00Z"},
            {"endTimeUtc": "2026-11-23T09:00:00.000Z"},
        ],
        versionControlProvenance=[{"revisionId": "3f9c1e2"}, {"revisionId": "3f9c1e2"}],
    )
    when = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert reading == Reading(Scan("Trivy", None), when, commit="3f9c1e2")


def test_sarif_of_two_commits_states_none() -> None:
    provenance = [{"revisionId": "3f9c1e2"}, {"revisionId": "aaaaaaa"}]
    assert sarif(versionControlProvenance=provenance).commit is None


def test_sarif_runs_are_judged_together() -> None:
    def run(name: str, *results: object, **more: object) -> dict[str, object]:
        return {"tool": {"driver": {"name": name}}, "results": results, **more}

    files = [{"location": {"uri": "a.py"}}]
    metrics = {"metrics": {"_totals": {"loc": 0}, "a.py": {"loc": 0}}}
    runs = [
        run("semgrep", {"ruleId": "CVE-2026-1"}, artifacts=files),
        run("CodeQL", artifacts=files),
        run("Bandit", properties=metrics),
    ]
    assert read({"version": "2.1.0", "runs": runs}).content == Scan(
        "semgrep and CodeQL and Bandit",
        2,
        (found("CVE-2026-1"),),
        problems=("looked at nothing with Bandit",),
    )
