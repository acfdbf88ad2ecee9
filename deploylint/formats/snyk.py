"""Reports of `snyk test --json` and `snyk container test --json`, for one project or several.

https://docs.snyk.io/developer-tools/snyk-cli/commands/test
"""

from collections.abc import Iterator

from deploylint.errors import UserError
from deploylint.facts.scans import Scan, Vulnerability
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.model.severities import level_of_word, worst
from deploylint.model.wording import counted, quoted

KINDS = {"npm": "npm", "yarn": "npm", "pip": "pypi", "poetry": "pypi", "maven": "maven"}
"""The types of package URLs, by the package managers of Snyk."""


def read_snyk(projects: list[Part]) -> Reading[Scan]:
    """Return the scan of all projects, at least one; it states neither a time nor a commit.

    Raises UserError when Snyk wrote errors in place of all of them.
    """
    errors = [said for project in projects if (said := _error_in(project)) is not None]
    if len(errors) == len(projects):
        raise UserError(f"is an error of Snyk, and no scan: {quoted(errors[0])}", projects[0].file)
    sound = [project for project in projects if _error_in(project) is None]
    problems = [f"could not scan a project: {quoted(said)}" for said in errors]
    findings: dict[Vulnerability, None] = {}
    for project in sound:
        own = tuple(_vulnerabilities(project))
        findings.update(dict.fromkeys(own))
        if project.flag("ok") is False and not project.parts("vulnerabilities"):
            what = quoted(project.text("projectName"))
            problems.append(f"says that {what} is not in order and lists nothing")
    scan = Scan(
        tool="Snyk",
        scanned=sum(_dependencies(project) for project in sound),
        findings=tuple(findings),
        problems=tuple(problems),
        left_out=tuple(_left_out(sound)),
    )
    return Reading(scan)


def _error_in(project: Part) -> str | None:
    if "error" in project:
        return project.text("error")
    if "vulnerabilities" not in project:
        return "it lists no `vulnerabilities`, not even an empty list"
    return None


def _dependencies(project: Part) -> int:
    number = project.whole("dependencyCount")
    if number is None:
        raise UserError("does not say how many dependencies Snyk looked at", project.file)
    return number


def _license(one: Part) -> bool:
    return one.text("type") == "license"


def _vulnerabilities(project: Part) -> Iterator[Vulnerability]:
    """Yield each vulnerability; the same one stands in the report once for each path to it."""
    kind = KINDS.get(project.text("packageManager"))
    for one in project.parts("vulnerabilities"):
        if _license(one):
            continue
        name = one.text("packageName") or one.text("moduleName") or one.text("name")
        version = one.text("version")
        words = (one.text("severity"), one.text("severityWithCritical"))
        yield Vulnerability(
            id=one.text("id"),
            package=name,
            version=version,
            severity=worst(*map(level_of_word, words)),
            aliases=(*one.part("identifiers").texts("CVE"), *one.part("identifiers").texts("GHSA")),
            purl=f"pkg:{kind}/{name.replace(':', '/')}@{version}" if kind else "",
            fixed_in=one.texts("fixedIn"),
            place=project.text("displayTargetFile"),
            source=one.file,
        )


def _left_out(projects: list[Part]) -> Iterator[str]:
    ignored = sum(len(project.part("filtered").parts("ignore")) for project in projects)
    if ignored:
        yield f"{counted(ignored, 'finding')} hidden by the settings of Snyk"
    licenses = sum(_license(v) for project in projects for v in project.parts("vulnerabilities"))
    if licenses:
        yield f"{counted(licenses, 'license')}, which no rule about vulnerabilities judges"
