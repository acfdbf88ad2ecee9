"""What a plan names, against the migrations that a release really adds."""

from collections.abc import Iterator

from deploylint.facts.migrations import Migrations
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.identity import is_called
from deploylint.model.plan import Plan
from deploylint.model.verdict import Finding
from deploylint.model.wording import quoted


def absent(migrations: Migrations, plan: Plan) -> Iterator[Finding]:
    """Yield a finding for each migration that the plan names and the release does not add."""
    for named in plan.migrations or ():
        if any(is_called(one, named.name) for one in migrations.in_release):
            continue
        old = next((one for one in migrations.earlier if is_called(one, named.name)), None)
        since = f" since {migrations.since}" if migrations.since else ""
        if old is None:
            message = f"the plan names {quoted(named.name)}; no migration of that name was added"
            yield Finding(f"{message}{since}", named.at)
        else:
            when = migrations.since or "this release"
            message = f"the plan names {quoted(named.name)}, which is older than {when}"
            yield Finding(message, named.at)


def undeclared(migrations: Migrations, plan: Plan, *, fails: bool) -> Iterator[Problem]:
    """Yield a problem for each migration of the release that the plan does not name."""
    if not plan.file:  # nothing was planned
        return
    names = [one.name for one in plan.migrations or ()]
    weight = Weight.FAIL if fails else Weight.NOTE
    for one in migrations.in_release:
        if not any(is_called(one, name) for name in names):
            text = f"{one.name} is part of the release, and the plan does not name it"
            fix = "add it under `migrations` of the plan"
            yield Problem(Code.UNDECLARED, text, one.at, one, weight, fix=fix)


def broken(migrations: Migrations) -> Iterator[Problem]:
    """Yield what is wrong with the files of the release as such."""
    for one in migrations.in_release:
        weighed = ((Weight.FAIL, one.problems), (Weight.NOTE, one.notes))
        for weight, found in weighed:
            for each in found:
                text = f"{one.name}: {each.message}"
                yield Problem(Code.UNREADABLE, text, each.at or one.at, one, weight)
