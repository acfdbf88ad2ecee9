"""YAML and JSON as people mean them, with positions, in one pass over libyaml's events.

The data are plain dicts, lists, texts, booleans, None and numbers that remember how they were
written. What makes YAML surprising or dangerous is refused where it stands: repeated keys, merge
keys, tags, keys that are no text, and nesting, aliases or sizes beyond a limit.
"""

from itertools import pairwise
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.model.location import Location, Places
from deploylint.read.builder import Builder, Found
from deploylint.read.digest import digest_of
from deploylint.read.files import LIMIT
from deploylint.read.libyaml import Events, Parser, YAMLError
from deploylint.read.scalar import Written, WrittenFloat, WrittenInt
from deploylint.read.text import decoded, place

__all__ = ["Document", "Written", "WrittenFloat", "WrittenInt", "read_documents"]

_DIRECTIVES = 100  # libyaml compares each %TAG with all before it: 100 000 take 12 s


class Document(NamedTuple):
    """One document of a file: its value, where everything stands, and what it hashes to.

    `number` counts the documents of the file from 1. `digest` is "sha256:" and the hash of the
    document's own bytes, which end where the `---` of the next one begins: the whole file if there
    is only one.
    """

    data: object
    places: Places
    number: int
    digest: str


def read_documents(data: bytes, file: str) -> tuple[Document, ...]:
    """Return the documents of the YAML or JSON text `data` of `file`, none if it is empty.

    Accepts UTF-8 up to 4 MB. Raises UserError, or UserErrors for several mistakes, with places.
    """
    if len(data) > LIMIT:
        problem = f"the text is larger than {LIMIT // 1_000_000} MB, the most that is read"
        raise UserError(problem, Location(file, 1, 1))
    text = decoded(data, file)
    body = data if text is None else text.encode()
    if body.count(b"%TAG") > _DIRECTIVES:
        at = place(body[: body.index(b"%TAG")].decode(), file)
        raise UserError(f"there are more than {_DIRECTIVES} `%TAG` directives", at, "remove them")
    found = _read(_events(body, text), file, body)
    digests = _digests(data, text, [document.start for document in found])
    return tuple(
        Document(data=one.data, places=one.places, number=number, digest=digest)
        for number, (one, digest) in enumerate(zip(found, digests, strict=True), 1)
    )


def _events(body: bytes, text: str | None) -> Events:
    """Return the events of a text; None stands for ASCII."""
    if text is not None and ("\x85" in text or "\u2028" in text or "\u2029" in text):
        from deploylint.read.quirks import Unbroken  # such text is rare

        return Unbroken(text)
    return Parser(body)


def _read(events: Events, file: str, body: bytes) -> list[Found]:
    """Return the documents without their digests."""
    builder = Builder(events, file)
    try:
        return builder.read()
    except (MemoryError, RecursionError):
        raise UserError("this is too much to be read", Location(file, 1, 1)) from None
    except (YAMLError, ValueError) as error:
        # ValueError: a tag whose %-escapes are no UTF-8. The imports: only broken files need them.
        from deploylint.read.complaint import explained
        from deploylint.read.quirks import as_json

        text = body.decode()
        again = as_json(text, events)
        if again is not None:
            return _read(again, file, body)
        builder.mistakes.append(explained(error, text, file))
        raise builder.refusal() from None


def _digests(data: bytes, text: str | None, starts: list[int]) -> list[str]:
    """Return the digest of each document; `starts` counts characters after the BOM."""
    cuts = starts[1:]
    if text is not None:
        at, last = len(data) - len(text.encode()), 0  # the BOM
        for number, cut in enumerate(starts[1:]):
            at += len(text[last:cut].encode())
            cuts[number], last = at, cut
    bounds = [0, *cuts, len(data)]
    return [digest_of(data[start:end]) for start, end in pairwise(bounds)][: len(starts)]
