"""Gathers what there is to know about rules and checks: for `explain`, and for help in reports."""

from datetime import date, timedelta
from typing import Any

from deploylint.load.records import Many, Record
from deploylint.load.shape import Choice, Flag, Shape, Text, Whole
from deploylint.load.values import write_duration
from deploylint.model.explanation import Explanation, Told
from deploylint.model.plan import Plan
from deploylint.model.policy import Rule
from deploylint.registry import (
    BoundRule,
    Check,
    ParameterField,
    bind_rule,
    find_check,
    module_of,
    parameters,
)
from deploylint.report.explained import command_for

BY_SCHEMA = ("schema", "a JSON Schema over the deployment")
BY_PERSON = ("checklist", "a person's line in the checklist of the plan")
BY_READING = ("files", "whether plan, policy and settings can be read, and hold for each other")
_SECTIONS = ("## Why", "## How to fix")


def explain_rule(rule: Rule, policy: str, reference: str) -> Explanation:
    """Return what there is to know about a rule of `policy`, which `--policy` finds by `reference`.

    Raises UserErrors when the policy says about it what cannot be used.
    """
    command = command_for(rule.id, reference)
    if rule.check is None:
        judge = BY_SCHEMA if rule.schema is not None else BY_PERSON
        return Explanation(rule, policy, None, "", "", "", (judge,), (), command)
    bound = bind_rule(rule)
    check = find_check(rule.check)
    return explain_check(check, bound)._replace(rule=rule, policy=policy, command=command)


def explain_check(check: Check, bound: BoundRule | None = None) -> Explanation:
    """Return what there is to know about a check, with the parameters that a rule gives it."""
    what, why, how_to_fix = _documented(check)
    values = None if bound is None else bound.params
    return Explanation(
        rule=None,
        policy=None,
        check=check.id,
        what=what,
        why=why,
        how_to_fix=how_to_fix,
        evidence=tuple(_evidence(need) for need in check.needs.values()),
        parameters=tuple(_told(field, values) for field in parameters(check)),
        command=command_for(check.id, None),
    )


def general_names() -> tuple[str, ...]:
    """Return the names that stand in reports where there is no rule."""
    # only a name of nothing else needs what the reports say
    from deploylint.report.sarifparts import GENERAL

    return tuple(GENERAL)


def explain_general(name: str) -> Explanation:
    """Return what there is to know about one of the general names."""
    # as above
    from deploylint.report.problems import OWN_LINE
    from deploylint.report.sarifparts import GENERAL

    about = GENERAL[name]
    own = name == OWN_LINE
    return Explanation(
        rule=None,
        policy=None,
        check=None,
        what=f"{about.said}.",
        why="",
        how_to_fix=about.mend,
        evidence=(BY_PERSON if own else BY_READING,),
        parameters=(),
        command=command_for(name, None),
    )


def help_markdown(rule: Rule, policy_name: str, reference: str) -> str:
    """Return what helps with a failing rule, in Markdown in which no text of the policy acts.

    `reference` is what `--policy` takes. Raises UserErrors as `explain_rule` does.
    """
    # only reports with help pay for it
    from deploylint.report.explain_markdown import render
    from deploylint.report.style import Style

    return "".join(render(explain_rule(rule, policy_name, reference), Style()))


def _documented(check: Check) -> tuple[str, str, str]:
    """Return the summary of a check, why it is there, and how to fix what it finds."""
    found: dict[str, list[str]] = {"": []}
    title = ""
    for line in (module_of(check.id).__doc__ or "").splitlines():
        if line in _SECTIONS:
            title = line
        else:
            found.setdefault(title, []).append(line)
    what, why, how_to_fix = ("\n".join(found.get(name, [])).strip() for name in ("", *_SECTIONS))
    return what, why, how_to_fix


def _evidence(need: type) -> tuple[str, str]:
    if need is Plan:
        return "plan", "What the plan file says."
    return need.__name__.lower(), (need.__doc__ or "").strip().splitlines()[0]


def _told(field: ParameterField, values: object) -> Told:
    return Told(
        name=field.name,
        takes=_takes(field.shape),
        schema=field.shape.schema(),
        default=_plain(field.default),
        value=_plain(getattr(values, field.name, field.default)),
        meaning=field.doc,
        stricter=field.stricter,
    )


def _takes(shape: Shape) -> str:
    """Say in words what a parameter may be."""
    said = "text"
    match shape:
        case Flag():
            said = "true or false"
        case Whole():
            said = "a whole number"
        case Choice():
            said = f"one of {', '.join(shape.members)}"
        case Text(format="duration"):
            said = "a duration such as 30m, 24h or 7d"
        case Text(format="calendar-date"):
            said = "a date such as 2026-11-24"
        case Many(shape=Record() as entry):
            said = f"a list of mappings with {', '.join(entry.fields)}"
        case Many():
            said = "a list of texts"
    return said


def _plain(value: object) -> Any:  # noqa: ANN401  # data for JSON
    """Return a value of a parameter as a policy writes it."""
    fields = getattr(value, "_asdict", None)
    if fields is not None:
        stated = {key: one for key, one in fields().items() if key != "at"}
        return {key: _plain(one) for key, one in stated.items() if one not in (None, "")}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, timedelta):
        return write_duration(value)
    return value.isoformat() if isinstance(value, date) else value
