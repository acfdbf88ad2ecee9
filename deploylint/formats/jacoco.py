"""JaCoCo XML, of JaCoCo itself and of gcovr.

The format: https://www.jacoco.org/jacoco/trunk/coverage/report.dtd
"""

from datetime import datetime

from deploylint.errors import UserError
from deploylint.facts.coverage import Coverage, Tally
from deploylint.formats.counts import count_of, highest, line_number, since_1970
from deploylint.formats.reading import Reading
from deploylint.read.xml import Element


def read_jacoco(root: Element, name: str) -> Reading[Coverage]:
    """Return what a report with that root element counts.

    Counters stand at every level; only those right below the root are the sum. Where sessions of
    several runs were merged, the oldest says how old the report is. Raises UserError for a damaged
    report.
    """
    files = _files(root, name)
    lines = _counter(root, "LINE", name)
    known = sum(len(numbers) for _, numbers in files)
    if lines.valid > known and files:
        said = f"it counts {lines.valid} lines, and its source files have {known}"
        raise UserError(f"contradicts itself: {said}", name)
    content = Coverage(
        tool="JaCoCo",
        lines=lines,
        branches=_counter(root, "BRANCH", name),
        files=tuple(dict.fromkeys(file for file, _ in files)),
        highest=highest((file, max(numbers, default=0)) for file, numbers in files),
    )
    return Reading(content, _oldest(root, name))


def _counter(root: Element, kind: str, name: str) -> Tally:
    found = [c for c in root.children if c.tag == "counter" and c.get("type") == kind]
    if len(found) > 1:
        raise UserError(f"counts {kind} twice", f"{name}:{found[1].line}")
    if not found:
        return Tally(0, 0)
    covered = count_of(found[0], "covered", name)
    return Tally(covered, covered + count_of(found[0], "missed", name))


def _files(root: Element, name: str) -> list[tuple[str, set[int]]]:
    """Return the source files as `org/example/Order.java`, each with the lines that it has.

    The folder above is not stated.
    """
    files = []
    for package in root.all("package"):
        for source in package.children:
            if source.tag == "sourcefile":
                file = source.get("name")
                if not file:
                    raise UserError("has a sourcefile without `name`", f"{name}:{source.line}")
                path = "/".join(filter(None, (package.get("name"), file)))
                files.append((path, _lines(source, name)))
    return files


def _lines(source: Element, name: str) -> set[int]:
    lines = (one for one in source.children if one.tag == "line")
    return {line_number(one.get("nr"), f"{name}:{one.line}") for one in lines}


def _oldest(root: Element, name: str) -> datetime | None:
    times = [
        since_1970(session.get("dump") or session.get("start"), f"{name}:{session.line}")
        for session in root.children
        if session.tag == "sessioninfo"
    ]
    return min((time for time in times if time), default=None)
