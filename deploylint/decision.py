"""From verdicts to what people are told to do, and to the exit code."""

from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from deploylint.model.policy import Action, Severity
from deploylint.model.report import Counts, Item, Report
from deploylint.model.verdict import Cause, Status, Verdict


class ExitCode(IntEnum):
    """What the process tells its caller."""

    COMPLIANT = 0
    BLOCKED = 1
    USAGE = 2
    NOTHING = 3
    INTEGRITY = 4
    BUG = 70
    INTERRUPTED = 130


PRECEDENCE = (
    ExitCode.BUG,
    ExitCode.INTEGRITY,
    ExitCode.USAGE,
    ExitCode.BLOCKED,
    ExitCode.NOTHING,
    ExitCode.COMPLIANT,
)
"""Which code stands for several plans, strongest first."""


class Decision(NamedTuple):
    """What to do, when to come back, and how long a `go` holds."""

    action: Action
    blocked: bool
    next_permitted: datetime | None = None
    valid_until: datetime | None = None


def severity_of(severity: Severity, *, strict: bool) -> Severity:
    """Return the severity that counts: with `strict` a warning is an error."""
    return Severity.ERROR if strict and severity is Severity.WARNING else severity


def action_for(severity: Severity, verdict: Item | Verdict, on_fail: Action) -> Action:
    """Return what one verdict asks for, when a failure matters that much.

    Postponing and rolling back are answers to what was seen. Where nothing could be seen, the
    answer is to stop, or after the deployment to investigate: nobody waits for, or rolls back on,
    a file that could not be read. What is waived still fails, and asks for caution.
    """
    if verdict.status is not Status.FAIL or severity is Severity.INFO:
        return Action.GO
    if severity is Severity.WARNING or verdict.waiver is not None:
        return Action.CAUTION
    if verdict.cause is not Cause.VIOLATED:
        instead = {Action.POSTPONE: Action.ABORT, Action.ROLLBACK: Action.INVESTIGATE}
        return instead.get(on_fail, on_fail)
    return on_fail


def blocks(severity: Severity, verdict: Item | Verdict, on_fail: Action) -> bool:
    """Say whether a verdict keeps a release from going out."""
    return action_for(severity, verdict, on_fail) > Action.CAUTION


def weighed(items: Iterable[Item], *, strict: bool) -> tuple[Item, ...]:
    """Return the items, each with whether it blocks."""
    return tuple(
        item._replace(blocks=blocks(severity_of(item.severity, strict=strict), item, item.on_fail))
        for item in items
    )


def evaluated(items: Iterable[Item]) -> bool:
    """Say whether anything was judged: a rule that is not `na`, or a line that says `fail`.

    The plan's own lines that say `pass` are no judgement: they would make any plan green.
    """
    return any(
        item.status is Status.FAIL or (item.status is Status.PASS and item.origin is not None)
        for item in items
    )


def decide(items: Iterable[Item], *, strict: bool, answered: bool = False) -> Decision:
    """Return the strongest action that any item asks for.

    Nothing evaluated is no `go`, unless that is an answer: nothing was added since a commit.
    """
    judged = tuple(items)
    if not evaluated(judged):
        return Decision(Action.GO if answered else Action.INVESTIGATE, blocked=not answered)
    asked = [
        (action_for(severity_of(item.severity, strict=strict), item, item.on_fail), item)
        for item in judged
    ]
    action = max(action for action, _ in asked)
    blocked = action > Action.CAUTION
    ends = [item.valid_until for item in judged if item.valid_until]
    return Decision(
        action=action,
        blocked=blocked,
        next_permitted=_later(asked),
        valid_until=None if blocked else min(ends, default=None),
    )


def _later(asked: Iterable[tuple[Action, Item]]) -> datetime | None:
    """Return when nothing postpones any more; None when one that does knows no time."""
    blocking = [(action, item.next_permitted) for action, item in asked if action > Action.CAUTION]
    if any(action is Action.POSTPONE and when is None for action, when in blocking):
        return None
    return max((when for _, when in blocking if when is not None), default=None)


def count(items: Iterable[Item], *, strict: bool) -> Counts:
    """Return how many items have which outcome."""
    judged = tuple(items)
    failing = [item for item in judged if item.status is Status.FAIL]
    counted = [severity_of(item.severity, strict=strict) for item in failing if item.waiver is None]
    return Counts(
        passed=sum(item.status is Status.PASS for item in judged),
        failed=len(failing),
        na=sum(item.status is Status.NA for item in judged),
        errors=counted.count(Severity.ERROR),
        warnings=counted.count(Severity.WARNING),
        infos=counted.count(Severity.INFO),
        waived=len(failing) - len(counted),
    )


def exit_code(report: Report) -> ExitCode:
    """Return the code of one report; where nothing was evaluated, that may be an answer."""
    if not report.blocked:
        return ExitCode.COMPLIANT
    return ExitCode.BLOCKED if evaluated(report.items) else ExitCode.NOTHING


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """Return the code of a run over several plans; no plan at all means nothing was evaluated."""
    return min(codes, key=PRECEDENCE.index, default=ExitCode.NOTHING)
