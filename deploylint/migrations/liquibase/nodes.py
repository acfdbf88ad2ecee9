"""A changelog of Liquibase, the same for XML, YAML, JSON and SQL.

https://docs.liquibase.com/concepts/changelogs/home.html
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location

FORMATTED = "formatted SQL"
"""The attribute that marks a changeSet of a formatted SQL file."""


class ChangeNode(NamedTuple):
    """An element: its attributes, what is inside it, its text and where that stands."""

    name: str
    at: Location
    attributes: Mapping[str, str] = {}
    children: "tuple[ChangeNode, ...]" = ()
    text: str = ""
    body: SqlText | None = None

    def get(self, name: str) -> str | None:
        """Return an attribute, None where it is absent or empty."""
        return self.attributes.get(name) or None

    def on(self, name: str) -> bool:
        """Say whether an attribute is true."""
        return self.attributes.get(name, "").strip().lower() == "true"

    def off(self, name: str) -> bool:
        """Say whether an attribute is false."""
        return self.attributes.get(name, "").strip().lower() == "false"

    def all(self, *names: str) -> "Iterator[ChangeNode]":
        """Yield the children of these names."""
        return (child for child in self.children if child.name in names)

    def first(self, name: str) -> "ChangeNode | None":
        """Return the first child of a name."""
        return next(self.all(name), None)


class Broken(NamedTuple):
    """Why a changelog cannot be read, and where."""

    message: str
    at: Location


DATABASES: Mapping[str, Dialect] = {
    "postgresql": Dialect.POSTGRESQL,
    "edb": Dialect.POSTGRESQL,
    "cockroachdb": Dialect.COCKROACHDB,
    "mysql": Dialect.MYSQL,
    "mariadb": Dialect.MYSQL,
    "sqlite": Dialect.SQLITE,
    "mssql": Dialect.MSSQL,
}
"""What `dbms` calls databases."""


def dialect_of(dbms: str | None) -> Dialect | None:
    """Return the one database that a `dbms` names, None for several and others."""
    words = [word.strip().lower() for word in (dbms or "").split(",")]
    found = {DATABASES.get(word) for word in words}
    return found.pop() if len(found) == 1 else None
