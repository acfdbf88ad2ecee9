"""Packages by name, version and package URL, so that two tools can speak of the same one."""

import re
from typing import NamedTuple

MAX_PURL = 1000
GOLANG = "golang"
PYPI = "pypi"


class Package(NamedTuple):
    """A package: `kind` is the type of its package URL (`npm`, `pypi`), empty when unknown.

    `name` holds the namespace, with a slash: `@scope/name`, `org.example/name`.
    """

    kind: str
    name: str
    version: str


def parse_purl(text: str) -> Package | None:
    """Return the package that a package URL names; None when `text` is none.

    Qualifiers and subpath say how a package was packed and are left out.
    https://github.com/package-url/purl-spec
    """
    scheme, _, rest = text[:MAX_PURL].partition(":")
    if scheme.lower() != "pkg" or len(text) > MAX_PURL:
        return None
    path = rest.partition("#")[0].partition("?")[0].strip("/")
    kind, _, named = path.partition("/")
    head, at, version = named.rpartition("@")
    name = _decoded(head if at and head else named)
    if not kind or not name:
        return None
    return package(kind.lower(), name, _decoded(version) if at and head else "")


def package(kind: str, name: str, version: str) -> Package:
    """Return a package whose name and version are written as its kind writes them."""
    if kind == PYPI:
        name = python_name(name)
    if kind == GOLANG:
        name, version = name.lower(), version.removeprefix("v")
    return Package(kind, name.replace(":", "/"), version)


def python_name(name: str) -> str:
    """Return the name of a Python package as all tools compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    # few package URLs hold anything encoded
    from urllib.parse import unquote

    return unquote(text)
