"""Migrations of Sequelize: what each call does, and what Sequelize really sent for samples."""

import pytest

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import sequelize
from deploylint.model.migrationtools import Framework
from tests.migrations.jssaid import core, read_one, said, sample, sent

PATH = "migrations/20260101000000-a.js"


def read(up: str, down: str = "", dialect: Dialect | None = Dialect.POSTGRESQL) -> Migration:
    text = (
        f"module.exports = {{ async up(queryInterface, Sequelize) {{ {up} }},"
        f" async down(queryInterface) {{ {down} }} }};"
    )
    return read_one(Framework.SEQUELIZE, PATH, text, dialect)


@pytest.mark.parametrize(
    "one", [pytest.param(one, id=one.name) for one in sample(Framework.SEQUELIZE)]
)
@pytest.mark.parametrize("direction", ["up", "down"])
def test_samples_do_what_sequelize_sent(one: Migration, direction: str) -> None:
    script = one.up if direction == "up" else one.down
    assert script is not None
    assert core(script.operations) == core(sent(Framework.SEQUELIZE, one.name, direction))
    assert one.problems == ()


def test_samples_in_order_with_their_transactions() -> None:
    assert [
        (
            one.version,
            one.position,
            one.dialect,
            one.up.transaction,
            one.down and one.down.transaction,
        )
        for one in sample(Framework.SEQUELIZE)
    ] == [
        (name, (name,), Dialect.POSTGRESQL, inside, inside)
        for name, inside in (
            ("20260101000001-create-tasks.js", False),
            ("20260101000002-change-tasks.js", True),
            ("20260101000003-rows.js", False),
        )
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "createTable('t', { a: Sequelize.INTEGER, b: { type: Sequelize.TEXT } })",
            ["create table table=t columns=a,b [if not exists]"],
            id="create",
        ),
        pytest.param(
            "createTable({ tableName: 't', schema: 's' }, { a: { type: Sequelize.ENUM('x') } })",
            [
                "create type name=s.enum_t_a object=enum type [if not exists]",
                "create table table=s.t columns=a [if not exists]",
            ],
            id="enum-in-a-schema",
        ),
        pytest.param(
            "createTable('t', columns)",
            ["opaque why=an argument is computed"],
            id="computed-columns",
        ),
        pytest.param(
            "createTable('t', { ...common, a: Sequelize.DATE })",
            ["opaque why=an argument is computed"],
            id="unknown-columns",
        ),
        pytest.param(
            "dropTable('t', { cascade: true })",
            ["drop table table=t [cascade] [if exists]"],
            id="drop",
        ),
        pytest.param(
            (
                "addColumn('t', 'a', { type: Sequelize.STRING(20), allowNull: false,"
                " defaultValue: 'x' })"
            ),
            ["add column table=t name=a type=varchar(20) [default] [not null]"],
            id="add",
        ),
        pytest.param(
            "addColumn('t', 'a', Sequelize.BOOLEAN)",
            ["add column table=t name=a type=boolean"],
            id="type-alone",
        ),
        pytest.param(
            (
                "addColumn('t', 'a', { type: Sequelize.DATE, defaultValue:"
                " Sequelize.NOW, allowNull: false })"
            ),
            ["add column table=t name=a type=timestamptz [not null]"],
            id="default-of-the-code",
        ),
        pytest.param(
            (
                "addColumn('t', 'a', { type: Sequelize.UUID, defaultValue:"
                " Sequelize.literal('gen_random_uuid()') })"
            ),
            ["add column table=t name=a type=uuid [volatile default]"],
            id="volatile",
        ),
        pytest.param(
            "addColumn('t', 'a', { type: Sequelize.UUID, references: { model: 'o', key: 'id' } })",
            [
                "add column table=t name=a type=uuid",
                "add constraint table=t columns=a constraint=foreign key references=o",
            ],
            id="reference",
        ),
        pytest.param(
            "addColumn('t', name, Sequelize.TEXT)",
            ["opaque why=an argument is computed"],
            id="computed-name",
        ),
        pytest.param(
            "addColumn(t, 'a', Sequelize.TEXT)",
            ["opaque why=the name of the table is computed"],
            id="computed-table",
        ),
        pytest.param(
            "changeColumn('t', 'a', { type: Sequelize.TEXT, allowNull: true, defaultValue: 'x' })",
            [
                "change type table=t name=a type=text",
                "drop not null table=t name=a",
                "set default table=t name=a value=x",
            ],
            id="change",
        ),
        pytest.param(
            (
                "addIndex('userThings', ['userId', { name: 'createdAt', order:"
                " 'DESC' }], { concurrently: true })"
            ),
            [
                (
                    "create index table=userThings"
                    " name=user_things_user_id_created_at columns=userId,createdAt [concurrently]"
                )
            ],
            id="index",
        ),
        pytest.param(
            "addIndex('t', { fields: ['a'], unique: true, name: 'i' })",
            ["create index table=t name=i columns=a [unique]"],
            id="unique",
        ),
        pytest.param(
            "removeIndex('t', ['a', { transaction }])",
            ["opaque why=an argument is computed"],
            id="misplaced-options",
        ),
        pytest.param(
            "removeIndex('t', 'i', { concurrently: true })",
            ["drop index table=t name=i [concurrently] [if exists]"],
            id="drop-index",
        ),
        pytest.param(
            "addConstraint('t', { fields: ['a', 'b'], type: 'unique' })",
            ["add constraint table=t name=t_a_b_uk columns=a,b constraint=unique"],
            id="constraint",
        ),
        pytest.param(
            (
                "addConstraint('t', ['a'], { type: 'FOREIGN KEY', name: 'k',"
                " references: { table: 'o', field: 'id' } })"
            ),
            ["add constraint table=t name=k columns=a constraint=foreign key references=o"],
            id="version-4",
        ),
        pytest.param(
            "removeConstraint('t', 'k')", ["drop constraint table=t name=k"], id="drop-constraint"
        ),
        pytest.param(
            "bulkUpdate('t', { a: 1 }, {})", ["update table=t columns=a"], id="update-all"
        ),
        pytest.param("bulkDelete('t', { a: 1 })", ["delete table=t [where]"], id="delete"),
        pytest.param("bulkDelete('t', null, {})", ["delete table=t"], id="delete-all"),
        pytest.param("describeTable('t')", ["read"], id="read"),
        pytest.param(
            "sequelize.query('DROP TABLE t', { raw: true })", ["drop table table=t"], id="query"
        ),
        pytest.param(
            "sequelize.query({ query: 'DROP TABLE t' })", ["drop table table=t"], id="query-object"
        ),
        pytest.param(
            "sequelize.query(`DROP TABLE ${queryInterface.quoteIdentifier('t')}`)",
            ["opaque why=a part of the SQL is computed"],
            id="computed-sql",
        ),
        pytest.param(
            "dropAllTables()", ["opaque why=what dropAllTables does is not known"], id="unknown"
        ),
    ],
)
def test_calls(body: str, expected: list[str]) -> None:
    assert said(read(f"await queryInterface.{body};").up) == expected


def test_only_postgresql_gets_types_for_enums() -> None:
    body = "await queryInterface.createTable('T', { A: { type: Sequelize.ENUM('x') } });"
    assert said(read(body, dialect=Dialect.MYSQL).up) == [
        "create table table=t columns=a [if not exists]"
    ]
    assert said(read(body, dialect=None).up) == ["create table table=T columns=A [if not exists]"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            (
                "await queryInterface.sequelize.transaction(async (t) => { await"
                " queryInterface.dropTable('t') })"
            ),
            True,
            id="function",
        ),
        pytest.param(
            (
                "const t = await queryInterface.sequelize.transaction(); await"
                " queryInterface.dropTable('t'); await t.commit();"
            ),
            True,
            id="object",
        ),
        pytest.param(
            "let t; t = await queryInterface.sequelize.transaction();"
            " try { await queryInterface.dropTable('t'); await t.commit() }"
            " catch (e) { await t.rollback(); throw e }",
            True,
            id="try",
        ),
        pytest.param(
            "await queryInterface.sequelize.transaction(async (t) => { await"
            " queryInterface.dropTable('t') });"
            " await queryInterface.dropTable('u')",
            False,
            id="something-outside",
        ),
        pytest.param("await queryInterface.dropTable('t')", False, id="none"),
        pytest.param("", False, id="empty"),
    ],
)
def test_transactions(body: str, *, expected: bool) -> None:
    one = read(body)
    assert one.up.transaction is expected
    assert all(step.does.value == "drop table" for step in one.up.operations)


def test_what_changes_nothing_in_both_directions_is_left_out() -> None:
    column = "await queryInterface.changeColumn('t', 'a', { type: Sequelize.TEXT, allowNull: %s })"
    one = read(column % "false", column.replace("Sequelize.TEXT", "'TEXT'") % "true")
    assert (said(one.up), said(one.down)) == (
        ["change type table=t name=a type=text old_type=TEXT", "set not null table=t name=a"],
        ["change type table=t name=a type=TEXT old_type=text", "drop not null table=t name=a"],
    )
    text = (
        "module.exports = { up: (q, S) => q.changeColumn('t', 'a', { type: S.TEXT, allowNull:"
        " false }),"
        " down: (q, S) => q.changeColumn('t', 'a', { type: S.TEXT, allowNull: true }) }"
    )
    same = read_one(Framework.SEQUELIZE, PATH, text)
    assert (said(same.up), said(same.down)) == (
        ["set not null table=t name=a"],
        ["drop not null table=t name=a"],
    )


def test_the_context_of_umzug() -> None:
    text = "exports.up = async ({ context: q }) => { await q.dropTable('t') }"
    one = read_one(Framework.SEQUELIZE, PATH, text)
    assert (said(one.up), one.down, one.no_down) == (
        ["drop table table=t [if exists]"],
        None,
        (
            "no function `down` is exported: undoing it ends with"
            ' "Could not find migration method: down"'
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("module.exports = { up(queryInterface) {} }", True, id="queryInterface"),
        pytest.param(
            "/** @type {import('sequelize-cli').Migration} */\nmodule.exports = {}",
            True,
            id="comment",
        ),
        pytest.param(
            "import { QueryInterface } from 'sequelize'; export const up = () => {}",
            True,
            id="types",
        ),
        pytest.param("exports.up = (knex) => {}", False, id="knex"),
        pytest.param(
            "export class A implements MigrationInterface { /* queryInterface */ }",
            False,
            id="typeorm",
        ),
    ],
)
def test_belongs(text: str, *, expected: bool) -> None:
    assert sequelize.belongs(PATH, text) is expected
