"""Coverage reports of any format that is known, told apart by what is in them."""

from deploylint.errors import UserError
from deploylint.facts.coverage import Coverage
from deploylint.formats.clover import read_clover
from deploylint.formats.cobertura import read_cobertura
from deploylint.formats.counts import highest
from deploylint.formats.coveragepy import read_coveragepy
from deploylint.formats.gcovr import MARK, read_gcovr
from deploylint.formats.istanbul import TOTAL, read_istanbul
from deploylint.formats.jacoco import read_jacoco
from deploylint.formats.jsonpart import Part
from deploylint.formats.lcov import read_lcov
from deploylint.formats.reading import Reading
from deploylint.read.json import parse_json
from deploylint.read.xml import parse_xml

KNOWN = "Cobertura, LCOV, JaCoCo, Clover, or the JSON of coverage.py, istanbul or gcovr"
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""Byte order marks, which XML may begin with."""


def read_coverage(data: bytes, name: str) -> Reading[Coverage]:
    """Return what the coverage report of that name counts.

    The paths of its files have `/` between their steps. Raises UserError when it is in no known
    format, is damaged, or counts lines of files that it does not name.
    """
    start = data[:200]
    for mark in MARKS:
        start = start.removeprefix(mark)
    match start.lstrip(b" \t\r\n\0")[:1]:
        case b"":
            raise UserError("is empty", name)
        case b"<":
            reading = _from_xml(data, name)
        case b"{" | b"[":
            reading = _from_json(data, name)
        case _ if start.startswith(b"SF:") or b"\nSF:" in data:
            reading = read_lcov(data, name)
        case _:
            raise UserError(f"is no coverage report: neither {KNOWN}", name)
    content = reading.content
    if content.lines.valid and not content.files:
        raise UserError("counts lines, but names no file that they are of", name)
    files = tuple(sorted({file.replace("\\", "/") for file in content.files}))
    last = highest((file.replace("\\", "/"), line) for file, line in content.highest)
    sources = tuple(folder.replace("\\", "/") for folder in content.sources)
    content = content._replace(files=files, sources=sources, highest=last)
    return reading._replace(content=content)


def _from_xml(data: bytes, name: str) -> Reading[Coverage]:
    root = parse_xml(data, name)
    if root.tag == "report":
        return read_jacoco(root, name)
    if root.tag != "coverage":
        raise UserError(f"is no coverage report: its root element is `{root.tag[:40]}`", name)
    project = root.first("project")
    return read_clover(root, project, name) if project else read_cobertura(root, name)


def _from_json(data: bytes, name: str) -> Reading[Coverage]:
    found = parse_json(data, name)
    if isinstance(found, dict):
        if "meta" in found and "files" in found:
            return read_coveragepy(Part(found, name))
        if MARK in found:
            return read_gcovr(Part(found, name))
        if TOTAL in found:
            return read_istanbul(found, name)
    raise UserError(f"is no coverage report: neither {KNOWN}", name)
