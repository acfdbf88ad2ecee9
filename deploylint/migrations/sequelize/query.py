"""What Sequelize hands to a migration: `queryInterface` and `queryInterface.sequelize`.

https://sequelize.org/docs/v6/other-topics/migrations/
"""

from deploylint.facts.operations import Does, Operation
from deploylint.migrations.javascript.names import table_name
from deploylint.migrations.javascript.values import (
    Bound,
    Call,
    Closure,
    Host,
    Machine,
    Unknown,
    Value,
)
from deploylint.migrations.sequelize.calls import METHODS
from deploylint.migrations.sequelize.step import Step

READS = frozenset(
    (
        *("describeTable", "showAllTables", "showIndex", "tableExists", "rawSelect", "select"),
        *("showConstraint", "getForeignKeysForTables", "getForeignKeyReferencesForTable"),
        *("showAllSchemas", "databaseVersion"),
    ),
)
TELLING = frozenset(
    (
        *("quoteIdentifier", "quoteIdentifiers", "quoteTable", "escape", "getDialect", "fn", "col"),
        *("literal", "cast", "json", "where", "getDatabaseName", "getQueryInterface"),
        *("authenticate", "normalizeAttribute", "close"),
    ),
)
TELLS = frozenset(("options", "config", "dialect", "queryGenerator", "QueryTypes"))
LOOKS = frozenset(
    ("findAll", "findOne", "findByPk", "findAndCountAll", "count", "sum", "min", "max")
)
SHAPES = frozenset(
    (
        *("belongsTo", "hasMany", "hasOne", "belongsToMany", "removeAttribute", "scope"),
        *("unscoped", "schema", "get", "set", "toJSON", "addHook"),
    ),
)
"""What only says how a model is, or changes an object that nobody saves by it."""

NO_TABLE = "the name of the table is computed"


class QueryInterface(Host):
    """`queryInterface`; umzug 3 hands it out as `context`."""

    def get(self, _run: Machine, name: str) -> Value:
        """Return a builder, something that only tells, or a method."""
        if name == "sequelize":
            return Sequelize(self)
        if name in ("context", "queryInterface"):
            return self
        return Unknown(("Sequelize", name)) if name in TELLS else Bound(self, name)

    def call(self, run: Machine, call: Call) -> Value:
        """Do one thing to the database."""
        if call.name in TELLING:
            return Unknown()
        if call.name in READS:
            at, text = run.at(call.span), run.snippet(call.span)
            run.emit(Operation(does=Does.READ, at=at, text=text))
            return Unknown()
        method = METHODS.get(call.name)
        if method is None:
            return super().call(run, call)
        table = table_name(call.argument(0), run.dialect)
        if table is None:
            run.opaque(call.span, NO_TABLE)
            return Unknown()
        found = method(Step(run, call, table))
        if found is None:
            run.opaque(call.span, "an argument is computed")
        for operation in found or ():
            run.emit(operation)
        return Unknown()


class Sequelize(Host):
    """`queryInterface.sequelize`: SQL and transactions."""

    def __init__(self, interface: QueryInterface) -> None:
        """Remember the interface."""
        self.interface = interface

    def get(self, _run: Machine, name: str) -> Value:
        """Return the models, something that only tells, or a method."""
        if name == "models":
            return Model()
        return Unknown(("Sequelize", name)) if name in TELLS else Bound(self, name)

    def call(self, run: Machine, call: Call) -> Value:
        """Run SQL, or open a transaction."""
        if call.name == "query":
            run.sql(call.argument(0), call.span)
        elif call.name in ("define", "model"):
            return Model()
        elif call.name == "getQueryInterface":
            return self.interface
        elif call.name == "transaction":
            body = next((one for one in call.arguments if isinstance(one, Closure)), None)
            if body is None:
                return Transaction(run)
            with run.transaction():
                run.invoke(body, (Transaction(None),))
        elif call.name not in TELLING:
            return super().call(run, call)
        return Unknown()


class Model(Host):
    """A model, the models by their names, or a row: what they run is made by Sequelize."""

    def get(self, _run: Machine, name: str) -> Value:
        """Return a model of that name, or a method."""
        return Bound(self, name) if name[:1].islower() else self

    def call(self, run: Machine, call: Call) -> Value:
        """Read rows, or do what only the model knows; rows may be saved and deleted."""
        if call.name in LOOKS:
            run.emit(
                Operation(does=Does.READ, at=run.at(call.span), text=run.snippet(call.span)),
            )
        elif call.name not in SHAPES:
            run.opaque(call.span, "a model makes the statement")
        return self


class Transaction(Host):
    """A transaction; one that is not given to a function lasts until it is committed."""

    def __init__(self, run: Machine | None) -> None:
        """Begin it, if it is not the one of a function."""
        self.is_open = run is not None
        if run is not None:
            run.begin()

    def get(self, _run: Machine, name: str) -> Value:
        """Return a method."""
        return Bound(self, name)

    def call(self, run: Machine, call: Call) -> Value:
        """End it, or do something when it ends."""
        if call.name == "commit" and self.is_open:
            self.is_open = False
            run.end()
        return Unknown()
