"""Reports of `npm audit --json` (npm 6, and 7 or later), pnpm and yarn 1.

https://docs.npmjs.com/cli/v11/commands/npm-audit
https://classic.yarnpkg.com/en/docs/cli/audit/ (one JSON object per line)
"""

from collections.abc import Iterable, Iterator

from deploylint.errors import UserError
from deploylint.facts.scans import MOST_ALIASES, Scan, Vulnerability
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.model.severities import Level, level_of_score, level_of_word
from deploylint.model.wording import counted, listed, quoted
from deploylint.read.json import parse_json

REPORT_VERSION = 2
TOOL = "npm audit"

MOST = 100_000
"""Advisories times places of one package that are read."""


def read_npm(report: Part, name: str) -> Reading[Scan]:
    """Return the scan in a report of npm or pnpm; it states neither a time nor a commit.

    Raises UserError when it is none, and when npm wrote an error in place of a report.
    """
    if "auditReportVersion" in report:
        if report.whole("auditReportVersion") != REPORT_VERSION:
            version = report.word("auditReportVersion")
            raise UserError(f"is version {version} of npm's report; this program reads 2", name)
        return Reading(_scan_7(report, name))
    if "advisories" in report and "metadata" in report:
        return Reading(_scan_6(report, name))
    raise UserError(f"is no report of npm audit{_error_in(report)}", name)


def _error_in(report: Part) -> str:
    """Return what npm says went wrong, when it wrote an error in place of a report."""
    inner = report.part("error") if "error" in report else report
    said = inner.text("summary") or report.text("message")
    if not said and "error" not in report:
        return ": it has neither `vulnerabilities` nor `advisories`"
    return f" but an error of npm: {quoted(said or 'no reason given')}; nothing was scanned"


# npm 7 and later


def _scan_7(report: Part, name: str) -> Scan:
    packages = report.named("vulnerabilities")
    metadata = report.part("metadata")
    total = metadata.part("dependencies").whole("total")
    if "vulnerabilities" not in report or total is None:
        missing = "metadata.dependencies.total" if total is None else "vulnerabilities"
        raise UserError(f"is no whole report of npm audit: `{missing}` is missing", name)
    said = metadata.part("vulnerabilities").whole("total")
    problems = []
    if said is not None and said != len(packages):
        lists = counted(len(packages), "package")
        problems.append(f"counts {said} vulnerable packages and lists {lists}")
    findings = dict.fromkeys(_findings_7(packages, name))
    return Scan(TOOL, total, tuple(findings), problems=tuple(problems))


def _findings_7(packages: list[tuple[str, Part]], name: str) -> Iterator[Vulnerability]:
    """Yield each advisory once per place of its package.

    A package is listed as well because it needs a vulnerable one: it counts only when nothing
    leads from it to an advisory.
    """
    nodes = {key: part.texts("nodes") or ("",) for key, part in packages}
    needed_by: dict[str, list[str]] = {}
    explained = []
    for key, part in packages:
        if len(part.mixed("via")) * len(nodes[key]) > MOST:
            raise UserError(f"lists more than {MOST} findings of one package", name)
        for via in part.mixed("via"):
            if isinstance(via, str):
                needed_by.setdefault(via, []).append(key)
            else:
                explained.append(key)
                yield from _advisory(via, key, nodes[key], name)
    reached = _reached(explained, needed_by)
    for key, part in packages:
        if key not in reached:
            level = level_of_word(part.text("severity"))
            for node in nodes[key]:
                yield Vulnerability(key, key, severity=level, place=node, source=name)


def _reached(explained: list[str], needed_by: dict[str, list[str]]) -> set[str]:
    """Return the packages from which an advisory is reached."""
    reached = set(explained)
    waiting = list(reached)
    while waiting:
        for above in needed_by.get(waiting.pop(), ()):
            if above not in reached:
                reached.add(above)
                waiting.append(above)
    return reached


def _advisory(via: Part, key: str, nodes: Iterable[str], name: str) -> Iterator[Vulnerability]:
    url = via.text("url")
    package = via.text("name") or key
    score = via.part("cvss").number("score")
    level = level_of_word(via.text("severity"))
    if level is None and score is not None:
        level = level_of_score(score)
    for node in nodes:
        yield Vulnerability(
            id=_id_in(url) or f"npm:{via.word('source') or package}",
            package=package,
            severity=level,
            purl=f"pkg:npm/{package}",
            place=node,
            source=name,
        )


def _id_in(url: str) -> str:
    """Return the id at the end of an advisory's address, such as GHSA-vh95-rmgr-6w4m.

    Addresses of npm's own, which it gave up, end in a mere number.
    """
    last = url.rstrip("/").rpartition("/")[2]
    return "" if last.isdigit() else last


# npm 6, pnpm and yarn 1


def _scan_6(report: Part, name: str) -> Scan:
    metadata = report.part("metadata")
    total = metadata.whole("totalDependencies")
    if total is None:
        raise UserError("does not say how many dependencies npm audit looked at", name)
    advisories = [advisory for _, advisory in report.named("advisories")]
    findings = tuple(one for advisory in advisories for one in _advisory_6(advisory, name))
    problems = _uncounted(metadata.part("vulnerabilities"), findings)
    muted = report.mixed("muted")
    left_out = (f"{counted(len(muted), 'advisory record')} muted by npm",) if muted else ()
    return Scan(TOOL, total, findings, problems=problems, left_out=left_out)


def _uncounted(counts: Part, findings: tuple[Vulnerability, ...]) -> tuple[str, ...]:
    """Return a problem when the report counts vulnerabilities of a level and lists none of it."""
    listing = {finding.severity for finding in findings}
    words = [
        word
        for word in ("info", "low", "moderate", "high", "critical")
        if counts.whole(word) and Level[word.upper()] not in listing
    ]
    return (f"counts vulnerabilities that it does not list: {listed(words)}",) if words else ()


def _advisory_6(advisory: Part, name: str) -> Iterator[Vulnerability]:
    own = advisory.text("github_advisory_id") or _id_in(advisory.text("url"))
    own = own or f"npm:{advisory.word('id')}"
    package = advisory.text("module_name")
    fixed = advisory.text("patched_versions")
    versions = {finding.text("version") for finding in advisory.parts("findings")}
    for version in sorted(versions) or [""]:
        yield Vulnerability(
            id=own,
            package=package,
            version=version,
            severity=level_of_word(advisory.text("severity")),
            aliases=advisory.texts("cves")[:MOST_ALIASES],
            purl=f"pkg:npm/{package}@{version}" if version else f"pkg:npm/{package}",
            fixed_in=(fixed,) if fixed and fixed != "<0.0.0" else (),
            source=name,
        )


def read_yarn(data: bytes, name: str) -> Reading[Scan]:
    """Return the scan in the lines that `yarn audit --json` of yarn 1 prints.

    Raises UserError when a line cannot be read and when the summary, the last line, is missing.
    """
    findings: dict[Vulnerability, None] = {}
    total = None
    problems: tuple[str, ...] = ()
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        entry = Part(parse_json(line, name), name)
        match entry.text("type"):
            case "auditAdvisory":
                advisory = entry.part("data").part("advisory")
                findings.update(dict.fromkeys(_advisory_6(advisory, name)))
            case "auditSummary":
                summary = entry.part("data")
                total = summary.whole("totalDependencies")
                problems = _uncounted(summary.part("vulnerabilities"), tuple(findings))
            case "error":
                said = quoted(entry.word("data"))
                raise UserError(f"holds an error of yarn: {said}", f"{name}:{number}")
    if total is None:
        raise UserError("is no whole report of yarn audit: its summary is missing", name)
    return Reading(Scan("yarn audit", total, tuple(findings), problems=problems))
