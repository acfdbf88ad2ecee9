"""The bugs that are open."""

from deploylint.collect.around import Around
from deploylint.collect.pieces import collect_pieces
from deploylint.facts.bugs import Bugs
from deploylint.facts.issues import IssueList
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = ("reports/bugs.json", "reports/bugs-*.json")


def collect(around: Around) -> Bugs:
    """Return what lies at the places of bugs."""
    return collect_pieces(Bugs, around, Kind.BUGS, _read, KNOWN)


def _read(data: bytes, name: str) -> Reading[IssueList]:
    # most runs find nothing to read
    from deploylint.formats.issuelist import read_issues

    return read_issues(data, name)
