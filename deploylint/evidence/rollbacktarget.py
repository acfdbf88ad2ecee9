"""Whether the target of a rollback is tagged, and is another version than runs now."""

from deploylint.evidence.tagged import newest, short, tag_evidence, tags_of, unfetched
from deploylint.facts.release import Release
from deploylint.facts.tags import Tag, Tags
from deploylint.model.plan import Plan
from deploylint.model.verdict import Assurance, Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import listed, quoted


def judge(plan: Plan, tags: Tags, release: Release, said: Verdict) -> Verdict:
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
    running = tags_of(tags.tags, plan.previous_version or "", plan.service)
    if not running:
        reason = f"{quoted(plan.previous_version or '')}, which is running, has no tag here, so"
        reason = f"{reason} nothing shows that {plan.version} came before it"
        why = f"{reason}; tag it, or fetch its tag (`git fetch --tags`)"
        return unproven(why, Finding(why, plan.where("previous_version")))
    doubt = _order(tags, release, found, running)
    if doubt is not None and doubt.cause is not None:
        return doubt._replace(findings=(Finding(doubt.reason, at),))
    notes = (Finding(doubt.reason, at),) if doubt is not None else ()
    return passed(
        f"{said.reason}: the tag {found[0].name} leads to {short(found[0].commit)}",
        *notes,
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
    newer = next((one for one in running if (one.commit, tag.commit) in tags.ancestry), None)
    if newer is not None:
        leads = f"the tag {tag.name} leads to {short(tag.commit)}"
        return f"{leads}, which came after {newer.name}, the running version, and contains it"
    return None


def _order(
    tags: Tags, release: Release, found: tuple[Tag, ...], running: tuple[Tag, ...]
) -> Verdict | None:
    """Return what is to be said where the running version does not contain the target.

    A passing verdict is a remark. On another line nothing but the times of the tags says which was
    made first, and a lightweight tag has none.
    """
    target = found[0]
    other = next((one for one in running if (target.commit, one.commit) not in tags.ancestry), None)
    if other is None:
        return None
    if release.shallow:
        return unproven(
            f"this clone is shallow, and what it has does not show whether {other.name}, which is"
            f" running, contains {target.name}; fetch the whole history (git fetch --unshallow"
            " --tags, in CI fetch-depth: 0)"
        )
    lines = f"{target.name} and {other.name}, which is running, are on different release lines"
    since = other.time or other.committed_at
    made = [one.time for one in found if one.time is not None]
    if not made:
        return failed(f"{lines}, and {target.name} is no annotated tag, so nothing shows its age")
    if since is None or min(made) >= since:
        return failed(f"{lines}, and {target.name} was not tagged before {other.name}")
    return passed(lines)
