"""Settings and transactions.

From https://www.postgresql.org/docs/current/sql-set.html,
https://dev.mysql.com/doc/refman/8.4/en/set-variable.html, https://www.sqlite.org/pragma.html and
https://learn.microsoft.com/sql/t-sql/statements/set-statements-transact-sql.
"""

from deploylint.facts.operations import Does, Operation
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.strings import value_of
from deploylint.migrations.sql.tokens import Kind

_SCOPES = frozenset(("LOCAL", "SESSION", "GLOBAL", "PERSIST", "PERSIST_ONLY"))
_KEPT_SCOPES = frozenset(("local", "global", "persist", "persist_only"))
_SPECIAL = (
    (("TIME", "ZONE"), "timezone"),
    (("CLUSTER", "SETTING"), ""),
    (("SESSION", "AUTHORIZATION"), "session authorization"),
    (("CHARACTER", "SET"), "character set"),
)
_EQUAL = frozenset(("=", ":=", "TO"))


def set_(cursor: Cursor) -> list[Operation]:
    """Read `SET`, from behind that word on: one operation for each setting.

    `object` says how far it reaches where that is not the session: `local` is until the transaction
    ends. `value` has no quotes, and its words are in lower case.
    """
    if cursor.peek() == "TRANSACTION" or cursor.ahead("SESSION", "CHARACTERISTICS"):
        return [_transaction(cursor, "set transaction")]
    if cursor.peek() == "PASSWORD":
        found = Operation(does=Does.ALTER_OBJECT, at=cursor.at, object="user", text=cursor.text)
        return [found]
    found_settings: list[Operation] = []
    for piece in cursor.pieces():
        if found_settings and not _assigns(piece):
            last = found_settings[-1]
            more = value_of(piece.tokens[piece.start : piece.end])
            found_settings[-1] = last._replace(value=f"{last.value}, {more}")
        else:
            found_settings.append(_setting(piece, cursor))
    return found_settings


def _assigns(piece: Cursor) -> bool:
    words = piece.up[piece.start : min(piece.start + 6, piece.end)]
    return "=" in words or ":=" in words


def _setting(piece: Cursor, whole: Cursor) -> Operation:
    scope = ""
    if piece.peek(1) not in _EQUAL and not piece.ahead("SESSION", "AUTHORIZATION"):
        scope = piece.accept_any(_SCOPES).lower()
    name = ""
    for words, special in _SPECIAL:
        if piece.accept(*words):
            name = special
            break
    if not name:
        name, scope = _name(piece, scope)
    table = None
    if name == "identity_insert":
        table = piece.name()
    piece.accept_any(_EQUAL)
    return Operation(
        does=Does.SETTING,
        at=whole.at,
        table=table,
        name=name,
        object=scope if scope in _KEPT_SCOPES else None,
        value=value_of(piece.tokens[piece.i : piece.end]) or None,
        text=whole.text,
    )


def _name(piece: Cursor, scope: str) -> tuple[str, str]:
    token = piece.token()
    if token is None:
        raise UnreadableError(_NAMELESS)
    if token.kind is Kind.PARAMETER:
        piece.i += 1
        written = token.text.lower()
        if not written.startswith("@@"):
            return written, scope
        first, dot, rest = written[2:].partition(".")
        if piece.accept("."):
            return piece.identifier(), first
        return (rest, first) if dot else (first, scope)
    return ".".join(piece.parts()), scope


_NAMELESS = "it does not say what to set"


def reset(cursor: Cursor) -> list[Operation]:
    """Read `RESET name`."""
    name = ".".join(cursor.parts())
    return [Operation(does=Does.SETTING, at=cursor.at, name=name, text=cursor.text)]


def pragma(cursor: Cursor) -> list[Operation]:
    """Read SQLite's `PRAGMA name`, `PRAGMA name = value` and `PRAGMA name(value)`."""
    name = cursor.parts()[-1]
    inside = cursor.group()
    if inside is None:
        cursor.accept("=")
        inside = cursor.part(cursor.i, cursor.end)
    value = value_of(inside.tokens[inside.start : inside.end]) or None
    return [Operation(does=Does.SETTING, at=cursor.at, name=name, value=value, text=cursor.text)]


def use(cursor: Cursor) -> list[Operation]:
    """Read `USE database`."""
    database = cursor.name()
    found = Operation(
        does=Does.SETTING,
        at=cursor.at,
        name="use",
        value=database,
        text=cursor.text,
    )
    return [found]


_COMMANDS = {
    "BEGIN": "begin",
    "START": "start transaction",
    "COMMIT": "commit",
    "END": "commit",
    "ROLLBACK": "rollback",
    "ABORT": "rollback",
    "SAVEPOINT": "savepoint",
    "SAVE": "savepoint",
    "RELEASE": "release",
}
_NOISE_TEXT = """
    TRANSACTION TRAN WORK DEFERRED IMMEDIATE EXCLUSIVE ISOLATION LEVEL READ WRITE ONLY COMMITTED
    UNCOMMITTED REPEATABLE SERIALIZABLE SNAPSHOT NOT DEFERRABLE AND NO CHAIN RELEASE WITH
    CONSISTENT CONCURRENT DISTRIBUTED PREPARED , PRIORITY LOW NORMAL HIGH AS OF SYSTEM TIME
"""
_NOISE = frozenset(_NOISE_TEXT.split())


def transaction(cursor: Cursor) -> list[Operation]:
    """Read a command of a transaction; `END` is a commit, `ABORT` a rollback."""
    word = cursor.up[cursor.start]
    command = _COMMANDS[word]
    if "TO" in cursor.rest():
        command = "rollback to savepoint"
    elif command not in ("savepoint", "release"):
        cursor.skip_any(_NOISE)
        if cursor.end - cursor.i > 1:
            raise UnreadableError(_MORE)
    return [_transaction(cursor, command)]


_MORE = "a block of several statements is not known here"


def _transaction(cursor: Cursor, command: str) -> Operation:
    return Operation(does=Does.TRANSACTION, at=cursor.at, name=command, text=cursor.text)
