"""What is read from migrations is what Django did when they were run: samples/django/README.md."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from deploylint.facts.migrations import Framework, Migration
from deploylint.facts.operations import (
    WITHOUT_EFFECT,
    ConstraintKind,
    Dialect,
    Does,
    Flag,
    Operation,
)
from deploylint.migrations.frameworks.django import read
from deploylint.migrations.project import Project
from deploylint.migrations.sql.recognise import read_sql
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location

SAMPLES = Path(__file__).parent / "samples" / "django"
NAMES = sorted(path.name.removesuffix(".py.txt") for path in (SAMPLES / "shop").iterdir())
LOGGED = sorted(path.name for path in (SAMPLES / "sql").iterdir())
FOLDER = "shop/migrations"
NOWHERE = Location("", 1, 1)


class Done(NamedTuple):
    """An operation without what only one of the two sides can know."""

    does: Does
    table: str | None
    name: str | None
    new_name: str | None
    columns: tuple[str, ...]
    type: str | None
    constraint: ConstraintKind | None
    references: str | None
    object: str | None
    flags: frozenset[Flag]


def migrations() -> dict[str, Migration]:
    texts = {
        f"{FOLDER}/{name}.py": (SAMPLES / "shop" / f"{name}.py.txt").read_text() for name in NAMES
    }
    project = Project(
        framework=Framework.DJANGO,
        folder=FOLDER,
        files=tuple(texts),
        dialect=Dialect.POSTGRESQL,
    )
    return {one.name: one for one in read(project, texts, set(texts))}


READ = migrations()


def done(operation: Operation) -> Done:
    kept = {one: getattr(operation, one) for one in Done._fields}
    if operation.constraint is ConstraintKind.CHECK:
        kept["columns"] = ()  # a check in SQL names none
    return Done(**kept)


def without_own_defaults(operations: Iterable[Operation]) -> list[Operation]:
    """Return operations without the defaults that Django sets for a moment, for rows that exist."""
    kept: list[Operation] = []
    for one in operations:
        before = [
            number
            for number, other in enumerate(kept)
            if (other.table, other.name) == (one.table, one.name)
            and other.does in (Does.ADD_COLUMN, Does.SET_DEFAULT)
        ]
        if one.does is not Does.DROP_DEFAULT or not before:
            kept.append(one)
        elif kept[before[-1]].does is Does.SET_DEFAULT:
            del kept[before[-1]]
        else:
            added = kept[before[-1]]
            flags = added.flags - {Flag.DEFAULT} | {Flag.DEFAULT_DROPPED}
            kept[before[-1]] = added._replace(flags=flags)
    return kept


def ran(name: str, direction: str) -> list[Done]:
    path = SAMPLES / "sql" / f"{name}.{direction}.sql"
    found = read_sql(SqlText(text=path.read_text(), path=path.name), Dialect.POSTGRESQL)
    assert found.problems == ()
    with_effect = (one for one in found.operations if one.does not in WITHOUT_EFFECT)
    return [done(one) for one in without_own_defaults(with_effect)]


def told(operations: Iterable[Operation]) -> list[Done]:
    return [
        done(one)
        for one in operations
        if one.does not in WITHOUT_EFFECT and not (one.why or "").startswith("runs Python")
    ]


def agrees(ours: Done, theirs: Done) -> bool:
    """Say whether two operations are one; names that only one side can know are left out."""
    if Flag.IF_EXISTS in theirs.flags and theirs.object == "sequence":
        theirs = theirs._replace(name=None)
    unknown = ours.references is None
    return ours == theirs._replace(
        name=ours.name if theirs.name is None or ours.name is None else theirs.name,
        table=ours.table if theirs.table is None else theirs.table,
        constraint=ours.constraint if theirs.constraint is None else theirs.constraint,
        references=ours.references if unknown else theirs.references,
        type=ours.type if ours.type is None else theirs.type,
    )


def unmatched(ours: list[Done], theirs: list[Done]) -> tuple[list[Done], list[Done]]:
    """Return what only one side has; sets have no order, so neither has this."""
    rest = list(theirs)
    alone: list[Done] = []
    for one in ours:
        other = next((other for other in rest if agrees(one, other)), None)
        if other is None:
            alone.append(one)
        else:
            rest.remove(other)
    return alone, rest


@pytest.mark.parametrize("name", LOGGED)
def test_every_operation_is_one_that_django_ran(name: str) -> None:
    name, direction, _ = name.split(".")
    migration = READ[name]
    assert migration.problems == ()
    assert migration.down is not None
    script = migration.up if direction == "up" else migration.down
    assert unmatched(told(script.operations), ran(name, direction)) == ([], [])


def test_the_one_without_a_way_back_is_known() -> None:
    down = READ["0032_one_way"].down
    assert down is not None
    assert [one.does for one in down.operations] == [Does.IRREVERSIBLE, Does.IRREVERSIBLE]
    logged = {name.partition(".")[0] for name in LOGGED if name.endswith(".down.sql")}
    assert set(NAMES) - logged == {"0032_one_way"}


def test_names_and_types_of_the_own_app_are_known() -> None:
    """Only what belongs to another app, or is named by the database, has no name."""
    nameless = {
        (name, one.does, one.table, *one.columns)
        for name, migration in READ.items()
        for one in migration.up.operations
        if one.does in (Does.ADD_CONSTRAINT, Does.CREATE_INDEX, Does.DROP_INDEX)
        and one.name is None
    }
    assert nameless == {
        ("0001_initial", Does.ADD_CONSTRAINT, "orders", "customer_id"),
        ("0003_add_relations", Does.ADD_CONSTRAINT, "orders", "owner_id"),
        ("0009_rename_fields", Does.ADD_CONSTRAINT, "orders", "buyer_id"),
        ("0026_create_and_change", Does.ADD_CONSTRAINT, "shop_review", "author_id"),
        ("0026_create_and_change", Does.ADD_CONSTRAINT, "reviews", "product_id"),
        ("0026_create_and_change", Does.CREATE_INDEX, "reviews", "product_id"),
        ("0026_create_and_change", Does.CREATE_INDEX, "reviews", "points"),
        ("0026_create_and_change", Does.CREATE_INDEX, "reviews", "author_id"),
        ("0028_inheritance", Does.ADD_CONSTRAINT, "shop_fan", "customer_id"),
        ("0029_repointed", Does.ADD_CONSTRAINT, "shop_fan", "customer_id"),
    }


def test_order_is_that_of_the_dependencies() -> None:
    assert list(READ) == NAMES
    assert [one.parents for one in READ.values()] == [
        (),
        *((f"shop.{name}",) for name in NAMES[:-1]),
    ]
