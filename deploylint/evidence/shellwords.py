"""The simple commands in a command, such as those of a script that is given to a shell.

What a shell calls a simple command, and what stands between two of them:
https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
"""

import re
from collections.abc import Iterator, Sequence

SHELLS = frozenset(("ash", "bash", "cmd", "dash", "fish", "ksh", "powershell", "pwsh", "sh", "zsh"))

_TOKEN = re.compile(
    r"""(?P<word>(?:[^\s"'\\;&|()<>`]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+)|(?P<end>[\n;&|()`])""",
    re.DOTALL,
)
_QUOTED = re.compile(r"""\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'""", re.DOTALL)
_ESCAPED = re.compile(r'\\([\\"$`])')
_NAME = re.compile(r"(?:.*[/\\])?([^/\\]+?)(?:\.(?:cmd|exe|js|mjs|cjs|bat))?")
_SCRIPT_FOLLOWS = re.compile(r"-[a-z]*c|-command|/c", re.IGNORECASE)
_BETWEEN = frozenset(("!", "{", "}", "do", "done", "elif", "else", "fi", "if", "then", "while"))
_MOST = 5
"""Shells inside of shells that are looked into."""


def simple_commands(command: Sequence[str], depth: int = _MOST) -> Iterator[tuple[str, ...]]:
    """Yield the words of each command that `command` runs, as far as its text shows them.

    A word of a shell that holds blanks is a script; what a shell would insert stays as it is.
    """
    shell = False
    for place, word in enumerate(command):
        shell = shell or program(word) in SHELLS
        before = command[place - 1] if place else ""
        if shell and depth and _SCRIPT_FOLLOWS.fullmatch(before):
            for inner in _split(word):
                yield from simple_commands(inner, depth - 1)
            return
    yield tuple(command)


def _split(script: str) -> Iterator[tuple[str, ...]]:
    words: list[str] = []
    for token in _TOKEN.finditer(script.replace("\\\n", " ")):
        text = token["word"]
        if text is None:
            yield tuple(words)
            words = []
        elif words or text not in _BETWEEN:
            words.append(_QUOTED.sub(_unquoted, text))
    yield tuple(words)


def _unquoted(match: re.Match[str]) -> str:
    if match[2] is not None:
        return _ESCAPED.sub(r"\1", match[2])
    return match[1] or match[3] or ""


def program(word: str) -> str:
    """Return what a program is called, without its folder and the ending of its file."""
    match = _NAME.fullmatch(word)
    return match[1] if match else ""
