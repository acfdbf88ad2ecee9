"""Whether test reports show that tests ran and passed: shared by all checks about tests."""

from collections.abc import Sequence
from datetime import timedelta

from deploylint.evidence.standing import standing
from deploylint.evidence.testdemands import Demands, Subject
from deploylint.evidence.testproblems import Report, absent, asked, broken, empty, left_out
from deploylint.evidence.weigh import Weighed, nothing, proven, together, violated
from deploylint.facts.clock import Clock
from deploylint.facts.source import Collected, Piece
from deploylint.facts.tests import TestRun
from deploylint.model.verdict import Cause, Finding, Verdict
from deploylint.model.wording import counted, listed, quoted, share


def judge_runs(
    reports: Collected[TestRun],
    found: Weighed[TestRun],
    clock: Clock,
    demands: Demands,
    subject: Subject,
) -> Verdict:
    """Fail on every test that failed, on runs that broke, and when nothing or too little ran.

    A report that was named and does not say when it was made proves nothing good; what it says of
    failures stands all the same.
    """
    judged = _reports(found.counted)
    seen = [*judged, *_reports(_undated(reports, found, clock, demands.max_age))]
    problems = [*broken(seen), *empty(seen)]
    partial = left_out(judged, whole=subject.whole)
    if judged:
        problems += _too_little(judged, demands)
        problems += partial if demands.partial == "fail" else []
    if problems:
        return violated(found, _reason(seen, problems), *problems)
    if not judged:
        return nothing(found, subject.noun)
    paths = asked(judged) if subject.whole else ()
    return proven(found, _summary(judged), *partial, *paths, *_notes(judged))


def _reports(pieces: Sequence[Piece[TestRun]]) -> list[Report]:
    return [Report(piece.source, piece.content) for piece in pieces if piece.content is not None]


def _undated(
    reports: Collected[TestRun], found: Weighed[TestRun], clock: Clock, max_age: timedelta
) -> list[Piece[TestRun]]:
    """Return the named reports that do not count because nothing says how old they are."""
    counted_ = {id(piece) for piece in found.counted}
    return [
        piece
        for piece in reports.pieces
        if piece.source.named is not None
        and id(piece) not in counted_
        and standing(piece.source, reports.release, clock, max_age).cause is Cause.UNPROVEN
    ]


def _too_little(judged: list[Report], demands: Demands) -> list[Finding]:
    """Return where less was tested than the policy demands."""
    executed = sum(report.run.executed for report in judged)
    skipped = sum(report.run.skipped for report in judged)
    flaky = sum(len(report.run.flaky) for report in judged)
    every = executed + skipped
    messages = []
    if 0 < executed < demands.min_tests:
        ran = f"{counted(executed, 'test')} ran"
        messages.append(f"only {ran}; the policy demands {demands.min_tests} at least")
    if executed and skipped * 100 > demands.max_skipped_percent * every:
        accepted = f"the policy accepts {demands.max_skipped_percent} %"
        was = "was" if skipped == 1 else "were"
        messages.append(f"{share(skipped, every, 'test')} {was} skipped; {accepted}")
    if flaky > demands.max_flaky:
        again = "passed only after they were run again" if flaky > 1 else _AGAIN
        messages.append(f"{counted(flaky, 'test')} {again}; the policy accepts {demands.max_flaky}")
    found = [Finding(message, judged[0].at()) for message in messages]
    return [*found, *absent(judged, demands.required)]


_AGAIN = "passed only after it was run again"


def _reason(seen: list[Report], problems: list[Finding]) -> str:
    """Return how many tests failed, else the first problem; and how many more there are."""
    bad = sum(len(report.run.bad) for report in seen)
    if bad:
        ran = sum(max(report.run.executed, len(report.run.bad)) for report in seen)
        return f"{share(bad, ran, 'test')} failed"
    return together(problems)


def _summary(judged: list[Report]) -> str:
    executed = sum(report.run.executed for report in judged)
    skipped = sum(report.run.skipped for report in judged)
    where = judged[0].source.path if len(judged) == 1 else f"{len(judged)} reports"
    left = f"; {skipped} {'was' if skipped == 1 else 'were'} skipped" if skipped else ""
    return f"{counted(executed, 'test')} passed in {where}{left}"


def _notes(judged: list[Report]) -> list[Finding]:
    """Return what a reader of a pass should know."""
    notes = [report.finding(note) for report in judged for note in report.run.notes]
    for report in judged:
        flaky = report.run.flaky
        if flaky:
            names = listed([quoted(case.name) for case in flaky])
            again = "passed only after they were run again" if len(flaky) > 1 else _AGAIN
            message = f"{counted(len(flaky), 'test')} {again}: {names}"
            notes.append(Finding(message, report.at(flaky[0].line, flaky[0].column)))
    return notes
