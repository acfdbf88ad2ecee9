"""Collects the VEX documents of the release."""

from deploylint.collect.around import Around
from deploylint.collect.pieces import MAX_BYTES, collect_pieces
from deploylint.errors import UnavailableError
from deploylint.facts.source import Piece
from deploylint.facts.vex import VexDocument, VexDocuments
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind
from deploylint.read.digest import digest_of

KNOWN = ("*.vex.json", "vex.json", ".vex/*.json")


def collect(around: Around) -> VexDocuments:
    """Return the documents; one that stands in the commit of the release is of that commit."""
    found = collect_pieces(VexDocuments, around, Kind.VEX, _read, KNOWN)
    if found.release is None:
        return found
    return found._replace(pieces=tuple(_committed(piece, around) for piece in found.pieces))


def _committed(piece: Piece[VexDocument], around: Around) -> Piece[VexDocument]:
    source = piece.source
    if piece.content is None or source.run is not None:
        return piece
    try:
        blob = around.git.blob(around.release.commit, source.path, MAX_BYTES)
    except UnavailableError:
        return piece
    if blob is None or digest_of(blob) != source.digest:
        return piece
    return piece._replace(source=source._replace(commit=around.release.commit))


def _read(data: bytes, name: str) -> Reading[VexDocument]:
    # most runs find nothing to read
    from deploylint.formats.vex import read_vex

    return read_vex(data, name)
