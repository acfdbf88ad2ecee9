"""Whether the version to return to is tagged, and comes before the release."""

from collections.abc import Sequence

from deploylint.evidence.tagged import newest, short, tag_evidence, tags_in, unfetched
from deploylint.facts.release import Release
from deploylint.facts.tags import Tag, Tags
from deploylint.model.location import Location
from deploylint.model.statements import stated
from deploylint.model.verdict import Assurance, Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import listed, quoted


def judge(
    tags: Tags, release: Release, version: str, service: str | None, places: Sequence[Location]
) -> Verdict:
    """Look for the tag of `version`, which is stated at `places`, the first of which names it."""
    at = places[0]
    found = tags_in(tags.tags, version, service)
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
            *stated(*places),
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
