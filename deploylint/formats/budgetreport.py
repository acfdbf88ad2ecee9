"""Reports on performance budgets of any format that is known."""

from deploylint.errors import UserError
from deploylint.facts.budgets import Budgets
from deploylint.formats.jsonpart import Part
from deploylint.formats.lighthouse import (
    MARK,
    is_assertion,
    read_assertions,
    read_lighthouse,
)
from deploylint.formats.reading import Reading
from deploylint.formats.sizelimit import is_size_limit, read_size_limit
from deploylint.read.json import parse_json

KNOWN = "the JSON of Lighthouse, of the assertions of Lighthouse CI, or of size-limit"


def read_budgets(data: bytes, name: str) -> Reading[Budgets]:
    """Return what the report of that name says about performance budgets.

    Raises UserError when it is in no known format or has values of other types.
    """
    found = parse_json(data, name)
    if isinstance(found, dict):
        report = Part(found, name)
        if MARK in report:
            return read_lighthouse(report)
        if list(found) == ["error"]:
            return Reading(Budgets(tool="size-limit", error=report.text("error")))
    elif isinstance(found, list):
        entries = Part({"entries": found}, name).parts("entries")
        if not entries:
            return Reading(Budgets(tool="a list without entries"))
        if is_assertion(entries[0]):
            return read_assertions(entries)
        if is_size_limit(entries[0]):
            return read_size_limit(entries)
    raise UserError(f"is not {KNOWN}", name)
