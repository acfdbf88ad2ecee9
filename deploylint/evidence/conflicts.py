"""Whether the release merges without conflicts, and holds none that was committed."""

from collections.abc import Iterable, Iterator, Sequence

from deploylint.facts.merging import Marker, Merge, Merging
from deploylint.model.location import Location
from deploylint.model.verdict import Finding, Status, Verdict, failed, unproven
from deploylint.model.wording import counted, listed

MAX_SHOWN = 50
"""Conflicts that are shown each by itself."""


def judge(merging: Merging, allowed: Sequence[str]) -> Verdict:
    """Return whether anything conflicts; markers in `allowed` files and folders are examples."""
    problems = list(_problems(merging, allowed))
    if problems:
        reasons = [reason for reason, _ in problems]
        findings = (finding for _, found in problems for finding in found)
        return failed("; ".join(reasons), *findings, evidence=merging.evidence)
    if merging.merge is None:
        return _gap(merging, merging.untried or "merging was not tried")
    if merging.unlooked is not None:
        return _gap(merging, merging.unlooked)
    if not merging.files and merging.skipped:
        return _gap(merging, f"no file was looked through: {_too_large(merging.skipped)}")
    if not merging.files and not merging.changed:
        return _gap(merging, "the release holds no text file, so there is nothing to look at")
    return _pass(merging, merging.merge, _examples(merging, allowed))


def _gap(merging: Merging, reason: str) -> Verdict:
    return unproven(reason, Finding(reason, merging.release.at))


def _pass(merging: Merging, merge: Merge, examples: Sequence[Marker]) -> Verdict:
    base = merge.base
    contains = f"{merging.subject} contains {base.text}"
    merges = contains if merge.contained else f"nothing conflicts in a merge with {base.text}"
    files = counted(merging.files, "changed text file" if merging.changed else "text file")
    message = "a conflict stands here, which the policy takes for an example"
    notes = [*base.notes, *_marked(examples, message)]
    if merging.skipped:
        notes.append(Finding(f"not looked through: {_too_large(merging.skipped)}"))
    return Verdict(
        status=Status.PASS,
        reason=f"{merges}; no {'other ' if examples else ''}conflict marker in {files}",
        assurance=base.assurance,
        findings=tuple(notes),
        evidence=merging.evidence,
    )


def _problems(merging: Merging, allowed: Sequence[str]) -> Iterator[tuple[str, list[Finding]]]:
    if merging.merge is not None and merging.merge.conflicts:
        paths, other = merging.merge.conflicts, f"with {merging.merge.base.text}"
        verb = "conflicts" if len(paths) == 1 else "conflict"
        yield f"{_few(paths)} {verb} {other}", _each(paths, f"conflicts {other}")
    if merging.unmerged:
        findings = _each(merging.unmerged, "is not resolved in the merge that is under way here")
        yield f"a merge is under way here: {_few(merging.unmerged)} to resolve", findings
    examples = frozenset(_examples(merging, allowed))
    markers = [marker for marker in merging.markers if marker not in examples]
    if markers:
        broken = list(dict.fromkeys(marker.path for marker in markers))
        reason = f"conflict markers were committed in {_few(broken)}"
        yield reason, _marked(markers, "a conflict marker was committed here")


def _examples(merging: Merging, allowed: Sequence[str]) -> list[Marker]:
    return [marker for marker in merging.markers if _is_example(marker.path, allowed)]


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


def _too_large(paths: Sequence[str]) -> str:
    verb = "is" if len(paths) == 1 else "are"
    return f"{_few(paths)} {verb} too large to look for conflict markers in"


def _is_example(path: str, allowed: Sequence[str]) -> bool:
    return any(
        path == example or (example.endswith("/") and path.startswith(example))
        for example in allowed
    )
