"""Properties of changelogs: `<property name="text" value="clob" dbms="oracle"/>`.

https://docs.liquibase.com/concepts/changelogs/property-substitution.html
"""

import re
from collections.abc import Iterable

from deploylint.facts.operations import Dialect
from deploylint.migrations.liquibase.nodes import Broken, ChangeNode, dialect_of

_USE = re.compile(r"\$\{([^}\n]*)\}")
_MANY = 10_000


class Properties:
    """What properties are set to; those with several values are left as they are."""

    def __init__(self, logs: Iterable[ChangeNode | Broken]) -> None:
        """Collect the properties of all changelogs."""
        self._values: dict[str, list[tuple[Dialect | None, str]]] = {}
        for log in logs:
            if isinstance(log, ChangeNode):
                for one in log.all("property"):
                    self._add(one)

    def _add(self, one: ChangeNode) -> None:
        name, value = one.get("name"), one.attributes.get("value")
        if name is None or value is None:
            return
        found = self._values.setdefault(name.lower(), [])
        for dbms in (one.get("dbms") or "").split(","):
            if len(found) < _MANY:
                found.append((dialect_of(dbms), value))

    def value(self, name: str, dialect: Dialect | None) -> str | None:
        """Return what a property is set to, None where that cannot be told."""
        found = self._values.get(name.strip().lower(), [])
        own = {value for one, value in found if dialect is not None and one is dialect}
        values = own or {value for _, value in found}
        only = next(iter(values)) if len(values) == 1 else None
        return None if only is not None and "${" in only else only

    def text(self, written: str, dialect: Dialect | None) -> str:
        """Return a text with the properties that are known put in."""

        def put(match: re.Match[str]) -> str:
            value = self.value(match[1], dialect)
            return match[0] if value is None else value

        return _USE.sub(put, written)

    def node(self, node: ChangeNode, dialect: Dialect | None) -> ChangeNode:
        """Return a node with the properties that are known put in; its reader limited its depth."""
        if not self._values:
            return node
        body = node.body
        if body is not None and "${" in body.text:
            filled = self.text(body.text, dialect)
            body = body if filled == body.text else body._replace(text=filled, fixed=True)
        return node._replace(
            attributes={
                key: self.text(value, dialect) if "${" in value else value
                for key, value in node.attributes.items()
            },
            children=tuple(self.node(child, dialect) for child in node.children),
            body=body,
        )
