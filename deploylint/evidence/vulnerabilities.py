"""What is left of the findings of all scans when VEX documents and ignores are applied."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from deploylint.evidence.excuses import Claim, Claims
from deploylint.evidence.groups import Group, group_by_package, same_name
from deploylint.evidence.ignores import Ignore
from deploylint.facts.scans import Vulnerability
from deploylint.model.location import Location
from deploylint.model.severities import Level
from deploylint.model.verdict import Finding
from deploylint.model.wording import quoted

__all__ = ["Ignore", "Outcome", "Scale", "sift"]

MOST = 10_000
"""Findings times ids of one vulnerability for which statements are looked up."""


class Outcome(NamedTuple):
    """What is left of the findings.

    `open` are those at or above the level, and `unrated` how many of them have no known severity;
    `expired` are the ignores that have lapsed. `notes` say what was excused and which ignores match
    nothing, `hints` why statements excuse nothing. `excused` are the ids of what is excused at or
    above the level, and `documents` the paths of the VEX documents that excused something; `lapses`
    is when the first ignore in force does.
    """

    total: int
    below: int
    open: tuple[Finding, ...]
    unrated: int
    expired: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    hints: tuple[Finding, ...]
    excused: tuple[str, ...]
    documents: frozenset[str]
    lapses: datetime | None


class Scale(NamedTuple):
    """From which level on a vulnerability counts, and what one without severity is taken for."""

    level: Level
    unknown_as: Level

    def of(self, group: Group) -> Level:
        """Return the level at which a vulnerability counts."""
        severity = group.severity
        return self.unknown_as if severity is None else severity


def sift(
    findings: Iterable[Vulnerability],
    claims: Claims,
    ignores: Sequence[Ignore],
    scale: Scale,
    now: datetime | None,
) -> Outcome:
    """Return what is left of `findings` at the moment `now`; without one no ignore has lapsed."""
    groups = sorted(group_by_package(findings), key=lambda one: (-scale.of(one), one.ids))
    lapsed = [one for one in ignores if now is not None and one.lapses <= now]
    sieve = _Sieve(claims, [one for one in ignores if one not in lapsed])
    opened = [group for group in groups if sieve.lets_through(group, scale)]
    return Outcome(
        total=len(groups),
        below=sum(scale.of(group) < scale.level for group in groups),
        open=tuple(_open(group, scale) for group in opened),
        unrated=sum(group.severity is None for group in opened),
        expired=tuple(map(_expired, lapsed)),
        notes=(*sieve.notes, *sieve.unused()),
        hints=tuple(hint for group in opened for hint in sieve.why_not(group)),
        excused=tuple(sieve.excused),
        documents=frozenset(sieve.documents),
        lapses=min((one.lapses for one in sieve.ignores), default=None),
    )


class _Sieve:
    """The claims and the ignores in force, and what they excused."""

    def __init__(self, claims: Claims, ignores: Sequence[Ignore]) -> None:
        self.claims = claims
        self.ignores = ignores
        self.by_id: dict[str, list[Ignore]] = {}
        for ignore in ignores:
            self.by_id.setdefault(ignore.id.strip().upper(), []).append(ignore)
        self.used: set[Ignore] = set()
        self.notes: list[Finding] = []
        self.excused: list[str] = []
        self.documents: set[str] = set()

    def lets_through(self, group: Group, scale: Scale) -> bool:
        """Say whether a vulnerability is at or above the level, and nothing excuses it."""
        ignore = self._ignore_of(group)
        if ignore is not None:
            self.used.add(ignore)
        if scale.of(group) < scale.level:
            return False
        if ignore is not None:
            self.excused.append(group.name)
            self.notes.append(_ignored(group, ignore))
            return False
        claims = self._said_of(group)
        if not claims or not all(map(_excuses, claims)):
            return True
        excuses = [one for said in claims for one in said if one.weight == "excuse"]
        self.excused.append(group.name)
        self.notes.append(_explained(group, excuses[0]))
        self.documents.update(claim.path for claim in excuses)
        return False

    def _ignore_of(self, group: Group) -> Ignore | None:
        for one in group.ids:
            for ignore in self.by_id.get(one, ()):
                if not ignore.package or same_name(ignore.package, group):
                    return ignore
        return None

    def _said_of(self, group: Group) -> list[list[Claim]]:
        """Return what documents say about the vulnerability, for each of its findings."""
        if not self.claims.known or len(group.findings) * len(group.ids) > MOST:
            return []
        return [self.claims.of(finding, group.ids) for finding in group.findings]

    def unused(self) -> Iterator[Finding]:
        """Yield a note for each ignore that matched nothing."""
        for ignore in self.ignores:
            if ignore not in self.used:
                what = f"the ignore for {ignore.subject} matches nothing that was found"
                yield Finding(f"{what}; remove it", ignore.at)

    def why_not(self, group: Group) -> Iterator[Finding]:
        """Yield why statements about an open vulnerability do not excuse it."""
        heard = dict.fromkeys(claim for said in self._said_of(group) for claim in said)
        lost = [claim for one in group.ids for claim in self.claims.lost.get(one, ())]
        denied = any(claim.weight == "contrary" for claim in heard)
        for claim in dict.fromkeys((*heard, *lost)):
            why = claim.flaw
            if claim.weight == "contrary" and len(heard) > 1:
                why = f"it says {quoted(claim.state)}"
            elif claim.weight == "excuse" and not denied:
                why = "it does not cover each version that was found"
            if why is not None:
                what = f"{claim.path} does not excuse {group.name}: {why}"
                yield Finding(what, Location(claim.path, 1, 1))


def _excuses(claims: list[Claim]) -> bool:
    weights = {claim.weight for claim in claims}
    return "excuse" in weights and "contrary" not in weights


def _open(group: Group, scale: Scale) -> Finding:
    level = scale.of(group).label
    unknown = f"has no known severity, which counts as {level}"
    rated = unknown if group.severity is None else f"is {level}"
    message = f"{group.subject}: {group.name} {rated}{group.details}"
    return Finding(message, Location(group.findings[0].source, 1, 1))


def _ignored(group: Group, ignore: Ignore) -> Finding:
    until = f"until {ignore.until.isoformat()} by {quoted(ignore.owner)}"
    why = f"{group.subject}: {group.name} is accepted {until}: {quoted(ignore.reason)}"
    return Finding(why, ignore.at)


def _explained(group: Group, claim: Claim) -> Finding:
    why = f", {claim.justification}" if claim.justification else ""
    message = f"{group.subject}: {group.name} is explained: {claim.state}{why}"
    return Finding(message, Location(claim.path, 1, 1))


def _expired(ignore: Ignore) -> Finding:
    ended = f"the ignore for {ignore.subject} ended on {ignore.until.isoformat()}"
    return Finding(f"{ended}; {quoted(ignore.owner)} has to decide anew", ignore.at)
