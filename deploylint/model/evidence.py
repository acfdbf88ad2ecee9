"""Kinds of evidence, and the places that plans and settings name for them."""

from enum import StrEnum
from typing import NamedTuple

from deploylint.model.location import Location


class Kind(StrEnum):
    """What evidence speaks of: the keys of `evidence:`, and of `record --kind`."""

    TESTS = "tests"
    END_TO_END = "end_to_end"
    VALIDATIONS = "validations"
    COVERAGE = "coverage"
    REVIEW = "review"
    BUILD = "build"
    BUILD_LOG = "build_log"
    ARTIFACTS = "artifacts"
    BUDGETS = "budgets"
    VULNERABILITIES = "vulnerabilities"
    VEX = "vex"
    BUGS = "bugs"
    TICKETS = "tickets"
    RELEASE = "release"
    CHANGELOG = "changelog"
    MIGRATIONS = "migrations"


class Place(NamedTuple):
    """A path or pattern that somebody named, relative to the root, and where it is named.

    `by_plan` says that the plan of one deployment names it, and not the settings.
    """

    pattern: str
    at: Location
    by_plan: bool = False
