"""Evidence of every kind as it lies in a repository: once it passes, and once it fails."""

from collections.abc import Mapping
from typing import NamedTuple

from tests.evidence import contents as c
from tests.evidence.contents import fresh
from tests.evidence.repository import Repository


class Situation(NamedTuple):
    """Evidence of one kind, and what a check needs beside it.

    `good` and `bad` are what the file at `path` holds when the rule passes and when it fails;
    HEAD and EARLIER in them stand for commits. `command` is what is recorded to have made it, with
    `codes` for good and bad; None where no record lies beside it. `dated` says that the file tells
    by itself when it was made, or of which commit. `beside` are other files of evidence by path,
    each with the kind it is named as, if any. `committed` evidence is read from the commit.
    """

    check: str
    kind: str
    path: str
    good: bytes
    bad: bytes
    command: str | None = None
    codes: tuple[int, int] = (0, 0)
    dated: bool = True
    beside: Mapping[str, tuple[str | None, bytes]] = {}
    committed: bool = False

    def named(self) -> dict[str, list[str]]:
        """Return `evidence:` as plan and settings write it."""
        places: dict[str, list[str]] = {self.kind: [self.path]}
        for path, (kind, _) in self.beside.items():
            if kind is not None:
                places.setdefault(kind, []).append(path)
        return places

    def files(self, repo: Repository, *, good: bool) -> dict[str, bytes]:
        """Return what the files hold in that repository."""
        whole = {path: content for path, (_, content) in self.beside.items()}
        whole[self.path] = self.good if good else self.bad
        for word, rev in ((b"HEAD", "HEAD"), (b"EARLIER", "HEAD~1")):
            if any(word in content for content in whole.values()):
                commit = repo.git("rev-parse", rev).encode()
                whole = {path: text.replace(word, commit) for path, text in whole.items()}
        return whole


SITUATIONS: Mapping[str, Situation] = {
    "junit": Situation(
        check="tests-pass",
        kind="tests",
        path="reports/junit.xml",
        good=c.GREEN,
        bad=fresh("pytest/junit_x.xml"),
        command="pytest --junitxml=reports/junit.xml",
        codes=(0, 1),
    ),
    "junit-that-hides-it": Situation(
        check="tests-pass",
        kind="tests",
        path="reports/junit.xml",
        good=c.GREEN,
        bad=fresh("go/gotestsum_buildfail.xml"),
        command="gotestsum --junitfile reports/junit.xml",
        codes=(0, 2),
    ),
    "tap": Situation(
        check="tests-pass",
        kind="tests",
        path="reports/node.tap",
        good=c.TAP,
        bad=fresh("js/node.tap"),
        command="node --test",
        codes=(0, 1),
        dated=False,
    ),
    "playwright": Situation(
        check="end-to-end-tests-pass",
        kind="end_to_end",
        path="reports/e2e.xml",
        good=c.GREEN,
        bad=fresh("js/playwright-junit.xml"),
        command="npx playwright test",
        codes=(0, 1),
    ),
    "newman": Situation(
        check="load-and-security-validated",
        kind="validations",
        path="reports/load.xml",
        good=c.GREEN,
        bad=fresh("newman/newman-junit.xml"),
        command="newman run load.json",
        codes=(0, 1),
    ),
    "coverage": Situation(
        check="coverage-sufficient",
        kind="coverage",
        path="reports/coverage.json",
        good=fresh("pytest/coverage.json"),
        bad=fresh("pytest/coverage_zero.json"),
        command="coverage json",
    ),
    "lcov": Situation(
        check="coverage-sufficient",
        kind="coverage",
        path="reports/lcov.info",
        good=c.LCOV % 1,
        bad=c.LCOV % 0,
        command="npx c8 -r lcov node test.js",
        dated=False,
    ),
    "npm-audit": Situation(
        check="no-critical-vulnerabilities",
        kind="vulnerabilities",
        path="reports/audit.json",
        good=fresh("npm/npm_audit_clean.json"),
        bad=fresh("npm/npm_audit_v11_mockregistry.json"),
        command="npm audit --json",
        codes=(0, 1),
        dated=False,
    ),
    "pip-audit": Situation(
        check="no-critical-vulnerabilities",
        kind="vulnerabilities",
        path="reports/pip.json",
        good=c.AUDITED,
        bad=fresh("pipaudit/pip_audit_all_skipped_rc0.json"),
        command="pip-audit --format json",
        dated=False,
    ),
    "trivy": Situation(
        check="no-critical-vulnerabilities",
        kind="vulnerabilities",
        path="reports/trivy.json",
        good=c.trivy(),
        bad=c.trivy(c.CRITICAL),
        command="trivy fs --format json .",
    ),
    "vex": Situation(
        check="no-critical-vulnerabilities",
        kind="vex",
        path="reports/app.vex.json",
        good=fresh("cyclonedx/vex_1.6.json"),
        bad=c.EMPTY_VEX,
        beside={"reports/trivy.json": ("vulnerabilities", c.trivy(c.CRITICAL))},
    ),
    "sbom": Situation(
        check="no-critical-vulnerabilities",
        kind="vulnerabilities",
        path="reports/sbom.json",
        good=fresh("cyclonedx/sbom_1.5.json"),
        bad=c.changed(fresh("cyclonedx/sbom_1.5.json"), components=[]),
        beside={"reports/grype.json": ("vulnerabilities", c.OF_AN_SBOM)},
    ),
    "lighthouse": Situation(
        check="performance-budget-met",
        kind="budgets",
        path="reports/lighthouse.json",
        good=c.FAST,
        bad=c.SLOW,
        command="lighthouse http://127.0.0.1/ --output json",
    ),
    "size-limit": Situation(
        check="performance-budget-met",
        kind="budgets",
        path="reports/size.json",
        good=c.SIZES % b"true",
        bad=c.SIZES % b"false",
        command="npx size-limit --json",
        codes=(0, 1),
        dated=False,
    ),
    "checksums": Situation(
        check="artifacts-present",
        kind="artifacts",
        path="dist/SHA256SUMS",
        good=c.SUMS,
        bad=c.OTHER_SUMS,
        command="make dist",
        dated=False,
        beside={"dist/app.whl": (None, c.BUILT)},
    ),
    "artifact": Situation(
        check="artifacts-present",
        kind="artifacts",
        path="dist/app.whl",
        good=c.BUILT,
        bad=c.BUILT,
        command="make dist",
        codes=(0, 2),
        dated=False,
    ),
    "build-log": Situation(
        check="build-warnings-documented",
        kind="build_log",
        path="reports/build.log",
        good=c.LOG,
        bad=c.LOG + c.WARNING,
        command="make",
        dated=False,
    ),
    "pull-request": Situation(
        check="code-review-approved",
        kind="review",
        path="reports/pr.json",
        good=c.PULL_REQUEST,
        bad=c.UNREVIEWED,
        command="gh pr view 12 --json number",
    ),
    "pull-request-undecided": Situation(
        check="code-review-approved",
        kind="review",
        path="reports/pr.json",
        good=c.PULL_REQUEST,
        bad=c.changed(c.UNREVIEWED, reviewDecision=""),
        command="gh pr view 12 --json number",
    ),
    "approvals": Situation(
        check="code-review-approved",
        kind="review",
        path="reports/approvals.json",
        good=fresh("gitlab/mr_approvals.json"),
        bad=fresh("gitlab/mr_approvals_of_nobody.json"),
        beside={"reports/mr.json": ("review", fresh("gitlab/mr_view.json"))},
    ),
    "ci-run": Situation(
        check="build-steps-passed",
        kind="build",
        path="reports/run.json",
        good=c.CI_RUN,
        bad=c.FAILED_RUN,
        command="gh run view 7001",
    ),
    "bugs": Situation(
        check="no-blocking-bugs",
        kind="bugs",
        path="reports/bugs.json",
        good=c.CLOSED_ISSUES,
        bad=c.OPEN_ISSUES,
        command=c.GH,
        dated=False,
    ),
    "tickets": Situation(
        check="tickets-closed",
        kind="tickets",
        path="reports/tickets.json",
        good=c.CLOSED_ISSUES,
        bad=c.OPEN_ISSUES,
        command=c.GH,
        dated=False,
    ),
    "release": Situation(
        check="release-notes-published",
        kind="release",
        path="reports/release.json",
        good=fresh("github/release_view.json"),
        bad=fresh("github/release_draft.json"),
        command="gh release view v1.2.0 --json tagName",
    ),
    "changelog-entry": Situation(
        check="changelog-entry",
        kind="changelog",
        path="CHANGELOG.md",
        good=c.DATED_CHANGELOG,
        bad=c.CHANGELOG % (b"1.1.9", b""),
        committed=True,
    ),
    "changelog-day": Situation(
        check="changelog-updated",
        kind="changelog",
        path="CHANGELOG.md",
        good=c.DATED_CHANGELOG,
        bad=c.CHANGELOG % (b"1.2.0", b""),
        committed=True,
    ),
}
