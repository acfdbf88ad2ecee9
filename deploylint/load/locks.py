"""Whether a rule that a layer locked was loosened by a later one."""

from collections.abc import Iterator, Mapping

from deploylint.errors import UserError
from deploylint.load.layers import RulePatch
from deploylint.load.policyshape import Setting
from deploylint.model.policy import Action, Severity
from deploylint.model.verdict import Assurance

FREE = frozenset({"title", "aliases", "category", "fix", "locked", "disabled"})
"""Settings that a later layer may change at will; `disabled` and `locked` are judged apart."""

DEFAULTS: Mapping[str, object] = {
    "severity": Severity.ERROR,
    "on_fail": Action.ABORT,
    "assurance": Assurance.ATTESTED,
    "na": True,
    "waivable": True,
}
"""What holds where no layer says anything."""


def loosened(name: str, patch: RulePatch) -> Iterator[UserError]:
    """Yield an error for each setting of the rule `name` that is weaker than where it was locked.

    Severity, action and assurance may rise, `na: never` and `waivable: false` may be added. What
    judges the rule, for which plans and when, may not change at all. Parameters of checks are
    compared once the check is known (`registry.py`).
    """
    for lock in patch.locks:
        for key, setting in patch.settings.items():
            if _loosens(key, setting, lock.settings):
                message = f"`{name}` is locked at {lock.at}: `{key}` may be tightened, not loosened"
                yield UserError(message, setting.at, f"ask the owner of {lock.at.file}")


def _loosens(key: str, setting: Setting, locked: Mapping[str, Setting]) -> bool:
    value = setting.value
    before = locked[key].value if key in locked else DEFAULTS.get(key)
    if key == "disabled":
        return value is not None and before is None
    if key == "locked":
        return not value
    if key in FREE or key.startswith("with."):
        return False
    if key in ("na", "waivable"):
        return bool(value) and not before
    if key in DEFAULTS:
        return bool(value < before)
    return bool(value != before)
