"""What documents on CI runs have in common: outcomes, and steps sorted by commit."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.facts.builds import Build, Outcome, Step
from deploylint.formats.jsonpart import Part

UNNAMED = "(no name)"
LONGEST = 200
"""Characters of a name that are kept."""

OUTCOMES = {
    "success": Outcome.SUCCESS,
    "skipped": Outcome.SKIPPED,
    "neutral": Outcome.NEUTRAL,
    **dict.fromkeys(("cancelled", "canceled", "canceling"), Outcome.CANCELLED),
    **dict.fromkeys(("queued", "requested", "waiting", "in_progress"), Outcome.PENDING),
    **dict.fromkeys(("expected", "pending", "created", "preparing"), Outcome.PENDING),
    **dict.fromkeys(("running", "scheduled", "manual"), Outcome.PENDING),
    **dict.fromkeys(("waiting_for_resource", "waiting_for_callback"), Outcome.PENDING),
}
"""Words of GitHub and GitLab, in lower case; every other one is a failure."""

COMPLETED = "completed"


class Ran(NamedTuple):
    """A step, the commit it ran on, and what the CI service calls its run."""

    step: Step
    commit: str | None = None
    run_id: str | None = None


def ended(status: str, conclusion: str) -> tuple[Outcome, str]:
    """Return how a run, job or check of GitHub ended, and the word for it.

    The conclusion counts only once the status is `completed`, or where no status is given.
    """
    if status and status.lower() != COMPLETED:
        word = status.lower()[:LONGEST]
        return Outcome.PENDING, word
    if not conclusion:
        return (Outcome.FAILURE, "no conclusion") if status else (Outcome.PENDING, "no status")
    return outcome_of(conclusion)


def outcome_of(word: str) -> tuple[Outcome, str]:
    """Return what one word says, in lower case."""
    lower = word.lower()[:LONGEST]
    return OUTCOMES.get(lower, Outcome.FAILURE), lower or "no state"


def name_of(*texts: str) -> str:
    """Return the first text that is not blank, on one line."""
    names = (" ".join(text[: 2 * LONGEST].split())[:LONGEST] for text in texts)
    return next(filter(None, names), UNNAMED)


def builds_of(ran: Iterable[Ran]) -> tuple[Build, ...]:
    """Return one build for each commit and run, in the order in which they come."""
    found: dict[tuple[str | None, str | None], list[Step]] = {}
    for one in ran:
        found.setdefault((one.commit, one.run_id), []).append(one.step)
    return tuple(
        Build(steps=tuple(steps), commit=commit, run_id=run)
        for (commit, run), steps in found.items()
    )


def whole_list(part: Part, key: str, noun: str) -> list[Part]:
    """Return the list under `key`. Raises UserError when `total_count` says that there are more."""
    listed, total = part.parts(key), part.whole("total_count")
    if total is not None and total > len(listed):
        raise UserError(
            f"shows {len(listed)} of {total} {noun}; ask for 100 a page, and for every page",
            part.file,
        )
    return listed


def latest(times: Iterable[datetime | None]) -> datetime | None:
    """Return the last of the times that are known."""
    return max((time for time in times if time is not None), default=None)
