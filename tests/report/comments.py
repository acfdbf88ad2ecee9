"""Comments as GitHub shows them: its own Markdown parser, then what it links in the page.

cmark-gfm (https://github.com/github/cmark-gfm) makes the page; what GitHub does to the text after
that, to all text that is no code, is described in
https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls.
"""

import re
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

cmark: Any = import_module("cmarkgfm.cmark")

TAGS = frozenset(
    (
        *("h2", "h3", "h4", "p", "ul", "li", "strong", "code", "pre", "details", "summary"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    )
)
MARKER = " deploylint "
OPEN: dict[str, str | None] = {"open": None}
LINKED = re.compile(
    r"""(?<![\w`])@[a-z0-9] | \#\d | \bgh-\d | \b[0-9a-f]{7,40}\b | ://\S | \bwww\.\S |
    :[\w+-]+: | \$\S | \S@\S | [!~%&]\d""",
    re.IGNORECASE | re.VERBOSE,
)
"""What GitHub and GitLab make a link or a picture of, wherever it stands."""


class Comment(HTMLParser):
    """What people see of a comment; AssertionError when it is not what it is meant to be."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        options = cmark.Options
        self.open: list[str] = []
        self.opened = 0
        self.rows: list[int] = []
        self.code = ""
        self.plain = ""
        self.seen = ""
        self.titles: list[str] = []
        self.comments: list[str] = []
        self.pieces: list[str] = []
        flags = options.CMARK_OPT_UNSAFE | options.CMARK_OPT_FOOTNOTES
        self.feed(cmark.github_flavored_markdown_to_html(text, flags))
        self.close()
        assert self.open == []
        assert set(self.rows) <= {5}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert tag == "details" or "open" not in dict(attrs)
        assert dict(attrs) in ({}, OPEN, {"lang": "text"}, {"class": "language-text"}), attrs
        self.opened += dict(attrs) == OPEN
        self.open.append(tag)
        self.plain = ""
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th"):
            self.rows[-1] += 1
        if tag in ("h2", "h3", "h4"):
            self.titles.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.plain = ""

    def handle_data(self, data: str) -> None:
        self.seen += data
        if self.titles and {"h2", "h3", "h4"} & set(self.open):
            self.titles[-1] += data
        if not {"code", "pre"} & set(self.open):
            self.plain += data
            found = LINKED.search(self.plain)
            assert found is None, self.plain

    def handle_comment(self, data: str) -> None:
        assert data == MARKER
        self.comments.append(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def squeezed(text: str) -> str:
    """Return a text without what a renderer may add or take: blanks, and backticks around code."""
    return re.sub(r"[\s`]", "", text)
