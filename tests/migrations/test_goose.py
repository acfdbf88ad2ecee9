"""goose: sections of SQL files, and what Go files register."""

import pytest

from deploylint.facts.migrations import Framework
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import goose
from tests.migrations.sqlfiles import Short, read, sample, script, short

PATH = "db/00042_add_users.sql"
GO = "db/00043_fill_users.go"
NOTHING = "and goose then steps back without running anything"


def test_two_sections() -> None:
    text = (
        "-- who may log in\n-- +goose Up\nCREATE TABLE users (id int);\n\n"
        "-- +goose Down\nDROP TABLE users;\n"
    )
    (one,) = read(goose, {PATH: text})
    assert short(one) == Short(
        version="42",
        name="00042_add_users",
        files=(PATH,),
        up=("create table users 3:1",),
        down=("drop table users 6:1",),
        group="42",
    )
    assert (one.framework, one.project) == (Framework.GOOSE, "db")
    assert (one.position, one.parents, one.aliases) == ((42,), None, ("00042", "add_users"))
    assert one.down is not None
    assert (str(one.up.at), str(one.down.at)) == (f"{PATH}:2:1", f"{PATH}:5:1")


def test_the_sample_in_the_order_of_numbers() -> None:
    found = [
        (one.name, one.dialect, script(one.up), one.up.transaction)
        for one in read(goose, sample("goose"))
    ]
    postgresql = Dialect.POSTGRESQL
    assert found == [
        ("00001_create_events", postgresql, ("create table events 3:1",), True),
        ("00002_touch_events", postgresql, ("create touch 3:1", "create events touch 11:1"), True),
        ("00003_index_events", postgresql, ("create index events events_at 3:1",), False),
        ("00004_fill_events", postgresql, ("opaque 14:1",), True),
    ]


def test_a_block_is_one_statement_with_semicolons() -> None:
    text = (
        "-- +goose Up\n-- +goose StatementBegin\n"
        "CREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n  RETURN 1;\nEND;\n$$ LANGUAGE plpgsql;\n"
        "-- +goose StatementEnd\nDROP TABLE a;\n-- +goose Down\nDROP FUNCTION f();\n"
    )
    (one,) = read(goose, {PATH: text})
    assert (script(one.up), one.problems) == (("create f 3:1", "drop table a 9:1"), ())


def test_a_body_outside_a_block_is_torn_apart() -> None:
    text = (
        "-- +goose Up\nCREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n  RETURN 1;\nEND;\n"
        "$$ LANGUAGE plpgsql;\n-- +goose Down\nDROP FUNCTION f();\n"
    )
    (one,) = read(goose, {PATH: text})
    assert [str(problem.at) for problem in one.problems] == [f"{PATH}:2:1", f"{PATH}:6:1"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("DROP TABLE a;\n", "1:1: goose accepts no statement before `-- +goose Up`",
                     id="no-mark"),
        pytest.param("-- nothing\n", "1:1: there is no `-- +goose Up`", id="only-a-comment"),
        pytest.param(
            "\ufeff-- +goose Up\nDROP TABLE a;\n",
            "1:1: the file begins with a byte order mark, behind which goose sees no mark",
            id="byte-order-mark",
        ),
        pytest.param(
            "-- +goose Down\nDROP TABLE a;\n",
            "1:1: this has to stand once, behind `-- +goose Up`, and goose stops here",
            id="down-first",
        ),
        pytest.param(
            "-- +goose Up\n-- +goose Up\n",
            "2:1: this has to stand first, and goose stops here",
            id="two-ups",
        ),
        pytest.param(
            "-- +goose Up\nDROP TABLE a\n",
            "2:1: the statement does not end in `;`, and goose stops there",
            id="no-semicolon",
        ),
        pytest.param(
            "-- +goose Up\n-- +goose StatementBegin\nDROP TABLE a;\n",
            "3:1: there is no `-- +goose StatementEnd`",
            id="block-without-end",
        ),
        pytest.param(
            "-- +goose Up\n-- +goose StatementEnd\n",
            "2:1: there is no `-- +goose StatementBegin` before this",
            id="block-without-begin",
        ),
        pytest.param(
            "-- +goose Up\n-- +goose Maybe\n",
            "2:1: goose does not know this mark and stops",
            id="unknown-mark",
        ),
        pytest.param(
            "-- +goose Up\n  -- +goose Down\n",
            "2:1: goose does not know this mark and stops",
            id="indented",
        ),
    ],
)  # fmt: skip
def test_what_goose_refuses(text: str, problem: str) -> None:
    (one,) = read(goose, {PATH: text})
    assert short(one).problems == (f"{PATH}:{problem}",)


@pytest.mark.parametrize(
    ("up", "operations"),
    [
        pytest.param("DROP TABLE a; -- done\n", ("drop table a 2:1",), id="comment-behind"),
        pytest.param(
            "DROP TABLE a; DROP TABLE b;\n",
            ("drop table a 2:1", "drop table b 2:15"),
            id="two-in-a-line",
        ),
        pytest.param("DROP TABLE\n  a\n;\n", ("drop table a 2:1",), id="three-lines"),
        pytest.param("\r\nDROP TABLE a;\r\n", ("drop table a 3:1",), id="crlf"),
        pytest.param("", (), id="empty"),
    ],
)
def test_statements(up: str, operations: tuple[str, ...]) -> None:
    (one,) = read(goose, {PATH: f"-- +goose up\n{up}-- +goose down\n"})
    assert (script(one.up), one.problems) == (operations, ())


def test_without_transaction() -> None:
    text = (
        "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY i ON t (a);\n"
        "CREATE INDEX CONCURRENTLY j ON t (b);\n-- +goose Down\nDROP INDEX CONCURRENTLY i;\n"
    )
    (one,) = read(goose, {PATH: text})
    assert short(one).transactions == (False, False)
    assert [each.fails for each in one.up.operations] == [None, None]


def test_a_block_of_several_statements_is_a_transaction_on_postgresql() -> None:
    text = (
        "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\n"
        "CREATE INDEX CONCURRENTLY i ON t (a);\nDROP TABLE b;\n-- +goose StatementEnd\n"
        "DROP TABLE c;\n"
    )
    (one,) = read(goose, {PATH: text})
    fails = (
        "it is sent together with other statements, and PostgreSQL runs these in one transaction, "
        "in which CONCURRENTLY is refused"
    )
    assert [each.fails for each in one.up.operations] == [fails, None, None]


@pytest.mark.parametrize(
    ("line", "operations"),
    [
        pytest.param("DROP TABLE ${SCHEMA}.a;", ("drop table ${SCHEMA}.a 3:1",), id="qualifier"),
        pytest.param("DROP TABLE ${PREFIX}_a;", ("drop table ${PREFIX}_a 3:1",), id="affix"),
        pytest.param("DROP TABLE ${A};", ("opaque 3:1",), id="whole-name"),
        pytest.param("DROP TABLE $A;", ("opaque 3:1",), id="without-braces"),
        pytest.param("INSERT INTO a (b) VALUES (${B});", ("insert a 3:1",), id="among-values"),
        pytest.param("${STATEMENT};", ("opaque 3:1",), id="whole-statement"),
        pytest.param("DROP TABLE a; ${B};", ("drop table a 3:1", "opaque 3:15"), id="beside"),
    ],
)
def test_variables(line: str, operations: tuple[str, ...]) -> None:
    text = f"-- +goose Up\n-- +goose ENVSUB ON\n{line}\n-- +goose ENVSUB OFF\n-- +goose Down\n"
    (one,) = read(goose, {PATH: text})
    assert script(one.up) == operations
    assert {each.why for each in one.up.operations if each.why} <= {
        'goose fills in "${A}"', 'goose fills in "$A"', 'goose fills in "${STATEMENT}"',
        'goose fills in "${B}"',
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "down", "no_down"),
    [
        pytest.param(
            "-- +goose Up\nDROP TABLE a;\n",
            None,
            f"there is no `-- +goose Down` in 00042_add_users.sql, {NOTHING}",
            id="no-section",
        ),
        pytest.param("-- +goose Up\nDROP TABLE a;\n-- +goose Down\n-- no\n", (), None, id="empty"),
    ],
)
def test_missing_and_empty_downs(
    text: str, down: tuple[str, ...] | None, no_down: str | None
) -> None:
    (one,) = read(goose, {PATH: text})
    assert (short(one).down, one.no_down) == (down, no_down)


def go(call: str) -> str:
    return (
        f"package db\n\nfunc init() {{\n\t{call}\n}}\n\n"
        "func up(ctx context.Context, tx *sql.Tx) error {\n\treturn fill(tx) // }\n}\n\n"
        "func down(ctx context.Context, tx *sql.Tx) error {\n\t// nothing\n\treturn nil\n}\n"
    )


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param(
            "goose.AddMigrationContext(up, down)",
            Short("43", "00043_fill_users", (GO,), ("opaque 7:1",), (), None, (True, True), "43"),
            id="functions",
        ),
        pytest.param(
            'goose.AddNamedMigrationNoTx("00043_fill_users.go", up, nil)',
            Short(
                "43",
                "00043_fill_users",
                (GO,),
                ("opaque 7:1",),
                None,
                f"there is no down function in 00043_fill_users.go, {NOTHING}",
                (False, None),
                "43",
            ),
            id="nil",
        ),
        pytest.param(
            "goose.AddMigration(func(tx *sql.Tx) error { return fill(tx, 1) }, elsewhere)",
            Short(
                "43",
                "00043_fill_users",
                (GO,),
                ("opaque 1:1",),
                ("opaque 1:1",),
                None,
                (True, True),
                "43",
            ),
            id="functions-that-are-not-here",
        ),
        pytest.param(
            "register()",
            Short(
                "43",
                "00043_fill_users",
                (GO,),
                ("opaque 1:1",),
                ("opaque 1:1",),
                None,
                (None, None),
                "43",
                None,
                (f"{GO}:1:1: no call that registers a migration was found in it",),
            ),
            id="nothing-registered",
        ),
    ],
)
def test_go_files(call: str, expected: Short) -> None:
    (one,) = read(goose, {GO: go(call)})
    assert short(one) == expected


@pytest.mark.parametrize(
    ("path", "text", "is_theirs"),
    [
        pytest.param(PATH, "-- +goose Up\n", True, id="sql"),
        pytest.param(PATH, "-- migrate:up\n", False, id="dbmate"),
        pytest.param(PATH, "-- Up\n", False, id="no-mark"),
        pytest.param(GO, go("goose.AddMigration(up, down)"), True, id="go"),
        pytest.param(GO, go("// goose.AddMigration(up, down)"), False, id="commented-out"),
        pytest.param("db/readme.sql", "-- +goose Up\n", False, id="no-number"),
    ],
)
def test_belongs(path: str, text: str, is_theirs: bool) -> None:
    assert goose.belongs(path, text) is is_theirs


def test_candidates_are_found_by_name() -> None:
    paths = (PATH, GO, "db/00044_x_test.go", "db/helper.go", "db/1_a.up.sql", "v1.go")
    found = [(project.folder, project.files) for project in goose.detect(paths)]
    assert found == [("db", (PATH, GO))]


def test_what_is_not_wanted_is_not_read() -> None:
    (one,) = read(goose, {PATH: "no marks"}, wanted=())
    assert (one.is_read, one.up.operations, one.problems) == (False, (), ())
