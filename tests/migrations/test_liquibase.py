"""Changelogs of Liquibase in all four forms: order, what changes do, and what takes them back."""

from collections.abc import Mapping
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Dialect, Operation
from deploylint.migrations.frameworks import liquibase
from deploylint.migrations.project import Project
from deploylint.model.location import Location
from deploylint.model.migrationtools import Framework

XML = "db/changelog.xml"
YAML = "db/changelog.yaml"
JSON = "db/changelog.json"
SQL = "db/changelog.sql"


def shown(one: Operation) -> str:
    """Return an operation in words: all of it but its place and its text."""
    words = [one.does.value]
    for key, value in one._asdict().items():
        if key in ("does", "at", "text", "flags") or value in (None, ()):
            continue
        plain = value.value if isinstance(value, Enum) else value
        words.append(f"{key}={','.join(plain) if isinstance(plain, tuple) else plain}")
    return " ".join([*words, *sorted(f"[{flag.value}]" for flag in one.flags)])


def read(
    texts: Mapping[str, str], wanted: tuple[str, ...] | None = None, dialect: Dialect | None = None
) -> tuple[Migration, ...]:
    project = Project(Framework.LIQUIBASE, "db", tuple(sorted(texts)), dialect=dialect)
    return liquibase.read(project, texts, tuple(texts) if wanted is None else wanted)


def xml(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">\n'
        f"{body}\n</databaseChangeLog>\n"
    )


def change_set(body: str, attributes: str = "") -> str:
    return xml(f'<changeSet id="c1" author="developer" {attributes}>\n{body}\n</changeSet>')


def one(text: str, path: str = XML, dialect: Dialect | None = None) -> Migration:
    (found,) = read({path: text}, dialect=dialect)
    return found


def both(found: Migration) -> tuple[list[str], list[str] | None]:
    return (
        [shown(each) for each in found.up.operations],
        None if found.down is None else [shown(each) for each in found.down.operations],
    )


def test_detect() -> None:
    paths = [
        "app/src/main/resources/db/changelog/db.changelog-master.xml",
        "app/src/main/resources/db/changelog/2026/001.yaml",
        "app/src/main/resources/db/changelog/2026/data.sql",
        "app/src/main/resources/application.yaml",
        "app/src/test/resources/db/changelog/test.xml",
        "app/src/main/resources/changelog.json",
        "scripts/liquibase/run.sql",
        "CHANGELOG.md",
    ]
    assert liquibase.detect(paths) == (
        Project(
            Framework.LIQUIBASE,
            "",
            (
                "app/src/main/resources/changelog.json",
                "app/src/main/resources/db/changelog/2026/001.yaml",
                "app/src/main/resources/db/changelog/2026/data.sql",
                "app/src/main/resources/db/changelog/db.changelog-master.xml",
                "scripts/liquibase/run.sql",
            ),
            ("app/src/main/resources/db/changelog/2026/data.sql", "scripts/liquibase/run.sql"),
        ),
    )
    assert liquibase.detect(["a.xml", "b/c.sql"]) == ()


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(XML, xml(""), True, id="xml"),
        pytest.param(XML, "<changes/>", False, id="other-xml"),
        pytest.param(YAML, "databaseChangeLog:\n", True, id="yaml"),
        pytest.param(YAML, "unreleased: []\n", False, id="other-yaml"),
        pytest.param(SQL, "\n-- liquibase formatted sql\n", True, id="sql"),
        pytest.param(SQL, "select 1;\n--liquibase formatted sql\n", False, id="other-sql"),
        pytest.param("db/changelog.txt", xml(""), False, id="other-ending"),
    ],
)
def test_belongs(path: str, text: str, expected: bool) -> None:
    assert liquibase.belongs(path, text) is expected


def test_whole_migration() -> None:
    found = one(change_set('  <dropTable tableName="PERSON"/>', 'runOnChange="true"'))
    dropped = found.up.operations[0]
    assert (found.version, found.name, found.position, found.project, found.repeatable) == (
        f"c1::developer::{XML}",
        "c1",
        (0,),
        "db",
        True,
    )
    assert found.aliases == ("c1", "developer:c1", f"{XML}::c1::developer", "changelog")
    assert found.at == Location(XML, 3, 1, 3, 58)
    assert dropped.at == Location(XML, 4, 3, 4, 34)
    assert dropped.text == 'dropTable tableName="PERSON"'
    assert found.digest.startswith("sha256:")


def test_number_as_id_is_named_after_its_file() -> None:
    found = read({XML: xml('<changeSet id="1" author="a"/>')})
    assert [each.name for each in found] == ["changelog:1"]


IRREVERSIBLE = "irreversible {}why=Liquibase has no inverse of {}; a rollback ends with an error"


def no_way(change: str, table: str | None = "a") -> str:
    return IRREVERSIBLE.format("" if table is None else f"table={table} ", change)


@pytest.mark.parametrize(
    ("body", "forth", "back"),
    [
        pytest.param(
            '<createTable tableName="a"><column name="id" type="bigint" autoIncrement="true">'
            '<constraints primaryKey="true"/></column><column name="b_id" type="bigint">'
            '<constraints foreignKeyName="fk_b" references="b(id)"/></column></createTable>',
            [
                "create table table=a columns=id,b_id",
                "add constraint table=a name=fk_b columns=b_id constraint=foreign key references=b",
            ],
            ["drop table table=a"],
            id="create-table",
        ),
        pytest.param(
            '<addColumn tableName="a"><column name="b" type="VARCHAR(20)" defaultValue="x">'
            '<constraints nullable="false"/></column>'
            '<column name="c" type="uuid" defaultValueComputed="gen_random_uuid()"/></addColumn>',
            [
                "add column table=a name=b type=varchar(20) [default] [not null]",
                "add column table=a name=c type=uuid [volatile default]",
            ],
            [
                "drop default table=a name=b",
                "drop default table=a name=c",
                "drop column table=a name=b",
                "drop column table=a name=c",
            ],
            id="add-column",
        ),
        pytest.param(
            '<addColumn tableName="a"><column name="b" type="int" valueNumeric="1"/></addColumn>',
            ["add column table=a name=b type=integer", "update table=a columns=b"],
            ["drop column table=a name=b"],
            id="add-column-with-value",
        ),
        pytest.param(
            '<dropTable tableName="a" cascadeConstraints="true"/>',
            ["drop table table=a [cascade]"],
            [no_way("dropTable")],
            id="drop-table",
        ),
        pytest.param(
            '<dropColumn tableName="a"><column name="b"/><column name="c"/></dropColumn>',
            ["drop column table=a name=b", "drop column table=a name=c"],
            [no_way("dropColumn")],
            id="drop-columns",
        ),
        pytest.param(
            '<renameColumn tableName="a" oldColumnName="b" newColumnName="c"/>'
            '<renameTable oldTableName="a" newTableName="d"/>',
            [
                "rename column table=a name=b new_name=c",
                "rename table table=a new_name=d",
            ],
            [
                "rename table table=d new_name=a",
                "rename column table=a name=c new_name=b",
            ],
            id="renames-in-the-other-order",
        ),
        pytest.param(
            '<modifyDataType tableName="a" columnName="b" newDataType="bigint"/>',
            ["change type table=a name=b type=bigint"],
            [no_way("modifyDataType")],
            id="type",
        ),
        pytest.param(
            '<addNotNullConstraint tableName="a" columnName="b" defaultNullValue="0"/>'
            '<dropNotNullConstraint tableName="a" columnName="c"/>',
            [
                "update table=a columns=b [where]",
                "set not null table=a name=b",
                "drop not null table=a name=c",
            ],
            ["set not null table=a name=c", "drop not null table=a name=b"],
            id="not-null",
        ),
        pytest.param(
            '<createIndex tableName="a" indexName="i" unique="true"><column name="b"/>'
            "</createIndex>",
            ["create index table=a name=i columns=b [unique]"],
            ["drop index table=a name=i columns=b"],
            id="index",
        ),
        pytest.param(
            '<addForeignKeyConstraint baseTableName="a" baseColumnNames="b, c" '
            'constraintName="k" referencedTableName="d" referencedColumnNames="x, y" '
            'validate="false"/>'
            '<addUniqueConstraint tableName="a" columnNames="b" constraintName="u"/>',
            [
                (
                    "add constraint table=a name=k columns=b,c constraint=foreign key references=d "
                    "[not valid]"
                ),
                "add constraint table=a name=u columns=b constraint=unique",
            ],
            [
                "drop constraint table=a name=u columns=b constraint=unique",
                "drop constraint table=a name=k columns=b,c constraint=foreign key references=d",
            ],
            id="constraints",
        ),
        pytest.param(
            '<insert tableName="a"><column name="b" value="1"/></insert>'
            '<update tableName="a"><column name="b" value="2"/><where>b = 1</where></update>'
            '<delete tableName="a"/>',
            ["insert table=a columns=b", "update table=a columns=b [where]", "delete table=a"],
            [no_way("delete"), no_way("update"), no_way("insert")],
            id="rows",
        ),
        pytest.param(
            '<createView viewName="v" replaceIfExists="true">select 1</createView>'
            '<createSequence sequenceName="s"/>',
            ["create or replace name=v object=view", "create name=s object=sequence"],
            ["drop name=s object=sequence", "drop name=v object=view"],
            id="view-and-sequence",
        ),
        pytest.param(
            '<tagDatabase tag="v1"/><comment>why</comment><empty/>', [], [], id="no-change"
        ),
        pytest.param(
            '<customChange class="com.example.Fill"/>',
            ["opaque why=it runs the class com.example.Fill"],
            ["opaque why=the class com.example.Fill may know how to take it back"],
            id="custom-change",
        ),
        pytest.param(
            "<frobnicate/>",
            ["opaque why=what `frobnicate` does is not known"],
            [no_way("frobnicate", None)],
            id="unknown-change",
        ),
        pytest.param(
            '<dropTable tableName="${unknown}"/>',
            ["opaque why=the name ${unknown} is a property that is not known"],
            [no_way("dropTable", "${unknown}")],
            id="unknown-property",
        ),
        pytest.param(
            '<dropTable/><rollback><createTable tableName="a"><column name="b" type="int"/>'
            "</createTable></rollback>",
            ["opaque why=`dropTable` does not say `tableName`"],
            ["create table table=a columns=b"],
            id="rollback-of-changes",
        ),
        pytest.param(
            '<dropTable tableName="a"/><rollback/>',
            ["drop table table=a"],
            ["read name=noop"],
            id="empty-rollback",
        ),
        pytest.param(
            "<sql>DROP TABLE a</sql><rollback>CREATE TABLE a (b int)</rollback>",
            ["drop table table=a"],
            ["create table table=a columns=b"],
            id="sql",
        ),
        pytest.param(
            "<sql>DROP TABLE a</sql>",
            ["drop table table=a"],
            [no_way("sql", None)],
            id="sql-without-rollback",
        ),
        pytest.param(
            '<sql endDelimiter="\\nGO">DROP TABLE a\nGO\nDROP TABLE b\nGO</sql><rollback/>',
            ["drop table table=a", "drop table table=b"],
            ["read name=noop"],
            id="own-delimiter",
        ),
        pytest.param(
            '<preConditions onFail="MARK_RAN"><tableExists tableName="a"/></preConditions>'
            '<createTable tableName="a"/>',
            ["create table table=a [conditional]"],
            ["drop table table=a [conditional]"],
            id="precondition",
        ),
    ],
)
def test_change_set(body: str, forth: list[str], back: list[str]) -> None:
    assert both(one(change_set(body))) == (forth, back)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        pytest.param("<sql>\n  DROP TABLE a;\n</sql>", (5, 3), id="text"),
        pytest.param("<sql>\n <![CDATA[ DROP TABLE a ]]>\n</sql>", (5, 12), id="cdata"),
        pytest.param(
            '<sql\n  dbms="postgresql">DROP TABLE a</sql>', (5, 21), id="tag-over-two-lines"
        ),
        pytest.param("<sql>DROP TABLE a -- &lt;\n</sql>", (4, 1), id="entity"),
    ],
)
def test_place_of_sql(body: str, place: tuple[int, int]) -> None:
    at = one(change_set(body)).up.operations[0].at
    assert (at.line, at.column) == place


def test_rollback_by_another_change_set() -> None:
    found = read(
        {
            XML: xml(
                '<changeSet id="c1" author="a"><createTable tableName="t"/></changeSet>'
                '<changeSet id="c2" author="a"><dropTable tableName="t"/>'
                '<rollback changeSetId="c1" changeSetAuthor="a"/></changeSet>'
                '<changeSet id="c3" author="a"><dropTable tableName="u"/>'
                '<rollback changeSetId="c9" changeSetAuthor="a"/></changeSet>'
            )
        }
    )
    assert [both(each)[1] for each in found] == [
        ["drop table table=t"],
        ["create table table=t"],
        ["opaque why=the changeSet c9 is not at hand"],
    ]


@pytest.mark.parametrize(
    ("attributes", "dialect", "transaction"),
    [
        pytest.param('dbms="postgresql"', Dialect.POSTGRESQL, True, id="postgresql"),
        pytest.param('dbms="mysql, mariadb"', Dialect.MYSQL, False, id="mysql-and-mariadb"),
        pytest.param('dbms="mysql,h2"', None, True, id="several"),
        pytest.param('dbms="!h2"', None, True, id="not-one"),
        pytest.param('runInTransaction="false"', None, False, id="no-transaction"),
    ],
)
def test_database_and_transaction(
    attributes: str, dialect: Dialect | None, transaction: bool
) -> None:
    found = one(change_set('<dropTable tableName="a"/>', attributes))
    assert (found.dialect, found.up.transaction) == (dialect, transaction)


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        pytest.param(Dialect.POSTGRESQL, "drop table table=mixedCase", id="postgresql"),
        pytest.param(Dialect.MYSQL, "drop table table=mixedcase", id="mysql"),
    ],
)
def test_mixed_case(dialect: Dialect, expected: str) -> None:
    found = one(change_set('<dropTable tableName="mixedCase"/>'), dialect=dialect)
    assert both(found)[0] == [expected]


def test_properties() -> None:
    text = xml(
        '<property name="t" value="users"/>'
        '<property name="type" value="text" dbms="postgresql"/>'
        '<property name="type" value="clob" dbms="h2,oracle"/>'
        '<changeSet id="c1" author="a"><addColumn tableName="${t}">'
        '<column name="b" type="${type}"/></addColumn></changeSet>'
    )
    assert both(one(text))[0] == ["add column table=users name=b"]
    assert both(one(text, dialect=Dialect.POSTGRESQL))[0] == [
        "add column table=users name=b type=text"
    ]


YAML_TEXT = """\
databaseChangeLog:
  - property: {name: t, value: a}
  - changeSet:
      id: add-b
      author: developer
      runInTransaction: false
      preConditions:
        - onFail: MARK_RAN
        - tableExists: {tableName: a}
      changes:
        - addColumn:
            tableName: ${t}
            columns:
              - column:
                  name: b
                  type: int
                  constraints: {nullable: false}
        - sql:
            sql: DROP TABLE c
      rollback:
        - dropColumn: {tableName: a, columnName: b}
  - changeSet:
      id: drop-d
      author: developer
      changes:
        - dropTable: {tableName: d}
      rollback: CREATE TABLE d (e int)
  - changeSet:
      id: nothing
      author: developer
      changes:
        - dropTable: {tableName: f}
      rollback:
"""

JSON_TEXT = """{"databaseChangeLog": [{"changeSet": {"id": "add-b", "author": "developer",
  "changes": [{"addColumn": {"tableName": "a", "columns": [
    {"column": {"name": "b", "type": "int", "constraints": {"nullable": false}}}]}}]}}]}
"""


def test_yaml() -> None:
    found = read({YAML: YAML_TEXT})
    assert [both(each) for each in found] == [
        (
            [
                "add column table=a name=b type=integer [conditional] [not null]",
                "drop table table=c [conditional]",
            ],
            ["drop column table=a name=b [conditional]"],
        ),
        (["drop table table=d"], ["create table table=d columns=e"]),
        (["drop table table=f"], ["read name=noop"]),
    ]
    assert [each.name for each in found] == ["add-b", "drop-d", "nothing"]
    assert found[0].up.transaction is False
    assert str(found[1].up.operations[0].at) == f"{YAML}:26:11"


def test_json() -> None:
    assert both(one(JSON_TEXT, JSON)) == (
        ["add column table=a name=b type=integer [not null]"],
        ["drop column table=a name=b"],
    )


SQL_TEXT = """\
--liquibase formatted sql

-- changeset developer:add-b dbms:postgresql runInTransaction:false
-- comment: why
ALTER TABLE a ADD b int;
CREATE INDEX i ON a (b);
--rollback DROP INDEX i;
--rollback ALTER TABLE a
--rollback   DROP COLUMN b;

--changeset "release manager":drop-c
DROP TABLE c;

--changeset developer:drop-d
DROP TABLE d;
--rollback empty

--changeset developer:drop-e runOnChange:true
--preconditions onFail:MARK_RAN onError:HALT
--precondition-sql-check expectedResult:1 SELECT 1
DROP TABLE e;
/* liquibase rollback
CREATE TABLE e (f int);
*/

--changeset developer:drop-f
DROP TABLE f;
--rollback changeSetId:drop-c changeSetAuthor:"release manager"

--changeset developer:proc endDelimiter://
DROP TABLE g //
DROP TABLE h //
--rollback not required
"""


def test_sql() -> None:
    found = read({SQL: SQL_TEXT})
    assert [(each.name, *both(each)) for each in found] == [
        (
            "add-b",
            ["add column table=a name=b type=integer", "create index table=a name=i columns=b"],
            ["drop index name=i", "drop column table=a name=b"],
        ),
        ("drop-c", ["drop table table=c"], None),
        ("drop-d", ["drop table table=d"], ["read name=noop"]),
        (
            "drop-e",
            ["drop table table=e [conditional]"],
            ["create table table=e columns=f [conditional]"],
        ),
        ("drop-f", ["drop table table=f"], ["drop table table=c"]),
        ("proc", ["drop table table=g", "drop table table=h"], ["read name=noop"]),
    ]
    assert [each.repeatable for each in found] == [False, False, False, True, False, False]
    assert (found[0].up.transaction, found[0].dialect) == (False, Dialect.POSTGRESQL)
    assert found[1].no_down == (
        "there is no `--rollback`, and Liquibase takes back no changeSet of SQL by itself"
    )
    assert found[0].down is not None
    assert [str(each.at) for each in found[0].down.operations] == [f"{SQL}:7:12", f"{SQL}:8:12"]


def test_includes_in_their_order() -> None:
    def log(name: str) -> str:
        return xml(f'<changeSet id="{name}" author="developer"/>')

    texts = {
        "app/src/main/resources/db/changelog-master.xml": xml(
            '<include file="late/z.xml" relativeToChangelogFile="true"/>'
            '<changeSet id="between" author="developer"/>'
            '<includeAll path="db/all"/>'
            '<include file="classpath:db/other/changelog.yaml"/>'
            '<include file="gone.xml"/>'
        ),
        "app/src/main/resources/db/late/z.xml": log("z-one"),
        "app/src/main/resources/db/all/b.xml": log("b-one"),
        "lib/src/main/resources/db/all/a.xml": log("a-one"),
        "lib/src/main/resources/db/other/changelog.yaml": YAML_TEXT,
        "alone/changelog.xml": xml(
            '<include file="changelog.xml" relativeToChangelogFile="true"/>'
            '<changeSet id="alone" author="developer"/>'
        ),
    }
    assert [(each.project, each.name) for each in read(texts)] == [
        ("alone", "alone"),
        ("app/src/main/resources/db", "z-one"),
        ("app/src/main/resources/db", "between"),
        ("app/src/main/resources/db", "b-one"),
        ("app/src/main/resources/db", "a-one"),
        ("app/src/main/resources/db", "add-b"),
        ("app/src/main/resources/db", "drop-d"),
        ("app/src/main/resources/db", "nothing"),
    ]


def test_circle_is_read_once() -> None:
    texts = {
        "db/a.xml": xml('<include file="b.xml"/><changeSet id="in-a" author="d"/>'),
        "db/b.xml": xml('<include file="a.xml"/><changeSet id="in-b" author="d"/>'),
    }
    assert [(each.name, each.project) for each in read(texts)] == [("in-b", "db"), ("in-a", "db")]


def test_sql_file_is_read_from_beside() -> None:
    texts = {
        XML: change_set(
            '<sqlFile path="x.sql" relativeToChangelogFile="true"/><sqlFile path="gone.sql"/>'
        ),
        "db/x.sql": "DROP TABLE a;",
    }
    (found,) = read(texts, wanted=("db/x.sql",))
    assert (both(found)[0], found.files, found.is_read) == (
        ["drop table table=a", "opaque why=the file gone.sql is not at hand"],
        (XML, "db/x.sql"),
        True,
    )


def test_what_is_not_wanted_is_not_read() -> None:
    (found,) = read({XML: change_set('<dropTable tableName="a"/>')}, wanted=())
    assert (found.is_read, found.up.operations, found.down, found.version) == (
        False,
        (),
        None,
        f"c1::developer::{XML}",
    )


BEFORE = '<dropTable tableName="a"/>'


@pytest.mark.parametrize(
    ("after", "attributes", "same"),
    [
        pytest.param(f"\n  {BEFORE}\n", "", True, id="blanks"),
        pytest.param(f"{BEFORE}<rollback/>", "", True, id="rollback"),
        pytest.param(f"<comment>x</comment>{BEFORE}", "", True, id="comment"),
        pytest.param(BEFORE, 'context="x"', True, id="context"),
        pytest.param('<dropTable tableName="b"/>', "", False, id="other-table"),
        pytest.param(f"{BEFORE}{BEFORE}", "", False, id="one-more"),
    ],
)
def test_digest_is_of_the_changes(after: str, attributes: str, same: bool) -> None:
    first, second = one(change_set(BEFORE)), one(change_set(after, attributes))
    assert (first.digest == second.digest) is same


def test_same_name_for_different_databases() -> None:
    found = read(
        {
            XML: xml(
                '<changeSet id="c1" author="a" dbms="mysql"/>'
                '<changeSet id="c1" author="a" dbms="postgresql"/>'
                '<changeSet id="c2" author="a"/><changeSet id="c2" author="a"/>'
            )
        }
    )
    assert [each.version for each in found] == [
        f"c1::a::{XML}",
        f"c1::a::{XML}::postgresql",
        f"c2::a::{XML}",
        f"c2::a::{XML}",
    ]


@pytest.mark.parametrize(
    ("path", "text", "message", "place"),
    [
        pytest.param(
            XML,
            "<databaseChangeLog>\n <changeSet>",
            "this XML is not well-formed XML: no element found",
            (2, 13),
            id="xml",
        ),
        pytest.param(
            YAML,
            "databaseChangeLog: [\n",
            "this cannot be read: a value is missing here",
            (2, 1),
            id="yaml",
        ),
    ],
)
def test_broken_file(path: str, text: str, message: str, place: tuple[int, int]) -> None:
    texts = {path: text, "db/other.xml": change_set("")}
    found = {each.version: each for each in read(texts)}
    problem = found[path].problems[0]
    assert problem.at is not None
    assert (problem.message, (problem.at.line, problem.at.column)) == (message, place)
    assert both(found[path])[0] == ["opaque why=the changelog cannot be read"]
    assert "c1::developer::db/other.xml" in found


SAMPLES = (
    (XML, change_set('<sql>x</sql><rollback changeSetId="c1" changeSetAuthor="developer"/>')),
    (YAML, YAML_TEXT),
    (JSON, JSON_TEXT),
    (SQL, SQL_TEXT),
)


@given(
    st.sampled_from(SAMPLES),
    st.integers(min_value=0, max_value=1200),
    st.integers(min_value=0, max_value=40),
    st.text(alphabet='<>/&"{}[]:-\n ab$;*!\r\t', max_size=8),
)
def test_any_change_of_a_sample_is_read(
    sample: tuple[str, str], start: int, length: int, put: str
) -> None:
    path, text = sample
    changed = text[:start] + put + text[start + length :]
    height = changed.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for found in read({path: changed}):
        places = [each.at for each in found.up.operations]
        places += [each.at for each in found.problems if each.at is not None]
        assert all(1 <= at.line <= height and at.column >= 1 for at in places)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(XML, xml("<changeSet>" * 5000), id="deep-xml"),
        pytest.param(YAML, "databaseChangeLog: " + "[" * 5000, id="deep-yaml"),
        pytest.param(YAML, "databaseChangeLog: 5\n", id="number"),
        pytest.param(YAML, "databaseChangeLog: [1, a, [2]]\n", id="wrong-items"),
        pytest.param(SQL, "--liquibase formatted sql\n" + "--changeset a:b\n" * 20_000, id="many"),
        pytest.param(SQL, "--liquibase formatted sql\n--changeset " + "a" * 100_000, id="long"),
        pytest.param(XML, xml("<sql>" + "x" * 100_000 + "</sql>"), id="long-xml"),
        pytest.param(XML, xml('<include file="' + "../" * 5000 + '"/>'), id="long-path"),
    ],
)
def test_hostile_text_is_read(path: str, text: str) -> None:
    assert all(found.files == (path,) for found in read({path: text}))
