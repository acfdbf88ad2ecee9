"""What all answers of a run come to, taken together."""

from collections import Counter
from datetime import datetime

from deploylint.model.policy import Action
from deploylint.model.report import Answer, Refusal
from deploylint.model.wording import counted

UNJUDGED = max(Action) + 1
"""Ranks what could not be judged; worse than any decision."""


def rank(answer: Answer) -> int:
    """Return how bad an answer is: its decision, or `UNJUDGED`."""
    return UNJUDGED if isinstance(answer, Refusal) else answer.decision.value


def word(of: int) -> str:
    """Return the word for a rank, such as `abort`; `error` for what could not be judged."""
    return "error" if of == UNJUDGED else Action(of).label


def spoken(of: int) -> str:
    """Return a rank as the end of a sentence about how many plans have it."""
    return "could not be judged" if of == UNJUDGED else word(of)


class Overall:
    """Takes answers one by one and keeps how many there are of each rank.

    `failed` are those that are blocked or could not be judged. `next_permitted` is None, too, when
    one is postponed that knows no time.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.ranks: Counter[int] = Counter()
        self.failed = 0
        self._latest: datetime | None = None
        self._never = False

    def take(self, answer: Answer) -> None:
        """Count an answer."""
        self.ranks[rank(answer)] += 1
        if isinstance(answer, Refusal):
            self.failed += 1
        elif answer.blocked:
            self.failed += 1
            known = filter(None, (self._latest, answer.next_permitted))
            self._latest = max(known, default=None)
            self._never |= answer.decision is Action.POSTPONE and answer.next_permitted is None

    @property
    def next_permitted(self) -> datetime | None:
        """Return when the last of those that are blocked may go out, if that is known."""
        return None if self._never else self._latest

    @property
    def plans(self) -> int:
        """Return how many answers there are."""
        return self.ranks.total()

    @property
    def decision(self) -> str:
        """Return the word for the worst of them; `none` without any."""
        return word(max(self.ranks)) if self.ranks else "none"

    @property
    def blocked(self) -> bool:
        """Return whether any may not go out; where nothing was judged, nothing may."""
        return bool(self.failed) or not self.plans

    def said(self) -> str:
        """Return how many there are of each, the worst first, such as `3 plans: 1 abort, 2 go`."""
        found = (f"{self.ranks[one]} {spoken(one)}" for one in sorted(self.ranks, reverse=True))
        return f"{counted(self.plans, 'plan')}: {', '.join(found)}"
