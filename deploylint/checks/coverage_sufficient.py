"""The tests run enough of the code, measured on this release.

## Why
What no test runs can break without anybody noticing before the users do. A percentage alone proves
little: of nothing, tools report 100 %, and the report of an older revision looks like that of this
one. So the lines are counted anew, and the measured files have to be files of the release.

## How to fix
Write tests for the lines that the report shows as not covered. Measure on the commit that is
released: `deploylint record --kind coverage --out coverage.xml -- pytest --cov --cov-report=xml`,
then name the report under `evidence: {coverage: [coverage.xml]}`. Each report has to reach the
threshold by itself; merge the reports of parts before, with the tool that made them.
"""

from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.weigh import Trouble, Weighed, nothing, proven, together, violated, weigh
from deploylint.facts.clock import Clock
from deploylint.facts.coverage import Coverage, CoverageReports, Tally
from deploylint.facts.source import Piece
from deploylint.model.verdict import Cause, Finding, Verdict
from deploylint.model.wording import counted, listed, quoted, share

SHOWN = 3
"""Unknown files that are named."""


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    lines: Annotated[int, "Percent of the lines that have to be covered.", "higher"] = 80
    branches: Annotated[int, "Percent of the branches that have to be covered.", "higher"] = 0
    min_statements: Annotated[int, "How many lines have to be measured at least.", "higher"] = 1
    max_unknown_percent: Annotated[
        int, "Percent of the measured files that the release may lack.", "lower"
    ] = 20
    max_age: Annotated[timedelta, "How old a report may be.", "lower"] = timedelta(hours=24)


def check(reports: CoverageReports, clock: Clock, params: Params) -> Verdict:
    """Fail on each report below a threshold, of nothing, or of files that are not in the release.

    The last counts as stale: it is the report of another revision.
    """
    found = _of_this_revision(weigh(reports, clock, params.max_age), reports, params)
    if not found.counted:
        return nothing(found, "coverage report")
    problems = [finding for piece in found.counted for finding in _problems(piece, params)]
    if problems:
        return violated(found, together(problems), *problems)
    return proven(found, _summary(found.contents), *_notes(found))


def _of_this_revision(
    found: Weighed[Coverage], reports: CoverageReports, params: Params
) -> Weighed[Coverage]:
    """Return what was found, with the reports of other files among the troubles."""
    where = f"commit {reports.release.short}" if reports.release else "this folder"
    counted_: list[Piece[Coverage]] = []
    troubles = list(found.troubles)
    for piece in found.counted:
        content = piece.content
        if content is not None and _is_foreign(content, params):
            message = f"{piece.source.path} is of another revision: {_foreign(content, where)}"
            troubles.append(Trouble(Cause.STALE, Finding(message, piece.source.at)))
        else:
            counted_.append(piece)
    return found._replace(counted=tuple(counted_), troubles=tuple(troubles))


def _is_foreign(content: Coverage, params: Params) -> bool:
    return len(content.unknown) * 100 > params.max_unknown_percent * len(content.files)


def _foreign(content: Coverage, where: str) -> str:
    names = [quoted(file) for file in content.unknown[:SHOWN]]
    rest = len(content.unknown) - len(names)
    examples = f"{', '.join(names)} and {rest} more" if rest else listed(names)
    lacking = share(len(content.unknown), len(content.files), "measured file")
    return f"{where} lacks {lacking} ({examples})"


def _problems(piece: Piece[Coverage], params: Params) -> list[Finding]:
    """Return what one report shows to be wrong."""
    content, source = piece.content, piece.source
    if content is None:
        return []
    least = max(params.min_statements, 1)
    messages = []
    if source.run is not None and source.run.exit_code != 0:
        command = quoted(" ".join(source.run.command))
        messages.append(f"was written by {command}, which ended with {source.run.exit_code}")
    if content.lines.valid == 0:
        messages.append("measured nothing: it counts no line that could be run")
    elif content.lines.valid < least:
        few = counted(content.lines.valid, "line")
        messages.append(f"measured {few}; the policy demands {least} at least")
    else:
        messages.extend(_below(content.lines, params.lines, "line"))
        messages.extend(_below(content.branches, params.branches, "branch"))
    return [Finding(f"{source.path} {message}", source.at) for message in messages]


def _below(tally: Tally, percent: int, noun: str) -> list[str]:
    """Return why a tally does not reach a percentage; whole numbers are compared, not rounded."""
    if tally.covered * 100 >= percent * tally.valid and (tally.valid or not percent):
        return []
    if not tally.valid:
        return [f"measured no {noun}; the policy demands that {percent} % of them are covered"]
    return [f"covers {_share(tally, noun)}; the policy demands {percent} %"]


def _share(tally: Tally, noun: str) -> str:
    """Return `79.9 % of 2500 lines`; it is rounded down, so that 79.99 % never reads 80 %."""
    whole, tenth = divmod(tally.covered * 1000 // tally.valid, 10)
    nouns = {"line": "lines", "branch": "branches"}[noun] if tally.valid != 1 else noun
    return f"{whole}.{tenth} % of {tally.valid} {nouns}"


def _summary(contents: list[Coverage]) -> str:
    if len(contents) > 1:
        least = min(contents, key=lambda one: one.lines.covered / one.lines.valid)
        return f"{len(contents)} coverage reports cover {_share(least.lines, 'line')} or more"
    (content,) = contents
    parts = [_share(content.lines, "line")]
    if content.branches.valid:
        parts.append(_share(content.branches, "branch"))
    return f"{' and '.join(parts)} are covered ({quoted(content.tool)})"


def _notes(found: Weighed[Coverage]) -> list[Finding]:
    """Return what a reader of a pass should know."""
    notes = []
    for piece in found.counted:
        content, source = piece.content, piece.source
        if content is not None and content.excluded:
            lines = counted(content.excluded, "line")
            message = f"{source.path} leaves out {lines} that remarks in the code exclude"
            notes.append(Finding(message, source.at))
    return notes
