"""Reads pages and pictures strictly: nothing may stand in them that is not meant to."""

import re
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, fromstring

SVG = "{http://www.w3.org/2000/svg}"
VOID = {"meta"}
HTML_TAGS = """
html head meta title style body main header h1 h2 p ul li i small section div table caption thead
tbody tr th td time b s u span footer
"""
HTML_ATTRIBUTES = """
lang charset name content http-equiv class aria-label aria-hidden aria-current role tabindex scope
datetime style title
"""
SVG_TAGS = "svg title desc style defs pattern rect line g text"
SVG_ATTRIBUTES = """
width height viewBox role aria-labelledby id class x y x1 x2 y1 y2 rx style patternUnits
patternTransform
"""


class Page(HTMLParser):
    """The tags, attributes and texts of a page; AssertionError when it is not well formed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.values: list[str] = []
        self.styles: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            assert value is not None, f"{tag} {name} has no value"
            self.attributes.add(name)
            self.values.append(value)
            if name == "style":
                self.styles.append(value)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.styles.append(data)
        elif {"td", "th"} & set(self.open):
            self.values.append(data)
            self.rows[-1][-1] += data
        else:
            self.values.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def check_page(text: str) -> Page:
    """Return the page; it holds only what is meant to be in it, and asks nobody for anything."""
    page = Page(text)
    assert page.tags <= set(HTML_TAGS.split())
    assert page.attributes <= set(HTML_ATTRIBUTES.split())
    check_styles(page.styles)
    for value in page.values:
        assert value.replace("\n", "").isprintable()
    return page


def check_picture(text: str) -> Element:
    """Return the root of the picture; it holds only what is meant to be in it."""
    root = fromstring(text)
    for element in root.iter():
        assert isinstance(element.tag, str)
        assert element.tag.removeprefix(SVG) in SVG_TAGS.split()
        assert set(element.attrib) <= set(SVG_ATTRIBUTES.split())
        for value in (element.text or "", element.tail or "", *element.attrib.values()):
            assert value.replace("\n", "").isprintable()
    check_styles([element.text or "" for element in root.iter(f"{SVG}style")])
    return root


def check_styles(styles: list[str]) -> None:
    for style in styles:
        assert not re.search(r"@import|@font-face|expression|url\((?!#)|//|\\", style)
