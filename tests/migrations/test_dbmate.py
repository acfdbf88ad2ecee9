"""dbmate: two sections of one file."""

import pytest

from deploylint.facts.migrations import Framework
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import dbmate
from tests.migrations.sqlfiles import Short, read, sample, short

PATH = "db/migrations/20260101120000_add_users.sql"
REFUSED = "and dbmate does not run the file"


def test_two_sections() -> None:
    text = (
        "-- who may log in\n\n"
        "-- migrate:up\nCREATE TABLE users (id int);\n\n"
        "-- migrate:down\nDROP TABLE users;\n"
    )
    (one,) = read(dbmate, {PATH: text})
    assert short(one) == Short(
        version="20260101120000",
        name="20260101120000_add_users",
        files=(PATH,),
        up=("create table users 4:1",),
        down=("drop table users 7:1",),
        group="20260101120000",
    )
    assert (one.framework, one.project) == (Framework.DBMATE, "db/migrations")
    assert (one.position, one.parents) == (("20260101120000_add_users",), None)
    assert one.aliases == ("20260101120000", "add_users")
    assert one.down is not None
    assert (str(one.up.at), str(one.down.at)) == (f"{PATH}:3:1", f"{PATH}:6:1")


def test_the_sample_that_dbmate_ran() -> None:
    found = [short(one) for one in read(dbmate, sample("dbmate"))]
    postgresql = Dialect.POSTGRESQL
    assert found == [
        Short(
            version="20260101000001",
            name="20260101000001_plain",
            files=("20260101000001_plain.sql",),
            up=("create table users 2:1",),
            down=("drop table users 5:1",),
            group="20260101000001",
            dialect=postgresql,
        ),
        Short(
            version="20260101000002",
            name="20260101000002_crlf",
            files=("20260101000002_crlf.sql",),
            up=("create table crlf 2:1",),
            down=("drop table crlf 5:1",),
            group="20260101000002",
            dialect=postgresql,
        ),
        Short(
            version="20260101000003",
            name="20260101000003_concurrent",
            files=("20260101000003_concurrent.sql",),
            up=("create index crlf crlf_id 2:1",),
            down=("drop index crlf_id 5:1",),
            transactions=(False, False),
            group="20260101000003",
            dialect=postgresql,
        ),
        Short(
            version="20260101000004",
            name="20260101000004_sections",
            files=("20260101000004_sections.sql",),
            up=("create table a 3:1", "create table b 7:1"),
            down=("drop table a 5:1", "drop table b 9:1"),
            transactions=(None, True),
            group="20260101000004",
            dialect=postgresql,
            problems=(
                (
                    "20260101000004_sections.sql:6:1: dbmate cannot record one version twice, "
                    "and stops with an error in this section"
                ),
            ),
        ),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", f"1:1: there is no `-- migrate:up`, {REFUSED}", id="empty"),
        pytest.param(
            "  -- migrate:up\n", f"1:1: there is no `-- migrate:up`, {REFUSED}", id="indented"
        ),
        pytest.param(
            "-- MIGRATE:UP\n", f"1:1: there is no `-- migrate:up`, {REFUSED}", id="upper-case"
        ),
        pytest.param(
            "-- migrate:upwards\n", f"1:1: there is no `-- migrate:up`, {REFUSED}", id="longer-word"
        ),
        pytest.param(
            "\ufeff-- migrate:up\n-- migrate:down\n",
            "1:1: the file begins with a byte order mark, behind which dbmate sees no mark",
            id="byte-order-mark",
        ),
        pytest.param(
            "SET x = 1;\n-- migrate:up\n-- migrate:down\n",
            "1:1: dbmate runs no file with a statement before `-- migrate:up`",
            id="statement-first",
        ),
        pytest.param(
            "-- migrate:down\n-- migrate:up\n",
            f"1:1: `-- migrate:down` is out of turn, {REFUSED}",
            id="down-first",
        ),
        pytest.param(
            "-- migrate:up\n-- migrate:up\n-- migrate:down\n",
            f"2:1: `-- migrate:up` is out of turn, {REFUSED}",
            id="two-ups",
        ),
        pytest.param(
            "-- migrate:up\n-- migrate:down\n-- migrate:up\n",
            f"3:1: there is no `-- migrate:down` for this, {REFUSED}",
            id="last-up-alone",
        ),
    ],
)
def test_what_dbmate_refuses(text: str, problem: str) -> None:
    """Each of these was refused by dbmate 2.36.0."""
    (one,) = read(dbmate, {PATH: text})
    assert short(one).problems == (f"{PATH}:{problem}",)


def test_without_down() -> None:
    (one,) = read(dbmate, {PATH: "-- migrate:up\nDROP TABLE a;\n"})
    no_down = (
        "there is no `-- migrate:down` in 20260101120000_add_users.sql, "
        "and dbmate does not run a file without one"
    )
    assert (one.down, one.no_down, one.problems) == (None, no_down, ())


@pytest.mark.parametrize(
    ("up", "transaction"),
    [
        pytest.param("-- migrate:up\nDROP TABLE a;\n", True, id="default"),
        pytest.param("--migrate:up transaction:true\nDROP TABLE a;\n", True, id="said"),
        pytest.param("-- migrate:up transaction:false\nDROP TABLE a;\n", False, id="without"),
        pytest.param("-- migrate:up a:b transaction:false\r\nDROP TABLE a;\n", False, id="crlf"),
        pytest.param("-- migrate:up transaction: false\nDROP TABLE a;\n", True, id="a-blank"),
        pytest.param(
            "-- migrate:up transaction:false\n"
            "CREATE INDEX CONCURRENTLY i ON t (a);\nCREATE INDEX CONCURRENTLY j ON t (b);\n",
            True,
            id="postgresql-joins-what-is-sent-together",
        ),
    ],
)
def test_transactions(up: str, transaction: bool) -> None:
    (one,) = read(dbmate, {PATH: f"{up}-- migrate:down\n"})
    assert (one.up.transaction, one.problems) == (transaction, ())


def test_a_down_of_comments_has_no_operations() -> None:
    (one,) = read(dbmate, {PATH: "-- migrate:up\nDROP TABLE a;\n-- migrate:down\n-- nothing\n"})
    assert short(one).down == ()


@pytest.mark.parametrize(
    ("path", "text", "is_theirs"),
    [
        pytest.param(PATH, "-- migrate:up\n", True, id="up"),
        pytest.param(PATH, "\ufeff-- migrate:up\r\n", True, id="byte-order-mark"),
        pytest.param(PATH, "-- migrate:down\n", True, id="down-alone"),
        pytest.param(PATH, "-- +goose Up\n", False, id="goose"),
        pytest.param(PATH, "CREATE TABLE a (id int);\n", False, id="plain-sql"),
        pytest.param("db/schema.sql", "-- migrate:up\n", False, id="no-number"),
    ],
)
def test_belongs(path: str, text: str, is_theirs: bool) -> None:
    assert dbmate.belongs(path, text) is is_theirs


def test_candidates_are_found_by_name() -> None:
    paths = (PATH, "db/migrations/readme.md", "db/schema.sql", "go/1_a.up.sql", "mysql/001.sql")
    found = [(project.folder, project.files, project.dialect) for project in dbmate.detect(paths)]
    assert found == [
        ("db/migrations", (PATH,), None),
        ("mysql", ("mysql/001.sql",), Dialect.MYSQL),
    ]


def test_what_is_not_wanted_is_not_read() -> None:
    (one,) = read(dbmate, {PATH: "no marks"}, wanted=())
    assert (one.is_read, one.up.operations, one.problems) == (False, (), ())
