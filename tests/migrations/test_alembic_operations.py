"""What each directive of Alembic does to the database."""

from typing import Any

import pytest

from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.alembic.body import run_function
from deploylint.migrations.python.ast import Source, parse

HEAD = """\
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
users = sa.table("users", sa.column("id"), sa.column("nick"))
def upgrade():
"""

UNSET = Operation(does=Does.OPAQUE, at=None)  # type: ignore[arg-type]  # no place


def done(body: str, dialect: Dialect | None = Dialect.POSTGRESQL) -> list[dict[str, Any]]:
    """Return what differs from an empty operation, without places and texts."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    source = parse("r.py", HEAD + lines)
    assert isinstance(source, Source), source
    found = run_function(source, "upgrade", dialect).operations
    return [
        {"does": one.does}
        | {
            name: value
            for name, value in one._asdict().items()
            if name not in ("at", "text", "does") and value != getattr(UNSET, name)
        }
        for one in found
    ]


def flags(*some: Flag) -> dict[str, Any]:
    return {"flags": frozenset(some)}


PRIMARY = ConstraintKind.PRIMARY_KEY
UNIQUE = ConstraintKind.UNIQUE
FOREIGN = ConstraintKind.FOREIGN_KEY
CHECK = ConstraintKind.CHECK
COLUMN = {"does": Does.ADD_COLUMN, "table": "t", "name": "c"}

TABLES = [
    pytest.param(
        'op.create_table("t", sa.Column("a", sa.Text()), sa.Column("b"), schema="s")',
        [{"does": Does.CREATE_TABLE, "table": "s.t", "columns": ("a", "b")}],
        id="table with a schema",
    ),
    pytest.param(
        'op.create_table("t", *more, if_not_exists=True, prefixes=["TEMPORARY"], **kw)',
        [{"does": Does.CREATE_TABLE, "table": "t"} | flags(Flag.IF_NOT_EXISTS, Flag.TEMPORARY)],
        id="table of unknown columns",
    ),
    pytest.param(
        'op.create_table("t", sa.Column("u", sa.Integer, sa.ForeignKey("s.users.id")),\n'
        '  sa.ForeignKeyConstraint(["a"], ["public.x.b"], name=op.f("fk")),\n'
        '  sa.Column("i", sa.Integer, index=True, unique=True), sa.Index("ix", "i", "u"))',
        [
            {"does": Does.CREATE_TABLE, "table": "t", "columns": ("u", "i")},
            {
                "does": Does.ADD_CONSTRAINT,
                "table": "t",
                "columns": ("u",),
                "constraint": FOREIGN,
                "references": "s.users",
            },
            {
                "does": Does.ADD_CONSTRAINT,
                "table": "t",
                "name": "fk",
                "columns": ("a",),
                "constraint": FOREIGN,
                "references": "x",
            },
            {"does": Does.CREATE_INDEX, "table": "t", "name": "ix", "columns": ("i", "u")},
            {"does": Does.CREATE_INDEX, "table": "t", "columns": ("i",)} | flags(Flag.UNIQUE),
        ],
        id="table with keys and indexes",
    ),
    pytest.param(
        'op.drop_table("t", if_exists=True)',
        [{"does": Does.DROP_TABLE, "table": "t"} | flags(Flag.IF_EXISTS)],
        id="drop table",
    ),
    pytest.param(
        'op.rename_table("a", "b", schema="s")',
        [{"does": Does.RENAME_TABLE, "table": "s.a", "new_name": "s.b"}],
        id="rename table",
    ),
    pytest.param(
        'op.create_table_comment("t", "x")\nop.drop_table_comment("t")',
        [{"does": Does.COMMENT, "table": "t"}, {"does": Does.COMMENT, "table": "t"}],
        id="comments",
    ),
    pytest.param(
        'op.bulk_insert(users, [{"id": 1}])',
        [{"does": Does.INSERT, "table": "users", "columns": ("id", "nick")}],
        id="bulk insert",
    ),
    pytest.param(
        "op.bulk_insert(models.User, [])",
        [{"does": Does.OPAQUE, "why": "the table of the rows is defined elsewhere"}],
        id="bulk insert into a model",
    ),
    pytest.param(
        'sa.Table("t", sa.MetaData(), sa.Column("a")).create(op.get_bind(), checkfirst=True)',
        [{"does": Does.CREATE_TABLE, "table": "t", "columns": ("a",)} | flags(Flag.IF_NOT_EXISTS)],
        id="table that creates itself",
    ),
]

COLUMNS = [
    pytest.param("sa.String(20)", {"type": "varchar(20)"}, id="string"),
    pytest.param("sa.String(length=20), nullable=True", {"type": "varchar(20)"}, id="length"),
    pytest.param("sa.Numeric(10, 2)", {"type": "numeric(10,2)"}, id="numeric"),
    pytest.param("sa.DateTime(timezone=True)", {"type": "timestamptz"}, id="zone"),
    pytest.param("sa.DateTime", {"type": "timestamp"}, id="class of a type"),
    pytest.param("postgresql.ARRAY(sa.Text())", {"type": "text[]"}, id="list"),
    pytest.param("postgresql.JSONB(astext_type=sa.Text())", {"type": "jsonb"}, id="jsonb"),
    pytest.param("sa.LargeBinary(20)", {"type": "bytea"}, id="bytes"),
    pytest.param("sa.Float(53)", {"type": "double precision"}, id="float"),
    pytest.param("sa.CHAR(3)", {"type": "char(3)"}, id="type in capitals"),
    pytest.param("app.types.Guid()", {"type": "app.types.Guid()"}, id="type of the project"),
    pytest.param("type_=sa.Text()", {"type": "text"}, id="type by keyword"),
    pytest.param(
        "sa.Integer(), nullable=False",
        {"type": "integer"} | flags(Flag.NOT_NULL),
        id="not null",
    ),
    pytest.param(
        "sa.Integer(), default=0, nullable=False",
        {"type": "integer"} | flags(Flag.NOT_NULL),
        id="default of Python is none of the database",
    ),
    pytest.param(
        'sa.Integer(), server_default="0", nullable=False',
        {"type": "integer"} | flags(Flag.NOT_NULL, Flag.DEFAULT),
        id="default",
    ),
    pytest.param(
        "sa.DateTime(), server_default=sa.func.now()",
        {"type": "timestamp"} | flags(Flag.DEFAULT),
        id="now",
    ),
    pytest.param(
        "sa.Boolean(), server_default=sa.sql.expression.false()",
        {"type": "boolean"} | flags(Flag.DEFAULT),
        id="false",
    ),
    pytest.param(
        'sa.Text(), server_default=sa.text("NULL")', {"type": "text"}, id="default of null"
    ),
    pytest.param("sa.Text(), server_default=None", {"type": "text"}, id="no default"),
    pytest.param(
        'sa.UUID(), server_default=sa.text("gen_random_uuid()")',
        {"type": "uuid"} | flags(Flag.VOLATILE_DEFAULT),
        id="volatile text",
    ),
    pytest.param(
        "sa.UUID(), server_default=sa.func.gen_random_uuid()",
        {"type": "uuid"} | flags(Flag.VOLATILE_DEFAULT),
        id="volatile function",
    ),
    pytest.param(
        "sa.Integer(), sa.Identity()", {"type": "integer"} | flags(Flag.IDENTITY), id="identity"
    ),
    pytest.param(
        "sa.Integer(), sa.Computed('a', persisted=True)",
        {"type": "integer"} | flags(Flag.GENERATED),
        id="computed",
    ),
    pytest.param(
        "sa.Integer(), sa.Computed('a', persisted=False)", {"type": "integer"}, id="virtual"
    ),
    pytest.param(
        "sa.BigInteger(), primary_key=True",
        {"type": "bigint"} | flags(Flag.NOT_NULL, Flag.IDENTITY),
        id="serial",
    ),
    pytest.param(
        "sa.String(), primary_key=True",
        {"type": "varchar"} | flags(Flag.NOT_NULL),
        id="key that is no number",
    ),
    pytest.param('sa.Enum("a", "b", name="kind")', {"type": "kind"}, id="enum makes no type"),
    pytest.param('sa.Enum("a", name="k", schema="s")', {"type": "s.k"}, id="enum in a schema"),
    pytest.param("sa.Enum(Kind)", {"type": "kind"}, id="enum of a class"),
]

ALTERED = {"table": "t", "name": "c"}

CHANGES = [
    pytest.param(
        'op.add_column("t", sa.Column("c", sa.Integer, sa.ForeignKey("u.id", name="f"),\n'
        "  unique=True), if_not_exists=True)",
        [
            COLUMN | {"type": "integer"} | flags(Flag.IF_NOT_EXISTS),
            {
                "does": Does.ADD_CONSTRAINT,
                "table": "t",
                "name": "f",
                "columns": ("c",),
                "constraint": FOREIGN,
                "references": "u",
            },
            {"does": Does.ADD_CONSTRAINT, "table": "t", "columns": ("c",), "constraint": UNIQUE},
        ],
        id="column with constraints",
    ),
    pytest.param(
        'op.add_column("t", sa.Column("c", index=True))',
        [COLUMN, {"does": Does.CREATE_INDEX, "table": "t", "columns": ("c",)}],
        id="column with an index",
    ),
    pytest.param(
        'op.drop_column("t", "c", schema="public")',
        [{"does": Does.DROP_COLUMN, "table": "t", "name": "c"}],
        id="drop column",
    ),
    pytest.param(
        'op.alter_column("t", "c", type_=sa.BigInteger(), existing_type=sa.Integer(),\n'
        '  nullable=False, server_default="1", new_column_name="d", comment="x",\n'
        '  postgresql_using="c::bigint")',
        [
            ALTERED
            | {"does": Does.CHANGE_TYPE, "type": "bigint", "old_type": "integer"}
            | flags(Flag.USING),
            ALTERED | {"does": Does.SET_NOT_NULL},
            ALTERED | {"does": Does.SET_DEFAULT},
            ALTERED | {"does": Does.COMMENT},
            ALTERED | {"does": Does.RENAME_COLUMN, "new_name": "d"},
        ],
        id="everything about a column",
    ),
    pytest.param(
        'op.alter_column("t", "c", nullable=True, server_default=None)',
        [ALTERED | {"does": Does.DROP_NOT_NULL}, ALTERED | {"does": Does.DROP_DEFAULT}],
        id="null without default",
    ),
    pytest.param(
        'op.alter_column("t", "c", existing_type=sa.Text(), server_default=False, comment=False)',
        [],
        id="nothing changes",
    ),
    pytest.param(
        'op.alter_column("t", "c", nullable=flag)',
        [{"does": Does.OPAQUE, "why": "whether the column may be NULL is computed"}],
        id="nullable is computed",
    ),
]

INDEXES = [
    pytest.param(
        'op.create_index(op.f("ix"), "t", ["a", sa.text("lower(b)"), sa.func.upper("c")],\n'
        "  unique=True, postgresql_concurrently=True, if_not_exists=True)",
        [
            {
                "does": Does.CREATE_INDEX,
                "table": "t",
                "name": "ix",
                "columns": ("a",),
            }
            | flags(Flag.UNIQUE, Flag.CONCURRENTLY, Flag.IF_NOT_EXISTS)
        ],
        id="create index",
    ),
    pytest.param(
        'op.drop_index("ix", table_name="t", schema="s", postgresql_concurrently=True)',
        [{"does": Does.DROP_INDEX, "table": "s.t", "name": "s.ix"} | flags(Flag.CONCURRENTLY)],
        id="drop index",
    ),
    pytest.param(
        'op.create_unique_constraint(None, "t", ["a", "b"])',
        [
            {
                "does": Does.ADD_CONSTRAINT,
                "table": "t",
                "columns": ("a", "b"),
                "constraint": UNIQUE,
            }
        ],
        id="unique",
    ),
    pytest.param(
        'op.create_primary_key("pk", "t", ["a"])',
        [
            {
                "does": Does.ADD_CONSTRAINT,
                "table": "t",
                "name": "pk",
                "columns": ("a",),
                "constraint": PRIMARY,
            }
        ],
        id="primary key",
    ),
    pytest.param(
        'op.create_foreign_key("fk", "t", "u", ["a"], ["id"], source_schema="s",\n'
        '  referent_schema="r", postgresql_not_valid=True)',
        [
            {
                "does": Does.ADD_CONSTRAINT,
                "table": "s.t",
                "name": "fk",
                "columns": ("a",),
                "constraint": FOREIGN,
                "references": "r.u",
            }
            | flags(Flag.NOT_VALID)
        ],
        id="foreign key",
    ),
    pytest.param(
        'op.create_check_constraint("ck", "t", sa.text("a > 1"), postgresql_not_valid=True)',
        [
            {"does": Does.ADD_CONSTRAINT, "table": "t", "name": "ck", "constraint": CHECK}
            | flags(Flag.NOT_VALID)
        ],
        id="check",
    ),
    pytest.param(
        'op.create_exclude_constraint("ex", "t", ("a", "="), using="gist")',
        [
            {
                "does": Does.ADD_CONSTRAINT,
                "table": "t",
                "name": "ex",
                "constraint": ConstraintKind.EXCLUDE,
            }
        ],
        id="exclude",
    ),
    pytest.param(
        'op.drop_constraint("fk", "t", type_="foreignkey", if_exists=True)',
        [
            {"does": Does.DROP_CONSTRAINT, "table": "t", "name": "fk", "constraint": FOREIGN}
            | flags(Flag.IF_EXISTS)
        ],
        id="drop constraint",
    ),
    pytest.param(
        'op.create_unique_constraint(name="u", source="t", local_columns=["a"])',
        [
            {
                "does": Does.ADD_CONSTRAINT,
                "table": "t",
                "name": "u",
                "columns": ("a",),
                "constraint": UNIQUE,
            }
        ],
        id="names of old versions",
    ),
]

BATCHES = [
    pytest.param(
        'with op.batch_alter_table("t", schema="s") as b:\n'
        '  b.add_column(sa.Column("c", sa.Text()))\n'
        '  b.drop_column("d")\n'
        '  b.create_index("ix", ["c"])\n'
        '  b.create_foreign_key("fk", "u", ["c"], ["id"])\n'
        '  b.drop_constraint("k", type_="unique")\n'
        '  b.alter_column("e", new_column_name="f")',
        [
            {"does": Does.ADD_COLUMN, "table": "s.t", "name": "c", "type": "text"},
            {"does": Does.DROP_COLUMN, "table": "s.t", "name": "d"},
            {"does": Does.CREATE_INDEX, "table": "s.t", "name": "ix", "columns": ("c",)},
            {
                "does": Does.ADD_CONSTRAINT,
                "table": "s.t",
                "name": "fk",
                "columns": ("c",),
                "constraint": FOREIGN,
                "references": "u",
            },
            {"does": Does.DROP_CONSTRAINT, "table": "s.t", "name": "k", "constraint": UNIQUE},
            {"does": Does.RENAME_COLUMN, "table": "s.t", "name": "e", "new_name": "f"},
        ],
        id="batch",
    ),
    pytest.param(
        'with op.batch_alter_table(name) as b:\n  b.drop_column("d")',
        [{"does": Does.OPAQUE, "why": "the name of the table is computed"}],
        id="batch on a table that is computed",
    ),
]

TYPE = {"name": "kind", "object": "enum type"}

TYPES = [
    pytest.param(
        'op.create_table("t", sa.Column("a", sa.Enum("x", name="kind")))\n'
        'op.create_table("u", sa.Column("a", postgresql.ARRAY(sa.Enum("x", name="kind"))))',
        [
            TYPE | {"does": Does.CREATE_TYPE},
            {"does": Does.CREATE_TABLE, "table": "t", "columns": ("a",)},
            {"does": Does.CREATE_TABLE, "table": "u", "columns": ("a",)},
        ],
        id="a table makes its types once",
    ),
    pytest.param(
        'op.create_table("t", sa.Column("a", postgresql.ENUM("x", name="kind", create_type=False)),'
        '\n  sa.Column("b", sa.Enum("x", name="other", native_enum=False)))',
        [{"does": Does.CREATE_TABLE, "table": "t", "columns": ("a", "b")}],
        id="types that a table does not make",
    ),
    pytest.param(
        'sa.Enum("x", name="kind").create(op.get_bind())\n'
        'sa.Enum(name="kind").drop(op.get_bind(), checkfirst=True)',
        [
            TYPE | {"does": Does.CREATE_TYPE},
            {"does": Does.DROP_TYPE, "name": "kind", "object": "type"} | flags(Flag.IF_EXISTS),
        ],
        id="enum",
    ),
    pytest.param(
        'kind = postgresql.ENUM("x", name="kind")\nbind = op.get_bind()\n'
        "kind.create(bind)\nkind.drop(bind=bind, checkfirst=False)",
        [
            TYPE | {"does": Does.CREATE_TYPE} | flags(Flag.IF_NOT_EXISTS),
            {"does": Does.DROP_TYPE, "name": "kind", "object": "type"},
        ],
        id="enum of PostgreSQL looks first",
    ),
    pytest.param(
        'op.sync_enum_values("public", "kind", ["a", "b"],\n'
        '  [TableReference(table_schema="public", table_name="t", column_name="c")])',
        [
            TYPE | {"does": Does.ALTER_OBJECT},
            {"does": Does.CHANGE_TYPE, "table": "t", "name": "c", "type": "kind"}
            | flags(Flag.USING),
        ],
        id="values of an enum",
    ),
    pytest.param(
        "from alembic_utils.pg_trigger import PGTrigger\n"
        'op.create_entity(PGTrigger("public", "stamp", "AFTER ...", on_entity="public.users"))\n'
        "op.drop_entity(other)",
        [
            {
                "does": Does.CREATE_OBJECT,
                "object": "trigger",
                "name": "stamp",
                "table": "users",
            },
            {"does": Does.OPAQUE, "why": "the entity is defined elsewhere"},
        ],
        id="entities",
    ),
]

STATEMENTS = [
    pytest.param(
        'op.execute("DROP VIEW v; DELETE FROM t")',
        [
            {"does": Does.DROP_OBJECT, "object": "view", "name": "v"},
            {"does": Does.DELETE, "table": "t"},
        ],
        id="text",
    ),
    pytest.param(
        'op.get_bind().execute(sa.text("UPDATE t SET a = :a WHERE b = 1"), {"a": 1})',
        [{"does": Does.UPDATE, "table": "t", "columns": ("a",)} | flags(Flag.WHERE)],
        id="text with a parameter",
    ),
    pytest.param(
        'op.execute(sa.text("DELETE FROM t WHERE a = :a").bindparams(a=1))',
        [{"does": Does.DELETE, "table": "t"} | flags(Flag.WHERE)],
        id="bound parameter",
    ),
    pytest.param(
        "op.execute(users.update().where(users.c.id == 1).values({users.c.nick: None}))",
        [{"does": Does.UPDATE, "table": "users", "columns": ("nick",)} | flags(Flag.WHERE)],
        id="update of a table",
    ),
    pytest.param(
        "conn = op.get_bind()\nconn.execute(sa.update(users).values(nick='x'))",
        [{"does": Does.UPDATE, "table": "users", "columns": ("nick",)}],
        id="update",
    ),
    pytest.param(
        "op.execute(postgresql.insert(users).values(id=1).on_conflict_do_nothing())",
        [{"does": Does.INSERT, "table": "users", "columns": ("id",)}],
        id="insert",
    ),
    pytest.param(
        "op.execute(sa.delete(users))", [{"does": Does.DELETE, "table": "users"}], id="delete"
    ),
    pytest.param(
        "for row in op.get_bind().execute(sa.select(users.c.id)).fetchall():\n  print(row)",
        [{"does": Does.READ}],
        id="select",
    ),
    pytest.param(
        "op.execute(models.User.__table__.update())",
        [{"does": Does.OPAQUE, "why": "the table of the statement is defined elsewhere"}],
        id="table of a model",
    ),
    pytest.param(
        'op.execute(f"DROP TABLE {name}")',
        [{"does": Does.OPAQUE, "why": "the statement is computed"}],
        id="computed",
    ),
]

CERTAIN = "SQLAlchemy takes :a for a parameter, and no value is given for it"

FAILURES = [
    pytest.param(
        'op.drop_constraint(None, "t", type_="unique")',
        "Alembic cannot drop a constraint without its name, and the name is None",
        id="constraint without a name",
    ),
    pytest.param(
        'op.drop_constraint("k", "t", type_="foreign_key")',
        'Alembic knows no type "foreign_key" of a constraint: only foreignkey, unique, primary'
        " and check",
        id="type of a constraint",
    ),
    pytest.param(
        'op.drop_constraint("k")',
        "drop_constraint is called without table_name, which Alembic demands",
        id="argument is missing",
    ),
    pytest.param(
        'op.create_foreign_key("k", "t", "u")',
        "create_foreign_key is called without local_cols and remote_cols, which Alembic demands",
        id="arguments are missing",
    ),
    pytest.param(
        'op.drop_column("t", sa.Column("c", sa.Text()))',
        "Alembic wants the name of the column, not a Column",
        id="column that is no name",
    ),
    pytest.param("op.execute(\"DELETE FROM t WHERE x = ':a' OR y = :a\")", CERTAIN, id="parameter"),
    pytest.param('op.execute(sa.text("DELETE FROM t WHERE :a"))', CERTAIN, id="parameter of text"),
]

NO_FAILURES = [
    pytest.param('op.drop_constraint(None, "t", type_="primary")', id="key named by a convention"),
    pytest.param("op.execute(\"SELECT '1'::text, a[1:2], '10:30'\")", id="colons that are none"),
    pytest.param('op.execute("DELETE FROM t WHERE a = \\\\:a")', id="colon with a backslash"),
    pytest.param('op.create_index(None, "t", ["a"])', id="index without a name"),
    pytest.param('op.drop_table("t", unknown=1)', id="keyword that nobody knows"),
]


@pytest.mark.parametrize(
    ("body", "operations"),
    [*TABLES, *CHANGES, *INDEXES, *BATCHES, *TYPES, *STATEMENTS],
)
def test_what_directives_do(body: str, operations: list[dict[str, Any]]) -> None:
    assert done(body) == operations


@pytest.mark.parametrize(("column", "fields"), COLUMNS)
def test_columns(column: str, fields: dict[str, Any]) -> None:
    assert done(f'op.add_column("t", sa.Column("c", {column}))') == [COLUMN | fields]


@pytest.mark.parametrize(("body", "fails"), FAILURES)
def test_what_certainly_fails(body: str, fails: str) -> None:
    assert [one.get("fails") for one in done(body)] == [fails]


@pytest.mark.parametrize("body", NO_FAILURES)
def test_what_need_not_fail(body: str) -> None:
    assert [one.get("fails") for one in done(body)] == [None]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param("op.drop_table(name)", "the name of the table is computed", id="table"),
        pytest.param("op.drop_table(*args)", "arguments are hidden behind * or **", id="star"),
        pytest.param(
            'op.create_index("i", "t", ["a"], **kw)',
            "arguments are hidden behind * or **",
            id="two stars",
        ),
        pytest.param('op.create_index("i", "t", cols())', "the columns are computed", id="columns"),
        pytest.param(
            'op.create_index("i", "t", ["a"], unique=flag)',
            "the option unique is computed",
            id="option",
        ),
        pytest.param(
            'op.add_column("t", column())', "the column is defined elsewhere", id="column"
        ),
        pytest.param(
            'op.add_column("t", sa.Column("c", **kw))',
            "options of the column are computed",
            id="options of a column",
        ),
        pytest.param(
            'op.drop_table("t", "s", "x")',
            "there are more arguments than Alembic takes",
            id="too many",
        ),
        pytest.param(
            "op.refresh_views()", "refresh_views is no operation of Alembic's own", id="plugin"
        ),
        pytest.param("op.run_async(f)", "run_async is no operation of Alembic's own", id="async"),
    ],
)
def test_what_cannot_be_read(body: str, why: str) -> None:
    assert done(body) == [{"does": Does.OPAQUE, "why": why}]


def test_other_databases_have_no_enum_types() -> None:
    body = (
        'op.create_table("t", sa.Column("a", sa.Enum("x", name="kind"), nullable=False))\n'
        'sa.Enum("x", name="kind").create(op.get_bind())\n'
        'op.add_column("t", sa.Column("c", sa.DateTime()))'
    )
    assert done(body, Dialect.MYSQL) == [
        {"does": Does.CREATE_TABLE, "table": "t", "columns": ("a",)},
        COLUMN | {"type": "datetime"},
    ]


def test_an_enum_type_without_a_name_fails_on_postgresql() -> None:
    body = 'op.create_table("t", sa.Column("a", sa.Enum("x", "y")))'
    fails = "PostgreSQL wants a name for the enum type of a"
    table = {"does": Does.CREATE_TABLE, "table": "t", "columns": ("a",)}
    assert done(body) == [table | {"fails": fails}]
    assert done(body, None) == [table]
