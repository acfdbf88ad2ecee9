"""What reports for machines share: plans, items, findings, places, instants."""

from datetime import datetime

from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.report import Counts, Item, Trouble
from deploylint.model.verdict import Finding
from deploylint.report.explained import explain_command

Object = dict[str, object]
"""An object of JSON; every key is there, what is absent is None."""


def plan_object(plan: Plan) -> Object:
    """Return which plan a report is about."""
    return {
        "file": plan.file,
        "document": plan.document,
        "digest": plan.digest,
        "version": plan.version,
        "service": plan.service,
        "environment": plan.environment,
        "type": plan.type,
    }


def counts_object(counts: Counts) -> Object:
    """Return how many items have which outcome."""
    return {
        "pass": counts.passed,
        "fail": counts.failed,
        "na": counts.na,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "infos": counts.infos,
        "waived": counts.waived,
    }


def item_object(item: Item, policy: str | None) -> Object:
    """Return the verdict on one rule; `policy` is what `--policy` takes to mean its policy."""
    origin = item.origin
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
        "findings": [finding_object(finding) for finding in item.findings],
        "evidence": [evidence._asdict() for evidence in item.evidence],
        "origin": None if origin is None else {"file": origin.file, "line": origin.line},
        "waiver": item.waiver,
        "blocks": item.blocks,
        "explain": explain_command(item, policy),
    }


def finding_object(finding: Finding) -> Object:
    """Return one finding with its place, 1-based, the end exclusive."""
    at = finding.at
    return {
        "message": finding.message,
        "file": None if at is None else at.file,
        "line": None if at is None else at.line,
        "column": None if at is None else at.column,
        "end_line": None if at is None else at.end_line,
        "end_column": None if at is None else at.end_column,
    }


def place_object(at: Location | None) -> Object | None:
    """Return where something is named."""
    return None if at is None else {"file": at.file, "line": at.line, "column": at.column}


def trouble_object(trouble: Trouble) -> Object:
    """Return what kept something from being judged."""
    return {
        "message": trouble.message,
        **(place_object(trouble.at) or {"file": None, "line": None, "column": None}),
        "hint": trouble.hint,
    }


def instant_text(instant: datetime | None) -> str | None:
    """Return an instant as ISO 8601 with offset."""
    return None if instant is None else instant.isoformat()
