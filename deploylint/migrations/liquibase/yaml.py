"""Changelogs in YAML and JSON.

https://docs.liquibase.com/concepts/changelogs/yaml-format.html and
https://docs.liquibase.com/concepts/changelogs/json-format.html
"""

from collections.abc import Iterator

from deploylint.errors import UserError, UserErrors
from deploylint.migrations.liquibase.nodes import Broken, ChangeNode
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location, Places, Step
from deploylint.read.scalar import Written

ROOT = "databaseChangeLog"

_FLAT = frozenset(("changes", "columns"))
"""Lists whose items belong to what is around them, as in XML."""

_TEXTS = frozenset(("rollback", "sql", "where", "selectQuery", "procedureBody", "procedureText"))
"""Names whose text is a node of its own."""


def read_yaml(path: str, text: str) -> ChangeNode | Broken:
    """Return the root of a changelog."""
    # only repositories with such changelogs read YAML here
    from deploylint.read.yaml import read_documents

    try:
        documents = read_documents(text.encode("utf-8", "surrogatepass"), path)
    except UserError as error:
        first = error.errors[0] if isinstance(error, UserErrors) and error.errors else error
        at = first.where if isinstance(first.where, Location) else Location(path, 1, 1)
        return Broken(f"this cannot be read: {first.message}", at)
    for document in documents:
        if isinstance(document.data, dict) and ROOT in document.data:
            reader = _Nodes(path, document.places)
            return reader.node(document.data, ROOT, document.data[ROOT])
    return Broken(f"there is no `{ROOT}`", Location(path, 1, 1))


class _Nodes:
    """Turns mappings and lists into nodes; the reader has limited how deep that goes."""

    def __init__(self, path: str, places: Places) -> None:
        self.path = path
        self.places = places

    def node(self, container: object, step: Step, value: object) -> ChangeNode:
        """Return the node for one entry of a container."""
        at = self.places.key(container, step)
        if isinstance(value, dict | list):
            attributes, children = self.inside(value)
            bodies = [child for child in children if child.name in ("sql", "procedureBody")]
            body = bodies[0].body if len(bodies) == 1 and bodies[0].text else None
            text = bodies[0].text if body is not None else ""
            if str(step) in ("sql", "createProcedure"):
                return ChangeNode(str(step), at, attributes, (), text, body)
            return ChangeNode(str(step), at, attributes, children)
        text = _text(value)
        place = self.places.value(container, step)
        body = SqlText(text, self.path, place.line, place.column, fixed=True)
        return ChangeNode(str(step), at, {}, (), text, body if text.strip() else None)

    def inside(self, value: object) -> tuple[dict[str, str], tuple[ChangeNode, ...]]:
        """Return the attributes and nodes in a mapping or list."""
        attributes: dict[str, str] = {}
        children: list[ChangeNode] = []
        for container, key, one in self.entries(value):
            if isinstance(one, dict | list):
                if key in _FLAT:
                    children.extend(self.inside(one)[1])
                else:
                    children.append(self.node(container, key, one))
            elif key in _TEXTS:
                children.append(self.node(container, key, one))
                attributes.setdefault(key, _text(one))
            else:
                attributes.setdefault(key, _text(one))
        return attributes, tuple(children)

    def entries(self, value: object) -> Iterator[tuple[object, str, object]]:
        """Yield each entry of a mapping, or of the mappings in a list."""
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, dict):
                for key, inner in one.items():
                    yield one, str(key), inner


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.text if isinstance(value, Written) else str(value)
