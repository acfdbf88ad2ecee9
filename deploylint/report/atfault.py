"""Which rules keep a plan from going out."""

from deploylint.model.report import Report

_LATEST: list[tuple[tuple[str, ...], frozenset[str]]] = []
"""The rules of the report asked about last: each of its items is asked about, and may be one."""


def at_fault(rule: str, report: Report) -> bool:
    """Say whether `rule` is one of those because of which a report is blocked."""
    if not _LATEST or _LATEST[0][0] is not report.blocking:
        _LATEST[:] = [(report.blocking, frozenset(report.blocking))]
    return rule in _LATEST[0][1]
