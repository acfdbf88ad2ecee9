"""What libyaml refuses or changes although it is fine, mended without moving any position.

Loaded only for files that need it.
"""

import json
import re
from bisect import bisect_right
from types import SimpleNamespace
from typing import Any

from deploylint.read.libyaml import Events, Parser, YAMLError

_BREAKS = "\x85\u2028\u2029"
_BLANKS = " \t\r\n"
_PAIR = re.compile(r"\\(?:u([dD][89abAB]..)\\u([dD][c-fC-F]..)|.)", re.DOTALL)
_SHORTER = len(r"\ud83d\ude00") - len(r"\U0001F600")


class Unbroken:
    """The events of a text in which U+0085, U+2028 and U+2029 are characters like others.

    libyaml takes them for line breaks and folds them, as YAML 1.1 says; JSON, YAML 1.2 (5.4) and
    editors do not. Characters that the text does not use stand in for them.
    """

    def __init__(self, text: str) -> None:
        """Read `text`."""
        used = set(text)
        # A text within the size limit is too short to use them all.
        spare = (char for char in map(chr, range(0x10FFFD, 0xFFFF, -1)) if char not in used)
        away = {ord(char): next(spare) for char in _BREAKS}
        self._back = {ord(stand_in): char for char, stand_in in away.items()}
        self._events = Parser(text.translate(away).encode())

    def get_event(self) -> Any:  # noqa: ANN401  # as the parser's own
        """Return the next event, with the characters back in its text."""
        event = self._events.get_event()
        if hasattr(event, "value"):
            event.value = event.value.translate(self._back)
        return event


class Joined:
    r"""The events of a JSON text, whose surrogate pairs (`\ud83d\ude00`) YAML does not know.

    They are written as YAML wants them, and positions are those of the text as it was.
    """

    def __init__(self, text: str, ends: list[int]) -> None:
        """Read `text`, in which pairs were replaced by something shorter that stops at `ends`."""
        self._ends = ends
        self._events = Unbroken(text)

    def get_event(self) -> Any:  # noqa: ANN401  # as the parser's own
        """Return the next event, with the positions of the original text."""
        try:
            event = self._events.get_event()
        except YAMLError as error:
            self._move(error, "context_mark", "problem_mark")
            raise
        self._move(event, "start_mark", "end_mark")
        return event

    def _move(self, holder: object, *names: str) -> None:
        """Put the marks of `holder` where they were in the original text."""
        for name in names:
            mark: Any = getattr(holder, name, None)
            if hasattr(mark, "index"):
                before = bisect_right(self._ends, mark.index)
                here = before - bisect_right(self._ends, mark.index - mark.column)
                moved = SimpleNamespace(
                    line=mark.line,
                    column=mark.column + _SHORTER * here,
                    index=mark.index + _SHORTER * before,
                )
                setattr(holder, name, moved)


def as_json(text: str, refused: Events) -> Events | None:
    """Return the events of `text` if it is JSON that can be mended, and not mended already.

    `refused` are the events that ended in an error. Mended are surrogate pairs, and tabs before and
    after the value.
    """
    body = text.strip(_BLANKS)
    if isinstance(refused, Joined) or body[:1] not in ("{", "[", '"'):
        return None
    try:
        json.loads(
            text, parse_int=len, parse_float=len
        )  # a number of 5000 digits is not our concern
    except (ValueError, RecursionError):
        return None
    ends: list[int] = []

    def joined(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        high, low = int(found[1], 16), int(found[2], 16)
        ends.append(found.end() - _SHORTER * (len(ends) + 1))
        return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"

    # In JSON a backslash stands only in strings, so going from escape to escape is exact.
    mended = _PAIR.sub(joined, text)
    start = len(mended) - len(mended.lstrip(_BLANKS))
    end = len(mended.rstrip(_BLANKS))
    head, tail = mended[:start].replace("\t", " "), mended[end:].replace("\t", " ")
    mended = head + mended[start:end] + tail
    return Joined(mended, ends) if mended != text else None
