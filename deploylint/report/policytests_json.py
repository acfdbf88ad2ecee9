"""What came of tests of policies, as `schemas/policy-test-report.json` describes it."""

from collections.abc import Iterator

from deploylint import __version__
from deploylint.model.policytests import Mismatch, Outcome, PolicyCoverage, PolicyTestReport
from deploylint.report.escape import encodable, in_json
from deploylint.report.jsonparts import Object, trouble_object
from deploylint.report.schemaline import in_json_object
from deploylint.report.style import Style


def render(report: PolicyTestReport, style: Style) -> Iterator[str]:
    """Yield one JSON document. Every key is there; what is absent is null."""
    # an answer in text does not pay for it
    from json import dumps

    text = dumps(_report(report), ensure_ascii=False, allow_nan=False, indent=2)
    yield in_json_object(f"{in_json(encodable(text))}\n", style.schema)


def _report(report: PolicyTestReport) -> Object:
    failed = sum(bool(outcome.mismatches) for outcome in report.outcomes)
    return {
        "schema_version": 1,
        "tool": {"name": "deploylint", "version": __version__},
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
        "mismatches": [_mismatch(mismatch) for mismatch in outcome.mismatches],
    }


def _mismatch(mismatch: Mismatch) -> Object:
    at = mismatch.at
    return {
        "message": mismatch.message,
        "file": at.file,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
    }


def _coverage(one: PolicyCoverage, report: PolicyTestReport) -> Object:
    return {
        "policy": one.policy,
        "rules": one.rules,
        "seen_failing": one.failing,
        "seen_passing": one.passing,
        "enough": one.policy not in report.thin,
    }
