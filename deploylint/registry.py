"""Checks by id: the folder `checks/` is the registry, a signature says what a check needs."""

import os
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from types import ModuleType, NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from deploylint.errors import UserError, UserErrors, did_you_mean
from deploylint.load.records import Field, Many, Record
from deploylint.load.shape import Choice, Flag, MismatchError, Shape, Text, Whole
from deploylint.load.values import parse_duration
from deploylint.model.policy import Parameter, Rule
from deploylint.model.verdict import Verdict


class Check(NamedTuple):
    """A check: `needs` maps its arguments to the types of the facts it wants.

    The `optional` ones (`tags: Tags | None`) are collected only for rules that ask for more than a
    statement; elsewhere the check gets None. Those that are `always` wanted as well
    (`tags: Annotated[Tags | None, "always"]`) are collected for every rule: the check gets None
    only where a policy is looked at for which nothing is collected.
    """

    id: str
    run: Callable[..., Verdict]
    needs: Mapping[str, type]
    params: type | None
    optional: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()


class BoundRule(NamedTuple):
    """A rule with the check that judges it and the parameters that the policy sets."""

    rule: Rule
    check: Check | None = None
    params: object = None


class ParameterField(NamedTuple):
    """One parameter of a check: its shape, meaning, default, and which way is stricter."""

    name: str
    shape: Shape
    doc: str
    default: object
    stricter: str | None


def check_ids() -> tuple[str, ...]:
    """Return the ids of all checks, sorted."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "checks")
    files = sorted(os.listdir(folder))
    return tuple(f[:-3].replace("_", "-") for f in files if f.endswith(".py") and f[0] != "_")


def module_of(check_id: str) -> ModuleType:
    """Return the module of the check. Raises KeyError when there is none."""
    if not check_id.replace("-", "").isalnum() or "_" in check_id:
        raise KeyError(check_id)
    name = f"deploylint.checks.{check_id.replace('-', '_')}"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise KeyError(check_id) from None


@cache
def find_check(check_id: str) -> Check:
    """Return the check with that id. Raises KeyError when there is none."""
    module = module_of(check_id)
    wants = dict(module.check.__annotations__)
    wants.pop("return")
    params = wants.pop("params", None)
    always = frozenset(name for name, want in wants.items() if _annotated(want))
    wants.update({name: get_args(wants[name])[0] for name in always})
    optional = frozenset(name for name, want in wants.items() if isinstance(want, UnionType))
    needs = {n: get_args(want)[0] if n in optional else want for n, want in wants.items()}
    return Check(check_id, module.check, needs, params, optional, always)


def parameters(check: Check) -> tuple[ParameterField, ...]:
    """Return the parameters of `check` in the order of its `Params`."""
    if check.params is None:
        return ()
    defaults: Mapping[str, object] = getattr(check.params, "_field_defaults", {})
    fields = []
    for name, annotation in check.params.__annotations__.items():
        kind, doc, *rest = get_args(annotation) if _annotated(annotation) else (annotation, "")
        stricter = str(rest[0]) if rest else None
        fields.append(ParameterField(name, _shape(kind), str(doc), defaults[name], stricter))
    return tuple(fields)


def bind(rules: tuple[Rule, ...]) -> tuple[BoundRule, ...]:
    """Return the rules that are not switched off, each with its check and its parameters read.

    Raises UserErrors with every unknown check, unknown or mistyped parameter, loosened parameter
    and broken schema.
    """
    bound: list[BoundRule] = []
    errors: list[UserError] = []
    for rule in rules:
        if rule.disabled is None:
            try:
                bound.append(bind_rule(rule))
            except UserErrors as several:
                errors.extend(several.errors)
            except UserError as error:
                errors.append(error)
    if errors:
        raise UserErrors(errors)
    return tuple(bound)


def bind_rule(rule: Rule) -> BoundRule:
    """Return one rule with its check and its parameters read. Raises UserErrors as `bind` does."""
    if rule.schema is not None:
        # jsonschema costs 75 ms to import, so only a policy with a `schema:` rule pays for it
        from deploylint.schemarule import verify_schema

        verify_schema(rule)
    if rule.check is None:
        if rule.params:
            message = f"`{rule.id}` is not judged by a check, so it has no parameters"
            raise UserError(message, next(iter(rule.params.values())).at)
        return BoundRule(rule)
    try:
        check = find_check(rule.check)
    except KeyError:
        where = rule.origin.get("judge", rule.at)
        raise UserError(
            f"there is no check `{rule.check}`", where, did_you_mean(rule.check, check_ids())
        ) from None
    if not rule.params:
        return BoundRule(rule, check, check.params() if check.params else None)
    fields = {field.name: field for field in parameters(check)}
    values = _read(rule, rule.params, fields)
    for locked in rule.locks:
        _compare(rule, values, _read(rule, locked, fields), fields)
    return BoundRule(rule, check, check.params(**values) if check.params else None)


def _read(
    rule: Rule, given: Mapping[str, Parameter], fields: Mapping[str, ParameterField]
) -> dict[str, Any]:
    values, errors = {}, []
    for name, parameter in given.items():
        if name not in fields:
            message = f"the check `{rule.check}` has no parameter `{name}`"
            known = ", ".join(fields) or "none"
            errors.append(
                UserError(message, parameter.at, did_you_mean(name, fields) or f"it has: {known}")
            )
            continue
        try:
            values[name] = fields[name].shape.read(parameter.value, parameter.spot)
        except MismatchError as mismatch:
            errors.append(UserError(f"`{rule.id}`, parameter `{name}`: {mismatch}", mismatch.at))
    if errors:
        raise UserErrors(errors)
    return values


def _compare(
    rule: Rule,
    values: Mapping[str, Any],
    locked: Mapping[str, Any],
    fields: Mapping[str, ParameterField],
) -> None:
    """Raise UserErrors for each parameter that is weaker than where the rule was locked."""
    errors = []
    for name, value in values.items():
        before = locked.get(name, fields[name].default)
        if value != before and not _tighter(fields[name], value, before):
            message = (
                f"`{rule.id}` is locked: its parameter `{name}` may be tightened, not loosened"
            )
            errors.append(UserError(message, rule.params[name].at))
    if errors:
        raise UserErrors(errors)


def _tighter(field: ParameterField, value: Any, before: Any) -> bool:  # noqa: ANN401  # of any type
    """Say whether `value` asks for more than `before`; words are in the order of the check."""
    if field.stricter is None:
        return False
    if isinstance(field.shape, Choice):
        words = list(field.shape.members)
        value, before = words.index(value), words.index(before)
    return bool(value > before if field.stricter == "higher" else value < before)


def _annotated(annotation: object) -> bool:
    return get_origin(annotation) is Annotated


def _shape(kind: Any) -> Shape:  # noqa: ANN401  # a type expression
    """Return the shape that reads a parameter of the type `kind`."""
    simple: Mapping[object, Callable[[], Shape]] = {
        int: Whole,
        bool: Flag,
        str: lambda: Text(filled=True),
        timedelta: lambda: Text(parse_duration, format="duration"),
        tuple[str, ...]: lambda: Many(Text(filled=True)),
    }
    if get_origin(kind) is Literal:
        return Choice({word: word for word in get_args(kind)})
    if get_origin(kind) is tuple and hasattr(get_args(kind)[0], "_fields"):
        return Many(_record(get_args(kind)[0]))
    if isinstance(kind, UnionType):
        return _shape(next(one for one in get_args(kind) if one is not NoneType))
    if kind is date:
        # few rules hold a date
        from deploylint.load.clocktimes import parse_date

        return Text(parse_date, format="calendar-date")
    return simple[kind]()


def _record(kind: Any) -> Record:  # noqa: ANN401  # the type of a NamedTuple
    """Return the shape of a mapping with the fields of `kind`; those with a default may be absent.

    A field `at` is no key: it gets the place of the mapping.
    """
    fields = {}
    for name, annotation in kind.__annotations__.items():
        if name != "at":
            inner, doc = get_args(annotation)[:2] if _annotated(annotation) else (annotation, "")
            required = name not in kind._field_defaults
            fields[name] = Field(_shape(inner), str(doc), required=required)
    return Record(kind, fields, placed="at" in kind.__annotations__)
