"""What files of evidence hold: samples at the time of the release of the tests, and small ones."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from tests.evidence.judging import SAMPLES


def fresh(sample: str) -> bytes:
    """Return a sample whose times are of the morning of the release, with its commits named.

    HEAD and EARLIER stand for the commits.
    """
    text = (SAMPLES / sample).read_text("utf-8")
    text = re.sub(r"2026-11-2[0-4]T\d\d(:\d\d)", r"2026-11-24T08\1", text)
    text = text.replace("4e1d7a90c3b8f2561a0d9e7c4b3f8a2d6c5e1b07", "HEAD")
    return text.replace("e0a1c2b3d4f5968778695a4b3c2d1e0f1a2b3c4d", "EARLIER").encode()


def changed(document: bytes, **keys: Any) -> bytes:
    """Return a JSON document with other values at its top."""
    return json.dumps({**json.loads(document), **keys}).encode()


def trivy(*vulnerabilities: Mapping[str, Any]) -> bytes:
    """Return a report on one package."""
    found = {"Vulnerabilities": vulnerabilities} if vulnerabilities else {}
    result = {"Target": "package-lock.json", "Class": "lang-pkgs", "Packages": [MINIMIST], **found}
    return changed(fresh("trivy/trivy.json"), Results=[result])


GREEN = b"""<testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="0"
 skipped="0" tests="2" timestamp="2026-11-24T08:00:00+00:00">
<testcase classname="tests.test_orders" name="test_export" time="0.1" />
<testcase classname="tests.test_orders" name="test_login" time="0.1" />
</testsuite></testsuites>
"""
TAP = b"TAP version 13\nok 1 - exports\nok 2 - login\n1..2\n"
LCOV = b"TN:\nSF:mypkg/__init__.py\nDA:1,%d\nend_of_record\n"
LCP = "largest-contentful-paint"
FAST = json.dumps(
    {
        "lighthouseVersion": "12.8.2",
        "requestedUrl": "http://127.0.0.1/",
        "fetchTime": "2026-11-24T08:01:30.657Z",
        "audits": {LCP: {"numericValue": 639.2}},
        "categories": {"performance": {"title": "Performance", "score": 0.98}},
    }
).encode()
SLOW = changed(FAST, audits={LCP: {"numericValue": 9000.5}})
SIZES = b'[{"name": "index.js", "passed": %s, "size": 2000, "sizeLimit": 3000}]'
PURL = "pkg:npm/minimist@1.2.0"
MINIMIST = {"Name": "minimist", "Version": "1.2.0", "Identifier": {"PURL": PURL}}
CRITICAL = {
    "VulnerabilityID": "CVE-2021-44906",
    "PkgName": "minimist",
    "PkgIdentifier": {"PURL": PURL},
    "InstalledVersion": "1.2.0",
    "Severity": "CRITICAL",
}
AUDITED = b'{"dependencies": [{"name": "jinja2", "version": "3.1.6", "vulns": []}], "fixes": []}'
OF_AN_SBOM = changed(
    fresh("grype/grype_clean.json"), source={"type": "sbom-file", "target": "reports/sbom.json"}
)
EMPTY_VEX = b'{"bomFormat": "CycloneDX", "specVersion": "1.6"}'
BUILT = b"what was built\n"
SUMS = f"{hashlib.sha256(BUILT).hexdigest()}  app.whl\n".encode()
OTHER_SUMS = f"{'0' * 64}  app.whl\n".encode()
PULL_REQUEST = fresh("github/pr_view.json")
UNREVIEWED = changed(PULL_REQUEST, reviews=[], reviewDecision="REVIEW_REQUIRED")
CI_RUN = fresh("github/run_view.json")
FAILED_RUN = CI_RUN.replace(b'"conclusion": "success"', b'"conclusion": "failure"')
OPEN_ISSUES = b"""[{"number": 14, "title": "Orders", "state": "OPEN",
 "labels": [{"name": "severity: critical"}]}]"""
CLOSED_ISSUES = OPEN_ISSUES.replace(b"OPEN", b"CLOSED")
GH = "gh issue list --state all --limit 1000 --json number,title,state,labels"
LOG = b"Compiling exports\nBuilt in 3 s\n"
WARNING = b"app.py:3: warning: this is slow\n"
CHANGELOG = b"# Changelog\n\n## [%s]%s\n\n### Fixed\n\n- The exports of orders\n"
DATED_CHANGELOG = CHANGELOG % (b"1.2.0", b" - 2026-11-23")
