"""From a policy, a plan and facts to one verdict per rule."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from deploylint.answers import Texts, answer, index_texts, settle, sort_lines, unwaived
from deploylint.model.location import Location
from deploylint.model.masking import without_secrets
from deploylint.model.plan import ChecklistItem, Plan
from deploylint.model.policy import Action, Condition, Rule, Severity, Stage
from deploylint.model.report import Item
from deploylint.model.verdict import (
    Assurance,
    Cause,
    Finding,
    Status,
    Verdict,
    errored,
    not_applicable,
    unproven,
)
from deploylint.registry import BoundRule, Check, bind_rule

Facts = Mapping[type, object]
"""What was collected, by type; a Verdict in place of a fact says why there is none."""

OWN_CATEGORY = "checklist"


class Judge(NamedTuple):
    """The rules of a policy that are judged now, ready for many plans.

    `wants` are the facts that rules want beside the plan, under the conditions of the rules.
    """

    rules: tuple[BoundRule, ...]
    texts: Texts
    wants: tuple[tuple[tuple[Condition, ...], frozenset[type]], ...] = ()


def prepare(bound: Iterable[BoundRule], stages: Iterable[Stage]) -> Judge:
    """Return the rules of `stages`; lines of the checklist about other stages wait for theirs."""
    wanted = frozenset(stages)
    now: list[BoundRule] = []
    later: list[BoundRule] = []
    for rule in bound:
        (now if rule.rule.stage in wanted else later).append(rule)
    return Judge(
        rules=tuple(now),
        texts=index_texts((rule.rule for rule in now), (rule.rule for rule in later)),
        wants=tuple((rule.rule.when, wants) for rule in now if (wants := _wants(rule))),
    )


class Outline(NamedTuple):
    """The rules of a policy that is only looked at: a check is imported when one comes to it."""

    rules: tuple[Rule, ...]
    texts: Texts
    bound: dict[str, BoundRule]


def sketch(rules: Iterable[Rule], stages: Iterable[Stage], least: Severity) -> Outline:
    """Return the rules of `stages`, of at least that severity, that are not switched off."""
    wanted = frozenset(stages)
    looked_at = tuple(
        rule
        for rule in rules
        if rule.disabled is None and rule.stage in wanted and rule.severity >= least
    )
    return Outline(looked_at, index_texts(looked_at, ()), {})


def _wants(bound: BoundRule) -> frozenset[type]:
    if bound.check is None:
        return frozenset()
    attested = bound.rule.assurance is Assurance.ATTESTED
    left_out = bound.check.optional - bound.check.always if attested else frozenset()
    wants = (need for name, need in bound.check.needs.items() if name not in left_out)
    return frozenset(wants) - {Plan}


class Case(NamedTuple):
    """One plan under judgement: its facts, and what checks and conditions said already.

    Policies of a ladder share most of their rules, so what is `known` is not judged again.
    `checklist` is where an answer that is missing belongs, None where nobody will read of it.
    """

    plan: Plan
    facts: Facts
    known: dict[object, Verdict | None]
    checklist: Location | None


def open_case(plan: Plan, facts: Facts) -> Case:
    """Return the case of a plan about which nothing is known yet."""
    return Case(plan=plan, facts=facts, known={}, checklist=plan.where("checklist"))


def needed_facts(judge: Judge, case: Case) -> frozenset[type]:
    """Return the types of the facts that the rules which apply to the plan want."""
    wanted = (types for when, types in judge.wants if _excluded(when, case) is None)
    return frozenset().union(*wanted)


def evaluate(judge: Judge, case: Case) -> tuple[Item, ...]:
    """Return one item per rule, in the order of the policy, then the checklist's own lines."""
    lines = sort_lines(case.plan.checklist, judge.texts)
    items = [
        _item(bound.rule, _verdict(bound, case, lines.by_rule.get(bound.rule.id, ())), case.plan)
        for bound in judge.rules
    ]
    items.extend(_own_item(line) for line in lines.own)
    return without_secrets(items, case.plan)


def verdicts(outline: Outline, case: Case) -> Iterator[tuple[Rule, Verdict]]:
    """Yield each rule with its verdict, without laying out items."""
    lines = sort_lines(case.plan.checklist, outline.texts)
    for rule in outline.rules:
        answers = lines.by_rule.get(rule.id, ())
        excluded = None if answers else _excluded(rule.when, case)
        yield rule, excluded or _verdict(_bound(outline, rule), case, answers)


def _bound(outline: Outline, rule: Rule) -> BoundRule:
    bound = outline.bound.get(rule.id)
    if bound is None:
        bound = outline.bound[rule.id] = bind_rule(rule)
    return bound


def _verdict(bound: BoundRule, case: Case, lines: tuple[ChecklistItem, ...]) -> Verdict:
    """Weigh what is seen against what people say, then ask for the assurance of the rule."""
    rule = bound.rule
    seen = _enough(_excluded(rule.when, case) or _seen(bound, case), rule)
    if lines:
        seen = settle(seen, lines, rule)
    elif seen.cause is Cause.UNPROVEN and not seen.findings:
        seen = _with_hint(seen, rule, case)
    return seen if rule.waivable or seen.waiver is None else unwaived(seen)


def _enough(seen: Verdict, rule: Rule) -> Verdict:
    """Return the verdict; a pass that rests on less than the rule asks for is unproven."""
    if seen.status is not Status.PASS or seen.assurance >= rule.assurance:
        return seen
    reason = (
        f"{seen.reason}; that is {seen.assurance.label},"
        f" and the rule demands {rule.assurance.label} proof"
    )
    return unproven(reason, *seen.findings)._replace(evidence=seen.evidence)


def _excluded(when: tuple[Condition, ...], case: Case) -> Verdict | None:
    """Return `na` when the `when` of a rule does not hold for the plan."""
    if not when:
        return None
    if when not in case.known:
        failing = (why for why in (_why_not(one, case.plan) for one in when) if why)
        why = next(failing, None)
        case.known[when] = None if why is None else not_applicable(why)
    return case.known[when]


def _why_not(condition: Condition, plan: Plan) -> str | None:
    """Return why the condition does not hold, None when it does."""
    values = _values(condition.field, plan)
    if any(value in condition.allowed for value in values):
        return None
    allowed = " or ".join(condition.allowed)
    if condition.field == "migrations":
        return "the plan names migrations" if plan.migrations else "the plan names no migration"
    if condition.field == "type" and plan.type is not plan.declared_type:
        return f"the rule is for type {allowed}; without incident and reason the plan is standard"
    value = values[0] if values else "not stated"
    return f"the rule is for {condition.field} {allowed}; the plan's is {value}"


def _values(field: str, plan: Plan) -> tuple[str, ...]:
    match field:
        case "environment":
            return plan.environment.strip().lower(), plan.environment_kind.value
        case "migrations":
            return (str(bool(plan.migrations)).lower(),)
        case _:
            value = getattr(plan, field)
            return () if value is None else (str(getattr(value, "value", value)).lower(),)


def _seen(bound: BoundRule, case: Case) -> Verdict:
    """Return what the check, the schema or nobody says."""
    rule = bound.rule
    if rule.schema is not None:
        # jsonschema costs 75 ms to import, so only a policy with a `schema:` rule pays for it
        from deploylint.schemarule import judge_schema

        return judge_schema(rule, case.plan)
    if bound.check is None:
        return UNANSWERED
    key = (bound.check.id, bound.params)
    verdict = case.known.get(key)
    if verdict is None:
        verdict = case.known[key] = _run(bound.check, bound.params, case)
    return verdict


def _with_hint(seen: Verdict, rule: Rule, case: Case) -> Verdict:
    """Say how a person may answer where nothing was found and a statement is enough."""
    if case.checklist is None or rule.assurance is not Assurance.ATTESTED:
        return seen
    return seen._replace(findings=(Finding(TICK.format(rule.id), case.checklist),))


UNANSWERED = unproven("the checklist does not answer it")
TICK = "once it holds, add {{id: {}, status: pass}}"


def _run(check: Check, params: object, case: Case) -> Verdict:
    """Call the check with its facts; a fact that is not to be had is the verdict."""
    arguments: dict[str, object] = {}
    for name, need in check.needs.items():
        fact = case.plan if need is Plan else case.facts.get(need)
        if name in check.optional and _is_spared(fact, wanted=name in check.always):
            arguments[name] = None
            continue
        if fact is None:
            return unproven("it is judged from evidence, which was not collected for this policy")
        if isinstance(fact, Verdict):
            return fact
        arguments[name] = fact
    if check.params is not None:
        arguments["params"] = params
    try:
        return check.run(**arguments)
    except Exception as error:  # noqa: BLE001  # a broken check is a failing item, not the end
        kind = type(error).__name__
        return errored(f"the check `{check.id}` crashed ({kind}: {error}); please report it")


def _is_spared(fact: object, *, wanted: bool) -> bool:
    """Say whether a check does without an optional fact; some are `wanted` all the same."""
    unknown = isinstance(fact, Verdict) and fact.cause is Cause.UNPROVEN
    return fact is None or (unknown and not wanted)


def _item(rule: Rule, verdict: Verdict, plan: Plan) -> Item:
    return Item(
        rule=rule.id,
        title=rule.title,
        category=rule.category,
        stage=rule.stage,
        status=verdict.status,
        severity=rule.severity,
        reason=verdict.reason,
        on_fail=rule.on_fail,
        cause=verdict.cause,
        assurance=None if verdict.status is Status.NA else verdict.assurance,
        required_assurance=rule.assurance,
        fix=verdict.fix or rule.fix,
        findings=_placed(verdict, plan.at),
        evidence=verdict.evidence,
        origin=rule.at,
        valid_until=verdict.valid_until,
        next_permitted=verdict.next_permitted,
        waiver=verdict.waiver,
    )


def _placed(verdict: Verdict, fallback: Location) -> tuple[Finding, ...]:
    """Return the findings; a fail always has one, at the deployment if nowhere else."""
    if verdict.status is Status.FAIL and not verdict.findings:
        return (Finding(verdict.reason, fallback),)
    if all(finding.at for finding in verdict.findings):
        return verdict.findings
    return tuple(
        finding if finding.at else finding._replace(at=fallback) for finding in verdict.findings
    )


def _own_item(line: ChecklistItem) -> Item:
    """Return the verdict on a line that no rule of the policy knows; its name is its title."""
    verdict = answer(line)
    failing = verdict.status is Status.FAIL
    return Item(
        rule=line.name,
        title=line.name,
        category=OWN_CATEGORY,
        stage=Stage.PRE_DEPLOY,
        status=verdict.status,
        severity=Severity.ERROR,
        reason=verdict.reason,
        on_fail=Action.ABORT,
        cause=verdict.cause,
        assurance=None if verdict.status is Status.NA else Assurance.ATTESTED,
        findings=(Finding(verdict.reason, line.at),) if failing else (),
        evidence=verdict.evidence,
    )
