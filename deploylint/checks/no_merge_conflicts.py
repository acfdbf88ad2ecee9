"""The release merges cleanly, and no conflict was committed.

## Why
A conflict is resolved by a person, and what comes out of it was never tested. A conflict marker
that was committed breaks the file it stands in.

## How to fix
Merge the main branch into the release branch, resolve what conflicts, remove the lines with
`<<<<<<<`, `=======` and `>>>>>>>`, and test again.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, NamedTuple

from deploylint.facts.merging import Marker, Merge, Merging
from deploylint.model.location import Location
from deploylint.model.verdict import (
    Finding,
    Status,
    Verdict,
    failed,
    unproven,
)
from deploylint.model.wording import counted, listed

MAX_SHOWN = 50
"""Conflicts that are shown each by itself."""


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    examples: Annotated[
        tuple[str, ...],
        "Files and folders (ending in `/`) whose conflict markers are examples, such as `docs/`.",
    ] = ()


def check(merging: Merging, params: Params) -> Verdict:
    """Fail on files that conflict, on committed conflict markers, and on an unfinished merge."""
    problems = list(_problems(merging, params))
    if problems:
        reasons = [reason for reason, _ in problems]
        findings = (finding for _, found in problems for finding in found)
        return failed("; ".join(reasons), *findings, evidence=merging.evidence)
    if merging.merge is None:
        return _gap(merging, merging.untried or "merging was not tried")
    if merging.unlooked is not None:
        return _gap(merging, merging.unlooked)
    if not merging.files and not merging.changed:
        return _gap(merging, "the release holds no text file, so there is nothing to look at")
    return _pass(merging, merging.merge, _examples(merging, params))


def _gap(merging: Merging, reason: str) -> Verdict:
    return unproven(reason, Finding(reason, merging.release.at))


def _pass(merging: Merging, merge: Merge, examples: Sequence[Marker]) -> Verdict:
    base = merge.base
    contains = f"{merging.subject} contains {base.text}"
    merges = contains if merge.contained else f"nothing conflicts in a merge with {base.text}"
    files = counted(merging.files, "changed text file" if merging.changed else "text file")
    message = "a conflict stands here, which the policy takes for an example"
    return Verdict(
        status=Status.PASS,
        reason=f"{merges}; no {'other ' if examples else ''}conflict marker in {files}",
        assurance=base.assurance,
        findings=(*base.notes, *_marked(examples, message)),
        evidence=merging.evidence,
    )


def _problems(merging: Merging, params: Params) -> Iterator[tuple[str, list[Finding]]]:
    if merging.merge is not None and merging.merge.conflicts:
        paths, other = merging.merge.conflicts, f"with {merging.merge.base.text}"
        verb = "conflicts" if len(paths) == 1 else "conflict"
        yield f"{_few(paths)} {verb} {other}", _each(paths, f"conflicts {other}")
    if merging.unmerged:
        findings = _each(merging.unmerged, "is not resolved in the merge that is under way here")
        yield f"a merge is under way here: {_few(merging.unmerged)} to resolve", findings
    examples = frozenset(_examples(merging, params))
    markers = [marker for marker in merging.markers if marker not in examples]
    if markers:
        broken = list(dict.fromkeys(marker.path for marker in markers))
        reason = f"conflict markers were committed in {_few(broken)}"
        yield reason, _marked(markers, "a conflict was committed here")


def _examples(merging: Merging, params: Params) -> list[Marker]:
    return [marker for marker in merging.markers if _is_example(marker.path, params)]


def _marked(markers: Sequence[Marker], message: str) -> list[Finding]:
    shown = markers[:MAX_SHOWN]
    found = [Finding(message, Location(marker.path, marker.line, 1)) for marker in shown]
    if len(markers) > MAX_SHOWN:
        found.append(Finding(f"and {len(markers) - MAX_SHOWN} more such conflicts"))
    return found


def _each(paths: Iterable[str], message: str) -> list[Finding]:
    return [Finding(f"{path} {message}", Location(path, 1, 1)) for path in paths]


def _few(paths: Sequence[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{counted(len(paths), 'file')} ({listed(paths)})"


def _is_example(path: str, params: Params) -> bool:
    return any(
        path == example or (example.endswith("/") and path.startswith(example))
        for example in params.examples
    )
