"""The version to return to is named, tagged, and the one that runs now.

## Why
"The version before" is a different one for everybody who looks it up in a hurry. A tag is not. And
the version that runs now is the one that is known to run.

## How to fix
Write the version that runs now as `previous_version`, and the same one as `rollback_plan.target`.
Tag it if it has no tag; where tags seem to be missing, fetch them: `git fetch --tags`.
"""

from typing import Annotated

from deploylint.facts.tags import Tags
from deploylint.model.plan import Plan
from deploylint.model.semver import same_version
from deploylint.model.statements import folded, real, stated
from deploylint.model.verdict import Cause, Finding, Verdict, failed, passed, unproven


def check(plan: Plan, tags: Annotated[Tags | None, "always"]) -> Verdict:
    """Compare `previous_version`, `rollback_plan.target` and `version`, then look for the tag.

    Without a repository the plan alone is judged.
    """
    named = _named(plan)
    said = _as_stated(plan, named)
    if tags is None or tags.release is None or not named or said.cause is Cause.VIOLATED:
        return said
    version = next(iter(named.values()))
    # without a repository no tag is looked for
    from deploylint.evidence.rollbackpoint import judge

    places = [plan.where(*key.split(".")) for key in named]
    seen = judge(tags, tags.release, version, plan.service, places)
    return said if said.cause is not None and seen.cause is not Cause.VIOLATED else seen


def _named(plan: Plan) -> dict[str, str]:
    target = plan.rollback_plan.target if plan.rollback_plan else None
    both = {"previous_version": plan.previous_version, "rollback_plan.target": target}
    return {name: version for name, version in both.items() if real(version)}


def _as_stated(plan: Plan, named: dict[str, str]) -> Verdict:
    if not named:
        return unproven("the plan names no version to return to")
    same = [name for name, version in named.items() if same_version(version, plan.version)]
    if same:
        messages = [f"`{name}` is {plan.version}, the version being deployed" for name in same]
        places = [plan.where(*name.split(".")) for name in same]
        findings = [Finding(*found) for found in zip(messages, places, strict=True)]
        return failed(f"there is nothing to return to: {messages[0]}", *findings)
    at = plan.where("rollback_plan", "target")
    if len(named) == 1:
        (present,) = named
        absent = "rollback_plan.target" if present == "previous_version" else "previous_version"
        reason = f"`{present}` names a version, `{absent}` does not"
        return unproven(reason, Finding(reason, plan.where(*absent.split("."))))
    previous, target = named.values()
    if not _agree(previous, target):
        message = f"`previous_version` is {previous}, but the rollback targets {target}"
        return failed(message, Finding(message, at))
    reason = f"the release can return to {previous}, which runs now, and the rollback targets it"
    return passed(reason, evidence=stated(plan.where("previous_version"), at))


def _agree(version: str, target: str) -> bool:
    """Say whether `target` is `version`, or a text that names it ("tag v1.1.9")."""
    named = f" {folded(version.removeprefix('v'))} "
    words = f" {folded(target)} ".replace(" v", " ")
    return same_version(version, target) or (" " in target.strip() and named in words)
