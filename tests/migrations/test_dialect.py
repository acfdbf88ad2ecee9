"""What a text proves of the database that it was written for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.dialect import proven_dialect

PG, CRDB, MYSQL = Dialect.POSTGRESQL, Dialect.COCKROACHDB, Dialect.MYSQL
SQLITE, MSSQL = Dialect.SQLITE, Dialect.MSSQL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("ALTER TABLE a ADD COLUMN b int; SELECT 1;", None, id="silent"),
        pytest.param("SELECT a::int", PG, id="cast"),
        pytest.param("DO $$ BEGIN END $$", PG, id="dollars"),
        pytest.param("SELECT E'\\n'", PG, id="escapes"),
        pytest.param("CREATE INDEX CONCURRENTLY a ON b (c)", PG, id="concurrently"),
        pytest.param("CREATE TABLE a (b bigserial)", PG, id="bigserial"),
        pytest.param("CREATE TABLE a (id serial PRIMARY KEY)", None, id="serial-is-of-two"),
        pytest.param("CREATE TABLE a (id serial, b timestamptz)", PG, id="serial-and-more"),
        pytest.param("CREATE TABLE a (id serial, `b` int)", MYSQL, id="serial-in-mysql"),
        pytest.param("CREATE TABLE a (serial text, b int)", None, id="column-called-serial"),
        pytest.param("ALTER TYPE a ADD VALUE 'b'", PG, id="type"),
        pytest.param("COPY a FROM stdin;\n`x` AUTO_INCREMENT\n\\.\n", PG, id="copy"),
        pytest.param("\\connect x\n", PG, id="psql"),
        pytest.param("SELECT unique_rowid(), 1::int", CRDB, id="cockroach"),
        pytest.param("ALTER TABLE `a` ADD b int", MYSQL, id="backticks"),
        pytest.param("CREATE TABLE a (b int) ENGINE=InnoDB", MYSQL, id="engine"),
        pytest.param("CREATE TABLE a (engine int)", None, id="column-called-engine"),
        pytest.param("CREATE TABLE a (b int AUTO_INCREMENT)", MYSQL, id="auto-increment"),
        pytest.param("DELIMITER $$\nCREATE TRIGGER a $$", MYSQL, id="delimiter"),
        pytest.param("/*!40101 SET NAMES utf8 */;", MYSQL, id="code-in-comment"),
        pytest.param("PRAGMA foreign_keys = off; SELECT 1", SQLITE, id="pragma"),
        pytest.param("SELECT 1; PRAGMA x", SQLITE, id="second-pragma"),
        pytest.param(
            "CREATE TABLE `a` (b integer PRIMARY KEY AUTOINCREMENT)", SQLITE, id="sqlite-backticks"
        ),
        pytest.param("CREATE TABLE a (b int) WITHOUT ROWID", SQLITE, id="without-rowid"),
        pytest.param("DROP TABLE a\nGO\n", MSSQL, id="go"),
        pytest.param("CREATE TABLE a (b nvarchar(20))", MSSQL, id="nvarchar"),
        pytest.param("CREATE TABLE [dbo].[a] (b int)", MSSQL, id="brackets"),
        pytest.param("CREATE TYPE dbo.a FROM bit", MSSQL, id="dbo"),
        pytest.param("CREATE TYPE a AS ENUM ('b')", PG, id="enum"),
        pytest.param("SELECT a[1], ARRAY[b]", None, id="arrays"),
        pytest.param("CREATE TABLE `a` (b jsonb DEFAULT '{}'::jsonb)", None, id="contradictory"),
        pytest.param(
            "SELECT 'a::b $$ `c`' -- PRAGMA x\n", None, id="strings-and-comments-prove-nothing"
        ),
        pytest.param(
            "ALTER TABLE `a` ADD b int; SELECT 'it\\'s', 'a::b'", MYSQL, id="until-unsure"
        ),
    ],
)
def test_the_text_proves(text: str, expected: Dialect | None) -> None:
    assert proven_dialect(text) == expected


@given(st.text(alphabet="ab:'\"`[]$;\\\n GO", max_size=40))
def test_a_comment_proves_nothing(text: str) -> None:
    assert proven_dialect("-- " + text.replace("\n", "")) is None


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    assert proven_dialect(text) in (None, *Dialect)
