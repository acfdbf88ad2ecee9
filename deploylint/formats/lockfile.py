"""Lockfiles of npm and of Python: which versions a commit installs.

https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json
https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile
https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

import re
from collections.abc import Iterator, Mapping

from deploylint.errors import UserError
from deploylint.formats.jsonpart import Part
from deploylint.model.packages import python_name
from deploylint.read.json import parse_json

PIN = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*===?\s*([\w.!+*-]+)")


def read_npm_lock(data: bytes, name: str) -> Mapping[str, str]:
    """Return the version in each folder, such as `node_modules/a/node_modules/b`.

    Raises UserError when it is no lockfile of npm.
    """
    lock = Part(parse_json(data, name), name)
    if "packages" in lock:
        entries = lock.named("packages")
        return {path: part.text("version") for path, part in entries if path}
    if "dependencies" in lock:
        return dict(_nested(lock))
    raise UserError("is no lockfile of npm: it has neither `packages` nor `dependencies`", name)


def _nested(lock: Part) -> Iterator[tuple[str, str]]:
    """Yield the folders of a lockfile of version 1, which nests them."""
    waiting = [("", lock)]
    while waiting:
        above, part = waiting.pop()
        for key, entry in part.named("dependencies"):
            path = f"{above}node_modules/{key}"
            yield path, entry.text("version")
            waiting.append((f"{path}/", entry))


def read_python_lock(data: bytes, name: str) -> Mapping[str, frozenset[str]]:
    """Return the versions of each package in uv.lock, poetry.lock or pinned requirements.

    Raises UserError when it cannot be read.
    """
    found: dict[str, set[str]] = {}
    pairs = _locked(data, name) if name.endswith(".lock") else _pinned(data)
    for package, version in pairs:
        found.setdefault(python_name(package), set()).add(version)
    return {package: frozenset(versions) for package, versions in found.items()}


def _locked(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    # few runs read TOML
    import tomllib

    try:
        lock = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UserError(f"is not TOML: {str(error)[:80]}", name) from None
    for entry in Part(lock, name).parts("package"):
        if "version" in entry:
            yield entry.text("name"), entry.text("version")


def _pinned(data: bytes) -> Iterator[tuple[str, str]]:
    for line in data.decode("utf-8", "replace").splitlines():
        match = PIN.match(line.strip()[:300])
        if match:
            yield match[1], match[2]
