"""From what the layers say about a rule to the rule."""

from collections.abc import Mapping
from typing import Any

from deploylint.errors import UserError, UserErrors, did_you_mean
from deploylint.load.layers import RulePatch, fold_windows
from deploylint.load.locks import loosened
from deploylint.load.policyshape import Setting
from deploylint.load.texts import ambiguous_texts
from deploylint.model.location import Places, Spot
from deploylint.model.policy import Parameter, Rule, Stage
from deploylint.model.windows import WindowRules

PLAIN = {
    key: key
    for key in (
        "severity",
        "on_fail",
        "assurance",
        "aliases",
        "when",
        "waivable",
        "disabled",
        "fix",
    )
} | {"na": "na_allowed"}
"""Settings that become fields of a rule as they are; what no layer says keeps its default."""

STAGES = {stage: number for number, stage in enumerate(Stage)}


def build_rules(patches: Mapping[str, RulePatch]) -> tuple[Rule, ...]:
    """Return the rules in the order of their stages. Raises UserErrors with all that is wrong."""
    errors: list[UserError] = []
    rules = []
    for name, patch in patches.items():
        errors.extend(loosened(name, patch))
        try:
            rules.append(build_rule(name, patch))
        except UserError as error:
            errors.append(_with_nearest(error, name, patches))
    errors.extend(ambiguous_texts(rule for rule in rules if rule.disabled is None))
    if errors:
        raise UserErrors(errors)
    return tuple(sorted(rules, key=lambda rule: STAGES[rule.stage]))


def build_rule(name: str, patch: RulePatch) -> Rule:
    """Return the rule that a folded patch describes. Raises UserError when nothing judges it."""
    get = {key: setting.value for key, setting in patch.settings.items()}
    judge, value = _judge(name, patch)
    title = get.get("title", name.replace("-", " ").capitalize())
    return Rule(
        id=name,
        titles={"en": title} if isinstance(title, str) else title,
        category=get.get("category", "other"),
        stage=get.get("stage", Stage.PRE_DEPLOY),
        at=patch.at,
        check=value if judge == "check" else None,
        params=_parameters(patch.settings),
        schema=value if judge == "schema" else None,
        locks=tuple(_parameters(lock.settings) for lock in patch.locks),
        origin={key: setting.at for key, setting in patch.settings.items()},
        **{field: get[key] for key, field in PLAIN.items() if key in get},
    )


def _judge(name: str, patch: RulePatch) -> tuple[str, Any]:
    """Return which key says how the rule is judged, and its value."""
    setting = patch.settings.get("judge")
    if setting is None:
        message = f"the rule `{name}` is not inherited, and nothing says how it is judged"
        raise UserError(message, patch.at)
    judge, value = setting.value
    if judge == "cel":
        message = f"the rule `{name}` is judged by `cel`, which this version does not support yet"
        raise UserError(message, setting.at, "use `check`, `schema` or `item`")
    return judge, value


def _parameters(settings: Mapping[str, Setting]) -> dict[str, Parameter]:
    parameters = {}
    for key, setting in settings.items():
        if key.startswith("with."):
            value, spot = setting.value
            parameters[key.removeprefix("with.")] = Parameter(value, spot, setting.at)
    return parameters


def _with_nearest(error: UserError, name: str, patches: Mapping[str, RulePatch]) -> UserError:
    """Return the error with the inherited rule that looks most like the unknown one."""
    if error.hint is not None:
        return error
    inherited = [rule for rule, patch in patches.items() if "judge" in patch.settings]
    hint = did_you_mean(name, inherited) or "give it `check`, `schema` or `item: true`"
    return UserError(error.message, error.where, hint)


def build_windows(
    settings: Mapping[tuple[str, ...], Setting], layers: tuple[Places, ...]
) -> WindowRules | None:
    """Return the folded windows, None when no layer states any. Raises UserErrors."""
    if not settings:
        return None
    # only a policy with windows pays for their grammar
    from deploylint.load.windows import read_windows

    data, places = fold_windows(settings, layers)
    return read_windows(data, Spot(places, [data], 0))
