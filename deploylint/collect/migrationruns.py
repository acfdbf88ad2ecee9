"""Recorded runs of migrations, tied to the release by the content of its migrations."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deploylint.collect.around import Around
from deploylint.collect.pieces import collect_pieces
from deploylint.collect.places import RECORD
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.migrationruns import MigrationRun, MigrationRuns
from deploylint.facts.migrations import Migration
from deploylint.facts.release import ABBREVIATED, Release
from deploylint.facts.source import Piece
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = (f"reports/deploylint/{Kind.MIGRATIONS}*{RECORD}",)
"""Where runs are looked for when no place is named."""

BY_VERSION = True
"""The versions of the plan decide which migrations are those of the release."""

MAX_COMMITS = 50
"""Other commits that are compared with the release."""

NOT_KNOWN = "which migrations the release adds is not known, so none can be compared"


class Difference(NamedTuple):
    """The migrations of the release that a commit holds with another content, and those it lacks.

    `unknown` says why that cannot be told.
    """

    changed: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unknown: str | None = None


def collect(around: Around) -> MigrationRuns:
    """Return the runs; one at another commit counts where the migrations were the same."""
    found = collect_pieces(MigrationRuns, around, Kind.MIGRATIONS, _read, KNOWN)
    pieces = tuple(map(_of_its_run, found.pieces))
    release = found.release
    elsewhere = {
        commit for piece in pieces if (commit := _other_commit(piece, release)) is not None
    }
    if release is not None and elsewhere:
        differences = _differences(around, release, sorted(elsewhere)[:MAX_COMMITS])
        pieces = tuple(_compared(piece, release, differences) for piece in pieces)
    return found._replace(pieces=pieces)


def _read(data: bytes, name: str) -> Reading[MigrationRun | None]:
    """Read a record; any other file is worth what the record beside it says."""
    if not name.endswith(RECORD):
        return Reading(content=None)
    # most runs find nothing to read
    from deploylint.formats.run import read_run

    run = read_run(data, name)
    return Reading(content=MigrationRun(run.name, run), time=run.ended_at, commit=run.commit)


def _of_its_run(piece: Piece[MigrationRun]) -> Piece[MigrationRun]:
    """Return a piece for which a record speaks: the record itself, or the one beside an output.

    A record without outputs is found under the name that an output of it would have.
    """
    source, run = piece.source, piece.source.run
    if piece.content is not None:
        run = piece.content.recorded
        source = source._replace(run=run, commit=None, time=None)
        if run.kind is not Kind.MIGRATIONS:
            was = f"was recorded as `{run.kind}`, not as `{Kind.MIGRATIONS}`"
            return Piece(source, None, f"{was}: name it under that kind, or record it as this one")
        return piece._replace(source=source)
    if run is None or run.kind is not Kind.MIGRATIONS:
        why = "is no record of a run; `deploylint record --kind migrations` writes one"
        return piece if piece.problem is not None else piece._replace(problem=why)
    if source.digest is None and not run.outputs and run.path == source.path + RECORD:
        source = source._replace(path=run.path, digest=run.digest, run_problem=None)
        return Piece(source, MigrationRun(run.name, run))
    if source.digest is not None and source.run_problem is None:
        return Piece(source, MigrationRun(run.name, run))
    return piece


def _other_commit(piece: Piece[MigrationRun], release: Release | None) -> str | None:
    """Return the commit of a run that has to be compared with the release, None otherwise."""
    run = None if piece.content is None else piece.content.recorded
    if run is None or release is None or run.commit is None or run.dirty:
        return None
    same = release.is_commit(run.commit) or run.tree == release.tree
    return None if same else run.commit


def _differences(
    around: Around, release: Release, commits: Sequence[str]
) -> Mapping[str, Difference]:
    """Return what is different at each of the commits."""
    # only runs at another commit pay for it
    from deploylint.collect.migrations import read_migrations
    from deploylint.collect.trees import CommitTree

    try:
        migrations = around.once(read_migrations)
        if migrations.unreadable or not migrations.in_release:
            return dict.fromkeys(commits, Difference(unknown=NOT_KNOWN))
        paths = [path for one in migrations.in_release for path in one.files]
        ours = CommitTree(around.git, release.commit).ids(paths)
        return {
            commit: _difference(around, migrations.in_release, ours, commit) for commit in commits
        }
    except (UnavailableError, UserError) as error:
        return dict.fromkeys(commits, Difference(unknown=str(error)))


def _difference(
    around: Around, migrations: Sequence[Migration], ours: Mapping[str, str], commit: str
) -> Difference:
    from deploylint.collect.trees import CommitTree

    short = commit[:ABBREVIATED]
    if around.git.commit(commit) is None:
        return Difference(unknown=f"commit {short} is not in this repository")
    theirs = CommitTree(around.git, commit).ids(ours)
    changed: list[str] = []
    absent: list[str] = []
    for one in migrations:
        files = [path for path in one.files if theirs.get(path) != ours.get(path)]
        if files:
            gone = not any(path in theirs for path in one.files)
            (absent if gone else changed).append(one.name)
    return Difference(tuple(changed), tuple(absent))


def _compared(
    piece: Piece[MigrationRun], release: Release, differences: Mapping[str, Difference]
) -> Piece[MigrationRun]:
    """Return a run at another commit, tied to the release if nothing is different there."""
    commit = _other_commit(piece, release)
    if commit is None or piece.content is None:
        return piece
    found = differences.get(commit, Difference(unknown=f"more than {MAX_COMMITS} commits differ"))
    source, run = piece.source, piece.content.recorded
    if found == Difference():
        # of the files it is those of the migrations that a run of migrations speaks of
        source = source._replace(run=run._replace(tree=release.tree))
    content = MigrationRun(run.name, run, found.changed, found.absent, found.unknown)
    return Piece(source, content, piece.problem)
