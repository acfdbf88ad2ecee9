"""XML of tools as plain elements: no entities, limited depth, and the line of each element."""

from collections.abc import Iterator
from typing import NoReturn

from deploylint.errors import UserError

MAX_DEPTH = 200
MAX_ELEMENTS = 2_000_000


class Element:
    """One element: `text` is all character data directly in it; 1-based line and column."""

    __slots__ = ("attributes", "children", "column", "line", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str], line: int, column: int) -> None:
        """Keep what the start tag says."""
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element] = []
        self.text = ""
        self.line = line
        self.column = column

    def get(self, name: str) -> str | None:
        """Return an attribute, None when it is absent."""
        return self.attributes.get(name)

    def first(self, tag: str) -> "Element | None":
        """Return the first child of that tag."""
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, *tags: str) -> "Iterator[Element]":
        """Yield this element and everything below it that has one of the tags, in order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if element.tag in tags:
                yield element
            waiting.extend(reversed(element.children))


class _Builder:
    """Takes the events of expat."""

    def __init__(self, name: str) -> None:
        # most runs read no XML
        from pyexpat import ParserCreate

        self.name = name
        self.parser = ParserCreate()
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(0)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.EntityDeclHandler = self.entity
        self.open: list[Element] = []
        self.texts: list[list[str]] = []
        self.root: Element | None = None
        self.count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.count += 1
        if len(self.open) >= MAX_DEPTH:
            self.refuse(f"nests deeper than {MAX_DEPTH} elements")
        if self.count > MAX_ELEMENTS:
            self.refuse(f"has more than {MAX_ELEMENTS} elements")
        element = Element(tag.rpartition(":")[2], attributes, line, column)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)
        self.texts.append([])

    def end(self, tag: str) -> None:  # noqa: ARG002  # expat's signature
        self.open.pop().text = "".join(self.texts.pop())

    def data(self, text: str) -> None:
        self.texts[-1].append(text)

    def entity(self, *_: object) -> NoReturn:
        self.refuse("declares entities, which no report needs and which can blow up memory")

    def refuse(self, why: str) -> NoReturn:
        raise UserError(why, f"{self.name}:{self.parser.CurrentLineNumber}")


def parse_xml(data: bytes, name: str) -> Element:
    """Return the root element. A document type is accepted and ignored; prefixes are cut off.

    Raises UserError with the place when `data` is not well-formed, declares entities, or nests
    deeper than MAX_DEPTH.
    """
    # most runs read no XML
    from pyexpat import ErrorString, ExpatError

    builder = _Builder(name)
    try:
        builder.parser.Parse(data, True)  # noqa: FBT003  # expat's signature
    except ExpatError as error:
        what = ErrorString(error.code) or "not well-formed"
        where = f"{name}:{error.lineno}:{error.offset + 1}"
        raise UserError(f"is not well-formed XML: {what}", where) from None
    except (ValueError, LookupError, OverflowError, RecursionError) as error:
        raise UserError(f"cannot be read as XML: {error}", name) from None
    assert builder.root is not None  # noqa: S101  # expat refuses a document without root
    return builder.root
