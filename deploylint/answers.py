"""What people answered in the checklist, and how it weighs against what a check saw."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from deploylint.load.texts import texts_of
from deploylint.model.evidence import Kind
from deploylint.model.plan import ChecklistItem
from deploylint.model.policy import Rule
from deploylint.model.statements import folded
from deploylint.model.verdict import (
    Assurance,
    Cause,
    Evidence,
    Finding,
    Status,
    Verdict,
    failed,
    not_applicable,
    passed,
    unproven,
)

FOUND = {"git", "record", *(kind.value for kind in Kind)}
"""Kinds of evidence that nobody wrote into the plan."""

WORSE = {Status.PASS: 0, Status.NA: 1, Status.FAIL: 2}


class Lines(NamedTuple):
    """The checklist, sorted by what its lines speak of; `own` belong to no rule."""

    by_rule: Mapping[str, tuple[ChecklistItem, ...]]
    own: tuple[ChecklistItem, ...]


class Texts(NamedTuple):
    """Which rule a folded text names; `elsewhere` are texts of rules of other stages."""

    rules: Mapping[str, str]
    elsewhere: frozenset[str]


def index_texts(judged: Iterable[Rule], others: Iterable[Rule]) -> Texts:
    """Return which rule each text names; one that names rules of two stages means the earlier."""
    rules: dict[str, str] = {}
    for rule in judged:
        for text in texts_of(rule):
            rules.setdefault(text, rule.id)
    return Texts(rules, frozenset(text for rule in others for text in texts_of(rule)))


def sort_lines(checklist: Iterable[ChecklistItem], texts: Texts) -> Lines:
    """Return the lines of the checklist by the rule they answer.

    A line about a rule of a stage that is not judged now is left for its time.
    """
    by_rule: dict[str, list[ChecklistItem]] = {}
    own = []
    for line in checklist:
        text = folded(line.name)
        rule = texts.rules.get(text)
        if rule is not None:
            by_rule.setdefault(rule, []).append(line)
        elif text not in texts.elsewhere:
            own.append(line)
    return Lines({rule: tuple(answers) for rule, answers in by_rule.items()}, tuple(own))


def answer(line: ChecklistItem, *, na_allowed: bool = True) -> Verdict:
    """Return what a person's line says by itself."""
    by = "" if line.by is None else f" ({line.by})"
    evidence = (
        Evidence("checklist", str(line.at), time=line.time.isoformat() if line.time else None),
    )
    if line.status is Status.PASS:
        return passed(f'the checklist says so: "{line.name}"{by}', evidence=evidence)
    why = f": {line.reason}" if line.reason else ""
    if line.status is Status.FAIL:
        finding = Finding(f'"{line.name}" is marked fail{by}{why}', line.at)
        return failed(f"the checklist says that it does not hold{by}{why}", finding)
    if not na_allowed:
        finding = Finding("na is not accepted here; answer pass or fail", line.at)
        return unproven("the checklist says na, but this rule always applies", finding)
    if not (line.reason or "").strip():
        finding = Finding("na without a reason", line.at)
        return unproven(
            "the checklist says na without a reason; write `reason:` beside it", finding
        )
    return not_applicable(f"{line.reason}{by}")


def answer_all(lines: tuple[ChecklistItem, ...], *, na_allowed: bool) -> Verdict:
    """Return the worst of several lines about one rule, with the disagreement as a finding."""
    verdicts = [(answer(line, na_allowed=na_allowed), line) for line in lines]
    worst, line = max(verdicts, key=_badness)
    other = next((o for v, o in verdicts if v.status is not worst.status), None)
    if other is None:
        return worst
    message = f'"{other.name}" says {other.status} and "{line.name}" says {line.status}'
    return worst._replace(findings=(*worst.findings, Finding(message, other.at)))


def _badness(pair: tuple[Verdict, ChecklistItem]) -> tuple[int, bool]:
    """Order answers by how bad they are: a clear no comes before a missing reason."""
    return WORSE[pair[0].status], pair[0].cause is Cause.VIOLATED


def settle(seen: Verdict, lines: tuple[ChecklistItem, ...], rule: Rule) -> Verdict:
    """Return what stands when a check saw one thing and the lines of people say something.

    Where the check itself found nothing to judge, people may say so, too.
    """
    na_allowed = rule.na_allowed or seen.status is Status.NA
    return weigh(seen, answer_all(lines, na_allowed=na_allowed), lines[0], rule)


def weigh(seen: Verdict, said: Verdict, line: ChecklistItem, rule: Rule) -> Verdict:
    """Return what stands when a check saw one thing and a person said another.

    Where a check found nothing either way, a person's word stands if the rule asks for no more
    than that. Otherwise the worse of the two stands, and the contradiction is a finding.
    """
    attested = rule.assurance is Assurance.ATTESTED
    if seen.status is Status.FAIL and seen.cause is Cause.UNPROVEN:
        if attested or said.status is Status.FAIL:
            return said
        return seen
    if said.status is Status.NA and seen.status is Status.PASS and not attested:
        # what is proven is not made unnecessary by a word
        worse, milder = seen, said
    elif WORSE[said.status] > WORSE[seen.status]:
        worse, milder = said, seen
    else:
        worse, milder = seen, said
    if worse.status is milder.status:
        # what a person says fails beside it is not excused by the waiver of what was seen
        return worse._replace(
            findings=worse.findings + milder.findings,
            evidence=worse.evidence + milder.evidence,
            waiver=None,
        )
    if seen.status is Status.NA and said.status is Status.PASS:
        return seen
    contradiction = Finding(f'"{line.name}" says {line.status}: {_shows(seen, line)}', line.at)
    return worse._replace(findings=(*worse.findings, contradiction))


def _shows(seen: Verdict, line: ChecklistItem) -> str:
    """Say what speaks against the answer of a person."""
    if seen.cause in (Cause.STALE, Cause.ERROR):
        return "the evidence does not show it"
    looked_at = {evidence.kind for evidence in seen.evidence}
    elsewhere = any(found.at and found.at.file != line.at.file for found in seen.findings)
    return f"the {'evidence' if elsewhere or looked_at & FOUND else 'plan'} shows otherwise"


def unwaived(seen: Verdict) -> Verdict:
    """Return a verdict without its waiver, which the policy does not accept."""
    refused = Finding(f"the policy lets nothing waive this rule: {seen.waiver}")
    return seen._replace(waiver=None, findings=(*seen.findings, refused))
