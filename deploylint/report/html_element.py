"""Builds HTML in which text can only ever be text.

https://html.spec.whatwg.org/multipage/syntax.html
"""

from deploylint.report.escape import printable
from deploylint.report.markup import marked_up

Attribute = str | int | bool | None


class Markup(str):
    """Text that is HTML already; every other text is escaped where it is put in."""

    __slots__ = ()


def tag(name: str, **attributes: Attribute) -> Markup:
    """Return the start of an element, or one that holds nothing.

    In names of attributes `_` stands for `-`; a last one only keeps them apart from words of
    Python. None and False leave an attribute out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{"" if value is True else marked_up(str(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{written}>")


def element(name: str, *content: str, **attributes: Attribute) -> Markup:
    """Return an element with its content: Markup as it is, other text escaped."""
    return Markup(f"{tag(name, **attributes)}{joined(*content)}</{name}>")


def joined(*content: str, by: str = "") -> Markup:
    """Return pieces of content one after the other, each escaped unless it is Markup."""
    return Markup(by.join([one if isinstance(one, Markup) else marked_up(one) for one in content]))


def block(name: str, *content: str, **attributes: Attribute) -> Markup:
    """Return an element whose parts stand on lines of their own; empty ones are left out."""
    parts = [one for one in content if one]
    return Markup(f"{tag(name, **attributes)}\n{joined(*parts, by=chr(10))}\n</{name}>")


def prose(text: str) -> Markup:
    """Return a sentence in which what stands between backticks is set as code."""
    pieces = printable(text).strip().split("`")
    if len(pieces) % 2 == 0:  # the last backtick opens nothing
        pieces[-2:] = ["`".join(pieces[-2:])]
    return joined(
        *(element("code", one) if number % 2 else one for number, one in enumerate(pieces))
    )


def aloud(text: str) -> Markup:
    """Return text that is only read aloud."""
    return element("span", text, class_="aloud")
