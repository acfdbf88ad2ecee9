"""Migrations of Knex: what is found, what each call does, and what Knex really sent for samples."""

import pytest

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Dialect, Does
from deploylint.migrations.frameworks import knex
from deploylint.migrations.project import Project
from deploylint.model.location import Location
from deploylint.model.migrationtools import Framework
from tests.migrations.jssaid import core, read_one, said, sample, sent

PATH = "db/migrations/20260101000000_a.js"


def read(text: str, dialect: Dialect | None = Dialect.POSTGRESQL) -> Migration:
    return read_one(Framework.KNEX, PATH, text, dialect)


def table(body: str, dialect: Dialect | None = Dialect.POSTGRESQL) -> list[str]:
    """Return what a callback of `alterTable` does."""
    callback = f"(table) => {{ {body} }}"
    text = f"exports.up = (knex) => knex.schema.alterTable('t', {callback});"
    return said(read(text, dialect).up)


def up(body: str) -> list[str]:
    return said(read(f"exports.up = async (knex) => {{ {body} }}").up)


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in sample(Framework.KNEX)])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_samples_do_what_knex_sent(one: Migration, direction: str) -> None:
    """`alter()` sends a column whole; of that only what is written is told."""
    script = one.up if direction == "up" else one.down
    assert script is not None
    whole = (Does.DROP_DEFAULT, Does.SET_NOT_NULL, Does.DROP_NOT_NULL)
    ignored = whole if one.name == "20260101000002_alter_users" else ()
    real = sent(Framework.KNEX, one.name, direction)
    assert core(script.operations, ignored) == core(real, ignored)
    assert one.problems == ()


def test_samples_in_order_with_their_settings() -> None:
    assert [
        (one.version, one.position, one.dialect, one.up.transaction)
        for one in sample(Framework.KNEX)
    ] == [
        (name, (name,), Dialect.POSTGRESQL, in_transaction)
        for name, in_transaction in (
            ("20260101000001_create_users.js", True),
            ("20260101000002_alter_users.js", True),
            ("20260101000003_rows.js", True),
            ("20260101000004_views.ts", False),
        )
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "table.string('a')", ["add column table=t name=a type=varchar(255)"], id="string"
        ),
        pytest.param(
            "table.string('a', 20).notNullable()",
            ["add column table=t name=a type=varchar(20) [not null]"],
            id="not-null",
        ),
        pytest.param(
            "table.decimal('a', 10, 4).nullable().defaultTo(0)",
            ["add column table=t name=a type=decimal(10, 4) [default]"],
            id="decimal",
        ),
        pytest.param(
            "table.integer('a').defaultTo(null)",
            ["add column table=t name=a type=integer"],
            id="default-null",
        ),
        pytest.param(
            "table.timestamp('a').defaultTo(knex.fn.now())",
            ["add column table=t name=a type=timestamptz [default]"],
            id="now",
        ),
        pytest.param(
            "table.uuid('a').defaultTo(knex.fn.uuid())",
            ["add column table=t name=a type=uuid [volatile default]"],
            id="uuid",
        ),
        pytest.param(
            "table.increments()",
            ["add column table=t name=id type=integer [identity] [not null]"],
            id="increments",
        ),
        pytest.param(
            "table.specificType('a', 'citext[]')",
            ["add column table=t name=a type=citext[]"],
            id="specific",
        ),
        pytest.param(
            "table.enu('a', ['x', 'y'])",
            ["add column table=t name=a type=enum('x', 'y')"],
            id="enum",
        ),
        pytest.param(
            "table.string('a').unique().index('i')",
            [
                "add column table=t name=a type=varchar(255)",
                "add constraint table=t name=t_a_unique columns=a constraint=unique",
                "create index table=t name=i columns=a",
            ],
            id="keys",
        ),
        pytest.param(
            "table.integer('a').references('id').inTable('o').withKeyName('k')",
            [
                "add column table=t name=a type=integer",
                "add constraint table=t name=k columns=a constraint=foreign key references=o",
            ],
            id="foreign-key",
        ),
        pytest.param(
            "table.foreign(['a', 'b'], 'k').references(['c', 'd']).inTable('s.o')",
            ["add constraint table=t name=k columns=a,b constraint=foreign key references=s.o"],
            id="foreign-keys",
        ),
        pytest.param(
            "table.unique(['a'], { indexName: 'u', useConstraint: false })",
            ["create index table=t name=u columns=a [unique]"],
            id="unique-index",
        ),
        pytest.param(
            "table.primary(['a', 'b'])",
            ["add constraint table=t name=t_pkey columns=a,b constraint=primary key"],
            id="primary-key",
        ),
        pytest.param(
            "table.dropColumns('a', 'b')",
            ["drop column table=t name=a", "drop column table=t name=b"],
            id="drop",
        ),
        pytest.param(
            (
                "table.dropForeign('aB'); table.dropUnique(['a', 'b']);"
                " table.dropIndex('a', 'i'); table.dropPrimary()"
            ),
            [
                "drop constraint table=t name=t_ab_foreign constraint=foreign key",
                "drop constraint table=t name=t_a_b_unique constraint=unique",
                "drop index table=t name=i",
                "drop constraint table=t name=t_pkey constraint=primary key",
            ],
            id="drop-keys",
        ),
        pytest.param(
            "table.renameColumn('a', 'b')", ["rename column table=t name=a new_name=b"], id="rename"
        ),
        pytest.param(
            "table.setNullable('a'); table.dropNullable('b')",
            ["drop not null table=t name=a", "set not null table=t name=b"],
            id="nullable",
        ),
        pytest.param(
            "table.text('a').notNullable().defaultTo('x').alter()",
            [
                "change type table=t name=a type=text [using]",
                "set not null table=t name=a",
                "set default table=t name=a value=x",
            ],
            id="alter",
        ),
        pytest.param(
            "table.text('a').nullable().alter({ alterType: false })",
            ["drop not null table=t name=a"],
            id="alter-null",
        ),
        pytest.param(
            "table.timestamps(true, true)",
            [
                "add column table=t name=created_at type=timestamptz [default] [not null]",
                "add column table=t name=updated_at type=timestamptz [default] [not null]",
            ],
            id="timestamps",
        ),
        pytest.param(
            "table.dropTimestamps(true)",
            ["drop column table=t name=createdAt", "drop column table=t name=updatedAt"],
            id="drop-timestamps",
        ),
        pytest.param("table.comment('x'); table.engine('y')", [], id="no-effect"),
        pytest.param(
            "table.string(name)", ["opaque why=the name of the column is computed"], id="computed"
        ),
        pytest.param(
            "table.dropColumn(...names)", ["opaque why=a name is computed"], id="computed-names"
        ),
        pytest.param(
            "table.frobnicate('a')", ["opaque why=what frobnicate does is not known"], id="unknown"
        ),
        pytest.param(
            "if (x) table.string('a')",
            ["add column table=t name=a type=varchar(255) [conditional]"],
            id="if",
        ),
        pytest.param(
            "const a = table.string('a'); if (x) { a.notNullable() }",
            ["add column table=t name=a type=varchar(255) [not null]"],
            id="variable",
        ),
    ],
)
def test_columns(body: str, expected: list[str]) -> None:
    assert table(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "await knex.schema.createTable('s.t', (t) => { t.increments(); t.string('B') })",
            ["create table table=s.t columns=id,B"],
            id="create",
        ),
        pytest.param(
            "await knex.schema.withSchema('s').dropTableIfExists('t')",
            ["drop table table=s.t [if exists]"],
            id="schema",
        ),
        pytest.param(
            "await knex.schema.renameTable('a', 'b')",
            ["rename table table=a new_name=b"],
            id="rename",
        ),
        pytest.param(
            "await knex.schema.createExtensionIfNotExists('citext')",
            ["create name=citext object=extension [if not exists]"],
            id="extension",
        ),
        pytest.param(
            "await knex('t').where({ a: 1 }).update({ b: 2 })",
            ["update table=t columns=b [where]"],
            id="update",
        ),
        pytest.param(
            "await knex('t').update('b', 2).whereIn('a', [1])",
            ["update table=t columns=b [where]"],
            id="where-behind",
        ),
        pytest.param("await knex('t').del()", ["delete table=t"], id="delete"),
        pytest.param(
            "await knex.batchInsert('t', [{ a: 1 }], 10)", ["insert table=t columns=a"], id="batch"
        ),
        pytest.param("await knex.select().from('t')", ["read table=t"], id="select"),
        pytest.param("knex('t').del()", ["delete table=t"], id="statement"),
        pytest.param("const q = knex('t').del()", [], id="never-awaited"),
        pytest.param(
            "await knex.transaction(async (trx) => { await trx('t').truncate() })",
            ["truncate table=t"],
            id="transaction",
        ),
        pytest.param(
            "await knex.schema.raw('DROP TABLE ??', ['t'])", ["drop table table=t"], id="binding"
        ),
        pytest.param(
            "await knex.raw('DROP TABLE ??', [name])",
            ["opaque why=a part of the SQL is computed"],
            id="computed-binding",
        ),
        pytest.param(
            "await knex.schema.createTable('t', columns)",
            ["opaque why=the callback is not in this file", "create table table=t"],
            id="callback",
        ),
    ],
)
def test_calls(body: str, expected: list[str]) -> None:
    assert up(body) == expected


def test_a_column_that_is_said_anew_the_same_way_does_not_change() -> None:
    text = """
exports.up = (k) => k.schema.alterTable("t", (t) => { t.string("a", 20).notNullable().alter(); });
exports.down = (k) => k.schema.alterTable("t", (t) => { t.string("a", 10).notNullable().alter(); });
"""
    one = read(text)
    assert (said(one.up), said(one.down)) == (
        ["change type table=t name=a type=varchar(20) old_type=varchar(10) [using]"],
        ["change type table=t name=a type=varchar(10) old_type=varchar(20) [using]"],
    )


def test_the_place_of_a_column_is_its_whole_chain() -> None:
    text = "exports.up = (k) => k.schema.table('t', (t) => {\n  t.string('a')\n    .unique();\n});"
    (column, key) = read(text).up.operations
    place = Location(PATH, 2, 5, 3, 14)
    assert (column.at, column.text) == (place, "string('a') .unique()")
    assert (key.at, key.text) == (place, "string('a') .unique()")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("exports.up = (knex) => knex.schema.dropTable('t')", id="exports"),
        pytest.param(
            "module.exports.up = function (knex) { return knex.schema.dropTable('t') }", id="module"
        ),
        pytest.param(
            "module.exports = { up(knex) { return knex.schema.dropTable('t') } }", id="method"
        ),
        pytest.param(
            "module.exports = { async up(knex) { await knex.schema.dropTable('t') } }", id="async"
        ),
        pytest.param("module.exports = { up: (knex) => knex.schema.dropTable('t') }", id="entry"),
        pytest.param(
            "const up = (knex) => knex.schema.dropTable('t'); module.exports = { up }", id="name"
        ),
        pytest.param(
            (
                "export async function up(knex: Knex): Promise<void> { await"
                " knex.schema.dropTable('t') }"
            ),
            id="export",
        ),
        pytest.param(
            "export const up = async (knex) => { await knex.schema.dropTable('t') }", id="constant"
        ),
        pytest.param("const up = (knex) => knex.schema.dropTable('t');\nexport { up };", id="list"),
        pytest.param("export default { up: (knex) => knex.schema.dropTable('t') }", id="default"),
    ],
)
def test_ways_to_export(text: str) -> None:
    one = read_one(Framework.KNEX, "migrations/1_a.ts", text)
    assert (said(one.up), one.down, one.no_down) == (
        ["drop table table=t"],
        None,
        "no function `down` is exported, and Knex then runs no migration at all",
    )


def test_detect_and_belongs() -> None:
    paths = (
        "api/knexfile.js",
        "api/package.json",
        "api/db/migrations/1_a.js",
        "api/db/migrations/2_b.test.js",
        "api/db/migrations/index.js",
        "api/db/migrations/types.d.ts",
        "api/node_modules/x/migrations/1_a.js",
        "src/migrate.js",
    )
    assert knex.detect(paths) == (
        Project(
            framework=Framework.KNEX,
            folder="api/db/migrations",
            files=("api/db/migrations/1_a.js",),
            context=("api/knexfile.js", "api/package.json"),
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("exports.up = (knex) => {}", True, id="knex"),
        pytest.param("exports.up = (db) => db.schema.createTable('a')", True, id="another-name"),
        pytest.param(
            "import type { Knex } from 'knex';\nexport async function up(k: Knex) {}",
            True,
            id="types",
        ),
        pytest.param("module.exports = { up: (queryInterface) => {} }", False, id="sequelize"),
        pytest.param("exports.up = (pgm) => { pgm.createTable('a') }", False, id="node-pg-migrate"),
        pytest.param("", False, id="empty"),
    ],
)
def test_belongs(text: str, *, expected: bool) -> None:
    assert knex.belongs("migrations/1_a.js", text) is expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param(
            {"knexfile.js": "module.exports = { client: 'mysql2' }"}, Dialect.MYSQL, id="one"
        ),
        pytest.param(
            {
                "knexfile.js": (
                    "({ development: { client: 'sqlite3' }, production: { client: 'pg' } })"
                )
            },
            Dialect.POSTGRESQL,
            id="production",
        ),
        pytest.param(
            {"knexfile.js": "({ a: { client: 'sqlite3' }, b: { client: 'pg' } })"},
            None,
            id="several",
        ),
        pytest.param(
            {"package.json": '{"dependencies": {"better-sqlite3": "1", "knex": "3"}}'},
            Dialect.SQLITE,
            id="driver",
        ),
        pytest.param(
            {"package.json": '{"dependencies": {"pg": "1", "mysql2": "3"}}'}, None, id="drivers"
        ),
    ],
)
def test_dialect(settings: dict[str, str], expected: Dialect | None) -> None:
    path = "migrations/1_a.js"
    project = Project(Framework.KNEX, "migrations", (path,), context=tuple(settings))
    (one,) = knex.read(project, {path: "exports.up = (knex) => {}", **settings}, {path})
    assert one.dialect is expected


def test_what_is_not_wanted_is_only_named() -> None:
    paths = ("migrations/10_a.js", "migrations/9_b.js")
    project = Project(Framework.KNEX, "migrations", paths)
    found = knex.read(project, dict.fromkeys(paths, "exports.up = (knex) => knex.raw('x')"), ())
    assert [(one.name, one.is_read, one.up.operations) for one in found] == [
        ("10_a", False, ()),
        ("9_b", False, ()),
    ]
