"""Tokens of SQL in all dialects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.lexer import Lexed, tokens
from deploylint.migrations.sql.tokens import Kind, Token

PG, CRDB, MYSQL = Dialect.POSTGRESQL, Dialect.COCKROACHDB, Dialect.MYSQL
SQLITE, MSSQL = Dialect.SQLITE, Dialect.MSSQL
LETTERS = {
    Kind.WORD: "w",
    Kind.QUOTED: "q",
    Kind.STRING: "s",
    Kind.NUMBER: "n",
    Kind.SYMBOL: "",
    Kind.PARAMETER: "p",
}
HARD = "ab;'\"`$\\/*-(){}[]@:?#!.,01eE\n\r\t é\ufeff\x00"


def written(text: str, dialect: Dialect | None) -> list[str]:
    """Return the tokens, each behind the letter of its kind; symbols stand for themselves."""
    return [f"{LETTERS[token.kind]}{token.text}" for token in tokens(text, dialect).tokens]


@pytest.mark.parametrize(
    ("text", "dialect", "expected"),
    [
        pytest.param("a _b é1 a$b", PG, ["wa", "w_b", "wé1", "wa$b"], id="words"),
        pytest.param("2fa 1e5 0x1F 12", MYSQL, ["w2fa", "n1e5", "n0x1F", "n12"], id="words-digits"),
        pytest.param("#a ##b c#d", MSSQL, ["w#a", "w##b", "wc#d"], id="temporary-tables"),
        pytest.param(
            "1 1.5 .5 1. 1e-3 1.5E+2",
            None,
            ["n1", "n1.5", "n.5", "n1.", "n1e-3", "n1.5E+2"],
            id="numbers",
        ),
        pytest.param("1..2", PG, ["n1", ".", ".", "n2"], id="numbers-range"),
        pytest.param("1_000 0b11", PG, ["n1_000", "n0b11"], id="numbers-underscore"),
        pytest.param("'a' 'it''s' ''", PG, ["s'a'", "s'it''s'", "s''"], id="strings"),
        pytest.param(r"'\' 'b'", PG, [r"s'\'", "s'b'"], id="postgres-backslash"),
        pytest.param(r"'\' ''b'", MYSQL, [r"s'\' ''b'"], id="mysql-backslash"),
        pytest.param(r"'\\' 'b\\\''", MYSQL, [r"s'\\'", r"s'b\\\''"], id="mysql-backslashes"),
        pytest.param(r'"a\"b" "c""d"', MYSQL, [r's"a\"b"', 's"c""d"'], id="mysql-double-quotes"),
        pytest.param(r"'\' 'b'", SQLITE, [r"s'\'", "s'b'"], id="sqlite-backslash"),
        pytest.param(r"'\' N'b'", MSSQL, [r"s'\'", "sN'b'"], id="mssql-backslash"),
        pytest.param(r"E'it\'s' e'\\'", PG, [r"sE'it\'s'", r"se'\\'"], id="escapes"),
        pytest.param("E'a\\''\n'b\\'c'", PG, ["sE'a\\''", "s'b\\'c'"], id="escapes-go-on"),
        pytest.param("E 'a\\'", PG, ["wE", "s'a\\'"], id="no-prefix-apart"),
        pytest.param(r"b'\'' 'b'", CRDB, [r"sb'\''", "s'b'"], id="cockroach-bytes"),
        pytest.param(
            "U&'a' u&\"b\" U & 'c'", PG, ["sU&'a'", 'qu&"b"', "wU", "&", "s'c'"], id="unicode"
        ),
        pytest.param(
            "B'1' x'F' N'n' date'1'",
            PG,
            ["sB'1'", "sx'F'", "sN'n'", "wdate", "s'1'"],
            id="prefixes",
        ),
        pytest.param("select'a'from\"b\"", PG, ["wselect", "s'a'", "wfrom", 'q"b"'], id="adjacent"),
        pytest.param('"a" "b""c" "d\\"', PG, ['q"a"', 'q"b""c"', 'q"d\\"'], id="names"),
        pytest.param('`a` `b``c` "d"', MYSQL, ["q`a`", "q`b``c`", 's"d"'], id="names-mysql"),
        pytest.param('[a] [b]]c] "d"', MSSQL, ["q[a]", "q[b]]c]", 'q"d"'], id="names-mssql"),
        pytest.param('[a] `b` "c"', SQLITE, ["q[a]", "q`b`", 'q"c"'], id="names-sqlite"),
        pytest.param(
            '`a` "b" c[1]', None, ["q`a`", 'q"b"', "wc", "[", "n1", "]"], id="names-unknown"
        ),
        pytest.param("a[1] `b", PG, ["wa", "[", "n1", "]", "`", "wb"], id="names-postgres"),
        pytest.param("$$a;$$ $b$ $$ $c$ $b$", PG, ["s$$a;$$", "s$b$ $$ $c$ $b$"], id="dollars"),
        pytest.param("a$b$c $1 $é$x$é$", None, ["wa$b$c", "p$1", "s$é$x$é$"], id="dollars-unknown"),
        pytest.param("$$ a $$", MYSQL, ["w$$", "wa", "w$$"], id="dollars-mysql"),
        pytest.param("$a $1 ?1", SQLITE, ["p$a", "p$1", "p?", "n1"], id="parameters-sqlite"),
        pytest.param(
            "$1 :a ? @b @@c ${d.e}",
            PG,
            ["p$1", "p:a", "p?", "p@b", "p@@c", "p${d.e}"],
            id="parameters",
        ),
        pytest.param("l:LOOP @`a`", MYSQL, ["wl", ":", "wLOOP", "@", "q`a`"], id="labels"),
        pytest.param(
            "a::b := || -> ->>", PG, ["wa", "::", "wb", ":=", "||", "->", "->>"], id="symbols"
        ),
        pytest.param(
            "<= >= <> != => = <", PG, ["<=", ">=", "<>", "!=", "=>", "=", "<"], id="comparisons"
        ),
        pytest.param("a -- b\nc --\n", PG, ["wa", "wc"], id="line-comment"),
        pytest.param("a --b\r\nc --\rd", PG, ["wa", "wc", "wd"], id="line-comment-returns"),
        pytest.param(
            "1--2\n-- c\n3--\n", MYSQL, ["n1", "-", "-", "n2", "n3"], id="mysql-line-comment"
        ),
        pytest.param("a # b\nc", MYSQL, ["wa", "wc"], id="mysql-hash"),
        pytest.param("a # b", PG, ["wa", "#", "wb"], id="postgres-hash"),
        pytest.param("a /* b; 'c */ d /**/ e", None, ["wa", "wd", "we"], id="comment"),
        pytest.param("a /* /* */ b */ c", PG, ["wa", "wc"], id="comment-nested"),
        pytest.param("a /* /* */ b */ c", MSSQL, ["wa", "wc"], id="comment-nested-mssql"),
        pytest.param("a /* /* */ b", MYSQL, ["wa", "wb"], id="comment-not-nested"),
        pytest.param(
            "a /*!40101 b */ c /*! d*/ /*M!100 e */",
            MYSQL,
            ["wa", "wb", "wc", "wd", "we"],
            id="mysql-code",
        ),
        pytest.param("a /*+ b */ c", MYSQL, ["wa", "wc"], id="mysql-hint"),
        pytest.param("\ufeffa\ufeff", None, ["wa\ufeff"], id="byte-order-mark"),
        pytest.param("a\xa0b", PG, ["wa\xa0b"], id="unicode-space-is-a-letter"),
        pytest.param("\\c a b\nc", PG, ["\\c a b", "wc"], id="psql"),
        pytest.param("go 5\nb go\n go", MSSQL, ["go 5", "wb", "wgo", "go"], id="go"),
        pytest.param("DELIMITER //\na", MYSQL, ["DELIMITER //", "wa"], id="delimiter"),
    ],
)
def test_tokens(text: str, dialect: Dialect | None, expected: list[str]) -> None:
    assert written(text, dialect) == expected


@pytest.mark.parametrize(
    ("text", "dialect", "problem", "at", "last"),
    [
        pytest.param("a 'b;", PG, "a string does not end", 2, "'b;", id="string"),
        pytest.param("a 'b\\'", MYSQL, "a string does not end", 2, "'b\\'", id="escaped"),
        pytest.param("a E'b\\'", PG, "a string does not end", 3, "E'b\\'", id="prefixed"),
        pytest.param('a "b""', PG, "a quoted name does not end", 2, '"b""', id="name"),
        pytest.param("a [b", MSSQL, "a quoted name does not end", 2, "[b", id="bracket"),
        pytest.param(
            "$$a$ $b$", PG, "a text in dollar quotes does not end", 0, "$$a$ $b$", id="dollars"
        ),
        pytest.param("a /* b", PG, "a comment does not end", 2, "a", id="comment"),
        pytest.param("a /* /* */", PG, "a comment does not end", 2, "a", id="nested-comment"),
    ],
)
def test_what_does_not_end_reaches_to_the_end(
    text: str,
    dialect: Dialect,
    problem: str,
    at: int,
    last: str,
) -> None:
    found = tokens(text, dialect)
    assert (found.problem, found.at, found.tokens[-1].text) == (problem, at, last)


def test_a_token_knows_its_place() -> None:
    assert tokens("é 'x';", PG) == Lexed(
        tokens=(
            Token(kind=Kind.WORD, text="é", start=0, end=1),
            Token(kind=Kind.STRING, text="'x'", start=2, end=5),
            Token(kind=Kind.SYMBOL, text=";", start=5, end=6),
        ),
    )


@given(st.text(alphabet=HARD, max_size=60), st.sampled_from((None, *Dialect)))
def test_any_text_has_tokens_in_order(text: str, dialect: Dialect | None) -> None:
    end = 0
    for token in tokens(text, dialect).tokens:
        assert end <= token.start < token.end
        assert token.text == text[token.start : token.end]
        end = token.end


@given(st.text(alphabet="ab;'\"\\(). ,\n", max_size=60), st.sampled_from((PG, SQLITE, CRDB)))
def test_nothing_but_spaces_is_left_out(text: str, dialect: Dialect) -> None:
    read = "".join(token.text for token in tokens(text, dialect).tokens)
    assert "".join(read.split()) == "".join(text.split())
