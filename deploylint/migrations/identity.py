"""Whether a text names a migration, and whether two versions of one do the same."""

import re

from deploylint.facts.migrations import Migration, Script
from deploylint.facts.operations import Does, Operation
from deploylint.model.location import Location

_ENDS = re.compile(r"(?:\.(?:up|down|deploy|sql|py|rb|[cm]?[jt]s|xml|ya?ml|json|java|go))+$")
_NOWHERE = Location("", 1, 1)


def is_called(migration: Migration, text: str) -> bool:
    """Say whether a plan that writes `text` means the migration.

    It may write the version, the name with or without number, the path of a file, in any spelling
    of case, blanks and dashes.
    """
    return plain_name(text) in names_of(migration)


def names_of(migration: Migration) -> frozenset[str]:
    """Return everything by which a plan may name a migration, as `plain_name` writes it."""
    stems = (path.rpartition("/")[2] for path in migration.files)
    written = (migration.version, migration.name, *migration.aliases, *migration.files, *stems)
    names = {plain_name(one) for one in written}
    names |= {re.sub(r"^v?[0-9][0-9_]*_(?=[^\W\d_])", "", one) for one in names}
    return frozenset(name for name in names if name)


def plain_name(text: str) -> str:
    """Return the name of a migration without what people spell differently."""
    stem = _ENDS.sub("", text.strip().strip("`\"'").rpartition("/")[2])
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", stem)
    return re.sub(r"[\W_]+", "_", snake).strip("_").lower()


def same_effect(one: Script, other: Script) -> bool:
    """Say whether two scripts do the same, wherever and however it is written.

    Of steps that cannot be read it is the text that is compared.
    """
    return [_bare(step) for step in one.operations] == [_bare(step) for step in other.operations]


def _bare(operation: Operation) -> Operation:
    text = operation.text if operation.does is Does.OPAQUE else ""
    return operation._replace(at=_NOWHERE, text=re.sub(r"[\s'\"`,]+", "", text))
