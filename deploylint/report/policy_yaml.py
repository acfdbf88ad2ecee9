"""Parts of a policy as YAML that reads back the same and that no terminal or CI runner obeys.

A policy may come from anybody's branch, so what a reader of lines could take for a command stands
in double quotes, where it can be escaped. Each text is one line: a folded one could put a command
at the start of the next.
"""

import re

from deploylint.report.escape import encodable
from deploylint.report.yamltext import yaml_text

_NUMBER = re.compile(r"[-+.]?\d[\d_.:]*(?:[eE][-+]?\d+)?|0[xob][\da-fA-F_]+")
_WORDS = frozenset({"y", "n"})
"""What PyYAML takes for text and some reader of YAML 1.1 or 1.2 does not."""


def in_policy(value: object) -> list[str]:
    """Return the lines of a mapping or list as they may stand in a policy."""
    return yaml_text(value, style=_style, shown=encodable).split("\n")[:-1]


def _style(text: str) -> str | None:
    """Return how to write a text: as YAML would, unless somebody obeys or misreads it."""
    lines = text.split("\n")
    begins = any(line.lstrip().startswith("::") for line in lines)
    if begins or "##" in text or not all(line.isprintable() for line in lines):
        return '"'
    if len(lines) > 1:
        return "|" if _is_block(lines) else '"'
    return "'" if _NUMBER.fullmatch(text) or text.casefold() in _WORDS else None


def _is_block(lines: list[str]) -> bool:
    """Say whether lines may stand as they are; a blank one at the end would end the document."""
    first, *_, last = lines
    starts = bool(first.strip()) and first == first.lstrip()
    ends = bool(last) or bool(lines[-2])
    return starts and ends and all(line == line.rstrip() for line in lines)
