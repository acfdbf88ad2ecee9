"""A real repository with a release in which everything is right, recorded by the real program.

Real tools run in it: git, pytest, coverage, ruff, mypy, sha256sum. What talks to servers (gh, npm,
lighthouse) is stood in for by programs of that name that print what a file says.
"""

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tests.evidence.contents import FAST
from tests.evidence.judging import SAMPLES
from tests.evidence.repository import Repository, repository
from tests.program import Result, run

CHANGELOG = """\
# Changelog

## [1.2.0] - {day}

### Added

- Orders are exported as CSV

## [1.1.9] - 2026-01-05

### Fixed

- The login of new customers
"""
PYPROJECT = '[project]\nname = "exports"\nversion = "{}"\n'
BEFORE = {
    "pyproject.toml": PYPROJECT.format("1.1.9"),
    "src/exports.py": "def rows() -> int:\n    return 0\n",
    "docs/exports.md": "Orders.\n",
    ".gitignore": "reports/\ndist/\n__pycache__/\n.*_cache/\n.coverage\n",
}
TEST = "import exports\n\n\ndef test_{0}() -> None:\n    assert exports.rows() == 3\n"
RELEASED = {
    "pyproject.toml": PYPROJECT.format("1.2.0"),
    "src/exports.py": "def rows() -> int:\n    return 3\n",
    "docs/exports.md": "Orders are exported as CSV.\n",
    "tests/test_exports.py": TEST.format("rows"),
    "end/test_paths.py": TEST.format("path_of_an_order"),
    "load/test_load.py": TEST.format("load"),
    "migrations/0001_add_user_exports_table.up.sql": (
        "CREATE TABLE user_exports (id bigint, made timestamptz DEFAULT now(), kind text);\n"
    ),
    "migrations/0001_add_user_exports_table.down.sql": "DROP TABLE user_exports;\n",
    "build.sh": (
        "set -e\nmkdir -p dist\ntar -cf dist/exports.tar src\n"
        "cd dist\nsha256sum exports.tar > SHA256SUMS\necho built\n"
    ),
}
ISSUE = {"number": 14, "title": "Export orders", "labels": [{"name": "severity: critical"}]}
GH = '#!/bin/sh\nexec cat "$(dirname "$0")/$1-$2.json"\n'
PRINTS = '#!/bin/sh\nexec cat "$0.json"\n'
MEASURES = """#!/bin/sh
exec sed "s/MEASURED/$(date -u +%Y-%m-%dT%H:%M:%S.000Z)/" "$0.json"
"""
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
COVERAGE = (sys.executable, "-m", "coverage")


class Shop(NamedTuple):
    """The repository, the folder of the programs that stand in, and when the release was made."""

    repo: Repository
    tools: Path
    made: datetime

    def record(self, kind: str, *arguments: str) -> Result:
        """Record a command; options of `record` come first, the command after `--`."""
        env = {"PYTHONPATH": f"{Path(__file__).parents[2]}:{self.repo.path / 'src'}"}
        path = f"{self.tools}:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
        result = run(
            "record", "--kind", kind, *arguments, cwd=self.repo.path, env={**env, "PATH": path}
        )
        assert result.code == 0, result
        return result

    def event(self) -> Path:
        """Write the event of a CI run for the pull request, and return its file."""
        event = json.loads((SAMPLES / "github/event_pull_request.json").read_text())
        event["pull_request"]["head"]["sha"] = self.repo.head
        event["pull_request"]["base"]["sha"] = self.repo.git("rev-parse", "main")
        path = self.tools / "event.json"
        path.write_text(json.dumps(event))
        return path


def shop(folder: Path) -> Shop:
    """Return the release v1.2.0 on the branch `exports`, which contains main; nothing recorded."""
    repo = repository(folder / "shop")
    made = datetime.now(tz=UTC).replace(microsecond=0) - timedelta(hours=2)
    long_ago = (made - timedelta(days=3)).isoformat()
    repo.commit(BEFORE, "chore: start", at=long_ago)
    repo.tag("v1.1.9", "The login of new customers", at=long_ago)
    repo.branch("exports")
    changelog = {"CHANGELOG.md": CHANGELOG.format(day=made.date())}
    repo.commit({**RELEASED, **changelog}, "feat: export orders\n\nCloses #14", at=made.isoformat())
    tagged = made + timedelta(minutes=10)
    repo.tag("v1.2.0", "Exports of orders as CSV", at=tagged.isoformat())
    new = Shop(repo, folder / "tools", made)
    _tools(new)
    return new


def _tools(shop: Shop) -> None:
    """Write the programs that stand in for those that ask servers, and what they print."""
    shop.tools.mkdir()
    for name, script in (("gh", GH), ("npm", PRINTS), ("lighthouse", MEASURES)):
        (shop.tools / name).write_text(script)
        (shop.tools / name).chmod(0o755)
    later = (shop.made + timedelta(minutes=30)).isoformat().replace("+00:00", "Z")
    documents: dict[str, Any] = {
        "issue-list": [{**ISSUE, "state": "CLOSED"}],
        "pr-view": _request(shop, later),
        "run-view": json.loads(_sample("github/run_view.json", shop, later)),
        "release-view": json.loads(_sample("github/release_view.json", shop, later)),
        "npm": json.loads((SAMPLES / "npm/npm_audit_clean.json").read_text()),
        "lighthouse": json.loads(FAST) | {"fetchTime": "MEASURED"},
    }
    for name, document in documents.items():
        (shop.tools / f"{name}.json").write_text(json.dumps(document))


def _sample(name: str, shop: Shop, time: str) -> str:
    text = (SAMPLES / name).read_text()
    text = text.replace("4e1d7a90c3b8f2561a0d9e7c4b3f8a2d6c5e1b07", shop.repo.head)
    return re.sub(r"2026-11-2\dT[\d:]+Z", time, text)


def _request(shop: Shop, time: str) -> dict[str, Any]:
    """Return the pull request of the branch, approved at its head."""
    head, made = shop.repo.head, shop.made.isoformat()
    author = {"login": "developer"}
    files = shop.repo.git("diff", "--name-only", "main", head).splitlines()
    review = {"author": {"login": "qa-team"}, "state": "APPROVED"}
    return {
        "number": 12,
        "author": author,
        "headRefOid": head,
        "baseRefOid": shop.repo.git("rev-parse", "main"),
        "mergeCommit": None,
        "state": "OPEN",
        "isDraft": False,
        "reviews": [{**review, "submittedAt": time, "commit": {"oid": head}}],
        "reviewDecision": "APPROVED",
        "files": [{"path": path} for path in files],
        "changedFiles": len(files),
        "commits": [{"oid": head, "committedDate": made, "authors": [author]}],
        "updatedAt": time,
    }


def record_everything(shop: Shop) -> dict[str, Any]:
    """Record every run that the release needs, and return what a plan names as `evidence`."""
    junit = "--junitxml=reports/{}.xml"
    for kind, folder in (("tests", "tests"), ("end_to_end", "end"), ("validations", "load")):
        out = ("--out", f"reports/{folder}.xml", "--", *PYTEST)
        shop.record(kind, *out, junit.format(folder), folder)
    measure = " && ".join(
        " ".join((*COVERAGE, *rest))
        for rest in (
            ("run", "--branch", "--source=src", *PYTEST[1:], "tests"),
            ("json", "-o", "reports/coverage.json"),
        )
    )
    shop.record("coverage", "--out", "reports/coverage.json", "--", "sh", "-c", measure)
    shop.record("build", "--name", "lint", "--", "ruff", "check", "src")
    shop.record("build", "--name", "types", "--", "mypy", "src")
    shop.record("migrations", "--name", "staging", "--", "true")
    shop.record("artifacts", "--out", "dist/*", "--", "sh", "build.sh")
    shop.record("build_log", "--log", "reports/build.log", "--", "sh", "build.sh")
    asked = {
        "review": ("pr", "view", "12", "--json", "number,author,reviews"),
        "build": ("run", "view", "7001", "--json", "headSha,jobs"),
        "bugs": ("issue", "list", "--state", "open", "--limit", "1000"),
        "tickets": ("issue", "list", "--state", "all", "--limit", "1000"),
        "release": ("release", "view", "v1.2.0", "--json", "tagName,body"),
    }
    for kind, question in asked.items():
        shop.record(kind, "--log", f"reports/{kind}.json", "--", "gh", *question)
    shop.record("vulnerabilities", "--log", "reports/audit.json", "--", "npm", "audit", "--json")
    shop.record("budgets", "--log", "reports/page.json", "--", "lighthouse", "http://127.0.0.1/")
    return {
        "tests": "reports/tests.xml",
        "end_to_end": "reports/end.xml",
        "validations": "reports/load.xml",
        "coverage": "reports/coverage.json",
        "build": ["reports/deploylint/build-*.evidence.json", "reports/build.json"],
        "artifacts": "dist/SHA256SUMS",
        "build_log": "reports/build.log",
        **{kind: f"reports/{kind}.json" for kind in ("review", "bugs", "tickets", "release")},
        "vulnerabilities": "reports/audit.json",
        "budgets": "reports/page.json",
        "changelog": "CHANGELOG.md",
    }
