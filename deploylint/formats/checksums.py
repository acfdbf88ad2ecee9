"""Checksum files: what sha256sum, shasum, BSD's sha256 and goreleaser write.

The formats: https://www.gnu.org/software/coreutils/manual/html_node/cksum-output-modes.html
"""

import re
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.formats.reading import Reading
from deploylint.model.wording import quoted

MAX_LISTED = 10_000
"""Files that one checksum file may list."""

HEAD = 4096
"""Bytes at the start of a file that tell a checksum file from others."""

LENGTHS = {64: "sha256", 96: "sha384", 128: "sha512"}
"""Algorithms by the digits of their digests, where the line does not name one."""

WEAK = {32: "md5", 40: "sha1", 56: "sha224"}

NAMED = re.compile(
    r"(?i)(?:^|[._-])(?:sha\d{0,3}|md5|check)sums?(?:\.txt)?$|[^.]\.(?:sha(?:256|384|512|1)|md5)$"
)
ALONE = re.compile(r"(?i)[^./]\.sha(?:256|384|512)$")
GNU = re.compile(r"([0-9A-Fa-f]{32,128})(?: [ *]|[ \t])(.+)")
BSD = re.compile(r"([A-Za-z0-9/-]{3,16}) ?\((.+)\) ?= ?([0-9A-Fa-f]{32,128})")
BARE = re.compile(r"[0-9A-Fa-f]{32,128}")
ESCAPES = {"\\n": "\n", "\\r": "\r", "\\\\": "\\"}
ESCAPED = re.compile(r"\\.")


class Listed(NamedTuple):
    """A file and its digest, in lower-case hexadecimal, as line `line` lists it."""

    file: str
    algorithm: str
    digest: str
    line: int


def is_checksums(name: str, head: bytes) -> bool:
    """Say whether the file of that name, which begins with `head`, lists checksums."""
    if NAMED.search(name.rpartition("/")[2]):
        return True
    lines = head[:HEAD].decode("utf-8", "replace").lstrip("\ufeff").split("\n")
    first = next((line.strip() for line in lines if line.strip() and line[0] != "#"), "")
    return bool(BSD.fullmatch(first) or GNU.fullmatch(first.removeprefix("\\")))


def read_checksums(data: bytes, name: str) -> Reading[tuple[Listed, ...]]:
    """Return what a checksum file lists; it carries no time.

    Raises UserError for a line in another form, for a file with two digests of one algorithm, and
    for digests of an algorithm for which different files with the same digest can be made.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"is not UTF-8 at byte {error.start}", name) from None
    listed: dict[tuple[str, str], Listed] = {}
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.removesuffix("\r")
        if not line.strip() or line.startswith("#"):
            continue
        one = _listed(line, number, name)
        known = listed.setdefault((one.file, one.algorithm), one)
        where = f"{name}:{number}"
        if known.digest != one.digest:
            raise UserError(f"lists two digests of {quoted(one.file)}", where)
        if len(listed) > MAX_LISTED:
            raise UserError(f"lists more than {MAX_LISTED} files", where)
    return Reading(tuple(listed.values()))


def _listed(line: str, number: int, name: str) -> Listed:
    where = f"{name}:{number}"
    escaped = line.startswith("\\")
    line = line.removeprefix("\\")
    if match := BSD.fullmatch(line):
        stated, file, digest = match.groups()
    elif match := GNU.fullmatch(line):
        stated, (digest, file) = None, match.groups()
    elif BARE.fullmatch(line.strip()) and ALONE.search(name):
        # `app.tar.gz.sha256` may hold nothing but the digest of `app.tar.gz`
        stated, digest, file = None, line.strip(), name.rpartition("/")[2].rpartition(".")[0]
    else:
        raise UserError(f"has a line that is no checksum: {quoted(line)}", where)
    if escaped:
        file = ESCAPED.sub(lambda found: ESCAPES.get(found[0], found[0]), file)
    return Listed(file, _algorithm(stated, digest, where), digest.lower(), number)


def _algorithm(stated: str | None, digest: str, where: str) -> str:
    """Return the algorithm of a digest that is good enough."""
    found = LENGTHS.get(len(digest))
    name = (stated or found or WEAK.get(len(digest), "")).lower().replace("-", "")
    if found is not None and name == found:
        return found
    if name in WEAK.values():
        why = f"lists {name.upper()}, which does not prove that a file is the one that was built"
    else:
        kind = f"a {stated}" if stated else "a"
        why = f"lists {kind} digest of {len(digest)} digits, which is not known"
    raise UserError(f"{why}; list SHA-256", where)
