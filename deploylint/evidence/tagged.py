"""Which tag belongs to a version, and what is to be said when there is none."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from deploylint.facts.release import ABBREVIATED
from deploylint.facts.tags import Tag, Tags, is_of_service
from deploylint.model.plan import ChangeType, Plan
from deploylint.model.semver import parse, same_version
from deploylint.model.verdict import Assurance, Evidence, Finding, Verdict, failed, unproven
from deploylint.model.wording import counted, listed, quoted

SHOWN = 3
"""Tags that are named where none fits."""

NO_REPOSITORY = "this is no git repository, so no tag can be seen"
MENTIONED = 20
"""Words of a sentence that may be versions."""

_WORD = r"[^\s,;:()\[\]\"'`<>|]+"


def names_version(name: str, version: str, service: str | None = None) -> bool:
    """Say whether a tag called `name` is the tag of `version`.

    `v1.2.0` and `1.2.0` are one version; for the service exports so are `exports-v1.2.0`,
    `exports/v1.2.0` and `exports@1.2.0`.
    """
    return same_version(name, version) or is_of_service(name, version, service)


def tags_of(tags: Iterable[Tag], version: str, service: str | None = None) -> tuple[Tag, ...]:
    """Return the tags of `version`; where the service has tags of its own, those alone."""
    found = [tag for tag in tags if names_version(tag.name, version, service)]
    own = [tag for tag in found if is_of_service(tag.name, version, service)]
    return tuple(own or found)


def tags_in(tags: Iterable[Tag], text: str, service: str | None = None) -> tuple[Tag, ...]:
    """Return the tags of the version that `text` is, else of those that it names ("tag v1.1.9")."""
    known = tuple(tags)
    found = tags_of(known, text, service)
    if found:
        return found
    words = [word.rstrip(".!?") for word in re.findall(_WORD, text) if re.search(r"\d", word)]
    # no sentence names more versions
    several = dict.fromkeys(words[:MENTIONED])
    return tuple(dict.fromkeys(tag for word in several for tag in tags_of(known, word, service)))


def unfetched(tags: Tags) -> str | None:
    """Return why a tag that is not here may exist all the same, None when it does not."""
    if tags.release is not None and tags.release.shallow:
        return "this is a shallow clone, which lacks tags; fetch them (`git fetch --tags`)"
    if not tags.tags:
        return "this clone has no tag at all; fetch them (`git fetch --tags`)"
    return None


def newest(tags: Tags) -> str:
    """Return a clause that says which versions are tagged; there must be a tag."""
    names = [tag.name for tag in reversed(tags.tags) if _is_version(tag.name)][:SHOWN]
    if not names:
        return f"none of the {counted(len(tags.tags), 'tag')} is a version"
    return f"the highest of {counted(len(tags.tags), 'tag')}: {listed(names)}"


def _is_version(name: str) -> bool:
    try:
        return bool(parse(name))
    except ValueError:
        return False


def short(commit: str) -> str:
    """Return a commit as people write it."""
    return commit[:ABBREVIATED]


def tag_evidence(tag: Tag) -> Evidence:
    """Return the evidence that a tag is."""
    time = tag.time.isoformat() if tag.time else None
    return Evidence("git", f"tag {tag.name}", commit=tag.commit, time=time)


class ReleaseTag(NamedTuple):
    """The annotated tag of the version that is released, and on what that rests."""

    tag: Tag
    assurance: Assurance
    words: str


def release_tag(tags: Tags, plan: Plan) -> ReleaseTag | Verdict:
    """Return the annotated tag of the plan's version, or why there is none to rely on.

    It must lead to the commit that is released. A rollback that names no commit releases what its
    tag leads to.
    """
    if tags.release is None:
        return unproven(NO_REPOSITORY)
    found = tags_of(tags.tags, plan.version, plan.service)
    if not found:
        return _absent(tags, plan)
    tag = next((one for one in found if one.annotated), found[0])
    commits = {one.commit for one in found}
    anywhere = plan.declared_type is ChangeType.ROLLBACK and plan.commit is None
    if len(commits) > 1 or (not anywhere and tag.commit != tags.release.commit):
        leads = listed([f"{one.name} leads to {short(one.commit)}" for one in found])
        return _refused(plan, f"the tag {leads}, and the release is {tags.release.short}")
    if not tag.annotated:
        why = "it does not say who made it, when and what for; make an annotated one in its place"
        return _refused(plan, f"the tag {tag.name} is lightweight: {why}")
    words = f"the annotated tag {tag.name} leads to {short(tag.commit)}"
    if anywhere:
        return ReleaseTag(tag, Assurance.EVIDENCED, f"{words}, which the rollback returns to")
    return ReleaseTag(tag, Assurance.BOUND, f"{words}, the commit that is released")


def _absent(tags: Tags, plan: Plan) -> Verdict:
    missing = f"no tag is named {quoted(plan.version)}"
    if plan.service:
        missing = f"{missing}, for the service {quoted(plan.service)} or at all"
    why = unfetched(tags)
    at = plan.where("version")
    if why is not None:
        return unproven(f"{missing}: {why}", Finding(f"{missing}: {why}", at))
    return _refused(plan, f"{missing}; {newest(tags)}")


def _refused(plan: Plan, message: str) -> Verdict:
    return failed(message, Finding(message, plan.where("version")))
