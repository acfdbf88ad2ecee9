"""Pieces of a Ruby file, as far as migrations need them.

https://docs.ruby-lang.org/en/master/syntax/literals_rdoc.html describes the literals.
"""

from typing import NamedTuple

MAX_NESTING = 20
"""Strings inside the interpolations of strings."""


class RubyToken(NamedTuple):
    """One token, from offset `start` to `end`.

    `kind` is `id`, `const`, `kw`, `str`, `sym`, `label`, `num`, `op`, `nl`, `var` (`@x`, `$x`),
    `regex`, `words` or `eof`. `parts` of a string, symbol or word list are texts and, for an
    interpolation, the tokens inside it; each word of a list is a part. `body` is where the first
    character of a string's content stands; `exact` says that the content is in the file as it is
    (no escape, no interpolation). `spaced` says that a blank comes before.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False
    parts: "tuple[str | tuple[RubyToken, ...], ...]" = ()
    body: int = 0
    exact: bool = False


class RubyText(NamedTuple):
    """The tokens of a text; `problem` says what could not be read, at offset `where`."""

    tokens: tuple[RubyToken, ...]
    problem: str | None = None
    where: int = 0


class RubyError(Exception):
    """A text is no Ruby that can be read; `where` is the offset."""

    def __init__(self, message: str, where: int) -> None:
        """Keep what is wrong and where."""
        super().__init__(message)
        self.where = where


KEYWORDS = frozenset(
    """alias and begin break case class def defined? do else elsif end ensure false for if in
    module next nil not or redo rescue retry return self super then true undef unless until when
    while yield __FILE__ __LINE__""".split()  # noqa: SIM905  # a list would take forty lines
)

ENDS_VALUE = frozenset(("end", "self", "true", "false", "nil", "__FILE__", "__LINE__"))
"""Keywords after which an operator follows."""


def ends_value(token: RubyToken | None) -> bool:
    """Say whether a value may end with this token, so that an operator can follow."""
    if token is None or token.kind in ("nl", "label"):
        return False
    if token.kind == "op":
        return token.text in (")", "]", "}")
    return token.kind != "kw" or token.text in ENDS_VALUE
