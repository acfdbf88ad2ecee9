"""The reports of the end-to-end tests of the release."""

from deploylint.collect.around import Around
from deploylint.collect.pieces import collect_pieces
from deploylint.facts.end_to_end import EndToEndReports
from deploylint.facts.tests import TestRun
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = (
    "playwright-report/*.json",
    "playwright-report/*.xml",
    "cypress/results/*.xml",
    "target/failsafe-reports/TEST-*.xml",
    "*/target/failsafe-reports/TEST-*.xml",
    "newman/*.xml",
    "newman/*.json",
    "reports/*e2e*.xml",
    "reports/*e2e*.json",
)
"""Where tools for end-to-end tests, and people who use them, put reports."""


def collect(around: Around) -> EndToEndReports:
    """Return the reports that are named under `end_to_end`, else those at well-known places."""
    return collect_pieces(EndToEndReports, around, Kind.END_TO_END, _read, KNOWN)


def _read(data: bytes, name: str) -> Reading[TestRun]:
    # most runs find nothing to read
    from deploylint.formats.testreport import read_tests

    return read_tests(data, name)
