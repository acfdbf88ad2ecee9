"""From the problems of migrations to the verdict on a rule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import NamedTuple

from deploylint.facts.clock import Clock
from deploylint.facts.migrations import Migration, Migrations, Waiver
from deploylint.migrations.analysis.problem import Problem, Weight
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.verdict import (
    Assurance,
    Cause,
    Evidence,
    Finding,
    Status,
    Verdict,
    not_applicable,
    unproven,
)
from deploylint.model.wording import counted, listed


class Terms(NamedTuple):
    """On which terms a rule judges: `rule` is the id that waivers name.

    With `opaque_fails`, what cannot be read fails; with `approval`, a waiver needs `approved_by`.
    """

    rule: str
    clock: Clock
    opaque_fails: bool = False
    approval: bool = False


def without_files(migrations: Migrations | None, plan: Plan) -> Verdict | None:
    """Return the verdict where no files of migrations decide, None where they do.

    It is `na` only where the release is known to add none and the plan names none.
    """
    named = bool(plan.migrations)
    if migrations is None or not migrations.looked:
        if not named:
            return not_applicable("the plan names no migration")
        return unproven("this is no git repository, so what the migrations do cannot be read")
    if migrations.in_release or migrations.unreadable:
        return None
    since = f"no migration was added since {migrations.since}" if migrations.since else None
    if named:
        which = since or "none of them is in the repository"
        reason = f"the plan names migrations, but {which}"
        return unproven(reason, Finding(reason, plan.where("migrations")))
    unknown = migrations.why_unknown if migrations.frameworks else None
    if migrations.untaken or (since is None and unknown is not None):
        return _not_known(migrations.untaken, unknown or "", plan)
    return not_applicable(since or "the plan names no migration, and there are no files of any")


def _not_known(untaken: Sequence[str], unknown: str, plan: Plan) -> Verdict:
    """Return that it is not known which migrations are new, or what looks like one."""
    if not untaken:
        return unproven(unknown, Finding(unknown, plan.at))
    more = f", and so do {len(untaken) - 1} more files" if len(untaken) > 1 else ""
    reason = (
        f"{untaken[0]} looks like a migration{more}, and of none of the known tools; if it is one,"
        " name its folder and framework under `migrations` in .deploylint.yaml, else under `ignore`"
    )
    return unproven(reason, Finding(reason, Location(untaken[0], 1, 1)))


def verdict_on(
    problems: Sequence[Problem],
    migrations: Migrations,
    terms: Terms,
    holds: str,
    others: Sequence[Finding] = (),
) -> Verdict:
    """Return the verdict on a rule; `holds` says what was seen where nothing is wrong.

    What cannot be read at all is an `error`. `others` fail, too, and nothing excuses them; problems
    that a waiver of their own file excuses still fail. When all are excused, the verdict carries
    the waivers and the findings say nothing of them, else each says its own.
    """
    if migrations.unreadable:
        return _unreadable(migrations)
    problems = _once(problems)
    failing = [one for one in problems if _fails(one, terms)]
    notes = [one for one in problems if one not in failing]
    excuses = {id(one): _excuse(one, terms) for one in failing}
    refused = list(_refused(failing, terms))
    if not failing and not others:
        return Verdict(
            status=Status.PASS,
            reason=holds,
            assurance=_assurance(migrations),
            findings=(*_findings(notes), *refused),
            evidence=tuple(_evidence(migrations)),
        )
    failing.sort(key=lambda one: excuses[id(one)] is not None)
    waivers = [one for one in excuses.values() if one is not None]
    waived = len(waivers) == len(failing) and not others
    said = _said(excuses, whole=waived)
    return Verdict(
        status=Status.FAIL,
        reason=_together([*(one.message for one in others), *(one.message for one in failing)]),
        cause=Cause.VIOLATED,
        findings=(*others, *_findings(failing, said), *refused, *_as_notes(_findings(notes))),
        evidence=tuple(_evidence(migrations)),
        valid_until=_ends(waivers, terms.clock) if waived else None,
        waiver="; ".join(dict.fromkeys(map(told, waivers))) if waived else None,
    )


def told(waiver: Waiver) -> str:
    """Return a waiver as people read it."""
    by = f", approved by {waiver.approved_by}" if waiver.approved_by else ""
    until = f", until {waiver.until.isoformat()}" if waiver.until else ""
    return f"{waiver.reason}{by}{until} ({waiver.at.file}:{waiver.at.line})"


def line_at(migration: Migration, at: Location) -> str | None:
    """Return the line of a migration's file at a place."""
    text = migration.texts.get(at.file)
    if text is None:
        return None
    lines = text.split("\n", at.line)
    return lines[at.line - 1].rstrip("\r") if at.line <= len(lines) else None


def names(migrations: Iterable[Migration]) -> str:
    """Return how migrations are called, at most a few of them."""
    found = [one.name for one in migrations]
    few = found[:3]
    more = len(found) - len(few)
    return f"{', '.join(few)} and {more} more" if more else listed(few)


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Leave out what is told already: one file may stand for several databases."""
    first: dict[object, Problem] = {}
    for one in problems:
        first.setdefault((one.code, one.at, one.also, one.message), one)
    return list(first.values())


def _fails(problem: Problem, terms: Terms) -> bool:
    opaque = problem.weight is Weight.OPAQUE and terms.opaque_fails
    return problem.weight is Weight.FAIL or opaque


def _excuse(problem: Problem, terms: Terms) -> Waiver | None:
    """Return the waiver of the migration that excuses the problem, if one does."""
    named = (one for one in problem.migration.waivers if terms.rule in one.rules)
    return next((one for one in named if _why_refused(one, terms) is None), None)


def _refused(problems: Iterable[Problem], terms: Terms) -> Iterator[Finding]:
    """Yield why waivers that were meant for these problems do not count."""
    migrations = dict.fromkeys((one.migration.project, one.migration.version) for one in problems)
    first = {(one.migration.project, one.migration.version): one.migration for one in problems}
    for key in migrations:
        for waiver in first[key].waivers:
            why = _why_refused(waiver, terms)
            if why is not None and (terms.rule in waiver.rules or not waiver.rules):
                source = line_at(first[key], waiver.at)
                yield Finding(f"this waiver does not count: it {why}", waiver.at, source)


def _why_refused(waiver: Waiver, terms: Terms) -> str | None:
    if waiver.problem is not None:
        return waiver.problem
    # most waivers have no end, and no date then asks for a zone
    today = terms.clock.day if waiver.until is not None else None
    if waiver.until is not None and today is not None and today > waiver.until:
        return f"ended on {waiver.until.isoformat()} ({terms.clock.timezone})"
    if terms.approval and waiver.approved_by is None:
        return 'names nobody who approved it; add approved_by="..."'
    return None


def _ends(waivers: Iterable[Waiver], clock: Clock) -> datetime | None:
    """Return the end of the last day of the waiver that lapses first."""
    if clock.at is None:
        return None
    days = [one.until for one in waivers if one.until is not None and one.until < date.max]
    if not days:
        return None
    return datetime.combine(min(days) + timedelta(days=1), time(), clock.zone)


def _said(excuses: Mapping[int, Waiver | None], *, whole: bool) -> dict[int, str]:
    """Return what findings say of their waivers; nothing where the verdict as a `whole` does."""
    excused = {key: waiver for key, waiver in excuses.items() if waiver is not None}
    return {key: "" if whole else f"; waived: {told(one)}" for key, one in excused.items()}


def _findings(
    problems: Iterable[Problem], excused: Mapping[int, str] = MappingProxyType({})
) -> Iterator[Finding]:
    """Yield the problems; of one that is `excused` that is said, in place of what mends it."""
    told_fixes: set[str] = set()
    for one in problems:
        end = excused.get(id(one))
        if end is None:
            # what mends ten findings of one kind is said once
            end = f"; {one.fix}" if one.fix and one.fix not in told_fixes else ""
            told_fixes |= {one.fix} if one.fix else set()
        label = "down" if one.code.startswith("down") else "see"
        also = f"; {label}: {one.also}" if one.also is not None else ""
        source = line_at(one.migration, one.at)
        yield Finding(f"{one.message}{also}{end}", one.at, source)


def _as_notes(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Mark what is worth knowing, and stands beside what fails."""
    for one in findings:
        yield one._replace(message=f"note: {one.message}")


def _together(messages: Sequence[str]) -> str:
    first = messages[0]
    more = len(messages) - 1
    return f"{first}, and {counted(more, 'more problem')}" if more else first


def _unreadable(migrations: Migrations) -> Verdict:
    first, *others = migrations.unreadable
    more = f", and {len(others)} more" if others else ""
    return Verdict(
        status=Status.FAIL,
        reason=f"{first.message}{more}",
        cause=Cause.ERROR,
        findings=migrations.unreadable,
    )


def _assurance(migrations: Migrations) -> Assurance:
    """Return what reading files proves: their commit is known, but not always which are new."""
    if migrations.release is None or migrations.since is None:
        return Assurance.EVIDENCED
    return Assurance.BOUND


def _evidence(migrations: Migrations) -> Iterator[Evidence]:
    commit = migrations.release.commit if migrations.release else None
    if migrations.since is not None:
        what = counted(len(migrations.in_release), "migration")
        yield Evidence("git", f"{what} added since {migrations.since}", commit=commit)
    for one in migrations.in_release:
        yield Evidence("migration", one.files[0], one.digest, commit)
