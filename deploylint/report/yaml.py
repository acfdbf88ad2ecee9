"""The checklist filled in: the output document of a deployment, as a plan in short form writes it.

Each report becomes one YAML document: under `deployment` the version, the environment, the
checklist with `item` and `status` from the verdicts (and the `reason` of what fails or does not
apply), then all else as the plan states it, so that a rollback stays one. The document is a plan
again and deploylint reads it as one. A plan has no key for its own judgement, so
decision, policy and the moments stand in comments above it; programs read them from the `json`
report.
"""

import re
from collections.abc import Iterable, Iterator

from deploylint.model.report import Answer, Item, Refusal, Report
from deploylint.model.secrets import masked
from deploylint.model.verdict import Status
from deploylint.report.decided import reason, unjudged
from deploylint.report.escape import encodable, printable
from deploylint.report.schemaline import in_yaml_comment
from deploylint.report.style import Style
from deploylint.report.yamltext import yaml_text

_PLAIN = re.compile(r"[^\W\d_](?:[\w ./()'<>,;+-]*[\w.)])?")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
"""Words that some reader of YAML 1.1 or 1.2 takes for a truth value, nothing or a number."""


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:
    """Yield one YAML document per report, with `---` between them."""
    separator = ""
    for report in answers:
        if isinstance(report, Refusal):
            yield _refused(report) if style.alone else ""
            continue
        comments = f"{in_yaml_comment(style.schema)}{_comments(report)}"
        yield f"{separator}{comments}{yaml_text(_document(report), style=_style, shown=_shown)}"
        separator = "---\n"


def _refused(refusal: Refusal) -> str:
    """Return what could not be judged as comments."""
    said = [unjudged(refusal), *map(reason, refusal.troubles)]
    return "".join([f"# ERROR: {printable(masked(text))}\n" for text in said])


def _document(report: Report) -> dict[str, object]:
    plan = report.plan
    judged: dict[str, object] = {
        "version": plan.version,
        "environment": plan.environment,
        "checklist": [_entry(item) for item in report.items],
    }
    stated = {key: value for key, value in plan.data.items() if key not in judged}
    return {"deployment": judged | stated}


def _entry(item: Item) -> dict[str, object]:
    entry: dict[str, object] = {"item": item.title, "status": item.status}
    return entry if item.status is Status.PASS else entry | {"reason": item.reason}


def _comments(report: Report) -> str:
    judged = None if report.at is None else f"{report.at.isoformat()} ({report.basis})"
    lines = {
        "decision": f"{report.decision.label}{', blocked' if report.blocked else ''}",
        "policy": report.policy,
        "judged for": judged,
        "permitted again from": report.next_permitted and report.next_permitted.isoformat(),
        "valid until": report.valid_until and report.valid_until.isoformat(),
    }
    return "".join([f"# {key}: {printable(text)}\n" for key, text in lines.items() if text])


def _style(text: str) -> str | None:
    """Return how to write a text: plain only where no reader of YAML sees anything but a text."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return None
    return "|" if _is_block(text) else '"'


def _is_block(text: str) -> bool:
    """Return whether the lines of `text` may stand as they are, unquoted and unescaped."""
    if "\n" not in text or "##" in text or not text[0].strip():
        return False
    lines = text.split("\n")
    return all(
        line.isprintable() and line == line.rstrip() and not line.lstrip().startswith("::")
        for line in lines
    )


def _shown(text: str) -> str:
    return masked(encodable(text))
