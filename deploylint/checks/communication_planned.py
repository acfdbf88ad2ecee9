"""People are told before and after the deployment.

## Why
Who knows that a release is under way looks there first when something breaks, and does not start
another one. Who is told that it is done stops waiting.

## How to fix
Write under `notify` what is said `before` and `after`, each with its channel; under `users` how
affected users and clients are told.
"""

from typing import Annotated, NamedTuple

from deploylint.model.plan import Notify, Plan
from deploylint.model.statements import at_each_place, folded, real, stated
from deploylint.model.verdict import Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import listed, quoted


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    tell_users: Annotated[bool, "Whether users or clients must be told too.", "higher"] = False


def check(plan: Plan, params: Params) -> Verdict:
    """Look for a notice before and another one after the deployment, for users if asked."""
    notify = plan.notify
    if notify is None:
        return unproven("the plan does not say who is told before and after")
    needed = ("before", "after", "users") if params.tell_users else ("before", "after")
    missing = {
        f"`{name}`": plan.where("notify", name) for name in needed if not _notices(notify, name)
    }
    if missing:
        said = "the plan names no notice for"
        return failed(f"{said} {listed(list(missing))}", *at_each_place(said, missing.items()))
    before, after = _notices(notify, "before"), _notices(notify, "after")
    if [folded(text) for text in before] == [folded(text) for text in after]:
        message = f"`before` and `after` say the same: {quoted(before[0])}"
        return failed(message, Finding(message, plan.where("notify", "after")))
    told = [f"before: {quoted(before[0])}", f"after: {quoted(after[0])}"]
    users = _notices(notify, "users")
    told += [f"users: {quoted(users[0])}"] if users else []
    told += [f"status page: {quoted(notify.status_page)}"] if real(notify.status_page) else []
    return passed("; ".join(told), evidence=stated(notify.at))


def _notices(notify: Notify, name: str) -> list[str]:
    texts: tuple[str, ...] = getattr(notify, name)
    return [text for text in texts if real(text)]
