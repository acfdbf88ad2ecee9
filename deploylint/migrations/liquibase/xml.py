"""Changelogs in XML.

https://docs.liquibase.com/concepts/changelogs/xml-format.html
"""

import re

from deploylint.errors import UserError
from deploylint.migrations.liquibase.nodes import Broken, ChangeNode
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location
from deploylint.read.xml import Element, parse_xml

_ENCODING = re.compile(r"(<\?xml[^>]*?encoding=[\"'])[\w.-]+([\"'])")
_CDATA = re.compile(r"\s*<!\[CDATA\[")
_PLACE = re.compile(r":(\d+)(?::(\d+))?$")
_LONGEST_TAG = 10_000


def read_xml(path: str, text: str) -> ChangeNode | Broken:
    """Return the root element of a changelog."""
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    source = _ENCODING.sub(r"\1utf-8\2", source, count=1)
    try:
        root = parse_xml(source.encode("utf-8", "surrogatepass"), path)
    except UserError as error:
        where = _PLACE.search(str(error.where or ""))
        line = int(where[1]) if where else 1
        column = int(where[2] or 1) if where else 1
        return Broken(f"this XML {error.message}", Location(path, max(1, line), max(1, column)))
    return _Nodes(path, source).node(root)


class _Nodes:
    """Turns elements into nodes, with the places of their texts."""

    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.source = source
        self.starts = [0]
        at = source.find("\n")
        while at >= 0:
            self.starts.append(at + 1)
            at = source.find("\n", at + 1)

    def node(self, element: Element) -> ChangeNode:
        """Return a node with all below it; parse_xml has limited how deep that goes."""
        start = self.starts[min(element.line, len(self.starts)) - 1] + element.column - 1
        end = self.tag_end(start)
        stop = self.source.find("\n", start, end)
        width = (end if stop < 0 else stop) - start
        at = Location(self.path, element.line, element.column, element.line, element.column + width)
        return ChangeNode(
            name=element.tag,
            at=at,
            attributes=element.attributes,
            children=tuple(self.node(child) for child in element.children),
            text=element.text,
            body=self.body(element, end) if element.text.strip() else None,
        )

    def tag_end(self, start: int) -> int:
        """Return where the start tag ends that begins at an offset."""
        if not self.source.startswith("<", start):
            return start + 1
        quote = ""
        for offset in range(start, min(len(self.source), start + _LONGEST_TAG)):
            character = self.source[offset]
            if quote:
                quote = "" if character == quote else quote
            elif character in "\"'":
                quote = character
            elif character == ">":
                return offset + 1
        return start + 1

    def body(self, element: Element, end: int) -> SqlText:
        """Return the text of an element with its place, as exactly as it can be known."""
        if self.source.startswith(element.text, end):
            return self.placed(element.text, end)
        cdata = _CDATA.match(self.source, end)
        if cdata is not None:
            stop = self.source.find("]]>", cdata.end())
            inner = self.source[cdata.end() : stop]
            if inner.strip() == element.text.strip():
                return self.placed(inner, cdata.end())
        return SqlText(element.text, self.path, element.line, element.column, fixed=True)

    def placed(self, text: str, offset: int) -> SqlText:
        """Return a text that stands at an offset as it is."""
        from bisect import bisect_right  # only changelogs with SQL need it

        line = bisect_right(self.starts, offset)
        return SqlText(text, self.path, line, offset - self.starts[line - 1] + 1)
