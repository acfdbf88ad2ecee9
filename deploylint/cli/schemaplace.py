"""Where the schema of a file that is written lies, so that editors find it without a network."""

import os

from deploylint.load.settings import find_root
from deploylint.schemas.texts import schema_path

FOLDER = ".deploylint"
"""Where a repository keeps its copies; `deploylint schema --write` puts them there."""


def copy_name(name: str) -> str:
    """Return the name of a repository's copy of the schema `name`."""
    return f"{name}.schema.json"


def schema_place(name: str, file: str) -> str:
    """Return what `file` should name as its schema.

    It is the relative path of the nearest copy in a folder above it, up to the root of its
    repository; without one, the URI of the schema that is installed with this program.
    """
    here = os.path.dirname(os.path.abspath(file))
    root = find_root(here)
    up = "./"
    while not os.path.isfile(os.path.join(here, FOLDER, copy_name(name))):
        if here == root:
            return _uri(schema_path(name))
        here, up = os.path.dirname(here), f"{up.removeprefix('./')}../"
    return f"{up}{FOLDER}/{copy_name(name)}"


def _uri(path: str) -> str:
    # only a file that is written needs it
    from urllib.parse import quote

    return f"file://{quote(os.fsencode(path))}"
