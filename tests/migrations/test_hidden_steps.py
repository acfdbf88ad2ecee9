"""What destroys data in a roundabout way is an operation or an opaque step, never nothing."""

from collections.abc import Mapping

import pytest

from deploylint.migrations.reading import confirmed, find_projects, read_project

KNEX = "migrations/20260101000000_a.js"
SEQUELIZE = "migrations/20260101000000-a.js"
TYPEORM = "src/migrations/1767225600001-A.ts"
DJANGO = "shop/migrations/0001_a.py"
RAILS = "db/migrate/20260101000000_wipe.rb"
ALEMBIC = "alembic/versions/a.py"
SQL = "migrations/0001_a.up.sql"
GO = "migrations/00001_a.go"
FLYWAY = "db/migration/V1__a.sql"

UNFOUND = "its `up` is not in this file, or not written as a function"
MODEL = "a model makes the statement"
COMPUTED = "which method it calls is computed"
TAKEN = "op.drop_table is called somewhere else"
FROB = "it calls the function frob(), which may change something"


def steps(path: str, text: str, more: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Return what the only migration does, and on which table or why that is not known."""
    texts = {path: text, **(more or {})}
    projects = confirmed(find_projects(sorted(texts), ()), texts)
    ((one,),) = [read_project(project, texts, {path}) for project in projects]
    return [(step.does.value, step.why or step.table or "") for step in one.up.operations]


def knex(text: str) -> list[tuple[str, str]]:
    return steps(KNEX, f"// of knex\n{text}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "module.exports = require('./steps').dropTables(['a']);",
            [("opaque", UNFOUND)],
            id="made-elsewhere",
        ),
        pytest.param(
            "async function u(knex) { await knex('a').del(); }\nexport { u as up };",
            [("opaque", UNFOUND)],
            id="exported-under-another-name",
        ),
        pytest.param(
            "exports.up = (knex) => knex['schema']['dropTable']('a');",
            [("drop table", "a")],
            id="brackets",
        ),
        pytest.param(
            "exports.up = (knex) => knex.schema[process.env.STEP]('a');",
            [("opaque", COMPUTED)],
            id="computed-method",
        ),
    ],
)
def test_knex(text: str, expected: list[tuple[str, str]]) -> None:
    assert knex(text) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "await q.sequelize.models.User.destroy({ where: {} });",
            [("opaque", MODEL)],
            id="models",
        ),
        pytest.param(
            "const U = q.sequelize.define('a', {}); await U.destroy({ truncate: true });",
            [("opaque", MODEL)],
            id="defined",
        ),
        pytest.param(
            "const U = q.sequelize.model('a'); const rows = await U.findAll();",
            [("read", "")],
            id="only-read",
        ),
        pytest.param(
            "const U = q.sequelize.define('a', {}); for (const u of await U.findAll()) u.save();",
            [("read", ""), ("opaque", MODEL)],
            id="rows",
        ),
        pytest.param(
            "await q['removeColumn']('a', 'b');",
            [("drop column", "a")],
            id="brackets",
        ),
    ],
)
def test_sequelize(body: str, expected: list[tuple[str, str]]) -> None:
    text = f"// queryInterface\nmodule.exports = {{ async up(q, Sequelize) {{ {body} }} }};"
    assert steps(SEQUELIZE, text) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "up = async (q: QueryRunner) => { await q.query('DROP TABLE a'); };",
            [("drop table", "a")],
            id="field",
        ),
        pytest.param("name = 'A1767225600001';", [("opaque", UNFOUND)], id="inherited"),
    ],
)
def test_typeorm(body: str, expected: list[tuple[str, str]]) -> None:
    text = (
        "import { MigrationInterface, QueryRunner } from 'typeorm';\n"
        f"export class A1767225600001 extends Base implements MigrationInterface {{ {body} }}\n"
    )
    assert steps(TYPEORM, text) == expected


def django(head: str, body: str, behind: str = "") -> list[tuple[str, str]]:
    text = f"from django.db import migrations\nfrom shop.steps import Base\n{head}\n{body}{behind}"
    return steps(DJANGO, text, {"shop/migrations/__init__.py": ""})


OWN = "class Migration(migrations.Migration):"


@pytest.mark.parametrize(
    ("head", "body", "behind", "why"),
    [
        pytest.param(
            "class Migration(Base):",
            "    dependencies = []\n",
            "",
            "its operations are those of a class elsewhere",
            id="base",
        ),
        pytest.param(
            OWN,
            "    operations = []\n    def apply(self, state, editor):\n        wipe(editor)\n",
            "",
            "the migration has a method apply of its own",
            id="apply",
        ),
        pytest.param(
            OWN,
            "    @property\n    def operations(self):\n        return wipe()\n",
            "",
            "the migration has a method operations of its own",
            id="property",
        ),
        pytest.param(
            OWN,
            "    operations = []\n",
            "Migration.operations.append(migrations.DeleteModel('Book'))\n",
            "the operations are changed behind the class",
            id="behind",
        ),
    ],
)
def test_django(head: str, body: str, behind: str, why: str) -> None:
    assert django(head, body, behind) == [("opaque", why)]


def test_a_merge_in_django_does_nothing() -> None:
    assert django(OWN, "    dependencies = [('shop', 'x'), ('shop', 'y')]\n") == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("include Wipes", id="module"),
        pytest.param("define_method(:up) { drop_table :a }", id="defined"),
        pytest.param("def down; end", id="down-only"),
    ],
)
def test_rails(body: str) -> None:
    text = f"class Wipe < ActiveRecord::Migration[7.1]\n  {body}\nend\n"
    why = "the class has neither `change` nor `up` of its own"
    assert steps(RAILS, text) == [("opaque", why)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("drop = op.drop_table; drop('a')", [("opaque", TAKEN)], id="alias"),
        pytest.param("list(map(op.drop_table, ['a']))", [("opaque", TAKEN)], id="map"),
        pytest.param(
            "os.system('psql -f wipe.sql')",
            [("opaque", "it calls os.system, which is not in this file")],
            id="program",
        ),
        pytest.param("name = os.path.basename('a')", [], id="path"),
        pytest.param("op.create_index(op.f('i'), 'a', ['b'])", [("create index", "a")], id="f"),
    ],
)
def test_alembic(body: str, expected: list[tuple[str, str]]) -> None:
    text = (
        "import os\nfrom alembic import op\nrevision = 'a'\ndown_revision = None\n"
        f"def upgrade():\n    {body}\ndef downgrade():\n    pass\n"
    )
    more = {"alembic.ini": "[alembic]\nscript_location = alembic\n", "alembic/env.py": ""}
    assert steps(ALEMBIC, text, more) == expected


DELETED = "WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        pytest.param(
            f"CREATE TABLE kept AS {DELETED}",
            [("create table", "kept"), ("delete", "a")],
            id="rows-moved-to-a-new-table",
        ),
        pytest.param(
            "CREATE TABLE kept AS WITH x AS (SELECT 1) SELECT * FROM x",
            [("create table", "kept")],
            id="rows-copied-to-a-new-table",
        ),
        pytest.param(
            "COPY (DELETE FROM a RETURNING *) TO STDOUT", [("delete", "a")], id="copied-out"
        ),
        pytest.param("COPY (SELECT 1) TO STDOUT", [("read", "")], id="copied"),
        pytest.param(f"WITH x AS ({DELETED}) SELECT 1", [("delete", "a")], id="inner-with"),
        pytest.param("WITH x AS (SELECT frob()) SELECT 1", [("opaque", FROB)], id="inner-call"),
        pytest.param(
            "SELECT set_config('a', 'b', true), frob()", [("opaque", FROB)], id="behind-a-setting"
        ),
        pytest.param("SELECT setval('s', 1), frob()", [("opaque", FROB)], id="behind-a-sequence"),
        pytest.param("SELECT set_config('a', 'b', true)", [("setting", "")], id="setting"),
    ],
)
def test_sql(sql: str, expected: list[tuple[str, str]]) -> None:
    assert steps(SQL, f"{sql};\n") == expected


@pytest.mark.parametrize("opening", ["WITH x AS (", "COPY (", "CREATE TABLE t AS WITH x AS ("])
def test_deep_queries_end(opening: str) -> None:
    depth = 2_000
    found = steps(SQL, opening * depth + "SELECT 1" + ") SELECT 1" * depth)
    assert {does for does, _ in found} <= {"opaque", "create table"}


def test_goose_under_another_name() -> None:
    text = (
        'package db\nimport g "github.com/pressly/goose/v3"\n'
        "func init() { g.AddMigration(Up, nil) }\n"
        'func Up(tx *sql.Tx) error {\n\t_, err := tx.Exec("DROP TABLE a")\n\treturn err\n}\n'
    )
    assert steps(GO, text) == [("opaque", "it is written in Go")]


def test_placeholders_are_shown_as_they_are_written() -> None:
    ((_, why),) = steps(FLYWAY, "DROP ${what}a;\n")
    assert why.startswith("the statement `DROP ${what}a ...`")
