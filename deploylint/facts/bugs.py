"""The fact that says which bugs are open."""

from deploylint.facts.issues import IssueList
from deploylint.facts.source import Collected


class Bugs(Collected[IssueList]):
    """What was found of lists of bugs."""

    __slots__ = ()
