"""The report for machines, as `schemas/report.json` describes it; schema_version 1."""

from collections.abc import Iterable, Iterator

from deploylint.model.report import Answer, Refusal, Report
from deploylint.report.explained import reference
from deploylint.report.jsonparts import (
    counts_object,
    instant_text,
    item_object,
    plan_object,
    policy_object,
    trouble_object,
)
from deploylint.report.jsontext import Object, document, json_text
from deploylint.report.overall import Overall
from deploylint.report.style import Style


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:
    """Yield one JSON document with one object per report, each as soon as it is there.

    Every key is there; what is absent is null. Positions are 1-based, instants
    ISO 8601 with offset. `errors` say what could not be judged; what it all comes to stands at the
    end.
    """
    overall = Overall()
    yield document({"reports": []}, style.schema).removesuffix("]\n}\n")
    end = "]"
    errors: list[Object] = []
    for answer in answers:
        overall.take(answer)
        if isinstance(answer, Refusal):
            errors += _errors(answer)
            yield ""
            continue
        text = json_text(_report(answer), indent=2).replace("\n", "\n    ")
        yield f"{'' if end == ']' else ','}\n    {text}"
        end = "\n  ]"
    last = json_text({"errors": errors, **_overall(overall)}, indent=2)
    yield f"{end},{last.removeprefix('{')}\n"


def _overall(overall: Overall) -> Object:
    return {
        "decision": overall.decision,
        "blocked": overall.blocked,
        "next_permitted": instant_text(overall.next_permitted),
    }


def _errors(refusal: Refusal) -> list[Object]:
    plan = refusal.file or None
    return [{"plan": plan, **trouble_object(trouble)} for trouble in refusal.troubles]


def _report(report: Report) -> Object:
    return {
        "plan": plan_object(report.plan),
        "policy": policy_object(report.policy, report.policy_files, report.policy_digest),
        "at": instant_text(report.at),
        "now": instant_text(report.now),
        "basis": report.basis,
        "timezone": report.timezone,
        "simulated": report.simulated,
        "stages": report.stages,
        "decision": report.decision.label,
        "blocked": report.blocked,
        "next_permitted": instant_text(report.next_permitted),
        "valid_until": instant_text(report.valid_until),
        "counts": counts_object(report.counts),
        "ladder": [
            {"policy": rung.policy, "blocks": len(rung.blocking), "blocking": rung.blocking}
            for rung in report.ladder
        ],
        "assumptions": report.assumptions,
        "items": [item_object(item, reference(report)) for item in report.items],
    }
