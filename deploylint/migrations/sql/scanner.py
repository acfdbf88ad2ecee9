"""The scanner that finds one token after the other."""

import re
from enum import Enum

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql import patterns
from deploylint.migrations.sql.patterns import ENDS, pattern
from deploylint.migrations.sql.quotes import comment_end, escaped_end, has_escapes, quote_end
from deploylint.migrations.sql.tokens import Kind, Token

BYTE_ORDER_MARK = "\ufeff"
MOST_DELIMITERS = 20
"""Different delimiters of one text, because each costs a regular expression."""

_LINE_END = re.compile(r"[\r\n]|\Z")
_PREFIXES = frozenset("eEbBxXnN")
_KINDS: tuple[Kind | None, ...] = tuple(
    {
        patterns.WORD: Kind.WORD,
        patterns.QUOTED: Kind.QUOTED,
        patterns.OPEN: Kind.SYMBOL,
        patterns.CLOSE: Kind.SYMBOL,
        patterns.NUMBER: Kind.NUMBER,
        patterns.STRING: Kind.STRING,
        patterns.PARAMETER: Kind.PARAMETER,
        patterns.SYMBOL: Kind.SYMBOL,
    }.get(group)
    for group in range(patterns.DELIMITER + 1)
)


class Stop(Enum):
    """Why the scanner stopped: a `;`, the delimiter of a client, a line for a client, the end."""

    SEMICOLON = "semicolon"
    DELIMITER = "delimiter"
    COMMAND = "command"
    END = "end"


_STOPS = {
    patterns.SEMICOLON: Stop.SEMICOLON,
    patterns.DELIMITER: Stop.DELIMITER,
    patterns.COMMAND: Stop.COMMAND,
    patterns.END: Stop.END,
}


class Scanner:
    """Reads a text from stop to stop.

    `position` is where it goes on. `depth` is the number of open parentheses; whoever begins a
    statement sets it back. `stop` says where the last stop stands. `problem` says what does not
    end, and `problem_at` where that begins.
    """

    def __init__(self, text: str, dialect: Dialect | None) -> None:
        """Begin at the start of a text."""
        self.text = text
        self.dialect = dialect
        self.position = 1 if text.startswith(BYTE_ORDER_MARK) else 0
        self.depth = 0
        self.stop = (0, 0)
        self.problem: str | None = None
        self.problem_at = 0
        self.delimiter = ""
        self._delimiters: set[str] = set()

    def read(self, tokens: list[Token]) -> Stop:
        """Append the tokens of a statement up to the next stop, which is none of them."""
        while True:
            found = self._plain(tokens)
            group = found.lastindex or patterns.END
            start, end = found.span(group)
            if group == patterns.OPENER:
                self._open(tokens, start, end)
            elif group != patterns.COMMAND or self._is_command(tokens, start, end):
                self.stop = (start, self.position)
                return _STOPS[group]

    def delimit(self, delimiter: str) -> None:
        """End statements at `delimiter` as well, as after `DELIMITER //`."""
        if len(self._delimiters) < MOST_DELIMITERS:
            self._delimiters.add(delimiter)
        if delimiter in self._delimiters:
            self.delimiter = "" if delimiter == ";" else delimiter

    def _plain(self, tokens: list[Token]) -> re.Match[str]:
        """Append tokens that need no second look; return the first match that does.

        All that is done for each token is done here, with what is near: it is half of the work.
        """
        append, depth = tokens.append, self.depth
        new, kinds, opening, closing = tuple.__new__, _KINDS, patterns.OPEN, patterns.CLOSE
        matches = pattern(self.dialect, self.delimiter).finditer(self.text, self.position)
        for found in matches:
            group = found.lastindex or patterns.END
            kind = kinds[group]
            if kind is not None:
                start, end = found.span(group)
                append(new(Token, (kind, found[group], start, end)))
                if group == opening:
                    depth += 1
                elif group == closing:
                    depth -= 1
            elif group != patterns.COMMENT:
                break
        self.depth = depth
        self.position = found.end()
        return found

    def _is_command(self, tokens: list[Token], start: int, end: int) -> bool:
        r"""Take the rest of a line that is for a client: `\g`, `DELIMITER //`, `GO`, `.mode`."""
        first = self.text[start]
        is_command = self._begins_line(start)
        if first == "\\":
            is_command = is_command or self.dialect is not None
        elif first in "dD":
            is_command = not tokens or (is_command and self.depth <= 0)
        elif first == ".":
            is_command = is_command and not tokens
        if is_command:
            line_end = _LINE_END.search(self.text, end)
            self.position = line_end.start() if line_end else len(self.text)
            return True
        kind = Kind.SYMBOL if first in "\\." else Kind.WORD
        tokens.append(Token(kind, self.text[start:end], start, end))
        return False

    def _begins_line(self, start: int) -> bool:
        while start and self.text[start - 1] in " \t":
            start -= 1
        return not start or self.text[start - 1] in "\r\n\ufeff"

    def _open(self, tokens: list[Token], start: int, end: int) -> None:
        """Read on to the end of a comment, a string or a name whose beginning was found."""
        text, opener = self.text, self.text[start:end]
        if opener == "/*":
            self._go_on(start, comment_end(text, end, self.dialect), "comment")
            return
        if opener[0].isdigit():
            tokens.append(Token(Kind.WORD, opener, start, end))
            return
        if opener[0] == "$":
            close = text.find(opener, end)
            self._go_on(start, close + len(opener) if close >= 0 else -1, "text in dollar quotes")
        elif self._is_string(opener):
            find_end = escaped_end if has_escapes(text, start, tokens, self.dialect) else quote_end
            self._go_on(start, find_end(text, end, opener), "string")
        else:
            self._go_on(start, quote_end(text, end, ENDS[opener]), "quoted name")
        self._quoted(tokens, start, self.position)

    def _go_on(self, start: int, end: int, what: str) -> None:
        """Go on at `end`; where there is none, note it and go to the end of the text."""
        self.position = end
        if end < 0:
            self.position = len(self.text)
            self.problem, self.problem_at = f"a {what} does not end", start

    def _is_string(self, quote: str) -> bool:
        return quote in "'$" or (quote == '"' and self.dialect is Dialect.MYSQL)

    def _quoted(self, tokens: list[Token], start: int, end: int) -> None:
        """Append a string or a quoted name together with its prefix: E'', N'', U&""."""
        text = self.text
        kind = Kind.STRING if self._is_string(text[start]) else Kind.QUOTED
        if tokens and tokens[-1].end == start and text[start] in "'\"":
            start -= self._taken_prefix(tokens, kind)
        tokens.append(Token(kind, text[start:end], start, end))

    def _taken_prefix(self, tokens: list[Token], kind: Kind) -> int:
        """Take the prefix of a string or name off the tokens; return its length."""
        last = tokens[-1].text
        if kind is Kind.STRING and last in _PREFIXES:
            del tokens[-1]
            return 1
        is_unicode = last == "&" and tokens[-2:-1] and tokens[-2].text in ("u", "U")
        if is_unicode and tokens[-2].end == tokens[-1].start:
            del tokens[-2:]
            return 2
        return 0
