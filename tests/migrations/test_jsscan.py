"""JavaScript and TypeScript as migrations are written in it: tokens, trees, what is followed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.migrations.javascript.module import load
from deploylint.migrations.javascript.scan import Kind, Source
from deploylint.migrations.javascript.statements import parse
from deploylint.migrations.javascript.tree import Unreadable
from deploylint.model.location import Location
from deploylint.model.migrationtools import Framework
from tests.migrations.jssaid import SAMPLES, read_one, said


def tokens(text: str) -> list[tuple[str, str]]:
    return [(token.kind.name, token.text) for token in Source(text, "x.js").tokens]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a // b\n/* c */ d", [("WORD", "a"), ("WORD", "d")], id="comments"),
        pytest.param(r"'a\'b' " + '"c"', [("STRING", r"'a\'b'"), ("STRING", '"c"')], id="strings"),
        pytest.param("`a$b`", [("CHUNK", "`a$b`")], id="template"),
        pytest.param(
            "`a${`b${c}`}d`",
            [
                ("CHUNK", "`a${"),
                ("CHUNK", "`b${"),
                ("WORD", "c"),
                ("CHUNK", "}`"),
                ("CHUNK", "}d`"),
            ],
            id="nested-templates",
        ),
        pytest.param(
            "`${{a: 1}}`",
            [
                ("CHUNK", "`${"),
                ("SYMBOL", "{"),
                ("WORD", "a"),
                ("SYMBOL", ":"),
                ("NUMBER", "1"),
                ("SYMBOL", "}"),
                ("CHUNK", "}`"),
            ],
            id="object-in-a-template",
        ),
        pytest.param(
            "a = /[/'\"`]/g", [("WORD", "a"), ("SYMBOL", "="), ("REGEX", "/[/'\"`]/g")], id="regex"
        ),
        pytest.param(
            "a / b / 'c'",
            [
                ("WORD", "a"),
                ("SYMBOL", "/"),
                ("WORD", "b"),
                ("SYMBOL", "/"),
                ("STRING", "'c'"),
            ],
            id="division",
        ),
        pytest.param("return /x/", [("WORD", "return"), ("REGEX", "/x/")], id="regex-after-return"),
        pytest.param("a?.b", [("WORD", "a"), ("SYMBOL", "?."), ("WORD", "b")], id="optional-chain"),
        pytest.param("\ufeff#!/bin/node\r\na", [("SYMBOL", "#"), ("SYMBOL", "!")], id="mark-first"),
    ],
)
def test_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    assert tokens(text)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("a('b", [("this string has no end", 2), ("this bracket is never closed", 1)]),
        pytest.param("`a${b", [("this bracket is never closed", 0)]),
        pytest.param("`a", [("this template literal has no end", 0)]),
        pytest.param("/* a", [("this comment has no end", 0)]),
        pytest.param("a)", [("this bracket closes nothing", 1)]),
        pytest.param(
            "({)}", [("this bracket closes nothing", 2), ("this bracket is never closed", 0)]
        ),
    ],
)
def test_what_does_not_end(text: str, problems: list[tuple[str, int]]) -> None:
    assert Source(text, "x.js").problems == problems


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        pytest.param("a\r\nb", 3, (2, 1), id="crlf"),
        pytest.param("\ufeffab", 1, (1, 1), id="byte-order-mark"),
        pytest.param("\u00e9\U0001f600a", 2, (1, 3), id="code-points"),
    ],
)
def test_places(text: str, offset: int, place: tuple[int, int]) -> None:
    assert Source(text, "x.js").position(offset) == place


def unreadable(node: Any) -> list[str]:
    if isinstance(node, Unreadable):
        return [node.why] if node.why else []
    if isinstance(node, tuple):
        return [one for part in node for one in unreadable(part)]
    return []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "const a = async ({ b, c: [d = 1, ...e] }, f) => { await f(b) }", id="patterns"
        ),
        pytest.param("const { a, b: { c } } = d, [e, , f] = g", id="declarations"),
        pytest.param("x = a ? (b) : c => d;", id="choice"),
        pytest.param("a?.b?.[c]?.(d)!.e", id="optional-chains"),
        pytest.param("for (let i = 0, n = a.length; i < n; i++) { continue }", id="counting-loop"),
        pytest.param("for await (const a of b) c(a)", id="loop-over-promises"),
        pytest.param("for (const a in b) c(a)\nwhile (d) e()\ndo { f() } while (g)", id="loops"),
        pytest.param("switch (a) { case 1: b(); break; default: c() }", id="switch"),
        pytest.param("try { a() } catch { b() } finally { c() }", id="try"),
        pytest.param("if (a) b()\nelse if (c) d()\nelse { e() }", id="else-if"),
        pytest.param("label: for (;;) { break label }", id="label"),
        pytest.param(
            "class A extends B { static x = 1; #y; get z() { return 1 } async *w() {} }", id="class"
        ),
        pytest.param(
            "export { a, b as c } from 'd'\nexport * from 'e'\nimport f, { g } from 'h'",
            id="modules",
        ),
        pytest.param(
            "const a = { b, c() {}, async d() {}, get e() { return 1 }, [f]: 1, ...g, 'h': 2 }",
            id="object",
        ),
        pytest.param("a = b\n(c || d)()", id="no-semicolon-is-a-call"),
        pytest.param("a\n++b\nc", id="no-semicolons"),
        pytest.param("const a = b >= c && d >> 2 > 1 || e ?? f", id="operators"),
        pytest.param("new A\nnew B.C(1).d()\nnew (e())()", id="new"),
        pytest.param("const a = function* () { yield 1 }, b = class {}", id="expressions"),
        pytest.param("a = <string>b", id="assertion"),
        pytest.param(
            "const a: Map<string, Array<{ b: number }>> = new Map<string, X[]>()", id="generics"
        ),
        pytest.param(
            "function a<T extends B>(this: C, d?: E, ...f: G[]): asserts d is H {}", id="types"
        ),
        pytest.param(
            "const a = (b: (c: D) => E): F | null => b as unknown as F[]", id="function-types"
        ),
        pytest.param(
            "interface A { b: C }\ntype D = { e: F } | G\nenum H { I }\ndeclare const j: K",
            id="declared",
        ),
        pytest.param(
            (
                "abstract class A<T> implements B, C { constructor(private readonly"
                " d: E) { super() } abstract f(): G; @H() i!: J = 1 }"
            ),
            id="typed-class",
        ),
        pytest.param("const a = await b.query<C[]>(`d`) satisfies E", id="type-arguments"),
        pytest.param(
            "export default class implements A { }\nexport const b = 1 as const", id="exports"
        ),
        pytest.param("async\nasync()\nconst of = 1, type = 2; type.a = of", id="words-as-names"),
    ],
)
def test_what_is_written_in_migrations_is_understood(text: str) -> None:
    assert unreadable(parse(Source(text, "x.ts"))) == []


def run(body: str, more: str = "", end: str = "js") -> list[str]:
    """Return what a migration of Knex with this body does."""
    text = f"{more}\nexports.up = async (knex) => {{\n{body}\n}};\nexports.down = () => {{}};"
    return said(read_one(Framework.KNEX, f"migrations/1_a.{end}", text).up)


DROPS = ["drop table table=a", "drop table table=b"]


@pytest.mark.parametrize(
    ("body", "more", "expected"),
    [
        pytest.param(
            "for (const t of ['a', 'b']) await knex.schema.dropTable(t)", "", DROPS, id="for"
        ),
        pytest.param(
            "await Promise.all(['a', 'b'].map(t => knex.schema.dropTable(t)))", "", DROPS, id="map"
        ),
        pytest.param(
            "T.forEach((t) => { knex.schema.dropTable(t) })",
            "const T = ['a', 'b']",
            DROPS,
            id="forEach",
        ),
        pytest.param(
            "for (const [t] of Object.entries(T)) await drop(knex, t)",
            "const T = { a: 1, b: 2 };\nfunction drop(k, name) { return k.schema.dropTable(name) }",
            DROPS,
            id="function",
        ),
        pytest.param(
            "return knex.schema.dropTable('a').then(() => knex.schema.dropTable('b'))",
            "",
            DROPS,
            id="then",
        ),
        pytest.param(
            "let t = 'a'; await knex.schema.dropTable(t); t = 'b'; await knex.schema.dropTable(t)",
            "",
            DROPS,
            id="variable-that-changes-in-order",
        ),
        pytest.param(
            "await knex.schema.dropTable(`${A}`); await knex.schema.dropTable(B.c['d'])",
            "const A = 'a', B = { c: 1 }",
            ["drop table table=a", "opaque why=the name of the table is computed"],
            id="index",
        ),
        pytest.param(
            "await H.drop('a')",
            "const H = { drop: (t) => { throw new Error('no ' + t) } }",
            ["declared irreversible why=no a"],
            id="throws",
        ),
        pytest.param(
            "if (x) throw new Error('no'); await knex.schema.dropTable('a')",
            "",
            DROPS[:1],
            id="guard",
        ),
        pytest.param(
            "if (x) return; await knex.schema.dropTable('a')",
            "",
            ["drop table table=a [conditional]"],
            id="may-leave-before",
        ),
        pytest.param(
            "if (x) { await knex.schema.dropTable('a') } else { await knex.schema.dropTable('b') }",
            "",
            [f"{one} [conditional]" for one in DROPS],
            id="if",
        ),
        pytest.param(
            "await knex.schema.hasTable('a').then((has) => has && knex.schema.dropTable('a'))",
            "",
            ["read table=a", "drop table table=a [conditional]"],
            id="then-and",
        ),
        pytest.param(
            "try { await knex.schema.dropTable('a') } catch (e) { log(e) }",
            "",
            ["drop table table=a [conditional]"],
            id="error-is-swallowed",
        ),
        pytest.param(
            "try { await knex.schema.dropTable('a') } catch (e) { await knex.raw('x'); throw e }",
            "",
            DROPS[:1],
            id="error-is-passed-on",
        ),
        pytest.param(
            "await knex.schema.dropTable('a').catch(() => {})",
            "",
            ["drop table table=a [conditional]"],
            id="catch",
        ),
        pytest.param(
            "for (const r of rows) await knex.schema.dropTable(r.name)",
            "",
            ["opaque why=the name of the table is computed [conditional]"],
            id="loop-over-the-unknown",
        ),
        pytest.param(
            "let t = 'a'; for (const r of rows) { await knex.schema.dropTable(t); t = r }",
            "",
            ["opaque why=the name of the table is computed [conditional]"],
            id="variable-that-changes-in-a-loop",
        ),
        pytest.param(
            "await helper(knex)",
            "",
            ["opaque why=what helper does is not in this file"],
            id="outside",
        ),
        pytest.param(
            "await User.findAll()",
            "",
            ["opaque why=what User.findAll does is not in this file"],
            id="model",
        ),
        pytest.param("console.log('x'); return Promise.resolve()", "", [], id="nothing"),
        pytest.param("// only a comment", "", [], id="comment"),
        pytest.param(
            "return again(knex)",
            "const again = (k) => again(k)",
            ["opaque why=it calls itself"],
            id="calls-itself",
        ),
        pytest.param(
            "knex.schema.dropTable('a') %%% ;\nawait knex.schema.dropTable('b')",
            "",
            ["opaque why=the syntax before '%' is not known", "drop table table=b"],
            id="unknown-syntax",
        ),
        pytest.param(
            "await knex.raw(readFileSync('x.sql', 'utf8'))",
            "",
            ["opaque why=the SQL is computed"],
            id="file",
        ),
        pytest.param(
            "await knex.raw('DROP TABLE ' + 'a'); await knex.raw(['DROP TABLE', 'b'].join(' '))",
            "",
            DROPS,
            id="put-together",
        ),
        pytest.param(
            "await knex.raw(`DROP TABLE ${x}`)",
            "",
            ["opaque why=a part of the SQL is computed"],
            id="hole",
        ),
        pytest.param(
            "await knex.raw(`DELETE FROM a WHERE b = ${x} AND c = '${y}'`)",
            "",
            ["delete table=a [where]"],
            id="holes-that-are-values",
        ),
        pytest.param(
            "await knex.raw(`DELETE FROM a ${x}`)",
            "",
            ["opaque why=a part of the SQL is computed"],
            id="clause",
        ),
    ],
)
def test_what_code_does(body: str, more: str, expected: list[str]) -> None:
    assert run(body, more) == expected


def test_sql_has_its_place_behind_escapes_and_constants() -> None:
    text = (
        "const t = 'users';\nexports.up = (knex) => knex.raw(`SELECT '\\n';\n  DROP TABLE ${t}`);\n"
    )
    one = read_one(Framework.KNEX, "migrations/1_a.js", text)
    assert [(each.does.value, each.at) for each in one.up.operations] == [
        ("read", Location("migrations/1_a.js", 2, 34, 2, 45)),
        ("drop table", Location("migrations/1_a.js", 3, 3, 3, 17)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 50_000, id="brackets"),
        pytest.param("exports.up = (knex) => " + "knex(" * 20_000 + ")" * 20_000, id="calls"),
        pytest.param("exports.up = (knex) => {" + "if (a) {" * 20_000 + "}" * 20_000, id="blocks"),
        pytest.param("`${" * 20_000, id="templates"),
        pytest.param("exports.up = (knex) => knex" + ".a()" * 50_000, id="chain"),
        pytest.param("a" + " + 'b'" * 50_000, id="sum"),
        pytest.param("a ? (b) : " * 20_000, id="choices"),
        pytest.param("x<(a):y" * 20_000, id="types"),
        pytest.param("/" * 100_000 + "'" * 1000, id="slashes"),
        pytest.param("'\\" * 50_000, id="backslashes"),
        pytest.param("if (a) b(); else " * 20_000, id="else-if"),
        pytest.param(
            "".join(f"const f{n} = (k) => {{ f{n + 1}(k); f{n + 1}(k) }};\n" for n in range(60))
            + "exports.up = (knex) => f0(knex)",
            id="doubling",
        ),
        pytest.param(
            "const a = 'x';\n"
            + "".join(
                f"const a{n} = `${{a{n - 1 or ''}}}${{a{n - 1 or ''}}}`;\n" for n in range(1, 60)
            )
            + "exports.up = (knex) => knex.raw(a59)",
            id="doubling-text",
        ),
    ],
)
def test_hostile_files_are_read_to_their_end(text: str) -> None:
    one = read_one(Framework.KNEX, "migrations/1_a.ts", text)
    assert one.is_read


FILES = tuple(
    path.read_text("utf-8")
    for tool in ("knex", "sequelize", "typeorm")
    for path in sorted((SAMPLES / tool).rglob("*"))
    if path.suffix in (".js", ".ts")
)
READERS = st.sampled_from((Framework.KNEX, Framework.SEQUELIZE, Framework.TYPEORM))
PIECES = (
    *(
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "`",
        "${",
        "'",
        '"',
        "/",
        "=>",
        ",",
        ";",
        ":",
        ".",
        "\n",
        "<",
        ">",
    ),
    *("exports.up = ", "async ", "await ", "function ", "knex", "queryInterface", "queryRunner"),
    *(
        ".schema",
        ".createTable(",
        ".raw(",
        "class A1767225600001 ",
        "new Table({",
        "if ",
        "return ",
    ),
    *(
        "for (const a of ",
        "throw ",
        "try {",
        "catch",
        "...",
        "?",
        "+",
        "=",
        "const a = ",
        "\\",
        "\ufeff",
    ),
)


def check(text: str, framework: Framework) -> None:
    path = "migrations/1767225600001-a.ts"
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    load(text, path)
    project = read_many(framework, path, text)
    for one in project:
        places = [each.at for script in (one.up, one.down) if script for each in script.operations]
        for at in (*places, *(found.at for found in one.problems if found.at)):
            assert 1 <= at.line <= (at.end_line or at.line) <= len(lines)
            assert 1 <= at.column <= len(lines[at.line - 1]) + 1


def read_many(framework: Framework, path: str, text: str) -> Any:
    from deploylint.migrations.project import Project
    from deploylint.migrations.registry import reader

    return reader(framework).read(Project(framework, "migrations", (path,)), {path: text}, {path})


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40), READERS)
def test_any_text_gives_a_result(pieces: list[str], framework: Framework) -> None:
    check("".join(pieces), framework)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(FILES),
    st.floats(0, 1),
    st.integers(0, 60),
    st.sampled_from(("", *PIECES)),
    READERS,
)
def test_any_change_of_a_sample_gives_a_result(
    text: str, share: float, width: int, inserted: str, framework: Framework
) -> None:
    start = int(share * len(text))
    check(text[:start] + inserted + text[start + width :], framework)


def test_every_kind_of_token_is_met() -> None:
    found = {token.kind for token in Source("a 1 'b' `c` = /d/", "x.js").tokens}
    assert found == set(Kind)
