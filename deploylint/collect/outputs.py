"""The outputs of a command: where they will lie, and making room for them."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence

from deploylint.collect.places import RECORD, locate
from deploylint.errors import UserError
from deploylint.model.evidence import Place
from deploylint.model.location import Location
from deploylint.model.wording import listed

SIGNS = "*?["
"""What makes a name a pattern."""

Known = Callable[[Sequence[str]], Iterable[str]]
"""Returns those of the files that git keeps."""


def output_path(root: str, folder: str, text: str) -> str:
    """Return the output or pattern `text`, said in `folder`, relative to `root` and with `/`.

    Raises UserError when it leads out of the root, or when something lies there that no command
    would replace.
    """
    if not text.strip() or "\0" in text or text.endswith(RECORD):
        hint = "name what the command writes, such as reports/junit.xml"
        raise UserError("cannot be an output", repr(text), hint)
    top = os.path.realpath(root)
    path = _inside(top, folder, text)
    if path is None or ".git" in path.split("/"):
        hint = "an output lies inside the repository, so that it is found again"
        raise UserError(f"does not stay inside `{root}`", text, hint)
    if not is_pattern(path):
        _suits(top, os.path.join(top, path), text)
    return path


def is_pattern(path: str) -> bool:
    """Say whether `path` stands for all files that match it."""
    return any(sign in path for sign in SIGNS)


def _inside(top: str, folder: str, text: str) -> str | None:
    """Return `text` relative to `top` if it lies below, by its name and with links resolved.

    A `..` behind a link means something else to the system than to whoever reads the name.
    """
    start, rest = _split(text)
    if os.pardir in rest.split(os.sep):
        return None
    real = os.path.realpath(os.path.join(folder, start))
    for name in (os.path.normpath(os.path.join(folder, start)), real):
        if os.path.realpath(name) == real and _below(top, real) and _below(top, name):
            path = os.path.normpath(os.path.join(os.path.relpath(name, top), rest))
            return path.replace(os.sep, "/")
    return None


def _split(text: str) -> tuple[str, str]:
    """Return the folder that an output lies in, or that a pattern begins in, and the rest."""
    first = min((text.index(sign) for sign in SIGNS if sign in text), default=len(text))
    start = os.path.dirname(text[:first])
    return start, text[len(start) :].lstrip(os.sep)


def _below(top: str, path: str) -> bool:
    return path == top or path.startswith(top.rstrip(os.sep) + os.sep)


def _suits(top: str, path: str, text: str) -> None:
    """Raise UserError when something else than a file lies at `path`, which was said as `text`."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise UserError(f"cannot be an output: {_reason(error)}", text) from None
    if stat.S_ISDIR(mode):
        hint = f"name the files in it: '{text.rstrip('/')}/**/*'"
        raise UserError("is a directory, not an output", text, hint)
    if stat.S_ISLNK(mode):
        if not _below(top, os.path.realpath(path)):
            raise UserError("is a link that leads elsewhere", text, "remove it before")
    elif not stat.S_ISREG(mode):
        raise UserError("is neither a file nor a link to one", text)


def present(root: str, path: str) -> tuple[str, ...]:
    """Return the files that an output or pattern stands for and that exist, with or without record.

    Patterns mean what they mean in `evidence:`. Raises UserError when too many files match, or when
    one lies outside.
    """
    found = locate(root, (Place(path, Location(path, 1, 1)),), ())
    if found.missing and "more than" in found.missing[0].why:
        raise UserError(found.missing[0].why, path, "write the pattern more narrowly")
    top = os.path.realpath(root)
    files = tuple(file for file, _ in found.files)
    for file in files:
        if not _below(top, os.path.realpath(os.path.dirname(os.path.join(top, file)))):
            raise UserError(f"matches {file}, which lies outside `{root}`", path)
    return files


def make_room(root: str, paths: Iterable[str], known: Known) -> None:
    """Remove what an earlier run left at `paths`, with its records, and make their folders.

    A link is removed, never what it leads to. Raises UserError, before anything is removed, when a
    pattern matches files that git keeps: those are not what a command left behind.
    """
    for path in paths:
        files = present(root, path)
        kept = sorted(known(files)) if is_pattern(path) else []
        if kept:
            hint = "an earlier output is removed first; write the pattern more narrowly"
            raise UserError(f"matches {listed(kept)}, which git keeps", path, hint)
    for path in paths:
        for file in present(root, path):
            for name in (file, file + RECORD):
                _remove(os.path.join(root, name), name)
        folder = _split(path)[0]
        try:
            os.makedirs(os.path.join(root, folder), exist_ok=True)
        except OSError as error:
            raise UserError(f"the folder cannot be made: {_reason(error)}", folder) from None


def _remove(path: str, name: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
    except OSError as error:
        why = f"is left from an earlier run and cannot be removed: {_reason(error)}"
        raise UserError(why, name) from None


def records_of(root: str, outputs: Iterable[str]) -> Iterator[str]:
    """Yield where the record of each output is written; nothing stands there any more.

    Raises UserError when what stands there cannot be removed.
    """
    for output in outputs:
        record = output + RECORD
        _remove(os.path.join(root, record), record)
        yield record


def _reason(error: OSError) -> str:
    return (error.strerror or "no reason given").lower()
