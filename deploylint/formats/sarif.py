"""SARIF 2.1.0, which scanners of dependencies and of source code write.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.facts.scans import Scan, Vulnerability
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.model.severities import Level, level_of_score, level_of_word
from deploylint.model.wording import counted, quoted

VERSION = "2.1.0"
NAME = r"[\w .()/+-]{1,40}"

NO_FINDING = frozenset(("pass", "notApplicable", "informational"))
"""Kinds of results that speak of no problem; one without a kind is a failure."""

LEVELS = {"note": Level.LOW, "none": Level.INFO}
"""What the level of a result says of its severity.

`error` and `warning` say how the tool shows it and not how bad it is: some tools mark everything
`error`, and `warning` is the default. Without a score such a result has an unknown severity.
"""

SCANNERS = ("trivy", "grype", "osv-scanner", "snyk open", "snyk container", "npm", "pip-audit")
"""What the names of tools begin with that look at dependencies."""

ADVISORIES = ("CVE-", "GHSA-", "PYSEC-", "RUSTSEC-", "GO-", "SNYK-", "OSV-", "RHSA-")
"""What the ids of rules begin with that are advisories about dependencies."""

NOTIFICATIONS = ("toolExecutionNotifications", "toolConfigurationNotifications")


def read_sarif(report: Part) -> Reading[Scan]:
    """Return the scan of all runs, with the time of the oldest and the commit that they state.

    Raises UserError when it is no SARIF of version 2.1.0, and when it holds no run.
    """
    if report.text("version") != VERSION:
        version = quoted(report.text("version"))
        raise UserError(f"is SARIF of version {version}; this program reads 2.1.0", report.file)
    runs = [_run(run) for run in report.parts("runs")]
    if not runs:
        raise UserError("holds no run of a tool (`runs` is empty)", report.file)
    whole = runs[0] if len(runs) == 1 else _together(runs)
    commits = {
        one.text("revisionId")
        for run in report.parts("runs")
        for one in run.parts("versionControlProvenance")
        if "revisionId" in one
    }
    times = [
        time
        for run in report.parts("runs")
        for one in run.parts("invocations")
        if (time := one.time("endTimeUtc")) is not None
    ]
    commit = commits.pop() if len(commits) == 1 else None
    return Reading(whole, min(times, default=None), commit=commit)


def _together(runs: list[Scan]) -> Scan:
    """Return several runs as one scan; what one run cannot tell, the scan cannot tell."""
    known = [run.scanned for run in runs if run.scanned is not None]
    empty = [f"looked at nothing with {run.tool}" for run in runs if run.scanned == 0]
    return Scan(
        tool=" and ".join(dict.fromkeys(run.tool for run in runs)),
        scanned=sum(known) if len(known) == len(runs) else None,
        findings=tuple(one for run in runs for one in run.findings),
        problems=(*empty, *(one for run in runs for one in run.problems)),
        left_out=tuple(one for run in runs for one in run.left_out),
        dependencies=any(run.dependencies for run in runs),
    )


class _Rules(NamedTuple):
    """The rules of a run: by position and by id, for the driver and for each extension."""

    tables: list[tuple[list[Part], dict[str, Part]]]

    def find(self, result: Part) -> Part | None:
        """Return the rule of a result, None when the run does not describe it."""
        reference = result.part("rule")
        extension = reference.part("toolComponent").whole("index")
        position = 0 if extension is None else extension + 1
        if position >= len(self.tables):
            return None
        rules, by_id = self.tables[position]
        index = result.whole("ruleIndex") if "ruleIndex" in result else reference.whole("index")
        if index is not None and index < len(rules):
            return rules[index]
        wanted = result.text("ruleId") or reference.text("id")
        return by_id.get(wanted) or by_id.get(wanted.rpartition("/")[0])


def _run(run: Part) -> Scan:
    driver = run.part("tool").part("driver")
    tables = [part.parts("rules") for part in (driver, *run.part("tool").parts("extensions"))]
    rules = _Rules([(table, {rule.text("id"): rule for rule in table}) for table in tables])
    hidden = 0
    findings = []
    for result in run.parts("results"):
        if result.text("kind") in NO_FINDING or result.text("baselineState") == "absent":
            continue
        if _suppressed(result):
            hidden += 1
        else:
            findings.append(_finding(result, rules.find(result)))
    name = driver.text("name")
    return Scan(
        tool=name if re.fullmatch(NAME, name) else quoted(name),
        scanned=_scanned(run, name),
        findings=tuple(findings),
        problems=tuple(_problems(run)),
        left_out=(f"{counted(hidden, 'result')} suppressed in the report",) if hidden else (),
        dependencies=_of_dependencies(name, findings),
    )


def _of_dependencies(name: str, findings: list[Vulnerability]) -> bool:
    known = name.lower().startswith(SCANNERS)
    return known or any(one.id.upper().startswith(ADVISORIES) for one in findings)


def _scanned(run: Part, name: str) -> int | None:
    """Return how many files were looked at, where the run lists them; most runs do not."""
    if name == "Bandit":
        files = run.part("properties").named("metrics")
        return sum(bool(part.whole("loc")) for key, part in files if key != "_totals")
    return len(run.parts("artifacts")) or None


def _suppressed(result: Part) -> bool:
    """Say whether a result is suppressed: by somebody, with no suppression still open."""
    statuses = [one.text("status") for one in result.parts("suppressions")]
    return bool(statuses) and all(status in ("", "accepted") for status in statuses)


def _problems(run: Part) -> Iterator[str]:
    for invocation in run.parts("invocations"):
        if invocation.flag("executionSuccessful") is False:
            code = invocation.word("exitCode")
            yield f"did not finish{f' (exit code {code})' if code else ''}"
        errors = [
            notice
            for key in NOTIFICATIONS
            for notice in invocation.parts(key)
            if notice.text("level") == "error"
        ]
        if errors:
            said = quoted(errors[0].part("message").text("text") or "no reason given")
            where = f" ({_place(errors[0])})" if _place(errors[0]) else ""
            yield f"met {counted(len(errors), 'error')} while it scanned: {said}{where}"


def _finding(result: Part, rule: Part | None) -> Vulnerability:
    return Vulnerability(
        id=result.text("ruleId") or result.part("rule").text("id") or _id(rule),
        severity=_severity(result, rule),
        place=_place(result),
        source=result.file,
    )


def _id(rule: Part | None) -> str:
    return rule.text("id") if rule else ""


def _severity(result: Part, rule: Part | None) -> Level | None:
    """Return the severity: the score of result or rule, else Bandit's word, else the level.

    A score of 0.0 is what tools write for a severity that nobody knows.
    """
    for part in (result, rule):
        score = part.part("properties").word("security-severity") if part else ""
        if score:
            return _level_of(score)
    word = result.part("properties").word("issue_severity")
    if word:
        return level_of_word(word)
    default = rule.part("defaultConfiguration").text("level") if rule else ""
    level = result.text("level") or default or "warning"
    failing = result.text("kind") in ("", "fail")
    return LEVELS.get(level) if failing else None


def _level_of(score: str) -> Level | None:
    try:
        return level_of_score(float(score))
    except ValueError:
        return None


def _place(part: Part) -> str:
    """Return the first place as `path:line`, without the folder that it was scanned in."""
    for location in part.parts("locations"):
        physical = location.part("physicalLocation")
        uri = physical.part("artifactLocation").text("uri")
        line = physical.part("region").whole("startLine")
        if uri:
            return f"{uri.removeprefix('file://')}{f':{line}' if line else ''}"
    return ""
