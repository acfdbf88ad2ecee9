"""What reports for machines share: plans, items, findings, places, instants."""

from collections.abc import Iterable
from datetime import datetime

from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.policy import PolicyFile
from deploylint.model.report import Counts, Item, Trouble
from deploylint.report.explained import explain_command
from deploylint.report.jsontext import Object


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


def policy_object(name: str, files: Iterable[PolicyFile], digest: str) -> Object:
    """Return the policy by which something was judged."""
    return {"name": name, "files": [file._asdict() for file in files], "digest": digest}


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
        "findings": [finding_object(finding.message, finding.at) for finding in item.findings],
        "evidence": [evidence._asdict() for evidence in item.evidence],
        "origin": None if origin is None else {"file": origin.file, "line": origin.line},
        "waiver": item.waiver,
        "blocks": item.blocks,
        "explain": explain_command(item, policy),
    }


def finding_object(message: str, at: Location | None) -> Object:
    """Return what was found with its place, 1-based, the end exclusive."""
    return {
        "message": message,
        **_place(at),
        "end_line": None if at is None else at.end_line,
        "end_column": None if at is None else at.end_column,
    }


def place_object(at: Location | None) -> Object | None:
    """Return where something is named."""
    return None if at is None else _place(at)


def _place(at: Location | None) -> Object:
    """Return the keys of a place as they stand among others."""
    return {
        "file": None if at is None else at.file,
        "line": None if at is None else at.line,
        "column": None if at is None else at.column,
    }


def trouble_object(trouble: Trouble) -> Object:
    """Return what kept something from being judged."""
    return {
        "message": trouble.message,
        **_place(trouble.at),
        "hint": trouble.hint,
    }


def instant_text(instant: datetime | None) -> str | None:
    """Return an instant as ISO 8601 with offset."""
    return None if instant is None else instant.isoformat()
