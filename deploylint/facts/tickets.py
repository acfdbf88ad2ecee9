"""The fact that says which tickets are closed."""

from deploylint.facts.issues import IssueList
from deploylint.facts.source import Collected


class Tickets(Collected[IssueList]):
    """What was found of lists of tickets."""

    __slots__ = ()
