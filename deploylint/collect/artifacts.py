"""The build artifacts: files that are named, and what checksum files list."""

from deploylint.collect.around import Around
from deploylint.collect.pieces import release_of
from deploylint.collect.places import RECORD, Located, locate
from deploylint.facts.artifacts import BuildArtifacts, Delivery
from deploylint.facts.source import Piece
from deploylint.model.evidence import Kind

KNOWN = (
    "SHA256SUMS",
    "dist/SHA256SUMS",
    "dist/checksums.txt",
    "build/SHA256SUMS",
    f"dist/*{RECORD}",
)


def collect(around: Around) -> BuildArtifacts:
    """Return the artifacts that are named, else those at the well-known places."""
    located = locate(around.root, around.question.named(Kind.ARTIFACTS), KNOWN)
    release, problem = release_of(around) if located.files else (None, None)
    return BuildArtifacts(
        kind=Kind.ARTIFACTS,
        pieces=_pieces(around.root, located) if located.files else (),
        missing=located.missing,
        searched=located.searched,
        release=release,
        release_problem=problem,
    )


def _pieces(root: str, located: Located) -> tuple[Piece[Delivery], ...]:
    # most runs find no artifact
    from deploylint.collect.shelf import Shelf

    shelf = Shelf(root)
    # a record stands for the artifact that it lies beside
    files = {path.removesuffix(RECORD): named for path, named in located.files}
    pieces = [shelf.piece(path, named) for path, named in files.items()]
    return tuple(piece for piece in pieces if piece is not None)
