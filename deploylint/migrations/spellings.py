"""How code may write the name of a thing in the database, and where it does.

Mappers turn `user_id` into `userId`, `UserID` or `USER_ID`, and a table `categories` into a class
`Category`: https://docs.sqlalchemy.org/en/20/orm/ and https://typeorm.io/docs/entity/entities and
the like. In doubt a text is a mention.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

GAP = rb"[^a-z0-9\n]{0,2}"
"""What may stand between two words: `user_id`, `user-id`, `User::Id`."""

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W_A-Za-z0-9]+|[A-Z]")
MAX_WORDS = 30

RELATED = frozenset(("id", "ids", "uuid", "guid", "key", "code", "pk", "type", "count"))
"""Ends of columns that mappers append to what code calls a relation: `user` is `user_id`."""

STEMS: tuple[tuple[str, str], ...] = (
    ("people", "(?:people|person)"),
    ("children", "child"),
    ("men", "m[ae]n"),
    ("mice", "m(?:ice|ouse)"),
    ("geese", "g(?:oo|ee)se"),
    ("feet", "f(?:oo|ee)t"),
    ("teeth", "t(?:oo|ee)th"),
    *((end, end) for end in ("news", "series", "species", "ss")),
    *((end, end[:-1]) for end in ("data", "media", "criteria")),
    ("ices", "(?:ice|ex|ix)"),
    ("ies", "(?:ie|y)"),
    ("ves", "(?:ve|f)"),
    ("zzes", "z"),
    *((f"{end}es", end) for end in ("s", "x", "z", "ch", "sh", "o")),
    ("s", ""),
)
"""Ends of plurals, and what singular and plural have in their place, as a pattern; first wins."""

ESCAPES = b"nrtbfv"


class Spelling(NamedTuple):
    """How a name may be written: `pattern` on the text in lower case, `probe` is part of each.

    An `is_open` one may go on: `categor` is the category and the categories.
    """

    pattern: bytes
    probe: bytes
    is_open: bool = False


class _Part(NamedTuple):
    """One word of a spelling: its pattern, and letters that each match holds."""

    pattern: bytes
    literal: bytes


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name: `user_id`, `userId` and `UserID` have the same two."""
    return tuple(one.lower() for one in WORD.findall(name)[:MAX_WORDS])


def of_word(name: str) -> tuple[Spelling, ...]:
    """Return how code writes a column or a value."""
    return _closed(words(name))


def of_relation(name: str) -> tuple[Spelling, ...]:
    """Return how code writes what a column is the key of, nothing where it is no such column."""
    found = words(name)
    return _closed(found[:-1]) if found[-1:] and found[-1] in RELATED else ()


def of_table(name: str, *, prefixed: bool) -> tuple[Spelling, ...]:
    """Return how code writes a table or its class.

    With `prefixed`, its first words may come from elsewhere: `blog_post` is the class Post of the
    app blog, `posts_tags` the tags of a post.
    """
    found = words(name.rpartition(".")[2])
    starts = range(len(found)) if prefixed else range(min(1, len(found)))
    return tuple(_open(found[start:]) for start in starts)


def mentioned(data: bytes, lower: bytes, spellings: Iterable[Spelling]) -> int | None:
    """Return the line of the first mention in a text, None if there is none.

    `lower` is `data` in lower case.
    """
    found = (at for one in spellings for at in _places(data, lower, one))
    at = next(found, None)
    return None if at is None else data.count(b"\n", 0, at) + 1


def _places(data: bytes, lower: bytes, one: Spelling) -> Iterator[int]:
    if one.probe not in lower:
        return
    for match in re.finditer(one.pattern, lower):
        start, end = match.span()
        if _begins(data, start) and (one.is_open or _ends(data, end)):
            yield start


def _begins(data: bytes, at: int) -> bool:
    """Say whether a word begins at a place: after no letter, or with the hump of a camel."""
    before, first, second = data[at - 1 : at], data[at : at + 1], data[at + 1 : at + 2]
    if at == 0 or not before.isalpha():
        return True
    escaped = data[at - 2 : at - 1] if at > 1 else b""
    if escaped == b"%" or (escaped == b"\\" and before in ESCAPES):  # in "%susers" and "\nusers"
        return True
    return not first.islower() and (before.islower() or not second.isupper())


def _ends(data: bytes, at: int) -> bool:
    last, after, second = data[at - 1 : at], data[at : at + 1], data[at + 1 : at + 2]
    if not after.isalpha():
        return True
    return after.isupper() and (not last.isupper() or second.islower())


def _closed(found: tuple[str, ...]) -> tuple[Spelling, ...]:
    return (_spelling([_literal(word) for word in found]),) if found else ()


def _open(found: tuple[str, ...]) -> Spelling:
    inner = [_any_number(word) for word in found[:-1]]
    return _spelling([*inner, _stem(found[-1])])._replace(is_open=True)


def _spelling(parts: list[_Part]) -> Spelling:
    probe = max((one.literal for one in parts), key=len)
    return Spelling(GAP.join(one.pattern for one in parts), probe)


def _literal(word: str) -> _Part:
    """Return a word as a pattern; letters beyond ASCII keep their case in a text of bytes."""
    if word.isascii():
        return _Part(word.encode(), word.encode())
    both = {re.escape(word).encode(), re.escape(word.upper()).encode()}
    return _Part(b"(?:" + b"|".join(sorted(both)) + b")", b"")


def _any_number(word: str) -> _Part:
    if not word.endswith("s") or not word.isascii():
        return _literal(word)
    stem = word[:-1].encode()
    return _Part(stem + b"[a-z]{0,2}", stem)


def _stem(word: str) -> _Part:
    """Return how the singular and the plural of a word begin."""
    for end, instead in STEMS:
        if word.endswith(end) and word.isascii():
            stem = word.removesuffix(end).encode()
            return _Part(stem + instead.encode(), stem)
    return _literal(word)
