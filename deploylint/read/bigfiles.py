"""Files that are too large to be held in memory, such as build artifacts."""

import os
import time
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.read.files import open_inside

LARGEST = 4_000_000_000
"""Bytes of the largest file that is read."""

CHUNK = 1 << 20

ALGORITHMS = ("sha256", "sha384", "sha512")
"""What digests are made with; older ones no longer prove that two files are the same."""


class Digested(NamedTuple):
    """The size of a file in bytes, and its digests in lower-case hexadecimal, by algorithm."""

    size: int
    digests: Mapping[str, str]


def head_inside(root: str, relative: str, size: int) -> bytes:
    """Return the first bytes, `size` at most, of the regular file `relative` inside `root`.

    Raises UserError as `open_inside` does, and when it cannot be read.
    """
    descriptor = open_inside(root, relative)
    try:
        return os.read(descriptor, size)
    except OSError as error:
        raise UserError(f"cannot be read: {error.strerror}", relative) from None
    finally:
        os.close(descriptor)


def digest_inside(
    root: str, relative: str, algorithms: Iterable[str], until: float, limit: int = LARGEST
) -> Digested:
    """Return size and digests of the regular file `relative`, which must lie inside `root`.

    `algorithms` are some of ALGORITHMS; `until` is when to give up, on `time.monotonic`. Raises
    UserError as `open_inside` does, and for more than `limit` bytes or when the time is up.
    """
    # OpenSSL, which is worth its time to load for files of this size
    import hashlib

    hashes = {name: hashlib.new(name) for name in algorithms}
    size = 0
    descriptor = open_inside(root, relative)
    try:
        while chunk := os.read(descriptor, CHUNK):
            size += len(chunk)
            if size > limit:
                raise UserError(f"is larger than {limit // 1_000_000} MB", relative)
            if time.monotonic() > until:
                raise UserError("was not read to its end: the time for artifacts is up", relative)
            for one in hashes.values():
                one.update(chunk)
    except OSError as error:
        raise UserError(f"cannot be read: {error.strerror}", relative) from None
    finally:
        os.close(descriptor)
    return Digested(size, {name: one.hexdigest() for name, one in hashes.items()})
