"""The report for machines, as `schemas/report.json` describes it; schema_version 1."""

from collections.abc import Iterable, Iterator

from deploylint import __version__
from deploylint.model.report import Answer, Refusal, Report
from deploylint.report.escape import encodable, in_json
from deploylint.report.explained import reference
from deploylint.report.jsonparts import (
    Object,
    counts_object,
    instant_text,
    item_object,
    plan_object,
    trouble_object,
)
from deploylint.report.overall import Overall
from deploylint.report.schemaline import in_json_object
from deploylint.report.style import Style

_HEAD = f"""\
{{
  "schema_version": 1,
  "tool": {{
    "name": "deploylint",
    "version": "{__version__}"
  }},
  "reports": ["""


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:
    """Yield one JSON document with one object per report, each as soon as it is there.

    Every key is there; what is absent is null. Positions are 1-based, instants
    ISO 8601 with offset. `errors` say what could not be judged; what it all comes to stands at the
    end.
    """
    overall = Overall()
    yield in_json_object(_HEAD, style.schema)
    end = "]"
    errors: list[Object] = []
    for answer in answers:
        overall.take(answer)
        if isinstance(answer, Refusal):
            errors += _errors(answer)
            yield ""
            continue
        yield f"{'' if end == ']' else ','}\n    {_indented(_report(answer), 4)}"
        end = "\n  ]"
    last = {"errors": errors, **_overall(overall)}
    yield "".join([end, *(f',\n  "{key}": {_indented(last[key], 2)}' for key in last), "\n}\n"])


def _indented(value: object, depth: int) -> str:
    # a run with text output does not pay for it
    from json import dumps

    text = dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    return in_json(encodable(text)).replace("\n", f"\n{' ' * depth}")


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
        "policy": {
            "name": report.policy,
            "files": [file._asdict() for file in report.policy_files],
            "digest": report.policy_digest,
        },
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
