"""Artifacts on disk: present, of a size, and as their checksum file says."""

import os
import time
from posixpath import dirname, join, normpath

from deploylint.collect.pieces import said, unread
from deploylint.collect.runs import RunBeside, run_beside
from deploylint.errors import UserError
from deploylint.facts.artifacts import Artifact, Delivery
from deploylint.facts.source import Piece, RecordedRun, Source
from deploylint.formats.checksums import HEAD, Listed, is_checksums, read_checksums
from deploylint.model.evidence import Kind
from deploylint.model.location import Location
from deploylint.read.bigfiles import Digested, digest_inside, head_inside
from deploylint.read.digest import digest_of
from deploylint.read.files import read_inside

KINDS = (Kind.ARTIFACTS, Kind.BUILD)
"""Kinds of recorded runs whose outputs are artifacts, found unasked."""

MAX_SECONDS = 60.0
"""Seconds that all artifacts together may take to read."""

MAX_LIST = 4_000_000
"""Bytes of a checksum file."""

SHA256 = "sha256"


class Shelf:
    """The files below a root, read within the time for all of them."""

    def __init__(self, root: str) -> None:
        """Start the time."""
        self.root = root
        self.until = time.monotonic() + MAX_SECONDS
        self.read: dict[tuple[str, str], Digested] = {}

    def piece(self, path: str, named: Location | None) -> Piece[Delivery] | None:
        """Return the piece at `path`; None for the output of another kind of run, found unasked."""
        beside = run_beside(self.root, path)
        if named is None and beside.run is not None and beside.run.kind not in KINDS:
            return None
        source = Source(Kind.ARTIFACTS, path, named=named, run=beside.run)
        try:
            if is_checksums(path, head_inside(self.root, path, HEAD)):
                return self._list(source, beside)
            digested = self._digest(path, SHA256)
        except UserError as error:
            return unread(source, beside, self.root, said(error))
        digest = f"{SHA256}:{digested.digests[SHA256]}"
        problem = beside.problem_of(path, digest)
        source = source._replace(digest=digest, run_problem=problem)
        artifact = Artifact(path, source.at, digested.size)
        return Piece(source, Delivery((artifact,)))

    def _list(self, source: Source, beside: RunBeside) -> Piece[Delivery]:
        """Return the piece of a checksum file. Raises UserError when it cannot be read."""
        data = read_inside(self.root, source.path, MAX_LIST)
        digest = digest_of(data)
        listed = read_checksums(data, source.path).content
        artifacts = tuple(self._artifact(source.path, one) for one in listed)
        source = source._replace(digest=digest, run_problem=beside.problem_of(source.path, digest))
        if source.run is None and source.run_problem is None:
            source = source._replace(run=self._run_of(artifacts))
        return Piece(source, Delivery(artifacts))

    def _run_of(self, artifacts: tuple[Artifact, ...]) -> RecordedRun | None:
        """Return the recorded run that made all that a checksum file without a record lists.

        Its digests are then those that the run sealed, so the file says nothing of its own.
        """
        runs = []
        for artifact in artifacts:
            beside = run_beside(self.root, artifact.path)
            if beside.run is None or artifact.problem is not None:
                return None
            digest = self._digest(artifact.path, SHA256).digests[SHA256]
            if beside.problem_of(artifact.path, f"{SHA256}:{digest}") is not None:
                return None
            runs.append(beside.run)
        same = {(run.command, run.started_at, run.commit) for run in runs}
        return runs[0] if len(same) == 1 else None

    def _artifact(self, listing: str, listed: Listed) -> Artifact:
        """Return a listed file: relative to the folder of the list, else to the root."""
        at = Location(listing, listed.line, 1)
        places = [normpath(join(dirname(listing), listed.file)), normpath(listed.file)]
        inside = [p for p in places if not os.path.isabs(p) and p.split("/")[0] != ".."]
        if not inside:
            return Artifact(listed.file, at, problem="leads out of the repository")
        there = (p for p in inside if os.path.lexists(os.path.join(self.root, p)))
        path = next(there, inside[0])
        try:
            digested = self._digest(path, listed.algorithm)
        except UserError as error:
            return Artifact(path, at, problem=said(error))
        found = digested.digests[listed.algorithm]
        if found == listed.digest:
            return Artifact(path, at, digested.size, checked=True)
        problem = (
            f"is not the file that was built: its {listed.algorithm} is {found[:12]}…, and"
            f" {listing} lists {listed.digest[:12]}…"
        )
        return Artifact(path, at, digested.size, checked=True, problem=problem)

    def _digest(self, path: str, algorithm: str) -> Digested:
        key = (path, algorithm)
        if key not in self.read:
            self.read[key] = digest_inside(self.root, path, (algorithm,), self.until)
        return self.read[key]
