"""From SQL text to operations.

Each statement is recognised by its first words; what is not understood is an operation that says
so. Heads of statements are those of https://www.postgresql.org/docs/current/sql-commands.html,
https://dev.mysql.com/doc/refman/8.4/en/sql-statements.html, https://www.sqlite.org/lang.html,
https://learn.microsoft.com/sql/t-sql/statements/statements and
https://www.cockroachlabs.com/docs/stable/sql-statements.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.sql import dml, maintenance, objects, queries, settings
from deploylint.migrations.sql.blocks import do
from deploylint.migrations.sql.controlflow import ControlFlow, has_control_flow
from deploylint.migrations.sql.cursor import Context, Cursor, UnreadableError
from deploylint.migrations.sql.dialect import proven_dialect
from deploylint.migrations.sql.merge import merge, with_
from deploylint.migrations.sql.procedures import execute
from deploylint.migrations.sql.statements import split
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.verdict import Finding


class Recognised(NamedTuple):
    """What a text does; `problems` are statements that do not end or cannot be told apart.

    `dialect` is the one that was given, else what the text itself proves.
    """

    operations: tuple[Operation, ...] = ()
    problems: tuple[Finding, ...] = ()
    dialect: Dialect | None = None


def read_sql(source: SqlText, dialect: Dialect | None) -> Recognised:
    """Return what the statements of a text do, in order; nothing is run, nothing is guessed."""
    known = dialect or proven_dialect(source.text)
    context = Context(source, known, read_part)
    found: list[Operation] = []
    problems: list[Finding] = []
    for statement in split(source, known):
        cursor = Cursor(context, statement.tokens, statement.at)
        if statement.problem is not None:
            problems.append(Finding(message=_capital(statement.problem), at=statement.at))
            found.append(_opaque(cursor, statement.problem))
        elif statement.tokens:
            found += _read_statement(cursor)
    return Recognised(operations=tuple(found), problems=tuple(problems), dialect=known)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _read_statement(cursor: Cursor) -> list[Operation]:
    if not has_control_flow(cursor):
        return read_part(cursor)
    try:
        return ControlFlow(cursor).read()
    except UnreadableError as error:
        return [_opaque(cursor, str(error))]


def read_part(cursor: Cursor) -> list[Operation]:
    """Return what one statement does."""
    head = HEADS.get(cursor.peek())
    if head is None:
        return [_opaque(cursor, _unknown(cursor))]
    cursor.i += 1
    try:
        return head(cursor) or [_opaque(cursor, "it does not say on what")]
    except UnreadableError as error:
        return [_opaque(cursor, str(error))]


def _unknown(cursor: Cursor) -> str:
    token = cursor.token()
    if token is None:
        return "there is no statement"
    return f"the statement `{token.text[:30]} ...` is not known"


def _opaque(cursor: Cursor, why: str) -> Operation:
    return Operation(does=Does.OPAQUE, at=cursor.at, why=why, text=cursor.text)


def _raise(cursor: Cursor) -> list[Operation]:
    """`RAISERROR`, `THROW` and `SIGNAL` end with an error."""
    why = next(
        (text for text in (piece.string() for piece in _arguments(cursor)) if text is not None),
        cursor.text,
    )
    return [Operation(does=Does.RAISE, at=cursor.at, why=why, text=cursor.text)]


def _arguments(cursor: Cursor) -> list[Cursor]:
    inside = cursor.group()
    return (cursor if inside is None else inside).pieces()


def _setting(cursor: Cursor) -> list[Operation]:
    word = cursor.tokens[cursor.start].text.lower()
    return [Operation(does=Does.SETTING, at=cursor.at, name=word, text=cursor.text)]


def _do(cursor: Cursor) -> list[Operation]:
    """`DO` is a block in PostgreSQL, and an expression in MySQL."""
    return queries.select(cursor) if cursor.context.dialect is Dialect.MYSQL else do(cursor)


def _execute(cursor: Cursor) -> list[Operation]:
    """`EXECUTE` calls a procedure in T-SQL, and runs a prepared statement elsewhere."""
    if cursor.context.dialect in (None, Dialect.MSSQL):
        return execute(cursor)
    raise UnreadableError(_PREPARED)


_PREPARED = "it runs a statement that was prepared before"

_READ = """
    SHOW PRINT VALUES TABLE DESCRIBE DESC HELP ANALYZE ANALYSE CHECKPOINT LISTEN UNLISTEN NOTIFY
    FETCH MOVE CLOSE OPEN DECLARE PREPARE DEALLOCATE DISCARD FLUSH KILL CHECK CHECKSUM UNLOCK
    WAITFOR RETURN BREAK CONTINUE SECURITY
"""
_TRANSACTION = "BEGIN START COMMIT END ROLLBACK ABORT SAVEPOINT SAVE RELEASE"

HEADS: Mapping[str, Callable[[Cursor], list[Operation]]] = {
    **dict.fromkeys(_READ.split(), queries.read),
    **dict.fromkeys(_TRANSACTION.split(), settings.transaction),
    "CREATE": objects.create,
    "ALTER": objects.alter,
    "DROP": objects.drop,
    "COMMENT": objects.comment,
    "GRANT": objects.privileges,
    "REVOKE": objects.privileges,
    "DENY": objects.privileges,
    "ENABLE": objects.switch,
    "DISABLE": objects.switch,
    "REASSIGN": objects.privileges,
    "INSERT": dml.insert,
    "REPLACE": dml.insert,
    "UPSERT": dml.insert,
    "UPDATE": dml.update,
    "DELETE": dml.delete,
    "TRUNCATE": dml.truncate,
    "COPY": dml.copy,
    "LOAD": dml.load,
    "MERGE": merge,
    "WITH": with_,
    "SELECT": queries.select,
    "PERFORM": queries.select,
    "(": queries.select,
    "EXPLAIN": queries.explain,
    "CALL": queries.call,
    "EXEC": execute,
    "EXECUTE": _execute,
    "DO": _do,
    "SET": settings.set_,
    "RESET": settings.reset,
    "PRAGMA": settings.pragma,
    "USE": settings.use,
    "ATTACH": _setting,
    "DETACH": _setting,
    "VACUUM": maintenance.vacuum,
    "CLUSTER": maintenance.cluster,
    "REINDEX": maintenance.reindex,
    "LOCK": maintenance.lock,
    "OPTIMIZE": maintenance.of_tables,
    "REPAIR": maintenance.of_tables,
    "REFRESH": maintenance.refresh,
    "RENAME": maintenance.rename,
    "RAISERROR": _raise,
    "THROW": _raise,
    "SIGNAL": _raise,
    "RESIGNAL": _raise,
}
"""What the first word of a statement says."""
