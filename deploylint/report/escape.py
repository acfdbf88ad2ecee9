r"""Text from outside, made harmless at the last step: once for people, once for machine formats.

A plan may come from anybody's branch. What a terminal obeys (escape sequences, reversed writing,
invisible characters) and what a CI runner obeys is written as an escape such as `\x1b`, so that the
reader sees that it was there. The runners' commands are `::name::` at the start of a line and
`##[name]` or `##vso[name]` anywhere in it:
https://docs.github.com/actions/reference/workflow-commands-for-github-actions and
https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands.
"""

import re
from collections.abc import Callable
from unicodedata import category

_LINE_COMMAND = r"(?<!\S)::"
_BRACKET_COMMAND = r"(##\w*)\["
_BLANKS = "\t\n\r\u2028\u2029"
_BYTE = 0xFF
_BASIC_PLANE = 0xFFFF


def printable(text: str) -> str:
    """Return `text` on one line, with whatever a terminal or a CI runner obeys made visible.

    Line breaks, tabs and wide blanks become plain blanks; other characters that do not print become
    escapes.
    """
    if not text.isprintable():
        text = "".join([char if char.isprintable() else _shown(char) for char in text])
    if "::" in text:
        text = re.sub(_LINE_COMMAND, r"\\x3a:", text)
    if "##" in text:
        text = re.sub(_BRACKET_COMMAND, r"\1\\x5b", text)
    return text


def characters(line: str) -> list[str]:
    """Return what to show for each character of a source line; a tab stays a tab."""
    shown = [char if char.isprintable() or char == "\t" else _shown(char) for char in line]
    for command in re.finditer(_BRACKET_COMMAND, line):
        shown[command.end() - 1] = r"\x5b"
    return shown


def encodable(text: str) -> str:
    """Return `text` with each lone surrogate, which UTF-8 cannot hold, as U+FFFD."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


def in_json(text: str) -> str:
    """Return JSON text that reads back the same and that no terminal or CI runner obeys."""
    return _machine(text, _json_escape)


def in_yaml(text: str) -> str:
    """Return YAML text as `in_json` does; what does not print must stand in double quotes."""
    return _machine(text, _escape)


def _machine(text: str, escape: Callable[[str], str]) -> str:
    if "##" in text:
        text = re.sub(_BRACKET_COMMAND, r"\1\\u005b", text)
    if text.replace("\n", "").isprintable():
        return text
    return "".join([char if _harmless(char) else escape(char) for char in text])


def _harmless(char: str) -> bool:
    return char.isprintable() or char == "\n" or category(char) in {"Zs", "Co", "Cn"}


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join([f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)])


def _shown(char: str) -> str:
    if char in _BLANKS or category(char) == "Zs":
        return " "
    return f"\\x{ord(char):02x}" if ord(char) <= _BYTE else _escape(char)
