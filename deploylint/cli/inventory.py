"""What `deploylint evidence` asks, once its arguments are read.

Every fact of `facts/` that is `Collected` is looked at, whether or not the policy asks for it.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from importlib import import_module

from deploylint.collect.around import Around, ask
from deploylint.collect.gather import gather
from deploylint.errors import UnavailableError, UserError
from deploylint.evidence.standing import standing
from deploylint.evidence.weigh import weigh
from deploylint.facts.clock import Clock
from deploylint.facts.release import Release
from deploylint.facts.schedule import Schedule
from deploylint.facts.source import Collected, Piece
from deploylint.load.settings import Settings
from deploylint.model.evidence import Kind
from deploylint.model.evidencereport import (
    EvidenceReport,
    FoundPiece,
    KindFound,
    MissingPlace,
    ReleaseFound,
    RuleStanding,
)
from deploylint.model.plan import Plan, nothing_planned
from deploylint.model.report import Item
from deploylint.model.verdict import Assurance, Status, Verdict
from deploylint.registry import BoundRule
from deploylint.review import Review, Seen

AnyCollected = Collected[object]
AGELESS = timedelta(days=3650)
"""How old evidence may be of which no rule says how old it may be."""

STATED = (Plan, Clock, Schedule)
"""What a check may want to know that is no evidence."""


def take_stock(plan: Plan | None, review: Review, settings: Settings) -> EvidenceReport:
    """Return what is there for `plan`; without one, for whatever is checked out."""
    judged = plan or nothing_planned()
    seen = review.examine(judged)
    around = Around(ask(judged, settings))
    facts = {**gather(set(_facts()) - seen.case.facts.keys(), around, {}), **seen.case.facts}
    release, problem = _release(around)
    assert seen.clock.now is not None  # noqa: S101  # only a hook judges without a clock
    return EvidenceReport(
        plan=plan,
        policy=review.policy.name,
        now=seen.clock.now,
        simulated=seen.clock.simulated,
        release=release,
        release_problem=problem,
        kinds=tuple(sorted(_kinds(facts, review, seen.clock), key=_order)),
        rules=tuple(_rules(review, seen, planned=plan is not None)),
    )


@cache
def _facts() -> tuple[type, ...]:
    """Return the facts that hold collected evidence: the folder `facts` is the registry."""
    package = import_module("deploylint.facts")
    files = sorted(os.listdir(os.path.dirname(str(package.__file__))))
    names = (file[:-3] for file in files if file.endswith(".py") and file[0] != "_")
    modules = (import_module(f"deploylint.facts.{name}") for name in names)
    return tuple(
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type) and _is_evidence(one) and one.__module__ == module.__name__
    )


def _is_evidence(one: type) -> bool:
    return one is not Collected and issubclass(one, Collected)


def _release(around: Around) -> tuple[ReleaseFound | None, str | None]:
    try:
        found = around.release
    except UnavailableError as error:
        return None, str(error)
    except UserError as error:
        return None, error.message
    return _release_found(found), None


def _release_found(release: Release) -> ReleaseFound:
    return ReleaseFound(
        commit=release.commit,
        tree=release.tree,
        committed_at=release.committed_at,
        head=release.head,
        branch=release.branch,
        shallow=release.shallow,
        at=release.at,
    )


def _order(kind: KindFound) -> tuple[int, str]:
    kinds = [one.value for one in Kind]
    return (kinds.index(kind.name) if kind.name in kinds else len(kinds), kind.name)


def _kinds(facts: Mapping[type, object], review: Review, clock: Clock) -> Iterator[KindFound]:
    """Yield what was found for each fact that is evidence."""
    for fact, found in facts.items():
        if not _is_evidence(fact):
            continue
        readers = [bound for bound in review.judge.rules if fact in _needs(bound)]
        rules = tuple(bound.rule.id for bound in readers)
        name = _name(fact)
        if isinstance(found, Collected):
            yield _kind(found, rules, _max_age(readers, name), clock)
        elif isinstance(found, Verdict):
            yield KindFound(name=name, rules=rules, problem=found.reason)


def _name(fact: type) -> str:
    return fact.__module__.rpartition(".")[2]


def _needs(bound: BoundRule) -> frozenset[type]:
    """Return the facts that the check of a rule wants to know."""
    if bound.check is None:
        return frozenset()
    attested = bound.rule.assurance is Assurance.ATTESTED
    left_out = bound.check.optional - bound.check.always if attested else frozenset()
    return frozenset(need for name, need in bound.check.needs.items() if name not in left_out)


def _max_age(readers: Iterable[BoundRule], name: str) -> timedelta | None:
    """Return the strictest age that the rules set for a fact: `NAME_age`, else `max_age`."""
    stated = (
        getattr(bound.params, f"{name}_age", getattr(bound.params, "max_age", None))
        for bound in readers
    )
    return min((age for age in stated if isinstance(age, timedelta)), default=None)


def _kind(
    found: AnyCollected, rules: tuple[str, ...], max_age: timedelta | None, clock: Clock
) -> KindFound:
    return KindFound(
        name=found.kind.value,
        rules=rules,
        max_age=max_age,
        pieces=tuple(_piece(found, piece, clock, max_age or AGELESS) for piece in found.pieces),
        missing=tuple(MissingPlace(m.place.pattern, m.why, m.place.at) for m in found.missing),
        searched=found.searched,
        problem=found.release_problem,
    )


def _piece(
    found: AnyCollected, piece: Piece[object], clock: Clock, max_age: timedelta
) -> FoundPiece:
    """Return what a piece is worth, as `weigh` says it of this piece alone."""
    source, run = piece.source, piece.source.run
    worth = standing(source, found.release, clock, max_age)
    alone = found._replace(pieces=(piece,), missing=(), release_problem=None)
    weighed = weigh(alone, clock, max_age)
    against = (*(trouble.finding for trouble in weighed.troubles), *weighed.notes)
    time = run.ended_at if run else source.time
    return FoundPiece(
        path=source.path,
        why=_why_not(piece, against[0].message) if against else worth.why,
        assurance=None if against else worth.assurance,
        digest=source.digest,
        commit=(run.commit if run else None) or source.commit,
        time=time,
        age=clock.now - time if clock.now is not None and time is not None else None,
        command=run.command if run else None,
        exit_code=run.exit_code if run else None,
        record=run.path if run else None,
        named=source.named,
    )


def _why_not(piece: Piece[object], message: str) -> str:
    """Return why a piece does not count: what cannot be read says no more than that."""
    if piece.problem is not None and piece.source.run_problem is None:
        return piece.problem
    clause = message.removeprefix("found, but not counted: ")
    return clause.removeprefix(f"{piece.source.path} ")


def _rules(review: Review, seen: Seen, *, planned: bool) -> Iterator[RuleStanding]:
    """Yield each rule that asks for evidence, or whose check looks at some."""
    items = {item.rule: item for item in seen.items}
    for bound in review.judge.rules:
        needs = _needs(bound)
        looks = bool(needs.difference(STATED))
        if looks or bound.rule.assurance > Assurance.ATTESTED:
            known = planned or (looks and not bound.rule.when and _without_plan(needs))
            yield _rule(bound, items[bound.rule.id], known=known)


def _without_plan(needs: frozenset[type]) -> bool:
    """Say whether the facts are those that no plan has a say in."""
    return all(need is Clock or _is_evidence(need) for need in needs)


def _rule(bound: BoundRule, item: Item, *, known: bool) -> RuleStanding:
    standing_of = RuleStanding(
        rule=item.rule,
        title=item.title,
        stage=item.stage,
        severity=item.severity,
        required=bound.rule.assurance,
        status=None,
        reason="it is judged with a plan, and none is given",
    )
    if not known:
        return standing_of
    return standing_of._replace(
        status=item.status,
        reason=item.reason,
        cause=item.cause,
        reached=item.assurance if item.status is Status.PASS else None,
        evidence=item.evidence,
    )
