"""What readers make of the reports of scanners: what is refused, and each trap of each format."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from deploylint.errors import UserError
from deploylint.facts.scans import Scan
from deploylint.formats.reading import Reading
from deploylint.model.severities import Level
from tests.evidence.scanning import found, read, sample

ERROR_405 = "405 Method Not Allowed - POST https://registry.example.com/-/npm/v1/security/ad…"
UNKNOWN = (
    "is no report that is known here: npm audit, yarn audit, pip-audit, Trivy, Grype, OSV-Scanner,"
    " Snyk, SARIF, or a CycloneDX, SPDX or syft list of packages"
)


def npm(**changes: Any) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(sample("npm/npm_audit_clean.json"))
    return {**report, **changes}


REFUSED = [
    pytest.param(
        sample("npm/npm_audit_endpoint_error.json"),
        f'is no report of npm audit but an error of npm: "{ERROR_405}"; nothing was scanned',
        id="npm-endpoint-refuses",
    ),
    pytest.param(
        {"error": {"code": "ENOLOCK", "summary": "This command requires a lockfile."}},
        "is no report of npm audit but an error of npm: "
        '"This command requires a lockfile."; nothing was scanned',
        id="npm-without-lockfile",
    ),
    pytest.param(
        npm(auditReportVersion=3),
        "is version 3 of npm's report; this program reads 2",
        id="npm-of-the-future",
    ),
    pytest.param(
        npm(vulnerabilities=None),
        "is no whole report of npm audit: `vulnerabilities` is missing",
        id="npm-without-vulnerabilities",
    ),
    pytest.param(
        npm(metadata={}),
        "is no whole report of npm audit: `metadata.dependencies.total` is missing",
        id="npm-without-metadata",
    ),
    pytest.param(
        npm(metadata={"dependencies": {"total": "many"}}),
        "holds a text at `metadata.dependencies.total`, where a whole number is expected",
        id="npm-with-a-word-for-a-number",
    ),
    pytest.param(
        {"advisories": {}, "metadata": {"vulnerabilities": {}}},
        "does not say how many dependencies npm audit looked at",
        id="npm-6-without-total",
    ),
    pytest.param(
        {"advisories": []},
        "is no report of npm audit: it has neither `vulnerabilities` nor `advisories`",
        id="composer-is-not-npm",
    ),
    pytest.param(
        b'{"type":"auditAdvisory","data":{"advisory":{"id":1,"module_name":"x"}}}',
        "is no whole report of yarn audit: its summary is missing",
        id="yarn-cut-off",
    ),
    pytest.param(
        b'{"type":"error","data":"An unexpected error occurred"}\n{"type":"auditSummary"}',
        'holds an error of yarn: "An unexpected error occurred"',
        id="yarn-error",
    ),
    pytest.param(
        {"dependencies": [{"name": "jinja2", "version": "2.10"}]},
        "says of `dependencies[0]` neither `vulns` nor why it was skipped",
        id="pip-audit-damaged",
    ),
    pytest.param(
        {"SchemaVersion": 3, "ArtifactName": "."},
        "has version 3 of Trivy's schema; this program reads 2",
        id="trivy-of-the-future",
    ),
    pytest.param(
        sample("snyk/snyk_error.json"),
        "is an error of Snyk, and no scan: "
        '"Could not detect supported target files in /home/user/project."',
        id="snyk-error",
    ),
    pytest.param(
        {"vulnerabilities": [], "ok": True, "dependencyCount": None, "path": "", "error": "x"},
        'is an error of Snyk, and no scan: "x"',
        id="snyk-error-beside-an-empty-list",
    ),
    pytest.param(
        {"dependencyCount": 4, "ok": True},
        'is an error of Snyk, and no scan: "it lists no `vulnerabilities`, not even an empty list"',
        id="snyk-without-vulnerabilities",
    ),
    pytest.param(
        {"vulnerabilities": [], "ok": True},
        "does not say how many dependencies Snyk looked at",
        id="snyk-object-without-count",
    ),
    pytest.param(
        {"vulnerabilities": [{"fixedIn": [1]}], "ok": False, "dependencyCount": 4},
        "holds a list at `vulnerabilities[0].fixedIn`, where a list of texts is expected",
        id="numbers-for-texts",
    ),
    pytest.param(
        {"vulnerabilities": {}, "ok": False, "dependencyCount": 4},
        "holds an object at `vulnerabilities`, where a list is expected",
        id="object-for-a-list",
    ),
    pytest.param(
        {"vulnerabilities": [], "ok": "yes", "dependencyCount": 4},
        "holds a text at `ok`, where true or false is expected",
        id="word-for-a-flag",
    ),
    pytest.param(
        [{"vulnerabilities": [], "ok": True}],
        "does not say how many dependencies Snyk looked at",
        id="snyk-without-count",
    ),
    pytest.param(
        {"version": "2.0.0", "runs": []},
        'is SARIF of version "2.0.0"; this program reads 2.1.0',
        id="sarif-2.0",
    ),
    pytest.param(
        {"version": "2.1.0", "runs": []},
        "holds no run of a tool (`runs` is empty)",
        id="sarif-without-runs",
    ),
    pytest.param(
        {"bomFormat": "CycloneDX", "specVersion": "1.3"},
        'is CycloneDX "1.3"; this program reads 1.4, 1.5 and 1.6',
        id="cyclonedx-1.3",
    ),
    pytest.param(
        sample("cyclonedx/vex_1.6.json"),
        "holds statements about vulnerabilities and no scan; name it under `vex`",
        id="vex-is-no-scan",
    ),
    pytest.param(
        [],
        "is an empty list: nothing says which tool wrote it or what it did",
        id="empty-list",
    ),
    pytest.param({}, UNKNOWN, id="empty-object"),
    pytest.param([{"id": 1}], UNKNOWN, id="foreign-list"),
    pytest.param(
        {"errors": [], "metrics": {}, "results": []}, UNKNOWN, id="bandit-json-is-not-osv"
    ),
    pytest.param(
        {"version": "1.0", "results": [], "errors": [], "paths": {}},
        UNKNOWN,
        id="semgrep-json-is-not-osv",
    ),
    pytest.param("clean", "holds a text at the top, where an object is expected", id="a-text"),
    pytest.param(b"no vulnerabilities", "is not JSON: expecting value", id="not-json"),
    pytest.param(
        {
            "auditReportVersion": 2,
            "metadata": {"dependencies": {"total": 1}},
            "vulnerabilities": {
                "x": {"via": [{"source": 1}] * 400, "nodes": [str(n) for n in range(400)]}
            },
        },
        "lists more than 100000 findings of one package",
        id="npm-advisories-times-places",
    ),
]


@pytest.mark.parametrize(("value", "message"), REFUSED)
def test_what_is_no_scan_is_refused(value: object, message: str) -> None:
    with pytest.raises(UserError) as raised:
        read(value)
    assert raised.value.message == message


def v7(vulnerabilities: Mapping[str, Any], total: int | None = None) -> Scan:
    metadata = {
        "dependencies": {"total": 9},
        "vulnerabilities": {"total": len(vulnerabilities) if total is None else total},
    }
    report = {
        "auditReportVersion": 2,
        "vulnerabilities": vulnerabilities,
        "metadata": metadata,
    }
    return read(report).content


def test_npm_packages_that_nothing_explains_count_themselves() -> None:
    advisory = {"url": "https://github.com/advisories/GHSA-1", "severity": "low"}
    scan = v7(
        {
            "bad": {"via": [advisory], "severity": "low", "nodes": ["node_modules/bad"]},
            "parent": {"via": ["bad"], "severity": "low"},
            "grandparent": {"via": ["parent"], "severity": "low"},
            "orphan": {"via": ["gone"], "severity": "critical", "nodes": ["node_modules/orphan"]},
            "ring": {"via": ["gnir"], "severity": "high"},
            "gnir": {"via": ["ring"], "severity": "high"},
        }
    )
    assert scan.findings == (
        found("GHSA-1", "bad", severity=Level.LOW, purl="pkg:npm/bad", place="node_modules/bad"),
        found("orphan", "orphan", severity=Level.CRITICAL, place="node_modules/orphan"),
        found("ring", "ring", severity=Level.HIGH),
        found("gnir", "gnir", severity=Level.HIGH),
    )


def test_npm_counts_that_its_list_does_not_bear_out_are_a_problem() -> None:
    assert v7({}, total=3).problems == ("counts 3 vulnerable packages and lists 0 packages",)
    report = json.loads(sample("npm/npm_audit_v6.json"))
    report["metadata"]["vulnerabilities"]["critical"] = 1
    assert read(report).content.problems == (
        "counts vulnerabilities that it does not list: critical",
    )


@pytest.mark.parametrize(
    ("advisory", "severity"),
    [
        pytest.param({"severity": "moderate", "cvss": {"score": 9.8}}, Level.MODERATE, id="word"),
        pytest.param({"severity": "odd", "cvss": {"score": 9.8}}, Level.CRITICAL, id="score"),
        pytest.param({"severity": "odd", "cvss": {"score": 0}}, None, id="score-that-is-none"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_npm_severity(advisory: dict[str, Any], severity: Level | None) -> None:
    scan = v7({"x": {"via": [{"source": 7, **advisory}]}})
    assert scan.findings == (found("npm:7", "x", severity=severity, purl="pkg:npm/x"),)


def test_pip_audit_of_old_wrote_a_bare_list() -> None:
    report = json.loads(sample("pipaudit/pip_audit_osvmock.json"))
    assert read(report["dependencies"]) == read(report)


def test_trivy_targets_alone_do_not_say_that_packages_were_looked_at() -> None:
    target = {"Target": "package-lock.json", "Class": "lang-pkgs", "Type": "npm"}
    config = {"Target": "Dockerfile", "Class": "config", "Misconfigurations": [{}, {}]}
    base = {"SchemaVersion": 2, "ArtifactName": "."}
    assert read({**base, "Results": [target]}).content.scanned is None
    assert read({**base, "Results": [config]}).content == Scan(
        "Trivy",
        0,
        left_out=("2 misconfigurations, which no rule about vulnerabilities judges",),
        target=".",
    )


def test_trivy_says_when_nobody_reports_for_a_system_any_more() -> None:
    system = {"Family": "debian", "Name": "10.13", "EOSL": True}
    report = {"SchemaVersion": 2, "ArtifactName": "exports:1", "Metadata": {"OS": system}}
    assert read(report).content.problems == (
        'looked at "debian 10.13", for which nobody reports vulnerabilities any more',
    )


def test_grype_takes_the_severity_of_related_records_where_it_has_none() -> None:
    match = {
        "vulnerability": {"id": "GHSA-1", "severity": "Unknown"},
        "relatedVulnerabilities": [
            {"id": "CVE-1", "severity": "Medium"},
            {"id": "CVE-2", "severity": "Negligible"},
        ],
        "artifact": {"name": "x", "version": "1"},
    }
    scan = read({"matches": [match], "descriptor": {"name": "grype", "timestamp": ""}})
    finding = found("GHSA-1", "x", "1", severity=Level.MODERATE, aliases=("CVE-1", "CVE-2"))
    assert scan == Reading(Scan("Grype", None, (finding,)))


def osv_package(**more: Any) -> dict[str, Any]:
    package = {"name": "g:a", "version": "1", "ecosystem": "Maven"}
    return {
        "results": [{"source": {"path": "pom.xml"}, "packages": [{"package": package, **more}]}]
    }


def test_osv_lists_all_packages_when_told_to() -> None:
    assert read(osv_package()).content == Scan("OSV-Scanner", 1)


def test_osv_vulnerabilities_without_a_group_count_as_well() -> None:
    record = {"id": "OSV-1", "aliases": ["CVE-1"], "database_specific": {"severity": "MODERATE"}}
    assert read(osv_package(vulnerabilities=[record])).content.findings == (
        found(
            "OSV-1",
            "g:a",
            "1",
            severity=Level.MODERATE,
            aliases=("CVE-1",),
            purl="pkg:maven/g/a@1",
            place="pom.xml",
        ),
    )


def test_osv_licenses_explain_an_exit_code_and_are_no_vulnerability() -> None:
    scan = read(osv_package(license_violations=["GPL-3.0"])).content
    assert scan == Scan(
        "OSV-Scanner", 1, left_out=("1 package with a license that is not permitted",)
    )


@pytest.mark.parametrize(
    ("score", "severity"),
    [
        ("9.0", Level.CRITICAL),
        ("8.9", Level.HIGH),
        ("7", Level.HIGH),
        ("6.9", Level.MODERATE),
        ("3.9", Level.LOW),
        ("", None),
        ("0.0", None),
        ("11", None),
    ],
)
def test_osv_score_is_a_text_that_may_be_empty(score: str, severity: Level | None) -> None:
    scan = read(osv_package(groups=[{"ids": ["OSV-1"], "max_severity": score}])).content
    assert [finding.severity for finding in scan.findings] == [severity]


def test_snyk_that_says_not_ok_and_lists_nothing_is_a_problem() -> None:
    report = {"vulnerabilities": [], "ok": False, "dependencyCount": 4, "projectName": "exports"}
    assert read(report).content.problems == (
        'says that "exports" is not in order and lists nothing',
    )


def test_snyk_says_what_its_settings_hide() -> None:
    report = {
        "vulnerabilities": [],
        "ok": True,
        "dependencyCount": 4,
        "filtered": {"ignore": [{}, {}], "patch": []},
    }
    assert read(report).content == Scan(
        "Snyk", 4, left_out=("2 findings hidden by the settings of Snyk",)
    )


def test_npm_6_says_what_it_muted() -> None:
    metadata = {"totalDependencies": 4, "vulnerabilities": {}}
    scan = read({"advisories": {}, "muted": [{}], "metadata": metadata}).content
    assert scan == Scan("npm audit", 4, left_out=("1 advisory record muted by npm",))


def test_yarn_prints_other_lines_too() -> None:
    lines = (
        b'{"type":"info","data":"x"}\n\n{"type":"auditSummary","data":{"totalDependencies":4}}\n'
    )
    assert read(lines).content == Scan("yarn audit", 4)


@pytest.mark.parametrize(
    ("ratings", "severity"),
    [
        pytest.param([], None, id="none"),
        pytest.param([{"severity": "low"}, {"severity": "high"}], Level.HIGH, id="worst"),
        pytest.param([{"score": 9.1, "method": "CVSSv31"}], Level.CRITICAL, id="score"),
        pytest.param([{"score": 9.1, "method": "OWASP"}], None, id="score-of-another-scale"),
        pytest.param([{"score": 9.1, "severity": "low", "method": "CVSSv3"}], Level.LOW, id="word"),
    ],
)
def test_cyclonedx_ratings(ratings: list[object], severity: Level | None) -> None:
    report = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [{"bom-ref": "x", "name": "a", "group": "g", "version": "1"}],
        "vulnerabilities": [
            {"id": "CVE-1", "affects": [{"ref": "x"}], "ratings": ratings},
            {"id": "CVE-2", "references": [{"id": "GHSA-2"}], "ratings": ratings},
        ],
    }
    assert read(report).content.findings == (
        found("CVE-1", "g/a", "1", severity=severity),
        found("CVE-2", severity=severity, aliases=("GHSA-2",)),
    )


@pytest.mark.parametrize(
    ("report", "scan"),
    [
        pytest.param(
            {
                "spdxVersion": "SPDX-2.3",
                "documentDescribes": ["SPDXRef-root"],
                "creationInfo": {"created": "2026-11-24T08:00:00Z"},
                "packages": [{"SPDXID": "SPDXRef-root"}, {"SPDXID": "SPDXRef-a", "name": "a"}],
            },
            Reading(Scan("SPDX", 1, inventory=True), datetime(2026, 11, 24, 8, tzinfo=UTC)),
            id="spdx",
        ),
        pytest.param(
            {"artifacts": [{"name": "a"}], "descriptor": {"name": "syft"}},
            Reading(Scan("syft", 1, inventory=True)),
            id="syft",
        ),
    ],
)
def test_lists_of_packages_are_inventories(report: object, scan: Reading[Scan]) -> None:
    assert read(report) == scan


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        pytest.param("0001-01-01T00:00:00Z", None, id="never-set"),
        pytest.param("", None, id="empty"),
        pytest.param("2026-11-24T08:00:00", datetime(2026, 11, 24, 8, tzinfo=UTC), id="no-zone"),
    ],
)
def test_times(time: str, expected: datetime | None) -> None:
    assert read({"SchemaVersion": 2, "ArtifactName": ".", "CreatedAt": time}).time == expected


@pytest.mark.parametrize(
    ("time", "what"),
    [("yesterday", "a date and time"), ("9999-12-31T23:59:59Z", "a date and time of this century")],
)
def test_times_that_are_none(time: str, what: str) -> None:
    with pytest.raises(UserError) as raised:
        read({"SchemaVersion": 2, "ArtifactName": ".", "CreatedAt": time})
    assert raised.value.message == f"holds a text at `CreatedAt`, where {what} is expected"
