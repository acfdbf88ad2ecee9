"""Dependencies were scanned, and no vulnerability at or above the level was found.

## Why
Known vulnerabilities are the first that attackers try. A report without findings proves nothing
unless it also shows that something was looked at: scanners end green in an empty folder.

## How to fix
Update the packages, then scan anew. Run the scanner through `deploylint record`, or use a format
that states its time, without options that leave findings out. What does not concern you goes into
`ignore` of this rule with an owner and a last day, or into a CycloneDX VEX document that
`.deploylint.yaml` names or the main branch holds; one that the plan alone names excuses nothing.
"""

from datetime import timedelta
from typing import Annotated, Literal, NamedTuple

from deploylint.evidence.ignores import Ignore
from deploylint.evidence.weigh import nothing, weigh
from deploylint.facts.clock import Clock
from deploylint.facts.scans import ScanReports
from deploylint.facts.vex import VexDocuments
from deploylint.model.severities import Level
from deploylint.model.verdict import Verdict


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    level: Annotated[
        Literal["low", "moderate", "high", "critical"],
        "The severity from which on a vulnerability fails.",
        "lower",
    ] = "critical"
    unknown_as: Annotated[
        Literal["low", "moderate", "high", "critical"],
        "What a vulnerability without a known severity is taken for; pip-audit knows none.",
        "higher",
    ] = "critical"
    max_age: Annotated[timedelta, "How old a scan may be.", "lower"] = timedelta(hours=24)
    allow_skipped: Annotated[
        int, "How many packages a scanner may skip because it cannot judge them.", "lower"
    ] = 0
    database_age: Annotated[
        timedelta,
        "How old the data of the scanner may be when it scans, where the report says it.",
        "lower",
    ] = timedelta(hours=48)
    vex_age: Annotated[
        timedelta, "How old a VEX document may be that explains findings away.", "lower"
    ] = timedelta(days=90)
    ignore: Annotated[
        tuple[Ignore, ...],
        "Vulnerabilities that are accepted for a time; one that has ended fails.",
    ] = ()


def check(scans: ScanReports, vex: VexDocuments, clock: Clock, params: Params) -> Verdict:
    """Fail on each open vulnerability, and on each scan that shows nothing or did not end well."""
    found = weigh(scans, clock, params.max_age)
    if not found.counted:
        return nothing(found, "vulnerability scan")
    # most runs find no scan
    from deploylint.evidence.scanned import Limits
    from deploylint.evidence.scansjudged import judge, weigh_excuses

    limits = Limits(
        level=Level[params.level.upper()],
        unknown_as=Level[params.unknown_as.upper()],
        allow_skipped=params.allow_skipped,
        database_age=params.database_age,
    )
    excuses = weigh_excuses(vex, clock, params.vex_age)
    return judge(found, excuses, params.ignore, limits, clock.at or clock.now)
