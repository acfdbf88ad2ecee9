"""The answer of `deploylint migrations`."""

from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.report import Report


class OutlinedOperation(NamedTuple):
    """One operation: what it is, what takes it back, what it loses, locks and breaks.

    Each is a short text; `loss`, `lock` and `breaks` are None where there is nothing to say.
    """

    text: str
    at: Location
    reverse: str
    loss: str | None = None
    lock: str | None = None
    breaks: str | None = None


class OutlinedMigration(NamedTuple):
    """One migration of the release; `down` says where its way back is written, or why none is."""

    name: str
    framework: str
    files: tuple[str, ...]
    digest: str
    dialect: str | None
    operations: tuple[OutlinedOperation, ...]
    down: str


class MigrationsReport(NamedTuple):
    """What was judged: the migrations in `folder` that `since` does not hold.

    `since` is None when all that are there were judged. `earlier` is how many came before. `report`
    is the judgement; its plan stands for a release of which nothing else is known.
    """

    folder: str
    since: str | None
    earlier: int
    migrations: tuple[OutlinedMigration, ...]
    report: Report
