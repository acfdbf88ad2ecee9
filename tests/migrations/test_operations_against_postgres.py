"""What we say that a statement does is what PostgreSQL's own parser says."""

from pathlib import Path
from typing import Any

import pytest

from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.sql.recognise import read_sql
from deploylint.migrations.sql.tokens import SqlText
from tests.migrations.postgres import parsed
from tests.migrations.postgrestrees import Deed, deeds

FOLDERS = ("sql", "operations/postgresql")
SAMPLES = sorted(
    path
    for folder in FOLDERS
    for path in (Path(__file__).parent / "samples" / folder).glob("*.sql")
    if path.stem != "unended"
)
CALLS = (Does.READ, Does.OPAQUE, Does.SETTING, Does.ALTER_OBJECT)
"""A query may be told by the functions that it calls, of which the tree knows nothing."""


def operations(text: str) -> tuple[Operation, ...]:
    return read_sql(SqlText(text=text, path="x.sql"), Dialect.POSTGRESQL).operations


def agrees(ours: Operation, theirs: Deed) -> bool:
    if theirs.does is Does.READ:
        return ours.does in CALLS
    same_table = theirs.table is None or ours.table == theirs.table
    same_name = theirs.name is None or ours.name == theirs.name
    return ours.does is theirs.does and same_table and same_name


def differences(text: str, tree: Any) -> str:
    """Return both readings where they differ."""
    theirs = deeds(tree)
    if theirs is None:
        return ""
    ours = operations(text)
    if len(ours) == len(theirs) and all(map(agrees, ours, theirs)):
        return ""
    read = [(one.does.value, one.table, one.name, one.why) for one in ours]
    return f"{text[:200]!r}: PostgreSQL {[tuple(one) for one in theirs]}, we {read}"


@pytest.mark.parametrize(
    "path", SAMPLES, ids=[f"{path.parent.name}-{path.stem}" for path in SAMPLES]
)
def test_operations_are_those_of_postgres(path: Path) -> None:
    text = path.read_bytes().decode().replace("\r\n", "\n")
    found = [differences(text[one.start : one.end], one.tree) for one in parsed(text)]
    assert [one for one in found if one] == []
