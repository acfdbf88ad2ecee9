"""The version is a semantic version above the one that is running.

## Why
Tools and people compare versions: to roll back, to see what a release may break, to find the notes.
Only an agreed form compares the same way everywhere (https://semver.org).

## How to fix
Write MAJOR.MINOR.PATCH, such as `v1.2.0`, above `previous_version`. A first release has none before
it; say so in the checklist.
"""

from deploylint.model.plan import ChangeType, Plan
from deploylint.model.semver import SemVer, parse
from deploylint.model.statements import real, stated
from deploylint.model.verdict import Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import quoted


def check(plan: Plan) -> Verdict:
    """Read `version` by Semantic Versioning 2.0.0 and compare it with `previous_version`.

    A leading `v` is allowed. A rollback returns to a lower version, so its order is not judged.
    """
    at = plan.where("version")
    try:
        version = parse(plan.version)
    except ValueError as error:
        message = f"the version {quoted(plan.version)} {error}"
        return failed(f"{message}; write MAJOR.MINOR.PATCH, such as 1.2.0", Finding(message, at))
    if plan.declared_type is ChangeType.ROLLBACK:
        return passed(f"{plan.version} is a semantic version", evidence=stated(at))
    if not real(plan.previous_version):
        reason = f"nothing shows that {plan.version} is new: the plan names no `previous_version`"
        return unproven(reason, Finding(reason, at))
    return _compared(plan, version, plan.previous_version)


def _compared(plan: Plan, version: SemVer, running: str) -> Verdict:
    at, at_running = plan.where("version"), plan.where("previous_version")
    try:
        previous = parse(running)
    except ValueError as error:
        reason = f"`previous_version` {quoted(running)} {error}"
        why = f"{reason}, so nothing shows that {plan.version} is above it"
        return unproven(why, Finding(reason, at_running))
    if version.precedence <= previous.precedence:
        message = f"{plan.version} is not above {running}, the version that is running"
        return failed(message, Finding(message, at))
    reason = f"{plan.version} is a semantic version above {running}"
    return passed(reason, evidence=stated(at, at_running))
