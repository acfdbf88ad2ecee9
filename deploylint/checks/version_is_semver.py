"""The version is a semantic version above the last release, and the step fits the changes.

## Why
Tools and people compare versions: to roll back, to see what a release may break, to find the notes.
Only an agreed form compares the same way everywhere (https://semver.org), and only a number that
tells the truth about the changes warns those who must adapt.

## How to fix
Write MAJOR.MINOR.PATCH, such as `v1.2.0`, above `previous_version`: major when something breaks,
minor when something is new, else patch. Below 1.0.0 a minor step may break things. Write the same
version into the manifests. A first release has none before it; say so in the checklist.
"""

from typing import Annotated, NamedTuple

from deploylint.facts.changelog import Changelogs
from deploylint.facts.changes import Changes
from deploylint.facts.manifests import Manifests
from deploylint.model.plan import ChangeType, Plan
from deploylint.model.semver import SemVer, parse
from deploylint.model.statements import real, stated
from deploylint.model.verdict import Cause, Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import quoted


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    step: Annotated[bool, "Whether the step must fit what commits and changelog say.", "higher"] = (
        True
    )
    manifests: Annotated[
        bool, "Whether manifests that state a version must state this one.", "higher"
    ] = True


def check(
    plan: Plan,
    changes: Annotated[Changes | None, "always"],
    changelogs: Annotated[Changelogs | None, "always"],
    manifests: Annotated[Manifests | None, "always"],
    params: Params,
) -> Verdict:
    """Read `version` by Semantic Versioning 2.0.0 and compare it with what was released before.

    A leading `v` is allowed. A rollback returns to a lower version, so its order is not judged.
    Without a repository the plan alone is judged.
    """
    at = plan.where("version")
    try:
        version = parse(plan.version)
    except ValueError as error:
        message = f"the version {quoted(plan.version)} {error}"
        return failed(f"{message}; write MAJOR.MINOR.PATCH, such as 1.2.0", Finding(message, at))
    if plan.declared_type is ChangeType.ROLLBACK:
        return passed(f"{plan.version} is a semantic version", evidence=stated(at))
    said = _as_stated(plan, version)
    if changes is None or changes.release is None or said.cause is Cause.VIOLATED:
        return said
    # without a repository the plan alone is judged
    from deploylint.evidence.released import History, judge

    history = History(
        changes=changes,
        release=changes.release,
        changelogs=changelogs,
        manifests=manifests if params.manifests else None,
        step=params.step,
    )
    return judge(plan, version, said, history)


def _as_stated(plan: Plan, version: SemVer) -> Verdict:
    """Judge by what the plan says."""
    if real(plan.previous_version):
        return _compared(plan, version, plan.previous_version)
    reason = f"nothing shows that {plan.version} is new: the plan names no `previous_version`"
    return unproven(reason, Finding(reason, plan.where("version")))


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
