"""What a release takes back as a whole, where one of its migrations alone does not."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from deploylint.migrations.analysis.replay import Difference, differences, replay
from deploylint.migrations.analysis.scope import Group, Scope
from deploylint.migrations.analysis.things import Kind, Step


class Whole(NamedTuple):
    """What still differs and fails when all migrations of a project are taken back.

    Without `known`, code that cannot be read may have changed anything, or there is one group only.
    """

    known: bool
    left: frozenset[tuple[Kind, str]]
    failing: frozenset[int]

    def takes_back(self, found: Iterable[Difference]) -> bool:
        """Say whether all these things end as they began when the whole release goes back."""
        return self.known and all(
            (one.thing.kind, one.thing.name) not in self.left for one in found
        )

    def runs(self, step: Step) -> bool:
        """Say whether a step that needs things to be otherwise finds them so."""
        return self.known and id(step[1]) not in self.failing


def wholes(scope: Scope) -> Mapping[str, Whole]:
    """Return, by project, what the whole release does."""
    projects: dict[str, list[Group]] = {}
    for group in scope.groups:
        projects.setdefault(group.migrations[0].project, []).append(group)
    return {project: _whole(groups, scope) for project, groups in projects.items()}


def _whole(groups: list[Group], scope: Scope) -> Whole:
    if len(groups) == 1:
        return Whole(known=False, left=frozenset(), failing=frozenset())
    ups = (step for group in groups for step in group.up)
    downs = (step for group in reversed(groups) for step in group.down)
    state = replay(ups, downs, scope.dialect(groups[0].migrations[0]))
    return Whole(
        known=not state.blind,
        left=frozenset((one.thing.kind, one.thing.name) for one in differences(state)),
        failing=frozenset(id(one.step[1]) for one in state.failures),
    )
