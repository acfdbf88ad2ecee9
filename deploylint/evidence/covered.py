"""Whether the coverage reports that were found reach what a policy demands."""

from typing import NamedTuple

from deploylint.evidence.weigh import Trouble, Weighed, nothing, proven, together, violated
from deploylint.facts.coverage import Coverage, Tally
from deploylint.facts.release import Release
from deploylint.facts.source import Piece
from deploylint.model.verdict import Cause, Finding, Verdict
from deploylint.model.wording import counted, listed, quoted, share

SHOWN = 3
"""Unknown files that are named."""


class Demands(NamedTuple):
    """What a policy demands; all but `min_statements` are percentages."""

    lines: int
    branches: int
    min_statements: int
    max_unknown_percent: int
    max_unmeasured_percent: int


def judge(found: Weighed[Coverage], release: Release | None, demands: Demands) -> Verdict:
    """Return whether each report reaches the thresholds; those of other files do not count."""
    found = _of_this_revision(found, release, demands)
    if not found.counted:
        return nothing(found, "coverage report")
    problems = [finding for piece in found.counted for finding in _problems(piece, demands)]
    extent = _extent(found)
    if extent.unmeasured * 100 > demands.max_unmeasured_percent * extent.files:
        accepted = f"the policy accepts {demands.max_unmeasured_percent} %"
        problems.append(Finding(f"{extent.text}; {accepted}", found.counted[0].source.at))
    if problems:
        return violated(found, together(problems), *problems)
    unmeasured = [Finding(extent.text)] if extent.unmeasured else []
    return proven(found, _summary(found.contents), *_notes(found), *unmeasured)


class _Extent(NamedTuple):
    """How many files of the release could have been measured, and how many were not."""

    files: int
    unmeasured: int
    endings: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return it as a sentence; the share is rounded down."""
        whole, tenth = divmod(self.unmeasured * 1000 // self.files, 10)
        files = share(self.unmeasured, self.files, f"{'/'.join(self.endings[:SHOWN])} file")
        verb = "was" if self.unmeasured == 1 else "were"
        return f"{files} of the release {verb} not measured at all ({whole}.{tenth} %)"


def _extent(found: Weighed[Coverage]) -> _Extent:
    """Compare what the reports measured together with the files that end like those."""
    alike = {ending: files for one in found.contents for ending, files in one.alike}
    known = {file for one in found.contents for file in one.known if file.endswith(tuple(alike))}
    files = sum(alike.values())
    return _Extent(files, max(files - len(known), 0), tuple(sorted(alike)))


def _of_this_revision(
    found: Weighed[Coverage], release: Release | None, demands: Demands
) -> Weighed[Coverage]:
    """Return what was found, with the reports of other files among the troubles."""
    where = f"commit {release.short}" if release else "this folder"
    counted_: list[Piece[Coverage]] = []
    troubles = list(found.troubles)
    for piece in found.counted:
        content = piece.content
        if content is not None and _is_foreign(content, demands):
            message = f"{piece.source.path} is of another revision: {_foreign(content, where)}"
            troubles.append(Trouble(Cause.STALE, Finding(message, piece.source.at)))
        else:
            counted_.append(piece)
    return found._replace(counted=tuple(counted_), troubles=tuple(troubles))


def _is_foreign(content: Coverage, demands: Demands) -> bool:
    if content.beyond:
        return True
    return len(content.unknown) * 100 > demands.max_unknown_percent * len(content.files)


def _foreign(content: Coverage, where: str) -> str:
    if content.beyond:
        first, more = content.beyond[0], len(content.beyond) - 1
        lines = f"{quoted(first.file)} has {counted(first.lines, 'line')}"
        others = f", and so in {counted(more, 'other file')}" if more else ""
        return f"{lines}, the report knows line {first.line}{others}"
    names = [quoted(file) for file in content.unknown[:SHOWN]]
    rest = len(content.unknown) - len(names)
    examples = f"{', '.join(names)} and {rest} more" if rest else listed(names)
    lacking = share(len(content.unknown), len(content.files), "measured file")
    return f"{where} lacks {lacking} ({examples})"


def _problems(piece: Piece[Coverage], demands: Demands) -> list[Finding]:
    """Return what one report shows to be wrong."""
    content, source = piece.content, piece.source
    if content is None:
        return []
    least = max(demands.min_statements, 1)
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
        messages.extend(_below(content.lines, demands.lines, "line"))
        messages.extend(_below(content.branches, demands.branches, "branch"))
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
