"""What holds for every check, whatever the plan says."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.checks import (
    migrations_declared_reversible,
    migrations_declared_tested,
    smoke_tests_planned,
)
from deploylint.facts.clock import Clock
from deploylint.model.location import Location, Places
from deploylint.model.plan import (
    Approval,
    Backup,
    ChangeType,
    Migration,
    Monitoring,
    Notify,
    Plan,
    PlanStep,
    PostMortem,
    RollbackPlan,
    SmokeTest,
    StepKind,
    Strategy,
    Team,
)
from deploylint.model.verdict import Assurance, Cause, Status, Verdict
from tests.checks.plans import NO_CLOCK, TUESDAY, clock

ROOT = Path(__file__).parents[2]
AT = Location("plan.yaml", 1, 1)
RANK = {Status.FAIL: 0, Status.NA: 1, Status.PASS: 1}


def load(path: Path) -> ModuleType:
    return import_module(f"deploylint.checks.{path.stem}")


FOLDER = ROOT / "deploylint/checks"
MODULES = [load(path) for path in sorted(FOLDER.glob("[a-z]*.py"))]
FROM_PLAN = [
    module for module in MODULES if set(module.check.__annotations__) <= {
        "plan", "clock", "params", "return",
    }
]  # fmt: skip

SAID = (
    "none TODO revert to v1.1.9 error rate > 5% API /health add_exports on-call #deployments:"
    " staging restore the backup cpu password=hunter2 [version] à définir"
)
words = st.sampled_from(SAID.split())
texts = st.text(max_size=12) | st.lists(words, max_size=6).map(" ".join)
maybe = st.none() | texts
many = st.lists(texts, max_size=3).map(tuple)
flags = st.none() | st.booleans()
spans = st.none() | st.timedeltas(timedelta(), timedelta(days=400))
times = st.none() | st.integers(-400, 400).map(lambda days: TUESDAY + timedelta(days=days))
at = st.just(AT)
migrations = st.lists(
    st.builds(Migration, texts, at, flags, many, maybe, maybe, flags), max_size=3
).map(tuple)
parts: dict[str, st.SearchStrategy[Any]] = {
    "version": texts,
    "environment": texts,
    "declared_type": st.sampled_from(ChangeType),
    "scheduled_at": times,
    "duration": spans,
    "strategy": st.none() | st.sampled_from(Strategy),
    "previous_version": maybe,
    "owner": maybe,
    "steps": st.lists(st.builds(PlanStep, texts, st.sampled_from(StepKind), at)).map(tuple),
    "approvals": st.lists(st.builds(Approval, texts, at, times, maybe), max_size=3).map(tuple),
    "incident": maybe,
    "reason": maybe,
    "migrations": st.none() | migrations,
    "rollback_plan": st.none()
    | st.builds(RollbackPlan, at, maybe, maybe, maybe, maybe, spans, spans, maybe, times, maybe),
    "notify": st.none() | st.builds(Notify, at, many, many, many, maybe),
    "smoke_tests": st.lists(st.builds(SmokeTest, texts, at, maybe), max_size=4).map(tuple),
    "verification": many,
    "monitoring": st.none() | st.builds(Monitoring, at, maybe, spans, many, many, many, many),
    "team": st.none()
    | st.builds(Team, at, maybe, maybe, st.dictionaries(texts, texts, max_size=3)),
    "backup": st.none() | st.builds(Backup, at, times, maybe, times),
    "post_mortem": st.none() | st.builds(PostMortem, at, maybe, maybe),
}
plans = st.builds(
    Plan,
    file=st.just("plan.yaml"),
    document=st.just(1),
    digest=st.just("sha256:0"),
    data=st.dictionaries(texts, texts | many, max_size=3),
    places=st.just(Places("plan.yaml", {}, {}, (1, 1, 1, 1))),
    at=at,
    **parts,
)
clocks = st.just(NO_CLOCK) | st.builds(clock, at=times.filter(bool), gate=st.booleans())


def judge(module: ModuleType, plan: Plan, when: Clock) -> Verdict:
    needs = set(module.check.__annotations__)
    facts: dict[str, Any] = {"plan": plan}
    facts |= {"clock": when} if "clock" in needs else {}
    facts |= {"params": module.Params()} if "params" in needs else {}
    verdict = module.check(**facts)
    assert isinstance(verdict, Verdict)
    return verdict


@given(plan=plans, when=clocks)
def test_every_plan_is_judged_with_a_reason(plan: Plan, when: Clock) -> None:
    for module in FROM_PLAN:
        verdict = judge(module, plan, when)
        assert verdict.reason.strip(), module
        assert (verdict.status is Status.FAIL) is (verdict.cause is not None), module
        assert verdict.cause in {None, Cause.VIOLATED, Cause.UNPROVEN}, module
        assert verdict.assurance is Assurance.ATTESTED, module
        assert verdict.evidence or verdict.status is not Status.PASS, module


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.split(".")[-1])
def test_every_check_explains_itself(module: ModuleType) -> None:
    title, _, rest = (module.__doc__ or "").partition("\n\n## Why\n")
    why, _, fix = rest.partition("\n\n## How to fix\n")
    assert title.endswith(".")
    assert "\n" not in title
    assert why.strip()
    assert fix.strip()


@pytest.mark.parametrize("module", FROM_PLAN, ids=lambda module: module.__name__.split(".")[-1])
def test_every_check_has_its_test(module: ModuleType) -> None:
    name = module.__name__.split(".")[-1]
    assert (ROOT / f"tests/checks/test_{name}.py").exists()


@given(plans, st.data(), st.booleans())
def test_a_reverse_taken_away_turns_no_fail_into_a_pass(
    plan: Plan, data: st.DataObject, suffices: bool
) -> None:
    params = migrations_declared_reversible.Params(rollback_plan_suffices=suffices)
    stated = plan.migrations or ()
    kept = tuple(
        m._replace(reversible=None) if m.reversible and data.draw(st.booleans()) else m
        for m in stated
    )
    before = migrations_declared_reversible.check(plan, params)
    after = migrations_declared_reversible.check(
        plan._replace(migrations=kept or plan.migrations), params
    )
    assert RANK[after.status] <= RANK[before.status]


@given(plans, st.data())
def test_a_test_taken_away_turns_no_fail_into_a_pass(plan: Plan, data: st.DataObject) -> None:
    kept = tuple(
        m._replace(tested_in=data.draw(st.sampled_from([m.tested_in, (), m.tested_in[:1]])))
        for m in plan.migrations or ()
    )
    fewer = plan.smoke_tests[: data.draw(st.integers(0, 4))]
    staged, smoked = migrations_declared_tested, smoke_tests_planned
    poorer = plan._replace(migrations=kept or plan.migrations, smoke_tests=fewer)
    for module in (staged, smoked):
        before, after = judge(module, plan, NO_CLOCK), judge(module, poorer, NO_CLOCK)
        assert RANK[after.status] <= RANK[before.status]
