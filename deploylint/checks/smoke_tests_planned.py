"""Enough smoke tests are planned, one of them on the health endpoint.

## Why
A few quick tests right after the deploy find a dead release before its users do; the health
endpoint answers what a page may hide.

## How to fix
List the critical paths under `smoke_tests`, such as "Login works", and one that asks the health
endpoint, such as "API /health returns 200".
"""

from collections.abc import Iterable
from typing import Annotated, NamedTuple

from deploylint.model.plan import Plan, SmokeTest
from deploylint.model.statements import folded, mentions, real, stated
from deploylint.model.verdict import Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import counted, listed, quoted

_HEALTH = ("health*", "ready", "readyz", "readiness", "live", "livez", "liveness", "ping", "sante")
_HEALTH_PATHS = ("/status", "/up", "status endpoint", "status page", "/actuator")
"""`status` alone is not enough: "returns status 200" may speak of any page."""


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    minimum: Annotated[int, "How many different smoke tests the plan must name.", "higher"] = 3
    health: Annotated[bool, "Whether one of them must ask the health endpoint.", "higher"] = True


def check(plan: Plan, params: Params) -> Verdict:
    """Count the different smoke tests, and look for the one on the health endpoint."""
    if not plan.smoke_tests:
        return unproven("the plan names no smoke test")
    named = [test for test in plan.smoke_tests if real(test.name)]
    different = _different(named)
    names = listed([quoted(test.name) for test in different]) if different else "none"
    at = plan.where("smoke_tests")
    noun = "different smoke test" if len(different) > 1 else "smoke test"
    seen = f"{counted(len(different), noun)} planned ({names})"
    faults = []
    if len(different) < params.minimum:
        faults.append(f"{seen}; the policy asks for at least {params.minimum}")
    if params.health and not any(_asks_health(test) for test in named):
        which = "" if faults else f" ({names})"
        faults.append(f"none of the smoke tests asks the health endpoint{which}")
    if faults:
        return failed("; ".join(faults), *[Finding(fault, at) for fault in faults])
    return passed(seen, evidence=stated(at))


def _different(tests: Iterable[SmokeTest]) -> list[SmokeTest]:
    """Return the tests that differ in name or address; a name without address is not another."""
    by_name: dict[str, dict[str, SmokeTest]] = {}
    for test in tests:
        by_name.setdefault(folded(test.name), {}).setdefault((test.url or "").strip(), test)
    for same_name in by_name.values():
        if len(same_name) > 1:
            same_name.pop("", None)
    return [test for same_name in by_name.values() for test in same_name.values()]


def _asks_health(test: SmokeTest) -> bool:
    text = f"{test.name} {test.url or ''}"
    return mentions(text, _HEALTH) or any(path in text.lower() for path in _HEALTH_PATHS)
