"""Facts about things, and the sets in which they are looked up.

A set may hold things that have gone since: they are left out when they are met. Whoever takes a set
empties it, because none of its things stays as it was. So every step costs constant time on
average, however long a migration is.
"""

from collections.abc import Iterable, Iterator
from enum import Enum

from deploylint.migrations.analysis.things import Fact, Kind, Thing, whole_of


class By(Enum):
    """What things are looked up by."""

    WHOLE = "the table or type with which they vanish"
    KIND = "their kind"
    NAME = "their kind and name"
    OBJECT = "their class and name"
    USE = "the table or type they use"
    COLUMN = "a column they are on"
    ANY_COLUMN = "a table, any column of which they may be on"
    CONSTRAINT = "the table they constrain"
    GONE = "the table they constrained"
    GONE_NAME = "their kind and name, once"


OF_GONE = (By.GONE, By.GONE_NAME)
"""What leads to things known to be gone."""


Key = tuple[By, str, str]


class Register:
    """Facts by thing."""

    def __init__(self) -> None:
        """Know nothing."""
        self.facts: dict[Thing, Fact] = {}
        self._sets: dict[Key, dict[Thing, None]] = {}
        self._forgotten: set[Key] = set()

    def present(self, thing: Thing) -> bool | None:
        """Say whether a thing is there now, None if that is not known."""
        fact = self.facts.get(thing)
        return None if fact is None else fact.present

    def put(self, thing: Thing, fact: Fact) -> None:
        """Note what holds for a thing now."""
        self.facts[thing] = fact
        if fact.present:
            for key in _keys(thing, fact):
                self._sets.setdefault(key, {})[thing] = None
        elif fact.present is False and thing.kind in (Kind.INDEX, Kind.CONSTRAINT):
            for key in ((By.GONE, thing.owner, ""), (By.GONE_NAME, thing.kind.value, thing.name)):
                self._sets.setdefault(key, {})[thing] = None

    def forget(self, things: Iterable[Thing]) -> None:
        """Know no longer whether these are there."""
        for thing in things:
            self.facts[thing] = self.facts.get(thing, Fact(None))._replace(present=None, by=None)

    def forget_all(self) -> None:
        """Know nothing any more."""
        self.facts.clear()
        self._sets.clear()

    def take(self, by: By, first: str, second: str = "") -> tuple[Thing, ...]:
        """Return the things known to be there (or gone) by a key, which leads to none then."""
        key = (by, first, second)
        return tuple(thing for thing in self._sets.pop(key, {}) if self._is_at(thing, key))

    def look(self, by: By, first: str, second: str = "") -> Iterator[Thing]:
        """Yield the things known to be there by a key; take the first ones only."""
        key = (by, first, second)
        found = self._sets.get(key, {})
        gone = []
        for thing in found:
            if self._is_at(thing, key):
                yield thing
            else:
                gone.append(thing)
        for thing in gone:
            del found[thing]

    def forget_name(self, kind: Kind, name: str) -> bool:
        """Know no longer which things of a name are there; say whether there ever were any."""
        key = (By.NAME, kind.value, name)
        things = (*self.take(*key), *self.take(By.GONE_NAME, kind.value, name))
        self.forget(things)
        if things:
            self._forgotten.add(key)
        return key in self._forgotten

    def _is_at(self, thing: Thing, key: Key) -> bool:
        """Say whether a key still leads to a thing: it may have gone, or have moved."""
        fact = self.facts.get(thing)
        if fact is None or fact.present is (key[0] in OF_GONE):
            return False
        return fact.present is not None and (key[0] in OF_GONE or key in _keys(thing, fact))


def _keys(thing: Thing, fact: Fact) -> Iterator[Key]:
    """Yield what a thing is looked up by."""
    whole = whole_of(thing, fact)
    yield (By.WHOLE, whole, "")
    yield (By.KIND, thing.kind.value, "")
    yield (By.NAME, thing.kind.value, thing.name)
    if thing.kind is Kind.OBJECT:
        yield (By.OBJECT, thing.object, thing.name)
    if thing.kind is Kind.CONSTRAINT:
        yield (By.CONSTRAINT, thing.owner, "")
    for used in (fact.references, fact.type):
        if used:
            yield (By.USE, used, "")
    if thing.kind in (Kind.INDEX, Kind.CONSTRAINT):
        for column in fact.columns:
            yield (By.COLUMN, whole, column)
        if thing.kind is Kind.INDEX or not fact.columns:
            yield (By.ANY_COLUMN, whole, "")
