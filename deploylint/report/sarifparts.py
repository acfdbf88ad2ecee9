"""The objects of SARIF 2.1.0: rules, results, notifications and places.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html;
what GitHub takes of them:
https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support
"""

import re
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import quote

from deploylint.model.location import Location
from deploylint.model.policy import Severity
from deploylint.report.escape import printable
from deploylint.report.explained import command_for, explain_command, pasted
from deploylint.report.jsontext import Object
from deploylint.report.markdowntext import LONG, clipped, code, prose
from deploylint.report.problems import JUDGED, OWN_LINE, SETTINGS, UNJUDGED, Problem
from deploylint.report.style import Style

ROOT = "%SRCROOT%"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_WORDS = {"error": "error", "warning": "warning", "note": "recommendation"}
_LONGEST_NAME = 255
"""Characters that GitHub takes of the name of a rule; of its descriptions 1,024."""


class _About(NamedTuple):
    """What is said about a rule: what should be, when it fails, and how to comply."""

    title: str
    said: str
    mend: str


GENERAL = {
    OWN_LINE: _About(
        title="Every line of the checklist holds",
        said="A line of the plan's checklist, which belongs to no rule of the policy, says that it"
        " does not hold",
        mend="Do what the line asks for, then set its `status` to `pass`.",
    ),
    UNJUDGED: _About(
        title=JUDGED,
        said="A file could not be read or used, or no rule applies, so nothing is known about the"
        " plan",
        mend="Mend what the message says, and judge the plan again.",
    ),
}
"""What stands for a rule where a policy has none."""


def rule_object(problem: Problem, policy: str | None, style: Style) -> Object:
    """Return what is known of the rule of a problem; `policy` is what `--policy` takes."""
    rule, item = problem.rule, problem.item
    own = None if item is None else explain_command(item, policy)
    about = GENERAL[rule] if own is None else _about(problem)
    command = own or command_for(rule, None)
    described: Object = {"id": printable(rule), **_name(printable(rule))}
    described["shortDescription"] = {"text": about.title}
    described["fullDescription"] = {"text": _sentence(f"{_sentence(about.title)} {about.said}")}
    described["help"] = _help(about.mend, command, style.help.get(rule))
    described["defaultConfiguration"] = {"level": _usual(problem)}
    described["properties"] = _rule_properties(problem, command, style)
    return described


def result_object(problem: Problem, index: int) -> Object:
    """Return one problem as a result of the rule with that index."""
    result: Object = {
        "ruleId": printable(problem.rule),
        "ruleIndex": index,
        "kind": "fail",
        "level": level(problem),
        "message": _message(problem),
        "locations": [location(problem.at)],
        "partialFingerprints": {"deploylint/v1": problem.fingerprint},
        "suppressions": _suppressions(problem.waiver),
        "properties": _result_properties(problem),
    }
    plan = problem.plan
    if plan is not None and plan.file and plan.file != problem.at.file:
        result["relatedLocations"] = [
            {**location(plan), "message": {"text": "The plan that was judged."}}
        ]
    return result


def _suppressions(waiver: str | None) -> list[Object]:
    """Return the waiver, which stands in a file; an empty list says that nothing is suppressed."""
    if waiver is None:
        return []
    why = clipped(waiver, LONG)
    return [{"kind": "inSource", "status": "accepted", "justification": why}]


def notification_object(problem: Problem, index: int) -> Object:
    """Return why a file could not be judged as a message about the run."""
    return {
        "level": "error",
        "message": _message(problem),
        "locations": [location(problem.at)],
        "associatedRule": {"id": UNJUDGED, "index": index},
    }


def level(problem: Problem) -> str:
    """Return the level of a problem: by its severity; what blocks is an error.

    What is waived is a note, because code scanning looks at levels, not at what is suppressed.
    """
    return "note" if problem.waiver is not None else _usual(problem)


def _usual(problem: Problem) -> str:
    """Return the level of what breaks a rule and is not waived."""
    return "error" if problem.blocking else _LEVELS[problem.severity]


def location(at: Location) -> Object:
    """Return a place in a file: 1-based, the end exclusive; without a usable end only its start.

    A reader takes a region without an end to go on to the end of its line.
    """
    region = {"startLine": max(at.line, 1), "startColumn": max(at.column, 1)}
    start, end = (at.line, at.column), (at.end_line or at.line, at.end_column or 0)
    if end > start and at.end_column:
        region |= {"endLine": end[0], "endColumn": end[1]}
    return {"physicalLocation": {"artifactLocation": artifact(at.file), "region": region}}


def artifact(file: str) -> Object:
    """Return the file as a URI, relative to the root of the repository unless it lies elsewhere.

    Bytes of a name that are not UTF-8 are those of the name; nothing but letters, digits and
    `-._~/` stands unescaped, so no name begins a scheme, a query or a fragment.
    """
    path = normpath(file) if file else SETTINGS
    drive = re.match("[A-Za-z]:(?=/)", path)
    if drive:
        return {"uri": f"file:///{drive[0]}{_quoted(path[2:])}"}
    if path.startswith("/"):
        return {"uri": f"file:///{_quoted(path.lstrip('/'))}"}
    return {"uri": _quoted(path), "uriBaseId": ROOT}


def _quoted(path: str) -> str:
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "replace")
    return quote(data)


def _message(problem: Problem) -> Object:
    """Return what should be, what is instead and how to mend it, as plain text and as Markdown."""
    title = _title(problem)
    more = []
    if problem.waiver is not None:
        more.append(("Waived", problem.waiver))
    elif problem.fix:
        more.append(("Fix", problem.fix))
    plain = [f"{title}: {_sentence(problem.message)}"]
    plain += [f"{name}: {_sentence(text)}" for name, text in more]
    marked = [f"**{prose(_sentence(title))}** {prose(problem.message)}"]
    marked += [f"**{name}.** {prose(text)}" for name, text in more]
    return {"text": _literal("\n\n".join(plain)), "markdown": _literal("\n\n".join(marked))}


def _help(mend: str, command: tuple[str, ...], known: str | None) -> dict[str, str]:
    """Return how to comply; what is known of the rule says more."""
    more = pasted(command)
    text = f"{_sentence(mend)}\n\nMore: {clipped(more, LONG)}"
    marked = f"**Fix.** {prose(mend)}\n\nMore: {code(more)}"
    return {"text": text, "markdown": known or marked}


def _title(problem: Problem) -> str:
    """Return what should be; GitHub refuses an empty text."""
    return clipped(problem.title, LONG) or clipped(problem.rule, LONG) or "a rule without a name"


def _name(rule: str) -> dict[str, str]:
    """Return a name beside the id, in which words begin with a capital; it differs from the id."""
    words = re.split(r"[\W_]+", rule)
    name = "".join(word[:1].upper() + word[1:] for word in words)[:_LONGEST_NAME]
    return {"name": name} if name and name != rule else {}


def _about(problem: Problem) -> _About:
    item = problem.item
    return _About(
        title=_title(problem),
        said="" if item is None else f"Of category {item.category}, judged at stage {item.stage}",
        mend=problem.fix or "Do what the title of the rule asks for.",
    )


def _rule_properties(problem: Problem, command: tuple[str, ...], style: Style) -> Object:
    item = problem.item
    category, stage = ("deployment", None) if item is None else (item.category, item.stage.value)
    at = None if item is None else item.origin
    tags = dict.fromkeys(printable(tag) for tag in ("deployment", category, stage) if tag)
    return {
        "category": category,
        "stage": stage,
        "tags": list(tags),
        "explain": list(command),
        "origin": None if at is None else {"file": style.from_root(at.file), "line": at.line},
        "problem.severity": _WORDS[_usual(problem)],
    }


def _result_properties(problem: Problem) -> Object:
    item, plan = problem.item, problem.plan
    assurance = None if item is None or item.assurance is None else item.assurance.label
    return {
        "blocking": problem.blocking,
        "cause": None if item is None else item.cause,
        "assurance": assurance,
        "required_assurance": None if item is None else item.required_assurance.label,
        "plan": None if plan is None else plan.file,
        "document": None if plan is None else problem.document,
    }


def _literal(text: str) -> str:
    """Return text in which nothing is a placeholder (3.11.5) or, in plain text, a link (3.11.6).

    A blank keeps `{0}` and `[text](target)` from acting. By the standard every brace is doubled;
    but readers do not undo that, and people copy `{id: ..., status: pass}` from what they see.
    """
    return re.sub(r"\{(?=\d+\})", "{ ", text).replace("](", "] (")


def _sentence(text: str) -> str:
    """Return text on one line that ends as a sentence does."""
    text = clipped(text, LONG - 1)
    return text if text.endswith((".", "!", "?", ":", "…")) else f"{text}."
