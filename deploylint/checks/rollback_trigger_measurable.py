"""The trigger of the rollback is a number on a metric that is watched.

## Why
"If it looks bad" is discussed while it gets worse. "Error rate above 5 %" is seen and acted on.
A decision by hand may stand beside it.

## How to fix
Write `rollback_plan.trigger` as metric, comparison and number, such as `error rate > 5%`, and list
the metric under `monitoring.watch` or `monitoring.alerts`.
"""

import re

from deploylint.model.metrics import covered, metrics_in
from deploylint.model.plan import Plan
from deploylint.model.statements import folded, real, stated, unaccented
from deploylint.model.verdict import Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import listed, quoted

_SEPARATOR = r"\b(?:or|and|ou|et)\b|[;|\n]|,\s|&&"
_COMPARISON = (
    r"[<>≤≥]=?|\b(?:above|over|exceeds?|more than|greater than|higher than|below|under|less than"
    r"|lower than|at least|reaches|superieure?|au dessus|depasse|plus de|inferieure?|moins de)\b"
    r"|\bx ?\d|\d ?x\b"
)
_IMPLIED = r"\b(?:any|twice|doubles?|doubled|toute?|moindre)\b"
"""Words that hold both the comparison and the number."""

_NAMES = r"\b(?:[1-5]xx|p\d\d)\b"
"""Digits that belong to the name of a metric."""


def check(plan: Plan) -> Verdict:
    """Look for a condition with a number, on a metric that the plan watches."""
    trigger = plan.rollback_plan.trigger if plan.rollback_plan else None
    at = plan.where("rollback_plan", "trigger")
    if not real(trigger):
        reason = "the plan names no trigger for the rollback"
        return unproven(reason, Finding(reason, at))
    conditions = [part.strip() for part in re.split(_SEPARATOR, trigger, flags=re.IGNORECASE)]
    measured = [part for part in conditions if _subject(part)]
    if not measured:
        message = f"the trigger {quoted(trigger)} compares no metric with a number"
        return failed(message, Finding(message, at))
    watched = (*plan.monitoring.watch, *plan.monitoring.alerts) if plan.monitoring else ()
    if not watched:
        reason = f"the trigger {quoted(trigger)} is a number, but the plan names nothing watched"
        return unproven(reason, Finding(reason, at))
    unseen = [part for part in measured if not _is_watched(part, watched)]
    if len(unseen) == len(measured):
        reason = f"the trigger {quoted(trigger)} is on no watched metric ({listed(watched)})"
        return failed(reason, Finding(reason, at))
    notes = [Finding(f"{quoted(part)} is on no metric that is watched", at) for part in unseen]
    seen = listed([quoted(part) for part in measured if part not in unseen])
    places = stated(at, plan.where("monitoring"))
    return passed(f"the trigger is a number on a watched metric: {seen}", *notes, evidence=places)


def _subject(condition: str) -> str | None:
    """Return what a condition compares with a number, None when it does not."""
    condition = unaccented(condition)
    bare = re.sub(_NAMES, " ", condition)
    compared = re.search(_COMPARISON, bare) and re.search(r"\d", bare)
    if not compared and not re.search(_IMPLIED, bare):
        return None
    subject = re.split(_COMPARISON, condition)[0]
    return folded(condition if metrics_in(condition) else subject) or None


def _is_watched(condition: str, watched: tuple[str, ...]) -> bool:
    metrics = metrics_in(condition) or [_subject(condition) or ""]
    return any(covered(metric, watched) for metric in metrics)
