"""Ruby text to tokens: strings with interpolations, heredocs, percent literals, symbols, regexes.

Linear in the length of the text. What looks like a division or a regular expression is told apart
by what comes before it, as Ruby does.
"""

import re
from collections.abc import Callable, Mapping

from deploylint.migrations.ruby.literals import Literals, Part
from deploylint.migrations.ruby.tokens import (
    KEYWORDS,
    RubyError,
    RubyText,
    RubyToken,
    ends_value,
)

_BLANK = re.compile(r"(?:[ \t\r\f\v]|\\\r?\n)+")
_COMMENT = re.compile(r"#[^\n]*")
_BLOCK_COMMENT = re.compile(r"=begin\b[^\n]*\n(?:(?!=end\b)[^\n]*\n)*(?:=end\b[^\n]*)?")
_WORD = re.compile(r"[^\W\d]\w*(?:[?!](?!=(?![=~>])))?")
_NUMBER = re.compile(
    r"0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?[ri]?"
)
_VARIABLE = re.compile(r"@@?\w+|\$\w+|\$[!@&~0-9/\\;,.<>_*?:\"`'$+]")
_HEREDOC = re.compile(r"<<([~-]?)(?:([A-Za-z_]\w*)|'([^'\n]+)'|\"([^\"\n]+)\"|`([^`\n]+)`)")
_SYMBOL = re.compile(
    r":((?:@@?|\$)?[^\W\d]\w*[?!=]?|!~?|[-+~!]@|\[\]=?|<=>|[+\-*/<>!~%&|^]+=*|=[=~>]=?)"
)
_PERCENT = re.compile(r"%([qQwWiIrsx]?)([^\w\s])")
_CHARACTER = re.compile(r"\?(?:\\.|[^\s\\])(?!\w)")
_OPERATOR = re.compile(
    r"\*\*=|<=>|===|\.\.\.|<<=|>>=|&&=|\|\|=|&\.|\*\*|==|!=|>=|<=|&&|\|\||=~|!~|<<|>>|\.\.|::|->|=>"
    r"|\+=|-=|\*=|/=|%=|\|=|&=|\^=|[-+*/%<>=!&|^~?:.,;(){}\[\]]"
)
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}


def ruby_tokens(text: str) -> RubyText:
    """Return the tokens of a file; those before the first thing that cannot be read."""
    lexer = _Lexer(text)
    try:
        lexer.block_comment()
        lexer.run(closing=False)
    except RubyError as error:
        return RubyText(tuple(lexer.tokens), str(error), error.where)
    return RubyText(tuple(lexer.tokens))


class _Lexer(Literals):
    """Reads one text once; `at` is the offset that comes next."""

    def run(self, *, closing: bool) -> None:
        """Read to the end; with `closing`, to the `}` that ends an interpolation."""
        open_braces, text, size = 0, self.text, len(self.text)
        while self.at < size:
            character = text[self.at]
            if closing and character == "{":
                open_braces += 1
            elif closing and character == "}":
                if not open_braces:
                    return
                open_braces -= 1
            if self.at_end_marker():
                return
            self.one(character)
        if closing:
            raise RubyError("an interpolation is not closed", size)
        if self.heredocs:
            raise RubyError("a heredoc has no text", self.heredocs[0][1].start())

    def at_end_marker(self) -> bool:
        """Say whether the program ends here with `__END__`."""
        return (
            self.text.startswith("__END__", self.at)
            and self.text[self.at - 1 : self.at] in ("", "\n")
            and self.text[self.at + 7 : self.at + 8] in ("", "\r", "\n")
        )

    def one(self, character: str) -> None:
        """Read one token or one stretch of blanks."""
        blank = _BLANK.match(self.text, self.at)
        if blank:
            self.at = blank.end()
            self.spaced = True
            return
        if character == "\n":
            self.newline()
            return
        if character == "#":
            match = _COMMENT.match(self.text, self.at)
            self.at = match.end() if match else self.at + 1
            return
        reader = _READERS.get(character)
        if not (reader is not None and reader(self)):
            self.plain()
        self.spaced = False

    def newline(self) -> None:
        self.add("nl", self.at, self.at + 1)
        self.at += 1
        waiting, self.heredocs = self.heredocs, []
        for index, match in waiting:
            self.heredoc_body(index, match)
        self.block_comment()
        self.spaced = True

    def block_comment(self) -> None:
        """Skip a comment from `=begin` to `=end`, which begin lines."""
        if self.text.startswith("=begin", self.at):
            comment = _BLOCK_COMMENT.match(self.text, self.at)
            self.at = comment.end() if comment else self.at

    def add(self, kind: str, start: int, end: int) -> None:
        self.tokens.append(RubyToken(kind, self.text[start:end], start, end, self.spaced))

    def opens(self, width: int = 1) -> bool:
        """Say whether what stands here begins a value, rather than being an operator."""
        last = self.last
        if last is None or not ends_value(last):
            return True
        following = self.text[self.at + width : self.at + width + 1]
        return last.kind == "id" and self.spaced and not following.isspace() and following != "="

    def plain(self) -> None:
        """Read a word, a number, a variable or an operator."""
        start = self.at
        for kind, pattern in _PLAIN:
            match = pattern.match(self.text, start)
            if match is None:
                continue
            self.at = match.end()
            if kind == "id":
                self.word(match)
            else:
                self.add(kind, start, self.at)
            return
        raise RubyError("a character has no meaning in Ruby", start)

    def word(self, match: re.Match[str]) -> None:
        word, end = match[0], match.end()
        following = self.text[end : end + 2]
        dotted = self.last is not None and self.last.text in (".", "&.")
        ternary = self.last is not None and self.last.text == "?"
        if following[:1] == ":" and following != "::" and not dotted and not ternary:
            self.at = end + 1
            self.tokens.append(
                RubyToken("label", word, match.start(), end + 1, self.spaced, (word,))
            )
            return
        kind = "const" if word[0].isupper() else "id"
        if not dotted and word in KEYWORDS:
            kind = "kw"
        self.add(kind, match.start(), end)

    def heredoc(self) -> bool:
        match = _HEREDOC.match(self.text, self.at)
        after_class = self.last is not None and self.last.text == "class"
        if match is None or after_class or not self.opens(2):
            return False
        self.heredocs.append((len(self.tokens), match))
        self.at = match.end()
        self.value("str", match.start(), (), match.end())
        return True

    def heredoc_body(self, index: int, match: re.Match[str]) -> None:
        name = next(group for group in match.groups()[1:] if group)
        start = self.at
        blanks = r"[ \t]*" if match[1] else ""
        end = re.compile(rf"^{blanks}{re.escape(name)}\r?$", re.MULTILINE).search(self.text, start)
        if end is None:
            raise RubyError(f"the heredoc {name} is not closed", match.start())
        parts: tuple[Part, ...] = (self.text[start : end.start()],)
        exact = True
        if not match[3]:
            parts, exact = self.content(start, "", "", raw=False, end=end.start())
        self.at = min(end.end() + 1, len(self.text))
        old = self.tokens[index]
        self.tokens[index] = old._replace(parts=parts, body=start, exact=exact)

    def percent(self) -> bool:
        match = _PERCENT.match(self.text, self.at)
        if match is None or not self.opens(len(match[1]) + 1) or (not match[1] and match[2] == "="):
            return False
        start, kind, opening = self.at, match[1], match[2]
        closing = _CLOSING.get(opening, opening)
        nested = opening if closing != opening else ""
        raw = kind in ("q", "w", "i", "s")
        parts, exact = self.content(match.end(), nested, closing, raw=raw)
        if kind == "r":
            self.flags()
        if kind in ("w", "W", "i", "I"):
            plain = all(isinstance(part, str) for part in parts)
            words = tuple(word for part in parts if isinstance(part, str) for word in part.split())
            self.value("words" if plain else "regex", start, words if plain else (), match.end())
        else:
            what = {"r": "regex", "s": "sym", "x": "xstr"}.get(kind, "str")
            self.value(what, start, parts, match.end(), exact=exact)
        return True

    def slash(self) -> bool:
        if not self.opens():
            return False
        start = self.at
        self.content(start + 1, "", "/", raw=False)
        self.flags()
        self.value("regex", start, (), start + 1)
        return True

    def flags(self) -> None:
        """Go past the letters behind a regular expression."""
        while self.text[self.at : self.at + 1].isalpha():
            self.at += 1

    def colon(self) -> bool:
        start, following = self.at, self.text[self.at + 1 : self.at + 2]
        if following == ":":
            return False
        if following in ('"', "'"):
            parts, _ = self.content(start + 2, "", following, raw=following == "'")
            self.value("sym", start, parts, start + 2)
            return True
        match = _SYMBOL.match(self.text, start)
        if match is None:
            return False
        name = match[1]
        self.at = match.end()
        if name.endswith("=") and name[0].isalpha() and self.text[self.at : self.at + 1] == ">":
            name, self.at = name[:-1], self.at - 1
        self.value("sym", start, (name,), start + 1)
        return True

    def question(self) -> bool:
        match = _CHARACTER.match(self.text, self.at) if self.opens() else None
        if match is None:
            return False
        self.at = match.end()
        self.value("str", match.start(), (match[0][-1],), match.start() + 1)
        return True


_PLAIN = (("id", _WORD), ("num", _NUMBER), ("var", _VARIABLE), ("op", _OPERATOR))

_READERS: Mapping[str, Callable[[_Lexer], bool]] = {
    '"': _Lexer.string,
    "'": _Lexer.string,
    "`": _Lexer.string,
    "<": _Lexer.heredoc,
    "%": _Lexer.percent,
    "/": _Lexer.slash,
    ":": _Lexer.colon,
    "?": _Lexer.question,
}
