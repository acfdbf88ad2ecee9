"""The rollback returns to a tagged version, earlier than the one that is running.

## Why
A rollback to the version that already runs changes nothing, and one to a newer version is a release
that nobody checked, whatever number it is given. What was never tagged was probably never released.

## How to fix
In a rollback, `version` is what to return to and `previous_version` what is running now; correct
the one that is wrong. Both need a tag; the commit of the running one has to contain the target, or
on another release line the target an older, annotated tag. Where tags seem to be missing, fetch
them: `git fetch --tags`.
"""

from typing import Annotated

from deploylint.facts.tags import Tags
from deploylint.model.plan import ChangeType, Plan
from deploylint.model.semver import parse, same_version
from deploylint.model.statements import real, stated
from deploylint.model.verdict import (
    Finding,
    Status,
    Verdict,
    failed,
    not_applicable,
    passed,
    unproven,
)


def check(plan: Plan, tags: Annotated[Tags | None, "always"]) -> Verdict:
    """Compare the target of the rollback with the version that is running, then look at their tags.

    Without a repository the plan alone is judged.
    """
    if plan.declared_type is not ChangeType.ROLLBACK:
        return not_applicable("the plan is not a rollback")
    said = _as_stated(plan)
    if said.status is not Status.PASS or tags is None or tags.release is None:
        return said
    # few plans are rollbacks
    from deploylint.evidence.rollbacktarget import judge

    return judge(plan, tags, tags.release, said)


def _as_stated(plan: Plan) -> Verdict:
    running, at = plan.previous_version, plan.where("version")
    if not real(running):
        return unproven("the plan does not say which version is running (`previous_version`)")
    if same_version(plan.version, running):
        message = f"the rollback targets {plan.version}, which is the version that is running"
        return failed(message, Finding(message, at))
    if _is_newer(plan.version, running):
        message = f"the rollback targets {plan.version}, which is newer than the running {running}"
        return failed(message, Finding(message, at))
    reason = f"the rollback returns from {running} to {plan.version}"
    return passed(reason, evidence=stated(at, plan.where("previous_version")))


def _is_newer(target: str, running: str) -> bool:
    """Say whether both are semantic versions and `target` is the higher one."""
    try:
        return parse(target).precedence > parse(running).precedence
    except ValueError:
        return False
