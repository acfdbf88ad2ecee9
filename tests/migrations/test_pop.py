"""pop and popx: a history for each database, with files for all as the fallback."""

import pytest

from deploylint.facts.migrations import Framework
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import pop
from deploylint.migrations.frameworks.pairs import halves
from tests.migrations.sqlfiles import Short, only, read, sample, script, short

STEM = "migrations/20260101120000000000_add_users"
UP, DOWN = f"{STEM}.up.sql", f"{STEM}.down.sql"


def test_a_pair_for_all_databases() -> None:
    files = {UP: "CREATE TABLE users (id int);", DOWN: "DROP TABLE users;"}
    (one,) = read(pop, files)
    assert short(one) == Short(
        version="20260101120000000000",
        name="20260101120000000000_add_users",
        files=(UP, DOWN),
        up=("create table users 1:1",),
        down=("drop table users 1:1",),
        transactions=(None, None),
        group="20260101120000_add_users",
    )
    assert (one.framework, one.project) == (Framework.POP, "migrations")
    assert (one.position, one.parents) == (("20260101120000000000",), None)
    assert one.aliases == (
        "20260101120000000000",
        "add_users",
        "20260101120000000000_add_users",
    )


def test_the_sample_is_a_history_for_each_database() -> None:
    files = sample("pop")
    found = [
        (project.folder, one.project, one.name, one.files, script(one.up))
        for project in pop.detect(tuple(files))
        for one in pop.read(project, files, project.files)
    ]
    first, second = "20260101120000000000_add_teams", "20260101120000000001_add_teams"
    assert found == [
        (
            "migrations",
            "migrations (mysql)",
            first,
            (f"migrations/{first}.mysql.up.sql", f"migrations/{first}.down.sql"),
            ("create table teams 1:1",),
        ),
        (
            "migrations",
            "migrations (mysql)",
            second,
            (f"migrations/{second}.up.sql", f"migrations/{second}.down.sql"),
            ("create index teams teams_name 1:1",),
        ),
        (
            "migrations",
            "migrations (postgresql)",
            first,
            (f"migrations/{first}.up.sql", f"migrations/{first}.down.sql"),
            ("create table teams 1:1",),
        ),
        (
            "migrations",
            "migrations (postgresql)",
            second,
            (
                f"migrations/{second}.postgres.autocommit.up.sql",
                f"migrations/{second}.down.sql",
            ),
            ("create index teams teams_name 1:1",),
        ),
    ]


def test_split_changes_are_one_group() -> None:
    names = ("20260101120000000000_a", "20260101120000000001_a", "20260101120000000002_b")
    files = {f"m/{name}.{way}.sql": "" for name in names for way in ("up", "down")}
    found = [one.group for one in read(pop, files)]
    assert found == ["20260101120000_a", "20260101120000_a", "20260101120000_b"]


@pytest.mark.parametrize(
    ("marks", "transaction"),
    [
        pytest.param(".postgres", True, id="postgresql"),
        pytest.param(".sqlite3", True, id="sqlite"),
        pytest.param(".mysql", False, id="mysql"),
        pytest.param(".cockroach", False, id="cockroachdb"),
        pytest.param(".postgres.autocommit", False, id="autocommit"),
    ],
)
def test_transactions_of_popx(marks: str, transaction: bool) -> None:
    (one,) = read(pop, {f"{STEM}{marks}.up.sql": "DROP TABLE a;", DOWN: ""})
    assert one.up.transaction is transaction


def test_autocommit_files_are_sent_in_one_go() -> None:
    up = "CREATE INDEX CONCURRENTLY i ON t (a);\nCREATE INDEX CONCURRENTLY j ON t (b);\n"
    (one,) = read(pop, {f"{STEM}.postgres.autocommit.up.sql": up, DOWN: ""})
    assert one.up.transaction is True


def test_pop_itself_opens_a_transaction() -> None:
    files = {
        "database.yml": "",
        "migrations/20260101120000_a.up.sql": "DROP TABLE a;",
        "migrations/20260101120000_a.down.sql": "",
    }
    (one,) = read(pop, files)
    assert (one.up.transaction, one.project) == (True, "migrations")


@pytest.mark.parametrize(
    ("files", "no_down", "problems"),
    [
        pytest.param(
            {UP: ""},
            "there is no 20260101120000000000_add_users.down.sql, "
            "and popx does not start without it",
            (),
            id="popx-without-down",
        ),
        pytest.param(
            {"m/2026_a.mysql.up.sql": ""},
            "there is no 2026_a.down.sql, and pop steps over it",
            (),
            id="pop-without-down",
        ),
        pytest.param(
            {DOWN: ""},
            None,
            (f"{DOWN}:1:1: there is no 20260101120000000000_add_users.up.sql",),
            id="without-up",
        ),
    ],
)
def test_half_a_pair(files: dict[str, str], no_down: str | None, problems: tuple[str, ...]) -> None:
    (one,) = read(pop, files)
    assert (one.no_down, short(one).problems) == (no_down, problems)


def test_fizz_is_opaque() -> None:
    (one,) = read(pop, {"m/1_a.up.fizz": "drop_table('a')", "m/1_a.down.fizz": ""})
    assert [each.why for each in one.up.operations] == ["it is written in fizz"]


def test_templates_keep_what_is_sure() -> None:
    up = 'CREATE TABLE {{ index .Options "Namespace" }}.users (id int);\n{{ template "more" }};\n'
    (one,) = read(pop, {UP: up, DOWN: ""})
    assert [(each.does.value, each.table, each.why) for each in one.up.operations] == [
        ("create table", '{{ index .Options "Namespace" }}.users', None),
        ("opaque", None, 'a Go template fills in "{{ template "more" }}"'),
    ]


@pytest.mark.parametrize(
    ("path", "text", "is_theirs"),
    [
        pytest.param(f"{STEM}.mysql.up.sql", "", True, id="dialect"),
        pytest.param(f"{STEM}.autocommit.up.sql", "", True, id="autocommit"),
        pytest.param(f"{STEM}.other.up.sql", "", False, id="no-database"),
        pytest.param(UP, "-- +goose Up\n", False, id="goose"),
    ],
)
def test_belongs(path: str, text: str, is_theirs: bool) -> None:
    assert pop.belongs(path, text) is is_theirs


def test_folders_of_golang_migrate_are_left_alone() -> None:
    assert pop.detect(("m/20260101120000_a.up.sql", "m/20260101120000_a.down.sql")) == ()


def test_what_is_not_wanted_is_not_read() -> None:
    (one,) = read(pop, {UP: "DROP TABLE a;", DOWN: ""}, wanted=())
    assert (one.is_read, one.up.operations, one.problems) == (False, (), ())
    assert one.version == "20260101120000000000"


def test_the_dialect_is_that_of_the_project() -> None:
    project = only(pop, {f"{STEM}.crdb.up.sql": "", DOWN: ""})
    assert project.dialect is Dialect.COCKROACHDB
    assert len(halves(project.files)) == 2
