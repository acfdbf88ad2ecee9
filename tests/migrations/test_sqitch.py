"""sqitch: three folders of scripts, in the order of the plan."""

import pytest

from deploylint.facts.migrations import Framework
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import sqitch
from deploylint.migrations.sqitch.plan import plan
from tests.migrations.sqlfiles import Short, read, sample, script, short

HEAD = "%syntax-version=1.0.0\n%project=shop\n\n"
WHO = "2026-01-01T12:00:00Z developer <developer@example.com>"
NOTHING = "and sqitch then stops with an error"


def shop(*lines: str, **scripts: str) -> dict[str, str]:
    """Return a project; a script is called `deploy_users`."""
    files = {"db/sqitch.plan": HEAD + "".join(f"{line} {WHO}\n" for line in lines)}
    for name, text in scripts.items():
        files[f"db/{name.replace('_', '/', 1)}.sql"] = text
    return files


def test_a_change() -> None:
    files = shop(
        "users",
        deploy_users="BEGIN;\nCREATE TABLE users (id int);\nCOMMIT;\n",
        revert_users="DROP TABLE users;\n",
        verify_users="SELECT id FROM users WHERE false;\n",
    )
    (one,) = read(sqitch, files)
    assert short(one) == Short(
        version="users",
        name="users",
        files=("db/deploy/users.sql", "db/revert/users.sql", "db/verify/users.sql"),
        up=("transaction begin 1:1", "create table users 2:1", "transaction commit 3:1"),
        down=("drop table users 1:1",),
        transactions=(False, False),
        group="users",
    )
    assert (one.framework, one.project) == (Framework.SQITCH, "db")
    assert (one.position, one.parents, one.aliases) == ((0,), None, ("users.sql",))


def test_the_sample_that_sqitch_deployed() -> None:
    """The plan deploys; the revert stops at `lookup`, whose script is missing."""
    found = [
        (one.version, one.position, script(one.up), one.no_down, one.dialect)
        for one in read(sqitch, sample("sqitch"))
    ]
    postgresql = Dialect.POSTGRESQL
    begin, commit = "transaction begin 3:1", "transaction commit 7:1"
    assert found == [
        ("users@v1", (0,), (begin, "create table users 5:1", commit), None, postgresql),
        (
            "billing/orders",
            (1,),
            ("transaction begin 4:1", "transaction commit 8:1"),
            None,
            postgresql,
        ),
        ("users", (2,), ("add column users email 3:1",), None, postgresql),
        (
            "lookup",
            (3,),
            ("create index users u1 3:1", "create index users u2 4:1"),
            f"there is no revert/lookup.sql, {NOTHING}",
            postgresql,
        ),
    ]


def test_a_change_without_scripts() -> None:
    (one,) = read(sqitch, shop("users"), wanted=("db/deploy/users.sql",))
    assert (one.files, str(one.at), one.is_read) == ((), "db/sqitch.plan:4:1", False)


def test_a_deploy_script_is_missing() -> None:
    (one,) = read(sqitch, shop("users", revert_users="DROP TABLE users;"))
    assert short(one).problems == (
        "db/sqitch.plan:4:1: there is no deploy/users.sql, and sqitch stops there",
    )


def test_a_script_that_the_plan_does_not_name() -> None:
    (one,) = read(sqitch, shop(deploy_users="DROP TABLE a;"))
    assert (one.position, short(one).problems) == (
        None,
        ("db/deploy/users.sql:1:1: sqitch.plan does not name it, so sqitch never runs it",),
    )


@pytest.mark.parametrize(
    ("lines", "changes"),
    [
        pytest.param(["a", "b [a]"], [("a", "a", ()), ("b", "b", ("a",))], id="needs"),
        pytest.param(["+ a", "@v1", "- b"], [("a", "a", ()), ("b", "b", ())], id="signs-and-tags"),
        pytest.param(
            ["a", "@v1", "a", "@v2", "b", "@v3", "a"],
            [("a", "a@v1", ()), ("a", "a@v2", ()), ("b", "b", ()), ("a", "a", ())],
            id="reworked-twice",
        ),
        pytest.param(
            ["a", "@v1", "@v2", "a"], [("a", "a@v1", ()), ("a", "a", ())], id="two-tags-at-once"
        ),
        pytest.param(["# a note", "  ", "x/y"], [("x/y", "x/y", ())], id="notes-and-folders"),
    ],
)
def test_plans(lines: list[str], changes: list[tuple[str, str, tuple[str, ...]]]) -> None:
    text = HEAD + "".join(f"{line} {WHO}\n" if line.strip() else "\n" for line in lines)
    found = plan("sqitch.plan", text.replace("\n", "\r\n"))
    assert [(one.name, one.script, one.needs) for one in found.changes] == changes
    assert found.problems == ()


def test_a_line_that_is_no_change() -> None:
    found = plan("sqitch.plan", f"{HEAD}a {WHO}\n:b {WHO}\n")
    message = "this line is neither a change nor a tag, and sqitch stops there"
    assert [(one.message, str(one.at)) for one in found.problems] == [(message, "sqitch.plan:5:1")]


def test_detection() -> None:
    paths = ("sqitch.plan", "deploy/a.sql", "pg/sqitch.plan", "pg/deploy/x/a.sql", "pg/a.sql")
    found = [(one.folder, one.files, one.context, one.dialect) for one in sqitch.detect(paths)]
    assert found == [
        ("", ("deploy/a.sql",), ("sqitch.plan",), None),
        ("pg", ("pg/deploy/x/a.sql",), ("pg/sqitch.plan",), Dialect.POSTGRESQL),
    ]


def test_belongs() -> None:
    paths = ("deploy/a.sql", "db/verify/x/a.sql", "a.sql")
    assert [sqitch.belongs(path, "") for path in paths] == [True, True, False]


def test_what_is_not_wanted_is_not_read() -> None:
    (one,) = read(sqitch, shop("users", deploy_users="DROP TABLE a;"), wanted=())
    assert (one.is_read, one.up.operations, one.position) == (False, (), (0,))
