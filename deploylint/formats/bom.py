"""Bills of material: CycloneDX, and the lists of packages in SPDX and in syft's own JSON.

https://cyclonedx.org/docs/1.6/json/
https://spdx.github.io/spdx-spec/v2.3/
https://github.com/anchore/syft
"""

from collections.abc import Iterator

from deploylint.errors import UserError
from deploylint.facts.scans import MOST_ALIASES, Scan, Vulnerability
from deploylint.facts.vex import Component
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.model.severities import Level, level_of_score, level_of_word, worst
from deploylint.model.wording import quoted

VERSIONS = ("1.4", "1.5", "1.6")
"""The versions of CycloneDX that speak of vulnerabilities as this program reads them."""


def read_cyclonedx(report: Part) -> Reading[Scan]:
    """Return a CycloneDX document that a scanner wrote; without vulnerabilities, as an inventory.

    `pip-audit --format cyclonedx-json` and others write their findings this way. Raises UserError
    for a VEX document: what somebody says about vulnerabilities shows no scan.
    """
    verify_version(report)
    parts = dict(components(report))
    entries = report.parts("vulnerabilities")
    if any("analysis" in entry for entry in entries):
        why = "holds statements about vulnerabilities and no scan; name it under `vex`"
        raise UserError(why, report.file)
    findings = tuple(one for entry in entries for one in _vulnerabilities(entry, parts))
    scan = Scan(
        tool="CycloneDX",
        scanned=len(parts) - ("name" in report.part("metadata").part("component")),
        findings=findings,
        inventory=not findings,
    )
    return Reading(scan, report.part("metadata").time("timestamp"))


def verify_version(report: Part) -> None:
    """Raise UserError when a CycloneDX document is of a version that is not known."""
    if report.text("specVersion") not in VERSIONS:
        version = quoted(report.word("specVersion"))
        known = "1.4, 1.5 and 1.6"
        raise UserError(f"is CycloneDX {version}; this program reads {known}", report.file)


def components(report: Part) -> Iterator[tuple[str, Component]]:
    """Yield what a CycloneDX document describes, by bom-ref, at any depth."""
    waiting = [*report.parts("components"), report.part("metadata").part("component")]
    number = 0
    while waiting:
        part = waiting.pop()
        waiting.extend(part.parts("components"))
        name = part.text("name")
        if not name:
            continue
        number += 1
        group = part.text("group")
        full = f"{group}/{name}" if group else name
        found = Component(full, part.word("version"), part.text("purl"))
        yield part.text("bom-ref") or f"component {number}", found


def _vulnerabilities(entry: Part, parts: dict[str, Component]) -> Iterator[Vulnerability]:
    level = _severity(entry)
    aliases = tuple(one.text("id") for one in entry.parts("references")[:MOST_ALIASES])
    for affected in entry.parts("affects") or [Part({}, entry.file)]:
        component = parts.get(affected.text("ref"), Component(""))
        yield Vulnerability(
            id=entry.text("id"),
            package=component.name,
            version=component.version,
            severity=level,
            aliases=aliases,
            purl=component.purl,
            source=entry.file,
        )


def _severity(entry: Part) -> Level | None:
    """Return the worst rating; a word goes before the score beside it."""
    levels = []
    for rating in entry.parts("ratings"):
        score = rating.number("score")
        word = level_of_word(rating.text("severity"))
        cvss = rating.text("method").startswith("CVSS") and score is not None
        levels.append(level_of_score(score) if word is None and cvss and score else word)
    return worst(*levels)


def read_spdx(report: Part) -> Reading[Scan]:
    """Return the packages of an SPDX document as an inventory."""
    described = set(report.texts("documentDescribes"))
    packages = [p for p in report.parts("packages") if p.text("SPDXID") not in described]
    scan = Scan(tool="SPDX", scanned=len(packages), inventory=True)
    return Reading(scan, report.part("creationInfo").time("created"))


def read_syft(report: Part) -> Reading[Scan]:
    """Return the packages of syft's own JSON as an inventory; it states no time."""
    return Reading(Scan(tool="syft", scanned=len(report.parts("artifacts")), inventory=True))
