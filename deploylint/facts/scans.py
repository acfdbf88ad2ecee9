"""The fact that says what scanners of vulnerabilities looked at and found."""

from datetime import datetime
from typing import NamedTuple

from deploylint.facts.source import Collected
from deploylint.model.packages import Package
from deploylint.model.severities import Level

MOST_ALIASES = 50
"""Aliases of one vulnerability that are read; no advisory has as many."""


class Vulnerability(NamedTuple):
    """One vulnerability in one package, as one tool reports it.

    `aliases` are other ids of the same vulnerability; `severity` is None when the tool does not
    know it. `package`, `version` and `purl` are empty where the tool does not say. `place` is where
    the package lies for the tool (a folder, a lockfile), `source` the path of the report.
    """

    id: str
    package: str = ""
    version: str = ""
    severity: Level | None = None
    aliases: tuple[str, ...] = ()
    purl: str = ""
    fixed_in: tuple[str, ...] = ()
    place: str = ""
    source: str = ""


class Scan(NamedTuple):
    """What one report says.

    `scanned` is how many packages (or files, for scanners of code) were looked at, None when the
    format cannot tell. `skipped` names packages that the tool could not judge. `problems` are
    clauses about the tool that speak against the scan as a whole ("did not finish"); `left_out` are
    notes about what the tool itself hid or what is no vulnerability. `packages` are those that were
    looked at, where the report lists them. `target` is what was scanned; `database` is when the
    data about vulnerabilities was made (aware). `dependencies` is False for scanners of source
    code. An `inventory` lists packages and judges none.
    """

    tool: str
    scanned: int | None
    findings: tuple[Vulnerability, ...] = ()
    skipped: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    packages: tuple[Package, ...] = ()
    target: str = ""
    database: datetime | None = None
    dependencies: bool = True
    inventory: bool = False


class ScanReports(Collected[Scan]):
    """Reports of vulnerability scanners, and what they looked at."""

    __slots__ = ()
