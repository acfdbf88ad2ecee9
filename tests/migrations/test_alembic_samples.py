"""Revisions that Alembic wrote itself, against the SQL that Alembic makes of them."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.facts.migrations import Migration, Script
from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.frameworks.alembic import detect, read
from deploylint.migrations.sql.recognise import read_sql
from deploylint.migrations.sql.tokens import SqlText

ROOT = Path(__file__).parent / "samples" / "alembic"

TEXTS = {
    path.relative_to(ROOT).as_posix().removesuffix(".txt"): path.read_text("utf-8")
    for path in sorted(ROOT.rglob("*"))
    if path.is_file()
}
SHOP = detect(sorted(TEXTS))[0]


def shop(texts: dict[str, str] = TEXTS) -> dict[str, Migration]:
    return {one.version: one for one in read(SHOP, texts, set(SHOP.files))}


def kept(operation: Operation) -> dict[str, Any]:
    """Return what Alembic's SQL says of an operation as well."""
    fields = operation._asdict()
    for name in ("at", "text", "old_type"):
        del fields[name]
    if operation.does is Does.DROP_INDEX:
        del fields["table"]  # SQL does not name it
    if operation.does is Does.DROP_CONSTRAINT:
        del fields["constraint"]  # SQL does not say what it demands
    if operation.does is Does.CREATE_INDEX and operation.columns == ("note",):
        del fields["name"]  # a naming convention may say otherwise
    return fields


def compared(operations: tuple[Operation, ...]) -> list[dict[str, Any]]:
    return [kept(one) for one in operations if one.does is not Does.COMMENT]


@pytest.mark.parametrize("path", [path for path in TEXTS if path.endswith(".sql")])
def test_operations_are_those_of_alembics_own_sql(path: str) -> None:
    version, direction, _ = path.removeprefix("sql/").split(".")
    one = shop()[version]
    script = one.up if direction == "up" else one.down
    assert script is not None
    sql = read_sql(SqlText(text=TEXTS[path], path=path), Dialect.POSTGRESQL).operations
    assert compared(script.operations) == compared(sql[1:-1])  # without BEGIN and COMMIT


def test_the_history_of_the_sample() -> None:
    found = shop()
    assert [(one.version, one.parents, one.aliases) for one in found.values()] == [
        ("1a2b3c4d5e01", (), ("create_users_and_orders", "create users and orders")),
        ("1a2b3c4d5e02", ("1a2b3c4d5e01",), ("tokens_and_notes", "tokens and notes")),
        ("1a2b3c4d5e03", ("1a2b3c4d5e02",), ("left",)),
        ("1a2b3c4d5e04", ("1a2b3c4d5e02",), ("right", "wing")),
        ("1a2b3c4d5e05", ("1a2b3c4d5e03", "1a2b3c4d5e04"), ("merge_both", "merge both")),
        ("1a2b3c4d5e06", ("1a2b3c4d5e05",), ("everything_else", "everything else")),
    ]
    assert {one.dialect for one in found.values()} == {Dialect.POSTGRESQL}
    assert [one.problems for one in found.values()] == [()] * 6
    assert [one.up.operations for one in found.values()][2:5] == [()] * 3


def test_what_alembic_warns_of_is_known_to_fail() -> None:
    down = shop()["1a2b3c4d5e02"].down
    assert down is not None
    failing = [one for one in down.operations if one.fails]
    assert [(one.does, one.table, one.at.line) for one in failing] == [
        (Does.DROP_CONSTRAINT, "orders", failing[0].at.line),
        (Does.DROP_CONSTRAINT, "orders", failing[1].at.line),
    ]
    lines = TEXTS[failing[0].at.file].split("\n")
    assert all("drop_constraint(None" in lines[one.at.line - 1] for one in failing)


def scripts(found: dict[str, Migration]) -> list[Script]:
    return [script for one in found.values() for script in (one.up, one.down) if script]


def check_places(texts: dict[str, str], found: dict[str, Migration]) -> None:
    for script in scripts(found):
        for at in (script.at, *(one.at for one in script.operations)):
            lines = texts[at.file].removeprefix("\ufeff").replace("\r", "\n").split("\n")
            assert 1 <= at.line <= len(lines)
            assert 1 <= at.column <= len(lines[at.line - 1]) + 1
            if at.end_line is not None and at.end_column is not None:
                assert (at.line, at.column) <= (at.end_line, at.end_column)
                assert at.end_column <= len(lines[at.end_line - 1]) + 1


def test_every_place_lies_in_its_file() -> None:
    check_places(TEXTS, shop())


LAST = SHOP.files[-1]
SNIPPETS = st.sampled_from(
    [
        *("'", '"', "'''", "(", ")", "[", "\\", "\n", "    ", "#", ":", ",", "=", "*", "**kw", "é"),
        *("None", "op.", "if x:\n        ", "for t in x: ", "return\n    ", "raise ", "f'{x}'"),
        *("lambda: ", "await ", "yield ", "x.y(", "sa.Column(", "{'a': 1}", "\0", "\t", "'a' 'b'"),
    ]
)
EDITS = st.lists(
    st.tuples(
        st.floats(min_value=0, max_value=1), st.integers(0, 30), SNIPPETS | st.text(max_size=3)
    ),
    max_size=4,
)


@settings(max_examples=200, deadline=None)
@given(EDITS)
def test_any_change_of_a_revision_gives_a_result(edits: list[tuple[float, int, str]]) -> None:
    text = TEXTS[LAST]
    for place, length, more in edits:
        at = int(place * len(text))
        text = text[:at] + more + text[at + length :]
    texts = {LAST: text}
    check_places(texts, {one.version: one for one in read(SHOP, texts, {LAST})})


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_gives_a_result(more: str) -> None:
    texts = {LAST: f'revision = "a"\ndown_revision = None\ndef upgrade():\n    {more}'}
    check_places(texts, {one.version: one for one in read(SHOP, texts, {LAST})})
