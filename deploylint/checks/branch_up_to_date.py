"""The release contains the tip of the main branch.

## Why
What was tested is what is deployed only if the newest state of the main branch is in it. Otherwise
a fix that others have already merged goes missing in production, or meets this release there for
the first time.

## How to fix
Fetch, merge the main branch into the release branch or rebase onto it, and test again. In CI fetch
the whole history (`fetch-depth: 0`). Name the branch in `.deploylint.yaml` as `main_branch`.
"""

from typing import Annotated, NamedTuple

from deploylint.facts.branch import Branch
from deploylint.model.verdict import (
    Finding,
    Status,
    Verdict,
    failed,
    unproven,
)
from deploylint.model.wording import counted


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    max_behind: Annotated[
        int, "How many commits of the main branch the release may lack.", "lower"
    ] = 0


def check(branch: Branch, params: Params) -> Verdict:
    """Fail when the commit of the release lacks commits of the main branch."""
    base = branch.base
    if branch.contained is None:
        return _unknown(branch)
    if branch.contained:
        return _pass(branch, _how(branch))
    if branch.behind is None:
        reason = f"{branch.subject} does not contain {base.text}, which this clone does not have"
        return _fail(branch, reason)
    lacks = f"lacks {counted(branch.behind, 'commit')} of {base.text}"
    if branch.behind <= params.max_behind:
        allowed = f"the policy allows {params.max_behind}"
        return _pass(branch, f"{branch.subject} {lacks}; {allowed}")
    old = f", which has moved on since {branch.commit[:7]}" if branch.ahead == 0 else ""
    return _fail(branch, f"{branch.subject} {lacks}{old}")


def _how(branch: Branch) -> str:
    if branch.commit == branch.base.tip:
        return f"the release is {branch.base.text} itself"
    added = f" and adds {counted(branch.ahead, 'commit')}" if branch.ahead else ""
    return f"{branch.subject} contains {branch.base.text}{added}"


def _unknown(branch: Branch) -> Verdict:
    reason = (
        f"this clone is shallow, and what it has does not show whether {branch.subject}"
        f" contains {branch.base.text}; fetch the whole history"
        " (git fetch --unshallow, in CI fetch-depth: 0)"
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
