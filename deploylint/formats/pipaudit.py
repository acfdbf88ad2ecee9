"""Reports of `pip-audit --format json`. They hold no severity at all.

https://pypi.org/project/pip-audit/
"""

from deploylint.errors import UserError
from deploylint.facts.scans import Scan, Vulnerability
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.model.packages import PYPI, package


def read_pip_audit(report: Part) -> Reading[Scan]:
    """Return the scan; it states neither a time nor a commit. Raises UserError when it is damaged.

    Old versions write the list of dependencies alone: it has to be put under `dependencies`.
    """
    entries = report.parts("dependencies")
    looked_at = [entry for entry in entries if not _skipped(entry)]
    findings = (one for entry in looked_at for one in _vulnerabilities(entry))
    return Reading(
        Scan(
            tool="pip-audit",
            scanned=len(looked_at),
            findings=tuple(findings),
            skipped=tuple(entry.text("name") for entry in entries if _skipped(entry)),
            packages=tuple(package(PYPI, e.text("name"), e.text("version")) for e in looked_at),
        )
    )


def _skipped(entry: Part) -> bool:
    """Say whether nothing was looked up for a dependency: then it has a reason and nothing else."""
    if "vulns" in entry:
        return False
    if "skip_reason" in entry:
        return True
    raise UserError(f"says of `{entry.path}` neither `vulns` nor why it was skipped", entry.file)


def _vulnerabilities(entry: Part) -> list[Vulnerability]:
    found = package(PYPI, entry.text("name"), entry.text("version"))
    return [
        Vulnerability(
            id=one.text("id"),
            package=entry.text("name"),
            version=entry.text("version"),
            aliases=one.texts("aliases"),
            purl=f"pkg:pypi/{found.name}@{found.version}",
            fixed_in=one.texts("fix_versions"),
            source=entry.file,
        )
        for one in entry.parts("vulns")
    ]
