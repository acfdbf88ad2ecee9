"""The releases that are published."""

from deploylint.collect.around import Around
from deploylint.collect.pieces import collect_pieces
from deploylint.facts.published import Publication, Published
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = ("reports/release.json", "reports/release-*.json")


def collect(around: Around) -> Published:
    """Return what lies at the places of releases."""
    return collect_pieces(Published, around, Kind.RELEASE, _read, KNOWN)


def _read(data: bytes, name: str) -> Reading[tuple[Publication, ...]]:
    # most runs find nothing to read
    from deploylint.formats.releasedata import read_releases

    return read_releases(data, name)
