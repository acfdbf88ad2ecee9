"""Whether an owner of each changed file approved, by CODEOWNERS."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from deploylint.evidence.approvals import shown
from deploylint.facts.reviews import Owned, Ownership, Request
from deploylint.model.location import Location
from deploylint.model.verdict import Finding
from deploylint.model.wording import counted, listed


class Consent(NamedTuple):
    """Files whose owners did not approve, and files of which that cannot be told."""

    missing: tuple[Finding, ...] = ()
    unknown: tuple[Finding, ...] = ()


def consent(
    request: Request, approvers: Collection[str], teams: Mapping[str, Collection[str]]
) -> Consent:
    """Return what is missing; the author agrees to their own changes.

    `teams` are the members by the folded name of a team, or of an address that stands for somebody.
    """
    owners = request.ownership or Ownership(problem="there is no repository to read it from")
    if owners.problem is not None:
        file = owners.file or "CODEOWNERS"
        at = Location(file, 1, 1) if owners.file else None
        why = f"nobody can tell who owns what {request.name} changes: {file}: {owners.problem}"
        return Consent(unknown=(Finding(why, at),))
    agreed = {name.casefold() for name in (*approvers, request.author or "") if name}
    missing: list[Finding] = []
    unknown: list[Finding] = []
    for line, files in _by_line(owners.owned).items():
        people, strangers = _people(files[0].owners, teams)
        if people & agreed:
            continue
        at = Location(owners.file or "", line, 1)
        (unknown if strangers else missing).append(Finding(_why(files, strangers), at))
    return Consent(tuple(missing), tuple(unknown))


def read_teams(written: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the members by team of texts such as `org/team: person, person`."""
    found = {}
    for text in written:
        team, _, members = text.partition(":")
        names = (name.strip().removeprefix("@").casefold() for name in members.split(","))
        found[team.strip().removeprefix("@").casefold()] = frozenset(filter(None, names))
    return found


def _by_line(owned: Iterable[Owned]) -> dict[int, list[Owned]]:
    found: dict[int, list[Owned]] = {}
    for one in owned:
        found.setdefault(one.line, []).append(one)
    return found


def _people(
    owners: Iterable[str], teams: Mapping[str, Collection[str]]
) -> tuple[set[str], list[str]]:
    """Return the people among the owners, and the teams and addresses whose people are unknown."""
    people: set[str] = set()
    strangers = []
    for owner in owners:
        name = owner.casefold()
        if name in teams:
            people.update(teams[name])
        elif "/" in owner or "@" in owner:
            strangers.append(owner)
        else:
            people.add(name)
    return people, strangers


def _why(files: list[Owned], strangers: list[str]) -> str:
    owners = " or ".join(shown(owner) for owner in files[0].owners[:6])
    what = f"{counted(len(files), 'changed file')} ({listed([one.path for one in files])})"
    message = f"no owner of {what} approved: {owners}"
    if strangers:
        return f"{message}; name the members of {listed(strangers)} under `teams` of the rule"
    return message
