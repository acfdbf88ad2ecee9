"""Calls of T-SQL procedures: renames, SQL in a string, and what is not known.

From https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-rename-transact-sql
and https://learn.microsoft.com/sql/t-sql/language-elements/execute-transact-sql.
"""

from deploylint.facts.operations import Does, Operation
from deploylint.migrations.names import qualified
from deploylint.migrations.sql.blocks import DEEPEST, inner
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.queries import name_in, read
from deploylint.migrations.sql.tokens import Kind

_COMPUTED = "it runs SQL that is put together when it is run"
_TOO_DEEP = "SQL in strings is nested too deeply"
_CONSTRAINTS = ("pk_", "fk_", "df_", "ck_", "uq_", "uk_", "pk__", "chk_")
_ENDS = ("_pkey", "_fkey", "_key", "_df", "_pk", "_fk", "_uq", "_ck")
_COMMENTS = frozenset(
    ("sp_addextendedproperty", "sp_updateextendedproperty", "sp_dropextendedproperty"),
)
_READING = frozenset(("sp_help", "sp_helptext", "sp_helpindex", "sp_who", "sp_who2", "sp_columns"))


def execute(cursor: Cursor) -> list[Operation]:
    """Read `EXEC`, from behind that word on."""
    if cursor.peek() == "(":
        inside = cursor.group()
        return _run(cursor, inside.pieces() if inside is not None else [])
    if cursor.kind() is Kind.PARAMETER and cursor.peek(1) == "=":
        cursor.i += 2
    if not cursor.is_name():
        raise UnreadableError(_COMPUTED)
    name = cursor.parts()[-1].lower()
    arguments = cursor.part(cursor.i, cursor.end).pieces()
    if name == "sp_executesql":
        return _run(cursor, arguments)
    if name == "sp_rename":
        return [_renamed(cursor, arguments)]
    if name in _COMMENTS:
        return [Operation(does=Does.COMMENT, at=cursor.at, text=cursor.text)]
    if name in _READING:
        return read(cursor)
    message = f"it calls the procedure {name[:60]}, which may change something"
    raise UnreadableError(message)


def _run(cursor: Cursor, arguments: list[Cursor]) -> list[Operation]:
    """Read SQL that stands in one string."""
    if not arguments:
        raise UnreadableError(_COMPUTED)
    sql = _value(arguments[0])
    token = sql.token()
    if token is None or token.kind is not Kind.STRING or sql.end != sql.i + 1:
        raise UnreadableError(_COMPUTED)
    if cursor.depth >= DEEPEST:
        raise UnreadableError(_TOO_DEEP)
    part = inner(cursor, token)
    return part.context.read(part)


def _value(argument: Cursor) -> Cursor:
    """Step over the name of an argument: `@stmt = N'...'`."""
    if argument.kind() is Kind.PARAMETER and argument.peek(1) == "=":
        argument.i += 2
    return argument


def _renamed(cursor: Cursor, arguments: list[Cursor]) -> Operation:
    """Read `sp_rename 't.old', 'new', 'COLUMN'`."""
    texts = [_value(one).string() for one in arguments]
    if len(texts) < 2 or texts[0] is None or texts[1] is None:  # noqa: PLR2004  # old and new
        raise UnreadableError(_COMPUTED)
    parts = name_in(cursor, texts[0])[:-1]
    new_name = texts[1].lower()
    kind = (texts[2] or "").upper() if len(texts) > 2 else ""  # noqa: PLR2004
    base = Operation(does=Does.RENAME_OBJECT, at=cursor.at, new_name=new_name, text=cursor.text)
    if kind in ("COLUMN", "INDEX"):
        does = Does.RENAME_COLUMN if kind == "COLUMN" else Does.RENAME_INDEX
        return base._replace(does=does, table=qualified(parts[:-1]) or None, name=parts[-1])
    name = qualified(parts)
    if kind == "USERDATATYPE":
        return base._replace(does=Does.RENAME_TYPE, name=name, object="type")
    if kind in ("", "OBJECT") and not _is_constraint(parts[-1]):
        new_name = cursor.context.renamed(name, new_name)
        return base._replace(does=Does.RENAME_TABLE, table=name, new_name=new_name)
    return base._replace(name=name, object=kind.lower() or "object")


def _is_constraint(name: str) -> bool:
    """Say whether a name is built like that of a constraint: `PK_users`, `users_pkey`."""
    return name.startswith(_CONSTRAINTS) or name.endswith(_ENDS)
