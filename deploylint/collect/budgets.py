"""The reports on performance budgets."""

from deploylint.collect.around import Around
from deploylint.collect.pieces import collect_pieces
from deploylint.facts.budgets import BudgetReports, Budgets
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = (
    ".lighthouseci/assertion-results.json",
    ".lighthouseci/lhr-*.json",
    "lighthouse-report*.json",
    "reports/lighthouse*.json",
    "reports/size-limit*.json",
)


def collect(around: Around) -> BudgetReports:
    """Return the reports on performance budgets."""
    return collect_pieces(BudgetReports, around, Kind.BUDGETS, _read, KNOWN)


def _read(data: bytes, name: str) -> Reading[Budgets]:
    # most runs find nothing to read
    from deploylint.formats.budgetreport import read_budgets

    return read_budgets(data, name)
