"""diesel: folders with up.sql, down.sql and metadata.toml."""

import pytest

from deploylint.facts.migrations import Framework
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import diesel
from tests.migrations.sqlfiles import Short, read, sample, short

FOLDER = "migrations/2026-01-02-030405-0000_add_users"
UP, DOWN, METADATA = f"{FOLDER}/up.sql", f"{FOLDER}/down.sql", f"{FOLDER}/metadata.toml"


def test_a_folder() -> None:
    files = {UP: "CREATE TABLE users (id int);\n", DOWN: "DROP TABLE users;\n"}
    (one,) = read(diesel, files)
    assert short(one) == Short(
        version="202601020304050000",
        name="2026-01-02-030405-0000_add_users",
        files=(DOWN, UP),
        up=("create table users 1:1",),
        down=("drop table users 1:1",),
        group="202601020304050000",
    )
    assert (one.framework, one.project) == (Framework.DIESEL, "migrations")
    assert (one.position, one.parents) == (("202601020304050000",), None)
    assert one.aliases == ("2026-01-02-030405-0000", "add_users")


def test_the_sample_in_the_order_of_versions() -> None:
    found = [
        (one.version, one.dialect, one.up.transaction) for one in read(diesel, sample("diesel"))
    ]
    assert found == [
        ("00000000000000", Dialect.POSTGRESQL, True),
        ("20260102030405", Dialect.POSTGRESQL, True),
        ("20260203040506", Dialect.POSTGRESQL, False),
    ]


def test_without_down() -> None:
    (one,) = read(diesel, {UP: "CREATE TABLE users (id int);"})
    assert (one.down, one.no_down) == (
        None,
        "there is no 2026-01-02-030405-0000_add_users/down.sql, and diesel then stops",
    )


def test_files_of_no_bytes_and_down_alone() -> None:
    lone = "migrations/2026-01-03-000000_b/down.sql"
    found = [short(one).problems for one in read(diesel, {UP: "SELECT 1;", DOWN: "", lone: "-- x"})]
    assert found == [
        (f"{DOWN}:1:1: the file is empty, and diesel stops there with an error",),
        (f"{lone}:1:1: there is no 2026-01-03-000000_b/up.sql, and diesel then runs none of them",),
    ]


@pytest.mark.parametrize(
    ("metadata", "up", "transaction"),
    [
        pytest.param("run_in_transaction = true", "DROP TABLE a; DROP TABLE b;", True, id="true"),
        pytest.param("run_in_transaction = false", "DROP TABLE a;", False, id="false"),
        pytest.param("# nothing\n", "DROP TABLE a;", False, id="unsaid-is-false"),
        pytest.param(
            "run_in_transaction = false",
            "DROP INDEX CONCURRENTLY a; DROP TABLE b;",
            True,
            id="several-are-one-on-postgresql",
        ),
    ],
)
def test_transactions(metadata: str, up: str, transaction: bool) -> None:
    (one,) = read(diesel, {UP: up, METADATA: metadata})
    assert one.up.transaction is transaction


@pytest.mark.parametrize(
    ("manifest", "dialect"),
    [
        pytest.param(
            '[dependencies]\ndiesel = { version = "2", features = ["mysql"] }\n',
            Dialect.MYSQL,
            id="one-line",
        ),
        pytest.param(
            'diesel = { version = "2", features = ["a",\n  "postgres",\n] }\nx = "sqlite"\n',
            Dialect.POSTGRESQL,
            id="several-lines",
        ),
        pytest.param(
            '[dependencies.diesel]\nversion = "2"\nfeatures = ["sqlite"]\n[a]\nb = ["mysql"]\n',
            Dialect.SQLITE,
            id="table",
        ),
        pytest.param('diesel-async = { features = ["postgres"] }\n', None, id="another-one"),
        pytest.param('diesel = { features = ["postgres", "sqlite"] }\n', None, id="two-databases"),
    ],
)
def test_the_dialect_is_a_feature(manifest: str, dialect: Dialect | None) -> None:
    (one,) = read(diesel, {"Cargo.toml": manifest, UP: "DROP TABLE a;", DOWN: ""})
    assert one.dialect is dialect


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param((f"{FOLDER}/down.sql",), id="no-up"),
        pytest.param(("sql/users/up.sql",), id="no-number"),
        pytest.param(
            ("hasura/config.yaml", "hasura/metadata/version.yaml", "hasura/migrations/1_a/up.sql"),
            id="hasura",
        ),
    ],
)
def test_what_is_not_of_diesel(paths: tuple[str, ...]) -> None:
    assert diesel.detect(paths) == ()


def test_belongs() -> None:
    paths = (UP, DOWN, METADATA, f"{FOLDER}/readme.md", "users/up.sql")
    assert [diesel.belongs(path, "") for path in paths] == [True, True, True, False, False]


def test_what_is_not_wanted_is_not_read() -> None:
    (one,) = read(diesel, {UP: "", DOWN: ""}, wanted=())
    assert (one.is_read, one.up.operations, one.problems) == (False, (), ())
