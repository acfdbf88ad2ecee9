"""What test reports show to be wrong, each as a finding."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deploylint.evidence.testcommands import filters_of, paths_of, shard_of
from deploylint.facts.source import RecordedRun, Source
from deploylint.facts.tests import Fault, Outcome, Shard, TestCase, TestRun
from deploylint.model.location import Location
from deploylint.model.verdict import Finding
from deploylint.model.wording import counted, listed, quoted, share

SHOWN = 20
"""Failed tests, and other things of one sort, that are listed; the rest is counted."""

SIGNALS = 128
"""A command that a signal ended is recorded with this plus the number of the signal."""

WORDS = {Outcome.FAILED: "failed", Outcome.ERROR: "ended in an error"}


class Report(NamedTuple):
    """A report that is judged: where it lies, and what it says."""

    source: Source
    run: TestRun

    def at(self, line: int = 1, column: int = 1) -> Location:
        """Return a place in it."""
        return Location(self.source.path, line, column)

    def finding(self, fault: Fault) -> Finding:
        """Return a fault of the run as a finding."""
        return Finding(f"{self.source.path} {fault.message}", self.at(fault.line, fault.column))

    @property
    def sound(self) -> bool:
        """Say whether nothing in it speaks against the run."""
        return not self.run.bad and not self.run.faults


def broken(reports: Sequence[Report]) -> list[Finding]:
    """Return the tests that failed, what is wrong with whole runs, and commands that failed."""
    failed = [
        Finding(_failure(case), report.at(case.line, case.column))
        for report in reports
        for case in report.run.bad
    ]
    faults = [report.finding(fault) for report in reports for fault in report.run.faults]
    return [*_some(failed, "failed test"), *_some(faults, "fault"), *_failed_runs(reports)]


def _failure(case: TestCase) -> str:
    said = f": {quoted(case.message)}" if case.message else ""
    return f"{quoted(case.name)} {WORDS[case.outcome]}{said}"


def _some(findings: list[Finding], noun: str) -> list[Finding]:
    """Return the first findings, and how many more there are."""
    more = len(findings) - SHOWN
    if more <= 0:
        return findings
    return [*findings[:SHOWN], Finding(f"and {counted(more, f'more {noun}')}", findings[SHOWN].at)]


def _failed_runs(reports: Sequence[Report]) -> Iterator[Finding]:
    """Yield the recorded commands that failed while none of their reports says why."""
    runs: dict[object, list[Report]] = {}
    for report in reports:
        run = report.source.run
        if run is not None and run.exit_code != 0:
            runs.setdefault((run.command, run.started_at, run.ended_at), []).append(report)
    for made in runs.values():
        run = made[0].source.run
        if run is not None and all(report.sound for report in made):
            which = "the report shows" if len(made) == 1 else "its reports show"
            message = f"{_command(run)} {_ending(run.exit_code)} although {which} no failure"
            yield Finding(message, Location(run.path, 1, 1))


def _command(run: RecordedRun) -> str:
    return quoted(" ".join(run.command))


def _ending(code: int) -> str:
    return f"was ended by signal {code - SIGNALS}" if code > SIGNALS else f"ended with {code}"


def empty(reports: Sequence[Report]) -> list[Finding]:
    """Return where nothing was tested: in a report, or at a place that was named for several.

    In a set of reports some may hold only tests that were skipped.
    """
    found = []
    places: dict[Location | None, list[Report]] = {}
    for report in reports:
        if not report.run.cases and not report.run.faults:
            found.append(Finding(f"{report.source.path} holds no test", report.at()))
        places.setdefault(report.source.named, []).append(report)
    for together in places.values():
        tests = sum(len(report.run.cases) for report in together)
        if tests and not any(report.run.executed for report in together):
            where = f"in {listed([report.source.path for report in together])}"
            message = f"{share(tests, tests, 'test')} {where} {'was' if tests == 1 else 'were'}"
            found.append(Finding(f"{message} skipped, so nothing was tested", together[0].at()))
    return _some(found, "report")


def absent(reports: Sequence[Report], required: tuple[str, ...]) -> list[Finding]:
    """Return the required names that no test which ran has, nor its suite, class or file."""
    if not required:
        return []
    ran: set[str] = set()
    skipped: set[str] = set()
    for report in reports:
        for case in report.run.cases:
            names = skipped if case.outcome is Outcome.SKIPPED else ran
            names.update((case.name, *case.labels))
    return [
        Finding(f"no test that ran is called {quoted(one)}{_but(one, skipped)}", reports[0].at())
        for one in required
        if not _among(one, ran)
    ]


def _but(pattern: str, skipped: set[str]) -> str:
    return "; one that is was skipped" if _among(pattern, skipped) else ""


def _among(pattern: str, names: set[str]) -> bool:
    if pattern in names:
        return True
    # only policies that require tests by name pay for it
    from fnmatch import translate

    matches = re.compile(translate(pattern)).match
    return any(matches(name) for name in names)


def left_out(reports: Sequence[Report], *, whole: bool) -> list[Finding]:
    """Return the reasons to believe that tests were left out.

    With `whole` everything has to run; else choosing tests by name is what such a run is made of.
    """
    stated = [report.finding(fault) for report in reports for fault in report.run.partial]
    chosen = [finding for report in reports for finding in _filtered(report, whole=whole)]
    return [*_some(stated, "reason"), *_some(chosen, "report"), *_shards(reports)]


def _commands(report: Report) -> Iterator[tuple[str, ...]]:
    run = report.source.run
    yield from (one for one in (report.run.command, run.command if run else ()) if one)


def _filtered(report: Report, *, whole: bool) -> Iterator[Finding]:
    options: list[str] = []
    run = report.source.run
    for command in _commands(report):
        filters = filters_of(command, run.options if run else None)
        options += filters.failed
        options += filters.choosing if whole else ()
    if options:
        names = listed([f"`{one}`" for one in dict.fromkeys(options)])
        message = f"{report.source.path} was made with {names}, which leaves tests out"
        yield Finding(message, report.at())


def asked(reports: Sequence[Report]) -> Iterator[Finding]:
    """Yield which runs were told where their tests lie, so that others may not have run."""
    for report in reports:
        paths = dict.fromkeys(path for command in _commands(report) for path in paths_of(command))
        if paths:
            names = listed([quoted(path) for path in paths])
            message = f"{report.source.path}: only the tests of {names} were asked for"
            yield Finding(message, report.at())


def _shards(reports: Sequence[Report]) -> list[Finding]:
    """Return the parts that are missing of runs that were divided."""
    seen: dict[int, dict[int, Report]] = {}
    for report in reports:
        for shard in sorted(_parts(report)):
            seen.setdefault(shard.total, {}).setdefault(shard.current, report)
    found = []
    for total, parts in seen.items():
        gaps = [str(part) for part in range(1, total + 1) if part not in parts]
        if gaps:
            paths = listed(sorted({report.source.path for report in parts.values()}))
            ran = (
                f"{'part' if len(parts) == 1 else 'parts'} {listed(list(map(str, sorted(parts))))}"
            )
            message = f"{paths}: only {ran} of {total} of the tests ran; missing: {listed(gaps)}"
            found.append(Finding(message, next(iter(parts.values())).at()))
    return found


def _parts(report: Report) -> set[Shard]:
    stated = [shard_of(command) for command in _commands(report)]
    return {one for one in (report.run.shard, *stated) if one is not None}
