"""Releases written as SQL, read by the real reader, and what is said of them as lines of text."""

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Any

from deploylint.facts.migrations import Migration, Script, Server
from deploylint.facts.operations import Operation
from deploylint.migrations.analysis.problem import Problem
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.sql.recognise import read_sql
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location
from deploylint.model.migrationtools import Dialect, Framework

POSTGRESQL = Dialect.POSTGRESQL
POSTGRES_15 = Server(dialect=POSTGRESQL, version=(15,), lock_timeout="role deploy, 5 s")


def operations(text: str, path: str, dialect: Dialect | None) -> tuple[Operation, ...]:
    return read_sql(SqlText(text=text, path=path), dialect).operations


def migration(
    number: int,
    up: str,
    *,
    down: str | None = None,
    dialect: Dialect | None = POSTGRESQL,
    transaction: bool | None = True,
    **more: Any,
) -> Migration:
    """Return the migration `0001_x`, whose up is the text of `0001.sql`."""
    path, back = f"{number:04}.sql", f"{number:04}.down.sql"
    script = Script(
        at=Location(path, 1, 1),
        operations=operations(up, path, dialect),
        transaction=transaction,
    )
    taken_back = None
    if down is not None:
        taken_back = Script(at=Location(back, 1, 1), operations=operations(down, back, dialect))
    return Migration(
        framework=Framework.DIESEL,
        project="migrations",
        version=f"{number:04}",
        name=f"{number:04}_x",
        at=script.at,
        files=(path,),
        up=script,
        down=taken_back,
        dialect=dialect,
        texts=MappingProxyType({path: up, back: down or ""}),
        **more,
    )


def release(ups: str | Sequence[str], server: Server = POSTGRES_15, **more: Any) -> Scope:
    """Return a release; each of several texts is a migration of its own."""
    texts = [ups] if isinstance(ups, str) else ups
    more.setdefault("dialect", server.dialect)
    return Scope([migration(n, up, **more) for n, up in enumerate(texts, 1)], server)


def lines(problems: Iterable[Problem]) -> list[str]:
    """Return each problem whole: weight, code, place, message, the other place, what to do."""
    return [
        f"{one.weight} {one.code} {one.at}: {one.message}"
        f"{f' (and {one.also})' if one.also else ''}{f'; {one.fix}' if one.fix else ''}"
        for one in problems
    ]


def told(problems: Iterable[Problem]) -> list[str]:
    """Return weight and message of each problem."""
    return [f"{one.weight}: {one.message.removeprefix('0001_x ')}" for one in problems]
