"""Statements of an SQL text."""

import re
from itertools import pairwise

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.batches import beginnings
from deploylint.migrations.sql.bodies import Blocks, is_routine
from deploylint.migrations.sql.dialect import proven_dialect
from deploylint.migrations.sql.lines import Lines
from deploylint.migrations.sql.scanner import Scanner, Stop
from deploylint.migrations.sql.tokens import Kind, SqlText, Statement, Token

_PARENTHESES = frozenset((None, Dialect.POSTGRESQL, Dialect.COCKROACHDB))
"""Dialects whose clients do not end a statement inside parentheses."""

_CLIENTS = {Dialect.MYSQL: "the mysql client", Dialect.SQLITE: "sqlite3"}
_COPY_END = re.compile(r"^\\\.[ \t]*\r?$", re.MULTILINE)
_COPY_COMMAND = re.compile(r"\\copy\b[^\n]*\bfrom\s+p?stdin\b", re.IGNORECASE)


def split(source: SqlText, dialect: Dialect | None) -> tuple[Statement, ...]:
    r"""Return the statements of a text, in order; without a dialect, those of the one it proves.

    What does not end (a quote, a comment, a body) is one statement with a `problem`, which reaches
    to the end of the text. A line for psql (`\connect`) is a statement with a problem as well,
    because no server understands it. Lines for other clients (`DELIMITER`, `GO`) only end one.
    """
    splitter = _Splitter(source, dialect or proven_dialect(source.text))
    splitter.run()
    return tuple(splitter.statements)


class _Splitter:
    def __init__(self, source: SqlText, dialect: Dialect | None) -> None:
        self.statements: list[Statement] = []
        self._text = source.text
        self._dialect = dialect
        self._lines = Lines(source)
        self._scanner = Scanner(source.text, dialect)
        self._begin()

    def _begin(self) -> None:
        self._tokens: list[Token] = []
        self._is_routine: bool | None = None
        self._blocks: Blocks | None = None
        self._scanner.depth = 0

    def run(self) -> None:
        """Read the whole text."""
        while (stop := self._scanner.read(self._tokens)) is not Stop.END:
            if stop is Stop.SEMICOLON and self._goes_on():
                self._tokens.append(Token(Kind.SYMBOL, ";", *self._scanner.stop))
                continue
            copies = stop is Stop.SEMICOLON and self._copies()
            self._finish(None)
            if copies:
                self._skip_data()
            elif stop is Stop.COMMAND:
                self._command(*self._scanner.stop)
        self._finish(self._unfinished())

    def _goes_on(self) -> bool:
        """Say whether the `;` that was found stands inside the statement."""
        if self._scanner.depth > 0 and self._dialect in _PARENTHESES:
            return True
        if self._is_routine is None:
            self._is_routine = is_routine(self._tokens, self._dialect)
        is_mssql = self._dialect is Dialect.MSSQL
        if self._is_routine and (is_mssql or self._scanner.delimiter):
            return True
        return (self._is_routine or is_mssql) and self._is_block_open()

    def _is_block_open(self) -> bool:
        if self._blocks is None:
            self._blocks = Blocks(self._dialect)
        return self._blocks.are_open(self._tokens)

    def _unfinished(self) -> str | None:
        """Say what the last statement lacks."""
        if self._scanner.problem is not None:
            return self._scanner.problem
        if self._scanner.depth > 0 and self._dialect in _PARENTHESES:
            return "a parenthesis is not closed"
        has_blocks = self._is_routine or is_routine(self._tokens, self._dialect)
        if (has_blocks and not self._scanner.delimiter) or self._dialect is Dialect.MSSQL:
            return "a BEGIN has no END" if self._is_block_open() else None
        return None

    def _finish(self, problem: str | None) -> None:
        """End the statement that was read so far."""
        tokens = self._tokens
        while problem is None and tokens and tokens[-1].upper == ";":  # before GO or a delimiter
            del tokens[-1]
        if problem is not None:
            start = tokens[0].start if tokens else self._scanner.problem_at
            self._add(tokens, start, len(self._text.rstrip()), problem)
        elif tokens and self._dialect is Dialect.MSSQL and not is_routine(tokens, self._dialect):
            starts = beginnings(tokens)
            for start, end in zip(starts, (*starts[1:], len(tokens)), strict=True):
                self._add(tokens[start:end], tokens[start].start, tokens[end - 1].end, None)
        elif tokens:
            self._add(tokens, tokens[0].start, tokens[-1].end, None)
        self._begin()

    def _add(self, tokens: list[Token], start: int, end: int, problem: str | None) -> None:
        place, text = self._lines.at(start, end), self._text[start:end]
        self.statements.append(Statement(tuple(tokens), place, text, problem))

    def _command(self, start: int, end: int) -> None:
        """Obey a line for the client, or keep it as a statement that no server understands."""
        line = self._text[start:end].rstrip()
        if line[0] in "\\.":
            client = _CLIENTS.get(self._dialect, "psql") if self._dialect else "psql"
            end = start + len(line)
            token = Token(Kind.SYMBOL, line, start, end)
            self._add([token], start, end, f"it is a command for {client}")
            if _COPY_COMMAND.match(line):
                self._skip_data()
        elif line[0] in "dD" and len(words := line.split(maxsplit=2)) > 1:
            self._scanner.delimit(words[1])

    def _copies(self) -> bool:
        """Say whether the data of a COPY follows."""
        tokens = self._tokens
        if not tokens or tokens[0].upper != "COPY" or self._dialect not in _PARENTHESES:
            return False
        words = [token.upper for token in tokens]
        return ("FROM", "STDIN") in pairwise(words)

    def _skip_data(self) -> None:
        """Go on behind the data of a COPY, which is the last statement."""
        end = _COPY_END.search(self._text, self._scanner.position)
        if end is not None:
            self._scanner.position = end.end()
            return
        tokens = list(self.statements.pop().tokens)
        self._scanner.position = len(self._text)
        self._add(tokens, tokens[0].start, len(self._text.rstrip()), "its data does not end")
