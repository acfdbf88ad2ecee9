"""The version to return to is named.

## Why
"The version before" is a different one for everybody who looks it up in a hurry. A tag is not.

## How to fix
Write the version that runs now as `previous_version`, and the same one as `rollback_plan.target`.
"""

from deploylint.model.plan import Plan
from deploylint.model.semver import same_version
from deploylint.model.statements import folded, real, stated
from deploylint.model.verdict import Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import listed


def check(plan: Plan) -> Verdict:
    """Compare `previous_version` and `rollback_plan.target` with each other and with `version`."""
    named = _named(plan)
    if not named:
        return unproven("the plan names no version to return to")
    same = [name for name, version in named.items() if same_version(version, plan.version)]
    if same:
        messages = [f"`{name}` is {plan.version}, the version being deployed" for name in same]
        findings = [
            Finding(message, plan.where(*name.split(".")))
            for name, message in zip(same, messages, strict=True)
        ]
        return failed(f"there is nothing to return to: {messages[0]}", *findings)
    previous, *others = named.values()
    if others and not _agree(previous, others[0]):
        message = f"`previous_version` is {previous}, but the rollback targets {others[0]}"
        return failed(message, Finding(message, plan.where("rollback_plan", "target")))
    places = [plan.where(*name.split(".")) for name in named]
    names = listed([f"`{name}`" for name in named])
    reason = f"the release can return to {previous}, named by {names}"
    return passed(reason, evidence=stated(*places))


def _named(plan: Plan) -> dict[str, str]:
    target = plan.rollback_plan.target if plan.rollback_plan else None
    both = {"previous_version": plan.previous_version, "rollback_plan.target": target}
    return {name: version for name, version in both.items() if real(version)}


def _agree(version: str, target: str) -> bool:
    """Say whether `target` is `version`, or a text that names it ("tag v1.1.9")."""
    named = f" {folded(version.removeprefix('v'))} "
    words = f" {folded(target)} ".replace(" v", " ")
    return same_version(version, target) or (" " in target.strip() and named in words)
