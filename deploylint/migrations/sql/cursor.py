"""Reading over the tokens of a statement, from left to right."""

from collections.abc import Callable, Collection
from functools import cached_property

from deploylint.facts.operations import Dialect, Operation
from deploylint.migrations.names import plain, qualified
from deploylint.migrations.sql.lines import Lines
from deploylint.migrations.sql.strings import unquoted
from deploylint.migrations.sql.tokens import Kind, SqlText, Token
from deploylint.migrations.sql.wording import shown
from deploylint.model.location import Location

_NAMES = (Kind.WORD, Kind.QUOTED)
_WORDS = (Kind.WORD, Kind.SYMBOL)
_FOLDING = (Dialect.MYSQL, Dialect.SQLITE, Dialect.MSSQL)
_DEPTH = {"(": 1, ")": -1}

_LONGEST = 63
"""Bytes of a name; what is longer, PostgreSQL cuts off."""

NAMELESS = "its name is filled in when it is run"


class UnreadableError(Exception):
    """A part of a statement cannot be read; the text completes "cannot be read: ..."."""


class Context:
    """What is the same for all statements of a text.

    `read` reads one statement; blocks and conditions call it for what they hold. `procedural` says
    that the statements are those of a block: there, `SELECT INTO` sets a variable.
    """

    def __init__(
        self,
        source: SqlText,
        dialect: Dialect | None,
        read: "Callable[[Cursor], list[Operation]]",
        *,
        procedural: bool = False,
    ) -> None:
        """Take the text, whose statements are in a dialect."""
        self.source = source
        self.dialect = dialect
        self.read = read
        self.procedural = procedural
        self.is_postgres = dialect in (Dialect.POSTGRESQL, Dialect.COCKROACHDB)
        self.fold = dialect in _FOLDING

    @cached_property
    def lines(self) -> Lines:
        """Return the lines of the text; they are counted when somebody asks first."""
        return Lines(self.source)

    def renamed(self, old: str, new: str) -> str:
        """Return a new name with the schema of the old one, which stays unless another is named."""
        schema, dot, _ = old.rpartition(".")
        stays = dot and "." not in new and self.dialect is not Dialect.MYSQL
        return f"{schema}.{new}" if stays else new


class Cursor:
    """A place between the tokens of a statement or of a part of one.

    `up` holds the token's words in upper case, as `Token.upper` gives them. `depth` counts in how
    many conditions and blocks the part stands. `at` and `text` are those of all its tokens.
    """

    __slots__ = ("_at", "_text", "context", "depth", "end", "i", "prefix", "start", "tokens", "up")

    def __init__(
        self,
        context: Context,
        tokens: tuple[Token, ...],
        at: Location | None = None,
    ) -> None:
        """Stand before the first of the tokens, which are found at `at`."""
        self.context = context
        self.tokens = tokens
        self.up = [text.upper() if kind in _WORDS else "" for kind, text, _, _ in tokens]
        self.start = self.i = 0
        self.end = len(tokens)
        self.depth = 0
        self.prefix = ""
        self._at = at
        self._text: str | None = None

    def part(self, start: int, end: int, prefix: str = "") -> "Cursor":
        """Return a cursor over the tokens from `start` to `end`; its text begins with `prefix`."""
        made = Cursor.__new__(Cursor)
        made.context = self.context
        made.tokens = self.tokens
        made.up = self.up
        made.start = made.i = start
        made.end = min(end, self.end)
        made.depth = self.depth
        made.prefix = prefix
        made._at = None  # noqa: SLF001  # the same class
        made._text = None  # noqa: SLF001
        return made

    def stand_for(self, whole: "Cursor") -> None:
        """Take over the place and the text of the whole statement."""
        self._at, self._text = whole.at, whole.text

    @property
    def at(self) -> Location:
        """Return where the part stands."""
        if self._at is None:
            tokens = self.tokens[self.start : self.end]
            self._at = (
                self.context.lines.at(tokens[0].start, tokens[-1].end)
                if tokens
                else (self.context.lines.at(0, 0))
            )
        return self._at

    @property
    def text(self) -> str:
        """Return the beginning of the part on one line, without secrets."""
        if self._text is None:
            tokens = self.tokens[self.start : self.end]
            self._text = shown(self.context.source.text, tokens, self.prefix)
        return self._text

    @property
    def done(self) -> bool:
        """Say whether nothing is left."""
        return self.i >= self.end

    def peek(self, ahead: int = 0) -> str:
        """Return a coming word in upper case or symbol; "" for anything else and at the end."""
        at = self.i + ahead
        return self.up[at] if at < self.end else ""

    def token(self, ahead: int = 0) -> Token | None:
        """Return a coming token."""
        at = self.i + ahead
        return self.tokens[at] if at < self.end else None

    def kind(self, ahead: int = 0) -> Kind | None:
        """Return of which kind a coming token is."""
        at = self.i + ahead
        return self.tokens[at].kind if at < self.end else None

    def ahead(self, *words: str) -> bool:
        """Say whether these words come next."""
        stop = self.i + len(words)
        return stop <= self.end and tuple(self.up[self.i : stop]) == words

    def accept(self, word: str, *more: str) -> bool:
        """Step over these words if they come next, all of them."""
        at = self.i
        if at >= self.end or self.up[at] != word:
            return False
        if not more:
            self.i = at + 1
            return True
        if self.ahead(word, *more):
            self.i = at + 1 + len(more)
            return True
        return False

    def accept_any(self, words: Collection[str]) -> str:
        """Step over the next word if it is one of `words`, and return it, else ""."""
        word = self.peek()
        if word and word in words:
            self.i += 1
            return word
        return ""

    def skip_any(self, words: Collection[str]) -> None:
        """Step over all words that are among `words`."""
        while self.i < self.end and self.up[self.i] in words:
            self.i += 1

    def rest(self) -> list[str]:
        """Return the words and symbols that are left, as `peek` gives them."""
        return self.up[self.i : self.end]

    def is_name(self, ahead: int = 0) -> bool:
        """Say whether a coming token can be a name."""
        return self.kind(ahead) in _NAMES

    def identifier(self) -> str:
        """Step over a name of one part and return it."""
        token = self.token()
        if token is None or token.kind not in _NAMES:
            raise UnreadableError(self._no_name(token))
        self.i += 1
        return self._plain(token)

    def name(self) -> str:
        """Step over a name, with the schema that it may have, and return it as facts write it."""
        first = self.identifier()
        if self.peek() != ".":
            return first
        return qualified((first, *self._further()))

    def parts(self) -> tuple[str, ...]:
        """Step over a name and return its parts."""
        return (self.identifier(), *self._further())

    def _further(self) -> list[str]:
        parts = []
        while self.peek() == "." and self.i + 1 < self.end:
            self.i += 1
            if self.peek() != ".":
                parts.append(self.identifier())
        return parts

    def _plain(self, token: Token) -> str:
        text = token.text
        name = text.lower() if token.kind is Kind.WORD else plain(text, fold=self.context.fold)
        if len(text) > _LONGEST and self.context.dialect is Dialect.POSTGRESQL:
            return name.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")
        return name

    def _no_name(self, token: Token | None) -> str:
        if token is not None and token.kind is Kind.PARAMETER:
            return NAMELESS
        return "a name is missing" if token is None else "there is no name where one is expected"

    def at_name(self) -> str | None:
        """Step over `@index` as CockroachDB writes it behind a table, and return the name."""
        token = self.token()
        if token is not None and token.kind is Kind.PARAMETER and token.text[0] == "@":
            self.i += 1
            return token.text[1:].lower()
        if self.accept("@"):
            return self.identifier()
        return None

    def string(self) -> str | None:
        """Step over a string and return what it says, None if no string comes next."""
        token = self.token()
        if token is None or token.kind is not Kind.STRING:
            return None
        self.i += 1
        return unquoted(token.text)

    def group(self) -> "Cursor | None":
        """Step over a parenthesis and return what is inside, None if none comes next."""
        if self.peek() != "(":
            return None
        close = self.closing(self.i)
        inside = self.part(self.i + 1, close)
        inside.prefix = self.prefix
        self.i = min(close + 1, self.end)
        return inside

    def closing(self, opening: int) -> int:
        """Return where the parenthesis that opens at `opening` closes; the end if it does not."""
        depth = 0
        for at in range(opening, self.end):
            depth += _DEPTH.get(self.up[at], 0)
            if not depth:
                return at
        return self.end

    def pieces(self) -> "list[Cursor]":
        """Return what is left, split at the commas that stand in no parenthesis."""
        found = []
        depth, start = 0, self.i
        up = self.up
        for at in range(self.i, self.end):
            word = up[at]
            if word == "," and not depth:
                found.append(self.part(start, at, self.prefix))
                start = at + 1
            elif word in _DEPTH:
                depth += _DEPTH[word]
        found.append(self.part(start, self.end, self.prefix))
        return [one for one in found if one.start < one.end]

    def find(self, *words: str) -> int | None:
        """Return where one of `words` comes next outside of parentheses."""
        depth = 0
        for at in range(self.i, self.end):
            word = self.up[at]
            if not depth and word in words:
                return at
            depth += _DEPTH.get(word, 0)
        return None

    def has(self, *words: str) -> bool:
        """Say whether these words stand somewhere in what is left, outside of parentheses."""
        depth, size = 0, len(words)
        for at in range(self.i, self.end - size + 1):
            word = self.up[at]
            if not depth and word == words[0] and tuple(self.up[at : at + size]) == words:
                return True
            depth += _DEPTH.get(word, 0)
        return False
