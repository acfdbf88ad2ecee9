"""Digests of the outputs of a command, and of the lockfiles that it ran with."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from deploylint.collect.outputs import is_pattern, present
from deploylint.errors import UserError
from deploylint.facts.source import Sealed

LOCKFILES = (
    *("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"),
    *("bun.lock", "bun.lockb", "deno.lock"),
    *("poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "pylock.*.toml", "Pipfile.lock"),
    *("requirements*.txt", "constraints*.txt", "conda-lock.yml", "pixi.lock"),
    *("Cargo.lock", "go.sum", "Gemfile.lock", "composer.lock", "mix.lock", "pubspec.lock"),
    *("gradle.lockfile", "packages.lock.json", "Package.resolved", "Podfile.lock"),
    *("flake.lock", ".terraform.lock.hcl", "Chart.lock", "conan.lock", "MODULE.bazel.lock"),
)
"""What package managers write down about the versions that they install."""

_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY | os.O_NOFOLLOW


def seal_outputs(root: str, paths: Iterable[str]) -> tuple[tuple[Sealed, ...], list[UserError]]:
    """Return the outputs that are there now with their digests, and why others have none.

    An output or pattern that the command did not write is among them, without a digest.
    """
    sealed: dict[str, Sealed] = {}
    problems = []
    for path in paths:
        try:
            files = present(root, path)
            if not files:
                raise _missing(path)
        except UserError as error:
            files = ()
            sealed[path] = Sealed(path, None)
            problems.append(error)
        for file in files:
            try:
                sealed[file] = Sealed(file, digest_inside(root, file))
            except UserError as error:
                sealed[file] = Sealed(file, None)
                problems.append(error)
    return tuple(sealed.values()), problems


def seal_lockfiles(root: str, folder: str) -> tuple[Sealed, ...]:
    """Return the lockfiles in `folder` and in the folders above it, up to the root."""
    return tuple(
        Sealed(name, _digest_or_none(root, name))
        for above in _up(root, folder)
        for name in sorted(_lockfiles(root, above))
    )


def _up(root: str, folder: str) -> Iterator[str]:
    """Yield `folder` and those above it relative to the root, the root last."""
    here = os.path.relpath(os.path.realpath(folder), os.path.realpath(root))
    while here not in ("", os.curdir) and not here.startswith(os.pardir):
        yield here
        here = os.path.dirname(here)
    yield ""


def _lockfiles(root: str, folder: str) -> Iterator[str]:
    try:
        with os.scandir(os.path.join(root, folder)) as entries:
            names = [entry.name for entry in entries if entry.is_file()]
    except OSError:
        return
    for name in names:
        if any(fnmatchcase(name, lockfile) for lockfile in LOCKFILES):
            yield os.path.join(folder, name)


def _digest_or_none(root: str, name: str) -> str | None:
    try:
        return digest_inside(root, name)
    except UserError:
        return None


def digest_inside(root: str, path: str) -> str:
    """Return the digest of the file `path`, relative to `root`, however large it is.

    A link is followed while it stays inside. Raises UserError when it is missing, no regular file,
    outside, or cannot be read.
    """
    top = os.path.realpath(root)
    target = os.path.realpath(os.path.join(top, path))
    if not target.startswith(top.rstrip(os.sep) + os.sep):
        raise UserError(f"is a link that leads out of `{root}`, so it is not sealed", path)
    try:
        descriptor = os.open(target, _OPEN)
    except OSError as error:
        if error.errno == errno.ENOENT:
            raise _missing(path) from None
        why = (error.strerror or "no reason given").lower()
        raise UserError(f"cannot be read, so it is not sealed: {why}", path) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UserError("is not a file, so it is not sealed", path)
    # loads OpenSSL, which hashes large files three times as fast
    from hashlib import file_digest

    with open(descriptor, "rb") as file:
        return f"sha256:{file_digest(file, 'sha256').hexdigest()}"


def _missing(path: str) -> UserError:
    hint = "the command has to write it there; look at its options and at the folder it runs in"
    what = "no file that matches was written" if is_pattern(path) else "was not written"
    return UserError(f"{what} by the command, and the record says so", path, hint)
