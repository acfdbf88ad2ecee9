"""Records of runs beside their outputs, as `deploylint record` writes them."""

from datetime import datetime

from deploylint.facts.source import RecordedRun, Sealed
from deploylint.formats.run import write_run
from deploylint.model.evidence import Kind
from deploylint.read.digest import digest_of
from tests.evidence.repository import Repository

ENDED = datetime.fromisoformat("2026-11-24T09:00:00+01:00")
"""After the commits of the tests and before their now."""

STARTED = datetime.fromisoformat("2020-01-01T00:00:00+01:00")
"""Long ago, so that the times which real samples state lie within the run."""


def seal(
    repo: Repository,
    kind: Kind,
    *outputs: str,
    command: str = "make",
    exit_code: int = 0,
    ended: datetime = ENDED,
    commit: str | None = None,
    dirty: bool = False,
) -> None:
    """Write a record beside each of the outputs, which lie in the repository already."""
    at = commit or repo.head
    run = RecordedRun(
        kind=kind,
        name=kind.value,
        command=tuple(command.split()),
        exit_code=exit_code,
        started_at=STARTED,
        ended_at=ended,
        commit=at,
        tree=repo.git("rev-parse", f"{at}^{{tree}}"),
        dirty=dirty,
        outputs=tuple(Sealed(name, digest_of((repo.path / name).read_bytes())) for name in outputs),
        lockfiles=(),
        versions={},
        ci=None,
        path="",
        digest="",
    )
    for name in outputs:
        (repo.path / f"{name}.evidence.json").write_text(write_run(run))
