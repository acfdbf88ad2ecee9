"""The fact that says where migrations were run, and whether they were those of the release."""

from typing import NamedTuple

from deploylint.facts.source import Collected, RecordedRun


class MigrationRun(NamedTuple):
    """A recorded command that applied migrations; the record is called as the environment is.

    At another commit than the release, `changed` are the migrations of the release whose files had
    another content there, and `absent` those that did not exist there. `unknown` says why that
    cannot be told: "commit 3f9c1e2 is not in this repository". All are empty where nothing differs.
    """

    environment: str
    recorded: RecordedRun
    changed: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unknown: str | None = None


class MigrationRuns(Collected[MigrationRun]):
    """The runs that were found."""

    __slots__ = ()
