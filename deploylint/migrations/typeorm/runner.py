"""What TypeORM hands to a migration: the `queryRunner`, with its manager.

https://typeorm.io/docs/advanced-topics/query-runner/
"""

from collections.abc import Mapping

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.javascript.names import folded
from deploylint.migrations.javascript.values import (
    Bound,
    Call,
    Host,
    Machine,
    Unknown,
    Value,
    entry,
    is_true,
    plain,
)
from deploylint.migrations.typeorm.calls import METHODS
from deploylint.migrations.typeorm.step import Step
from deploylint.migrations.typeorm.tables import LookedUp, options, table_of

READS = frozenset(
    (
        *("hasTable", "hasColumn", "hasDatabase", "hasSchema", "getTables", "getViews", "getView"),
        *("getSchemas", "getDatabases", "getCurrentSchema", "getCurrentDatabase", "getMemorySql"),
    ),
)
TRANSACTIONS: Mapping[str, str] = {
    "startTransaction": "begin",
    "commitTransaction": "commit",
    "rollbackTransaction": "rollback",
}
QUIET = frozenset(
    (
        *("connect", "release", "beforeMigration", "afterMigration", "getReplicationMode", "on"),
        *("enableSqlMemory", "disableSqlMemory", "clearSqlMemory", "changeTableComment"),
    ),
)
TELLS = frozenset(
    ("isTransactionActive", "isReleased", "data", "broadcaster", "loadedTables", "options"),
)
MANAGERS = frozenset(("manager", "connection", "dataSource"))
OBJECTS: Mapping[str, tuple[Does, str]] = {
    "createView": (Does.CREATE_OBJECT, "view"),
    "dropView": (Does.DROP_OBJECT, "view"),
    "createSchema": (Does.CREATE_OBJECT, "schema"),
    "dropSchema": (Does.DROP_OBJECT, "schema"),
    "createDatabase": (Does.CREATE_OBJECT, "database"),
    "dropDatabase": (Does.DROP_OBJECT, "database"),
}
BUILDING = frozenset(
    ("getRepository", "createQueryBuilder", "getTreeRepository", "createQueryRunner"),
)
READING = ("find", "count", "get", "exist", "has")


class QueryRunner(Host):
    """`queryRunner`."""

    def get(self, _run: Machine, name: str) -> Value:
        """Return the manager, something that only tells, or a method."""
        if name in MANAGERS:
            return Manager(self)
        return Unknown(("Sequelize", name)) if name in TELLS else Bound(self, name)

    def call(self, run: Machine, call: Call) -> Value:
        """Do one thing to the database."""
        if call.name in ("query", "sql", "stream"):
            run.sql(call.argument(0), call.span)
        elif call.name in METHODS:
            self._table(run, call)
        elif call.name in OBJECTS:
            self._object(run, call)
        elif call.name == "getTable":
            self._note(run, call, Does.READ)
            return LookedUp(call.argument(0))
        elif call.name in READS:
            self._note(run, call, Does.READ)
        elif call.name in TRANSACTIONS:
            self._note(run, call, Does.TRANSACTION, TRANSACTIONS[call.name])
        elif call.name in BUILDING:
            return Manager(self).call(run, call)
        elif call.name not in QUIET:
            return super().call(run, call)
        return Unknown()

    def _table(self, run: Machine, call: Call) -> None:
        table = table_of(call.argument(0), run.dialect)
        if table is None:
            run.opaque(call.span, "the name of the table is computed")
            return
        for operation in METHODS[call.name](Step(run, call, table)):
            run.emit(operation)

    def _note(self, run: Machine, call: Call, does: Does, name: str | None = None) -> None:
        at, text = run.at(call.span), run.snippet(call.span)
        run.emit(Operation(does=does, at=at, name=name, text=text))

    def _object(self, run: Machine, call: Call) -> None:
        does, kind = OBJECTS[call.name]
        described = options(call.argument(0))
        name = plain(call.argument(0) if described is None else entry(described, "name"))
        if name is None:
            run.opaque(call.span, f"the name of the {kind} is computed")
            return
        flag = Flag.IF_NOT_EXISTS if does is Does.CREATE_OBJECT else Flag.IF_EXISTS
        flags = {flag} if is_true(call.argument(1)) and kind != "view" else set()
        run.emit(
            Operation(
                does=does,
                at=run.at(call.span),
                name=folded(name, run.dialect),
                object=kind,
                flags=frozenset(flags),
                text=run.snippet(call.span),
            )
        )


class Manager(Host):
    """`queryRunner.manager`, a repository or a query builder: tables hide behind entities."""

    def __init__(self, runner: QueryRunner) -> None:
        """Remember where SQL goes."""
        self.runner = runner

    def get(self, _run: Machine, name: str) -> Value:
        """Return the runner or another manager, something that only tells, or a method."""
        if name == "queryRunner":
            return self.runner
        if name in ("manager", "connection", "dataSource"):
            return self
        return Unknown(("Sequelize", name)) if name in ("options", "driver") else Bound(self, name)

    def call(self, run: Machine, call: Call) -> Value:
        """Run SQL, or do something to an entity."""
        if call.name == "query":
            run.sql(call.argument(0), call.span)
            return Unknown()
        if call.name in BUILDING:
            return Builder(self.runner) if call.name == "createQueryBuilder" else self
        if call.name.startswith(READING):
            at, text = run.at(call.span), run.snippet(call.span)
            run.emit(Operation(does=Does.READ, at=at, text=text))
        elif call.name not in ("create", "merge", "escape"):
            run.opaque(call.span, "which table the entity is stored in is not in this file")
        return Unknown()


class Builder(Host):
    """A query builder: `execute()` writes, `getMany()` and the like read."""

    def __init__(self, runner: QueryRunner) -> None:
        """Remember where SQL goes."""
        self.runner = runner

    def call(self, run: Machine, call: Call) -> Value:
        """Put the query together, or run it."""
        if call.name == "execute":
            run.opaque(call.span, "a query builder puts the SQL together")
            return Unknown()
        if call.name.startswith(READING):
            at, text = run.at(call.span), run.snippet(call.span)
            run.emit(Operation(does=Does.READ, at=at, text=text))
            return Unknown()
        return self
