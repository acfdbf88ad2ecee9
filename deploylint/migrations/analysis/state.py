"""What exists: a symbolic database that holds only what the operations themselves tell.

Nothing is known about the database before the first operation. The first operation that needs a
thing to be there (or not to be there) tells that it was so before: the prior. What a statement
cannot decide (`IF EXISTS`, conditions, code that cannot be read) makes what it could touch unknown.
"""

from collections.abc import Iterable

from deploylint.facts.operations import Dialect
from deploylint.migrations.analysis.register import By, Register
from deploylint.migrations.analysis.things import UNKNOWN, Fact, Failure, Kind, Prior, Step, Thing


class State(Register):
    """The things that are known, by table identity, so that renamed tables stay themselves.

    The identity of a table that was there before is its name; one that is created gets a name of
    its own. `touched` are the tables of the ups; nothing is learned about `vague` things. Tables
    that `shed` a column may have lost indexes and constraints that nobody named; so have dropped
    ones. To `nameless` ones a constraint was added that the database names.
    """

    def __init__(self, dialect: Dialect | None = None) -> None:
        """Know nothing."""
        super().__init__()
        self.dialect = dialect
        self.priors: dict[Thing, Prior] = {}
        self.emptied: set[str] = set()
        self.touched: set[str] = set()
        self.vague: set[Thing] = set()
        self.vague_tables: set[str] = set()
        self.unknown_kinds: set[Kind] = set()
        self.shed: set[str] = set()
        self.nameless: set[str] = set()
        self.has_lost_tables = False
        self.failures: list[Failure] = []
        self.blind = False
        self.going_back = False
        self._names: dict[str, str] = {}
        self._columns: dict[tuple[str, str], str] = {}
        self._created = 0

    def table(self, name: str) -> str:
        """Return the identity of the table that has this name now."""
        return self._names.get(name, name)

    def create_identity(self, name: str) -> str:
        """Give a name to a new table and return its identity."""
        self._names[name] = self._new(name)
        return self._names[name]

    def rename_identity(self, old: str, new: str) -> None:
        """Note that a table is called otherwise now."""
        identity = self.table(old)
        self._names[old] = self._new(old)
        self._names[new] = identity

    def column(self, identity: str, name: str) -> str:
        """Return the identity of a column, by which indexes stay on it when it is renamed."""
        return self._columns.get((identity, name), name)

    def create_column(self, identity: str, name: str) -> None:
        """Note that a column of this name is another one from now on."""
        self._columns[identity, name] = self._new(name)

    def rename_column(self, identity: str, old: str, new: str) -> None:
        """Note that a column is called otherwise now."""
        self._columns[identity, new] = self.column(identity, old)
        self.create_column(identity, old)

    def _new(self, name: str) -> str:
        self._created += 1
        return f"{name}\0{self._created}"

    def require(self, thing: Thing, step: Step, *, there: bool, sure: bool = True) -> None:
        """Note that a step needs a thing to be (not) there.

        Without `sure`, the step runs either way, but was written for this.
        """
        if thing in self.vague or thing.owner in self.vague_tables:
            return
        present = self.present(thing)
        if thing not in self.facts:
            self._learn(thing, Prior(there, step, sure, self.going_back))
        elif sure and present is not None and present is not there:
            if self.going_back:
                self.failures.append(Failure(step, thing, self.facts[thing]))
            else:
                self.forget([thing])
        elif not there and not self.going_back:
            self._perhaps_new(thing, step)

    def _learn(self, thing: Thing, prior: Prior) -> None:
        unknown = self.blind or thing.kind in self.unknown_kinds or is_created(thing.owner)
        if not unknown and thing not in self.priors:
            self.priors[thing] = prior

    def _perhaps_new(self, thing: Thing, step: Step) -> None:
        """Take what is dropped only if it exists, and created then, for something new."""
        prior = self.priors.get(thing)
        if prior is not None and prior.present and not prior.sure:
            self.priors[thing] = Prior(present=False, step=step, sure=False, back=False)

    def put(self, thing: Thing, fact: Fact) -> None:
        """Note what holds for a thing now."""
        super().put(thing, fact._replace(back=True) if self.going_back else fact)

    def remove(self, things: Iterable[Thing], step: Step) -> None:
        """Note that things are gone together with something else."""
        for thing in things:
            self.put(thing, self.facts[thing]._replace(present=False, by=step))

    def forget_kind(self, kind: Kind) -> None:
        """Know no longer which things of a kind are there, named before or not."""
        self.unknown_kinds.add(kind)
        self.forget(self.take(By.KIND, kind.value))

    def forget_all(self) -> None:
        """Know nothing any more: code ran that cannot be read."""
        super().forget_all()
        self.blind = True

    def lose_unknown(self) -> None:
        """Note that indexes may have gone with a table or column that is not known to have them."""
        self.forget(self.take(By.WHOLE, UNKNOWN))


def is_created(identity: str) -> bool:
    """Say whether one of the steps created the table of this identity."""
    return "\0" in identity
