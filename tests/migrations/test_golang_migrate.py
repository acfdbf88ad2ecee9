"""golang-migrate: pairs of files by number."""

import pytest

from deploylint.facts.migrations import Framework
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import golang_migrate
from deploylint.migrations.project import Project
from tests.migrations.sqlfiles import Short, only, operation, read, sample, short

UP = "db/migrations/0042_add_users.up.sql"
DOWN = "db/migrations/0042_add_users.down.sql"
NO_UP = (
    "there is no 0042_add_users.up.sql beside it, "
    "and golang-migrate then steps forward without running anything"
)


def test_a_pair() -> None:
    files = {
        UP: "CREATE TABLE users (id int);\nCREATE INDEX users_id ON users (id);\n",
        DOWN: "DROP TABLE users;\n",
    }
    (one,) = read(golang_migrate, files)
    assert short(one) == Short(
        version="42",
        name="0042_add_users",
        files=(UP, DOWN),
        up=("create table users 1:1", "create index users users_id 2:1"),
        down=("drop table users 1:1",),
        transactions=(None, False),
        group="42",
    )
    assert (one.framework, one.project) == (Framework.GOLANG_MIGRATE, "db/migrations")
    assert (one.position, one.parents) == ((42,), None)
    assert one.aliases == ("0042", "add_users")
    assert not one.one_way


def test_the_sample_in_the_order_of_numbers() -> None:
    found = [(one.version, one.name) for one in read(golang_migrate, sample("golang-migrate"))]
    assert found == [
        ("1", "1_create_accounts"),
        ("2", "2_add_email"),
        ("10", "10_index_email"),
        ("20260101120000", "20260101120000_drop_email"),
    ]


@pytest.mark.parametrize(
    ("files", "no_down", "problems"),
    [
        pytest.param(
            {UP: "CREATE TABLE users (id int);"},
            "there is no 0042_add_users.down.sql, "
            "and golang-migrate then steps back without running anything",
            (),
            id="no-down",
        ),
        pytest.param(
            {DOWN: "DROP TABLE users;"},
            None,
            (f"{DOWN}:1:1: {NO_UP}",),
            id="no-up",
        ),
    ],
)
def test_half_a_pair(files: dict[str, str], no_down: str | None, problems: tuple[str, ...]) -> None:
    (one,) = read(golang_migrate, files)
    assert (short(one).no_down, short(one).problems) == (no_down, problems)


@pytest.mark.parametrize(
    ("up", "folder", "transaction"),
    [
        pytest.param("DROP TABLE a;", "postgres", False, id="one-statement"),
        pytest.param("DROP TABLE a; DROP TABLE b;", "postgres", True, id="postgresql-joins-them"),
        pytest.param("DROP TABLE a; DROP TABLE b;", "mysql", False, id="mysql-does-not"),
        pytest.param("DROP TABLE a;", "sqlite3", True, id="the-sqlite-driver-opens-one"),
        pytest.param(
            "CREATE TABLE a (id integer PRIMARY KEY AUTOINCREMENT);", "m", True, id="sqlite-by-text"
        ),
        pytest.param("DROP TABLE a; DROP TABLE b;", "cockroach", None, id="cockroach-may"),
        pytest.param("DROP TABLE a; DROP TABLE b;", "migrations", None, id="unknown-database"),
        pytest.param("-- nothing\n", "postgres", False, id="nothing-but-a-comment"),
    ],
)
def test_transactions(up: str, folder: str, transaction: bool | None) -> None:
    (one,) = read(golang_migrate, {f"{folder}/1_a.up.sql": up})
    assert one.up.transaction is transaction


def test_what_one_file_proves_holds_for_all() -> None:
    files = {
        "m/1_a.up.sql": "CREATE INDEX CONCURRENTLY i ON t (c);",
        "m/2_b.up.sql": "DROP TABLE a; DROP TABLE b;",
    }
    found = [(one.dialect, one.up.transaction) for one in read(golang_migrate, files)]
    assert found == [(Dialect.POSTGRESQL, False), (Dialect.POSTGRESQL, True)]


def test_two_files_of_one_number_are_both_returned() -> None:
    files = {
        "m/7_a.up.sql": "CREATE TABLE a (id int);",
        "m/7_a.down.sql": "DROP TABLE a;",
        "m/07_b.up.sql": "CREATE TABLE b (id int);",
        "m/07_b.down.sql": "DROP TABLE b;",
    }
    found = [(one.version, one.name, one.files) for one in read(golang_migrate, files)]
    assert found == [
        ("7", "07_b", ("m/07_b.up.sql", "m/07_b.down.sql")),
        ("7", "7_a", ("m/7_a.up.sql", "m/7_a.down.sql")),
    ]


def test_the_number_alone_makes_a_pair() -> None:
    files = {"m/7_add.up.sql": "CREATE TABLE a (id int);", "m/7_remove.down.sql": "DROP TABLE a;"}
    (one,) = read(golang_migrate, files)
    assert one.files == ("m/7_add.up.sql", "m/7_remove.down.sql")


def test_what_is_not_wanted_is_not_read() -> None:
    files = {UP: "CREATE TABLE users (id int);", DOWN: "DROP TABLE users;"}
    (one,) = read(golang_migrate, files, wanted=())
    assert (one.is_read, one.up.operations, one.down) == (False, (), None)
    assert (one.version, one.position) == ("42", (42,))


def test_a_file_that_is_not_text_is_opaque() -> None:
    project = only(golang_migrate, {UP: "", DOWN: ""})
    (one,) = golang_migrate.read(project, {DOWN: "DROP TABLE users;"}, {UP})
    assert [operation(each) for each in one.up.operations] == ["opaque 1:1"]
    assert one.up.operations[0].why == "the file is not text in UTF-8"


@pytest.mark.parametrize(
    ("text", "lock_timeout"),
    [
        pytest.param("SET lock_timeout = '2s'; DROP TABLE a;", True, id="set"),
        pytest.param("SET lock_timeout = 0; DROP TABLE a;", False, id="switched-off"),
        pytest.param("SET search_path = b; DROP TABLE a;", False, id="something-else"),
    ],
)
def test_lock_timeout(text: str, lock_timeout: bool) -> None:
    (one,) = read(golang_migrate, {"postgres/1_a.up.sql": text})
    assert one.lock_timeout is lock_timeout


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(("m/0042_add_users.sql",), id="no-direction"),
        pytest.param(("m/add_users.up.sql",), id="no-number"),
        pytest.param(("m/1_a.mysql.up.sql", "m/1_a.down.sql"), id="pop-names-databases"),
        pytest.param(("m/20150100000001000000_a.up.sql",), id="pop-has-twenty-digits"),
        pytest.param(("database.yml", "migrations/20260101120000_a.up.sql"), id="settings-of-pop"),
        pytest.param(("Cargo.toml", "migrations/1_a.up.sql"), id="sqlx-in-rust"),
        pytest.param(("m/٤٢_a.up.sql",), id="digits-of-another-script"),
    ],
)
def test_what_is_not_of_golang_migrate(paths: tuple[str, ...]) -> None:
    assert golang_migrate.detect(paths) == ()


def test_a_go_module_inside_a_rust_repository() -> None:
    paths = ("Cargo.toml", "go/go.mod", "go/db/mysql/1_a.up.sql", "go/db/mysql/1_a.down.sql")
    assert golang_migrate.detect(paths) == (
        Project(
            framework=Framework.GOLANG_MIGRATE,
            folder="go/db/mysql",
            files=("go/db/mysql/1_a.down.sql", "go/db/mysql/1_a.up.sql"),
            dialect=Dialect.MYSQL,
        ),
    )


@pytest.mark.parametrize(
    ("path", "text", "is_theirs"),
    [
        pytest.param(UP, "", True, id="empty"),
        pytest.param(UP, "-- +goose Up\n", False, id="goose"),
        pytest.param(UP, "-- migrate:up\n", False, id="dbmate"),
        pytest.param("m/readme.sql", "SELECT 1", False, id="another-name"),
    ],
)
def test_belongs(path: str, text: str, is_theirs: bool) -> None:
    assert golang_migrate.belongs(path, text) is is_theirs
