"""What shells get when they ask how a word goes on.

It is built on click's completion (https://click.palletsprojects.com/en/stable/shell-completion/):
the script of a shell calls the program with `_DEPLOYLINT_COMPLETE` set, and gets one line per
completion: kind, value and help, with tabs between them. `plain` values end a word, `open` ones go
on; of `file` the value is what stands before the path, and the help which endings are wanted.
"""

import os
from collections.abc import Sequence

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from deploylint.cli.completionscripts import BASH, FISH, ZSH
from deploylint.cli.manualcommands import PROGRAM

VARIABLE = "_DEPLOYLINT_COMPLETE"


def script(shell: str) -> str:
    """Return the script for a shell."""
    register()
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101  # a mistake in this program
    return kind(click.Command(PROGRAM), {}, PROGRAM, VARIABLE).source()


def register() -> None:
    """Let click answer shells with the classes below."""
    for kind in (_Bash, _Zsh, _Fish):
        add_completion_class(kind)


class _Whole(ShellComplete):
    """Completes a value that is joined to its option, such as `--policy=deploy`, as a whole."""

    def source(self) -> str:
        """Return the script; unlike click's own, without asking a shell for its version."""
        return self.source_template % self.source_vars()

    def get_completions(self, args: list[str], incomplete: str) -> list["CompletionItem[str]"]:
        """Return what may stand there, each item as the word that it makes."""
        found = super().get_completions(args, incomplete)
        if incomplete[:2] != "--" or "=" not in incomplete:
            return found
        joined = f"{incomplete.partition('=')[0]}="
        return [
            CompletionItem(f"{joined}{item.value}", type=item.type, help=item.help)
            for item in found
        ]

    def format_completion(self, item: "CompletionItem[str]") -> str:
        """Return the line for an item."""
        # one sentence is all that there is room for
        text = " ".join((item.help or "").split()).partition(". ")[0].removesuffix(".")
        return f"{item.type}\t{item.value}\t{text}"


class _Bash(_Whole, BashComplete):
    """For bash, which breaks words at `=` and `:` and replaces only the last part."""

    source_template = BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that."""
        line = os.environ.get("COMP_LINE")
        if line is None:
            return super().get_completion_args()
        count = int(os.environ["COMP_CWORD"]) + 1
        # `$(...)` of the script drops what ends in line breaks: words that are empty
        parts = [*os.environ["COMP_WORDS"].split("\n"), *[""] * count][:count]
        *words, last = (_unquoted(word) for word in rejoined(line, parts))
        return words[1:], last

    def complete(self) -> str:
        """Return the lines, with what bash keeps taken off the values."""
        args, incomplete = self.get_completion_args()
        kept = incomplete.removesuffix(os.environ.get("COMP_PART", incomplete))
        found = self.get_completions(args, incomplete)
        for item in found:
            item.value = item.value.removeprefix(kept)
        return "\n".join(self.format_completion(item) for item in found)


class _Zsh(_Whole, ZshComplete):
    """For zsh."""

    source_template = ZSH


class _Fish(_Whole, FishComplete):
    """For fish."""

    source_template = FISH


def rejoined(line: str, parts: Sequence[str]) -> list[str]:
    """Return the words of which bash made `parts`, as they stand at the end of `line`.

    `line` ends at the cursor, so the last part may reach beyond it.
    """
    words = [""]
    for number, part in enumerate(reversed(parts)):
        size = len(part)
        while not number and not line.endswith(part[:size]):
            size -= 1
        words[-1] = part[:size] + words[-1]
        line = line.removesuffix(part[:size])
        if line[-1:].isspace() and number < len(parts) - 1:
            words.append("")
            line = line.rstrip()
    return words[::-1]


def _unquoted(word: str) -> str:
    return next(iter(split_arg_string(word)), "")
