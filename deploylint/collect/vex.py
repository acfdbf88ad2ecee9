"""Collects the VEX documents of the release.

Who releases something shall not explain its vulnerabilities away all alone: a document counts when
the settings name it, or when the main branch holds it.
"""

from deploylint.collect.around import Around
from deploylint.collect.pieces import MAX_BYTES, collect_pieces
from deploylint.errors import UnavailableError
from deploylint.facts.source import Piece, Source
from deploylint.facts.vex import VexDocument, VexDocuments
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind
from deploylint.read.digest import digest_of

KNOWN = ("*.vex.json", "vex.json", ".vex/*.json")
NAME_IT = "name it under `evidence: {vex: ...}` in .deploylint.yaml"


def collect(around: Around) -> VexDocuments:
    """Return the documents; one that stands in the commit of the release is of that commit."""
    found = collect_pieces(VexDocuments, around, Kind.VEX, _read, KNOWN)
    settled = {place.at for place in around.question.named(Kind.VEX) if not place.by_plan}
    pieces = tuple(
        piece if piece.source.named in settled else _doubted(piece, around)
        for piece in found.pieces
    )
    if found.release is not None:
        pieces = tuple(_committed(piece, around) for piece in pieces)
    return found._replace(pieces=pieces)


def _doubted(piece: Piece[VexDocument], around: Around) -> Piece[VexDocument]:
    """Return a piece with why its word is not enough, None when the main branch holds it."""
    if piece.content is None:
        return piece
    by = "only the plan names it" if piece.source.named else "nobody names it"
    try:
        base = around.base
        why = None if _holds(around, base.tip, piece.source) else f"{base.text} does not hold it"
    except UnavailableError as error:
        why = str(error)
    flaw = None if why is None else f"{by}, and {why}; {NAME_IT}"
    return piece._replace(content=piece.content._replace(flaw=flaw))


def _committed(piece: Piece[VexDocument], around: Around) -> Piece[VexDocument]:
    source = piece.source
    if piece.content is None or source.run is not None:
        return piece
    try:
        held = _holds(around, around.release.commit, source)
    except UnavailableError:
        return piece
    return piece._replace(source=source._replace(commit=around.release.commit)) if held else piece


def _holds(around: Around, commit: str, source: Source) -> bool:
    """Say whether the commit has the very file. Raises UnavailableError when nobody can tell."""
    blob = around.git.blob(commit, source.path, MAX_BYTES)
    return blob is not None and digest_of(blob) == source.digest


def _read(data: bytes, name: str) -> Reading[VexDocument]:
    # most runs find nothing to read
    from deploylint.formats.vex import read_vex

    return read_vex(data, name)
