"""Reports of vulnerability scanners, told apart by what stands in them."""

from typing import Any

from deploylint.errors import UserError
from deploylint.facts.scans import Scan
from deploylint.formats.bom import read_cyclonedx, read_spdx, read_syft
from deploylint.formats.grype import read_grype
from deploylint.formats.jsonpart import Part
from deploylint.formats.npmaudit import read_npm, read_yarn
from deploylint.formats.osvscanner import read_osv
from deploylint.formats.pipaudit import read_pip_audit
from deploylint.formats.reading import Reading
from deploylint.formats.sarif import read_sarif
from deploylint.formats.snyk import read_snyk
from deploylint.formats.trivy import read_trivy
from deploylint.read.json import parse_json

KNOWN = (
    "npm audit, yarn audit, pip-audit, Trivy, Grype, OSV-Scanner, Snyk, SARIF, or a CycloneDX,"
    " SPDX or syft list of packages"
)
START = 100
"""Bytes in which the first line of yarn says what it is."""

OF_OSV = frozenset(("results", "image_metadata", "license_summary", "package_suppressions"))
"""Keys of OSV-Scanner beside those that begin with `experimental_`."""


def read_scan(data: bytes, name: str) -> Reading[Scan]:
    """Return the scan in a report of any scanner that is known.

    Raises UserError when it is none of them, and when the tool wrote an error in place of a scan.
    """
    if data[:START].lstrip().replace(b" ", b"").startswith(b'{"type":'):
        return read_yarn(data, name)
    found = parse_json(data, name)
    if isinstance(found, list):
        return _of_list(found, name)
    report = Part(found, name)
    reading = _of_marked(report) or _of_keys(report, name)
    if reading is None:
        raise UserError(f"is no report that is known here: {KNOWN}", name)
    return reading


def _of_list(found: list[Any], name: str) -> Reading[Scan]:
    if not found:
        raise UserError("is an empty list: nothing says which tool wrote it or what it did", name)
    parts = [Part(one, name) for one in found]
    if all("Target" in part for part in parts):
        return read_trivy(Part({"Results": found}, name))
    if all("vulns" in part or "skip_reason" in part for part in parts):
        return read_pip_audit(Part({"dependencies": found}, name))
    if all("vulnerabilities" in part or "error" in part for part in parts):
        return read_snyk(parts)
    raise UserError(f"is no report that is known here: {KNOWN}", name)


def _of_marked(report: Part) -> Reading[Scan] | None:
    """Read formats that state their name."""
    if "runs" in report:
        return read_sarif(report)
    if "bomFormat" in report:
        return read_cyclonedx(report)
    if "spdxVersion" in report:
        return read_spdx(report)
    if "SchemaVersion" in report and "ArtifactName" in report:
        return read_trivy(report)
    if "descriptor" in report:
        return read_grype(report) if "matches" in report else _syft(report)
    return None


def _syft(report: Part) -> Reading[Scan] | None:
    return read_syft(report) if "artifacts" in report else None


def _of_keys(report: Part, name: str) -> Reading[Scan] | None:
    """Read formats that are known by their keys alone."""
    if "auditReportVersion" in report or "advisories" in report:
        return read_npm(report, name)
    if "dependencies" in report:
        return read_pip_audit(report)
    if _snyk(report):
        return read_snyk([report])
    if "error" in report or "statusCode" in report:
        return read_npm(report, name)
    if "results" in report and _osv(report):
        return read_osv(report)
    return None


def _snyk(report: Part) -> bool:
    failed = "path" in report and "error" in report
    return failed or "dependencyCount" in report or ("ok" in report and "vulnerabilities" in report)


def _osv(report: Part) -> bool:
    """Say whether `results` are those of OSV-Scanner: other tools use that word as well."""
    keys = set(report.keys())
    own = all(key in OF_OSV or key.startswith("experimental_") for key in keys)
    return own and all("packages" in result for result in report.parts("results"))
