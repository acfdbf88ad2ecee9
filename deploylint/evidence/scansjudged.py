"""Whether the scans that were found show that no vulnerability is open."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from deploylint.evidence.excuses import read_claims
from deploylint.evidence.ignores import Ignore
from deploylint.evidence.scanned import Limits, faults, plain, vouched
from deploylint.evidence.scanoptions import asides
from deploylint.evidence.vulnerabilities import Outcome, Scale, sift
from deploylint.evidence.weigh import Weighed, evidence_of, proven, violated, weigh
from deploylint.facts.clock import Clock
from deploylint.facts.scans import Scan
from deploylint.facts.vex import VexDocument, VexDocuments
from deploylint.model.severities import Level
from deploylint.model.verdict import Cause, Finding, Status, Verdict
from deploylint.model.wording import counted, listed


def weigh_excuses(vex: VexDocuments, clock: Clock, max_age: timedelta) -> Weighed[VexDocument]:
    """Return the VEX documents that count; one that is too old excuses nothing and is a note."""
    weighed = weigh(vex, clock, max_age)
    old = [trouble for trouble in weighed.troubles if trouble.cause is not Cause.ERROR]
    notes = (Finding(f"excuses nothing: {t.finding.message}", t.finding.at) for t in old)
    return weighed._replace(
        troubles=tuple(trouble for trouble in weighed.troubles if trouble not in old),
        notes=(*weighed.notes, *notes),
    )


def judge(
    found: Weighed[Scan],
    excuses: Weighed[VexDocument],
    ignores: Sequence[Ignore],
    limits: Limits,
    now: datetime | None,
) -> Verdict:
    """Return whether anything is open at the moment `now`; at least one scan was found."""
    found = found._replace(
        troubles=(*found.troubles, *excuses.troubles), notes=(*found.notes, *excuses.notes)
    )
    outcome = sift(
        (one for scan in found.contents for one in scan.findings),
        read_claims(excuses.counted),
        ignores,
        Scale(limits.level, limits.unknown_as),
        now,
    )
    wrong = [*faults(found.counted, limits), *_without_dependencies(found)]
    reasons = [*_about_scans(wrong), *_about_findings(outcome, limits)]
    if reasons:
        hints = (*outcome.hints, *(excuses.notes if outcome.open else ()))
        return violated(found, "; ".join(reasons), *wrong, *outcome.open, *outcome.expired, *hints)
    verdict = proven(found, _passed(found, outcome, limits.level), *_notes(found, outcome))
    return _resting_on(verdict, excuses, outcome)


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


def _about_findings(outcome: Outcome, limits: Limits) -> list[str]:
    reasons = []
    if outcome.open:
        number = len(outcome.open)
        of = f", of {outcome.total} found" if outcome.total > number else ""
        reasons.append(f"{_these(number, outcome.unrated, limits)}{of}")
    if outcome.expired:
        verb = "has" if len(outcome.expired) == 1 else "have"
        reasons.append(f"{counted(len(outcome.expired), 'ignore')} {verb} ended")
    return reasons


def _these(number: int, unrated: int, limits: Limits) -> str:
    one = number == 1
    noun = "1 vulnerability" if one else f"{number} vulnerabilities"
    if unrated == number:
        rated = "has no known severity" if one else "have no known severity"
        return f"{noun} {rated}, which counts as {limits.unknown_as.label}"
    unknown = f" ({unrated} by an unknown severity)" if unrated else ""
    return f"{noun} {'is' if one else 'are'} {_words(limits.level)}{unknown}"


def _words(level: Level) -> str:
    return level.label if level is max(Level) else f"{level.label} or worse"


def _passed(found: Weighed[Scan], outcome: Outcome, level: Level) -> str:
    judging = [scan for scan in found.contents if not scan.inventory]
    packages = sum(scan.scanned or 0 for scan in found.contents if scan.dependencies)
    files = sum(scan.scanned or 0 for scan in found.contents if not scan.dependencies)
    number = [counted(n, noun) for n, noun in ((packages, "package"), (files, "file")) if n]
    looked = f" looked at {listed(number)} and" if number else ""
    rest = [
        *([f"{outcome.below} below it"] if outcome.below else ()),
        *([_excused(outcome.excused)] if outcome.excused else ()),
    ]
    none = f"found no vulnerability that is {_words(level)}{f' ({listed(rest)})' if rest else ''}"
    return "; ".join((f"{_tools(judging)}{looked} {none}", *vouched(found.counted)))


def _excused(ids: tuple[str, ...]) -> str:
    return f"{len(ids)} excused: {listed(list(dict.fromkeys(ids)))}"


def _notes(found: Weighed[Scan], outcome: Outcome) -> list[Finding]:
    notes = list(outcome.notes)
    for piece in found.counted:
        if piece.content is not None:
            said = list(piece.content.left_out)
            if piece.source.run is not None:
                said += asides(piece.content.tool, piece.source.run.command)
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
