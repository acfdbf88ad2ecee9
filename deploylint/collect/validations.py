"""The reports of what the project demands beyond tests."""

from deploylint.collect.around import Around
from deploylint.collect.pieces import collect_pieces
from deploylint.facts.tests import TestRun
from deploylint.facts.validations import ValidationReports
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = ("reports/load*.xml", "reports/security*.xml", "reports/validations/*")
"""No tool has a place of its own for these."""


def collect(around: Around) -> ValidationReports:
    """Return the reports that are named under `validations`, else those at well-known places."""
    return collect_pieces(ValidationReports, around, Kind.VALIDATIONS, _read, KNOWN)


def _read(data: bytes, name: str) -> Reading[TestRun]:
    # most runs find nothing to read
    from deploylint.formats.testreport import read_tests

    return read_tests(data, name)
