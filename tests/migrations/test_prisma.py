"""Prisma: folders with migration.sql and no way back."""

import pytest

from deploylint.facts.migrations import Framework
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import prisma
from tests.migrations.sqlfiles import Short, read, sample, script, short

FOLDER = "prisma/migrations/20260101120000_add_users"
UP, DOWN = f"{FOLDER}/migration.sql", f"{FOLDER}/down.sql"


def test_a_folder() -> None:
    (one,) = read(prisma, {UP: "CREATE TABLE `users` (`id` int);\n"})
    assert short(one) == Short(
        version="20260101120000_add_users",
        name="20260101120000_add_users",
        files=(UP,),
        up=("create table users 1:1",),
        no_down="Prisma has no down migrations",
        transactions=(False, None),
        dialect=Dialect.MYSQL,
        group="20260101120000_add_users",
    )
    assert (one.framework, one.project) == (Framework.PRISMA, "prisma/migrations")
    assert (one.position, one.parents) == (("20260101120000_add_users",), None)
    assert (one.one_way, one.aliases) == (True, ("20260101120000", "add_users"))


def test_the_sample() -> None:
    found = [(one.name, one.dialect, script(one.up)) for one in read(prisma, sample("prisma"))]
    assert found == [
        ("0_init", Dialect.POSTGRESQL, ("create table User 2:1",)),
        (
            "20260201120000_drop_name",
            Dialect.POSTGRESQL,
            ("drop column User name 8:1", "create index User User_email_key 11:1"),
        ),
    ]


def test_a_down_that_only_people_run() -> None:
    (one,) = read(prisma, {UP: "CREATE TABLE users (id int);", DOWN: "DROP TABLE users;"})
    assert (short(one).down, one.no_down, one.one_way) == (("drop table users 1:1",), None, True)


@pytest.mark.parametrize(
    ("provider", "dialect", "transaction"),
    [
        pytest.param("postgresql", Dialect.POSTGRESQL, True, id="postgresql"),
        pytest.param("mysql", Dialect.MYSQL, False, id="mysql"),
        pytest.param("sqlite", Dialect.SQLITE, False, id="sqlite"),
        pytest.param("sqlserver", Dialect.MSSQL, False, id="sql-server"),
        pytest.param("cockroachdb", Dialect.COCKROACHDB, None, id="cockroachdb"),
        pytest.param("mongodb", None, None, id="something-else"),
    ],
)
def test_the_lock_file_names_the_database(
    provider: str, dialect: Dialect | None, transaction: bool | None
) -> None:
    lock = {"prisma/migrations/migration_lock.toml": f'# do not edit\nprovider = "{provider}"\n'}
    (one,) = read(prisma, lock | {UP: "DROP TABLE a;\nDROP TABLE b;\n"})
    assert (one.dialect, one.up.transaction) == (dialect, transaction)


@pytest.mark.parametrize(
    ("paths", "folders"),
    [
        pytest.param((UP,), ["prisma/migrations"], id="by-name"),
        pytest.param(("db/x/migration.sql", "db/migration_lock.toml"), ["db"], id="by-lock-file"),
        pytest.param(("db/1_x/migration.sql",), [], id="neither"),
        pytest.param((UP, f"{FOLDER}/snapshot.json"), [], id="drizzle"),
        pytest.param((DOWN,), [], id="down-alone"),
    ],
)
def test_detection(paths: tuple[str, ...], folders: list[str]) -> None:
    assert [project.folder for project in prisma.detect(paths)] == folders


def test_belongs() -> None:
    assert [prisma.belongs(path, "") for path in (UP, DOWN, "a/up.sql")] == [True, True, False]


def test_what_is_not_wanted_is_not_read() -> None:
    (one,) = read(prisma, {UP: "DROP TABLE a;"}, wanted=())
    assert (one.is_read, one.up.operations) == (False, ())
