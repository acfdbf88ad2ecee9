"""Which functions an expression or a query calls."""

from collections.abc import Collection

from deploylint.migrations.sql.cursor import Cursor
from deploylint.migrations.sql.functions import LEAD_TO_PARENTHESIS, STABLE, VOLATILE
from deploylint.migrations.sql.tokens import Kind

_CALLED = (Kind.WORD, Kind.QUOTED)
_KNOWN_SCHEMAS = frozenset(
    (
        "pg_catalog",
        "public",
        "sys",
        "dbo",
        "extensions",
        "information_schema",
        "json",
        "crdb_internal",
    ),
)
_HARMLESS = STABLE | VOLATILE


def called(cursor: Cursor, at: int) -> str | None:
    """Return the name of the function that is called at the token `at`, None if none is.

    A function in a schema of the project's own keeps the name of the schema.
    """
    tokens, up = cursor.tokens, cursor.up
    if at + 1 >= cursor.end or up[at + 1] != "(" or tokens[at].kind not in _CALLED:
        return None
    before = up[at - 1] if at > cursor.start else ""
    if up[at] in LEAD_TO_PARENTHESIS or before in ("::", "AS"):
        return None
    name = tokens[at].text.strip('"`[]').lower()
    if before == "." and at - 2 >= cursor.start:
        schema = tokens[at - 2].text.strip('"`[]').lower()
        if at - 3 >= cursor.start and up[at - 3] == "::":  # `::schema.type(3)`
            return None
        if schema not in _KNOWN_SCHEMAS:
            return f"{schema}.{name}"
    return name


def unknown_call(query: Cursor, besides: Collection[str] = ()) -> str | None:
    """Return the first function of a query that is not known to change nothing.

    What the functions `besides` do is understood elsewhere.
    """
    for at in range(query.i, query.end - 1):
        if query.up[at + 1] != "(":
            continue
        name = called(query, at)
        if name is None or name in _HARMLESS or name in besides:
            continue
        if not _is_list_of_columns(query, at):
            return name
    return None


def _is_list_of_columns(query: Cursor, at: int) -> bool:
    """Say whether the name at `at` is a table or an alias with its columns: `x (a, b) AS (`."""
    if at > query.start:
        before = at - 1
        if query.up[before] in ("WITH", "RECURSIVE", "INTO", "TABLE", "REFERENCES"):
            return True
        if query.up[before] == ")":
            return True
    close = query.closing(at + 1)
    return (
        close + 1 < query.end
        and query.up[close + 1] == "AS"
        and (query.up[min(close + 2, query.end - 1)] in ("(", "MATERIALIZED", "NOT"))
    )
