"""Types of columns, written in one way, so that they compare.

The names are those of https://www.postgresql.org/docs/current/datatype.html,
https://dev.mysql.com/doc/refman/8.4/en/data-types.html and
https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql.
"""

from functools import lru_cache

from deploylint.facts.operations import Dialect
from deploylint.migrations.names import qualified
from deploylint.migrations.sql.cursor import Cursor
from deploylint.migrations.sql.tokens import Kind

SAME = {
    "int": "integer",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "int64": "bigint",
    "middleint": "mediumint",
    "serial2": "smallserial",
    "serial4": "serial",
    "serial8": "bigserial",
    "bool": "boolean",
    "float4": "real",
    "float8": "double precision",
    "double": "double precision",
    "decimal": "numeric",
    "dec": "numeric",
    "fixed": "numeric",
    "character": "char",
    "bpchar": "char",
    "character varying": "varchar",
    "char varying": "varchar",
    "varcharacter": "varchar",
    "national character": "nchar",
    "national char": "nchar",
    "national varchar": "nvarchar",
    "national character varying": "nvarchar",
    "national char varying": "nvarchar",
    "bit varying": "varbit",
    "binary varying": "varbinary",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
    "time with time zone": "timetz",
    "time without time zone": "time",
}
"""Other names of types that several databases know."""

SERIALS = frozenset(("serial", "bigserial", "smallserial"))
"""Types, as written here, whose columns number their rows."""

OPTIONS = frozenset(
    (
        *("NOT", "NULL", "DEFAULT", "PRIMARY", "UNIQUE", "REFERENCES", "CHECK", "CONSTRAINT"),
        *("COLLATE", "GENERATED", "AS", "AUTO_INCREMENT", "AUTOINCREMENT", "IDENTITY", "COMMENT"),
        *("AFTER", "FIRST", "ON", "USING", "STORAGE", "COMPRESSION", "DEFERRABLE", "INITIALLY"),
        *("VISIBLE", "INVISIBLE", "VIRTUAL", "STORED", "PERSISTED", "PERSISTENT", "SPARSE"),
        *("ROWGUIDCOL", "CREATE", "FAMILY", "IF", "SET", "CHARSET", "OPTIONS", "CASCADE"),
        *("RESTRICT", "HIDDEN", "MASKED", "KEY", "ALWAYS", "FOREIGN", "COLUMN_FORMAT", "SRID"),
        *("ALGORITHM", "LOCK", "FOR", "ENFORCED", "ADD", "DROP", "INDEX", "ENCRYPTED"),
    ),
)
"""Words that come behind the type of a column."""

_BARE = frozenset(("integer", "smallint", "mediumint", "bigint"))
"""Types whose number in parentheses says nothing about their values: a width for display."""

_SIGNS = (" unsigned", " signed", " zerofill")


def read_type(cursor: Cursor) -> str | None:
    """Step over a type and return it; None where none is written, as SQLite allows."""
    if not cursor.is_name() or cursor.peek() in OPTIONS - {"SET"}:
        return None
    quoted = cursor.kind() is Kind.QUOTED
    parts = cursor.parts()
    if parts[0] == "pg_catalog":
        parts = parts[1:] or parts
    words = [qualified(parts)]
    arguments = ""
    while True:
        word = cursor.peek()
        if word == "(" and not arguments:
            arguments = _arguments(cursor)
        elif cursor.kind() is Kind.WORD and _belongs(cursor, word):
            cursor.i += 1
            words.append(word.lower())
        else:
            break
    base = " ".join(words)
    name = base if quoted and cursor.context.is_postgres else normal(base, arguments)
    return _named(cursor, name) + _dimensions(cursor)


@lru_cache(maxsize=4096)
def normal(base: str, arguments: str = "") -> str:
    """Return a type under its usual name: `normal("character varying", "(20)")`."""
    signs = ""
    for sign in _SIGNS:
        if base.endswith(sign) or f"{sign} " in base:
            base = base.replace(sign, "")
            signs += sign if sign == " unsigned" else ""
    name = SAME.get(base, base)
    if name in _BARE:
        arguments = ""
    return f"{name}{arguments}{signs}"


def _named(cursor: Cursor, name: str) -> str:
    """PostgreSQL's `float` is of double precision, MySQL's is not."""
    return "double precision" if name == "float" and cursor.context.is_postgres else name


def _belongs(cursor: Cursor, word: str) -> bool:
    """Say whether the next word is part of the type."""
    if word in ("WITH", "WITHOUT"):
        return cursor.peek(1) in ("TIME", "LOCAL")
    if word in ("CHARACTER", "ARRAY"):
        return word == "CHARACTER" and cursor.peek(1) != "SET"
    return word not in OPTIONS


def _arguments(cursor: Cursor) -> str:
    inside = cursor.group()
    tokens = inside.tokens[inside.start : inside.end] if inside else ()
    parts = []
    last = None
    for token in tokens:
        if last is Kind.WORD is token.kind:
            parts.append(" ")
        parts.append(token.text if token.kind is Kind.STRING else token.text.lower())
        last = token.kind
    return f"({''.join(parts)})"


def _dimensions(cursor: Cursor) -> str:
    """Step over `[]`, `[3]` and `ARRAY`; PostgreSQL makes no difference between them."""
    found = ""
    if cursor.accept("ARRAY"):
        found = "[]"
    while cursor.peek() == "[" or (_is_bracketed(cursor) and cursor.context.dialect != "mssql"):
        if cursor.accept("["):
            while not cursor.done and not cursor.accept("]"):
                cursor.i += 1
        else:
            cursor.i += 1
        found = "[]" if not found or cursor.context.dialect is Dialect.POSTGRESQL else found + "[]"
    return found


def _is_bracketed(cursor: Cursor) -> bool:
    token = cursor.token()
    return token is not None and token.kind is Kind.QUOTED and token.text.startswith("[")
