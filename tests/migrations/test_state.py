"""Laws of the symbolic database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.analysis.replay import differences, replay
from deploylint.migrations.analysis.state import State
from deploylint.migrations.analysis.things import Kind, Thing
from deploylint.model.migrationtools import Dialect
from tests.migrations.reversals import (
    CASCADE,
    add_column,
    create_index,
    create_table,
    drop_column,
    drop_index,
    drop_table,
    migration,
    op,
    rename_table,
    told,
)

TABLES = ("a", "b", "c")
COLUMNS = ("x", "y", "z")
INDEXES = ("i", "j", "k")


class Model:
    """A database with what its changes are, and what takes each of them back."""

    def __init__(self, tables: dict[str, set[str]]) -> None:
        self.tables = {name: set(columns) for name, columns in tables.items()}
        self.indexes: dict[str, tuple[str, str]] = {}

    def changes(self) -> list[str]:
        free = [name for name in TABLES if name not in self.tables]
        unused = [name for name in INDEXES if name not in self.indexes]
        found = [f"create {name}" for name in free]
        found += [f"drop {name}" for name in self.tables]
        found += [f"rename {old} {new}" for old in self.tables for new in free]
        for table, columns in self.tables.items():
            absent = [name for name in COLUMNS if name not in columns]
            found += [f"add {table} {name}" for name in absent]
            found += [f"remove {table} {name}" for name in columns if len(columns) > 1]
            found += [f"call {table} {old} {new}" for old in columns for new in absent]
            found += [f"index {table} {c} {name}" for c in columns for name in unused]
        found += [f"unindex {name}" for name in self.indexes]
        return sorted(found)

    def apply(self, change: str) -> tuple[Operation, list[Operation]]:
        """Make a change; return it and what takes it back."""
        kind, *names = change.split()
        return getattr(self, f"_{kind}")(*names)  # type: ignore[no-any-return]

    def _lost(self, table: str, column: str | None = None) -> list[Operation]:
        lost = [
            name for name, (of, on) in self.indexes.items() if of == table and column in (None, on)
        ]
        return [self._unindex(name)[1][0] for name in lost]

    def _create(self, table: str) -> tuple[Operation, list[Operation]]:
        self.tables[table] = {"x"}
        return create_table(table, "x"), [drop_table(table)]

    def _drop(self, table: str) -> tuple[Operation, list[Operation]]:
        lost = self._lost(table)
        columns = self.tables.pop(table)
        return drop_table(table), [create_table(table, *sorted(columns)), *lost]

    def _rename(self, old: str, new: str) -> tuple[Operation, list[Operation]]:
        self.tables[new] = self.tables.pop(old)
        moved = {n: (new, c) for n, (of, c) in self.indexes.items() if of == old}
        self.indexes.update(moved)
        return rename_table(old, new), [rename_table(new, old)]

    def _add(self, table: str, column: str) -> tuple[Operation, list[Operation]]:
        self.tables[table].add(column)
        return add_column(table, column), [drop_column(table, column)]

    def _remove(self, table: str, column: str) -> tuple[Operation, list[Operation]]:
        lost = self._lost(table, column)
        self.tables[table].remove(column)
        return drop_column(table, column), [add_column(table, column), *lost]

    def _call(self, table: str, old: str, new: str) -> tuple[Operation, list[Operation]]:
        self.tables[table] = self.tables[table] - {old} | {new}
        moved = {n: (t, new) for n, (t, c) in self.indexes.items() if (t, c) == (table, old)}
        self.indexes.update(moved)
        back = op(Does.RENAME_COLUMN, table, new, new_name=old)
        return op(Does.RENAME_COLUMN, table, old, new_name=new), [back]

    def _index(self, table: str, column: str, name: str) -> tuple[Operation, list[Operation]]:
        self.indexes[name] = (table, column)
        return create_index(table, name, column), [drop_index(name)]

    def _unindex(self, name: str) -> tuple[Operation, list[Operation]]:
        table, column = self.indexes.pop(name)
        return drop_index(name), [create_index(table, name, column)]


@st.composite
def round_trips(draw: st.DrawFn) -> tuple[list[Operation], list[Operation]]:
    """Return any ups that can run on some database, and downs that take each of them back."""
    columns = st.sets(st.sampled_from(COLUMNS), min_size=1)
    model = Model(draw(st.dictionaries(st.sampled_from(TABLES), columns)))
    ups: list[Operation] = []
    downs: list[Operation] = []
    for _ in range(draw(st.integers(1, 12))):
        up, down = model.apply(draw(st.sampled_from(model.changes())))
        ups.append(up)
        downs = [*down, *downs]
    return ups, downs


@given(round_trips(), st.sampled_from((None, *Dialect)))
def test_what_is_taken_back_step_by_step_is_never_a_problem(
    steps: tuple[list[Operation], list[Operation]], dialect: Dialect | None
) -> None:
    ups, downs = steps
    assert told(migration(ups, downs, dialect=dialect)) == []


@given(round_trips(), st.data())
def test_a_forgotten_table_or_column_is_always_a_problem(
    steps: tuple[list[Operation], list[Operation]], data: st.DataObject
) -> None:
    ups, downs = steps
    new = data.draw(st.sampled_from((create_table("new", "x"), add_column("other", "new"))))
    at = data.draw(st.integers(0, len(ups)))
    found = told(migration([*ups[:at], new, *ups[at:]], downs))
    assert [(code, weight) for code, weight, *_ in found] == [("down-differs", "fail")]


NAMES = st.sampled_from(("a", "b", "c", None, ""))
OPERATIONS = st.builds(
    op,
    st.sampled_from(Does),
    NAMES,
    NAMES,
    new_name=NAMES,
    object=st.sampled_from((None, "view", "trigger", "function", "sequence", "extension", "table")),
    columns=st.lists(st.sampled_from(COLUMNS), max_size=2).map(tuple),
    type=st.sampled_from((None, "a", "integer", "varchar(3)", "a[]")),
    value=NAMES,
    references=NAMES,
    flags=st.sets(st.sampled_from(Flag), max_size=2),
    fails=st.sampled_from((None, None, None, "it has no name")),
)


@given(
    st.lists(OPERATIONS, max_size=12),
    st.one_of(st.none(), st.lists(OPERATIONS, max_size=12)),
    st.sampled_from((None, *Dialect)),
)
def test_any_operations_have_an_answer(
    up: list[Operation], down: list[Operation] | None, dialect: Dialect | None
) -> None:
    one = migration(up, down, dialect=dialect)
    for code, weight, message, *_ in told(one):
        assert code.startswith(("down-", "opaque"))
        assert weight in ("fail", "note", "opaque")
        assert message.startswith("m1 ")
        assert not message.endswith(".")


def test_an_operation_that_cannot_be_read_leaves_nothing_known() -> None:
    one = migration([create_table("a", "x"), op(Does.OPAQUE)], [])
    state = replay(((one, operation) for operation in one.up.operations), (), None)
    assert (state.facts, differences(state)) == ({}, ())


def test_an_unreadable_operation_on_one_table_leaves_the_others_known() -> None:
    one = migration([create_table("a", "x"), create_table("b"), op(Does.OPAQUE, "a")], [])
    state = replay(((one, operation) for operation in one.up.operations), (), None)
    assert [found.thing for found in differences(state)] == [Thing(Kind.TABLE, "b")]


def test_a_new_state_knows_nothing() -> None:
    state = State()
    assert (state.present(Thing(Kind.TABLE, "a")), state.table("a")) == (None, "a")


MANY = 10_000


@pytest.mark.parametrize(
    ("up", "down", "codes"),
    [
        pytest.param(
            [add_column("t", f"c{n}") for n in range(MANY)]
            + [create_index("t", f"i{n}", f"c{n}") for n in range(MANY)],
            [drop_column("t", f"c{n}") for n in range(MANY)],
            [],
            id="columns-with-indexes",
        ),
        pytest.param(
            [create_table(f"t{n}") for n in range(MANY)],
            [drop_table(f"t{n}", flags=CASCADE) for n in range(MANY)],
            [],
            id="cascades",
        ),
        pytest.param(
            [op(Does.RENAME_INDEX, name=f"i{n}", new_name=f"j{n}") for n in range(MANY)],
            [drop_table(f"t{n}") for n in range(MANY)],
            ["down-differs", "down-differs"],
            id="indexes-of-unknown-tables",
        ),
        pytest.param(
            [
                operation
                for n in range(MANY)
                for operation in (create_table(f"t{n}"), op(Does.OPAQUE))
            ],
            [op(Does.OPAQUE) for _ in range(MANY)],
            ["opaque"],
            id="unreadable",
        ),
        pytest.param(
            [
                op(Does.ADD_CONSTRAINT, "t", references="users", columns=(f"c{n}",))
                for n in range(MANY)
            ],
            [drop_table("users") for n in range(MANY)],
            ["down-fails"],
            id="foreign-keys",
        ),
        pytest.param(
            [
                operation
                for n in range(MANY)
                for operation in (op(Does.ADD_CONSTRAINT, "t"), op(Does.DROP_CONSTRAINT, "t"))
            ],
            [op(Does.DROP_CONSTRAINT, "t") for n in range(MANY)],
            [],
            id="constraints-without-names",
        ),
    ],
)
def test_long_migrations_are_judged_in_one_pass(
    up: list[Operation], down: list[Operation], codes: list[str]
) -> None:
    """With any step that looks at all that is known, this would take minutes."""
    assert [code for code, *_ in told(migration(up, down))] == codes
