"""Functions of revisions, followed without running them."""

import pytest

from deploylint.facts.operations import Dialect, Flag
from deploylint.migrations.alembic.body import run_function
from deploylint.migrations.alembic.run import Run
from deploylint.migrations.python.ast import Source, parse
from deploylint.model.location import Location

HEAD = """\
import datetime, logging, os
import sqlalchemy as sa
from sqlalchemy import orm
from alembic import context, op
from shop import tools
from shop.models import User
logger = logging.getLogger(__name__)
TABLES = ["a", "b"]
"""


def run(text: str) -> Run:
    source = parse("r.py", HEAD + text)
    assert isinstance(source, Source), source
    return run_function(source, "upgrade", Dialect.POSTGRESQL)


def body(*lines: str) -> str:
    return "def upgrade():\n" + "".join(f"    {line}\n" for line in lines)


def summary(text: str) -> list[str]:
    """Return the operations as words: what, on which table or why, and `?` for perhaps."""
    return [
        " ".join(
            word
            for word in (one.does.value, one.table or one.why or one.name, one.table and one.name)
            if word
        )
        + ("?" if Flag.CONDITIONAL in one.flags else "")
        for one in run(text).operations
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("pass",), id="pass"),
        pytest.param(('"""Nothing to do."""',), id="docstring"),
        pytest.param(("return",), id="return"),
        pytest.param(("return None", "op.drop_table('a')"), id="behind a return"),
        pytest.param(("...",), id="ellipsis"),
        pytest.param(("print('x')", "logger.info('x %s', 1)", "logging.info('y')"), id="words"),
        pytest.param(("x = datetime.datetime.now()", "y = str(x).strip()"), id="values"),
        pytest.param(("rows = []", "rows.append(1)", "d = {}", "d.update(a=1)"), id="lists"),
        pytest.param(("t = sa.table('t', sa.column('c'))",), id="table for later"),
        pytest.param(("insp = sa.inspect(op.get_bind())", "insp.get_columns('t')"), id="inspector"),
        pytest.param(
            ("conn = op.get_bind()", "conn.dialect.has_table(conn, 't')"),
            id="dialect of a connection",
        ),
        pytest.param(("meta = sa.MetaData()", "meta.reflect(op.get_bind())"), id="reflection"),
        pytest.param(("result.close()",), id="close"),
        pytest.param(("os.environ.get('X')", "context.is_offline_mode()"), id="environment"),
        pytest.param(("import json", "global X", "del TABLES"), id="statements"),
    ],
)
def test_nothing_happens(lines: tuple[str, ...]) -> None:
    assert summary(body(*lines)) == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param(
            ("for t in TABLES:", "  op.drop_table(t)"), ["drop table a", "drop table b"], id="list"
        ),
        pytest.param(
            (
                "for t, c in (('a', sa.Column('x')), ('b', sa.Column('y'))):",
                "  op.add_column(t, c)",
            ),
            ["add column a x", "add column b y"],
            id="pairs",
        ),
        pytest.param(
            (
                "for t, cs in {'a': ['x', 'y']}.items():",
                "  for c in cs:",
                "    op.drop_column(t, c)",
            ),
            ["drop column a x", "drop column a y"],
            id="loops in loops",
        ),
        pytest.param(
            ("for n, t in enumerate(TABLES):", "  op.execute(f'DROP TABLE {t}_{n}')"),
            ["drop table a_0", "drop table b_1"],
            id="enumerate",
        ),
        pytest.param(
            ("for t in find_tables():", "  op.drop_table(t)", "  op.drop_table('z')"),
            ["opaque the name of the table is computed?", "drop table z?"],
            id="unknown list",
        ),
        pytest.param(
            ("for t in range(100000):", "  op.drop_table('z')"), ["drop table z?"], id="long loop"
        ),
        pytest.param(
            ("for t in TABLES:", "  if t == x:", "    continue", "  op.drop_table(t)"),
            ["drop table a?", "drop table b?"],
            id="continue",
        ),
        pytest.param(
            (
                "for t in TABLES:",
                "  op.drop_table(t)",
                "  if x:",
                "    break",
                "op.drop_table('z')",
            ),
            ["drop table a", "drop table b?", "drop table z"],
            id="break",
        ),
        pytest.param(
            ("while x():", "  op.drop_table('z')", "op.drop_table('y')"),
            ["drop table z?", "drop table y"],
            id="while",
        ),
        pytest.param(
            ("if x:", "  op.drop_table('a')", "elif y:", "  pass", "else:", "  op.drop_table('b')"),
            ["drop table a?", "drop table b?"],
            id="if",
        ),
        pytest.param(
            ("if x:", "  return", "op.drop_table('a')"), ["drop table a?"], id="return under if"
        ),
        pytest.param(
            ("if True:", "  op.drop_table('a')", "else:", "  op.drop_table('b')"),
            ["drop table a"],
            id="certain condition",
        ),
        pytest.param(
            ("if x:", "  raise E", "else:", "  return", "op.drop_table('a')"),
            ["declared irreversible E?"],
            id="both branches end",
        ),
        pytest.param(
            (
                "try:",
                "  op.drop_table('a')",
                "except E:",
                "  op.drop_table('b')",
                "op.drop_table('c')",
            ),
            ["drop table a?", "drop table b?", "drop table c"],
            id="try",
        ),
        pytest.param(
            ("try:", "  op.drop_table('a')", "finally:", "  op.drop_table('b')"),
            ["drop table a", "drop table b"],
            id="finally",
        ),
        pytest.param(
            ("x and op.drop_table('a')", "[op.drop_table(t) for t in TABLES]"),
            ["drop table a?", "opaque the name of the table is computed?"],
            id="expressions",
        ),
        pytest.param(
            ("match x:", "  case 1:", "    op.drop_table('a')"), ["drop table a?"], id="match"
        ),
        pytest.param(
            ("assert x", "assert False, 'no way back'"),
            ["declared irreversible no way back"],
            id="assert",
        ),
        pytest.param(
            ("raise NotImplementedError('no ' 'way')", "op.drop_table('a')"),
            ["declared irreversible no way"],
            id="raise",
        ),
        pytest.param(("raise Irreversible",), ["declared irreversible Irreversible"], id="class"),
        pytest.param(("raise",), ["declared irreversible"], id="bare raise"),
        pytest.param(
            ("if x:", "  t = 'a'", "  op.drop_table(t)", "op.drop_table(t)"),
            ["drop table a?", "opaque the name of the table is computed"],
            id="name of a branch",
        ),
        pytest.param(
            ("s = 'DROP '", "s += 'TABLE a'", "op.execute(s)"), ["drop table a"], id="added text"
        ),
        pytest.param(
            ("ts = ['a']", "ts.append(x)", "for t in ts:", "  op.drop_table(t)"),
            ["opaque the name of the table is computed?"],
            id="list that grew",
        ),
        pytest.param(
            ("with op.get_context().autocommit_block():", "  op.drop_table('a')"),
            ["transaction commit", "drop table a", "transaction begin"],
            id="outside of the transaction",
        ),
        pytest.param(
            ("conn = op.get_bind()", "conn.commit()"),
            ["transaction commit", "transaction begin"],
            id="commit",
        ),
        pytest.param(
            ("with op.get_bind().begin() as c, open('x'):", "  c.execute(sa.text('DROP TABLE a'))"),
            ["drop table a"],
            id="connection of a with",
        ),
        pytest.param(
            ("from contextlib import suppress", "with suppress(E):", "  op.drop_table('a')"),
            ["drop table a?"],
            id="suppress",
        ),
        pytest.param(
            (
                "session = orm.Session(bind=op.get_bind())",
                "session.execute(sa.text('DROP TABLE a'))",
            ),
            ["drop table a"],
            id="session",
        ),
        pytest.param(
            (
                "make = orm.sessionmaker()",
                "s = make(bind=op.get_bind())",
                "for u in s.query(User).all():",
                "  u.name = 'x'",
                "s.commit()",
            ),
            ["opaque the ORM makes the statements"],
            id="objects of the ORM",
        ),
        pytest.param(
            ("s = orm.Session(bind=op.get_bind())", "s.query(User).delete()", "s.add(User())"),
            ["opaque the ORM makes the statement", "opaque the ORM makes the statements"],
            id="changes by the ORM",
        ),
        pytest.param(
            ("tools.fill()", "x = tools.name()"),
            ["opaque it calls tools.fill, which is not in this file"],
            id="other module",
        ),
        pytest.param(
            ("x = tools.fill(op.get_bind())",),
            ["opaque it hands the connection to tools.fill, which is not in this file"],
            id="other module with the connection",
        ),
        pytest.param(
            ("cursor.execute('DROP TABLE a')",),
            ["opaque it is not known what cursor.execute does"],
            id="unknown cursor",
        ),
        pytest.param(
            ("User.metadata.create_all(op.get_bind())",),
            ["opaque the tables are defined elsewhere"],
            id="create all",
        ),
        pytest.param(
            ("exec('x')", "globals()['upgrade_' + name]()"),
            [
                "opaque it calls exec, which is not in this file",
                "opaque it calls globals()['upgrade_' + name], which is not in this file",
            ],
            id="code as text",
        ),
    ],
)
def test_what_happens(lines: tuple[str, ...], found: list[str]) -> None:
    assert summary(body(*lines)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "def drop(table, column='c', *, more=True):\n    op.drop_column(table, column)\n"
            + body("drop('a')", "drop('b', column='d')", "drop(name)"),
            ["drop column a c", "drop column b d", "opaque the name of the table is computed"],
            id="arguments",
        ),
        pytest.param(
            "def fill(conn, table):\n    conn.execute(table.update().values(c=1))\n"
            + body("fill(op.get_bind(), sa.table('a'))"),
            ["update a"],
            id="connection and table",
        ),
        pytest.param(
            "def stop():\n    raise E('never')\n" + body("stop()", "op.drop_table('a')"),
            ["declared irreversible never"],
            id="a function that raises",
        ),
        pytest.param(
            "def leave():\n    return 1\n" + body("leave()", "op.drop_table('a')"),
            ["drop table a"],
            id="a function that returns",
        ),
        pytest.param(
            "def again():\n    again()\n    op.drop_table('a')\n" + body("again()"),
            ["opaque again calls itself, or is called too deeply", "drop table a"],
            id="recursion",
        ),
        pytest.param(
            body("def inner(t):", "  op.drop_table(t + suffix)", "suffix = '_x'", "inner('a')"),
            ["drop table a_x"],
            id="function in a function",
        ),
        pytest.param(
            "def count():\n    return op.get_bind().execute(sa.text('SELECT 1')).scalar()\n"
            + body("if count() > 0:", "  op.drop_table('a')"),
            ["read", "drop table a?"],
            id="a function that is asked",
        ),
        pytest.param(
            "def both(*args):\n    op.drop_table(args[0])\n" + body("both('a')"),
            ["opaque the name of the table is computed"],
            id="any number of arguments",
        ),
    ],
)
def test_functions_of_the_file(text: str, found: list[str]) -> None:
    assert summary(text) == found


def test_names_of_the_module_do_not_hide_those_of_a_function() -> None:
    text = "t = 'module'\ndef drop(t):\n    op.drop_table(t)\n" + body(
        "drop('a')", "op.drop_table(t)"
    )
    assert summary(text) == ["drop table a", "drop table module"]


def test_calls_and_statements_are_pointed_at() -> None:
    found = run(
        body(
            "op.drop_table(",
            "  'ä')",
            "op.execute('''",
            "  DROP TABLE é;",
            "    DELETE FROM x''')",
            "op.execute('UPDATE x '",
            "  'SET a = 1;' 'DROP VIEW v')",
        )
    ).operations
    start = HEAD.count("\n") + 2
    assert [(one.table or one.name, one.at) for one in found] == [
        ("ä", Location("r.py", start, 5, start + 1, 11)),
        ("é", Location("r.py", start + 3, 7, start + 3, 19)),
        ("x", Location("r.py", start + 4, 9, start + 4, 22)),
        ("x", Location("r.py", start + 5, 17, start + 6, 17)),
        ("v", Location("r.py", start + 6, 21, start + 6, 32)),
    ]


def test_secrets_are_masked() -> None:
    found = run(body("op.drop_table('a', info='postgresql://shop:hunter2@db/shop')")).operations
    assert "hunter2" not in found[0].text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "".join(f"def f{n}():\n    f{n + 1}()\n    f{n + 1}()\n" * 1 for n in range(30))
            + "def f30():\n    op.drop_table('a')\n"
            + body("f0()"),
            id="many calls",
        ),
        pytest.param(
            body(*(" " * depth + "for t in range(150):" for depth in range(8)), " " * 9 + "x = 1"),
            id="loops in loops",
        ),
        pytest.param(body("if a:\n        pass", *(["elif a:\n        pass"] * 2000)), id="elif"),
        pytest.param(body("x" + ".y()" * 300), id="chain"),
        pytest.param(body("x = " + "[" * 150 + "]" * 150), id="lists in lists"),
        pytest.param(body(*(f"x{n} = f({n})" for n in range(3000))), id="names"),
    ],
)
def test_hostile_functions_come_to_an_end(text: str) -> None:
    assert len(run(text).operations) < 20_000
