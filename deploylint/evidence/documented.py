"""Whether the documentation changed with what it documents."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deploylint.evidence.since import Compared, remarks
from deploylint.facts.changes import ChangedFile, ChangeKind
from deploylint.model.globs import Globs
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.verdict import Assurance, Finding, Verdict, failed, not_applicable, passed
from deploylint.model.wording import counted, listed

SHOWN = 5
"""How many changed files without documentation are named."""

Mapping = Sequence[tuple[str, str]]
"""Patterns of code, and of what documents it, each separated by commas."""


class Pair(NamedTuple):
    """What changed of one pair of the mapping: code, and its documentation, by path."""

    docs: str
    code: tuple[str, ...]
    documented: tuple[str, ...]


def judge(found: Compared, plan: Plan, mapping: Mapping, ignore: Sequence[str]) -> Verdict:
    """Return whether of each pair that changed the documentation changed as well."""
    touched = [file.path for file in found.changes.files if _is_touched(file)]
    pairs = [pair for pair in _pairs(mapping, ignore, touched) if pair.code]
    since, notes = f"since {found.since.name}", remarks(found, plan)
    if not pairs:
        return not_applicable(f"nothing that is mapped to documentation changed {since}")
    silent = [pair for pair in pairs if not pair.documented]
    if silent:
        findings = [finding for pair in silent for finding in _findings(pair)]
        reason = f"{_number(silent)} changed {since}, but not the documentation mapped to it"
        return failed(reason, *findings, *notes, evidence=found.evidence)
    docs = sorted({path for pair in pairs for path in pair.documented})
    reason = f"{_number(pairs)} changed {since}, and so did the documentation: {listed(docs)}"
    return passed(reason, *notes, evidence=found.evidence, assurance=Assurance.BOUND)


def _pairs(mapping: Mapping, ignore: Sequence[str], touched: list[str]) -> Iterator[Pair]:
    """Yield what was touched of each pair; a file that is documentation is not code as well."""
    ignored = Globs(ignore)
    for code, docs in mapping:
        holds, tells = (Globs(map(str.strip, side.split(","))) for side in (code, docs))
        documented = tuple(path for path in touched if tells.fits(path))
        others = (path for path in touched if holds.fits(path) and not tells.fits(path))
        held = tuple(path for path in others if not ignored.fits(path))
        yield Pair(docs=docs.strip(), code=held, documented=documented)


def _is_touched(file: ChangedFile) -> bool:
    if file.kind is ChangeKind.MOVED:
        return False
    return file.kind is not ChangeKind.MODIFIED or file.lines > 0 or file.uncounted is not None


def _number(pairs: list[Pair]) -> str:
    return counted(len({path for pair in pairs for path in pair.code}), "file")


def _findings(pair: Pair) -> Iterator[Finding]:
    for path in pair.code[:SHOWN]:
        yield Finding(f"{path} changed, and nothing in {pair.docs}", Location(path, 1, 1))
    more = len(pair.code) - SHOWN
    if more > 0:
        yield Finding(f"{counted(more, 'more file')} changed, and nothing in {pair.docs}")
