"""The builds of the release, read from files, from records, and from the event of the CI run."""

import os

from deploylint.collect.around import Around
from deploylint.collect.eventpiece import with_event
from deploylint.collect.pieces import collect_pieces
from deploylint.collect.places import RECORD
from deploylint.facts.builds import Build, Builds, Outcome
from deploylint.facts.release import Release
from deploylint.facts.source import Piece, RecordedRun
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = (
    "reports/ci.json",
    "reports/ci-*.json",
    "reports/run.json",
    "reports/run-*.json",
    "reports/pipeline*.json",
    "reports/jobs*.json",
    "reports/checks*.json",
    f"reports/deploylint/{Kind.BUILD}*{RECORD}",
)
"""Where builds are looked for when no place is named."""

RUNS = ("GITHUB_RUN_ID", "CI_PIPELINE_ID")
"""Where GitHub and GitLab say which run this is."""

Content = tuple[Build, ...]


def collect(around: Around) -> Builds:
    """Return the builds, those of a commit with the same files tied to the release."""
    found = collect_pieces(Builds, around, Kind.BUILD, _read, KNOWN)
    found = with_event(found, around, _read)
    own = frozenset(filter(None, map(os.environ.get, RUNS)))
    pieces = (_without_own(_from_record(piece), own) for piece in found.pieces)
    release = found.release
    if release is None:
        return found._replace(pieces=tuple(pieces))
    return found._replace(pieces=tuple(_tied(around, release, piece) for piece in pieces))


def _read(data: bytes, name: str) -> Reading[Content]:
    # most runs find nothing to read
    from deploylint.formats.ciruns import read_builds

    return read_builds(data, name)


def _from_record(piece: Piece[Content]) -> Piece[Content]:
    """Return a piece for which its record speaks: the record itself, or an output without runs.

    A record without outputs is found under the name that an output of it would have.
    """
    source, run = piece.source, piece.source.run
    if piece.content is not None and piece.content[0].recorded is not None:
        run = piece.content[0].recorded
        if run.kind is not Kind.BUILD:
            return piece._replace(content=None, problem=_of_another_kind(run))
        return piece._replace(source=source._replace(run=run, commit=None, time=None))
    if run is None or piece.content is not None or run.kind is not Kind.BUILD:
        return piece
    # only records pay for it
    from deploylint.formats.ciruns import recorded

    if source.digest is None and not run.outputs and run.path == source.path + RECORD:
        source = source._replace(path=run.path, digest=run.digest, run_problem=None)
        return Piece(source, (recorded(run),))
    if source.digest is not None and source.run_problem is None:
        return Piece(source, (recorded(run),))
    return piece


def _of_another_kind(run: RecordedRun) -> str:
    return (
        f"was recorded as `{run.kind}`, not as `{Kind.BUILD}`: name it under that kind, or record"
        " it as this one"
    )


def _without_own(piece: Piece[Content], own: frozenset[str]) -> Piece[Content]:
    """Return a piece without the run that this program is part of: it ends after this program."""
    if piece.content is None or not any(build.run_id in own for build in piece.content):
        return piece
    return piece._replace(content=tuple(_ended(build, own) for build in piece.content))


def _ended(build: Build, own: frozenset[str]) -> Build:
    if build.run_id not in own:
        return build
    steps = (one for one in build.steps if not (one.whole and one.outcome is Outcome.PENDING))
    return build._replace(steps=tuple(steps))


def _tied(around: Around, release: Release, piece: Piece[Content]) -> Piece[Content]:
    """Return a piece with those of its builds that are of the release, if any is.

    What was recorded at this commit may speak of another all the same, so its record does not tie
    it.
    """
    builds = piece.content or ()
    commits = dict.fromkeys(build.commit for build in builds if build.recorded is None)
    stated = [commit for commit in commits if commit is not None]
    if not stated:
        return piece
    ours = {commit: _is_ours(around, release, commit) for commit in stated}
    if not any(tie is not None for tie in ours.values()):
        return piece._replace(source=piece.source._replace(commit=stated[0], run=None))
    kept = [build for build in builds if ours.get(build.commit or "", False) is not None]
    content = tuple(build._replace(merged=ours.get(build.commit or "") is True) for build in kept)
    return piece._replace(source=piece.source._replace(commit=release.commit), content=content)


def _is_ours(around: Around, release: Release, commit: str) -> bool | None:
    """Return None when a commit is another than the release, and whether it is merged by it."""
    if release.is_commit(commit):
        return False
    # only evidence of another commit pays for it
    from deploylint.collect.ties import merged, same_files

    if same_files(around, release, commit):
        return False
    merge = merged(around, release, commit)
    return None if merge is None or merge.surplus is not None else True
