"""The rollback returns to a tagged version, earlier than the one that is running.

## Why
A rollback to the version that already runs changes nothing, and one to a newer version is a release
that nobody checked. What was never tagged was probably never released.

## How to fix
In a rollback, `version` is what to return to and `previous_version` what is running now; correct
the one that is wrong. Where tags seem to be missing, fetch them: `git fetch --tags`.
"""

from typing import Annotated

from deploylint.evidence.tagged import newest, short, tag_evidence, tags_of, unfetched
from deploylint.facts.release import Release
from deploylint.facts.tags import Tag, Tags
from deploylint.model.plan import ChangeType, Plan
from deploylint.model.semver import parse, same_version
from deploylint.model.statements import real, stated
from deploylint.model.verdict import (
    Assurance,
    Finding,
    Status,
    Verdict,
    failed,
    not_applicable,
    passed,
    unproven,
)
from deploylint.model.wording import listed, quoted


def check(plan: Plan, tags: Annotated[Tags | None, "always"]) -> Verdict:
    """Compare the target of the rollback with the version that is running, then look for its tag.

    Without a repository the plan alone is judged.
    """
    if plan.declared_type is not ChangeType.ROLLBACK:
        return not_applicable("the plan is not a rollback")
    said = _as_stated(plan)
    if said.status is not Status.PASS or tags is None or tags.release is None:
        return said
    return _as_tagged(plan, tags, tags.release, said)


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


def _as_tagged(plan: Plan, tags: Tags, release: Release, said: Verdict) -> Verdict:
    """Look for the tag of the target; `said` is what the plan alone shows."""
    at = plan.where("version")
    found = tags_of(tags.tags, plan.version, plan.service)
    missing = f"the target {quoted(plan.version)} has no tag here"
    why = None if found else unfetched(tags)
    if why is not None:
        return unproven(f"{missing}: {why}", Finding(f"{missing}: {why}", at))
    problem = _problem(plan, tags, release, found) if found else f"{missing}; {newest(tags)}"
    if problem is not None:
        return failed(problem, Finding(problem, at))
    return passed(
        f"{said.reason}: the tag {found[0].name} leads to {short(found[0].commit)}",
        evidence=(*said.evidence, tag_evidence(found[0])),
        assurance=Assurance.EVIDENCED,
    )


def _problem(plan: Plan, tags: Tags, release: Release, found: tuple[Tag, ...]) -> str | None:
    """Return why the tags of the target are nothing to return to."""
    tag = found[0]
    if len({one.commit for one in found}) > 1:
        leads = listed([f"{one.name} leads to {short(one.commit)}" for one in found])
        return f"it is not clear what the rollback targets: the tag {leads}"
    if plan.commit is not None and tag.commit != release.commit:
        leads = f"the tag {tag.name} leads to {short(tag.commit)}"
        return f"{leads}, but the plan deploys the commit {release.short}"
    running = tags_of(tags.tags, plan.previous_version or "", plan.service)
    same = next((one for one in running if one.commit == tag.commit), None)
    if same is not None:
        return f"the tags {tag.name} and {same.name}, which is running, lead to the same commit"
    return None
