"""The answer of `deploylint evidence` for machines; schema_version 1."""

from collections.abc import Iterable, Iterator

from deploylint.model.evidencereport import (
    EvidenceReport,
    FoundPiece,
    KindFound,
    ReleaseFound,
    RuleStanding,
)
from deploylint.report.jsonparts import instant_text, place_object, plan_object
from deploylint.report.jsontext import Object, document
from deploylint.report.style import Style


def render(reports: Iterable[EvidenceReport], style: Style) -> Iterator[str]:
    """Yield one JSON document with one object per plan.

    Every key is there; what is absent is null. Instants are ISO 8601 with offset, ages are in
    seconds, positions are 1-based.
    """
    yield document({"reports": [_report(report) for report in reports]}, style.schema)


def _report(report: EvidenceReport) -> Object:
    return {
        "plan": None if report.plan is None else plan_object(report.plan),
        "policy": report.policy,
        "now": report.now.isoformat(),
        "simulated": report.simulated,
        "release": None if report.release is None else _release(report.release),
        "release_problem": report.release_problem,
        "kinds": [_kind(kind) for kind in report.kinds],
        "rules": [_rule(rule) for rule in report.rules],
    }


def _release(release: ReleaseFound) -> Object:
    return release._asdict() | {
        "committed_at": release.committed_at.isoformat(),
        "at": place_object(release.at),
    }


def _kind(kind: KindFound) -> Object:
    return {
        "kind": kind.name,
        "rules": kind.rules,
        "max_age_seconds": None if kind.max_age is None else kind.max_age.total_seconds(),
        "pieces": [_piece(piece) for piece in kind.pieces],
        "missing": [
            {"place": place.pattern, "why": place.why, "named": place_object(place.at)}
            for place in kind.missing
        ],
        "searched": kind.searched,
        "problem": kind.problem,
    }


def _piece(piece: FoundPiece) -> Object:
    return {
        "path": piece.path,
        "counts": piece.assurance is not None,
        "assurance": None if piece.assurance is None else piece.assurance.label,
        "why": piece.why,
        "digest": piece.digest,
        "commit": piece.commit,
        "time": instant_text(piece.time),
        "age_seconds": None if piece.age is None else piece.age.total_seconds(),
        "command": piece.command,
        "exit_code": piece.exit_code,
        "record": piece.record,
        "named": place_object(piece.named),
    }


def _rule(rule: RuleStanding) -> Object:
    return {
        "rule": rule.rule,
        "title": rule.title,
        "stage": rule.stage,
        "severity": rule.severity.label,
        "required_assurance": rule.required.label,
        "status": rule.status,
        "cause": rule.cause,
        "assurance": None if rule.reached is None else rule.reached.label,
        "reason": rule.reason,
        "evidence": [evidence._asdict() for evidence in rule.evidence],
    }
