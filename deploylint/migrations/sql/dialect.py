"""Which database a text was written for, as far as the text itself proves it."""

from collections.abc import Iterator, Mapping
from itertools import takewhile

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.scanner import Scanner, Stop
from deploylint.migrations.sql.tokens import Kind, Token

Evidence = frozenset[Dialect]
"""The dialects that something can be."""

_POSTGRESQL = frozenset((Dialect.POSTGRESQL, Dialect.COCKROACHDB))
_COCKROACHDB = frozenset((Dialect.COCKROACHDB,))
_MYSQL = frozenset((Dialect.MYSQL,))
_SQLITE = frozenset((Dialect.SQLITE,))
_MSSQL = frozenset((Dialect.MSSQL,))

_BACKTICKS = _MYSQL | _SQLITE
_BRACKETS = _MSSQL | _SQLITE
_CASTS = _POSTGRESQL | _MSSQL
_NVARCHAR = _MSSQL | _MYSQL | _SQLITE
_SERIAL = _POSTGRESQL | _MYSQL

_SPEAKS_FOR: Mapping[Evidence, Dialect] = {
    _POSTGRESQL: Dialect.POSTGRESQL,
    _CASTS: Dialect.POSTGRESQL,
    _BACKTICKS: Dialect.MYSQL,
    _BRACKETS: Dialect.MSSQL,
    _NVARCHAR: Dialect.MSSQL,
    **{frozenset((dialect,)): dialect for dialect in Dialect},
}
"""Whom evidence speaks for; of several, the one from which the others have borrowed it."""

_WORDS: Mapping[str, Evidence] = {
    "BIGSERIAL": _POSTGRESQL,
    "SMALLSERIAL": _POSTGRESQL,
    "TIMESTAMPTZ": _POSTGRESQL,
    "BYTEA": _POSTGRESQL,
    "TSVECTOR": _POSTGRESQL,
    "PLPGSQL": _POSTGRESQL,
    "CRDB_INTERNAL": _COCKROACHDB,
    "UNIQUE_ROWID": _COCKROACHDB,
    "BUCKET_COUNT": _COCKROACHDB,
    "AUTO_INCREMENT": _MYSQL,
    "UTF8MB4": _MYSQL,
    "AUTOINCREMENT": _SQLITE,
    "SQLITE_MASTER": _SQLITE,
    "SQLITE_SEQUENCE": _SQLITE,
    "NVARCHAR": _NVARCHAR,
    "DBO": _MSSQL,
    "UNIQUEIDENTIFIER": _MSSQL,
    "NONCLUSTERED": _MSSQL,
    "SP_RENAME": _MSSQL,
    "DATETIME2": _MSSQL,
}
"""Words that only these know."""

_PAIRS: Mapping[str, Mapping[str, Evidence]] = {
    "CONCURRENTLY": {"INDEX": _POSTGRESQL, "VIEW": _POSTGRESQL, "TABLE": _POSTGRESQL},
    "EXTENSION": {"CREATE": _POSTGRESQL, "DROP": _POSTGRESQL},
    "TYPE": {"ALTER": _POSTGRESQL},
    "ENUM": {"AS": _POSTGRESQL},
    "INTO": {"UPSERT": _COCKROACHDB},
    "=": {"ENGINE": _MYSQL, "CHARSET": _MYSQL},
    "UNSIGNED": {"INT": _MYSQL, "BIGINT": _MYSQL, "INTEGER": _MYSQL, "TINYINT": _MYSQL},
    "COLUMN": {"MODIFY": _MYSQL, "CHANGE": _MYSQL},
    "KEY": {"DUPLICATE": _MYSQL},
    "ROWID": {"WITHOUT": _SQLITE},
    "PRAGMA": {"": _SQLITE},
    "(": {"IDENTITY": _MSSQL, "STORING": _COCKROACHDB, "GETDATE": _MSSQL},
}
"""Words and symbols that prove something behind another; "" begins a statement."""

_TYPE_ENDS = frozenset((",", ")", "NOT", "NULL", "PRIMARY", "UNIQUE", "REFERENCES", ""))
_BEFORE_NAMES = frozenset(
    (".", "TABLE", "INTO", "FROM", "UPDATE", "JOIN", "INDEX", "VIEW", "ON", "COLUMN", "CONSTRAINT"),
)
_COMMANDS = {"\\": _POSTGRESQL, "g": _MSSQL, "d": _MYSQL}


def proven_dialect(text: str) -> Dialect | None:
    """Return the dialect that a text proves; None if it proves none, or two that differ.

    Backticks speak for MySQL and `[x]` for SQL Server, unless something else says SQLite; what
    CockroachDB shares with PostgreSQL speaks for PostgreSQL, unless something else says otherwise.
    SERIAL alone proves nothing: PostgreSQL and MySQL both have it.
    """
    possible: Evidence | None = None
    for evidence in _evidence(text):
        possible = evidence if possible is None else possible & evidence
        if not possible:
            return None
    if possible is None:
        return Dialect.MYSQL if "/*!" in text else None
    return _SPEAKS_FOR.get(possible)


def _evidence(text: str) -> Iterator[Evidence]:
    """Yield what is told, as far as it is sure what is a string and what is not."""
    scanner = Scanner(text, None)
    stop = Stop.SEMICOLON
    is_sure = True
    while is_sure and stop is not Stop.END:
        tokens: list[Token] = []
        stop = scanner.read(tokens)
        sure = list(takewhile(_is_sure, tokens))
        is_sure = len(sure) == len(tokens)
        words = [_word(token) for token in sure]
        yield from _of_words(words)
        yield from _of_quotes(sure, words)
        if is_sure and stop is Stop.COMMAND:
            yield _COMMANDS[text[scanner.stop[0]].lower()]
            if text[scanner.stop[0]] in "dD":
                return  # what follows may be cut by anything, `$$` for one
        if words[:1] == ["COPY"] and "STDIN" in words:
            yield _POSTGRESQL
            return  # data follows


def _is_sure(token: Token) -> bool:
    r"""Say whether a string cannot go on: to MySQL, `'it\'s'` is one."""
    return token.kind is not Kind.STRING or not token.text.endswith("\\'") or token.text[0] in "eE"


def _word(token: Token) -> str:
    """Return a word or symbol in upper case; one quote for all strings and quoted names."""
    return token.text.upper() if token.kind in (Kind.WORD, Kind.SYMBOL) else '"'


def _of_words(words: list[str]) -> Iterator[Evidence]:
    before = ""
    for index, word in enumerate(words):
        if word in _WORDS:
            yield _WORDS[word]
        elif word in _PAIRS and before in _PAIRS[word]:
            yield _PAIRS[word][before]
        elif word == "::":
            yield _CASTS
        elif word == "SERIAL" and before not in _BEFORE_NAMES and before not in ("", "(", ","):
            after = words[index + 1] if index + 1 < len(words) else ""
            if after in _TYPE_ENDS:
                yield _SERIAL
        before = word


def _of_quotes(tokens: list[Token], words: list[str]) -> Iterator[Evidence]:
    for index, word in enumerate(words):
        if word == '"':
            first = tokens[index].text[0]
            if first == "`":
                yield _BACKTICKS
            elif first in "$eE" and tokens[index].kind is Kind.STRING:
                yield _POSTGRESQL
        elif word == "[" and index and words[index - 1] in _BEFORE_NAMES:
            yield _BRACKETS
