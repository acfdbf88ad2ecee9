"""What a plan states: its texts, the words in them, and evidence that points at them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeGuard

from deploylint.model.location import Location, Step
from deploylint.model.verdict import Evidence, Finding
from deploylint.model.wording import listed

_EMPTY_WORDS = (
    "|none|n a|na|nil|null|no|non|nope|nothing|nobody|unknown|later|todo|to do|tbd|tbc|fixme|x|xxx"
    "|rien|aucun|aucune|neant|personne|inconnu|plus tard|a definir|a completer|a preciser"
    "|to be defined|to be determined|to be confirmed"
)
NOTHING = frozenset(_EMPTY_WORDS.split("|"))
"""Folded texts that fill a field without saying anything."""

_NO = "no not never without cannot don doesn t isn won skip avoid sans pas jamais aucun aucune"
NEGATIONS = frozenset(_NO.split())
"""Folded words that turn what follows into its contrary."""

_ENDS = str.maketrans(dict.fromkeys(",;()|\n—\u2013", "\n"))
_ENDS_BEFORE_BLANK = (". ", ": ", "! ", "? ", " - ", "&&")


class Text(NamedTuple):
    """A text of the plan: a value, or the last key of `path`; `path` starts under `deployment`."""

    path: tuple[Step, ...]
    text: str
    is_key: bool


_LATEST: list[tuple[Mapping[str, object], list[Text]]] = []
"""The plan that was looked through last: several checks look through each plan."""


def texts(data: Mapping[str, object]) -> list[Text]:
    """Return every text of `data`, keys included, each with its path, in the order of the file."""
    if _LATEST and _LATEST[0][0] is data:
        return _LATEST[0][1]
    found: list[Text] = []
    _collect(data, (), found)
    _LATEST[:] = [(data, found)]
    return found


def _collect(value: object, path: tuple[Step, ...], found: list[Text]) -> None:
    if isinstance(value, str):
        found.append(Text(path, value, is_key=False))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            found.append(Text((*path, key), key, is_key=True))
            _collect(entry, (*path, key), found)
    elif isinstance(value, list | tuple):
        for index, entry in enumerate(value):
            _collect(entry, (*path, index), found)


def unaccented(text: str) -> str:
    """Return `text` in lower case and without accents, so that `À définir` is `a definir`."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text)
    return "".join([c for c in letters if not unicodedata.combining(c)]).casefold()


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return the words of `text`: without case, accents, punctuation and repeated blanks."""
    return " ".join(re.findall(r"[^\W_]+", unaccented(text)))


def clauses(text: str) -> list[str]:
    """Return the clauses of `text`, each folded and between two blanks."""
    ended = text.translate(_ENDS)
    for end in _ENDS_BEFORE_BLANK:
        ended = ended.replace(end, "\n")
    parts = [folded(part) for part in ended.split("\n")]
    return [f" {part} " for part in parts if part]


def mentions(text: str, words: Iterable[str]) -> bool:
    """Say whether one of `words` stands in `text`; both are compared folded.

    A word may be a phrase; `latenc*` accepts any ending.
    """
    padded = f" {folded(text)} "
    return any((f" {w[:-1]}" if w.endswith("*") else f" {w} ") in padded for w in words)


def real(text: str | None) -> TypeGuard[str]:
    """Say whether `text` states something: not absent, not blank, not `none` or `TODO`."""
    return text is not None and folded(text) not in NOTHING


def stated(*places: Location) -> tuple[Evidence, ...]:
    """Return evidence that the plan states something at `places`."""
    return tuple([Evidence(kind="plan", source=str(at)) for at in places])


def at_each_place(said: str, wrong: Iterable[tuple[str, Location]]) -> tuple[Finding, ...]:
    """Return one finding for each place: `said`, and the names of all that is wrong there.

    With one place that is what the reason of a verdict says, and reports need not repeat it.
    """
    places: dict[Location, list[str]] = {}
    for name, at in wrong:
        places.setdefault(at, []).append(name)
    return tuple([Finding(f"{said} {listed(names)}", at) for at, names in places.items()])
