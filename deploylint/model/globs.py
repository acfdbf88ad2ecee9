"""Patterns for paths, as policies write them: `src/**`, `*.lock`, `docs/*.md`.

A pattern without `/` fits the last name of a path at any depth; others begin at the root. `*` and
`?` stay within a name, `**` stands for any number of folders, and `src/` for all that is in it.
Case counts. Matching takes time proportional to pattern times path, whatever they are.
"""

import re
from collections.abc import Iterable
from functools import lru_cache


class Globs:
    """Several patterns; a path fits when one of them does."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Prepare the patterns."""
        self.patterns = tuple(patterns)
        split = [_steps(pattern) for pattern in self.patterns]
        self._names = tuple(steps[1] for steps in split if _is_name(steps))
        self._paths = tuple(steps for steps in split if not _is_name(steps))

    def fits(self, path: str) -> bool:
        """Say whether the path, relative to the root and with `/`, fits."""
        names = path.split("/")
        return any(_fits(names[-1], step) for step in self._names) or any(
            _leads(names, steps) for steps in self._paths
        )


def _steps(pattern: str) -> tuple[str, ...]:
    """Return the names of a pattern; one without `/` is `**/name`."""
    text = pattern.strip().removeprefix("./")
    names = [name for name in text.split("/") if name]
    if text.endswith("/"):
        return (*names, "**")
    return tuple(names) if "/" in text or not names else ("**", *names)


def _is_name(steps: tuple[str, ...]) -> bool:
    return len(steps) == 2 and steps[0] == "**" and steps[1] != "**"  # noqa: PLR2004  # `**/name`


def _leads(names: list[str], steps: tuple[str, ...]) -> bool:
    """Say whether the steps lead to the path; `here` are the numbers of names passed so far."""
    here = {0}
    for step in steps:
        if step == "**":
            here = set(range(min(here), len(names) + 1))
        else:
            here = {at + 1 for at in here if at < len(names) and _fits(names[at], step)}
        if not here:
            return False
    return len(names) in here


def _fits(name: str, step: str) -> bool:
    return _compiled(step).match(name) is not None


@lru_cache(maxsize=1024)
def _compiled(step: str) -> re.Pattern[str]:
    # only rules about paths need it
    from fnmatch import translate

    return re.compile(translate(step))
