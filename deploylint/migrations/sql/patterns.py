"""The regular expressions that find one token of SQL, for each dialect.

The rules are those of the manuals: https://www.postgresql.org/docs/current/sql-syntax-lexical.html,
https://dev.mysql.com/doc/refman/8.4/en/language-structure.html,
https://www.sqlite.org/lang_keywords.html,
https://learn.microsoft.com/sql/t-sql/language-elements/language-elements-transact-sql and
https://www.cockroachlabs.com/docs/stable/sql-constants.
"""

import re
from functools import lru_cache

from deploylint.facts.operations import Dialect

WORD, QUOTED, OPEN, CLOSE, SEMICOLON, NUMBER, STRING, COMMENT = range(1, 9)
COMMAND, PARAMETER, OPENER, SYMBOL, END, DELIMITER = range(9, 15)
"""The groups of the pattern, frequent ones first."""

ENDS = {"'": "'", '"': '"', "`": "`", "[": "]"}
"""What ends a string or a name; doubled, it stands for itself."""

NESTED_COMMENTS = frozenset((Dialect.POSTGRESQL, Dialect.COCKROACHDB, Dialect.MSSQL))

_NAME_QUOTES = {
    None: '"`',
    Dialect.POSTGRESQL: '"',
    Dialect.COCKROACHDB: '"',
    Dialect.MYSQL: "`",
    Dialect.SQLITE: '"`[',
    Dialect.MSSQL: '"[',
}


def _letters(*more: str) -> str:
    """Return a class of letters and `more`; only a class that leaves out is quick to compile."""
    others = (chr(code) for code in range(128))
    out = "".join(one for one in others if not one.isalpha() and one != "_" and one not in more)
    return f"[^{re.escape(out)}]"


_DIGITS = "0123456789"
_LETTER = _letters()
_LETTER_OR_DIGIT = _letters(*_DIGITS)
_WORD = f"{_LETTER}{_letters(*_DIGITS, '$')}*"
_WORDS = {
    Dialect.MYSQL: f"{_letters('$')}{_letters(*_DIGITS, '$')}*",
    Dialect.MSSQL: f"{_letters('#')}{_letters(*_DIGITS, *'$#@')}*",
}

# Only ASCII spaces part tokens: PostgreSQL, MySQL and SQLite take any other character for a letter.
_SPACE = r"[ \t\n\r\f\v\x00]*"
_NUMBER = (
    r"0[xX][0-9A-Fa-f_]+|0[bBoO][0-7_]+"
    r"|(?:[0-9][0-9_]*(?:\.[0-9][0-9_]*|\.(?!\.))?|(?<!\.)\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?"
)
_SYMBOL = r"::|:=|\|\||->>|->|<=|>=|<>|!=|=>|[\x00-\U0010ffff]"
_LINE_COMMENT = r"--[^\n\r]*"
_MYSQL_COMMENT = r"--(?![^\x00-\x20])[^\n\r]*|\#[^\n\r]*|/\*M?![0-9]{0,6}|\*/"
_DELIMITER_COMMAND = r"[dD][eE][lL][iI][mM][iI][tT][eE][rR](?=[ \t])"
_GO_COMMAND = r"[gG][oO](?=[ \t]*(?:[0-9]{1,9}[ \t]*)?(?:--|[\r\n]|\Z))"
_COMMAND_WORDS = {
    None: f"{_DELIMITER_COMMAND}|{_GO_COMMAND}",
    Dialect.MYSQL: _DELIMITER_COMMAND,
    Dialect.MSSQL: _GO_COMMAND,
}
_COMMAND_SIGNS = {
    None: r"\\",
    Dialect.POSTGRESQL: r"\\",
    Dialect.COCKROACHDB: r"\\",
    Dialect.MYSQL: r"\\",
    Dialect.SQLITE: r"\.(?=[a-z])",
}


@lru_cache(maxsize=64)
def pattern(dialect: Dialect | None, delimiter: str) -> re.Pattern[str]:
    """Return the pattern of all tokens: it matches something at every place.

    What an alternative repeats cannot be followed by more of the same, so that a failure costs one
    look at the text and not one for each way to divide it.
    """
    is_mysql = dialect is Dialect.MYSQL
    strings, names = "'\"" if is_mysql else "'", _NAME_QUOTES[dialect]
    groups = (
        _word(dialect, delimiter),
        _closed(names),
        r"\(",
        r"\)",
        r"\\?;",  # psql sends what `\;` ends together with what follows
        f"(?:{_NUMBER})(?!{_letters('$')})" if is_mysql else _NUMBER,
        _closed(strings),
        _MYSQL_COMMENT if is_mysql else _LINE_COMMENT,
        _command(dialect),
        _parameter(dialect),
        _opener(dialect, strings + names),
        _SYMBOL,
        r"\Z",
    )
    tokens = "(?:" + "|".join(f"({group})" for group in groups) + ")"
    if delimiter:
        end = re.escape(delimiter)
        tokens = f"(?:(?!{end}){tokens}|({end}))"
    return re.compile(_SPACE + tokens)


def _word(dialect: Dialect | None, delimiter: str) -> str:
    word = _WORDS.get(dialect, _WORD) if dialect else _WORD
    if "$" in delimiter:  # END$$
        word = f"{_LETTER}{_LETTER_OR_DIGIT}*"
    command = _COMMAND_WORDS.get(dialect)
    return f"(?!{command}){word}" if command else word


def _command(dialect: Dialect | None) -> str:
    kinds = (_COMMAND_WORDS.get(dialect), _COMMAND_SIGNS.get(dialect))
    return "|".join(kind for kind in kinds if kind is not None)


def _closed(quotes: str) -> str:
    """Return a pattern for what has neither a prefix nor its quote nor a backslash inside."""
    ends = ((re.escape(quote), re.escape(ENDS[quote])) for quote in quotes)
    return "|".join(
        rf"{quote}(?<![A-Za-z&]{quote})[^{end}\\]*{end}(?!{end})" for quote, end in ends
    )


def _opener(dialect: Dialect | None, quotes: str) -> str:
    kinds = [r"/\*", f"[{re.escape(quotes)}]"]
    if dialect in (None, Dialect.POSTGRESQL, Dialect.COCKROACHDB):
        kinds.append(rf"\$(?:{_LETTER}{_LETTER_OR_DIGIT}*)?\$")
    if dialect is Dialect.MYSQL:
        kinds.append(f"[0-9]{_letters(*_DIGITS, '$')}*")
    return "|".join(kinds)


def _parameter(dialect: Dialect | None) -> str:
    name = f"{_LETTER}{_letters(*_DIGITS, '$')}*"
    kinds = [r"\?", f"@@?{name}", r"\$\{[A-Za-z0-9_.:-]{1,99}\}"]
    if dialect is not Dialect.MYSQL:  # which has labels there: `again:LOOP`
        kinds += [r"\$[0-9]+", f":{_LETTER}{_LETTER_OR_DIGIT}*"]
    if dialect is Dialect.SQLITE:
        kinds.append(rf"\${name}")
    return "|".join(kinds)
