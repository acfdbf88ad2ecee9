"""Whether the policy explains each warning in the logs of builds that were found."""

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.evidence.weigh import Weighed, proven, together, violated
from deploylint.facts.build_log import BuildLog, BuildWarning
from deploylint.facts.source import Piece
from deploylint.model.location import Location
from deploylint.model.verdict import Finding, Verdict
from deploylint.model.wording import counted, quoted

SHOWN = 20
"""Warnings that are named before the rest is counted."""

BECAUSE = " -- "


class Documented(NamedTuple):
    """A warning that the policy explains: the pieces of its text between `*`, and the reason."""

    pieces: tuple[str, ...]
    why: str


def judge(found: Weighed[BuildLog], allowed: tuple[str, ...]) -> Verdict:
    """Return whether each warning is `allowed`, as `TEXT -- WHY`; there is one log at least."""
    explained, unexplained = _documented(allowed)
    problems = [Finding(message) for message in unexplained]
    notes: list[Finding] = []
    for piece in found.counted:
        problems.extend(_ending(piece))
        _sort(piece, explained, problems, notes)
    if problems:
        rest = [Finding(f"and {len(problems) - SHOWN} more")] if len(problems) > SHOWN else []
        return violated(found, together(problems), *problems[:SHOWN], *rest)
    lines = counted(sum(content.lines for content in found.contents), "line")
    if not notes:
        return proven(found, f"the build printed no warning in {lines}")
    documented = f"{counted(len(notes), 'warning')} in {lines}, each explained in the policy"
    return proven(found, f"the build printed {documented}", *notes)


def _documented(allowed: tuple[str, ...]) -> tuple[list[Documented], list[str]]:
    """Return what the policy explains, and which of its entries explain nothing."""
    explained, unexplained = [], []
    for entry in allowed:
        text, _, why = entry.partition(BECAUSE)
        pieces = tuple(" ".join(piece.split()) for piece in text.strip().split("*"))
        if why.strip() and any(pieces):
            explained.append(Documented(pieces, why.strip()))
        else:
            unexplained.append(
                f"the policy allows {quoted(entry)} without saying what and why;"
                f" write `TEXT{BECAUSE}WHY`"
            )
    return explained, unexplained


def _ending(piece: Piece[BuildLog]) -> Iterator[Finding]:
    source = piece.source
    if source.run is None or source.run.exit_code != 0:
        command = quoted(" ".join(source.run.command)) if source.run else "an unknown command"
        code = source.run.exit_code if source.run else "an unknown code"
        message = f"{source.path} is the log of {command}, which ended with {code}"
        yield Finding(message, source.at)


def _sort(
    piece: Piece[BuildLog],
    explained: list[Documented],
    problems: list[Finding],
    notes: list[Finding],
) -> None:
    """Add each warning of a log to the problems, or to the notes with its explanation."""
    content, path = piece.content, piece.source.path
    if content is None:
        return
    summary = (content.summary,) if content.summary else ()
    for warning in (*content.warnings, *summary):
        at = Location(path, warning.line, 1)
        why = next((one.why for one in explained if _matches(one.pieces, warning.text)), None)
        if why is None:
            problems.append(Finding(f"the build warns: {_shown(warning)}", at))
        else:
            notes.append(Finding(f"{_shown(warning)} may stay: {quoted(why)}", at))


def _shown(warning: BuildWarning) -> str:
    times = f" ({warning.times} times)" if warning.times > 1 else ""
    return f"{quoted(warning.text)}{times}"


def _matches(pieces: tuple[str, ...], text: str) -> bool:
    """Say whether `text` consists of the pieces, in order, with anything between them."""
    if len(pieces) == 1:
        return text == pieces[0]
    first, *middle, last = pieces
    if not text.startswith(first):
        return False
    at = len(first)
    for piece in middle:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return text.endswith(last) and len(text) - len(last) >= at
