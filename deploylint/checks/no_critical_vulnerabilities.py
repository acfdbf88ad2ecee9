"""Dependencies were scanned, and no vulnerability at or above the level was found.

## Why
Known vulnerabilities are the first that attackers try. A report without findings proves nothing
unless it also shows that something was looked at: scanners end green in an empty folder.

## How to fix
Update the packages, then scan anew. Run the scanner through `deploylint record`, or use a format
that states its time. What does not concern you goes into a CycloneDX VEX document, or into `ignore`
of this rule with an owner and a last day.
"""

from datetime import timedelta
from typing import Annotated, Literal, NamedTuple

from deploylint.evidence.excuses import read_claims
from deploylint.evidence.scanned import Limits, faults, plain, vouched
from deploylint.evidence.vulnerabilities import Ignore, Outcome, Scale, sift
from deploylint.evidence.weigh import Weighed, evidence_of, nothing, proven, violated, weigh
from deploylint.facts.clock import Clock
from deploylint.facts.scans import Scan, ScanReports
from deploylint.facts.vex import VexDocument, VexDocuments
from deploylint.model.severities import Level
from deploylint.model.verdict import Cause, Finding, Status, Verdict
from deploylint.model.wording import counted, listed


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
    excuses = _excuses(vex, clock, params)
    found = found._replace(
        troubles=(*found.troubles, *excuses.troubles), notes=(*found.notes, *excuses.notes)
    )
    scale = Scale(Level[params.level.upper()], Level[params.unknown_as.upper()])
    outcome = sift(
        (one for scan in found.contents for one in scan.findings),
        read_claims(excuses.counted),
        params.ignore,
        scale,
        clock.at or clock.now,
    )
    limits = Limits(scale.level, scale.unknown_as, params.allow_skipped, params.database_age)
    wrong = [*faults(found.counted, limits), *_without_dependencies(found)]
    reasons = [*_about_scans(wrong), *_about_findings(outcome, params)]
    if reasons:
        hints = (*outcome.hints, *(excuses.notes if outcome.open else ()))
        return violated(found, "; ".join(reasons), *wrong, *outcome.open, *outcome.expired, *hints)
    verdict = proven(found, _passed(found, outcome, params.level), *_notes(found, outcome))
    return _resting_on(verdict, excuses, outcome)


def _excuses(vex: VexDocuments, clock: Clock, params: Params) -> Weighed[VexDocument]:
    """Return the VEX documents that count; one that is too old excuses nothing and is a note."""
    weighed = weigh(vex, clock, params.vex_age)
    old = [trouble for trouble in weighed.troubles if trouble.cause is not Cause.ERROR]
    notes = (Finding(f"excuses nothing: {t.finding.message}", t.finding.at) for t in old)
    return weighed._replace(
        troubles=tuple(trouble for trouble in weighed.troubles if trouble not in old),
        notes=(*weighed.notes, *notes),
    )


def _without_dependencies(found: Weighed[Scan]) -> list[Finding]:
    """Return a finding when nothing that counts looked at dependencies."""
    scans = [scan for scan in found.contents if not scan.inventory]
    at = found.counted[0].source.at
    if not scans:
        return [Finding(f"{at.file} lists packages and judges none; name a scan too", at)]
    if any(scan.dependencies for scan in scans):
        return []
    what = f"nothing looked at dependencies, only {_tools(scans)} at source code"
    return [Finding(f"{what}; name a scan of them too", at)]


def _tools(scans: list[Scan]) -> str:
    return listed(list(dict.fromkeys(scan.tool for scan in scans)))


def _about_scans(wrong: list[Finding]) -> list[str]:
    more = len(wrong) - 1
    return [f"{wrong[0].message}{f', and {more} more' if more else ''}"] if wrong else []


def _about_findings(outcome: Outcome, params: Params) -> list[str]:
    reasons = []
    if outcome.open:
        number = len(outcome.open)
        of = f", of {outcome.total} found" if outcome.total > number else ""
        reasons.append(f"{_these(number, outcome.unrated, params)}{of}")
    if outcome.expired:
        verb = "has" if len(outcome.expired) == 1 else "have"
        reasons.append(f"{counted(len(outcome.expired), 'ignore')} {verb} ended")
    return reasons


def _these(number: int, unrated: int, params: Params) -> str:
    one = number == 1
    noun = "1 vulnerability" if one else f"{number} vulnerabilities"
    if unrated == number:
        rated = "has no known severity" if one else "have no known severity"
        return f"{noun} {rated}, which counts as {params.unknown_as}"
    unknown = f" ({unrated} by an unknown severity)" if unrated else ""
    return f"{noun} {'is' if one else 'are'} {_words(params.level)}{unknown}"


def _words(level: str) -> str:
    return level if Level[level.upper()] is max(Level) else f"{level} or worse"


def _passed(found: Weighed[Scan], outcome: Outcome, level: str) -> str:
    judging = [scan for scan in found.contents if not scan.inventory]
    packages = sum(scan.scanned or 0 for scan in found.contents if scan.dependencies)
    files = sum(scan.scanned or 0 for scan in found.contents if not scan.dependencies)
    number = [counted(n, noun) for n, noun in ((packages, "package"), (files, "file")) if n]
    looked = f" looked at {listed(number)} and" if number else ""
    rest = [
        *([f"{outcome.below} below it"] if outcome.below else ()),
        *([f"{outcome.excused} excused"] if outcome.excused else ()),
    ]
    none = f"found no vulnerability that is {_words(level)}{f' ({listed(rest)})' if rest else ''}"
    return "; ".join((f"{_tools(judging)}{looked} {none}", *vouched(found.counted)))


def _notes(found: Weighed[Scan], outcome: Outcome) -> list[Finding]:
    notes = list(outcome.notes)
    for piece in found.counted:
        if piece.content is not None:
            said = list(piece.content.left_out)
            if piece.content.skipped:
                names = listed([plain(name) for name in piece.content.skipped])
                said.append(f"{piece.content.tool} skipped {names}")
            notes += [Finding(f"{piece.source.path}: {one}", piece.source.at) for one in said]
    return notes


def _resting_on(verdict: Verdict, excuses: Weighed[VexDocument], outcome: Outcome) -> Verdict:
    """Return a verdict that rests on the documents and the ignores as well."""
    if verdict.status is not Status.PASS:
        return verdict
    used = tuple(p for p in excuses.counted if p.source.path in outcome.documents)
    ends = [verdict.valid_until, outcome.lapses, excuses.valid_until if used else None]
    until = min((end for end in ends if end is not None), default=None)
    if not used:
        return verdict._replace(valid_until=until)
    return verdict._replace(
        assurance=min(verdict.assurance, excuses.assurance),
        evidence=(*verdict.evidence, *evidence_of(excuses._replace(counted=used))),
        valid_until=until,
    )
