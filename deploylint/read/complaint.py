"""libyaml's complaints in words that say what stands there and what to do.

libyaml names the state of its scanner ("did not find expected key"); a person needs the mistake
behind it. The wording of PyYAML's own parser, which serves without libyaml, is recognised as well.
Loaded only for files that cannot be read.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from deploylint.errors import UserError
from deploylint.model.location import Location
from deploylint.read.text import place

_QUOTE = "if this is text, put it in quotes"
_KEY_LENGTH = 1024  # libyaml's limit for a key without `? `
# What libyaml's reader does not accept (YAML 1.1, 5.1).
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)
_TAG_ESCAPE = re.compile(r"![^\s!%]*%")
_ESCAPE = re.compile(r"\\(?:x\w{0,2}|u\w{0,4}|U\w{0,8}|.?)", re.DOTALL)


class _Trouble(NamedTuple):
    """Where reading stopped (`at`), and where began what was being read (`begun`): marks."""

    text: str
    file: str
    at: Any
    begun: Any

    def char(self, mark: Any) -> str:  # noqa: ANN401  # libyaml's marks and PyYAML's share no type
        """Return the character at `mark`, nothing at the end."""
        return self.text[mark.index : mark.index + 1]

    def before(self) -> str:
        """Return what stands before the trouble in its line."""
        return self.text[self.at.index - self.at.column : self.at.index]

    def error(self, problem: str, hint: str, mark: Any = None) -> UserError:  # noqa: ANN401  # as above
        """Return the error, at the trouble unless `mark` says otherwise."""
        mark = self.at if mark is None else mark
        return UserError(problem, Location(self.file, mark.line + 1, mark.column + 1), hint)

    def line_error(self, problem: str, hint: str) -> UserError:
        """Return the error, at the first character of the line in trouble."""
        before = self.before()
        column = len(before) - len(before.lstrip()) + 1
        return UserError(problem, Location(self.file, self.at.line + 1, column), hint)


def explained(error: Exception, text: str, file: str) -> UserError:
    """Return what `error`, met while reading `text` (without BOM), means to whoever wrote it."""
    conflict = _CONFLICT.search(text)
    if conflict:
        at = place(text[: conflict.start()], file)
        return UserError("a conflict marker of git stands here", at, "resolve the conflict first")
    strange = _UNPRINTABLE.search(text) if type(error).__name__ == "ReaderError" else None
    if strange:
        at = place(text[: strange.start()], file)
        problem = f"the character U+{ord(strange[0]):04X} cannot stand in YAML"
        return UserError(problem, at, "remove it, or write it as an escape in double quotes")
    mark = getattr(error, "problem_mark", None)
    if not hasattr(mark, "index"):
        return _unplaced(error, text, file)
    begun = getattr(error, "context_mark", None) or mark
    trouble = _Trouble(text=text, file=file, at=mark, begun=begun)
    words = f"{getattr(error, 'context', '')}: {getattr(error, 'problem', '')}"
    for part, explain in _EXPLANATIONS:
        if part in words:
            return explain(trouble)
    return trouble.error(f"this cannot be read as YAML ({words})", _QUOTE)


def _unplaced(error: Exception, text: str, file: str) -> UserError:
    """Explain an error without a mark: a tag whose %-escapes are no UTF-8."""
    tag = _TAG_ESCAPE.search(text) if isinstance(error, ValueError) else None
    if tag:
        at = place(text[: tag.start()], file)
        return UserError("this tag holds an escape that is no character", at, "remove the tag")
    return UserError(f"this cannot be read as YAML ({error})", Location(file, 1, 1))


def _tab(trouble: _Trouble) -> UserError:
    hint = "replace the tabs at the beginning of lines by spaces"
    if trouble.before().strip():
        return trouble.error("a tab stands where YAML allows only spaces", hint)
    return trouble.error("this line is indented with a tab, YAML allows only spaces there", hint)


def _start(trouble: _Trouble) -> UserError:
    char = trouble.char(trouble.at)
    if char == "\t":
        return _tab(trouble)
    return trouble.error(
        f"a text without quotes cannot begin with {char}", "put the text in quotes"
    )


def _colon(trouble: _Trouble) -> UserError:
    before = trouble.before()
    if re.search(r":\s", before):
        return trouble.error(
            "a second `: ` stands in this line",
            "if what follows the first is text, put it in quotes",
        )
    if trouble.at.column > _KEY_LENGTH:
        return trouble.error(f"the key before this is longer than {_KEY_LENGTH} characters", _QUOTE)
    return trouble.line_error(
        "a key cannot stand here, because the text in the line above goes on",
        "check the indentation, and that the key above is followed by `: ` (colon and space)",
    )


def _no_space(trouble: _Trouble) -> UserError:
    return trouble.error("a space is missing after this `:`", _QUOTE)


def _no_colon(trouble: _Trouble) -> UserError:
    return trouble.error(
        "this line is neither `key: value` nor does it continue the text above",
        "add the `: `, or indent the line more than the key that it belongs to",
        trouble.begun,
    )


def _open_quote(trouble: _Trouble) -> UserError:
    quote = trouble.char(trouble.begun)
    return trouble.error(
        f"the quote {quote} that opens here is never closed",
        "close it where the text ends",
        trouble.begun,
    )


def _escape(trouble: _Trouble) -> UserError:
    # libyaml points at the backslash or at its digits, PyYAML behind them.
    start = max(trouble.text.rfind("\\", 0, trouble.at.index + 1), 0)
    found = _ESCAPE.match(trouble.text, start)
    shown = found[0] if found else "\\"
    hint = "write \\\\ for a backslash, or use single quotes, in which a backslash is only that"
    if shown[1:2] in ("x", "u", "U"):
        hint = "write the character itself, or its whole number: \\xE9, \\u20AC, \\U0001F600"
    at = place(trouble.text[:start], trouble.file)
    return UserError(f"`{shown}` stands for no character", at, hint)


def _bracket(trouble: _Trouble) -> UserError:
    opened = trouble.char(trouble.begun)
    closing = {"[": "]", "{": "}"}.get(opened, opened)
    if not trouble.text[trouble.at.index :].strip():
        hint = f"add the `{closing}`; {_QUOTE}"
        return trouble.error(f"the `{opened}` that opens here is never closed", hint, trouble.begun)
    return trouble.error(
        f"a `,` or `{closing}` is missing before this",
        f"the `{opened}` was opened in line {trouble.begun.line + 1}; "
        "text that holds brackets, commas or colons needs quotes",
    )


def _block(trouble: _Trouble) -> UserError:
    before, line = trouble.before().rstrip(), trouble.begun.line + 1
    if before.endswith(('"', "'")):
        return trouble.error(
            f"this follows a text that ended with the quote {before[-1]}",
            "put the quotes around the whole text, write '' for an apostrophe in single quotes, "
            "and see that every quote above is closed",
        )
    if before:
        return trouble.error(
            "this follows a value that has ended", "if all is one text, quote it all"
        )
    if trouble.text.startswith(("- ", "-\n", "-\r"), trouble.at.index):
        return trouble.error(
            f"a list item stands among the keys of the mapping that begins in line {line}",
            "put the list under a key of its own",
        )
    return trouble.error(
        "the indentation of this line fits nothing above it",
        f"align it with what it belongs to; what it stands in begins in line {line}",
    )


def _item(trouble: _Trouble) -> UserError:
    line = trouble.begun.line + 1
    if trouble.before().strip():
        return _block(trouble)
    return trouble.error(
        f"this line is no item of the list that begins in line {line}",
        "begin it with `- `, or indent it like what it belongs to",
    )


def _name(trouble: _Trouble) -> UserError:
    char = trouble.char(trouble.begun)
    kind = "an alias" if char == "*" else "an anchor"
    return trouble.error(f"`{char}` begins {kind}, but no name follows", _QUOTE, trouble.begun)


def _header(trouble: _Trouble) -> UserError:
    char = trouble.char(trouble.begun)
    return trouble.error(
        f"this cannot follow `{char}`, after which a text of several lines begins",
        f"begin the text in the next line; {_QUOTE}",
    )


def _list_in_line(trouble: _Trouble) -> UserError:
    return trouble.error(
        "a list item cannot stand here", f"begin the list in the next line; {_QUOTE}"
    )


def _question(trouble: _Trouble) -> UserError:
    return trouble.error("`? ` begins a key, and a key cannot stand here", _QUOTE)


def _no_value(trouble: _Trouble) -> UserError:
    char = trouble.char(trouble.at)
    if not char.strip():
        return trouble.error("a value is missing here", "close every `[` and `{` that is open")
    return trouble.error(f"`{char}` stands where a value is expected", f"remove it; {_QUOTE}")


def _after_end(trouble: _Trouble) -> UserError:
    if trouble.before().rstrip().endswith(('"', "'")):
        return _block(trouble)
    return trouble.error(
        "this follows the end of the document",
        "remove it, or begin another document with the line `---`",
    )


def _directive(trouble: _Trouble) -> UserError:
    return trouble.error(
        "a line that begins with `%` is a directive, and this one is not understood",
        f"remove it; {_QUOTE}",
        trouble.begun,
    )


def _tag(trouble: _Trouble) -> UserError:
    return trouble.error("`!` begins a tag, and this one is not understood", _QUOTE, trouble.begun)


# The first whose words are found in "context: problem" explains; the order matters.
_EXPLANATIONS: tuple[tuple[str, Callable[[_Trouble], UserError]], ...] = (
    ("tab character", _tab),
    ("cannot start any token", _start),
    ("mapping values are not allowed", _colon),
    ("mapping keys are not allowed", _question),
    ("sequence entries are not allowed", _list_in_line),
    ("could not find expected ':'", _no_colon),
    ("found unexpected ':'", _no_space),
    ("found unexpected end of stream", _open_quote),
    ("found unexpected document", _open_quote),
    ("escape", _escape),
    ("decimal number", _escape),
    ("',' or ", _bracket),
    ("parsing a block mapping", _block),
    ("parsing a block collection", _item),
    ("scanning an alias", _name),
    ("scanning an anchor", _name),
    ("scanning a block scalar", _header),
    ("node content", _no_value),
    ("<document start>", _after_end),
    ("directive", _directive),
    ("incompatible YAML document", _directive),
    ("tag", _tag),
)
