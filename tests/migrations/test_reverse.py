"""Whether a release can be taken back, on operations written by hand."""

import pytest

from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.migrations.analysis.problem import Weight
from deploylint.migrations.analysis.reverse import Situation
from deploylint.model.location import Location
from deploylint.model.migrationtools import Dialect, Framework
from tests.migrations.reversals import (
    CASCADE,
    CONDITIONAL,
    IF_EXISTS,
    IF_NOT_EXISTS,
    OPAQUE,
    add_column,
    create,
    create_index,
    create_table,
    drop,
    drop_column,
    drop_index,
    drop_table,
    foreign_key,
    judged,
    migration,
    op,
    rename_table,
    told,
)

NOOP = op(Does.READ, name="noop")
UPDATE = op(Does.UPDATE, "users", columns=("age",))
SET_NOT_NULL = op(Does.SET_NOT_NULL, "users", "age")
DROP_NOT_NULL = op(Does.DROP_NOT_NULL, "users", "age")
CREATE_TYPE = op(Does.CREATE_TYPE, name="mood", object="type")
DROP_TYPE = op(Does.DROP_TYPE, name="mood", object="type")
ADD_VALUE = op(Does.ADD_ENUM_VALUE, name="mood", value="sad")
TO_BIGINT = op(Does.CHANGE_TYPE, "users", "age", type="bigint")
TO_INT = op(Does.CHANGE_TYPE, "users", "age", type="integer")
REBUILD = (
    create_table("users_new", "id"),
    op(Does.INSERT, "users_new"),
    drop_table("users"),
    rename_table("users_new", "users"),
)

MOVED_AWAY = (
    rename_table("users", "old_users"),
    create_table("users", "id"),
    drop_index("i"),
    create_index("users", "i", "id"),
    drop_table("old_users"),
)

GOOD = [
    pytest.param([], [], id="nothing"),
    pytest.param([op(Does.READ)], [op(Does.READ)], id="reads-alone"),
    pytest.param([create_table("users", "id")], [drop_table("users")], id="table"),
    pytest.param(
        [create_table("users", "id"), create_index("users", "i", "id")],
        [drop_table("users")],
        id="index-goes-with-its-table",
    ),
    pytest.param([drop_table("users")], [create_table("users", "id")], id="dropped-table"),
    pytest.param([add_column("users", "age")], [drop_column("users", "age")], id="column"),
    pytest.param(
        [add_column("users", "age"), UPDATE, SET_NOT_NULL],
        [drop_column("users", "age")],
        id="column-with-what-was-done-to-it",
    ),
    pytest.param(
        [rename_table("users", "people"), add_column("people", "age")],
        [drop_column("people", "age"), rename_table("people", "users")],
        id="renamed-table-last",
    ),
    pytest.param(
        [rename_table("users", "people"), add_column("people", "age")],
        [rename_table("people", "users"), drop_column("users", "age")],
        id="renamed-table-first",
    ),
    pytest.param(
        [op(Does.RENAME_COLUMN, "users", "age", new_name="years")],
        [op(Does.RENAME_COLUMN, "users", "years", new_name="age")],
        id="renamed-column",
    ),
    pytest.param(REBUILD, REBUILD, id="rebuilt-table"),
    pytest.param(MOVED_AWAY, MOVED_AWAY, id="rebuilt-table-with-its-index"),
    pytest.param(
        [create_index("users", "i", "a", "b"), add_column("users", "b")],
        [drop_column("users", "b")],
        id="index-goes-with-a-column",
    ),
    pytest.param([drop_index("i")], [create_index("users", "i", "a")], id="dropped-index"),
    pytest.param(
        [op(Does.RENAME_INDEX, name="i", new_name="j")],
        [op(Does.RENAME_CONSTRAINT, "users", "j", new_name="i")],
        id="index-renamed-as-the-constraint-it-is-of",
    ),
    pytest.param(
        [op(Does.ADD_CONSTRAINT, "users", "u")],
        [drop_index("u", "users")],
        id="constraint-as-index",
    ),
    pytest.param([SET_NOT_NULL], [DROP_NOT_NULL], id="not-null"),
    pytest.param([TO_BIGINT, OPAQUE], [OPAQUE, TO_BIGINT], id="types-behind-unreadable-code"),
    pytest.param([CREATE_TYPE], [DROP_TYPE], id="type"),
    pytest.param(
        [ADD_VALUE],
        [
            op(Does.RENAME_TYPE, name="mood", new_name="old_mood"),
            CREATE_TYPE,
            TO_INT,
            op(Does.DROP_TYPE, name="old_mood"),
        ],
        id="enum-made-anew",
    ),
    pytest.param(
        [drop("view", "v"), add_column("users", "age"), create("view", "v")],
        [drop("view", "v"), drop_column("users", "age"), create("view", "v")],
        id="views-around-a-change",
    ),
    pytest.param(
        [create("materialized view", "v"), create_index("v", "i", "id")],
        [drop("materialized view", "v")],
        id="index-of-a-materialized-view",
    ),
    pytest.param(
        [op(Does.RENAME_INDEX, name="i", new_name="j"), rename_table("users", "people")],
        [create_table("users", "id"), create_index("users", "i", "id"), drop_table("people")],
        id="renamed-index-that-goes-with-its-table",
    ),
    pytest.param(
        [drop_table("users"), create_table("users"), create_index("users", "i", "id")],
        [drop_table("users"), create_table("users"), create_index("users", "i", "id")],
        id="index-that-went-with-its-table",
    ),
    pytest.param(
        [drop_column("users", "age")],
        [add_column("users", "age"), create_index("users", "i", "age")],
        id="index-that-went-with-its-column",
    ),
    pytest.param(
        [
            op(Does.DROP_CONSTRAINT, "users", "users_age_key"),
            op(Does.ADD_CONSTRAINT, "users", constraint=ConstraintKind.PRIMARY_KEY),
        ],
        [op(Does.ADD_CONSTRAINT, "users", constraint=ConstraintKind.UNIQUE)],
        id="constraint-that-the-database-names",
    ),
    pytest.param(
        [drop("view", "w", flags=CASCADE), create("materialized view", "v")],
        [
            drop("view", "w", flags=CASCADE),
            create("materialized view", "v"),
            create_index("v", "i", "id"),
        ],
        id="index-of-a-view-that-went",
    ),
    pytest.param(
        [create("function", "f"), create("trigger", "t", "users")],
        [drop("function", "f", flags=CASCADE)],
        id="trigger-goes-with-its-function",
    ),
    pytest.param(
        [create("function", "f"), create("function", "f")],
        [drop("function", "f"), drop("function", "f")],
        id="overloaded-function",
    ),
    pytest.param(
        [create_table("users", "id"), create("trigger", "t", "users")],
        [drop_table("users")],
        id="trigger-goes-with-its-table",
    ),
    pytest.param(
        [create_table("t", flags={Flag.TEMPORARY}), op(Does.INSERT, "t"), add_column("users", "a")],
        [drop_column("users", "a")],
        id="temporary-table",
    ),
    pytest.param(
        [
            drop_table("t", flags=IF_EXISTS),
            create_table("t", flags={Flag.TEMPORARY}),
            op(Does.REPLACE_OBJECT, name="pg_temp.f", object="function"),
        ],
        [],
        id="what-goes-with-the-session",
    ),
    pytest.param(
        [add_column("users", "age")],
        [drop_column("users", "age", flags=IF_EXISTS), drop_table("old", flags=IF_EXISTS)],
        id="careful-down",
    ),
    pytest.param(
        [drop_column("users", "age", flags=CONDITIONAL)],
        [add_column("users", "age", flags=CONDITIONAL)],
        id="conditions-on-both-sides",
    ),
    pytest.param(
        [add_column("users", "age", flags=CONDITIONAL)],
        [drop_column("users", "age")],
        id="condition-in-the-up",
    ),
    pytest.param(
        [drop_table("users", flags=CASCADE)],
        [create_table("users"), foreign_key("orders", "fk", "users")],
        id="what-a-cascade-took-comes-back",
    ),
    pytest.param(
        [drop_column("users", "age")],
        [op(Does.TRUNCATE, "users"), add_column("users", "age", flags={Flag.NOT_NULL})],
        id="not-null-in-an-emptied-table",
    ),
    pytest.param(
        [op(Does.MAINTENANCE, "users", object="reindex")], [NOOP], id="nothing-to-take-back"
    ),
    pytest.param([op(Does.VALIDATE_CONSTRAINT, "users", "c")], [], id="validated-and-left-valid"),
]


OTHERS = [
    pytest.param(
        Dialect.COCKROACHDB,
        [create_index("a", "i", "x"), create_index("b", "i", "x")],
        [drop_index("i", flags=IF_EXISTS), drop_index("i", flags=IF_EXISTS)],
        id="cockroachdb-has-indexes-of-one-name",
    ),
    pytest.param(
        Dialect.COCKROACHDB,
        [drop_index("i")],
        [create_index("a", "i", "x")],
        id="cockroachdb-drops-without-a-table",
    ),
    pytest.param(
        Dialect.MYSQL,
        [create_index("a", "i", "x"), create_index("b", "i", "x")],
        [drop_index("i", "a"), drop_index("i", "b")],
        id="mysql-has-indexes-of-one-name",
    ),
    pytest.param(
        Dialect.MYSQL,
        [op(Does.ADD_CONSTRAINT, "a", "i", constraint=ConstraintKind.UNIQUE)],
        [drop_index("i", "a")],
        id="mysql-drops-a-constraint-as-an-index",
    ),
]


@pytest.mark.parametrize(("dialect", "up", "down"), OTHERS)
def test_each_database_names_indexes_in_its_own_way(
    dialect: Dialect, up: list[Operation], down: list[Operation]
) -> None:
    assert told(migration(up, down, dialect=dialect)) == []


BY_DEFAULT_NAME = op(Does.DROP_INDEX, "a", "index_a_on_x", columns=("x",))
BOTH_NAMES = ["creates index named", "drops index index_a_on_x, which its up does not create"]
BY_COLUMNS = [
    pytest.param(Framework.RAILS, ("x",), [], id="rails-finds-it"),
    pytest.param(Framework.RAILS, ("y",), BOTH_NAMES, id="rails-looks-at-the-columns"),
    pytest.param(Framework.KNEX, ("x",), BOTH_NAMES, id="knex-makes-up-the-name"),
]


@pytest.mark.parametrize(("framework", "columns", "wrong"), BY_COLUMNS)
def test_an_index_may_be_dropped_by_its_columns(
    framework: Framework, columns: tuple[str, ...], wrong: list[str]
) -> None:
    down = [BY_DEFAULT_NAME._replace(columns=columns)]
    found = told(migration([create_index("a", "named", "x")], down, framework=framework))
    assert len(found) == len(wrong)
    assert all(part in message for part, (_, _, message, _, _) in zip(wrong, found, strict=True))


def test_a_constraint_that_was_added_without_a_name_may_be_renamed() -> None:
    up = [
        add_column("users", "group_id"),
        foreign_key("users", None, "groups", "group_id"),
        op(Does.RENAME_CONSTRAINT, "users", "users_group_id_fkey", new_name="fk"),
    ]
    assert told(migration(up, [drop_column("users", "group_id")])) == []


def test_code_that_cannot_be_read_is_not_the_same_on_both_sides() -> None:
    assert [code for code, *_ in told(migration([OPAQUE], [OPAQUE]))] == ["opaque"]


@pytest.mark.parametrize(("up", "down"), GOOD)
def test_a_down_that_is_the_inverse_is_no_problem(
    up: list[Operation], down: list[Operation]
) -> None:
    found = told(migration(up, down))
    assert [one for one in found if one[1] != "opaque"] == []


LEFT = "which its down leaves, so that it fails when it is applied again"
UNREAD = 'm1 does something that cannot be read ("op.drop_table(name)"), and its down does nothing'
NOT_NULL = (
    "m1 has a down that adds column age to users as NOT NULL without a default, which fails as "
    "soon as the table has a row"
)

BAD = [
    pytest.param(
        [create_table("users", "id")],
        [op(Does.READ, text="SELECT 1")],
        ("down-without-effect", "fail", "m1 creates table users, and its down does nothing"),
        ("m1.up:1", "m1.down:1"),
        id="select-one",
    ),
    pytest.param(
        [OPAQUE],
        [NOOP],
        (
            "down-without-effect",
            "opaque",
            UNREAD,
        ),
        ("m1.up:1", "m1.down:1"),
        id="unreadable-and-no-down",
    ),
    pytest.param(
        [UPDATE],
        [],
        (
            "down-without-effect",
            "note",
            "m1 updates users, and its down does nothing: the data stays as the up made it",
        ),
        ("m1.up:1", "m1.down:1"),
        id="rows-alone",
    ),
    pytest.param(
        [create("extension", "hstore", flags=IF_NOT_EXISTS), UPDATE],
        [],
        (
            "down-without-effect",
            "note",
            "m1 updates users, and its down does nothing: the data stays as the up made it",
        ),
        ("m1.up:2", "m1.down:1"),
        id="extension-for-a-change-of-rows",
    ),
    pytest.param(
        [op(Does.CHANGE_TYPE, "users", "age", type="bigint", old_type="integer"), UPDATE],
        [UPDATE],
        (
            "down-differs",
            "fail",
            "m1 changes the type of column age of users, which its down does not change back",
        ),
        ("m1.up:1", "m1.down:1"),
        id="type-that-was-another",
    ),
    pytest.param(
        [op(Does.CHANGE_TYPE, "users", "age", type="bigint", old_type="int8"), UPDATE],
        [UPDATE],
        (
            "down-differs",
            "note",
            "m1 changes the type of column age of users, which its down does not change back",
        ),
        ("m1.up:1", "m1.down:1"),
        id="type-that-was-the-same",
    ),
    pytest.param(
        [op(Does.ALTER_OBJECT, name="s", object="sequence")],
        [],
        (
            "down-without-effect",
            "note",
            "m1 alters sequence s, and its down does nothing: the data stays as the up made it",
        ),
        ("m1.up:1", "m1.down:1"),
        id="counter",
    ),
    pytest.param(
        [op(Does.ADD_ENUM_VALUE, name="mood", value="sad", flags=IF_NOT_EXISTS)],
        [],
        ("down-without-effect", "note", "m1 adds a value to mood, and its down does nothing"),
        ("m1.up:1", "m1.down:1"),
        id="enum-value-that-nothing-removes",
    ),
    pytest.param(
        [create("extension", "hstore", flags=IF_NOT_EXISTS)],
        [],
        (
            "down-without-effect",
            "fail",
            "m1 creates extension hstore, and its down does nothing",
        ),
        ("m1.up:1", "m1.down:1"),
        id="extension",
    ),
    pytest.param(
        [create_table("users", "id")],
        [op(Does.RAISE, why="no way back")],
        ("down-refused", "fail", 'm1 says that it cannot be taken back: "no way back"'),
        ("m1.up:1", "m1.down:1"),
        id="raises",
    ),
    pytest.param(
        [op(Does.READ), UPDATE],
        [op(Does.IRREVERSIBLE, why="RunPython has no reverse_code")],
        ("down-refused", "fail", "m1 has no way back: RunPython has no reverse_code"),
        ("m1.up:2", "m1.down:1"),
        id="irreversible",
    ),
    pytest.param(
        [add_column("users", "age"), add_column("users", "height")],
        [drop_column("users", "age")],
        (
            "down-differs",
            "fail",
            "m1 creates column height of users, which its down does not drop",
        ),
        ("m1.up:2", "m1.down:1"),
        id="forgotten-column",
    ),
    pytest.param(
        [drop_column("users", "age"), drop_column("users", "height")],
        [add_column("users", "age")],
        (
            "down-differs",
            "fail",
            "m1 drops column height of users, which its down does not bring back",
        ),
        ("m1.up:2", "m1.down:1"),
        id="column-that-stays-away",
    ),
    pytest.param(
        [UPDATE, TO_BIGINT],
        [drop_column("users", "age")],
        (
            "down-differs",
            "fail",
            "m1 has a down that drops column age of users, which was there before the up",
        ),
        ("m1.up:2", "m1.down:1"),
        id="drops-what-the-up-changed",
    ),
    pytest.param(
        [create_table("posts", "id")],
        [drop_table("posts"), drop_column("users", "age")],
        (
            "down-differs",
            "fail",
            "m1 has a down that drops column age of users, which its up does not create",
        ),
        ("m1.up:1", "m1.down:2"),
        id="wrong-table",
    ),
    pytest.param(
        [create_table("posts", "id")],
        [drop_table("posts"), create_table("users", "id")],
        (
            "down-differs",
            "fail",
            "m1 has a down that creates table users, which its up does not drop",
        ),
        ("m1.up:1", "m1.down:2"),
        id="creates-something-else",
    ),
    pytest.param(
        [create_table("a", flags=IF_NOT_EXISTS), create_table("b")],
        [drop_table("b")],
        ("down-differs", "note", "m1 creates table a, which its down does not drop"),
        ("m1.up:1", "m1.down:1"),
        id="perhaps-there-before",
    ),
    pytest.param(
        [SET_NOT_NULL, add_column("users", "b")],
        [drop_column("users", "b")],
        (
            "down-differs",
            "note",
            (
                "m1 changes whether column age of users may be null, which its down does not "
                "change back"
            ),
        ),
        ("m1.up:1", "m1.down:1"),
        id="stays-not-null",
    ),
    pytest.param(
        [create_table("users", "id")],
        [drop_table("user")],
        (
            "down-differs",
            "fail",
            "m1 creates table users, which its down does not drop",
        ),
        ("m1.up:1", "m1.down:1"),
        id="misspelled",
    ),
    pytest.param(
        [CREATE_TYPE, add_column("users", "mood", type="mood")],
        [drop_column("users", "mood")],
        (
            "down-leaks",
            "fail",
            f"m1 creates type mood, {LEFT}",
        ),
        ("m1.up:1", "m1.down:1"),
        id="type-stays",
    ),
    pytest.param(
        [create("trigger", "t", "users"), add_column("users", "age")],
        [drop_column("users", "age")],
        (
            "down-leaks",
            "fail",
            f"m1 creates trigger t on users, {LEFT}",
        ),
        ("m1.up:1", "m1.down:1"),
        id="trigger-stays",
    ),
    pytest.param(
        [op(Does.REPLACE_OBJECT, name="f", object="function"), add_column("users", "age")],
        [drop_column("users", "age")],
        ("down-leaks", "note", "m1 creates function f, which its down leaves"),
        ("m1.up:1", "m1.down:1"),
        id="replaced-function-stays",
    ),
    pytest.param(
        [op(Does.ADD_ENUM_VALUE, name="mood", value="sad"), add_column("users", "age")],
        [drop_column("users", "age")],
        (
            "down-leaks",
            "fail",
            f"m1 creates value sad of type mood, {LEFT}",
        ),
        ("m1.up:1", "m1.down:1"),
        id="enum-value-stays",
    ),
    pytest.param(
        [drop_column("users", "age")],
        [add_column("users", "age", flags={Flag.NOT_NULL})],
        (
            "down-fails",
            "fail",
            NOT_NULL,
        ),
        ("m1.up:1", "m1.down:1"),
        id="not-null-without-default",
    ),
]


@pytest.mark.parametrize(("up", "down", "what", "places"), BAD)
def test_a_down_that_is_not_the_inverse_is_told_with_both_places(
    up: list[Operation],
    down: list[Operation],
    what: tuple[str, ...],
    places: tuple[str, ...],
) -> None:
    assert told(migration(up, down))[0] == (*what, *places)


def test_unreadable_code_is_told_once_per_migration() -> None:
    found = told(migration([OPAQUE, OPAQUE], [OPAQUE]))
    message = (
        'm1 may not be taken back whole: "op.drop_table(name)" cannot be read: the table name '
        "is computed"
    )
    assert found == [("opaque", "opaque", message, "m1.up:1", "m1.down:1")]


MISSING = [
    pytest.param([create_table("a")], Framework.GOOSE, "fail", id="schema"),
    pytest.param([UPDATE], Framework.GOOSE, "note", id="rows-and-a-silent-tool"),
    pytest.param([UPDATE], Framework.ALEMBIC, "fail", id="rows-and-a-tool-that-stops"),
    pytest.param([OPAQUE], Framework.GOOSE, "opaque", id="unreadable"),
]


@pytest.mark.parametrize(("up", "framework", "weight"), MISSING)
def test_no_down_at_all(up: list[Operation], framework: Framework, weight: str) -> None:
    one = migration(up, None, framework=framework, no_down="there is no m1.down.sql")
    found = told(one)
    assert [(code, of) for code, of, *_ in found] == [("down-missing", weight)]
    assert "and there is no m1.down.sql: to go back, " in found[0][2]


def test_a_down_that_only_touches_what_the_up_added_is_told_by_its_own_place() -> None:
    down = [op(Does.READ), op(Does.CHANGE_TYPE, "users", "age", type="text")]
    message = "m1 creates column age of users, which its down does not drop"
    assert told(migration([add_column("users", "age")], down)) == [
        ("down-differs", "fail", message, "m1.up:1", "m1.down:1")
    ]


MANY = [
    op(Does.CREATE_TYPE, name="mood", object="enum type"),
    op(Does.SET_DEFAULT, "users", "mood"),
    op(Does.DROP_NOT_NULL, "users", "mood"),
    op(Does.CREATE_INDEX, "users", "i"),
]
WORDS = [
    pytest.param(
        MANY[:3],
        (
            "creates enum type mood, sets the default of mood of users and drops NOT NULL of mood "
            "of users"
        ),
        id="three",
    ),
    pytest.param(
        MANY,
        "creates enum type mood, sets the default of mood of users and does 2 things more",
        id="more",
    ),
]


@pytest.mark.parametrize(("up", "done"), WORDS)
def test_what_has_no_way_back_is_told_in_few_words(up: list[Operation], done: str) -> None:
    lack = "Prisma has no down migrations"
    one = migration(up, None, framework=Framework.PRISMA, one_way=True, no_down=lack)
    (found,) = judged(one)
    assert found.message == f"m1 {done}, and {lack}"
    assert found.fix is not None
    assert "forward-only" in found.fix


def test_no_down_is_needed_for_nothing() -> None:
    assert told(migration([op(Does.READ)], None)) == []


@pytest.mark.parametrize(
    ("rollback", "codes"),
    [
        pytest.param("code+schema", ["down-missing"], id="back-with-the-schema"),
        pytest.param("forward-only", [], id="forward-only"),
    ],
)
def test_a_tool_without_a_way_back(rollback: str, codes: list[str]) -> None:
    one = migration([create_table("a")], None, framework=Framework.PRISMA, one_way=True)
    assert [code for code, *_ in told(one, situation=Situation(rollback))] == codes


def test_one_change_in_several_files_is_judged_as_one() -> None:
    first = migration([create_table("a")], [], name="1", group="g")
    second = migration([create_table("b")], [drop_table("b"), drop_table("a")], name="2", group="g")
    assert told(first, second) == []


def test_what_the_whole_release_takes_back_is_a_note() -> None:
    first = migration([create_table("a")], [drop_table("a")], name="1")
    second = migration([add_column("a", "x")], [], name="2")
    message = (
        "2 adds column x of a, and its down does nothing; the release as a whole takes it "
        "back, this migration alone does not"
    )
    assert told(first, second) == [
        ("down-without-effect", "note", message, "2.up:1", "2.down:1"),
    ]


def test_rows_of_new_columns_need_no_way_back() -> None:
    first = migration([add_column("users", "age")], [drop_column("users", "age")], name="1")
    second = migration([UPDATE], [], name="2")
    assert told(first, second) == []


def test_what_fails_for_certain_rows_weighs_as_the_policy_says() -> None:
    one = migration([DROP_NOT_NULL], [SET_NOT_NULL])
    message = (
        "m1 has a down that demands NOT NULL of column age of users again, which fails if rows "
        "without a value were written meanwhile"
    )
    assert told(one) == [("down-fails", "note", message, "m1.up:1", "m1.down:1")]
    strict = Situation(data_dependent=Weight.FAIL)
    assert told(one, situation=strict) == [("down-fails", "fail", message, "m1.up:1", "m1.down:1")]


def test_a_derived_down_is_not_compared_but_its_steps_are_looked_at() -> None:
    up = [create_table("a"), drop_column("users", "age")]
    down = [add_column("users", "age", flags={Flag.NOT_NULL})]
    found = told(migration(up, down, derived=True))
    assert [code for code, *_ in found] == ["down-fails"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("create table if not exists a ()", ["down-differs"], id="same"),
        pytest.param("create table if not exists a (b)", [], id="not-quite"),
    ],
)
def test_a_down_that_is_written_as_its_up(text: str, codes: list[str]) -> None:
    one = migration([create_table("a", flags=IF_NOT_EXISTS)], [op(Does.READ)])
    texts = {"m1.up": "create table if not exists a ()", "m1.down": text}
    up = one.up.operations[0]
    down = [up._replace(at=Location("m1.down", 1, 1, 1, len(text) + 1))]
    ups = one.up._replace(operations=(up._replace(at=Location("m1.up", 1, 1, 1, 32)),))
    assert one.down is not None
    one = one._replace(
        texts=texts, up=ups, down=one.down._replace(operations=tuple(down)), dialect=Dialect.SQLITE
    )
    found = [(code, weight) for code, weight, *_ in told(one) if weight == "fail"]
    assert [code for code, _ in found] == codes
