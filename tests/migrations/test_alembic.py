"""Histories of Alembic: where they lie, what revisions are called, and in which order they run."""

import pytest

from deploylint.facts.migrations import Framework, Migration
from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.alembic.settings import (
    Settings,
    imported_dialects,
    read_settings,
    sets_lock_timeout,
)
from deploylint.migrations.frameworks.alembic import belongs, detect, read
from deploylint.migrations.project import Project
from deploylint.migrations.python.ast import Source, parse
from deploylint.model.location import Location
from deploylint.model.verdict import Finding


def revision(version: str, down: str = "None", up: str = "pass", more: str = "") -> str:
    return (
        f'"""Message of {version}.\n\nRevision ID: {version}\n"""\nfrom alembic import op\n'
        f'revision = "{version}"\ndown_revision = {down}\n{more}'
        f"def upgrade():\n    {up}\ndef downgrade():\n    pass\n"
    )


def project(*names: str, context: tuple[str, ...] = ()) -> Project:
    files = tuple(f"db/versions/{name}.py" for name in names)
    return Project(framework=Framework.ALEMBIC, folder="db/versions", files=files, context=context)


def history(
    revisions: dict[str, str], wanted: tuple[str, ...] | None = None, **context: str
) -> tuple[Migration, ...]:
    """Read revisions by the stems of their files; `wanted` are stems too."""
    found = project(*sorted(revisions), context=tuple(context))
    texts = {f"db/versions/{name}.py": text for name, text in revisions.items()} | context
    stems = revisions if wanted is None else wanted
    return read(found, texts, {f"db/versions/{name}.py" for name in stems})


def found(paths: list[str]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(one.folder, one.files, one.context) for one in detect(paths)]


@pytest.mark.parametrize(
    ("paths", "projects"),
    [
        pytest.param(
            ["alembic.ini", "db/env.py", "db/script.py.mako", "db/versions/a.py", "db/x.py"],
            [("db/versions", ("db/versions/a.py",), ("db/env.py", "alembic.ini"))],
            id="settings at the root",
        ),
        pytest.param(
            [
                "migrations/alembic.ini",
                "migrations/env.py",
                "migrations/versions/b.py",
                "migrations/versions/a.py",
                "migrations/versions/__init__.py",
                "pyproject.toml",
            ],
            [
                (
                    "migrations/versions",
                    ("migrations/versions/a.py", "migrations/versions/b.py"),
                    ("migrations/env.py", "migrations/alembic.ini", "pyproject.toml"),
                )
            ],
            id="settings beside env.py",
        ),
        pytest.param(
            ["a/env.py", "a/versions/1.py", "a/alembic.ini", "b/env.py", "b/versions/1.py"],
            [
                ("a/versions", ("a/versions/1.py",), ("a/env.py", "a/alembic.ini")),
                ("b/versions", ("b/versions/1.py",), ("b/env.py", "a/alembic.ini")),
            ],
            id="two histories",
        ),
        pytest.param(
            ["db/env.py", "db/versions/2026/a.py", "db/versions/b.py"],
            [("db/versions", ("db/versions/2026/a.py", "db/versions/b.py"), ("db/env.py",))],
            id="folder in the folder",
        ),
        pytest.param(
            ["db/env.py", "db/versions/a.py", "db/plugins/x/versions/b.py"],
            [("db/versions", ("db/plugins/x/versions/b.py", "db/versions/a.py"), ("db/env.py",))],
            id="folder elsewhere",
        ),
        pytest.param(
            ["env.py", "app/versions/a.py"],
            [("app/versions", ("app/versions/a.py",), ())],
            id="env.py of something else",
        ),
        pytest.param(
            ["conf/alembic.ini", "app/versions/a.py"],
            [("app/versions", ("app/versions/a.py",), ("conf/alembic.ini",))],
            id="the only settings",
        ),
        pytest.param(
            ["versions/a.py", "env.py"], [("versions", ("versions/a.py",), ("env.py",))], id="root"
        ),
        pytest.param(["db/versions/a.sql", "versions.py", "db/env.py"], [], id="nothing"),
    ],
)
def test_folders_are_found_by_names(
    paths: list[str], projects: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    assert found(paths) == projects


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        pytest.param(revision("a"), True, id="revision"),
        pytest.param("down_revision: str = 'a'\nasync def upgrade(): ...", True, id="annotated"),
        pytest.param("def upgrade(): ...", False, id="no down_revision"),
        pytest.param("  down_revision = None\ndef upgrade(): ...", False, id="inside of something"),
        pytest.param("down_revision = None", False, id="no upgrade"),
        pytest.param("", False, id="empty"),
    ],
)
def test_what_is_a_revision(text: str, *, is_one: bool) -> None:
    assert belongs("x.py", text) is is_one


def test_a_revision_as_a_whole() -> None:
    text = (
        '"""Add users.\n\nMore."""\nfrom alembic import op\n'
        'revision: str = "4f2a"\ndown_revision: str | None = ("1a", "2b")\n'
        'branch_labels = ("shop",)\n\n\ndef upgrade() -> None:\n    op.drop_table("t")\n'
    )
    path = "db/versions/2026_4f2a_add_users.py"
    one = history({"2026_4f2a_add_users": text})[0]
    at = Location(path, 11, 5, 11, 23)
    assert one._replace(up=one.up._replace(operations=())) == Migration(
        framework=Framework.ALEMBIC,
        project="db/versions",
        version="4f2a",
        name="2026_4f2a_add_users",
        at=Location(path, 5, 17, 5, 23),
        files=(path,),
        up=one.up._replace(operations=(), at=Location(path, 10, 1, 10, 23), transaction=True),
        no_down="the file defines no downgrade()",
        parents=("1a", "2b"),
        aliases=("add_users", "shop", "Add users."),
    )
    assert one.up.operations == (
        Operation(does=Does.DROP_TABLE, at=at, table="t", text='op.drop_table("t")'),
    )


@pytest.mark.parametrize(
    ("header", "version", "parents"),
    [
        pytest.param('revision = "a"\ndown_revision = None', "a", (), id="root"),
        pytest.param("revision='a'\ndown_revision='b'  # after b", "a", ("b",), id="comment"),
        pytest.param('revision = "a"\ndown_revision = ("b", "c")', "a", ("b", "c"), id="merge"),
        pytest.param('revision = "a"\ndown_revision = ["b",\n "c"]', "a", ("b", "c"), id="lines"),
        pytest.param('revision = "a" "b"\ndown_revision = "c"', "ab", ("c",), id="side by side"),
        pytest.param('P = "c"\nrevision = "a"\ndown_revision = P', "a", ("c",), id="constant"),
        pytest.param(
            'revision: str = "a"\ndown_revision: Union[str, None] = "c"', "a", ("c",), id="typed"
        ),
        pytest.param(
            '"""\nrevision = "x"\n"""\nrevision = "a"\ndown_revision = "c"', "a", ("c",), id="text"
        ),
        pytest.param('revision = "a"\r\ndown_revision = "c"\r\n', "a", ("c",), id="line ends"),
        pytest.param('\ufeffrevision = "a"\ndown_revision = "c"', "a", ("c",), id="mark"),
    ],
)
def test_names_are_the_same_at_a_glance(
    header: str, version: str, parents: tuple[str, ...]
) -> None:
    text = f"{header}\ndef upgrade(): pass\ndef downgrade(): pass\n"
    for wanted in ((), ("x",)):
        one = history({"x": text}, wanted)[0]
        assert (one.version, one.parents, one.problems) == (version, parents, ())
        assert one.is_read is bool(wanted)


def test_old_revisions_are_not_followed() -> None:
    old = revision("a", up='op.drop_table("t")')
    one = history({"x": old}, ())[0]
    assert one.up.operations == ()
    assert one.down is None
    assert not one.is_read


@pytest.mark.parametrize(
    ("parents", "order"),
    [
        pytest.param({"a": "b", "b": "c", "c": ""}, "cba", id="line"),
        pytest.param({"a": "b c", "b": "d", "c": "d", "d": ""}, "dbca", id="merge"),
        pytest.param({"a": "b", "b": "a", "c": ""}, "cab", id="cycle"),
        pytest.param({"a": "a", "b": ""}, "ab", id="its own parent"),
        pytest.param({"b": "gone", "a": "b"}, "ba", id="unknown parent"),
        pytest.param({"c": "", "a": "", "b": ""}, "abc", id="roots by file"),
    ],
)
def test_parents_come_first(parents: dict[str, str], order: str) -> None:
    revisions = {
        name: revision(name, str(tuple(before.split())) if before else "None")
        for name, before in parents.items()
    }
    assert "".join(one.version for one in history(revisions)) == order


def test_what_a_revision_depends_on_comes_first() -> None:
    found = history(
        {
            "a": revision("a", more='depends_on = "wing@head"\n'),
            "b": revision("b", more='depends_on = ("c",)\nbranch_labels = "wing"\n'),
            "c": revision("c"),
            "d": revision("d", more='depends_on = "gone"\n'),
        }
    )
    assert [one.version for one in found] == ["c", "b", "a", "d"]
    assert [one.parents for one in found] == [(), (), (), ()]
    assert [one.problems for one in found] == [
        (),
        (),
        (),
        (Finding('depends_on names "gone", which is no revision here', found[3].at),),
    ]


def test_two_revisions_of_one_name_are_both_returned() -> None:
    found = history({"x": revision("a"), "y": revision("a")})
    assert [(one.version, one.name) for one in found] == [("a", "x"), ("a", "y")]


def test_a_broken_file_does_not_hide_the_others() -> None:
    broken = 'revision = "b"\ndown_revision = "a"\ndef upgrade():\n    op.drop_table(\n'
    found = history({"x": revision("a"), "y": broken})
    assert [(one.version, one.parents) for one in found] == [("a", ()), ("b", ("a",))]
    at = Location("db/versions/y.py", 4, 18)
    assert found[1].problems == (
        Finding("this is not Python that can be read: '(' was never closed", at),
    )
    for script in (found[1].up, found[1].down):
        assert script is not None
        assert [one.does for one in script.operations] == [Does.OPAQUE]


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        pytest.param("revision = f()\ndown_revision = None", "revision is not", id="revision"),
        pytest.param("revision = 'a'\ndown_revision = f()", "down_revision is not", id="parent"),
        pytest.param("revision = 7\ndown_revision = None", "revision is not", id="number"),
        pytest.param("down_revision = None", "the file has no revision", id="none"),
    ],
)
def test_headers_that_cannot_be_read(header: str, problem: str) -> None:
    one = history({"x_y": f"{header}\ndef upgrade(): pass\ndef downgrade(): pass\n"})[0]
    assert [told.message.startswith(problem) for told in one.problems] == [True]
    assert one.version in ("a", "x")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("upgrade = f\n", "upgrade is not written as a function", id="assigned"),
        pytest.param(
            "if x:\n  pass\nupgrade = None\n" * 2,
            "upgrade is not defined at the top of the file",
            id="bound twice",
        ),
    ],
)
def test_functions_that_are_none(text: str, why: str) -> None:
    one = history({"x": 'revision = "a"\ndown_revision = None\n' + text})[0]
    assert [operation.why for operation in one.up.operations] == [why]


INI = "[alembic]\nscript_location = %(here)s/db\n"


@pytest.mark.parametrize(
    ("files", "settings"),
    [
        pytest.param(
            {"alembic.ini": INI + "sqlalchemy.url = postgresql+psycopg2://localhost/shop\n"},
            Settings(dialect=Dialect.POSTGRESQL),
            id="address",
        ),
        pytest.param(
            {
                "alembic.ini": INI + "sqlalchemy.url = mysql://localhost/shop\n",
                "db/env.py": "x = 1",
            },
            Settings(dialect=Dialect.MYSQL),
            id="env.py that changes nothing",
        ),
        pytest.param(
            {
                "alembic.ini": INI + "sqlalchemy.url = sqlite:///dev.db\n",
                "db/env.py": "config.set_main_option('sqlalchemy.url', url)",
            },
            Settings(),
            id="env.py sets the address",
        ),
        pytest.param(
            {"alembic.ini": INI + "sqlalchemy.url = driver://user:pass@localhost/dbname\n"},
            Settings(),
            id="address of the template",
        ),
        pytest.param(
            {"alembic.ini": INI + "sqlalchemy.url = %(DB_URL)s\n"}, Settings(), id="placeholder"
        ),
        pytest.param(
            {
                "a/alembic.ini": INI + "version_locations = %(here)s/one:%(here)s/../two\n"
                "path_separator = :\n"
            },
            Settings(folders=("a/one", "two")),
            id="folders with colons",
        ),
        pytest.param(
            {
                "alembic.ini": INI
                + "version_locations = db/versions, x/%(more)s\n  plug:migrations\n"
                "recursive_version_locations = true\n"
            },
            Settings(folders=("db/versions", "plug/migrations"), is_recursive=True),
            id="folders in lines",
        ),
        pytest.param(
            {
                "pyproject.toml": '[tool.alembic]\nversion_locations = ["%(here)s/v", "w"]\n'
                "recursive_version_locations = true\n"
            },
            Settings(folders=("v", "w"), is_recursive=True),
            id="pyproject",
        ),
        pytest.param(
            {"db/env.py": "c.execute(text('SET lock_timeout = 4000'))\n"},
            Settings(lock_timeout=True),
            id="lock timeout",
        ),
        pytest.param(
            {"db/env.py": "e = create_engine(u, isolation_level='AUTOCOMMIT')\n"},
            Settings(is_autocommit=True),
            id="no transactions",
        ),
        pytest.param(
            {"alembic.ini": "no section\n", "pyproject.toml": "= x", "db/env.py": "x ="},
            Settings(),
            id="broken files",
        ),
        pytest.param({}, Settings(), id="no files"),
    ],
)
def test_settings(files: dict[str, str], settings: Settings) -> None:
    assert read_settings([*files, "gone.ini"], files) == settings


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        pytest.param("op.execute('SET lock_timeout = 4000')", True, id="set"),
        pytest.param("x = {'options': '-c lock_timeout=4s'}", True, id="options"),
        pytest.param("op.execute('SET SESSION lock_wait_timeout = 5')", True, id="mysql"),
        pytest.param("op.execute('SET lock_timeout = 0')", False, id="none"),
        pytest.param("op.execute('SET lock_timeout TO \"0\"')", False, id="none in quotes"),
        pytest.param("# SET lock_timeout = 4000", False, id="comment"),
        pytest.param("'''We set lock_timeout elsewhere.'''", False, id="docstring"),
        pytest.param("op.execute('SET statement_timeout = 4000')", False, id="other"),
    ],
)
def test_lock_timeouts(text: str, *, sets: bool) -> None:
    source = parse("x.py", text)
    assert isinstance(source, Source)
    assert sets_lock_timeout(source) is sets


def test_a_lock_timeout_of_the_file_counts() -> None:
    with_one = revision("a", up="op.execute('SET lock_timeout = 4000')")
    found = history({"a": with_one, "b": revision("b")})
    assert [one.lock_timeout for one in found] == [True, False]
    everywhere = history({"b": revision("b")}, None, **{"db/env.py": "x = 'lock_timeout=5'"})
    assert [one.lock_timeout for one in everywhere] == [True]


@pytest.mark.parametrize(
    ("text", "dialects"),
    [
        pytest.param("from sqlalchemy.dialects import postgresql", {"postgresql"}, id="from"),
        pytest.param("from sqlalchemy.dialects.mysql import ENUM", {"mysql"}, id="module"),
        pytest.param("import sqlalchemy.dialects.sqlite as s", {"sqlite"}, id="import"),
        pytest.param(
            "    from sqlalchemy.dialects import (mysql, postgresql)",
            {"mysql", "postgresql"},
            id="two",
        ),
        pytest.param("# from sqlalchemy.dialects import mysql", set(), id="comment"),
        pytest.param("from sqlalchemy import dialects", set(), id="other"),
    ],
)
def test_dialects_that_are_imported(text: str, dialects: set[str]) -> None:
    assert imported_dialects(text) == dialects


def test_the_dialect_is_that_of_the_history() -> None:
    postgres = revision("a", more="from sqlalchemy.dialects import postgresql\n")
    mysql = revision("b", more="from sqlalchemy.dialects import mysql\n")
    other = revision("c")
    ini = "[alembic]\nsqlalchemy.url = mssql+pyodbc://localhost/shop\n"

    def dialects(revisions: dict[str, str], **context: str) -> list[Dialect | None]:
        return [one.dialect for one in history(revisions, None, **context)]

    assert dialects({"a": postgres, "c": other}) == [Dialect.POSTGRESQL, Dialect.POSTGRESQL]
    assert dialects({"a": postgres, "b": mysql, "c": other}) == [
        Dialect.POSTGRESQL,
        Dialect.MYSQL,
        None,
    ]
    assert dialects({"c": other}, **{"alembic.ini": ini}) == [Dialect.MSSQL]


@pytest.mark.parametrize(
    ("address", "transaction"),
    [("postgresql://x/y", True), ("mssql://x/y", True), ("mysql://x/y", False), ("z://", True)],
)
def test_transactions(address: str, *, transaction: bool) -> None:
    ini = f"[alembic]\nsqlalchemy.url = {address}\n"
    one = history({"a": revision("a")}, None, **{"alembic.ini": ini})[0]
    assert one.up.transaction is transaction
    auto = history({"a": revision("a")}, None, **{"db/env.py": "x = 'AUTOCOMMIT'"})[0]
    assert auto.up.transaction is None


def test_folders_that_the_settings_do_not_name_are_left_out() -> None:
    paths = ["db/env.py", "db/versions/a.py", "db/versions/old/b.py", "db/x/versions/c.py"]
    paths.append("alembic.ini")
    texts = {path: revision(path[-4]) for path in paths if "versions" in path}

    def versions(ini: str) -> list[str]:
        found = detect(paths)[0]
        return [one.version for one in read(found, texts | {"alembic.ini": INI + ini}, ())]

    assert versions("") == ["a"]
    assert versions("recursive_version_locations = true\n") == ["a", "b"]
    assert versions("version_locations = db/versions db/x/versions\n") == ["a", "c"]
    assert versions("version_locations = elsewhere\n") == ["a"]


def test_many_paths_are_looked_through_quickly() -> None:
    paths = [f"src/p{n % 100}/q/r/s/m{n}.py" for n in range(50_000)]
    paths += [f"db/versions/{n}.py" for n in range(50_000)] + ["db/env.py"]
    assert [len(one.files) for one in detect(paths)] == [50_000]


def test_a_long_history_is_ordered_without_recursion() -> None:
    revisions = {f"{n:04}": revision(f"r{n}", f'"r{n - 1}"' if n else "None") for n in range(3000)}
    found = history(revisions, ())
    assert [one.version for one in found] == [f"r{n}" for n in range(3000)]
