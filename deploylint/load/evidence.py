"""The shape of `evidence:` in plans and settings."""

from deploylint.load.records import Field, Many, Record
from deploylint.load.shape import Placed
from deploylint.model.evidence import Kind, Place

MEANINGS = {
    Kind.TESTS: "Test reports: JUnit XML, TAP, or JSON of Playwright, jest, vitest, go, newman.",
    Kind.END_TO_END: "Reports of the end-to-end and critical-path suites.",
    Kind.VALIDATIONS: "Reports of extra validations, such as load and security tests.",
    Kind.COVERAGE: "Coverage: Cobertura, LCOV, JaCoCo, Clover; JSON of coverage.py, nyc, gcovr.",
    Kind.REVIEW: "The pull or merge request: gh pr view, a GitHub event, GitLab JSON.",
    Kind.BUILD: "CI runs (gh run view, gh pr view) and recorded build steps.",
    Kind.BUILD_LOG: "The output of the build, sealed by `deploylint record`.",
    Kind.ARTIFACTS: "Checksum files such as SHA256SUMS, or the artifacts themselves.",
    Kind.BUDGETS: "Performance budgets: JSON of Lighthouse, Lighthouse CI or size-limit.",
    Kind.VULNERABILITIES: "Scans: npm, pip-audit, Trivy, Grype, OSV-Scanner, Snyk, SARIF.",
    Kind.VEX: "CycloneDX VEX documents, which explain away what a scan found.",
    Kind.BUGS: "The open bugs: gh issue list.",
    Kind.TICKETS: "The tickets of the release: gh issue list.",
    Kind.RELEASE: "The published release: gh release view.",
    Kind.CHANGELOG: "The changelog, if it is not CHANGELOG.md.",
    Kind.MIGRATIONS: "Recorded runs of migrations, each named after its environment.",
}
"""What each kind of evidence is, for people and editors."""

EVIDENCE = Record(
    dict,
    {
        kind.value: Field(Many(Placed(Place), single=True), meaning)
        for kind, meaning in MEANINGS.items()
    },
    placed=False,
)
"""Read as a mapping from the name of a kind to its places."""
