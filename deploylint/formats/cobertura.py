"""Cobertura XML: coverage.py, gcovr, istanbul, coverlet, PHPUnit and many others write it.

The format: https://github.com/cobertura/cobertura/blob/master/cobertura/src/site/htdocs/xml/coverage-04.dtd
"""

import re

from deploylint.errors import UserError
from deploylint.facts.coverage import Coverage, Tally
from deploylint.formats.counts import highest, line_number, since_1970, total
from deploylint.formats.reading import Reading
from deploylint.model.wording import quoted
from deploylint.read.xml import Element

CONDITIONS = re.compile(r"(\d{1,9})/(\d{1,9})")
HITS = re.compile(r"\d{1,30}(?:\.\d{1,30})?(?:[eE]\+?\d{1,3})?")

Lines = dict[int, bool]
"""Whether a line, by its number, was run."""

Branches = dict[int, Tally]
"""How many branches of a line, by its number, were taken."""


def read_cobertura(root: Element, name: str) -> Reading[Coverage]:
    """Return what a report with that root element counts.

    Each line of a file counts once, though methods repeat the lines of their class. The rates and
    totals that the report states are not looked at. Raises UserError for a damaged report.
    """
    sources = tuple(one.text.strip() for one in root.all("source") if one.text.strip())
    files: dict[tuple[str, int], tuple[Lines, Branches]] = {}
    for number, one in enumerate(root.all("class")):
        file = one.get("filename")
        if not file:
            raise UserError("has a class without `filename`", f"{name}:{one.line}")
        # below several sources, two files may have the same name
        lines, branches = files.setdefault((file, number if len(sources) > 1 else 0), ({}, {}))
        for line in _lines(one):
            _add(line, lines, branches, name)
    every = [tally for _, branches in files.values() for tally in branches.values()]
    content = Coverage(
        tool=_tool(root),
        lines=Tally(
            covered=sum(sum(lines.values()) for lines, _ in files.values()),
            valid=sum(len(lines) for lines, _ in files.values()),
        ),
        branches=total(every),
        files=tuple(file for file, _ in files),
        sources=sources,
        highest=highest((file, max(lines, default=0)) for (file, _), (lines, _) in files.items()),
    )
    return Reading(content, since_1970(root.get("timestamp"), f"{name}:{root.line}"))


def _tool(root: Element) -> str:
    """Return the tool and its version; most write a version alone, some that of the format."""
    version = (root.get("version") or "").strip()
    return version if any(letter.isalpha() for letter in version) else "Cobertura"


def _lines(one: Element) -> list[Element]:
    """Return the lines of a class; those of its methods stand in only where it has none itself."""
    block = one.first("lines")
    own = [line for line in block.children if line.tag == "line"] if block else []
    return own or list(one.all("line"))


def _add(line: Element, lines: Lines, branches: Branches, name: str) -> None:
    where = f"{name}:{line.line}"
    stated, hits = line.get("number"), line.get("hits")
    if not stated or hits is None:
        raise UserError("has a line without `number` or `hits`", where)
    number = line_number(stated, where)
    if not HITS.fullmatch(hits.removeprefix("-")):
        raise UserError(f"states {quoted(hits)} as the hits of a line", where)
    # a counter that overflowed is negative; nobody knows whether such a line was run
    run = not hits.startswith("-") and float(hits) > 0
    lines[number] = lines.get(number, False) or run
    if (line.get("branch") or "").lower() == "true":
        found, known = _taken(line), branches.get(number, Tally(0, 0))
        valid = max(found.valid, known.valid)
        branches[number] = Tally(min(valid, max(found.covered, known.covered)), valid)


def _taken(line: Element) -> Tally:
    """Return how many branches were taken: "50% (1/2)"; without counts only 100 % is one taken."""
    stated = line.get("condition-coverage") or ""
    match = CONDITIONS.search(stated[:60])
    if match is None:
        return Tally(int(stated.strip().startswith("100%")), 1)
    return Tally(min(int(match[1]), int(match[2])), int(match[2]))
