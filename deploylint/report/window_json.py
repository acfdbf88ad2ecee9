"""The answer of `deploylint window` for machines; schema_version 1."""

from collections.abc import Iterator
from datetime import datetime

from deploylint.model.plan import Plan
from deploylint.model.windowreport import Change, WindowReport
from deploylint.model.windows import Deciding
from deploylint.report.escape import encodable, in_json
from deploylint.report.style import Style

_Object = dict[str, object]


def render(report: WindowReport, style: Style) -> Iterator[str]:  # noqa: ARG001  # for people
    """Yield one JSON object.

    Every key is there; what is absent is null. Instants are ISO 8601 with offset, in the zone of
    the policy; those of `deciding` in the zone of the entry.
    """
    # an answer in text does not pay for it
    from json import dumps

    text = dumps(_report(report), ensure_ascii=False, allow_nan=False, indent=2)
    yield f"{in_json(encodable(text))}\n"


def _report(report: WindowReport) -> _Object:
    answer = report.answer
    return {
        "schema_version": 1,
        "at": report.at.isoformat(),
        "now": report.now.isoformat(),
        "basis": report.basis,
        "simulated": report.simulated,
        "timezone": answer.timezone,
        "tier": answer.tier,
        "permitted": answer.permitted,
        "deciding": [_deciding(entry) for entry in answer.deciding],
        "closes_at": _instant(answer.closes_at),
        "next_permitted": _instant(answer.next_permitted),
        "next_closes_at": _instant(report.next_closes_at),
        "searched_until": answer.searched_until.isoformat(),
        "change": _change(report.change),
        "plan": None if report.plan is None else _plan(report.plan),
        "policy": {
            "name": report.policy,
            "files": [file._asdict() for file in report.policy_files],
            "digest": report.policy_digest,
            "permit": report.permit,
        },
        "notes": report.notes,
        "assumptions": report.assumptions,
        "versions": report.versions._asdict(),
    }


def _deciding(entry: Deciding) -> _Object:
    return entry._asdict() | {"start": _instant(entry.start), "end": _instant(entry.end)}


def _change(change: Change) -> _Object:
    seconds = None if change.duration is None else change.duration.total_seconds()
    whole = seconds is not None and seconds.is_integer()
    return {
        "type": change.type,
        "priority": change.priority,
        "incident": change.incident,
        "duration_seconds": int(seconds) if whole and seconds is not None else seconds,
        "on_call": change.on_call,
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


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
