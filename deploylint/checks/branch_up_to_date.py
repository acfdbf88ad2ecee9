"""The release contains the tip of the main branch.

## Why
What was tested is what is deployed only if the newest state of the main branch is in it. Otherwise
a fix that others have already merged goes missing in production, or meets this release there for
the first time.

## How to fix
Fetch, merge the main branch into the release branch or rebase onto it, and test again. A hotfix
only has to contain the version that runs: name it as `previous_version`, and tag it. In CI fetch
the whole history (`fetch-depth: 0`). Name the branch in `.deploylint.yaml` as `main_branch`.
"""

from typing import Annotated, Literal, NamedTuple

from deploylint.facts.branch import Branch
from deploylint.facts.tags import Tags
from deploylint.model.plan import ChangeType, Plan
from deploylint.model.statements import real, stated
from deploylint.model.verdict import (
    Assurance,
    Finding,
    Status,
    Verdict,
    failed,
    passed,
    unproven,
)
from deploylint.model.wording import counted, listed, quoted


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    max_behind: Annotated[
        int, "How many commits of the main branch the release may lack.", "lower"
    ] = 0
    on_main: Annotated[
        Literal["note", "fail"],
        "What to do when main moved on after the commit was taken from it.",
        "higher",
    ] = "note"


def check(
    branch: Branch, plan: Plan, tags: Annotated[Tags | None, "always"], params: Params
) -> Verdict:
    """Fail when the commit of the release lacks commits of the main branch.

    A commit of the main branch itself is what main was. A hotfix may come from the line that runs:
    it is enough that it contains the tag of `previous_version`.
    """
    if branch.contained:
        return _pass(branch, _how(branch))
    # the merge that CI makes of a pull request contains what its head may lack
    if plan.type is not ChangeType.HOTFIX or branch.commit != branch.release.commit:
        return _against_main(branch, params, "")
    shown = _contains_running(branch, plan, tags)
    if isinstance(shown, Verdict):
        return shown
    remark = f"; for a hotfix the running version would be enough, but {shown}"
    return _against_main(branch, params, remark)


def _against_main(branch: Branch, params: Params, remark: str) -> Verdict:
    """Judge what the release lacks of main; `remark` is added where that is too much."""
    base = branch.base
    if branch.contained is None:
        return _unknown(branch, remark)
    if branch.behind is None:
        reason = f"{branch.subject} does not contain {base.text}, which this clone does not have"
        return _fail(branch, f"{reason}{remark}")
    lacks = f"lacks {counted(branch.behind, 'commit')} of {base.text}"
    if branch.behind <= params.max_behind:
        allowed = f"the policy allows {params.max_behind}"
        return _pass(branch, f"{branch.subject} {lacks}; {allowed}")
    if branch.ahead != 0:
        return _fail(branch, f"{branch.subject} {lacks}{remark}")
    if params.on_main == "note" and branch.commit == branch.release.commit:
        return _was_main(branch, branch.behind)
    return _fail(branch, f"{branch.subject} {lacks}, which has moved on since {branch.commit[:7]}")


def _was_main(branch: Branch, behind: int) -> Verdict:
    """Return that the release adds nothing to main, which has more by now."""
    base = branch.base
    note = f"{base.name} is {counted(behind, 'commit')} ahead of the release by now"
    verdict = _pass(branch, f"the release is a commit of {base.name}, which has since moved on")
    return verdict._replace(findings=(Finding(note, branch.release.at), *verdict.findings))


def _contains_running(branch: Branch, plan: Plan, tags: Tags | None) -> Verdict | str:
    """Return that a hotfix contains the version that runs, or a clause why that is not shown."""
    if not real(plan.previous_version):
        return "the plan does not say which one that is (`previous_version`)"
    # few plans are hotfixes
    from deploylint.evidence.tagged import short, tag_evidence, tags_of

    found = tags_of(tags.tags, plan.previous_version, plan.service) if tags else ()
    if not found or tags is None:
        return f"{quoted(plan.previous_version)} has no tag here; fetch it (`git fetch --tags`)"
    lacking = [tag.name for tag in found if tag.name not in tags.contained]
    if lacking:
        return f"it does not contain {listed(lacking)}"
    tag = found[0]
    return passed(
        f"the release contains {plan.previous_version}, which is running (the tag {tag.name} leads"
        f" to {short(tag.commit)}): that is enough for a hotfix, which need not contain"
        f" {branch.base.text}",
        evidence=(
            *stated(plan.where("previous_version")),
            *branch.evidence,
            tag_evidence(tag),
        ),
        assurance=Assurance.BOUND,
    )


def _how(branch: Branch) -> str:
    if branch.commit == branch.base.tip:
        return f"the release is {branch.base.text} itself"
    added = f" and adds {counted(branch.ahead, 'commit')}" if branch.ahead else ""
    return f"{branch.subject} contains {branch.base.text}{added}"


def _unknown(branch: Branch, remark: str) -> Verdict:
    reason = (
        f"this clone is shallow, and what it has does not show whether {branch.subject}"
        f" contains {branch.base.text}; fetch the whole history"
        f" (git fetch --unshallow, in CI fetch-depth: 0){remark}"
    )
    return unproven(reason, Finding(reason, branch.release.at))


def _pass(branch: Branch, reason: str) -> Verdict:
    return Verdict(
        status=Status.PASS,
        reason=reason,
        assurance=branch.base.assurance,
        findings=branch.base.notes,
        evidence=branch.evidence,
    )


def _fail(branch: Branch, reason: str) -> Verdict:
    finding = Finding(reason, branch.release.at)
    return failed(reason, finding, *branch.base.notes, evidence=branch.evidence)
