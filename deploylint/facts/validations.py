"""The fact that says which reports of extra validations there are."""

from deploylint.facts.source import Collected
from deploylint.facts.tests import TestRun


class ValidationReports(Collected[TestRun]):
    """The reports of what a project demands beyond tests, such as load and security tests."""

    __slots__ = ()
