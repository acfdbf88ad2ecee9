"""The fact that says which reports of end-to-end tests there are."""

from deploylint.facts.source import Collected
from deploylint.facts.tests import TestRun


class EndToEndReports(Collected[TestRun]):
    """The reports of the end-to-end and critical-path suites."""

    __slots__ = ()
