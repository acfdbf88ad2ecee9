"""Whether the tag of a release says what it brings, and when it was made."""

from deploylint.evidence.standing import AHEAD
from deploylint.evidence.tagged import ReleaseTag, release_tag, tag_evidence
from deploylint.facts.clock import Clock
from deploylint.facts.tags import Tags
from deploylint.model.plan import Plan
from deploylint.model.releasewords import telling_words
from deploylint.model.verdict import Finding, Verdict, failed, passed
from deploylint.model.wording import moment, quoted


def judge(tags: Tags, plan: Plan, clock: Clock, min_words: int) -> Verdict:
    """Return whether the release has an annotated tag with a message of `min_words`."""
    found = release_tag(tags, plan)
    if isinstance(found, Verdict):
        return found
    problems = [*_late(found, clock), *_silent(found, plan, min_words)]
    if problems:
        at = plan.where("version")
        return failed("; ".join(problems), *[Finding(problem, at) for problem in problems])
    reason = f"{found.words}; it says {quoted(found.tag.message)}"
    return passed(reason, evidence=(tag_evidence(found.tag),), assurance=found.assurance)


def _late(found: ReleaseTag, clock: Clock) -> list[str]:
    """Return why the time of the tag cannot be true."""
    tag = found.tag
    if tag.time is None:
        return [f"the tag {tag.name} does not say when it was made"]
    if clock.now is not None and tag.time > clock.now + AHEAD:
        return [f"the tag {tag.name} says it was made on {moment(tag.time)}, which lies ahead"]
    if tag.committed_at is not None and tag.time + AHEAD < tag.committed_at:
        return [f"the tag {tag.name} says it was made on {moment(tag.time)}, before its commit was"]
    return []


def _silent(found: ReleaseTag, plan: Plan, min_words: int) -> list[str]:
    tag = found.tag
    if len(telling_words(tag.message, plan.version, plan.service)) >= min_words:
        return []
    said = f"says only {quoted(tag.message)}" if tag.message else "has no message"
    return [f"the tag {tag.name} {said}: name its features, fixes and breaking changes"]
