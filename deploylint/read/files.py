"""Reading files: regular ones only, never more than a limit, inside a root where that matters.

Every failure is a UserError whose `where` is the name that was asked for.
"""

import errno
import os
import stat
import sys

from deploylint.errors import UserError

LIMIT = 4_000_000
"""Bytes that are read of one file unless the caller says otherwise."""

STDIN = "<stdin>"
"""The name of standard input in messages."""

# Without O_NONBLOCK a FIFO blocks for ever; with O_NOCTTY a terminal cannot become ours.
_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
# O_PATH (Linux) needs no right to list a directory on the way to a file.
_STEP = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC | getattr(os, "O_PATH", 0)

_REASONS = {
    errno.ENOTDIR: "leads through a file as if it were a directory",
    errno.ELOOP: "is a link that leads in a circle, or that was put there meanwhile",
    errno.ENXIO: "is a socket or a device, not a file",
}


def read_bytes(path: str, limit: int = LIMIT) -> bytes:
    """Return what the regular file `path` holds, at most `limit` bytes.

    Raises UserError if it is missing, no regular file, larger, or cannot be read.
    """
    try:
        return _read(os.open(path, _OPEN), path, limit)
    except (OSError, ValueError) as error:
        raise _unreadable(path, path, error) from None


def read_stdin(limit: int = LIMIT) -> bytes:
    """Return what standard input holds, at most `limit` bytes.

    Raises UserError if it is closed, larger, or cannot be read.
    """
    stream = sys.stdin
    try:
        # Python sets it to None when the descriptor is closed; None is also what a
        # stream that does not block says when nothing has arrived.
        data = None if stream is None else stream.buffer.read(limit + 1)
    except (OSError, ValueError) as error:
        raise UserError(f"cannot be read: {_reason(error)}", STDIN) from None
    if data is None:
        raise UserError("is closed, there is nothing to read", STDIN, "pipe a plan into it")
    if len(data) > limit:
        raise _too_large(STDIN, limit)
    return data


def read_inside(root: str, relative: str, limit: int = LIMIT) -> bytes:
    """Return what the regular file `relative`, which must lie inside the folder `root`, holds.

    Raises UserError as `open_inside` and `read_bytes` do.
    """
    descriptor = open_inside(root, relative)
    try:
        return _read(descriptor, relative, limit)
    except OSError as error:
        raise _unreadable(relative, relative, error) from None


def open_inside(root: str, relative: str) -> int:
    """Return a descriptor, to be closed, of the file `relative` inside the folder `root`.

    Links are followed while they stay inside; nothing that happens to the folders meanwhile leads
    out, because the way is walked without links once they are resolved. Raises UserError if the
    name is absolute, has a `..` or leads out, if it is no regular file, and if it cannot be opened.
    """
    if "\0" in relative:
        raise _unreadable(relative, relative, ValueError())
    if os.path.isabs(relative) or ".." in relative.split(os.sep):
        hint = "write it relative to the root, without `..`"
        raise UserError(f"does not stay inside `{root}`", relative, hint)
    top = os.path.realpath(root)
    target = os.path.realpath(os.path.join(top, relative))
    prefix = top.rstrip(os.sep) + os.sep
    if target != top and not target.startswith(prefix):
        raise UserError(f"is a link that leads out of `{root}`", relative)
    try:
        descriptor = _walk(top, target[len(prefix) :])
    except (OSError, ValueError) as error:
        raise _unreadable(relative, target, error) from None
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise UserError(f"is {_kind(mode)}, not a file", relative)
    return descriptor


def _walk(top: str, way: str) -> int:
    """Open the file at `way` below `top`, folder by folder, through no link."""
    *folders, name = way.split(os.sep)
    folder = os.open(top, _STEP)
    try:
        for step in folders:
            below = os.open(step, _STEP, dir_fd=folder)
            os.close(folder)
            folder = below
        return os.open(name or ".", _OPEN | os.O_NOFOLLOW, dir_fd=folder)
    finally:
        os.close(folder)


def _read(descriptor: int, name: str, limit: int) -> bytes:
    """Return what an open file holds and close it."""
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise UserError(f"is {_kind(about.st_mode)}, not a file", name)
        # The size is a first guess only: it is 0 in /proc, and the file may be growing.
        chunks, wanted = [], min(limit, about.st_size) + 1
        while wanted and (chunk := os.read(descriptor, wanted)):
            chunks.append(chunk)
            wanted = min(limit + 1 - sum(map(len, chunks)), 1 << 20)
        data = b"".join(chunks)
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise _too_large(name, limit)
    return data


def _too_large(name: str, limit: int) -> UserError:
    """Return the error for a file of more than `limit` bytes."""
    size = f"{limit // 1_000_000} MB" if limit % 1_000_000 == 0 else f"{limit} bytes"
    return UserError(f"is larger than {size}, the most that is read", name)


def _kind(mode: int) -> str:
    """Name what is no regular file."""
    kinds = {
        stat.S_IFDIR: "a directory",
        stat.S_IFIFO: "a named pipe",
        stat.S_IFSOCK: "a socket",
    }
    return kinds.get(stat.S_IFMT(mode), "a device")


def _reason(error: Exception) -> str:
    """Return the words of the operating system."""
    words = error.strerror if isinstance(error, OSError) else str(error)
    return (words or "no reason given").lower().rstrip(".")


def _unreadable(name: str, path: str, error: Exception) -> UserError:
    """Return the error for a file that cannot be opened or read."""
    if not isinstance(error, OSError):
        # A NUL byte, or a character that the file system cannot encode.
        return UserError("is not a name that a file can have", repr(name))
    if error.errno == errno.ENOENT:
        return _missing(name, path)
    if error.errno in (errno.EACCES, errno.EPERM):
        hint = f"look at its owner and mode: ls -l {name}"
        return UserError("may not be read: permission denied", name, hint)
    known = _REASONS.get(error.errno or 0)
    return UserError(known or f"cannot be read: {_reason(error)}", name)


def _missing(name: str, path: str) -> UserError:
    """Return the error for a file that does not exist, with the nearest name that does."""
    import difflib  # costs more than reading a file does

    if not name:
        return UserError("the name of the file is empty")
    if os.path.islink(path):
        return UserError(f"is a link to `{os.readlink(path)}`, which does not exist", name)
    folder, wanted = os.path.split(path)
    try:
        with os.scandir(folder or ".") as entries:
            # So many that a hint is worth waiting for.
            names = sorted(entry.name for entry, _ in zip(entries, range(5000), strict=False))
    except OSError:
        shown = os.path.dirname(name)
        return UserError("does not exist", name, f"there is no directory `{shown}`")
    nearest = difflib.get_close_matches(wanted, names, n=1)
    if not nearest:
        return UserError("does not exist", name)
    return UserError(
        "does not exist", name, f"did you mean `{os.path.join(os.path.dirname(name), nearest[0])}`?"
    )
