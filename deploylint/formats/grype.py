"""Reports of `grype --output json`. They do not say which packages were looked at.

https://github.com/anchore/grype#output-formats
"""

from deploylint.facts.scans import Scan, Vulnerability
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.model.severities import level_of_word, worst
from deploylint.model.wording import counted


def read_grype(report: Part) -> Reading[Scan]:
    """Return the scan, with its time where that was not switched off."""
    descriptor, source = report.part("descriptor"), report.part("source")
    base = descriptor.part("db")
    ignored = report.parts("ignoredMatches")
    hidden = f"{counted(len(ignored), 'finding')} hidden by the settings of Grype"
    scan = Scan(
        tool="Grype",
        scanned=None,
        findings=tuple(_vulnerability(one) for one in report.parts("matches")),
        left_out=(hidden,) if ignored else (),
        target=source.text("target") if source.text("type") == "sbom-file" else "",
        database=base.time("built") or base.part("status").time("built"),
    )
    return Reading(scan, descriptor.time("timestamp"))


def _vulnerability(match: Part) -> Vulnerability:
    """Return one match; where Grype does not know the severity, that of the related records."""
    own, artifact = match.part("vulnerability"), match.part("artifact")
    related = match.parts("relatedVulnerabilities")
    level = level_of_word(own.text("severity"))
    if level is None:
        level = worst(*(level_of_word(one.text("severity")) for one in related))
    return Vulnerability(
        id=own.text("id"),
        package=artifact.text("name"),
        version=artifact.text("version"),
        severity=level,
        aliases=tuple(one.text("id") for one in related),
        purl=artifact.text("purl"),
        fixed_in=own.part("fix").texts("versions"),
        place=next((one.text("path") for one in artifact.parts("locations")), ""),
        source=match.file,
    )
