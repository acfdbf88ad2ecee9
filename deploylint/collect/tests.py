"""The test reports of the release."""

from deploylint.collect.around import Around
from deploylint.collect.pieces import collect_pieces
from deploylint.facts.tests import TestReports, TestRun
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = (
    "junit.xml",
    "report.xml",
    "test-report.xml",
    "test-results.xml",
    "reports/*junit*.xml",
    "reports/junit/*.xml",
    "test-reports/*.xml",
    "test-results/*.xml",
    "target/surefire-reports/TEST-*.xml",
    "*/target/surefire-reports/TEST-*.xml",
    "build/test-results/*/TEST-*.xml",
    "*/build/test-results/*/TEST-*.xml",
)
"""Where the tools and the guides of CI services put JUnit XML when nobody says otherwise."""


def collect(around: Around) -> TestReports:
    """Return the reports that are named under `tests`, else those at well-known places."""
    return collect_pieces(TestReports, around, Kind.TESTS, _read, KNOWN)


def _read(data: bytes, name: str) -> Reading[TestRun]:
    # most runs find nothing to read
    from deploylint.formats.testreport import read_tests

    return read_tests(data, name)
