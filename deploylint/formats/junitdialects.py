"""Which tool wrote a JUnit XML, and what is special about its files.

There is no standard. What each tool writes was looked at in files that it wrote:

- pytest https://docs.pytest.org/en/stable/how-to/output.html#creating-junitxml-format-files
- jest-junit https://github.com/jest-community/jest-junit
- vitest https://vitest.dev/guide/reporters#junit-reporter
- Playwright https://playwright.dev/docs/test-reporters#junit-reporter
- mocha https://mochajs.org/reporters/xunit
- node https://nodejs.org/api/test.html#test-reporters
- gotestsum https://github.com/gotestyourself/gotestsum#junit-xml-output
- ctest https://cmake.org/cmake/help/latest/manual/ctest.1.html#cmdoption-ctest-output-junit
- surefire https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd
- newman https://github.com/postmanlabs/newman#junitxml-reporter

Catch2 and doctest count assertions as tests:
https://github.com/catchorg/Catch2/blob/devel/src/catch2/reporters/catch_reporter_junit.cpp
https://github.com/doctest/doctest/blob/master/doctest/parts/doctest.cpp
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from deploylint.read.xml import Element


class Retries(Enum):
    """How a tool writes a test that it ran again."""

    UNKNOWN = "no two test cases are the same test"
    REPEATED = "once per run; only the last run may say that it failed"
    LAST_PASSES = "once per run; when the last in the file passed, the test passed in the end"


class Dialect(NamedTuple):
    """What is special about the files of a tool.

    `counts` says that each test it counts is a test case; else it counts something more.
    """

    tool: str
    retries: Retries = Retries.UNKNOWN
    counts: bool = True


# subtests are counted and not shown
PYTEST = Dialect("pytest", Retries.REPEATED, counts=False)
GOTESTSUM = Dialect("gotestsum", Retries.LAST_PASSES)
# requests without an assertion are counted as well
NEWMAN = Dialect("newman", counts=False)
MOCHA = Dialect("mocha")
CATCH2 = Dialect("Catch2", counts=False)
DOCTEST = Dialect("doctest", counts=False)
NODE = Dialect("node")
CTEST = Dialect("ctest")
SUREFIRE = Dialect("surefire")
PLAYWRIGHT = Dialect("Playwright")
OTHER = Dialect("JUnit XML")

_ROOTS = {
    "pytest tests": PYTEST,
    "jest tests": Dialect("jest-junit"),
    "vitest tests": Dialect("vitest"),
}
_SUITES = {"pytest": PYTEST, "Mocha Tests": MOCHA}
_OF_DOCTEST = {"errors", "failures", "name", "tests"}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LINTERS = frozenset(
    (
        *("ansible-lint", "bandit", "biome", "cfn-lint", "checkov scan", "checkstyle", "cppcheck"),
        "deploylint",
        *("eslint", "flake8", "golangci-lint", "hadolint", "mypy", "oxlint", "php_codesniffer"),
        *("phpcs", "phpstan", "pylint", "rubocop", "ruff", "semgrep results", "shellcheck"),
        *("spectral", "stylelint", "swiftlint", "tflint", "yamllint"),
    )
)

OWN_PROPERTY = "policy-digest"
"""Our reports (`report/junit.py`) state it in every suite, so they are known when merged, too."""


def dialect_of(suite: Element, root: Element) -> Dialect:
    """Return which tool wrote `suite`; a merged file has suites of several."""
    named = _ROOTS.get(root.get("name") or "") or _SUITES.get(suite.get("name") or "")
    if named is not None:
        return named
    if any(one.get("name") == "go.version" for one in properties_of(suite)):
        return GOTESTSUM
    if _UUID.fullmatch(suite.get("id") or "") and root.get("failures") is None:
        return NEWMAN
    if suite.get("hostname") == "tbd":
        return CATCH2
    return _by_root(root, suite) if root.tag == "testsuites" else _by_suite(suite)


def _by_root(root: Element, suite: Element) -> Dialect:
    case = suite.first("testcase")
    if suite.attributes.keys() == _OF_DOCTEST and case and case.get("status") == "run":
        return DOCTEST
    if not root.attributes:
        return NODE
    return PLAYWRIGHT if {"id", "name", "skipped"} <= root.attributes.keys() else OTHER


def _by_suite(suite: Element) -> Dialect:
    if any("surefire" in value for key, value in suite.attributes.items() if "Schema" in key):
        return SUREFIRE
    case = suite.first("testcase") or suite
    return CTEST if "status" in case.attributes and "result" not in case.attributes else OTHER


def linter_of(suite: Element) -> str | None:
    """Return the linter that wrote `suite`: its cases are complaints, not tests."""
    name = (suite.get("name") or "").lower()
    package = (suite.get("package") or "").lower().removeprefix("org.")
    if any(one.get("name") == OWN_PROPERTY for one in properties_of(suite)):
        return "deploylint"
    return next((one for one in (name, package) if one in _LINTERS), None)


def properties_of(suite: Element) -> Iterator[Element]:
    """Yield the properties that are stated for a whole suite."""
    for child in suite.children:
        if child.tag == "properties":
            yield from (one for one in child.children if one.tag == "property")
