"""The version to return to is named, tagged, and the one that runs now.

## Why
"The version before" is a different one for everybody who looks it up in a hurry. A tag is not. And
the version that runs now is the one that is known to run.

## How to fix
Write the version that runs now as `previous_version`, and the same one as `rollback_plan.target`.
Tag it if it has no tag; where tags seem to be missing, fetch them: `git fetch --tags`.
"""

from typing import Annotated

from deploylint.evidence.tagged import newest, short, tag_evidence, tags_in, unfetched
from deploylint.facts.release import Release
from deploylint.facts.tags import Tag, Tags
from deploylint.model.plan import Plan
from deploylint.model.semver import same_version
from deploylint.model.statements import folded, real, stated
from deploylint.model.verdict import (
    Assurance,
    Cause,
    Finding,
    Verdict,
    failed,
    passed,
    unproven,
)
from deploylint.model.wording import listed, quoted


def check(plan: Plan, tags: Annotated[Tags | None, "always"]) -> Verdict:
    """Compare `previous_version`, `rollback_plan.target` and `version`, then look for the tag.

    Without a repository the plan alone is judged.
    """
    named = _named(plan)
    said = _as_stated(plan, named)
    if tags is None or tags.release is None or not named or said.cause is Cause.VIOLATED:
        return said
    name, version = next(iter(named.items()))
    seen = _as_tagged(plan, tags, tags.release, (name, version))
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


def _as_tagged(plan: Plan, tags: Tags, release: Release, named: tuple[str, str]) -> Verdict:
    """Look for the tag of the version that is `named` by a key of the plan."""
    name, version = named
    at = plan.where(*name.split("."))
    found = tags_in(tags.tags, version, plan.service)
    missing = f"{quoted(version)}, to which the release would return, has no tag here"
    why = None if found else unfetched(tags)
    if why is not None:
        return unproven(f"{missing}: {why}", Finding(f"{missing}: {why}", at))
    problem = _problem(found, tags, release) if found else f"{missing}; {newest(tags)}"
    if problem is not None:
        return failed(problem, Finding(problem, at))
    tag = found[0]
    reason = f"the release can return to {version}, which runs now: the tag {tag.name} leads to"
    return passed(
        f"{reason} {short(tag.commit)}, and the rollback targets it",
        evidence=(
            *stated(*[plan.where(*key.split(".")) for key in _named(plan)]),
            tag_evidence(tag),
        ),
        assurance=Assurance.EVIDENCED,
    )


def _problem(found: tuple[Tag, ...], tags: Tags, release: Release) -> str | None:
    """Return why the tags that were found are nothing to return to."""
    tag = found[0]
    if len({one.commit for one in found}) > 1:
        leads = listed([f"{one.name} leads to {short(one.commit)}" for one in found])
        return f"it is not clear to which version the release would return: the tag {leads}"
    if tag.commit == release.commit:
        message = f"there is nothing to return to: the tag {tag.name} leads to the release itself"
        return f"{message} ({release.short})"
    if not _was_before(tag, tags, release):
        message = f"the tag {tag.name} leads to {short(tag.commit)}, which is later than"
        return f"{message} the release ({release.short})"
    return None


def _was_before(tag: Tag, tags: Tags, release: Release) -> bool:
    """Say whether the release contains the tag, or is no older: a hotfix may lie on a branch."""
    if tag.name in tags.contained:
        return True
    return tag.committed_at is not None and tag.committed_at <= release.committed_at
