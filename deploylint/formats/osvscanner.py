"""Reports of `osv-scanner --format json`.

They list the packages with findings only (all with `--all-packages`), so an empty one does not say
whether there was anything to look at: the exit code does (0 clean, 1 findings, 128 no package).
https://google.github.io/osv-scanner/output/
"""

from collections.abc import Iterator

from deploylint.facts.scans import Scan, Vulnerability
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.model.severities import Level, level_of_score, level_of_word, worst
from deploylint.model.wording import counted

KINDS = {
    "npm": "npm",
    "PyPI": "pypi",
    "Go": "golang",
    "Maven": "maven",
    "crates.io": "cargo",
    "RubyGems": "gem",
    "NuGet": "nuget",
    "Packagist": "composer",
}
"""The types of package URLs, by the ecosystems of OSV."""


def read_osv(report: Part) -> Reading[Scan]:
    """Return the scan; it states neither a time nor a commit."""
    packages = [
        (result.part("source").text("path"), package)
        for result in report.parts("results")
        for package in result.parts("packages")
    ]
    findings = tuple(one for place, package in packages for one in _findings(package, place))
    licenses = sum(bool(package.mixed("license_violations")) for _, package in packages)
    left_out = f"{counted(licenses, 'package')} with a license that is not permitted"
    scan = Scan(
        tool="OSV-Scanner",
        scanned=len(packages) or None,
        findings=findings,
        left_out=(left_out,) if licenses else (),
    )
    return Reading(scan)


def _findings(entry: Part, place: str) -> Iterator[Vulnerability]:
    """Yield one finding per group: the ids in a group are names of one vulnerability, no other's.

    What a reachability analysis says is not taken as an excuse.
    """
    package = entry.part("package")
    name, version = package.text("name"), package.text("version")
    kind = KINDS.get(package.text("ecosystem").partition(":")[0])
    records = {record.text("id"): record for record in entry.parts("vulnerabilities")}
    groups = [(group.texts("ids"), group) for group in entry.parts("groups")]
    grouped = {one for ids, _ in groups for one in ids}
    groups += [((one,), Part({}, entry.file)) for one in records if one not in grouped]
    for ids, group in groups:
        of_group = [records.pop(one) for one in ids if one in records]
        aliases = (*ids[1:], *group.texts("aliases"), *_aliases(of_group))
        yield Vulnerability(
            id=ids[0] if ids else name,
            package=name,
            version=version,
            severity=_severity(group, of_group),
            aliases=tuple(dict.fromkeys(one for one in aliases if one != ids[0])) if ids else (),
            purl=f"pkg:{kind}/{name.replace(':', '/')}@{version}" if kind else "",
            fixed_in=tuple(dict.fromkeys(_fixed_in(of_group, name))),
            place=place,
            source=entry.file,
        )


def _aliases(records: list[Part]) -> list[str]:
    return [alias for record in records for alias in record.texts("aliases")]


def _severity(group: Part, records: list[Part]) -> Level | None:
    """Return the worse of the score of the group, a text, and the words of its records."""
    score = group.number("max_severity")
    rated = None if score is None else level_of_score(score)
    words = (record.part("database_specific").word("severity") for record in records)
    return worst(rated, *map(level_of_word, words))


def _fixed_in(records: list[Part], name: str) -> Iterator[str]:
    for record in records:
        for affected in record.parts("affected"):
            if affected.part("package").text("name") in ("", name):
                for span in affected.parts("ranges"):
                    yield from (e.text("fixed") for e in span.parts("events") if "fixed" in e)
