"""Reports of scanners beside the record of the run that made them, as `deploylint record` does."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploylint.facts.scans import Scan, Vulnerability
from deploylint.formats.reading import Reading
from deploylint.formats.scanreport import read_scan
from tests.evidence.judging import SAMPLES
from tests.evidence.repository import Repository, repository

STARTED = "2020-01-01T00:00:00+00:00"
ENDED = "2026-11-24T08:01:00+00:00"

PROGRAMS = {
    "npm": "npm audit --json",
    "pipaudit": "pip-audit --format json",
    "trivy": "trivy fs --format json .",
    "grype": "grype dir:.",
    "osvscanner": "osv-scanner scan --format json .",
    "snyk": "snyk test --json",
    "sarif": "bandit -r src",
    "cyclonedx": "syft dir:.",
}
"""What made the samples, by the folder they lie in."""


def scanned(
    folder: Path,
    reports: Mapping[str, str | bytes],
    *,
    exit_code: int = 0,
    command: str = "npm audit --json",
    files: Mapping[str, str | bytes] | None = None,
) -> Repository:
    """Return a repository whose commit has `files`, with `reports` recorded at that commit."""
    repo = repository(folder)
    repo.commit({"README.md": "exports\n", **(files or {})})
    repo.write(reports)
    for name, content in reports.items():
        record(repo, name, content, exit_code=exit_code, command=command)
    return repo


def record(
    repo: Repository,
    name: str,
    content: str | bytes,
    *,
    exit_code: int = 0,
    command: str,
    kind: str = "vulnerabilities",
) -> None:
    """Write the record of the run that wrote the report `name`."""
    data = content.encode() if isinstance(content, str) else content
    (repo.path / f"{name}.evidence.json").write_text(
        json.dumps(
            {
                "deploylint_record": 1,
                "kind": kind,
                "name": "scan",
                "command": command.split(),
                "exit_code": exit_code,
                "started_at": STARTED,
                "ended_at": ENDED,
                "commit": repo.head,
                "tree": repo.git("rev-parse", "HEAD^{tree}"),
                "dirty": False,
                "outputs": [{"path": name, "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}],
                "lockfiles": [],
                "versions": {},
                "ci": None,
            }
        )
    )


def sample(path: str) -> bytes:
    """Return a sample by its path in the folder of samples."""
    return (SAMPLES / path).read_bytes()


def dumped(value: Any) -> bytes:
    """Return a JSON document."""
    return json.dumps(value).encode()


NAME = "report.json"


def read(value: Any) -> Reading[Scan]:
    """Read bytes, or a value as JSON."""
    return read_scan(value if isinstance(value, bytes) else dumped(value), NAME)


def found(id_: str, package: str = "", version: str = "", **more: Any) -> Vulnerability:
    """Return a vulnerability in the report that `read` reads."""
    return Vulnerability(id_, package, version, **{"source": NAME, **more})
