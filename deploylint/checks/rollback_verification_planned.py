"""It is planned how the success of the rollback is checked.

## Why
A rollback is over when three things are seen: the previous version is active, the errors stopped,
the system is stable.

## How to fix
Write under `verification` how each of the three is checked.
"""

from collections.abc import Mapping

from deploylint.model.plan import ChangeType, Plan, StepKind
from deploylint.model.statements import folded, mentions, real, stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed, unproven
from deploylint.model.wording import listed, quoted

TOPICS: Mapping[str, tuple[str, ...]] = {
    "previous version active": ("version*", "rollout status", "release active", "ancienne release"),
    "errors stopped": ("error*", "erreur*", "5xx", "exception*"),
    "system stable": (
        *("stab*", "health*", "sante", "latenc*", "response time*", "temps de reponse", "cpu"),
        *("memory", "memoire", "metric*", "metrique*", "normal*"),
    ),
}
"""What must be seen after a rollback, and folded words by which a text speaks of it."""


def check(plan: Plan) -> Verdict:
    """Look for the three topics in `verification`, in steps that verify and in smoke tests."""
    if plan.declared_type is not ChangeType.ROLLBACK:
        return not_applicable("the plan is not a rollback")
    steps = [step.name for step in plan.steps if step.kind is StepKind.VERIFY]
    tests = [f"{test.name} {test.url or ''}" for test in plan.smoke_tests]
    texts = [text for text in (*plan.verification, *steps, *tests) if real(text)]
    if not texts:
        return unproven("the plan does not say how the rollback is verified")
    found = {topic: _first(texts, _words(plan, topic)) for topic in TOPICS}
    missing = [topic for topic, text in found.items() if text is None]
    at = plan.where("verification")
    if missing:
        reason = f"the plan does not say how it checks: {listed(missing)}"
        return failed(reason, Finding(reason, at))
    seen = [f"{topic}: {quoted(text or '')}" for topic, text in found.items()]
    return passed("; ".join(seen), evidence=stated(at))


def _words(plan: Plan, topic: str) -> tuple[str, ...]:
    own = (folded(plan.version),) if topic == "previous version active" else ()
    return TOPICS[topic] + own


def _first(texts: list[str], words: tuple[str, ...]) -> str | None:
    return next((text for text in texts if mentions(text, words)), None)
