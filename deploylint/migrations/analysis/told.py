"""Findings of one kind in one migration are told as one problem."""

from collections.abc import Iterable
from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.model.location import Location
from deploylint.model.wording import listed


class Told(NamedTuple):
    """One finding: "NAME `head` `subject``tail`", as in "x drops the column t.a with all values".

    Those that differ in nothing but subject and place are told together.
    """

    code: Code
    migration: Migration
    at: Location
    head: str
    subject: str
    tail: str = ""
    weight: Weight = Weight.FAIL
    fix: str | None = None


def together(found: Iterable[Told]) -> tuple[Problem, ...]:
    """Return one problem for each kind in each migration, at the place of the first."""
    kinds: dict[tuple[object, ...], list[Told]] = {}
    for one in found:
        owner = (one.migration.project, one.migration.version, one.migration.files)
        kinds.setdefault((owner, one.code, one.head, one.tail, one.weight, one.fix), []).append(one)
    return tuple(map(_problem, kinds.values()))


def _problem(alike: list[Told]) -> Problem:
    first = alike[0]
    others = list(dict.fromkeys(one.subject for one in alike if one.subject != first.subject))
    more = f"; the same goes for {listed(others)}" if others else ""
    text = f"{first.migration.name} {first.head} {first.subject}{first.tail}{more}"
    return Problem(first.code, text, first.at, first.migration, weight=first.weight, fix=first.fix)
