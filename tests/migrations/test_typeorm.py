"""Migrations of TypeORM: what each call does, and what TypeORM really sent for samples."""

import pytest

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import typeorm
from deploylint.migrations.project import Project
from deploylint.model.location import Location
from deploylint.model.migrationtools import Framework
from deploylint.model.verdict import Finding
from tests.migrations.jssaid import core, read_one, said, sample, sent

PATH = "src/migrations/1767225600001-A.ts"


def read(
    up: str, down: str = "", more: str = "", dialect: Dialect | None = Dialect.POSTGRESQL
) -> Migration:
    text = f"""import {{ MigrationInterface, QueryRunner }} from "typeorm";
export class A1767225600001 implements MigrationInterface {{
  {more}
  public async up(queryRunner: QueryRunner): Promise<void> {{ {up} }}
  public async down(queryRunner: QueryRunner): Promise<void> {{ {down} }}
}}
"""
    return read_one(Framework.TYPEORM, PATH, text, dialect)


@pytest.mark.parametrize(
    "one", [pytest.param(one, id=one.name) for one in sample(Framework.TYPEORM)]
)
@pytest.mark.parametrize("direction", ["up", "down"])
def test_samples_do_what_typeorm_sent(one: Migration, direction: str) -> None:
    script = one.up if direction == "up" else one.down
    assert script is not None
    real = sent(Framework.TYPEORM, one.name, direction)
    if (one.version, direction) == ("ChangePosts1767225600002", "up"):
        real = tuple(step for step in real if step.name != "posts_title")  # goes with its column
    assert core(script.operations) == core(real)
    assert one.problems == ()


def test_samples_in_order() -> None:
    assert [
        (one.version, one.name, one.position, one.dialect, one.aliases)
        for one in sample(Framework.TYPEORM)
    ] == [
        (name, file, (time,), Dialect.POSTGRESQL, (name, class_name, str(time)))
        for name, class_name, file, time in (
            (
                "CreatePosts1767225600001",
                "CreatePosts1767225600001",
                "1767225600001-CreatePosts",
                1767225600001,
            ),
            ("ChangePosts1767225600002", "ChangePosts", "1767225600002-ChangePosts", 1767225600002),
            (
                "Convert1767225600003",
                "Convert1767225600003",
                "1767225600003-Convert",
                1767225600003,
            ),
        )
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "query('DROP TABLE a'); await queryRunner.manager.query('DROP TABLE b')",
            ["drop table table=a", "drop table table=b"],
            id="query",
        ),
        pytest.param(
            "query(`ALTER TABLE ${t} ADD a int`)",
            ["opaque why=a part of the SQL is computed"],
            id="hole",
        ),
        pytest.param("query<{ n: number }[]>('SELECT 1')", ["read"], id="type-arguments"),
        pytest.param(
            "createTable(new Table({ name: 's.t', columns: [{ name: 'a', type: 'int',"
            " isPrimary: true }],"
            " foreignKeys: [{ columnNames: ['a'], referencedTableName: 'o',"
            " referencedColumnNames: ['id'] }] }))",
            [
                "create table table=s.t columns=a",
                "add constraint table=s.t columns=a constraint=foreign key references=o",
            ],
            id="create",
        ),
        pytest.param(
            "createTable(new Table(options))",
            ["opaque why=the name of the table is computed"],
            id="computed",
        ),
        pytest.param(
            "createTable(new Table({ name: 't', columns: [{ name: n, type: 'int' }] }))",
            ["opaque why=an argument is computed"],
            id="computed-column",
        ),
        pytest.param(
            (
                "addColumn('t', new TableColumn({ name: 'a', type: 'varchar', length: '20',"
                " isNullable: true }))"
            ),
            ["add column table=t name=a type=varchar(20)"],
            id="nullable",
        ),
        pytest.param(
            "addColumns('t', [new TableColumn({ name: 'a', type: 'int', default: 0 })])",
            ["add column table=t name=a type=int [default] [not null]"],
            id="default",
        ),
        pytest.param(
            "dropColumns('t', ['a', 'b'])",
            ["drop column table=t name=a", "drop column table=t name=b"],
            id="drop",
        ),
        pytest.param(
            "changeColumn('t', new TableColumn({ name: 'a', type: 'int', isNullable: true }),"
            " new TableColumn({ name: 'b', type: 'int', default: '1' }))",
            [
                "rename column table=t name=a new_name=b",
                "set not null table=t name=b",
                "set default table=t name=b value=1",
            ],
            id="change",
        ),
        pytest.param(
            "changeColumn('t', new TableColumn({ name: 'a', type: 'varchar', length: '20' }),"
            " new TableColumn({ name: 'a', type: 'varchar', length: '30' }))",
            [
                "drop column table=t name=a type=varchar(20)",
                "add column table=t name=a type=varchar(30) [not null]",
            ],
            id="change-length",
        ),
        pytest.param(
            (
                "changeColumn('t', 'a', new TableColumn({ name: 'a', type: 'text', isNullable:"
                " true }))"
            ),
            [
                (
                    "opaque why=whether the type changes: TypeORM then drops the column and adds"
                    " it anew"
                ),
                "drop not null table=t name=a",
            ],
            id="change-of-what",
        ),
        pytest.param(
            (
                "createIndex('t', new TableIndex({ name: 'i', columnNames: ['a'], isUnique: true,"
                " isConcurrent: true }))"
            ),
            ["create index table=t name=i columns=a [concurrently] [unique]"],
            id="index",
        ),
        pytest.param(
            "dropForeignKey(await queryRunner.getTable('t'), 'k')",
            ["read", "drop constraint table=t name=k constraint=foreign key"],
            id="looked-up-table",
        ),
        pytest.param(
            (
                "dropForeignKey('t', (await queryRunner.getTable('t'))!.foreignKeys.find((k) =>"
                " k.columnNames[0] === 'a'))"
            ),
            ["read", "opaque why=what is dropped is looked up or has no name"],
            id="looked-up-key",
        ),
        pytest.param("clearTable('t')", ["truncate table=t"], id="clear"),
        pytest.param("startTransaction()", ["transaction name=begin"], id="transaction"),
        pytest.param(
            "createSchema('s', true)", ["create name=s object=schema [if not exists]"], id="schema"
        ),
        pytest.param(
            "manager.save(User, { a: 1 })",
            ["opaque why=which table the entity is stored in is not in this file"],
            id="entity",
        ),
        pytest.param("manager.getRepository(User).find()", ["read"], id="find"),
        pytest.param(
            "manager.createQueryBuilder().update('t').set({ a: 1 }).execute()",
            ["opaque why=a query builder puts the SQL together"],
            id="builder",
        ),
    ],
)
def test_calls(body: str, expected: list[str]) -> None:
    assert said(read(f"await queryRunner.{body};").up) == expected


@pytest.mark.parametrize(
    ("up", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("/* nothing */", [], id="comment"),
        pytest.param("console.log('no')", [], id="log"),
        pytest.param("throw new Error('cannot')", ["declared irreversible why=cannot"], id="throw"),
        pytest.param(
            "return Promise.reject(new Error('cannot'))",
            ["declared irreversible why=cannot"],
            id="reject",
        ),
    ],
)
def test_downs_without_effect(up: str, expected: list[str]) -> None:
    assert said(read("", up).down) == expected


def test_a_method_that_both_directions_call_runs_in_both() -> None:
    more = "private async both(q: QueryRunner) { await q.query(this.sql) }\n"
    more += "  private sql = `DROP TABLE a`;"
    one = read("await this.both(queryRunner)", "await this.both(queryRunner)", more)
    assert (said(one.up), said(one.down)) == (["drop table table=a"], ["drop table table=a"])
    assert one.up.operations[0].at == Location(PATH, 4, 18, 4, 30)


@pytest.mark.parametrize(
    ("more", "mode", "expected"),
    [
        pytest.param("", "", (True, True), id="default"),
        pytest.param("transaction = false;", "", (False, None), id="own"),
        pytest.param("transaction = false as const", "each", (False, True), id="own-but-each"),
        pytest.param("transaction = true", "none", (False, False), id="none"),
    ],
)
def test_transactions(more: str, mode: str, expected: tuple[bool, bool | None]) -> None:
    text = f"class A1767225600001 {{ {more}\n up(queryRunner) {{}} down(queryRunner) {{}} }}"
    source = f'new DataSource({{ type: "postgres", migrationsTransactionMode: "{mode}" }})'
    project = Project(Framework.TYPEORM, "migrations", (PATH,), context=("data-source.ts",))
    (one,) = typeorm.read(project, {PATH: text, "data-source.ts": source}, {PATH})
    assert one.down is not None
    assert (one.up.transaction, one.down.transaction) == expected


@pytest.mark.parametrize(
    ("text", "version", "position", "message"),
    [
        pytest.param(
            "export class A1767225600001 implements MigrationInterface {}",
            "A1767225600001",
            1767225600001,
            None,
            id="class",
        ),
        pytest.param(
            "export default class A implements MigrationInterface {\n  name = 'B1767225600001'\n}",
            "B1767225600001",
            1767225600001,
            None,
            id="name",
        ),
        pytest.param(
            "module.exports = class A1767225600001 { async up(queryRunner) {} }",
            "A1767225600001",
            1767225600001,
            None,
            id="javascript",
        ),
        pytest.param(
            "export class A1767225600000 implements MigrationInterface {}",
            "A1767225600000",
            1767225600000,
            "the file says 1767225600001 but the class 1767225600000, by which TypeORM orders it",
            id="mismatch",
        ),
        pytest.param(
            "export class Initial implements MigrationInterface {}",
            "Initial",
            0,
            'the name "Initial" does not end in a time of 13 digits, without which TypeORM'
            " runs no migration",
            id="none",
        ),
    ],
)
def test_names(text: str, version: str, position: int, message: str | None) -> None:
    one = read_one(Framework.TYPEORM, PATH, text)
    assert (one.version, one.position, one.no_down) == (
        version,
        (position,),
        "its class has no method `down`, and reverting it ends with an error",
    )
    assert [found.message for found in (*one.problems, *one.notes)] == (
        [message] if message else []
    )
    assert all(found == Finding(found.message, one.at) for found in one.problems)


def test_several_classes_of_one_file_are_several_migrations() -> None:
    text = "".join(
        f"export class {name} implements MigrationInterface {{\n"
        f" async up(queryRunner) {{ await queryRunner.query('DROP TABLE {name}') }} }}\n"
        for name in ("B1767225600002", "A1767225600001", "Helper")
    )
    project = Project(Framework.TYPEORM, "migrations", (PATH,))
    found = typeorm.read(project, {PATH: text}, {PATH})
    assert [(one.version, said(one.up)) for one in found] == [
        ("A1767225600001", ["drop table table=a1767225600001"]),
        ("B1767225600002", ["drop table table=b1767225600002"]),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("export class A implements MigrationInterface {}", True, id="interface"),
        pytest.param(
            "module.exports = class A { async up(queryRunner) {} }", True, id="javascript"
        ),
        pytest.param("exports.up = (queryRunner) => {}", False, id="no-class"),
        pytest.param("export class A {}", False, id="another-class"),
    ],
)
def test_belongs(text: str, *, expected: bool) -> None:
    assert typeorm.belongs(PATH, text) is expected
