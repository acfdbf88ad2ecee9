"""The answer of `deploylint window` for machines; schema_version 1."""

from collections.abc import Iterator

from deploylint.model.windowreport import Change, WindowReport
from deploylint.model.windows import Deciding
from deploylint.report.jsonparts import instant_text, plan_object, policy_object
from deploylint.report.jsontext import Object, document
from deploylint.report.style import Style


def render(report: WindowReport, style: Style) -> Iterator[str]:
    """Yield one JSON object.

    Every key is there; what is absent is null. Instants are ISO 8601 with offset, in the zone of
    the policy; those of `deciding` in the zone of the entry.
    """
    yield document(_report(report), style.schema)


def _report(report: WindowReport) -> Object:
    answer = report.answer
    return {
        "at": report.at.isoformat(),
        "now": report.now.isoformat(),
        "basis": report.basis,
        "simulated": report.simulated,
        "timezone": answer.timezone,
        "tier": answer.tier,
        "permitted": answer.permitted,
        "deciding": [_deciding(entry) for entry in answer.deciding],
        "closes_at": instant_text(answer.closes_at),
        "next_permitted": instant_text(answer.next_permitted),
        "next_closes_at": instant_text(report.next_closes_at),
        "searched_until": answer.searched_until.isoformat(),
        "change": _change(report.change),
        "plan": None if report.plan is None else plan_object(report.plan),
        "policy": {
            **policy_object(report.policy, report.policy_files, report.policy_digest),
            "permit": report.permit,
        },
        "notes": report.notes,
        "assumptions": report.assumptions,
        "versions": report.versions._asdict(),
    }


def _deciding(entry: Deciding) -> Object:
    return entry._asdict() | {"start": instant_text(entry.start), "end": instant_text(entry.end)}


def _change(change: Change) -> Object:
    seconds = None if change.duration is None else change.duration.total_seconds()
    whole = seconds is not None and seconds.is_integer()
    return {
        "type": change.type,
        "priority": change.priority,
        "incident": change.incident,
        "duration_seconds": int(seconds) if whole and seconds is not None else seconds,
        "on_call": change.on_call,
    }
