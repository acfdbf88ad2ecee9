"""The version is a semantic version above the one that is running.

## Why
Tools and people compare versions: to roll back, to see what a release may break, to find the notes.
Only an agreed form compares the same way everywhere (https://semver.org).

## How to fix
Write MAJOR.MINOR.PATCH, such as `v1.2.0`, above `previous_version`.
"""

from deploylint.model.plan import ChangeType, Plan
from deploylint.model.semver import SemVer, parse
from deploylint.model.statements import stated
from deploylint.model.verdict import Finding, Verdict, failed, passed
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
    running = plan.previous_version
    if running is None or plan.declared_type is ChangeType.ROLLBACK:
        return passed(f"{plan.version} is a semantic version", evidence=stated(at))
    return _compared(plan, version, running)


def _compared(plan: Plan, version: SemVer, running: str) -> Verdict:
    at, at_running = plan.where("version"), plan.where("previous_version")
    try:
        previous = parse(running)
    except ValueError as error:
        note = Finding(f"`previous_version` {quoted(running)} {error}; not compared", at_running)
        return passed(f"{plan.version} is a semantic version", note, evidence=stated(at))
    if version.precedence <= previous.precedence:
        message = f"{plan.version} is not above {running}, the version that is running"
        return failed(message, Finding(message, at))
    reason = f"{plan.version} is a semantic version above {running}"
    return passed(reason, evidence=stated(at, at_running))
