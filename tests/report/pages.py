"""Reads pages strictly into a tree: what is not meant to stand on one is an error."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "link", "input"}
TAGS = """
html head meta link title style body a header main section article div span form label input kbd
button p h1 h2 h3 h4 h5 ul ol li dl dt dd b small code pre mark figure figcaption details summary
table caption thead tbody tr th td time svg defs pattern rect line text footer script
"""
PLAIN = {
    "class": r"[a-z0-9 -]+",
    "id": r"report|find|query|matches|unfold|w\d+|p\d+(-[fthi]\d*)?|[nf][12z]-area",
    "aria-labelledby": r"p\d+-[ht]\d*",
    "href": r"#(report|w\d+|p\d+(-[fi]\d+)?)|data:,",
    "data-row": r"|p\d+",
    "data-state": r"fail|warning|info|waived|pass|na",
    "data-show": r"fail|warning|info|waived|pass|na",
    "data-states": r"((fail|warning|info|waived|pass|na)( |$))*",
    "data-plan": "",
    "data-head": "",
    "data-group": "",
    "data-context": "",
    "data-again": "",
    "hidden": "",
    "aria-hidden": "true",
    "aria-pressed": "false",
    "aria-live": "polite",
    "aria-current": "date",
    "aria-label": r"[A-Z][A-Za-z0-9 ]+",
    "role": r"group|search|status|table|rowgroup|row|cell|rowheader|columnheader",
    "scope": r"row|col",
    "type": r"button|search",
    "autocomplete": "off",
    "spellcheck": "false",
    "for": "query",
    "title": "Press / to search",
    "tabindex": "-1",
    "datetime": r"\d{4}-\d\d-\d\d",
    "lang": "en",
    "rel": "icon",
    "charset": "utf-8",
    "name": r"viewport|color-scheme|referrer",
    "http-equiv": "Content-Security-Policy",
    "content": r"[a-zA-Z0-9 ',;:=/+.-]+",
    **dict.fromkeys(("x", "y", "x1", "x2", "y1", "y2", "width", "height"), r"[\d.]+%?"),
    "patternunits": "userSpaceOnUse",
    "patterntransform": r"rotate\(45\)",
}
"""Every attribute that a page may have, and what it may say; none holds text from outside."""


class Node:
    """An element with its attributes, texts and children, in order."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parts: list[Node | str] = []

    def walk(self) -> "Iterator[Node]":
        """Yield this element and all below it."""
        yield self
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.walk()

    def find(self, tag: str, **attributes: str) -> "list[Node]":
        """Return the elements of a tag that have these attributes; `_` stands for `-`."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            node
            for node in self.walk()
            if node.tag == tag and wanted.items() <= node.attributes.items()
        ]

    @property
    def text(self) -> str:
        """Return the text of an element, without that of styles and scripts."""
        if self.tag in ("style", "script"):
            return ""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def words(self) -> str:
        """Return the text with single blanks."""
        return " ".join(self.text.split())


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]
        self.feed(page)
        self.close()
        assert self.open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)

    def handle_decl(self, decl: str) -> None:
        assert decl == "doctype html"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def read_page(text: str) -> Node:
    """Return the tree of a page that holds only what is meant to be in it."""
    page = _Reader(text).root
    nodes = list(page.walk())[1:]
    for node in nodes:
        assert node.tag in TAGS.split(), node.tag
        for name, value in node.attributes.items():
            assert name in PLAIN, f"{node.tag} {name}"
            assert re.fullmatch(PLAIN[name], value), f"{node.tag} {name}={value}"
        if node.tag not in ("style", "script"):
            texts = [part for part in node.parts if isinstance(part, str)]
            assert all(part.replace("\n", "").isprintable() for part in texts)
    check_references(nodes)
    check_headings(nodes)
    return page


def check_references(nodes: list[Node]) -> None:
    """Each id stands once, and whatever refers to one finds it."""
    ids = [node.attributes["id"] for node in nodes if "id" in node.attributes]
    assert len(set(ids)) == len(ids)
    for node in nodes:
        for name in ("href", "aria-labelledby", "for"):
            target = node.attributes.get(name, "data:,")
            assert target == "data:," or target.removeprefix("#") in ids, target


def check_headings(nodes: list[Node]) -> None:
    """There is one first heading, and no level is left out on the way down."""
    levels = [int(node.tag[1]) for node in nodes if re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
