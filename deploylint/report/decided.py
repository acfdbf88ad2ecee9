"""What a decision means, in words.

Nothing here is escaped; each format does that at its last step.
"""

from collections.abc import Iterator

from deploylint.model.policy import Action
from deploylint.model.report import Item, Refusal, Report, Trouble
from deploylint.model.verdict import Evidence
from deploylint.model.wording import counted
from deploylint.report.layout import Tone, moment

NOTHING = "nothing was judged, so this is no permission"

_MEANING = {
    Action.GO: "may go out",
    Action.CAUTION: "may go out, with care",
    Action.INVESTIGATE: "find the cause before going on",
    Action.POSTPONE: "not now",
    Action.ABORT: "do not deploy",
    Action.ROLLBACK: "return to the previous version now",
}
_BASIS = {"now": "now", "--at": "from --at", "scheduled_at": "the plan's scheduled_at"}


def nothing_judged(report: Report) -> bool:
    """Say whether it is blocked because no rule had anything to judge, not because one fails."""
    return report.blocked and not report.blocking


def meaning(report: Report) -> str:
    """Return what people are to do."""
    return NOTHING if nothing_judged(report) else _MEANING[report.decision]


def decided(report: Report) -> str:
    """Return what people are to do, how much has to be mended first, and from or until when."""
    said = [meaning(report)]
    if report.blocking and report.decision is not Action.POSTPONE:
        said.append(blocks(len(report.blocking)))
    said += times(report)
    return "; ".join(said)


def times(report: Report) -> Iterator[str]:
    """Yield when what is blocked is permitted again, and when a permission holds."""
    postponed = report.decision is Action.POSTPONE
    if report.blocked and report.next_permitted is not None:
        words = "permitted again from" if postponed else "next permitted time"
        yield f"{words} {moment(report.next_permitted, report.timezone)}"
    elif postponed and report.next_permitted is None:
        yield "no time to come back is known"
    if not report.blocked:
        yield from _valid(report)


def _valid(report: Report) -> Iterator[str]:
    """Yield when a permission holds: not from now on, if a later moment was judged."""
    later = report.now is not None and report.at is not None and report.at > report.now
    bounds = {"from": report.at if later else None, "until": report.valid_until}
    said = [f"{word} {moment(at, report.timezone)}" for word, at in bounds.items() if at]
    if said:
        yield f"valid {' '.join(said)}"


def judged(report: Report) -> str:
    """Return for which moment it was judged, and what chose that."""
    when = moment_judged(report)
    return "judged without a clock" if when is None else f"judged for {when}"


def moment_judged(report: Report) -> str | None:
    """Return the moment judged and what chose it; None without a clock."""
    if report.at is None:
        return None
    clock = ", simulated clock" if report.simulated else ""
    basis = _BASIS.get(report.basis, report.basis)
    return f"{moment(report.at, report.timezone)}, {basis}{clock}"


def tone(report: Report) -> Tone:
    """Return the colour of a decision on a terminal."""
    if report.blocked:
        return Tone.BAD
    return Tone.GOOD if report.decision is Action.GO else Tone.WARN


def tally(report: Report) -> str:
    """Return how many items have which outcome."""
    counts = report.counts
    kinds = ((counts.errors, "error"), (counts.warnings, "warning"), (counts.infos, "info"))
    failed = [counted(number, word) for number, word in kinds if number]
    failed += [f"{counts.waived} waived"] if counts.waived else []
    said = [f"{counts.passed} pass"]
    said += [f"{counts.failed} fail ({', '.join(failed)})"] if counts.failed else []
    said += [f"{counts.na} na"] if counts.na else []
    return ", ".join(said)


def blocks(number: int) -> str:
    """Return `1 item blocks` or `3 items block`."""
    return f"{counted(number, 'item')} block{'s' * (number == 1)}"


def harmless(item: Item) -> str:
    """Return why an item that fails does not block."""
    return item.severity.label if item.waiver is None else "waived"


def rests_on(evidence: Evidence) -> str:
    """Return what was looked at, with what tells it from another."""
    commit = None if evidence.commit is None else f"commit {evidence.commit}"
    more = [part for part in (evidence.digest, commit, evidence.time) if part]
    said = f"{evidence.kind} {evidence.source}"
    return f"{said} ({', '.join(more)})" if more else said


def unjudged(refusal: Refusal) -> str:
    """Return what could not be judged."""
    return f"{refusal.file} could not be judged" if refusal.file else "nothing could be judged"


def reason(trouble: Trouble) -> str:
    """Return on one line where something is wrong, what, and what helps."""
    place = "" if trouble.at is None else f"{trouble.at}: "
    hint = "" if trouble.hint is None else f"; {trouble.hint}"
    return f"{place}{trouble.message}{hint}"
