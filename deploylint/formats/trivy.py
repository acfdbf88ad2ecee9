"""Reports of `trivy --format json`: schema 2, and the bare list of results before version 0.20.

https://trivy.dev/latest/docs/configuration/reporting/#json
"""

from collections.abc import Iterator

from deploylint.errors import UserError
from deploylint.facts.scans import Scan, Vulnerability
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.model.severities import level_of_word
from deploylint.model.wording import counted, quoted

SCHEMA = 2
PACKAGES = ("os-pkgs", "lang-pkgs")
"""The classes of results that speak of packages; before schema 2 there was no other."""

OTHERS = ("Misconfigurations", "Secrets", "Licenses")


def read_trivy(report: Part) -> Reading[Scan]:
    """Return the scan, with the time at which it was made. Raises UserError for another schema.

    The list of old versions has to be put under `Results`.
    """
    if "SchemaVersion" in report and report.whole("SchemaVersion") != SCHEMA:
        version = report.word("SchemaVersion")
        raise UserError(
            f"has version {version} of Trivy's schema; this program reads 2", report.file
        )
    results = report.parts("Results")
    looked_at = [one for one in results if one.text("Class") in ("", *PACKAGES)]
    findings = tuple(v for result in looked_at for v in _vulnerabilities(result))
    system = report.part("Metadata").part("OS")
    problems: tuple[str, ...] = ()
    if system.flag("EOSL"):
        what = quoted(f"{system.text('Family')} {system.text('Name')}".strip())
        problems = (f"looked at {what}, for which nobody reports vulnerabilities any more",)
    scan = Scan(
        tool="Trivy",
        scanned=_scanned(looked_at),
        findings=findings,
        problems=problems,
        left_out=tuple(_left_out(results)),
        target=report.text("ArtifactName"),
    )
    return Reading(scan, report.time("CreatedAt"))


def _scanned(results: list[Part]) -> int | None:
    """Return how many packages were looked at.

    Trivy lists them with `--list-all-pkgs` only. Without the list a vulnerable package is one that
    was looked at, and a target alone does not tell.
    """
    packages = sum(
        len(result.parts("Packages"))
        or len({one.text("PkgName") for one in result.parts("Vulnerabilities")})
        for result in results
    )
    return packages or (None if results else 0)


def _vulnerabilities(result: Part) -> Iterator[Vulnerability]:
    for one in result.parts("Vulnerabilities"):
        fixed = one.text("FixedVersion")
        yield Vulnerability(
            id=one.text("VulnerabilityID"),
            package=one.text("PkgName"),
            version=one.text("InstalledVersion"),
            severity=level_of_word(one.text("Severity")),
            aliases=one.texts("VendorIDs"),
            purl=one.part("PkgIdentifier").text("PURL"),
            fixed_in=tuple(text.strip() for text in fixed.split(",") if text.strip()),
            place=one.text("PkgPath") or result.text("Target"),
            source=one.file,
        )


def _left_out(results: list[Part]) -> Iterator[str]:
    hidden = sum(len(result.parts("ExperimentalModifiedFindings")) for result in results)
    if hidden:
        yield f"{counted(hidden, 'finding')} hidden by the settings of Trivy"
    for key in OTHERS:
        number = sum(len(result.parts(key)) for result in results)
        if number:
            yield f"{counted(number, key.lower()[:-1])}, which no rule about vulnerabilities judges"
