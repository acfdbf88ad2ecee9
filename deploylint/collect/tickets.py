"""The tickets of the release."""

from deploylint.collect.around import Around
from deploylint.collect.pieces import collect_pieces
from deploylint.facts.issues import IssueList
from deploylint.facts.tickets import Tickets
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = ("reports/tickets.json", "reports/tickets-*.json")


def collect(around: Around) -> Tickets:
    """Return what lies at the places of tickets."""
    return collect_pieces(Tickets, around, Kind.TICKETS, _read, KNOWN)


def _read(data: bytes, name: str) -> Reading[IssueList]:
    # most runs find nothing to read
    from deploylint.formats.issuelist import read_issues

    return read_issues(data, name)
