r"""CODEOWNERS: who must agree to changes of which files.

https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners

Each line is a pattern and its owners; the last line that matches decides, and one without owners
means that nobody owns the file. Patterns are those of gitignore, except: no `!`, no `[ ]`, no `\#`
(lines with such signs are passed over), and `docs/*` does not reach into the folders of `docs`.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from deploylint.errors import UserError

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where GitHub looks, in this order; the first file counts."""

PLACES_GITLAB = ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where GitLab looks: https://docs.gitlab.com/user/project/codeowners/"""

DEEP = "**"
MAX_STARS = 5
"""Stars in one step of a pattern; with more, each path would take a long time."""

_FIELDS = re.compile(r"(?:\\.|\S)+")
_OWNER = re.compile(r"@[\w.-]+(?:/[\w.-]+)*|[^\s@]+@[^\s@]+")

P = TypeVar("P")
T = TypeVar("T")


class OwnerLine(NamedTuple):
    """A line: the steps of its pattern, from the root, and the owners, without `@`."""

    line: int
    steps: tuple[str, ...]
    owners: tuple[str, ...]


class CodeOwners(NamedTuple):
    """The lines of a file, in order; `skipped` are those that cannot be read.

    `sections` says that GitLab's sections are used, which are not read.
    """

    lines: tuple[OwnerLine, ...] = ()
    skipped: tuple[int, ...] = ()
    sections: bool = False


def read_codeowners(data: bytes, name: str) -> CodeOwners:
    """Return the lines of a CODEOWNERS file. Raises UserError when it is no text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"is not UTF-8 at byte {error.start}", name) from None
    lines: list[OwnerLine] = []
    skipped: list[int] = []
    sections = False
    for number, line in enumerate(text.split("\n"), 1):
        fields = _fields(line)
        if not fields:
            continue
        sections = sections or fields[0].startswith(("[", "^["))
        steps = _steps(fields[0])
        if steps is None or not all(map(_OWNER.fullmatch, fields[1:])):
            skipped.append(number)
        else:
            owners = tuple(owner.removeprefix("@") for owner in fields[1:])
            lines.append(OwnerLine(line=number, steps=steps, owners=owners))
    return CodeOwners(tuple(lines), tuple(skipped), sections)


def owner_line(owners: CodeOwners, path: str) -> OwnerLine | None:
    """Return the last line that matches `path` (relative to the root), None when there is none."""
    steps = path.split("/")
    found = (line for line in reversed(owners.lines) if _like(line.steps, steps, _is_deep, _step))
    return next(found, None)


def _fields(line: str) -> list[str]:
    """Return the pattern and the owners; a field that begins with `#` starts a comment."""
    fields: list[str] = _FIELDS.findall(line)
    end = next((at for at, field in enumerate(fields) if field.startswith("#")), len(fields))
    return fields[:end]


def _steps(pattern: str) -> tuple[str, ...] | None:
    """Return the steps of a pattern, `**` standing for any number; None if it cannot be read."""
    plain = pattern.replace("\\ ", " ")
    if plain.startswith("!") or any(sign in plain for sign in "[]\\") or "***" in plain:
        return None
    steps = plain.split("/")
    if plain == "/":
        return ("",)
    if steps[0] == "":
        steps = steps[1:]
    elif len(steps) == 1 or steps[1:] == [""]:
        steps = [DEEP, *steps]
    if "" in steps[:-1] or any(step.count("*") > MAX_STARS for step in steps):
        return None
    # a folder means all that is in it; so does its name, but not a last `*`
    if steps[-1] in ("", DEEP):
        return (*steps[:-1], "*", DEEP)
    return tuple(steps) if steps[-1] == "*" else (*steps, DEEP)


def _is_deep(step: str) -> bool:
    return step == DEEP


def _is_star(sign: str) -> bool:
    return sign == "*"


def _step(pattern: str, step: str) -> bool:
    return pattern == step or _like(pattern, step, _is_star, _sign)


def _sign(pattern: str, sign: str) -> bool:
    return pattern in (sign, "?")


def _like(
    pattern: Sequence[P],
    text: Sequence[T],
    is_star: Callable[[P], bool],
    same: Callable[[P, T], bool],
) -> bool:
    """Say whether the whole text is like the pattern; a star stands for any number of elements.

    Only the last star is tried again, which suffices, so the time is at most the product of both
    lengths: https://en.wikipedia.org/wiki/Matching_wildcards
    """
    at = here = 0
    star = retry = -1
    while here < len(text):
        if at < len(pattern) and is_star(pattern[at]):
            star, retry = at, here
            at += 1
        elif at < len(pattern) and same(pattern[at], text[here]):
            at, here = at + 1, here + 1
        elif star >= 0:
            retry += 1
            at, here = star + 1, retry
        else:
            return False
    return all(is_star(one) for one in pattern[at:])
