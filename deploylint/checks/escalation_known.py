"""It is known who decides when something goes wrong.

## Why
In an outage, looking for somebody who may decide costs more time than deciding: three
situations need a role each.

## How to fix
Write under `team: {escalation: ...}` who decides for a failed deploy, a critical bug after it, and
a major impact on users.
"""

from collections.abc import Mapping

from deploylint.model.plan import Plan
from deploylint.model.statements import mentions, real, stated
from deploylint.model.verdict import Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import listed

SITUATIONS: Mapping[str, tuple[str, ...]] = {
    "failed deploy": ("fail*", "echec*", "echoue*", "broken deploy*"),
    "critical bug": ("critical*", "critique*", "bug*", "blocker*", "bloquant*"),
    "major impact": (
        *("impact*", "major*", "majeur*", "user*", "utilisateur*", "customer*", "client*"),
        *("outage*", "panne*"),
    ),
}
"""What may happen, and folded words by which a key of `escalation` is known to speak of it."""


def check(plan: Plan) -> Verdict:
    """Look for somebody who decides in each of the three situations."""
    escalation = plan.team.escalation if plan.team else {}
    at = plan.where("team", "escalation")
    if not escalation:
        reason = "the plan does not say who decides when something goes wrong"
        return unproven(reason, Finding(reason, at))
    deciders = {name: _decider(escalation, words) for name, words in SITUATIONS.items()}
    missing = [name for name, decider in deciders.items() if decider is None]
    if missing:
        reason = f"`team.escalation` names nobody for: {listed(missing)}"
        return failed(reason, Finding(reason, at))
    named = [f"{name}: {decider}" for name, decider in deciders.items()]
    return passed("; ".join(named), evidence=stated(at))


def _decider(escalation: Mapping[str, str], words: tuple[str, ...]) -> str | None:
    deciders = (who for key, who in escalation.items() if mentions(key, words) and real(who))
    return next(deciders, None)
