"""What every sample of a scanner is read as."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from deploylint.facts.scans import Scan, Vulnerability
from deploylint.formats.reading import Reading
from deploylint.model.packages import Package
from deploylint.model.severities import Level
from tests.evidence.scanning import found, read, sample

CET = timezone(timedelta(hours=1))


def minimist(node: str) -> Vulnerability:
    return found(
        "GHSA-vh95-rmgr-6w4m",
        "minimist",
        severity=Level.CRITICAL,
        purl="pkg:npm/minimist",
        place=node,
    )


def bandit(rule: str, line: int, severity: Level) -> Vulnerability:
    return found(rule, severity=severity, place=f"x.py:{line}")


def old_minimist(version: str) -> Vulnerability:
    return found(
        "npm:1179",
        "minimist",
        version,
        severity=Level.LOW,
        aliases=("CVE-2020-7598",),
        purl=f"pkg:npm/minimist@{version}",
        fixed_in=(">=0.2.1 <1.0.0 || >=1.2.3",),
    )


JINJA = found(
    "PYSEC-2019-217",
    "jinja2",
    "2.10",
    aliases=("GHSA-462w-v97r-4m45", "CVE-2019-10906"),
    purl="pkg:pypi/jinja2@2.10",
    fixed_in=("2.10.1",),
)
LOCK = "/home/user/project/uv.lock"
SYNTAX = 'met 1 error while it scanned: "syntax error while parsing AST from file" (bad.py)'
SKIPPED = ("jinja2", "requests", "urllib3", "chardet", "idna", "certifi", "markupsafe")
NO_FOLDER = "Missing node_modules folder: we can't test without dependencies."

OF_SAMPLES = [
    pytest.param(
        "npm/npm_audit_v11_mockregistry.json",
        Reading(
            Scan(
                "npm audit",
                4,
                (
                    minimist("node_modules/minimist"),
                    minimist("node_modules/mkdirp/node_modules/minimist"),
                ),
            )
        ),
        id="npm-11-counts-advisories-and-not-the-packages-that-need-one",
    ),
    pytest.param("npm/npm_audit_clean.json", Reading(Scan("npm audit", 4)), id="npm-clean"),
    pytest.param(
        "npm/npm_audit_v6.json",
        Reading(Scan("npm audit", 4, (old_minimist("0.0.8"), old_minimist("1.2.0")))),
        id="npm-6",
    ),
    pytest.param(
        "npm/yarn_audit.ndjson",
        Reading(
            Scan(
                "yarn audit",
                4,
                (
                    found(
                        "GHSA-xvch-5gv4-984h",
                        "minimist",
                        "1.2.0",
                        severity=Level.CRITICAL,
                        aliases=("CVE-2021-44906",),
                        purl="pkg:npm/minimist@1.2.0",
                        fixed_in=(">=1.2.6",),
                    ),
                ),
            )
        ),
        id="yarn-1-prints-an-advisory-per-path",
    ),
    pytest.param(
        "pipaudit/pip_audit_osvmock.json",
        Reading(
            Scan(
                "pip-audit",
                3,
                (JINJA,),
                packages=(
                    Package("pypi", "jinja2", "2.10"),
                    Package("pypi", "requests", "2.19.0"),
                    Package("pypi", "urllib3", "1.23"),
                ),
            )
        ),
        id="pip-audit-knows-no-severity",
    ),
    pytest.param(
        "pipaudit/pip_audit_all_skipped_rc0.json",
        Reading(Scan("pip-audit", 0, skipped=SKIPPED)),
        id="pip-audit-skipped-everything",
    ),
    pytest.param(
        "pipaudit/pip_audit_cyclonedx.json",
        Reading(
            Scan("CycloneDX", 3, (found("PYSEC-2019-217", "jinja2", "2.10"),)),
            datetime(2026, 11, 20, 23, 51, 45, 51993, UTC),
        ),
        id="pip-audit-as-cyclonedx",
    ),
    pytest.param(
        "sarif/bandit.sarif",
        Reading(
            Scan(
                "Bandit",
                1,
                (
                    bandit("B404", 1, Level.LOW),
                    bandit("B105", 2, Level.LOW),
                    bandit("B602", 3, Level.HIGH),
                    bandit("B307", 4, Level.MODERATE),
                    bandit("B101", 5, Level.LOW),
                ),
                dependencies=False,
            ),
            datetime(2026, 11, 20, 23, 58, 46, tzinfo=UTC),
        ),
        id="bandit-leaves-the-level-out-for-medium",
    ),
    pytest.param(
        "sarif/bandit_unparsable.sarif",
        Reading(
            Scan("Bandit", 1, problems=(SYNTAX,), dependencies=False),
            datetime(2026, 11, 20, 23, 58, 46, tzinfo=UTC),
        ),
        id="bandit-could-not-parse-and-ended-green",
    ),
    pytest.param(
        "sarif/ruff.sarif",
        Reading(
            Scan(
                "ruff",
                None,
                tuple(
                    found(rule, place=f"/home/user/project/sa/x.py:{line}")
                    for rule, line in (
                        *(("F401", 1), ("S105", 2), ("S602", 3), ("S307", 4)),
                        *(("S101", 5), ("S602", 6), ("S607", 6)),
                    )
                ),
                dependencies=False,
            )
        ),
        id="ruff-marks-everything-error",
    ),
    pytest.param(
        "trivy/trivy.json",
        Reading(
            Scan(
                "Trivy",
                2,
                (
                    found(
                        "CVE-2017-20165",
                        "debug",
                        "3.0.1",
                        severity=Level.HIGH,
                        purl="pkg:npm/debug@3.0.1",
                        fixed_in=("3.1.0", "2.6.9"),
                        place="package-lock.json",
                    ),
                    found(
                        "CVE-2026-0001",
                        "ms",
                        "2.0.0",
                        purl="pkg:npm/ms@2.0.0",
                        place="package-lock.json",
                    ),
                ),
                left_out=(
                    "1 finding hidden by the settings of Trivy",
                    "1 secret, which no rule about vulnerabilities judges",
                ),
                target=".",
            ),
            datetime(2026, 11, 23, 17, 2, 11, 230231, CET),
        ),
        id="trivy",
    ),
    pytest.param(
        "trivy/trivy_wrong_folder.json",
        Reading(Scan("Trivy", 0, target="empty"), datetime(2026, 11, 23, 17, 2, 11, tzinfo=UTC)),
        id="trivy-in-the-wrong-folder",
    ),
    pytest.param(
        "trivy/trivy_list.json",
        Reading(
            Scan(
                "Trivy",
                1,
                (
                    found(
                        "CVE-2019-1549",
                        "openssl",
                        "1.1.1c-r0",
                        severity=Level.MODERATE,
                        fixed_in=("1.1.1d-r0",),
                        place="alpine:3.10 (alpine 3.10.2)",
                    ),
                ),
            )
        ),
        id="trivy-before-0.20-is-a-list",
    ),
    pytest.param(
        "grype/grype.json",
        Reading(
            Scan(
                "Grype",
                None,
                (
                    found(
                        "GHSA-462w-v97r-4m45",
                        "jinja2",
                        "2.10",
                        severity=Level.HIGH,
                        aliases=("CVE-2019-10906",),
                        purl="pkg:pypi/jinja2@2.10",
                        fixed_in=("2.10.1",),
                        place="/uv.lock",
                    ),
                    found(
                        "CVE-2026-0002", "zlib", "1.3", purl="pkg:deb/debian/zlib@1.3?arch=amd64"
                    ),
                ),
                left_out=("1 finding hidden by the settings of Grype",),
                database=datetime(2026, 11, 23, 6, 12, 1, tzinfo=UTC),
            ),
            datetime(2026, 11, 23, 17, 2, 11, 500000, CET),
        ),
        id="grype-with-database-6",
    ),
    pytest.param(
        "grype/grype_clean.json",
        Reading(
            Scan(
                "Grype",
                None,
                target="sbom.json",
                database=datetime(2026, 11, 23, 6, 12, 1, tzinfo=UTC),
            ),
            datetime(2026, 11, 23, 17, 2, 11, tzinfo=UTC),
        ),
        id="grype-clean-with-database-5",
    ),
    pytest.param(
        "osvscanner/osv.json",
        Reading(
            Scan(
                "OSV-Scanner",
                1,
                (
                    found(
                        "GHSA-462w-v97r-4m45",
                        "jinja2",
                        "2.10",
                        severity=Level.CRITICAL,
                        aliases=("PYSEC-2019-217", "CVE-2019-10906"),
                        purl="pkg:pypi/jinja2@2.10",
                        fixed_in=("2.10.1",),
                        place=LOCK,
                    ),
                    found(
                        "PYSEC-2026-1", "jinja2", "2.10", purl="pkg:pypi/jinja2@2.10", place=LOCK
                    ),
                ),
            )
        ),
        id="osv-counts-groups-and-not-aliases",
    ),
    pytest.param("osvscanner/osv_empty.json", Reading(Scan("OSV-Scanner", None)), id="osv-empty"),
    pytest.param(
        "snyk/snyk.json",
        Reading(
            Scan(
                "Snyk",
                3,
                (
                    found(
                        "SNYK-JS-MINIMIST-2429795",
                        "minimist",
                        "1.2.0",
                        severity=Level.CRITICAL,
                        aliases=("CVE-2021-44906", "GHSA-xvch-5gv4-984h"),
                        purl="pkg:npm/minimist@1.2.0",
                        fixed_in=("0.2.4", "1.2.6"),
                        place="package-lock.json",
                    ),
                ),
                left_out=("1 license, which no rule about vulnerabilities judges",),
            )
        ),
        id="snyk-repeats-per-path-and-says-high-for-critical",
    ),
    pytest.param(
        "snyk/snyk_projects.json",
        Reading(
            Scan("Snyk", 12, problems=(f'could not scan a project: "{NO_FOLDER}"',)),
        ),
        id="snyk-of-several-projects-of-which-one-broke",
    ),
    pytest.param(
        "cyclonedx/sbom_1.5.json",
        Reading(Scan("CycloneDX", 2, inventory=True), datetime(2026, 11, 23, 17, 1, tzinfo=UTC)),
        id="sbom-judges-nothing",
    ),
]


@pytest.mark.parametrize(("path", "reading"), OF_SAMPLES)
def test_samples_are_read_whole(path: str, reading: Reading[Scan]) -> None:
    assert read(sample(path)) == reading
