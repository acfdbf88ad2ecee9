"""What came of tests of policies, as `schemas/policy-test-report.json` describes it."""

from collections.abc import Iterator

from deploylint.model.policytests import Outcome, PolicyCoverage, PolicyTestReport
from deploylint.report.jsonparts import finding_object, trouble_object
from deploylint.report.jsontext import Object, document
from deploylint.report.style import Style


def render(report: PolicyTestReport, style: Style) -> Iterator[str]:
    """Yield one JSON document. Every key is there; what is absent is null."""
    yield document(_report(report), style.schema)


def _report(report: PolicyTestReport) -> Object:
    failed = sum(bool(outcome.mismatches) for outcome in report.outcomes)
    return {
        "counts": {"pass": len(report.outcomes) - failed, "fail": failed},
        "tests": [_outcome(outcome) for outcome in report.outcomes],
        "coverage": [_coverage(one, report) for one in report.coverage],
        "minimum_coverage": report.minimum,
        "errors": [trouble_object(trouble) for trouble in report.errors],
    }


def _outcome(outcome: Outcome) -> Object:
    return {
        "name": outcome.name,
        "status": "fail" if outcome.mismatches else "pass",
        "policy": outcome.policy,
        "file": outcome.at.file,
        "line": outcome.at.line,
        "column": outcome.at.column,
        "mismatches": [finding_object(one.message, one.at) for one in outcome.mismatches],
    }


def _coverage(one: PolicyCoverage, report: PolicyTestReport) -> Object:
    return {
        "policy": one.policy,
        "rules": one.rules,
        "seen_failing": one.failing,
        "seen_passing": one.passing,
        "enough": one.policy not in report.thin,
    }
