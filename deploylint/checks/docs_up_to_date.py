"""The documentation changed with what it documents.

## Why
Documentation that is updated later is not updated. Who relies on it then does the wrong thing with
the new version.

## How to fix
Describe in the same release what changed for readers: in the manual, the README, the description of
the API or the changelog. If other folders hold code or documentation, say so in `mapping`.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from deploylint.evidence.since import compared, untagged
from deploylint.facts.changes import ChangedFile, ChangeKind, Changes
from deploylint.model.globs import Globs
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.verdict import (
    Assurance,
    Finding,
    Verdict,
    errored,
    failed,
    not_applicable,
    passed,
)
from deploylint.model.wording import counted, listed, quoted

ARROW = "=>"
SHOWN = 5
"""How many changed files without documentation are named."""

CODE = "src/**, lib/**, app/**, pkg/**, cmd/**, internal/**"
DOCS = "doc/**, docs/**, *.md, *.rst, *.adoc, openapi.*, swagger.*"
TESTS = (
    *("**/test/**", "**/tests/**", "**/__tests__/**", "**/testdata/**", "**/fixtures/**"),
    *("test_*", "*_test.*", "*.test.*", "*.spec.*", "*.lock", "*-lock.json", "*-lock.yaml"),
)


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    mapping: Annotated[
        tuple[str, ...],
        "What documents what, as `CODE, CODE => DOCUMENTATION, DOCUMENTATION`, each a pattern.",
    ] = (f"{CODE} {ARROW} {DOCS}",)
    ignore: Annotated[tuple[str, ...], "Files that need no documentation, such as tests."] = TESTS


class Pair(NamedTuple):
    """What changed of one pair of the mapping: code, and its documentation, by path."""

    docs: str
    code: tuple[str, ...]
    documented: tuple[str, ...]


def check(changes: Changes, plan: Plan, params: Params) -> Verdict:
    """Fail where files of a pair changed since the last release, and none of its documentation.

    Files that only moved, or changed nothing but their mode, count on neither side.
    """
    wrong = [text for text in params.mapping if not all(map(str.strip, _sides(text)))]
    if wrong:
        return errored(f"the policy maps {quoted(wrong[0])}; write `CODE {ARROW} DOCUMENTATION`")
    found = compared(changes, plan)
    if isinstance(found, Verdict):
        return found
    touched = [file.path for file in changes.files if _is_touched(file)]
    pairs = [pair for pair in _pairs(params, touched) if pair.code]
    since, notes = f"since {found.since.name}", untagged(found, plan)
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


def _sides(text: str) -> tuple[str, str]:
    code, _, docs = text.partition(ARROW)
    return code, docs


def _pairs(params: Params, touched: list[str]) -> Iterator[Pair]:
    """Yield what was touched of each pair; a file that is documentation is not code as well."""
    ignored = Globs(params.ignore)
    for code, docs in map(_sides, params.mapping):
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
