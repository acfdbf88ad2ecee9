"""The deployment strategy suits the environment.

## Why
In production the strategy decides how many users meet a fault and how fast it is gone: strategies
differ in complexity, in risk and in how fast they roll back.

## How to fix
Set `strategy` to `rolling`, `blue-green` or `canary` for production; keep `recreate` for
development and test.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from deploylint.model.plan import EnvironmentKind, Plan, Strategy
from deploylint.model.statements import stated
from deploylint.model.verdict import Finding, Verdict, failed, passed, unproven


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    zero_downtime: Annotated[
        bool, "Whether the service may never be down, in any environment.", "higher"
    ] = False


TRAITS: Mapping[Strategy, str] = {
    Strategy.RECREATE: "complexity low, risk high, rollback slow; made for development and test",
    Strategy.ROLLING: "complexity medium, risk medium, rollback medium; the standard",
    Strategy.BLUE_GREEN: "complexity high, risk low, rollback instant; for critical production",
    Strategy.CANARY: "complexity high, risk very low, rollback fast; for a large audience",
}
"""Complexity, risk and rollback speed of each strategy, as the trade describes them."""


def check(plan: Plan, params: Params) -> Verdict:
    """Fail on `recreate` in production, and wherever no downtime is permitted."""
    strategy, where = plan.strategy, plan.environment
    production = plan.environment_kind is EnvironmentKind.PRODUCTION
    seen = stated(plan.where("environment"), plan.where("strategy"))
    strict = production or params.zero_downtime
    if strategy is None:
        if strict:
            return unproven("the plan does not state its strategy")
        return passed(f"{where} is not production: any strategy suits it", evidence=seen[:1])
    traits = f"{strategy} ({TRAITS[strategy]})"
    if strategy is Strategy.RECREATE and strict:
        place = (
            f"in {where}" if where == "production" else f"in {where}, which counts as production"
        )
        why = "where zero downtime is demanded" if params.zero_downtime else place
        message = f"{traits} stops the old version before the new one starts: not {why}"
        return failed(message, Finding(message, plan.where("strategy")))
    return passed(f"{traits} suits {where}", evidence=seen)
