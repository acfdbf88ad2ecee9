"""The fact that says which build artifacts there are, and whether they are what was built."""

from typing import NamedTuple

from deploylint.facts.source import Collected
from deploylint.model.location import Location


class Artifact(NamedTuple):
    """A file that was built. `at` is where a checksum file lists it, or the file itself.

    `size` is in bytes, None when the file cannot be read; `checked` says that its digest was
    compared with a listed one. `problem` completes "dist/app.whl ...": why it is not the file that
    was listed or named.
    """

    path: str
    at: Location
    size: int | None = None
    checked: bool = False
    problem: str | None = None


class Delivery(NamedTuple):
    """What one piece of evidence stands for: the files of a checksum file, or one file itself."""

    artifacts: tuple[Artifact, ...]


class BuildArtifacts(Collected[Delivery]):
    """The build artifacts that were found."""

    __slots__ = ()
