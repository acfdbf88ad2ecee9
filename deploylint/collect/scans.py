"""Collects the reports of vulnerability scanners, and compares them with the lockfiles.

Scanners say little about what they looked at: whether it was this release shows in the versions.
"""

from deploylint.collect.around import Around
from deploylint.collect.pieces import MAX_BYTES, collect_pieces
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.scans import Scan, ScanReports, Vulnerability
from deploylint.facts.source import Piece
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind
from deploylint.model.packages import PYPI
from deploylint.model.wording import listed, quoted

NAMES = (
    *("npm-audit.json", "audit.json", "pip-audit.json", "trivy.json", "grype.json"),
    *("osv.json", "snyk.json", "*.sarif"),
)
KNOWN = tuple(f"{folder}{name}" for folder in ("", "reports/", "security/") for name in NAMES)

NPM_LOCKS = ("package-lock.json", "npm-shrinkwrap.json")
PYTHON_LOCKS = ("uv.lock", "poetry.lock", "requirements.txt")
FOLDER = "node_modules/"


def collect(around: Around) -> ScanReports:
    """Return the reports, each compared with the lockfile of the release where there is one.

    Of what was found unasked, reports about source code and those that were recorded as another
    kind of evidence are left out: they speak of something else.
    """
    found = collect_pieces(ScanReports, around, Kind.VULNERABILITIES, _read, KNOWN)
    found = found._replace(pieces=tuple(filter(_is_meant, found.pieces)))
    if found.release is None:
        return found
    locks = _Locks(around)
    return found._replace(pieces=tuple(_compared(piece, locks) for piece in found.pieces))


def _is_meant(piece: Piece[Scan]) -> bool:
    source, scan = piece.source, piece.content
    if source.named is not None:
        return True
    other = source.run is not None and source.run.kind is not Kind.VULNERABILITIES
    return not other and (scan is None or scan.dependencies)


class _Locks:
    """The lockfiles of the commit that is released, each read once."""

    def __init__(self, around: Around) -> None:
        self.around = around
        self.found: dict[tuple[str, ...], tuple[str, bytes] | None] = {}

    def first(self, names: tuple[str, ...]) -> tuple[str, bytes] | None:
        """Return the first of the files that the commit has, with its name."""
        if names not in self.found:
            self.found[names] = self._read(names)
        return self.found[names]

    def _read(self, names: tuple[str, ...]) -> tuple[str, bytes] | None:
        for name in names:
            data = self.around.git.blob(self.around.release.commit, name, MAX_BYTES)
            if data is not None:
                return name, data
        return None


def _compared(piece: Piece[Scan], locks: _Locks) -> Piece[Scan]:
    if piece.content is None:
        return piece
    try:
        return piece._replace(content=_with_lock(piece.content, locks))
    except UnavailableError as error:
        why = f"the lockfile could not be compared: {error}"
    except UserError as error:
        why = f"the lockfile could not be compared: {error.where} {error.message}"
    scan = piece.content
    return piece._replace(content=scan._replace(left_out=(*scan.left_out, why)))


def _with_lock(scan: Scan, locks: _Locks) -> Scan:
    if any(FOLDER in one.place for one in scan.findings):
        return _with_npm(scan, locks.first(NPM_LOCKS), locks.around.release.short)
    if any(one.kind == PYPI for one in scan.packages):
        return _with_python(scan, locks.first(PYTHON_LOCKS), locks.around.release.short)
    return scan


def _with_npm(scan: Scan, lock: tuple[str, bytes] | None, commit: str) -> Scan:
    """Return the scan with the versions that npm does not write, taken from the lockfile."""
    if lock is None or scan.tool != "npm audit":
        return scan
    # most runs compare nothing
    from deploylint.formats.lockfile import read_npm_lock

    name, data = lock
    versions = read_npm_lock(data, name)
    places = {one.place for one in scan.findings if FOLDER in one.place}
    strange = sorted(places.difference(versions))
    found = tuple(_at_version(one, versions.get(one.place, "")) for one in scan.findings)
    if not strange:
        return scan._replace(findings=found)
    what = listed([quoted(place) for place in strange])
    problem = f"looked at other packages than {name} of commit {commit} has: {what}"
    return scan._replace(findings=found, problems=(*scan.problems, problem))


def _at_version(one: Vulnerability, version: str) -> Vulnerability:
    if not version:
        return one
    return one._replace(version=version, purl=f"pkg:npm/{one.package}@{version}")


def _with_python(scan: Scan, lock: tuple[str, bytes] | None, commit: str) -> Scan:
    if lock is None:
        return scan
    # most runs compare nothing
    from deploylint.formats.lockfile import read_python_lock

    name, data = lock
    versions = read_python_lock(data, name)
    strange = [
        f"{one.name} {one.version}"
        for one in scan.packages
        if one.name in versions and one.version not in versions[one.name]
    ]
    if not strange:
        return scan
    what = listed([quoted(text) for text in strange])
    problem = f"looked at other versions than {name} of commit {commit} has: {what}"
    return scan._replace(problems=(*scan.problems, problem))


def _read(data: bytes, name: str) -> Reading[Scan]:
    # most runs find nothing to read
    from deploylint.formats.scanreport import read_scan

    return read_scan(data, name)
