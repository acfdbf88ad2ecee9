"""Bodies of routines and triggers, whose `;` ends no statement.

PostgreSQL: https://www.postgresql.org/docs/current/sql-createfunction.html (`BEGIN ATOMIC`), MySQL:
https://dev.mysql.com/doc/refman/8.4/en/sql-compound-statements.html, SQLite:
https://www.sqlite.org/lang_createtrigger.html.
"""

from collections.abc import Sequence

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.tokens import Kind, Token

_HEAD = 24
"""Tokens at the start of a statement among which its class stands."""

_MYSQL_ROUTINES = frozenset(("TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE"))
_ROUTINES = {
    None: _MYSQL_ROUTINES,
    Dialect.POSTGRESQL: frozenset(("PROCEDURE", "FUNCTION")),
    Dialect.COCKROACHDB: frozenset(("PROCEDURE", "FUNCTION")),
    Dialect.MYSQL: _MYSQL_ROUTINES,
    Dialect.SQLITE: frozenset(("TRIGGER",)),
    Dialect.MSSQL: frozenset(("TRIGGER", "PROCEDURE", "PROC", "FUNCTION")),
}
_BEFORE_CLASS = frozenset(
    ("OR", "REPLACE", "ALTER", "TEMP", "TEMPORARY", "AGGREGATE", "CONSTRAINT", "CREATE", "DEFINER"),
)
_OTHER_CLASSES = frozenset(("TABLE", "VIEW", "INDEX", "DATABASE", "USER", "SCHEMA", "SEQUENCE"))

_MYSQL_BLOCKS = frozenset(("BEGIN", "CASE", "LOOP", "WHILE", "IF", "REPEAT", "FOR", "END"))
_OTHER_BLOCKS = frozenset(("BEGIN", "CASE", "END"))
_BLOCKS = {None: _MYSQL_BLOCKS, Dialect.MYSQL: _MYSQL_BLOCKS}
_ATOMIC = frozenset((Dialect.POSTGRESQL, Dialect.COCKROACHDB))
_ONLY_STATEMENTS = frozenset(("IF", "REPEAT", "FOR"))
"""Words that mean something else in expressions: `IF(a, b, c)`, `DROP TABLE IF EXISTS`."""

_BEFORE_STATEMENT = frozenset((";", ":", "THEN", "ELSE", "BEGIN", "DO", "LOOP", "REPEAT"))
_BEFORE_BODY = frozenset((")", "ROW", "SQL", "DATA", "DETERMINISTIC", "DEFINER", "INVOKER", "DO"))
_AFTER = frozenset((("END", "END"), ("BEGIN", "AS"), ("BEGIN", "END")))
"""Words of blocks that count as such even behind `END` and `AS`, unlike `END IF` and `AS end`."""

_TRANSACTION = frozenset(("TRAN", "TRANSACTION", "DISTRIBUTED", "DIALOG", "CONVERSATION", ""))


def is_routine(tokens: Sequence[Token], dialect: Dialect | None) -> bool:
    """Say whether a statement creates something whose body may hold further statements."""
    words = (token.upper for token in tokens[:_HEAD])
    first = next(words, "")
    if first == "EXPLAIN":
        first = next(words, "")
    if first == "BEGIN":
        return dialect in _BLOCKS and (next(words, ""), next(words, "")) == ("NOT", "ATOMIC")
    if first not in ("CREATE", "ALTER"):
        return False
    after_definer = False
    for word in words:
        if word in _ROUTINES[dialect]:
            return True
        after_definer = after_definer or word == "DEFINER"
        if word in _OTHER_CLASSES or not (after_definer or word in _BEFORE_CLASS):
            return False
    return False


class Blocks:
    """Counts the blocks that are open in a statement, as far as it was read."""

    def __init__(self, dialect: Dialect | None) -> None:
        """Begin before the first token."""
        self._dialect = dialect
        self._words = _BLOCKS.get(dialect, _OTHER_BLOCKS) if dialect else _MYSQL_BLOCKS
        self._open: list[bool] = []
        self._read = 0

    def are_open(self, tokens: Sequence[Token]) -> bool:
        """Go on to the end of `tokens`, which begin with those that were read before."""
        for index in range(self._read, len(tokens)):
            token = tokens[index]
            if token.kind is Kind.WORD and (word := token.text.upper()) in self._words:
                before = tokens[index - 1].upper if index else ";"
                after = tokens[index + 1].upper if index + 1 < len(tokens) else ""
                self._step(word, before, after)
        self._read = len(tokens)
        return bool(self._open)

    def _step(self, word: str, before: str, after: str) -> None:
        """Open or close a block; of each open one, keep whether it holds statements."""
        if before in (".", "END", "AS") and (word, before) not in _AFTER:
            return
        begins = self._begins_statement(before)
        if word == "END":
            del self._open[-1:]
        elif word == "CASE":
            if self._open or begins:
                self._open.append(begins)
        elif word == "BEGIN":
            if self._is_block(after):
                self._open.append(True)
        elif begins or word not in _ONLY_STATEMENTS:
            self._open.append(True)

    def _begins_statement(self, before: str) -> bool:
        if not self._open:
            return before in _BEFORE_BODY
        return self._open[-1] and before in _BEFORE_STATEMENT

    def _is_block(self, after: str) -> bool:
        if self._dialect in _ATOMIC:
            return after == "ATOMIC"
        return self._dialect is not Dialect.MSSQL or after not in _TRANSACTION
