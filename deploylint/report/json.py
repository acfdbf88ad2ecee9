"""The report for machines, as `schemas/report.json` describes it; schema_version 1."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from deploylint import __version__
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.report import Counts, Item, Report
from deploylint.model.verdict import Finding
from deploylint.report.escape import encodable, in_json
from deploylint.report.style import Style

_HEAD = f"""\
{{
  "schema_version": 1,
  "tool": {{
    "name": "deploylint",
    "version": "{__version__}"
  }},
  "reports": ["""

_Object = dict[str, object]


def render(reports: Iterable[Report], style: Style) -> Iterator[str]:  # noqa: ARG001  # for people
    """Yield one JSON document with one object per report, each as soon as it is there.

    Every key is there; what is absent is null. Positions are 1-based, instants
    ISO 8601 with offset.
    """
    # a run with text output does not pay for it
    from json import dumps

    yield _HEAD
    end = "]"
    for report in reports:
        text = dumps(_report(report), ensure_ascii=False, allow_nan=False, indent=2)
        indented = in_json(encodable(text)).replace("\n", "\n    ")
        yield f"{'' if end == ']' else ','}\n    {indented}"
        end = "\n  ]"
    yield f"{end}\n}}\n"


def _report(report: Report) -> _Object:
    return {
        "plan": _plan(report.plan),
        "policy": {
            "name": report.policy,
            "files": [file._asdict() for file in report.policy_files],
            "digest": report.policy_digest,
        },
        "at": _instant(report.at),
        "now": _instant(report.now),
        "basis": report.basis,
        "timezone": report.timezone,
        "simulated": report.simulated,
        "stages": report.stages,
        "decision": report.decision.label,
        "blocked": report.blocked,
        "next_permitted": _instant(report.next_permitted),
        "valid_until": _instant(report.valid_until),
        "counts": _counts(report.counts),
        "ladder": [
            {"policy": rung.policy, "blocks": len(rung.blocking), "blocking": rung.blocking}
            for rung in report.ladder
        ],
        "assumptions": report.assumptions,
        "items": [_item(item) for item in report.items],
    }


def _plan(plan: Plan) -> _Object:
    return {
        "file": plan.file,
        "digest": plan.digest,
        "version": plan.version,
        "service": plan.service,
        "environment": plan.environment,
        "type": plan.type,
    }


def _counts(counts: Counts) -> _Object:
    return {
        "pass": counts.passed,
        "fail": counts.failed,
        "na": counts.na,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "infos": counts.infos,
    }


def _item(item: Item) -> _Object:
    return {
        "rule": item.rule,
        "title": item.title,
        "category": item.category,
        "stage": item.stage,
        "status": item.status,
        "cause": item.cause,
        "severity": item.severity.label,
        "assurance": None if item.assurance is None else item.assurance.label,
        "required_assurance": item.required_assurance.label,
        "reason": item.reason,
        "fix": item.fix,
        "findings": [_finding(finding) for finding in item.findings],
        "evidence": [evidence._asdict() for evidence in item.evidence],
        "origin": _origin(item.origin),
        "waiver": item.waiver,
    }


def _finding(finding: Finding) -> _Object:
    at = finding.at
    return {
        "message": finding.message,
        "file": None if at is None else at.file,
        "line": None if at is None else at.line,
        "column": None if at is None else at.column,
        "end_line": None if at is None else at.end_line,
        "end_column": None if at is None else at.end_column,
    }


def _origin(origin: Location | None) -> _Object | None:
    return None if origin is None else {"file": origin.file, "line": origin.line}


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
