"""Every ticket that the commits of the release name is closed.

## Why
An open ticket says that something is not done. After the release it is either done and nobody said
so, or it went out unfinished; both should be known.

## How to fix
Close the tickets, or move what is not done to the next release. Then list them anew and keep the
question: `deploylint record --kind tickets --log reports/tickets.json -- gh issue list --state all
--limit 1000 --json number,title,state,url`, with `evidence: {tickets: reports/tickets.json}`. From
Jira, save what a search prints with the field `status`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.since import compared, untagged
from deploylint.evidence.ticketnames import NO_PROJECTS, Mention, mentions
from deploylint.evidence.weigh import nothing, proven, together, violated, weigh
from deploylint.facts.changes import Changes
from deploylint.facts.clock import Clock
from deploylint.facts.issues import Issue, IssueList
from deploylint.facts.release import ABBREVIATED
from deploylint.facts.source import Piece
from deploylint.facts.tickets import Tickets
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.verdict import Finding, Verdict, not_applicable, unproven
from deploylint.model.wording import listed, quoted, share


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    projects: Annotated[
        tuple[str, ...],
        "The Jira projects whose keys (`ABC-123`) are tickets, beside those that a list holds.",
    ] = ()
    max_age: Annotated[timedelta, "How old the list may be.", "lower"] = timedelta(hours=24)


class Listed(NamedTuple):
    """An issue, and where it is listed."""

    issue: Issue
    at: Location


class Known(NamedTuple):
    """What the lists hold: entries by the id of the issue; two repositories may use one number.

    `projects` are those of Jira keys; `numbers` says whether a list knows issues by number.
    """

    entries: Mapping[str, Sequence[Listed]]
    projects: frozenset[str]
    numbers: bool


def check(changes: Changes, tickets: Tickets, plan: Plan, clock: Clock, params: Params) -> Verdict:
    """Look up each ticket that a commit names; one that no list holds is a failure.

    Numbers (`#123`, `GH-123`) count where a list of GitHub or GitLab is there, or where the commit
    closes them; `(#45)` at the end of a line is a pull request unless an issue is so called. Keys
    (`ABC-123`) count for the projects that a list holds or the policy names.
    """
    since = compared(changes, plan)
    if isinstance(since, Verdict):
        return since
    if not changes.complete:
        return unproven(f"the release has {since.commits}, too many to look for tickets in")
    found = weigh(tickets, clock, params.max_age)
    # a list without a record proves nothing, but what it shows to be open is open
    unrecorded = [p for p in tickets.pieces if p.source.named and p.source.run is None]
    known = _known((*found.counted, *unrecorded), params.projects)
    named = mentions(changes.commits)
    meant = [one for one in named if _is_meant(one, known)]
    problems = [*_failed(found.counted), *_still_open(meant, known)]
    if found.counted:
        problems += _absent(meant, known, found.counted[0])
    if problems:
        return violated(found, together(problems), *problems)
    where = f"{since.commits} since {since.since.name}"
    if not meant and not found.troubles:
        return not_applicable(f"none of {where} names a ticket{_remark(named)}")
    ids = [one.id for one in meant]
    if not found.counted or not ids:
        return nothing(found, f"list of the tickets {listed(ids)}" if ids else "list of tickets")
    verb = "is" if len(ids) == 1 else "are"
    reason = f"{share(len(ids), len(ids), 'ticket')} named by {where} {verb} closed"
    return proven(found, f"{reason}: {listed(ids)}", *untagged(since, plan))


def _known(pieces: Iterable[Piece[IssueList]], projects: Iterable[str]) -> Known:
    entries: dict[str, list[Listed]] = {}
    for piece in pieces:
        for issue in piece.content.issues if piece.content else ():
            entries.setdefault(issue.id, []).append(Listed(issue, piece.source.at))
    return Known(
        entries=entries,
        projects=frozenset(projects) | {key.rpartition("-")[0] for key in entries if "-" in key},
        numbers=any(key.startswith("#") for key in entries),
    )


def _is_meant(one: Mention, known: Known) -> bool:
    """Say whether what a commit names is a ticket, as far as lists and policy tell."""
    if one.id in known.entries:
        return not all(entry.issue.request for entry in known.entries[one.id])
    if one.project in known.projects:
        return True
    if not known.entries:
        return one.firm and one.project not in NO_PROJECTS
    return one.project is None and one.firm and (known.numbers or one.closing)


def _failed(pieces: Iterable[Piece[IssueList]]) -> Iterator[Finding]:
    for piece in pieces:
        run = piece.source.run
        if run is not None and run.exit_code:
            command = quoted(" ".join(run.command))
            why = f"was written by {command}, which ended with {run.exit_code}"
            yield Finding(f"{piece.source.path} {why}", piece.source.at)


def _still_open(meant: Iterable[Mention], known: Known) -> Iterator[Finding]:
    for one in meant:
        for entry in known.entries.get(one.id, ()):
            if entry.issue.open and not entry.issue.request:
                commit = one.sha[:ABBREVIATED]
                message = f"{one.id} {quoted(entry.issue.title)} is open; commit {commit} names it"
                yield Finding(message, entry.at)


def _absent(meant: Iterable[Mention], known: Known, piece: Piece[IssueList]) -> Iterator[Finding]:
    for one in meant:
        if one.id not in known.entries:
            message = f"{one.id}, which commit {one.sha[:ABBREVIATED]} names, is in no list"
            yield Finding(message, piece.source.at)


def _remark(named: Iterable[Mention]) -> str:
    """Return what looks like tickets of projects that nobody named."""
    others = [one.id for one in named if one.project and one.project not in NO_PROJECTS]
    return f"; {listed(others)} would be of a project that no list holds" if others else ""
