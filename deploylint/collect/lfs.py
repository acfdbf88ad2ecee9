"""Files that Git LFS keeps elsewhere: the commit holds a pointer, the work tree the content.

The format of pointers: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md.
"""

import os
import re
import stat

LONGEST = 1024
"""Bytes of the longest pointer."""

CHUNK = 1 << 20
POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:[a-z0-9.-]+ [^\n]*\n)*?"
    rb"oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,15})\n"
)


def is_what_pointer_says(path: str, pointer: bytes, *, executable: bool) -> bool:
    """Say whether the file at `path`, no link, holds the very content that `pointer` names."""
    # few repositories use Git LFS
    from hashlib import sha256

    named = POINTER.fullmatch(pointer[: LONGEST + 1])
    if named is None:
        return False
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        about = os.fstat(file)
        if not stat.S_ISREG(about.st_mode) or about.st_size != int(named[2]):
            return False
        if bool(about.st_mode & stat.S_IXUSR) is not executable:
            return False
        digest = sha256()
        while chunk := os.read(file, CHUNK):
            digest.update(chunk)
    finally:
        os.close(file)
    return digest.hexdigest() == named[1].decode()
