"""ALTER TABLE, action by action.

From https://www.postgresql.org/docs/current/sql-altertable.html,
https://dev.mysql.com/doc/refman/8.4/en/alter-table.html,
https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql,
https://www.sqlite.org/lang_altertable.html and
https://www.cockroachlabs.com/docs/stable/alter-table.
"""

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.sql import tableactions
from deploylint.migrations.sql.altercolumn import alter, change, modify
from deploylint.migrations.sql.constraints import Owner
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.online import demands
from deploylint.migrations.sql.tableactions import Action, altered, same_table, unknown
from deploylint.migrations.sql.wording import shown


def _convert(action: Cursor, owner: Owner) -> list[Operation]:
    """MySQL: `CONVERT TO CHARACTER SET`, which writes every text anew."""
    return [altered(action, owner, Does.ALTER_OBJECT, "character set")]


def _rebuild(action: Cursor, owner: Owner) -> list[Operation]:
    word = action.tokens[action.start].text.lower()
    return [altered(action, owner, Does.MAINTENANCE, f"{word} table")]


def _check(action: Cursor, owner: Owner) -> list[Operation]:
    """T-SQL: `CHECK CONSTRAINT x`, which looks at the rows only with `WITH CHECK` before it."""
    if not action.accept("CONSTRAINT"):
        return _rebuild(action, owner)
    looks = action.up[max(action.start - 2, 0) : action.start] == ["WITH", "CHECK"]
    name = action.identifier()
    if looks:
        return [altered(action, owner, Does.VALIDATE_CONSTRAINT, None, name)]
    return [altered(action, owner, Does.ALTER_OBJECT, "constraint", name)]


def _truncate(action: Cursor, owner: Owner) -> list[Operation]:
    """MySQL: `TRUNCATE PARTITION p0`, which empties a part of the table."""
    return [altered(action, owner, Does.TRUNCATE)]


_SAME_TABLE = """
    OWNER RESET INHERIT NO FORCE CLUSTER REPLICA OF NOT WITHOUT OPTIONS
    ENGINE AUTO_INCREMENT DEFAULT CHARACTER CHARSET COLLATE ROW_FORMAT KEY_BLOCK_SIZE
    ORDER STATS_PERSISTENT STATS_AUTO_RECALC STATS_SAMPLE_PAGES CHECKSUM COMPRESSION ENCRYPTION
    MAX_ROWS MIN_ROWS PACK_KEYS AVG_ROW_LENGTH DELAY_KEY_WRITE TABLESPACE UNION INSERT_METHOD
    CONNECTION PARTITION REMOVE REORGANIZE EXCHANGE COALESCE DISCARD IMPORT PAGE_COMPRESSED WITH
    SWITCH NOCHECK SPLIT UNSPLIT SCATTER CONFIGURE EXPERIMENTAL_AUDIT INJECT EXPERIMENTAL_RELOCATE
    AUTOEXTEND_SIZE SECONDARY_ENGINE SECONDARY_LOAD SECONDARY_UNLOAD TYPE
"""
ACTIONS: dict[str, Action] = {
    **dict.fromkeys(_SAME_TABLE.split(), same_table),
    "ADD": tableactions.add,
    "DROP": tableactions.drop,
    "ALTER": alter,
    "MODIFY": modify,
    "CHANGE": change,
    "RENAME": tableactions.rename,
    "VALIDATE": tableactions.validate,
    "ATTACH": tableactions.attach,
    "DETACH": tableactions.detach,
    "SET": tableactions.set_,
    "ENABLE": tableactions.switch,
    "DISABLE": tableactions.switch,
    "COMMENT": tableactions.comment,
    "CONVERT": _convert,
    "REBUILD": _rebuild,
    "OPTIMIZE": _rebuild,
    "REPAIR": _rebuild,
    "ANALYZE": _rebuild,
    "CHECK": _check,
    "TRUNCATE": _truncate,
}
"""What the first word of an action says."""

_LISTS = frozenset(("ADD", "DROP"))
"""Actions whose word T-SQL writes only once before several columns."""

_CLASSES = frozenset(("CONSTRAINT", "COLUMN", "PARTITION"))


def alter_table(cursor: Cursor) -> list[Operation]:
    """Read `ALTER TABLE`, from behind the word TABLE on."""
    flags = set(demands(cursor))
    if cursor.accept("IF", "EXISTS"):
        flags.add(Flag.IF_EXISTS)
    cursor.accept("ONLY")
    if cursor.ahead("ALL", "IN", "TABLESPACE"):
        raise UnreadableError(_ALL_IN_TABLESPACE)
    owner = Owner(table=cursor.name(), flags=frozenset(flags))
    cursor.accept("*")
    if cursor.accept("WITH", "NOCHECK"):
        owner = owner._replace(flags=owner.flags | {Flag.NOT_VALID})
    else:
        cursor.accept("WITH", "CHECK")
    if cursor.done:
        raise UnreadableError(_NO_ACTION)
    pieces = [piece for piece in cursor.pieces() if not _is_demand(piece)]
    found = _only(cursor, pieces[0], owner) if len(pieces) == 1 else _all(cursor, pieces, owner)
    return found or [altered(cursor, owner, Does.ALTER_OBJECT, "table")]


def _is_demand(piece: Cursor) -> bool:
    """Say whether it is `ALGORITHM=` or `LOCK=`, which are flags of the other actions."""
    return piece.peek() in _DEMANDS and piece.context.dialect in (None, Dialect.MYSQL)


def _all(cursor: Cursor, pieces: list[Cursor], owner: Owner) -> list[Operation]:
    """Read several actions; the text of each begins with the table."""
    head = shown(cursor.context.source.text, cursor.tokens[cursor.start : cursor.i]) + " "
    found: list[Operation] = []
    first = ("", "")
    for piece in pieces:
        word = piece.peek()
        if _continues(piece, first[0]):
            words = first[:1] if word in _CLASSES else first
            piece.prefix = f"{head}{' '.join(words).strip()} "
            found += _continued(piece, owner, first)
            continue
        piece.prefix = head
        kind = piece.peek(1)
        first = (word, kind if kind in _CLASSES else "")
        found += _read(piece, owner)
    return found


_DEMANDS = frozenset(("ALGORITHM", "LOCK", "WAIT", "NOWAIT"))
_NO_ACTION = "it does not say what to change"
_ALL_IN_TABLESPACE = "which tables are in the tablespace is not known"


def _only(cursor: Cursor, piece: Cursor, owner: Owner) -> list[Operation]:
    """Read the only action; its place and text are those of the whole statement."""
    piece.stand_for(cursor)
    return _read(piece, owner)


def _read(piece: Cursor, owner: Owner) -> list[Operation]:
    read = ACTIONS.get(piece.peek())
    if read is None:
        return [_opaque(piece, owner, unknown(piece))]
    piece.i += 1
    try:
        return read(piece, owner)
    except UnreadableError as error:
        return [_opaque(piece, owner, str(error))]


def _opaque(piece: Cursor, owner: Owner, why: str) -> Operation:
    return altered(piece, owner, Does.OPAQUE)._replace(why=why)


def _continues(piece: Cursor, word: str) -> bool:
    """Say whether a piece belongs to the ADD or DROP before it."""
    if word not in _LISTS or piece.context.is_postgres:
        return False
    return piece.context.dialect is Dialect.MSSQL or piece.peek() not in ACTIONS


def _continued(piece: Cursor, owner: Owner, first: tuple[str, str]) -> list[Operation]:
    word, kind = first
    try:
        if word == "ADD":
            return tableactions.add(piece, owner)
        return tableactions.drop_further(piece, owner, kind)
    except UnreadableError as error:
        return [_opaque(piece, owner, str(error))]
