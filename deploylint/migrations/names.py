"""How names of tables, columns and other things are written in facts, so that they compare."""

DEFAULT_SCHEMAS = frozenset(("public", "dbo", "main"))
"""Schemas that a name without one means: PostgreSQL, SQL Server, SQLite."""

QUOTES = {'"': '"', "`": "`", "[": "]"}


def plain(written: str, *, fold: bool = True) -> str:
    """Return one part of a name without its quotes.

    An unquoted name is folded to lower case. With `fold`, so is a quoted one: MySQL, SQLite and SQL
    Server compare names of columns without case.
    """
    end = QUOTES.get(written[:1])
    if end is None or len(written) < 2 or not written.endswith(end):  # noqa: PLR2004  # both quotes
        return written.lower()
    inner = written[1:-1].replace(end * 2, end)
    return inner.lower() if fold else inner


def qualified(parts: tuple[str, ...]) -> str:
    """Return the name of a table or object from its parts, without a schema that goes unsaid."""
    kept = parts[1:] if len(parts) > 1 and parts[0] in DEFAULT_SCHEMAS else parts
    return ".".join(kept)
