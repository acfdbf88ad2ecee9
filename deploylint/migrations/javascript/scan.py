"""Tokens of JavaScript and TypeScript, and which bracket belongs to which.

The lexical grammar is that of https://tc39.es/ecma262/#sec-ecmascript-language-lexical-grammar as
far as source code needs it: comments, strings, template literals with `${}`, and regular
expressions, which are told from a division by what stands before them. One pass, in linear time.
"""

import re
from bisect import bisect_right
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from deploylint.model.location import Location


class Kind(Enum):
    """What a token is. A template is one `CHUNK` for each part between its holes."""

    WORD = "word"
    NUMBER = "number"
    STRING = "string"
    CHUNK = "part of a template"
    REGEX = "regular expression"
    SYMBOL = "symbol"


class Token(NamedTuple):
    """One token: `start` and `end` are offsets, `after_line` says that a new line begins before it.

    The text of a chunk goes from its backtick or brace to the backtick or `${` that ends it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    after_line: bool = False


BEFORE_REGEX = frozenset(
    (
        *("return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "throw"),
        *("new", "await", "yield", "instanceof"),
    ),
)
"""Words after which `/` begins a regular expression; after other words it divides."""

CLOSING = frozenset((")", "]", "}"))
PAIRS = {"(": ")", "[": "]", "{": "}"}
STRING = re.compile(r"'(?:[^'\\\n]|\\(?:\r\n|[\s\S]))*+'?|\"(?:[^\"\\\n]|\\(?:\r\n|[\s\S]))*+\"?")
CHUNK = re.compile(r"(?:[^`\\$]|\\[\s\S]|\$(?!\{))*+(?:`|\$\{)?")
REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*+\])++/[a-z]*")
PLAIN = re.compile(
    r"(?P<space>[\s\ufeff]+)"
    r"|(?P<comment>//[^\n\r]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|\A#![^\n\r]*)"
    r"|(?P<word>[#@]?[^\W\d][\w$]*|[#@]?\$[\w$]*)"
    r"|(?P<number>(?:0[xXbBoO][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)n?)"
    r"|(?P<symbol>=>|\?\.(?!\d)|\.\.\.|[=!]==?|(?:&&|\|\||\?\?|\*\*)=?|\+\+|--|[-+*/%&|^<]=|[\s\S])",
)


class Source:
    """The text of one file, its tokens, and places in it.

    `partner` leads from a bracket to the one that closes it; `assigned` are the variables that the
    parser has seen to change; `problems` are told with the offset where each begins.
    """

    def __init__(self, text: str, path: str) -> None:
        """Take the text as it was decoded, with any line ends and perhaps a byte order mark."""
        self.text = text
        self.path = path
        self.problems: list[tuple[str, int]] = []
        self.tokens: list[Token] = []
        self.partner: dict[int, int] = {}
        self.assigned: set[str] = set()
        _scan(self)
        _match(self)

    @property
    def is_typescript(self) -> bool:
        """Say whether the name of the file promises types."""
        return self.path.endswith((".ts", ".mts", ".cts"))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of an offset; a byte order mark has no column."""
        line = bisect_right(self._starts, offset)
        column = offset - self._starts[line - 1] + 1
        marked = line == 1 and column > 1 and self.text.startswith("\ufeff")
        return line, column - 1 if marked else column

    def at(self, start: int, end: int) -> Location:
        """Return the place from one offset to another."""
        return Location(self.path, *self.position(start), *self.position(end))


class _Scanner:
    """Where the scan stands, and which open braces are holes of templates."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.offset = 0
        self.after_line = True
        self.braces: list[bool] = []

    def add(self, kind: Kind, end: int) -> None:
        text = self.source.text[self.offset : end]
        self.source.tokens.append(Token(kind, text, self.offset, end, self.after_line))
        self.after_line = False
        self.offset = end

    def problem(self, what: str) -> None:
        self.source.problems.append((what, self.offset))


def _scan(source: Source) -> None:
    scanner = _Scanner(source)
    text, length = source.text, len(source.text)
    while scanner.offset < length:
        char = text[scanner.offset]
        if char in "'\"":
            _string(scanner)
        elif char == "`" or (char == "}" and scanner.braces and scanner.braces.pop()):
            _chunk(scanner)
        elif char == "/" and _may_be_regex(source.tokens) and _regex(scanner):
            continue
        else:
            _plain(scanner)


def _string(scanner: _Scanner) -> None:
    match = STRING.match(scanner.source.text, scanner.offset)
    end = match.end() if match else scanner.offset + 1
    written = scanner.source.text[scanner.offset : end]
    if len(written) == 1 or written[-1] != written[0]:
        scanner.problem("this string has no end")
    scanner.add(Kind.STRING, end)


def _chunk(scanner: _Scanner) -> None:
    match = CHUNK.match(scanner.source.text, scanner.offset + 1)
    end = match.end() if match else scanner.offset + 1
    written = scanner.source.text[scanner.offset + 1 : end]
    if written.endswith("${"):
        scanner.braces.append(True)
    elif not written.endswith("`"):
        scanner.problem("this template literal has no end")
        end = len(scanner.source.text)
    scanner.add(Kind.CHUNK, end)


def _may_be_regex(tokens: list[Token]) -> bool:
    if not tokens:
        return True
    last = tokens[-1]
    if last.kind is Kind.SYMBOL:
        return last.text not in CLOSING
    if last.kind is Kind.CHUNK:
        return last.text.endswith("${")
    return last.kind is Kind.WORD and last.text in BEFORE_REGEX


def _regex(scanner: _Scanner) -> bool:
    match = REGEX.match(scanner.source.text, scanner.offset)
    if match is None:
        return False
    scanner.add(Kind.REGEX, match.end())
    return True


def _plain(scanner: _Scanner) -> None:
    match = PLAIN.match(scanner.source.text, scanner.offset)
    if match is None:  # the last alternative takes any character
        scanner.offset += 1
        return
    kind, written = match.lastgroup, match.group()
    if kind in ("space", "comment"):
        if kind == "comment" and written.startswith("/*") and not written.endswith("*/"):
            scanner.problem("this comment has no end")
        scanner.after_line = scanner.after_line or "\n" in written or "\r" in written
        scanner.offset = match.end()
        return
    if written == "{":
        scanner.braces.append(False)
    scanner.add(Kind(kind), match.end())


def _match(source: Source) -> None:
    """Pair the brackets; one that closes nothing, or the wrong one, is passed over."""
    stack: list[tuple[str, int]] = []
    for index, token in enumerate(source.tokens):
        if token.kind is Kind.CHUNK:
            _match_chunk(source, stack, index)
        elif token.kind is Kind.SYMBOL and token.text in PAIRS:
            stack.append((PAIRS[token.text], index))
        elif token.kind is Kind.SYMBOL and token.text in CLOSING:
            _close(source, stack, token.text, index)
    for _, index in stack[:1]:
        source.problems.append(("this bracket is never closed", source.tokens[index].start))


def _match_chunk(source: Source, stack: list[tuple[str, int]], index: int) -> None:
    text = source.tokens[index].text
    if text.startswith("}"):
        _close(source, stack, "${", index)
    if text.endswith("${"):
        stack.append(("${", index))


def _close(source: Source, stack: list[tuple[str, int]], text: str, index: int) -> None:
    if stack and stack[-1][0] == text:
        source.partner[stack.pop()[1]] = index
    else:
        source.problems.append(("this bracket closes nothing", source.tokens[index].start))
