"""Statements of SQL in all dialects, and where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.statements import split
from deploylint.migrations.sql.tokens import Kind, SqlText, Statement, Token
from deploylint.model.location import Location

PG, CRDB, MYSQL = Dialect.POSTGRESQL, Dialect.COCKROACHDB, Dialect.MYSQL
SQLITE, MSSQL = Dialect.SQLITE, Dialect.MSSQL
HARD = "ab;'\"`$\\/*-(){}[]@:?#!.,01eE\n\r\t é"
WORDS = (
    *(
        "CREATE TRIGGER ",
        "CREATE PROCEDURE ",
        "CREATE FUNCTION ",
        "BEGIN ",
        "BEGIN ATOMIC ",
        "END ",
    ),
    *("CASE ", "IF ", "THEN ", "LOOP ", "; ", "\nGO\n", "\nDELIMITER //\n", "//", "$$", "$a$", "'"),
    *(
        '"',
        "(",
        ")",
        "\\",
        "\\.\n",
        "COPY a FROM stdin;\n",
        "/*",
        "*/",
        "/*!",
        "--",
        "\n",
        "[",
        "]",
    ),
)


def cut(text: str, dialect: Dialect | None) -> list[str]:
    """Return the texts of the statements; a problem stands behind `!`."""
    return [
        one.text if one.problem is None else f"{one.text} ! {one.problem}"
        for one in split(SqlText(text=text, path="a.sql"), dialect)
    ]


TRIGGER = "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW"


@pytest.mark.parametrize(
    ("text", "dialect", "expected"),
    [
        pytest.param("", PG, [], id="empty"),
        pytest.param(" ;; -- a;\n/* ; */ ;", PG, [], id="nothing"),
        pytest.param("a; b;c", PG, ["a", "b", "c"], id="three"),
        pytest.param("a (b; c); d", PG, ["a (b; c)", "d"], id="parentheses"),
        pytest.param("a (b; c); d", MYSQL, ["a (b", "c)", "d"], id="parentheses-mysql"),
        pytest.param("a); b", PG, ["a)", "b"], id="parenthesis-too-many"),
        pytest.param("\ufeffa;\r\nb\r\n", None, ["a", "b"], id="byte-order-mark"),
        pytest.param(
            "\\connect x\na;\n\\i 'b;c'\nd",
            PG,
            [
                "\\connect x ! it is a command for psql",
                "a",
                "\\i 'b;c' ! it is a command for psql",
                "d",
            ],
            id="psql",
        ),
        pytest.param(
            "a \\gset x\nb",
            PG,
            ["a", "\\gset x ! it is a command for psql", "b"],
            id="psql-in-a-line",
        ),
        pytest.param("a\\; b;", PG, ["a", "b"], id="psql-together"),
        pytest.param(
            "a\\G\nb",
            MYSQL,
            ["a", "\\G ! it is a command for the mysql client", "b"],
            id="mysql-client",
        ),
        pytest.param(
            "a;\n.mode csv\nb.c\n.d",
            SQLITE,
            ["a", ".mode csv ! it is a command for sqlite3", "b.c\n.d"],
            id="sqlite3",
        ),
        pytest.param(
            "COPY a (b) FROM stdin WITH (FORMAT text);\n1\t'x;\n\\N\n\\.\n\nc;",
            PG,
            ["COPY a (b) FROM stdin WITH (FORMAT text)", "c"],
            id="copy",
        ),
        pytest.param(
            "COPY a FROM STDIN;\r\n'\r\n\\.\r\nc",
            CRDB,
            ["COPY a FROM STDIN", "c"],
            id="copy-returns",
        ),
        pytest.param(
            "COPY a FROM 'b'; COPY a TO stdin; c",
            PG,
            ["COPY a FROM 'b'", "COPY a TO stdin", "c"],
            id="copy-no-data",
        ),
        pytest.param(
            "\\copy a FROM stdin\n1;'\n\\.\nb",
            PG,
            ["\\copy a FROM stdin ! it is a command for psql", "b"],
            id="psql-copy",
        ),
        pytest.param(
            "CREATE FUNCTION f() BEGIN ATOMIC a; CASE b WHEN 1 THEN 2 END; END; c",
            PG,
            ["CREATE FUNCTION f() BEGIN ATOMIC a; CASE b WHEN 1 THEN 2 END; END", "c"],
            id="atomic",
        ),
        pytest.param(
            "CREATE TABLE a (event int, begin int); b",
            MYSQL,
            ["CREATE TABLE a (event int, begin int)", "b"],
            id="columns-like-bodies",
        ),
        pytest.param(
            "BEGIN; a; COMMIT; END; b", None, ["BEGIN", "a", "COMMIT", "END", "b"], id="transaction"
        ),
        pytest.param(
            "BEGIN NOT ATOMIC a; b; END; c",
            MYSQL,
            ["BEGIN NOT ATOMIC a; b; END", "c"],
            id="mariadb-anonymous",
        ),
        pytest.param(
            "/*!40101 SET a = 1 */;\n"
            "/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`h`*/ /*!50003 TRIGGER t BEGIN a; b; END */;;c",
            MYSQL,
            [
                "SET a = 1",
                "CREATE*/ /*!50017 DEFINER=`r`@`h`*/ /*!50003 TRIGGER t BEGIN a; b; END",
                "c",
            ],
            id="mysqldump",
        ),
        pytest.param(
            "CREATE TEMP TRIGGER t BEGIN a; END; b",
            None,
            ["CREATE TEMP TRIGGER t BEGIN a; END", "b"],
            id="unknown-trigger",
        ),
    ],
)
def test_statements(text: str, dialect: Dialect | None, expected: list[str]) -> None:
    assert cut(text, dialect) == expected


def test_a_trigger_of_sqlite_is_one_statement() -> None:
    text = (
        "CREATE TRIGGER t AFTER INSERT ON a WHEN CASE x WHEN 1 THEN 2 END BEGIN "
        "SELECT CASE 1 WHEN 2 THEN 3 END; UPDATE a SET b = new.end; END"
    )
    assert cut(f"a; {text}; b", SQLITE) == ["a", text, "b"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("BEGIN END", id="empty"),
        pytest.param("SET a = 1", id="one-statement"),
        pytest.param("IF a THEN SET b = 1; END IF", id="bare-if"),
        pytest.param(
            "BEGIN IF (a) THEN SET b = 1; ELSEIF c THEN SET d = 1; ELSE SET e = 1; END IF; END",
            id="if",
        ),
        pytest.param("BEGIN IF a THEN IF b THEN c; END IF; END IF; d; END", id="nested-if"),
        pytest.param(
            "BEGIN IF EXISTS (SELECT 1) THEN a; END IF; DROP TABLE IF EXISTS b; c; END",
            id="if-exists",
        ),
        pytest.param(
            "BEGIN SELECT IF(a, b, c); SET x = CASE WHEN a THEN IF(b, c, d) ELSE IF(e, f) END; END",
            id="if-function",
        ),
        pytest.param("BEGIN CASE a WHEN 1 THEN b; ELSE c; END CASE; d; END", id="case"),
        pytest.param(
            "BEGIN CASE WHEN a THEN IF b THEN c; END IF; END CASE; d; END", id="if-in-case"
        ),
        pytest.param("BEGIN w: WHILE a DO b; ITERATE w; END WHILE w; c; END", id="while"),
        pytest.param("BEGIN l: LOOP a; LEAVE l; END LOOP l; c; END", id="loop"),
        pytest.param(
            "BEGIN REPEAT a; UNTIL b END REPEAT; SELECT REPEAT('a', 3); c; END", id="repeat"
        ),
        pytest.param("BEGIN FOR x IN (SELECT 1) DO a; END FOR; b; END", id="mariadb-for"),
        pytest.param(
            "BEGIN DECLARE c CURSOR FOR SELECT 1; DECLARE EXIT HANDLER FOR b BEGIN a; END; END",
            id="handler",
        ),
        pytest.param(
            "BEGIN BEGIN a; END; SELECT 1 WHERE b IN (1) FOR UPDATE; x: BEGIN c; END x; END",
            id="nested",
        ),
        pytest.param(
            "BEGIN UPDATE a SET x = NEW.end, y = `end`, z = 'END'; /* END; */ b; END", id="no-end"
        ),
    ],
)
def test_a_body_of_mysql_is_one_statement(body: str) -> None:
    for text in (f"{TRIGGER} {body}", f"CREATE DEFINER=`r`@`%` PROCEDURE p(x INT) {body}"):
        assert cut(f"a;\n{text};\nb", MYSQL) == ["a", text, "b"]


def test_a_delimiter_ends_statements() -> None:
    text = (
        f"a;\nDELIMITER //\n{TRIGGER} BEGIN a; END;//\nb; c//\ndelimiter ;\nd; DELIMITER $$\ne$$ f"
    )
    expected = ["a", f"{TRIGGER} BEGIN a; END", "b", "c", "d", "e", "f"]
    assert cut(text, MYSQL) == expected
    assert cut(text, None) == expected


def test_a_routine_between_delimiters_may_be_unbalanced() -> None:
    routine = "CREATE PROCEDURE p() IF a THEN b; c"
    assert cut(f"DELIMITER ;;\n{routine};;\nDELIMITER ;\nd", MYSQL) == [routine, "d"]


def test_a_column_called_delimiter_is_none() -> None:
    text = "CREATE TABLE a (\n  delimiter CHAR(1)\n)"
    assert cut(text, MYSQL) == [text]


def test_only_so_many_delimiters_count() -> None:
    text = "".join(f"DELIMITER {number}x\na {number}x\n" for number in range(30))
    assert cut(text, MYSQL)[:20] == ["a"] * 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\nGO\nb\n  go 3 -- c\nd\nGO", ["a", "b", "d"], id="lines"),
        pytest.param("a 'x\nGO\n' go\nb", ["a 'x\nGO\n' go\nb"], id="no-lines"),
        pytest.param(
            "CREATE PROC p AS a; b;\nGO\nc", ["CREATE PROC p AS a; b", "c"], id="procedure"
        ),
        pytest.param(
            "CREATE OR ALTER TRIGGER t ON a FOR INSERT AS a; b\nGO\nc",
            ["CREATE OR ALTER TRIGGER t ON a FOR INSERT AS a; b", "c"],
            id="trigger",
        ),
    ],
)
def test_go_ends_a_batch(text: str, expected: list[str]) -> None:
    assert cut(text, MSSQL) == expected


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("DROP TABLE a\n¦DROP TABLE b", id="drops"),
        pytest.param("SET NOCOUNT ON ¦SET @a = 1 ¦UPDATE a SET @b = c", id="sets"),
        pytest.param("SET NOCOUNT ON ¦UPDATE a SET b = 1", id="set-on"),
        pytest.param(
            "CREATE TABLE a (b int) ¦ALTER TABLE a ADD c int REFERENCES d ON DELETE SET NULL "
            "ON UPDATE CASCADE ¦ALTER TABLE a ALTER COLUMN c int ¦ALTER TABLE a DROP COLUMN c",
            id="alters",
        ),
        pytest.param("ALTER TABLE a WITH CHECK ADD CONSTRAINT b CHECK (c > 0)", id="check"),
        pytest.param("INSERT INTO a (b) SELECT 1 UNION ALL SELECT 2 ¦SELECT 3", id="insert-select"),
        pytest.param("INSERT a VALUES (1) ¦EXEC p ¦INSERT a EXEC q", id="insert-exec"),
        pytest.param(
            "IF EXISTS (SELECT 1) DROP TABLE a ELSE PRINT 'b' ¦DROP TABLE IF EXISTS c",
            id="if-else",
        ),
        pytest.param("IF a = 1 BEGIN DROP TABLE a; DROP TABLE b END ¦DROP TABLE c", id="block"),
        pytest.param("BEGIN TRAN ¦DELETE FROM a ¦COMMIT", id="transaction"),
        pytest.param("BEGIN TRY SELECT 1; END TRY ¦BEGIN CATCH THROW; END CATCH", id="try"),
        pytest.param("WITH a AS (SELECT 1) DELETE FROM a ¦SELECT 1", id="with"),
        pytest.param("CREATE VIEW v AS WITH a AS (SELECT 1) SELECT 2", id="view"),
        pytest.param(
            "MERGE a USING b ON c WHEN MATCHED THEN UPDATE SET d = 1 "
            "WHEN NOT MATCHED THEN INSERT (d) VALUES (1) WHEN NOT MATCHED BY SOURCE THEN DELETE",
            id="merge",
        ),
        pytest.param("GRANT SELECT, INSERT ON a TO b WITH GRANT OPTION ¦PRINT 'c'", id="grant"),
        pytest.param("UPDATE a SET b = CASE WHEN c = 1 THEN 2 END ¦SELECT 1", id="case"),
        pytest.param("DECLARE c CURSOR FOR SELECT 1 ¦EXEC p", id="cursor"),
    ],
)
def test_statements_of_sql_server_need_no_semicolon(marked: str) -> None:
    assert cut(marked.replace("¦", ""), MSSQL) == [part.strip() for part in marked.split("¦")]


@pytest.mark.parametrize(
    ("text", "dialect", "last"),
    [
        pytest.param("b 'c; d\n", PG, "b 'c; d ! a string does not end", id="string"),
        pytest.param(
            "$x$ c; d $y$", PG, "$x$ c; d $y$ ! a text in dollar quotes does not end", id="dollars"
        ),
        pytest.param('b "c; d', PG, 'b "c; d ! a quoted name does not end', id="name"),
        pytest.param("b /* c; d", PG, "b /* c; d ! a comment does not end", id="comment"),
        pytest.param("/* c; d", PG, "/* c; d ! a comment does not end", id="only-a-comment"),
        pytest.param(
            "b (c; d; e", PG, "b (c; d; e ! a parenthesis is not closed", id="parenthesis"
        ),
        pytest.param(
            "CREATE FUNCTION f() BEGIN ATOMIC a; b; c",
            PG,
            "CREATE FUNCTION f() BEGIN ATOMIC a; b; c ! a BEGIN has no END",
            id="atomic",
        ),
        pytest.param(
            "CREATE TRIGGER t BEGIN a; b",
            SQLITE,
            "CREATE TRIGGER t BEGIN a; b ! a BEGIN has no END",
            id="sqlite",
        ),
        pytest.param(
            "CREATE PROCEDURE p() BEGIN IF a THEN b; END;",
            MYSQL,
            "CREATE PROCEDURE p() BEGIN IF a THEN b; END; ! a BEGIN has no END",
            id="mysql",
        ),
        pytest.param(
            "COPY b FROM stdin;\n1;\n",
            PG,
            "COPY b FROM stdin;\n1; ! its data does not end",
            id="copy",
        ),
    ],
)
def test_what_does_not_end_is_the_last_statement(text: str, dialect: Dialect, last: str) -> None:
    assert cut(f"a1;\na2;\n{text}", dialect) == ["a1", "a2", last]


def test_a_statement_knows_its_place() -> None:
    source = SqlText(text="a;\n -- x\n  é\n'y' ;", path="m.sql")
    word = Token(kind=Kind.WORD, text="é", start=11, end=12)
    assert split(source, PG)[1] == Statement(
        tokens=(word, Token(kind=Kind.STRING, text="'y'", start=13, end=16)),
        at=Location("m.sql", 3, 3, 4, 4),
        text="é\n'y'",
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            SqlText("a; b", "m", line=7, column=5), [(7, 5, 7, 6), (7, 8, 7, 9)], id="inside"
        ),
        pytest.param(
            SqlText("a;\nb", "m", line=7, column=5), [(7, 5, 7, 6), (8, 1, 8, 2)], id="next-line"
        ),
        pytest.param(
            SqlText("a;\n b", "m", line=7, column=5, fixed=True),
            [(7, 5, None, None)] * 2,
            id="fixed",
        ),
        pytest.param(
            SqlText("a;\r\nb;\rc", "m"), [(1, 1, 1, 2), (2, 1, 2, 2), (3, 1, 3, 2)], id="returns"
        ),
        pytest.param(
            SqlText("\ufeffa;\nb", "m"), [(1, 1, 1, 2), (2, 1, 2, 2)], id="byte-order-mark"
        ),
    ],
)
def test_places(source: SqlText, expected: list[tuple[int, ...]]) -> None:
    assert [one.at for one in split(source, PG)] == [Location("m", *place) for place in expected]


def test_an_unknown_dialect_is_taken_from_the_text() -> None:
    assert cut("ALTER TABLE `a` ADD b int; SELECT 'it\\'s; c'; d", None)[1:] == [
        "SELECT 'it\\'s; c'",
        "d",
    ]
    assert cut("DROP TABLE [a]\nDROP TABLE b", None) == ["DROP TABLE [a]", "DROP TABLE b"]


@given(
    st.one_of(
        st.text(alphabet=HARD, max_size=60),
        st.lists(st.sampled_from((*WORDS, *HARD)), max_size=30).map("".join),
    ),
    st.sampled_from((None, *Dialect)),
)
def test_any_text_is_cut_into_statements_in_order(text: str, dialect: Dialect | None) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = 0
    place = (1, 1)
    for one in split(SqlText(text=text, path="m"), dialect):
        start = text.index(one.text, end)
        assert one.text
        assert "".join(one.text.split()).startswith(
            "".join(one.tokens[0].text.split()) if one.tokens else "/*"
        )
        assert place <= (one.at.line, one.at.column)
        assert one.at.end_line is not None
        assert one.at.end_column is not None
        place = (one.at.end_line, one.at.end_column)
        assert one.at.end_line <= len(lines)
        assert one.at.end_column <= len(lines[one.at.end_line - 1]) + 1
        end = start + len(one.text)


@given(
    st.lists(
        st.sampled_from(("a 'x;'", "b (1; 2)", "c $$;$$", "d -- ;\n", "e /* ; */ f")), max_size=9
    )
)
def test_statements_are_what_stands_between_semicolons(parts: list[str]) -> None:
    alone = [cut(part, PG) for part in parts]
    assert cut(";\n".join(parts), PG) == [one for found in alone for one in found]


PIECES = (
    *("''", "'a'", "'\\'", '"', "(", ")", "$a$b$c$", "/*", "/*/*/*", "*/", '`"', "[", "; ", "#"),
    *("begin;", "1", "1.e", "\\\n", "GO\n", "GO ", "delimiter x\n", "delimiter ", "--", "- "),
    *("COPY a FROM stdin;", "E'", "if then ", "case ", " ", "\n", "\r\n", "${", "é", "/*!", "a1"),
    *("CREATE FUNCTION f() BEGIN ATOMIC;", "END;", "SELECT "),
)


@pytest.mark.parametrize("piece", PIECES)
def test_long_hostile_text_is_cut_to_its_end(piece: str) -> None:
    """How long it takes is for tests/benchmarks/hostile.py; that it ends, and where, is here."""
    text = piece * (30_000 // len(piece))
    for dialect in (None, *Dialect):
        found = split(SqlText(text=text, path="m"), dialect)
        ends = [(one.at.end_line, one.at.end_column) for one in found]
        assert ends == sorted(ends)
        assert sum(len(one.text) for one in found) <= len(text)
