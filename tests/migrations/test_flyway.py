"""Flyway: what names mean, and how versions are compared."""

import pytest

from deploylint.facts.migrations import Framework
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import flyway
from tests.migrations.sqlfiles import Short, read, sample, script, short

V = "db/migration/V1_2__Add_users.sql"
U = "db/migration/U1_2__Take_users_back.sql"
COMMUNITY = "and Flyway Community runs none"


def test_versioned_and_undo() -> None:
    (one,) = read(flyway, {V: "CREATE TABLE users (id int);", U: "DROP TABLE users;"})
    assert short(one) == Short(
        version="1.2",
        name="V1_2__Add_users",
        files=(V, U),
        up=("create table users 1:1",),
        down=("drop table users 1:1",),
        group="1.2",
    )
    assert (one.framework, one.project) == (Framework.FLYWAY, "db/migration")
    assert (one.position, one.parents, one.one_way) == ((1, 2), None, False)
    assert one.aliases == ("1.2", "V1.2", "Add_users")


def test_the_sample_in_the_order_in_which_flyway_runs_it() -> None:
    found = [
        (one.name, one.position, one.repeatable, one.dialect, one.up.transaction)
        for one in read(flyway, sample("flyway"))
    ]
    postgresql = Dialect.POSTGRESQL
    assert found == [
        ("V1__create_accounts", (1,), False, postgresql, True),
        ("V1.9__add_email", (1, 9), False, postgresql, True),
        ("V1_10__index_email", (1, 10), False, postgresql, False),
        ("V2.0__fill_email", (2,), False, postgresql, True),
        ("B3__all_so_far", (3,), False, postgresql, True),
        ("R__account_names", None, True, postgresql, True),
    ]


def test_a_baseline_stands_for_what_came_before() -> None:
    found = {one.version: one.replaces for one in read(flyway, sample("flyway")) if one.replaces}
    assert found == {"B3": ("1", "1.9", "1.10", "2.0")}


@pytest.mark.parametrize(
    ("files", "no_down", "one_way"),
    [
        pytest.param(
            {V: ""}, f"there is no U1_2__Add_users.sql, {COMMUNITY}", True, id="nobody-undoes"
        ),
        pytest.param(
            {V: "", "db/migration/V2__b.sql": "", "db/migration/U2__b.sql": ""},
            "there is no U1_2__Add_users.sql",
            False,
            id="others-are-undone",
        ),
        pytest.param(
            {"db/migration/R__a.sql": ""},
            "Flyway takes no repeatable migration back",
            True,
            id="repeatable",
        ),
        pytest.param(
            {"db/migration/B1__a.sql": ""}, "Flyway takes no baseline back", True, id="baseline"
        ),
    ],
)
def test_without_down(files: dict[str, str], no_down: str, one_way: bool) -> None:
    one = read(flyway, files)[0]
    assert (one.down, one.no_down, one.one_way) == (None, no_down, one_way)


def test_an_undo_of_nothing() -> None:
    (one,) = read(flyway, {U: "DROP TABLE users;"})
    assert short(one).problems == (
        f"{U}:1:1: there is no V1.2__Take_users_back that this takes back",
    )


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("beforeMigrate.sql", id="callback"),
        pytest.param("afterMigrate__report.sql", id="named-callback"),
        pytest.param("V1_add.sql", id="one-underscore"),
        pytest.param("Vx__add.sql", id="no-number"),
        pytest.param("V1.__add.sql", id="dot-without-number"),
        pytest.param("R1__add.sql", id="repeatable-with-version"),
        pytest.param("v1__add.sql", id="small-letter"),
        pytest.param("V1__add.txt", id="another-suffix"),
    ],
)
def test_what_is_no_migration(name: str) -> None:
    assert flyway.detect((f"db/migration/{name}",)) == ()
    assert not flyway.belongs(f"db/migration/{name}", "")


@pytest.mark.parametrize(
    ("conf", "up", "settings", "transaction"),
    [
        pytest.param("", "DROP TABLE a;\nDROP TABLE b;", "", True, id="default"),
        pytest.param("executeInTransaction=false\n", "DROP TABLE a;", "", False, id="conf"),
        pytest.param("", "CREATE INDEX CONCURRENTLY i ON t (a);", "", False, id="refuses-one"),
        pytest.param("", "VACUUM FULL t;", "", False, id="vacuum"),
        pytest.param(
            "", "CREATE INDEX CONCURRENTLY i ON t (a); DROP TABLE b;", "", None, id="mixture"
        ),
        pytest.param(
            "",
            "CREATE INDEX CONCURRENTLY i ON t (a); DROP TABLE b;",
            "flyway.mixed=true\n",
            False,
            id="mixture-that-is-allowed",
        ),
    ],
)
def test_transactions(conf: str, up: str, settings: str, transaction: bool | None) -> None:
    folder = "db/migration/postgresql"
    files = {"flyway.conf": settings, f"{folder}/V1__a.sql": up, f"{folder}/V1__a.sql.conf": conf}
    (one,) = read(flyway, files)
    assert one.up.transaction is transaction
    assert one.files == (f"{folder}/V1__a.sql", f"{folder}/V1__a.sql.conf")


@pytest.mark.parametrize(
    ("settings", "dialect"),
    [
        pytest.param("flyway.url=jdbc:mariadb://db/app\n", Dialect.MYSQL, id="one"),
        pytest.param("jdbc:mysql://a\njdbc:postgresql://b\n", None, id="two"),
        pytest.param("jdbc:postgresql://a\njdbc:h2:mem:b\n", None, id="one-that-is-not-read"),
        pytest.param("", None, id="none"),
    ],
)
def test_the_address_names_the_database(settings: str, dialect: Dialect | None) -> None:
    (one,) = read(flyway, {"db/application.properties": settings, V: "DROP TABLE a;"})
    assert one.dialect is dialect


def test_code_is_opaque() -> None:
    files = {V: "", "db/migration/V2__Fill.java": "class V2__Fill extends BaseJavaMigration {}"}
    found = [(one.name, [each.why for each in one.up.operations]) for one in read(flyway, files)]
    assert found == [("V1_2__Add_users", []), ("V2__Fill", ["it is written in Java"])]


@pytest.mark.parametrize(
    ("up", "operations"),
    [
        pytest.param("DROP TABLE ${schema}.a;", ("drop table ${schema}.a 1:1",), id="qualifier"),
        pytest.param(
            "ALTER TABLE a ADD b text ${more};\nDROP TABLE c;",
            ("opaque 1:1", "drop table c 2:1"),
            id="behind-a-column",
        ),
        pytest.param("UPDATE a SET b = '${c}';", ("update a 1:1",), id="in-a-string"),
    ],
)
def test_placeholders(up: str, operations: tuple[str, ...]) -> None:
    (one,) = read(flyway, {V: up})
    assert script(one.up) == operations


@pytest.mark.parametrize(
    ("paths", "histories"),
    [
        pytest.param(
            ("m/V1__a.sql", "m/2026/V2__b.sql"),
            {"m": ("m/2026/V2__b.sql", "m/V1__a.sql")},
            id="folders-below",
        ),
        pytest.param(
            ("db/migration/x/V1__a.sql", "db/migration/y/V2__b.sql"),
            {"db/migration": ("db/migration/x/V1__a.sql", "db/migration/y/V2__b.sql")},
            id="below-migration",
        ),
        pytest.param(
            ("db/migration/x/V1__a.sql", "db/migration/y/V1__b.sql"),
            {
                "db/migration/x": ("db/migration/x/V1__a.sql",),
                "db/migration/y": ("db/migration/y/V1__b.sql",),
            },
            id="versions-that-come-twice",
        ),
        pytest.param(
            ("db/migration/mysql/V1__a.sql", "db/migration/postgresql/V2__b.sql"),
            {
                "db/migration/mysql": ("db/migration/mysql/V1__a.sql",),
                "db/migration/postgresql": ("db/migration/postgresql/V2__b.sql",),
            },
            id="one-for-each-database",
        ),
        pytest.param(
            ("src/main/resources/db/migration/V1__a.sql", "src/main/java/db/migration/V2__B.java"),
            {
                "src/main/resources/db/migration": (
                    "src/main/java/db/migration/V2__B.java",
                    "src/main/resources/db/migration/V1__a.sql",
                ),
            },
            id="sources-and-resources",
        ),
        pytest.param(
            ("a/migration/V1__a.sql", "b/migration/V2__b.sql"),
            {
                "a/migration": ("a/migration/V1__a.sql",),
                "b/migration": ("b/migration/V2__b.sql",),
            },
            id="two-modules",
        ),
    ],
)
def test_histories(paths: tuple[str, ...], histories: dict[str, tuple[str, ...]]) -> None:
    assert {project.folder: project.files for project in flyway.detect(paths)} == histories


def test_what_is_not_wanted_is_not_read() -> None:
    (one,) = read(flyway, {V: "DROP TABLE a;"}, wanted=())
    assert (one.is_read, one.up.operations, one.position) == (False, (), (1, 2))
