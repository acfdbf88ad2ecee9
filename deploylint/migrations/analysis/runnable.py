"""Whether a down can run to its end: what it needs, against what is there when it comes to it."""

from collections.abc import Iterable, Iterator, Mapping

from deploylint.facts.migrations import Migration, Script
from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.analysis.problem import Weight
from deploylint.migrations.analysis.reversewords import called
from deploylint.migrations.analysis.rollbacktools import ROLLBACKS
from deploylint.migrations.analysis.runnablelooks import (
    LOOKS,
    Hazard,
    identity_of,
    on_postgres,
    still_led_to,
)
from deploylint.migrations.analysis.state import State
from deploylint.migrations.analysis.things import Failure, Kind, Step

CHANGES_ROWS = (Does.UPDATE, Does.DELETE, Does.TRUNCATE, Does.OPAQUE)
"""What may put rows in order, so that a later step does not fail."""


class Watch:
    """Sees each step of the downs before it runs, and notes those that will fail."""

    def __init__(self, downs: Iterable[Step], data_dependent: Weight) -> None:
        """Give steps that fail for certain rows the weight `data_dependent`."""
        self._together = _dropped_together(downs)
        self.hazards: list[Hazard] = []
        self.data_dependent = data_dependent
        self._filled: set[str] = set()
        self._several: dict[int, bool] = {}

    def __call__(self, state: State, step: Step) -> None:
        """Look at a step, which comes next."""
        migration, operation = step
        if operation.fails is not None:
            sure = Flag.CONDITIONAL not in operation.flags
            weight = Weight.FAIL if sure else Weight.NOTE
            self.hazards.append(Hazard(step, f"fails: {operation.fails}", weight))
        elif Flag.CONDITIONAL not in operation.flags:
            if Flag.CONCURRENTLY in operation.flags:
                self._concurrently(migration, step)
            if operation.does is Does.DROP_TABLE:
                self.hazards.extend(still_led_to(state, step, self._with(step)))
            for look in LOOKS.get(operation.does, ()):
                for hazard in look(state, step):
                    self.hazards.extend(self._weighed(hazard, state))
        if operation.does in CHANGES_ROWS:
            self._filled.add(state.table(operation.table or ""))

    def _with(self, step: Step) -> Iterable[str]:
        """Return the tables that one statement drops together."""
        return self._together.get(_statement(*step), ())

    def _weighed(self, hazard: Hazard, state: State) -> Iterator[Hazard]:
        """Leave out what the down has put in order; what depends on rows weighs as is asked."""
        identity = identity_of(state, hazard.step[1])
        if hazard.filled and not self._filled.isdisjoint((identity, "")):
            return
        note = hazard.weight is Weight.NOTE
        yield hazard._replace(weight=self.data_dependent) if note else hazard

    def _concurrently(self, migration: Migration, step: Step) -> None:
        script = migration.down
        if script is None or script.transaction is None or not on_postgres(migration):
            return
        if script.transaction:
            why = "runs inside a transaction, in which CONCURRENTLY is not possible"
            self.hazards.append(Hazard(step, why))
        elif ROLLBACKS[migration.framework].one_request and self._has_several(script):
            why = (
                f"holds several statements, which {migration.framework} sends as one: PostgreSQL "
                "runs them in one transaction, in which CONCURRENTLY is not possible"
            )
            self.hazards.append(Hazard(step, why, fix="put it into a migration of its own"))

    def _has_several(self, script: Script) -> bool:
        known = self._several.get(id(script))
        if known is None:
            places = {(one.at.line, one.text) for one in script.operations}
            known = self._several[id(script)] = len(places) > 1
        return known


def _statement(migration: Migration, operation: Operation) -> tuple[str, str]:
    return migration.version, operation.text


def _dropped_together(downs: Iterable[Step]) -> Mapping[tuple[str, str], set[str]]:
    """Return, by statement, the tables that it drops: what leads among them is no hindrance."""
    found: dict[tuple[str, str], set[str]] = {}
    for migration, operation in downs:
        if operation.does is Does.DROP_TABLE and operation.text:
            tables = found.setdefault(_statement(migration, operation), set())
            tables.add(operation.table or "")
    return found


def hazard_of(failure: Failure) -> Hazard:
    """Return why a step cannot run that needs a thing to be otherwise than it is."""
    thing, fact, operation = failure.thing, failure.fact, failure.step[1]
    who = "the up" if not fact.back else "it"
    if fact.present:
        why = f"creates {called(thing)}, which is still there"
    elif fact.by is None:
        why = f"needs {called(thing)}, which is not there"
    elif thing.kind is Kind.TABLE and operation.does is not Does.DROP_TABLE:
        why = f"works on {called(thing)}, which {who} has dropped or renamed before"
    else:
        why = f"drops or changes {called(thing)}, which {who} has dropped or renamed before"
    return Hazard(failure.step, why, since=fact.by)
