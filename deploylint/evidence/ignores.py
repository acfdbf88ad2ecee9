"""Vulnerabilities that a policy accepts for a time."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, NamedTuple

from deploylint.model.location import Location


class Ignore(NamedTuple):
    """A vulnerability that somebody answers for until a day, the last on which it is accepted."""

    id: Annotated[str, "The id or an alias, such as CVE-2021-44906."]
    reason: Annotated[str, "Why it may be accepted."]
    until: Annotated[date, "The last day on which it is accepted, in UTC."]
    owner: Annotated[str, "Who answers for it."]
    package: Annotated[str, "The package it is accepted in; without it, every one."] = ""
    at: Location | None = None

    @property
    def lapses(self) -> datetime:
        """Return the moment from which on it counts no longer."""
        return datetime.combine(self.until, time(0), UTC) + timedelta(days=1)

    @property
    def subject(self) -> str:
        """Return what it is about, for people."""
        # nobody is told of an ignore unless something was scanned
        from deploylint.evidence.scanned import plain

        return plain(self.id) + (f" in {plain(self.package)}" if self.package else "")
