"""What settings and policies name, also where they are wrong, so that nobody can load them."""

import os
import re
from collections.abc import Iterable, Iterator

from deploylint.errors import UserError
from deploylint.load.settings import NAME, find_root
from deploylint.read.files import read_bytes

WORD = re.compile(rb"[^\s\"'\[\]{},]+")
"""Anything in settings that may be a path."""

NAMING = re.compile(rb"\b(?:extends|policy|file)[ \t]*:[ \t]*[\"']?([^\s\"',}]+)")
"""What policies have beside them: layers, and calendars."""

COMMENT = re.compile(rb"(?:^|(?<=\s))#.*", re.MULTILINE)


def named_from(files: Iterable[str]) -> Iterator[str]:
    """Yield the settings and the files, and whatever is named there, and so on."""
    root = find_root(os.getcwd())
    settings = os.path.join(root, NAME)
    waiting, seen = [settings, *files], set()
    while waiting:
        file = waiting.pop()
        place = os.path.realpath(file)
        if place in seen or not os.path.isfile(place):
            continue
        seen.add(place)
        yield file
        names = _names(file, WORD if os.path.basename(file) == NAME else NAMING)
        waiting += [os.path.join(at, one) for one in names for at in (os.path.dirname(file), root)]


def _names(file: str, pattern: re.Pattern[bytes]) -> list[str]:
    try:
        text = COMMENT.sub(b"", read_bytes(file))
    except UserError:
        return []
    return [os.fsdecode(name) for name in pattern.findall(text) if b"\0" not in name]
