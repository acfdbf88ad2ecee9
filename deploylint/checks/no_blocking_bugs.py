"""No critical bug is open for this release.

## Why
A bug that was called critical before the release is critical after it, and then it is everybody's.

## How to fix
Repair what is open, or take its feature out of the release. Then ask the tracker anew and keep the
question: `deploylint record --kind bugs --log reports/bugs.json -- gh issue list --state open
--limit 1000 --json number,title,state,labels,url`, with `evidence: {bugs: reports/bugs.json}`.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.weigh import nothing, weigh
from deploylint.facts.bugs import Bugs
from deploylint.facts.clock import Clock
from deploylint.model.statements import folded
from deploylint.model.verdict import Verdict

_GENERIC_WORDS = (
    "priority prio severity bug type kind level issue impact importance urgency status release"
    " gravite priorite"
)
GENERIC = frozenset(_GENERIC_WORDS.split())
"""Words of labels that say of what they speak: `severity: critical` and `critical` are one."""

SEPARATOR = re.compile(r"[-:/,;|(\u2013\u2014]")


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    labels: Annotated[
        tuple[str, ...],
        "The labels, priorities and severities that stop a release; `critical` stands for"
        " `severity: critical`, `priority/critical`, `Critical bug` and `critical - urgent` too.",
    ] = (
        *("critical", "blocker", "blocking", "showstopper", "highest"),
        *("P0", "P1", "S0", "S1", "sev0", "sev1"),
    )
    programs: Annotated[
        tuple[str, ...], "The programs whose recorded answer about issues is believed."
    ] = (*("gh", "glab", "hub", "curl", "wget", "http", "https", "xh", "jira", "acli"),)
    repository: Annotated[
        str,
        "The repository whose bugs count, as `owner/name`, where it is not the one that gh is"
        " started in; without it, a list of a repository that the command names fails.",
    ] = ""
    max_age: Annotated[timedelta, "How old the list may be.", "lower"] = timedelta(hours=24)


def check(bugs: Bugs, clock: Clock, params: Params) -> Verdict:
    """Fail on each open issue that blocks, and on lists that may lack one.

    A list does not say when it was made nor what was asked for, so it counts only with the record
    of its command; a blocking bug in a list without one is a failure all the same.
    """
    found = weigh(bugs, clock, params.max_age)
    unrecorded = [p for p in bugs.pieces if p.source.named and p.source.run is None]
    if not found.counted and not unrecorded:
        return nothing(found, "list of bugs")
    # most runs find no list
    from deploylint.evidence.blocking import judge
    from deploylint.evidence.issuequery import Asked

    essences = {essence(label) for label in params.labels}
    asked = Asked(params.programs, params.repository, lambda label: essence(label) in essences)
    return judge(found, unrecorded, asked, lambda label: not essences.isdisjoint(said_by(label)))


def said_by(label: str) -> Iterator[str]:
    """Yield what a label says, and what it says before each sign that separates words."""
    yield essence(label)
    for sign in SEPARATOR.finditer(label):
        yield essence(label[: sign.start()])


def essence(label: str) -> str:
    """Return what a label says, without case, signs and the word for what it speaks of."""
    words = folded(label).split()
    telling = [word for word in words if word not in GENERIC]
    # `priority::1` is not `severity::1`
    if not telling or all(word.isdecimal() for word in telling):
        telling = words
    return "".join(telling)
