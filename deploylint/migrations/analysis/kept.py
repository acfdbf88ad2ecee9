"""Values that a release copies somewhere else before it destroys the place where they were."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.analysis.history import History, Step, dialects_meet
from deploylint.migrations.analysis.source import statement_of
from deploylint.migrations.names import plain
from deploylint.migrations.sql.lexer import tokens
from deploylint.migrations.sql.tokens import Kind, Token

_SOURCES = frozenset(("FROM", "JOIN", "UPDATE", ","))
_KEYWORDS = frozenset(
    (
        *("SET", "WHERE", "ON", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL"),
        *("GROUP", "ORDER", "HAVING", "LIMIT", "UNION", "USING", "SELECT", "FROM", "RETURNING"),
    )
)
_NEAREST = 100
"""Copies that mention a name and are looked at."""

_VALUES = frozenset(("TRUE", "FALSE", "NULL", "CASE"))
_COMPARES = ("=", "<>", "!=")
_NAMES = (Kind.WORD, Kind.QUOTED)


class Copies:
    """The statements of a release that write rows from what other rows hold."""

    def __init__(self, history: History) -> None:
        """Take those that certainly run, by the names that they mention."""
        self.history = history
        self._naming: dict[str, list[tuple[Step, Sequence[Token]]]] = defaultdict(list)
        for step in history.steps:
            one = step.operation
            if one.does in (Does.INSERT, Does.UPDATE) and Flag.CONDITIONAL not in one.flags:
                written = tokens(statement_of(step.migration, one), None).tokens
                names = {_name(token) for token in written} if _takes_values(written) else ()
                for name in names:
                    self._naming[name].append((step, written))

    def of_column(self, migration: Migration, gone: Operation, column: str) -> str | None:
        """Return the table to which the values of a column went before an operation on it."""
        for step, written in self._before(migration, gone, column.lower()):
            one = step.operation
            same = one.table == gone.table
            target = same and (one.does is Does.INSERT or column in (one.columns or (column,)))
            if not target and _names_value(written, _last(gone.table), column.lower()):
                return one.table
        return None

    def of_rows(self, migration: Migration, gone: Operation) -> str | None:
        """Return the table to which rows went before they, or their table, were destroyed.

        A DELETE is believed to delete them only when it has the condition of the copy.
        """
        condition: tuple[str, ...] = ()
        if gone.does is Does.DELETE:
            condition = _condition(tokens(statement_of(migration, gone), None).tokens)
        for step, written in self._before(migration, gone, _last(gone.table)):
            one = step.operation
            copies = one.does is Does.INSERT and one.table != gone.table
            named = copies and _names(written, _last(gone.table))
            if named and (not condition or condition == _condition(written)):
                return one.table
        return None

    def _before(
        self, migration: Migration, gone: Operation, name: str
    ) -> Iterator[tuple[Step, Sequence[Token]]]:
        """Yield the nearest copies before an operation that mention a name."""
        found = self._naming.get(name, [])
        at = bisect_left(found, self.history.number(gone), key=lambda one: one[0].number)
        for step, written in found[max(at - _NEAREST, 0) : at]:
            same = step.migration.project == migration.project
            if same and dialects_meet(step.migration.dialect, migration.dialect):
                yield step, written


def _takes_values(written: Sequence[Token]) -> bool:
    return any(token.upper in ("SELECT", "SET") for token in written)


def _condition(written: Sequence[Token]) -> tuple[str, ...]:
    """Return the last condition of a statement, without regard to case."""
    words = [token.upper for token in written]
    if "WHERE" not in words:
        return ()
    at = len(words) - 1 - words[::-1].index("WHERE")
    return tuple(token.text.lower() for token in written[at:] if token.text != ";")


def _last(table: str | None) -> str:
    """Return the name of a table without its schema."""
    return (table or "").rpartition(".")[2].lower()


def _name(token: Token) -> str:
    is_name = token.kind in _NAMES and token.upper not in _VALUES
    return plain(token.text) if is_name else ""


def _names(written: Sequence[Token], table: str) -> frozenset[str]:
    """Return what a statement calls a table from which it takes rows: its name and aliases."""
    found = set()
    for at, token in enumerate(written):
        if _name(token) != table or at == 0:
            continue
        before = written[at - 1].upper
        if before == ".":
            before = written[at - 3].upper if at >= 3 else ""  # noqa: PLR2004  # schema.table
        if before not in _SOURCES and before != "ONLY":
            continue
        found.add(table)
        behind = [one for one in written[at + 1 : at + 3] if one.upper != "AS"][:1]
        found |= {_name(one) for one in behind if one.upper not in _KEYWORDS} - {""}
    return frozenset(found)


def _names_value(written: Sequence[Token], table: str, column: str) -> bool:
    """Say whether a statement takes a column of a table, and not only to join others to it."""
    names = _names(written, table)
    if not names:
        return False
    for at, token in enumerate(written):
        if _name(token) != column:
            continue
        qualified = at >= 2 and written[at - 1].upper == "."  # noqa: PLR2004  # table.column
        if qualified and _name(written[at - 2]) not in names:
            continue
        start = at - 2 if qualified else at
        if not _is_joined(written, start, at):
            return True
    return False


def _is_joined(written: Sequence[Token], start: int, end: int) -> bool:
    """Say whether a column is only compared with another one."""
    behind = end + 2 < len(written) and written[end + 1].upper in _COMPARES
    if behind and _name(written[end + 2]):
        return not _is_set(written, start)
    before = start >= 2 and written[start - 1].upper in _COMPARES  # noqa: PLR2004  # name = column
    return before and bool(_name(written[start - 2])) and not _is_set(written, start - 2)


def _is_set(written: Sequence[Token], at: int) -> bool:
    """Say whether the comparison that begins there, or at its table, is one of SET: `a = b`."""
    for token in reversed(written[:at]):
        if token.upper in ("WHERE", "ON", "AND", "OR", "HAVING", "WHEN", "SELECT"):
            return False
        if token.upper == "SET":
            return True
    return False
