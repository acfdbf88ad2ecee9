"""Whether the release of a version is published, with notes that say something."""

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.evidence.standing import AHEAD
from deploylint.evidence.tagged import names_version
from deploylint.evidence.weigh import Weighed, proven, violated
from deploylint.facts.clock import Clock
from deploylint.facts.published import Publication
from deploylint.facts.release import Release
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.releasewords import telling_words
from deploylint.model.verdict import Finding, Verdict
from deploylint.model.wording import listed, moment, quoted

SHOWN = 300
"""Characters of the notes that are looked at to quote them."""


class Found(NamedTuple):
    """A release of the plan's version, and where it is described."""

    publication: Publication
    at: Location


def judge(
    found: Weighed[tuple[Publication, ...]],
    born: Release | None,
    plan: Plan,
    clock: Clock,
    min_words: int,
) -> Verdict:
    """Return whether the release of the plan's version is out; `born` is the commit it is of."""
    releases = [Found(r, p.source.at) for p in found.counted for r in p.content or ()]
    ours = [r for r in releases if names_version(r.publication.tag, plan.version, plan.service)]
    if not ours:
        tags = listed([quoted(release.publication.tag) for release in releases])
        reason = f"no release of {quoted(plan.version)} is published; there is {tags}"
        return violated(found, reason, Finding(reason, releases[0].at))
    problems = [
        Finding(f"the release {quoted(one.publication.tag)} {problem}", one.at)
        for one in ours
        for problem in _unpublished(one.publication, born, clock)
        + _silent(one.publication, plan, min_words)
    ]
    if problems:
        return violated(found, "; ".join(problem.message for problem in problems), *problems)
    first = ours[0].publication
    day = moment(first.published_at) if first.published_at else ""
    reason = f"the notes of {quoted(first.tag)} were published on {day}"
    return proven(found, f"{reason}: {quoted(first.notes[:SHOWN])}", *_remarks(ours))


def _unpublished(one: Publication, release: Release | None, clock: Clock) -> list[str]:
    """Return why the release is not out, or says something that cannot be."""
    if one.draft:
        return ["is a draft: publish it"]
    if one.published_at is None:
        return ["does not say when it was published"]
    day = moment(one.published_at)
    if one.upcoming or (clock.now is not None and one.published_at > clock.now + AHEAD):
        return [f"is announced for {day}, which lies ahead"]
    if release is not None and one.published_at + AHEAD < release.committed_at:
        return [f"was published on {day}, before its commit {release.short} was made"]
    return []


def _silent(one: Publication, plan: Plan, min_words: int) -> list[str]:
    words = telling_words(one.notes, plan.version, plan.service)
    if len(words) >= min_words:
        return []
    if not one.notes.strip():
        return ["has no notes: name features, fixes and breaking changes"]
    said = f"says only {quoted(one.notes[:SHOWN])}"
    return [f"{said}: name features, fixes and breaking changes"]


def _remarks(ours: list[Found]) -> Iterator[Finding]:
    for one in ours:
        if one.publication.prerelease:
            tag = quoted(one.publication.tag)
            yield Finding(f"the release {tag} is marked as a pre-release", one.at)
