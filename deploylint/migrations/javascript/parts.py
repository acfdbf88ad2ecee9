"""Values that are put together from others, or taken out of them."""

from deploylint.migrations.javascript.library import text_at
from deploylint.migrations.javascript.strings import joined
from deploylint.migrations.javascript.tree import Constant, Node, Sum, Template, Text
from deploylint.migrations.javascript.values import HOLE, List, Unknown, Value

BOOLEANS = {"True": "true", "False": "false"}
LONGEST = 1_000_000
"""Longer texts are not put together."""


def item_of(value: Value | None, index: object) -> Value:
    """Return an item of a list that is known."""
    if isinstance(value, List) and isinstance(index, int) and 0 <= index < len(value.items):
        return value.items[index]
    return Unknown()


def part_of(value: Value, node: Node) -> Text:
    """Return what a value adds to a text; its place is where it is put in."""
    if isinstance(value, Text):
        return value if isinstance(node, Text | Template | Sum) else text_at(value.text, node.span)
    if isinstance(value, Constant) and isinstance(value.value, int):
        return text_at(BOOLEANS.get(str(value.value), str(value.value)), node.span)
    return text_at(HOLE, node.span)


def put_together(parts: list[Text]) -> Value:
    """Return texts as one, unless it gets too long."""
    if sum(len(part.text) for part in parts) > LONGEST:
        return Unknown()
    return joined(tuple(parts))
