"""Whether the tickets that the commits of a release name are closed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from deploylint.evidence.since import Compared, remarks
from deploylint.evidence.ticketnames import NO_PROJECTS, Mention, mentions
from deploylint.evidence.weigh import Weighed, nothing, proven, together, violated
from deploylint.facts.issues import Issue, IssueList
from deploylint.facts.release import ABBREVIATED
from deploylint.facts.source import Piece
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.verdict import Finding, Verdict, not_applicable
from deploylint.model.wording import listed, quoted, share


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


def judge(
    since: Compared,
    plan: Plan,
    found: Weighed[IssueList],
    unrecorded: Sequence[Piece[IssueList]],
    projects: Sequence[str],
) -> Verdict:
    """Return whether each ticket is closed; `unrecorded` are lists that prove nothing good."""
    known = _known((*found.counted, *unrecorded), projects)
    named = mentions(since.changes.commits)
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
    return proven(found, f"{reason}: {listed(ids)}", *remarks(since, plan))


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
