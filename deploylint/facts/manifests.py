"""The fact that says which versions the manifests of the project state."""

from enum import StrEnum
from typing import NamedTuple

from deploylint.facts.release import Release


class Manifest(StrEnum):
    """The manifests that are read, all at the root."""

    NPM = "package.json"
    PYTHON = "pyproject.toml"
    RUST = "Cargo.toml"
    HELM = "Chart.yaml"


class StatedVersion(NamedTuple):
    """A version that a manifest states under `key`, such as `project.version`, in a line."""

    manifest: Manifest
    key: str
    version: str
    line: int = 1


class Manifests(NamedTuple):
    """What manifests state in the commit that is released.

    `release` is None outside a repository, where none is read. One that states no version, or takes
    it from elsewhere, is left out.
    """

    release: Release | None
    stated: tuple[StatedVersion, ...] = ()
