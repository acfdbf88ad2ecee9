"""Images that run migrations whenever a container of them starts.

- https://docs.docker.com/reference/dockerfile/#cmd, #entrypoint
- entrypoint scripts, by the names that most images give them
"""

import re
from collections.abc import Iterator

from deploylint.facts.rollout import Mechanism, RolloutStep, When
from deploylint.formats.rolloutwords import applying
from deploylint.model.location import Location

_STARTS = re.compile(r"\s*(CMD|ENTRYPOINT)\s+(?P<command>.+)", re.IGNORECASE)
_FLOW = str.maketrans(dict.fromkeys('[]",', " "))
_OPENS = re.compile(r"\s*(?:if|case|for|while|until)\b|.*\(\)\s*\{\s*$")
_CLOSES = re.compile(r"\s*(?:(?:fi|esac|done)\b|\})")


def read_dockerfile(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return the last CMD and ENTRYPOINT of a Dockerfile, if they migrate."""
    last: dict[str, RolloutStep | None] = {}
    for number, line in _lines(text):
        if re.match(r"\s*FROM\s", line, re.IGNORECASE):
            last.clear()
        match = _STARTS.match(line)
        if match is not None:
            found = applying(match["command"].translate(_FLOW))
            word, at = match[1].upper(), Location(path, number, 1)
            how = f"the {word} of the image"
            step = RolloutStep(Mechanism.ENTRYPOINT, When.WITH, how, at)
            last[word] = None if found is None else step._replace(tool=found.tool)
    return tuple(step for step in last.values() if step is not None)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the instructions with the number of their first line."""
    start = 1
    parts: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        start = start if parts else number
        parts.append(line.rstrip().removesuffix("\\"))
        if not line.rstrip().endswith("\\"):
            yield start, " ".join(parts)
            parts = []
    if parts:
        yield start, " ".join(parts)


def read_entrypoint(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return the lines of an entrypoint script that migrate."""
    steps = []
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        if _CLOSES.match(line):
            depth = max(0, depth - 1)
        if _OPENS.match(line):
            depth += 1
        found = applying(line)
        if found is not None:
            at = Location(path, number, 1)
            step = RolloutStep(Mechanism.ENTRYPOINT, When.WITH, "the entrypoint", at)
            conditional = depth > 0 or "||" in line
            steps.append(step._replace(tool=found.tool, conditional=conditional))
    return tuple(steps)
