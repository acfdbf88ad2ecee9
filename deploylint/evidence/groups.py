"""Each vulnerability once per package, whatever the tools call it."""

from collections.abc import Iterable
from typing import NamedTuple

from deploylint.evidence.excuses import identities
from deploylint.evidence.scanned import plain
from deploylint.facts.scans import Vulnerability
from deploylint.model.packages import parse_purl, python_name
from deploylint.model.severities import Level, worst
from deploylint.model.wording import counted

SHOWN = 3
"""How many versions or fixes a message names."""


class Group(NamedTuple):
    """One vulnerability in one package, as all tools together report it; `ids` in capitals."""

    ids: tuple[str, ...]
    findings: tuple[Vulnerability, ...]

    @property
    def severity(self) -> Level | None:
        """Return the worst severity that a tool knows."""
        return worst(*(finding.severity for finding in self.findings))

    @property
    def key(self) -> str:
        """Return the package as every tool names it; where none is named, the place."""
        return _key(self.findings[0])

    @property
    def name(self) -> str:
        """Return its id, for people."""
        own = self.findings[0].id
        return plain(own) if own else "a vulnerability without an id"

    @property
    def subject(self) -> str:
        """Return the package with its versions, for people; where none is named, the place."""
        first = self.findings[0]
        if not first.package:
            return plain(first.place) if first.place else "the code"
        versions = sorted({plain(one.version) for one in self.findings if one.version})
        return " ".join((plain(first.package), _few(versions))).strip()

    @property
    def details(self) -> str:
        """Return where it lies and what mends it, as far as tools say it, for people."""
        places = list(dict.fromkeys(one.place for one in self.findings if one.place))
        fixes = list(dict.fromkeys(plain(fix) for one in self.findings for fix in one.fixed_in))
        where = ""
        if places and self.findings[0].package:
            rest = f" and {counted(len(places) - 1, 'place')} more" if len(places) > 1 else ""
            where = f" ({plain(places[0])}{rest})"
        return where + (f"; fixed in {_few(fixes)}" if fixes else "")


def group_by_package(findings: Iterable[Vulnerability]) -> list[Group]:
    """Return the findings together that share an id and a package, in the order of the first."""
    parents: list[int] = []

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    seen: dict[tuple[str, str], int] = {}
    every = list(dict.fromkeys(findings))
    for number, finding in enumerate(every):
        parents.append(number)
        key = _key(finding)
        for one in identities(finding.id, finding.aliases):
            first = root(seen.setdefault((one, key), number))
            parents[root(number)] = first
    members: dict[int, list[Vulnerability]] = {}
    for number, finding in enumerate(every):
        members.setdefault(root(number), []).append(finding)
    return [_group(together) for together in members.values()]


def _group(findings: list[Vulnerability]) -> Group:
    ids = dict.fromkeys(one for f in findings for one in identities(f.id, f.aliases))
    return Group(tuple(ids), tuple(findings))


def _key(finding: Vulnerability) -> str:
    found = parse_purl(finding.purl)
    name = found.name if found else finding.package.replace(":", "/")
    return python_name(name) if name else f" {finding.place}"


def same_name(package: str, group: Group) -> bool:
    """Say whether a person means the package of the group by that name."""
    return python_name(package.strip().replace(":", "/")) == group.key


def _few(words: list[str]) -> str:
    rest = len(words) - SHOWN
    return ", ".join((*words[:SHOWN], *((f"{rest} more",) if rest > 0 else ())))
