"""What an UPDATE does to values, and what stands behind USING."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.migrations.analysis.overwrites import Effect, Using, effect_of, using_of
from deploylint.model.migrationtools import Dialect

POSTGRESQL = Dialect.POSTGRESQL


@pytest.mark.parametrize(
    ("sql", "effect"),
    [
        ("UPDATE t SET a = 1", Effect.ERASES),
        ("UPDATE t SET a = (NULL);", Effect.ERASES),
        ("UPDATE t SET a = DEFAULT", Effect.ERASES),
        ("UPDATE t SET a = -1.5, b = 'x'::varchar(9)", Effect.ERASES),
        ("WITH x AS (SELECT 1) UPDATE t SET a = true", Effect.ERASES),
        ("UPDATE t SET a = 1 RETURNING a", Effect.CHANGES),
        ("UPDATE t SET a = 1 FROM u", Effect.CHANGES),
        ("UPDATE t SET a = 1 WHERE b", Effect.CHANGES),
        ("UPDATE t SET a = 1 LIMIT 5", Effect.CHANGES),
        ("UPDATE t SET a = a + 1", Effect.CHANGES),
        ("UPDATE t SET a = now()", Effect.CHANGES),
        ("UPDATE t SET a = (SELECT 1)", Effect.CHANGES),
        ("UPDATE t SET a = 1, b = c", Effect.CHANGES),
        ("UPDATE t SET a = 1 WHERE a IS NULL", Effect.FILLS),
        ("UPDATE t SET a = b WHERE t.a IS NULL AND b > 1", Effect.FILLS),
        ('UPDATE t SET "a" = 1 WHERE "a" IS NULL', Effect.FILLS),
        ("UPDATE t SET A = 1 WHERE A IS NULL RETURNING 1", Effect.FILLS),
        ("UPDATE t SET a = 1 WHERE NOT a IS NULL", Effect.CHANGES),
        ("UPDATE t SET a = 1 WHERE a IS NOT NULL", Effect.CHANGES),
        ("UPDATE t SET a = 1 WHERE b IS NULL", Effect.CHANGES),
        ("UPDATE t SET a = 1 WHERE a IS NULL OR b", Effect.CHANGES),
        ("UPDATE t", Effect.CHANGES),
        ("User.update_all(a: nil)", Effect.CHANGES),
        ("", Effect.CHANGES),
    ],
)
def test_updates(sql: str, effect: Effect) -> None:
    assert effect_of(sql, POSTGRESQL, ("a",)) is effect


@pytest.mark.parametrize(
    ("expression", "using"),
    [
        ("a::int", Using.CAST),
        ("(a)::int", Using.CAST),
        ("a::varchar(9)", Using.CAST),
        ('"a"::jsonb', Using.CAST),
        ("a", Using.CAST),
        ("a::text::mood", Using.COMPUTED),
        ("length(a)", Using.COMPUTED),
        ("a AT TIME ZONE 'UTC'", Using.COMPUTED),
        ("b::int", Using.COMPUTED),
        ("now()", Using.COMPUTED),
        ("NULL", Using.CONSTANT),
        ("'x'::mood", Using.CONSTANT),
        ("0", Using.CONSTANT),
    ],
)
def test_expressions(expression: str, using: Using) -> None:
    sql = f"ALTER TABLE t ALTER a TYPE int USING {expression};"
    assert using_of(sql, POSTGRESQL, "a") is using
    assert using_of("ALTER TABLE t ALTER a TYPE int", POSTGRESQL, "a") is Using.NONE


@given(st.text(alphabet="updatesUPDATE SETWHEREISNULL=,()'\";:a1\n", max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    assert effect_of(text, None, ("a",)) in Effect
    assert using_of(text, None, "a") in Using
