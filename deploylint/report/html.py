"""The report as one page for people: no network, light and dark, on paper, and read aloud.

Everything can be read without its script, which only searches and filters. The page may run this
one script and use this one style sheet, by their digests: https://www.w3.org/TR/CSP3/.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from deploylint import __version__
from deploylint.model.report import Answer
from deploylint.report.calendar_legend import Shade
from deploylint.report.html_collected import Collected
from deploylint.report.html_element import Markup, block, element, tag
from deploylint.report.html_overview import overview, refusals, said
from deploylint.report.html_script import SCRIPT
from deploylint.report.html_search import search
from deploylint.report.html_style import STYLE, hatched
from deploylint.report.html_words import State
from deploylint.report.rooted import rooted
from deploylint.report.style import Style

NO_ICON = "data:,"
"""Without an icon of its own a browser asks the server of the page for one."""


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:
    """Yield nothing but empty pieces while there are answers, then the page."""
    collected = Collected()
    for answer in rooted(answers, style)[0]:
        collected.take(answer)
        yield ""
    collected.close()
    for piece in _page(collected):
        yield f"{piece}\n"


def _page(collected: Collected) -> Iterator[str]:
    lines = collected.ranked()
    title = f"{lines[0].decision.label}: {lines[0].release}" if collected.alone else said(collected)
    yield "<!doctype html>"
    yield tag("html", lang="en")
    yield block("head", *_head(title))
    yield "<body>"
    yield element("a", "Skip to the report", class_="skip", href="#report")
    yield _patterns()
    if not collected.alone:
        yield block("header", element("h1", said(collected)), class_="top")
    yield tag("main", id="report", tabindex="-1")
    yield from refusals(collected)
    yield from _find(collected)
    yield from overview(collected)
    for line in lines:
        if line.number in collected.sections:
            yield collected.sections[line.number]
    yield from _pictures(collected)
    yield "</main>"
    yield element("footer", f"Written by deploylint {__version__}.", class_="small")
    yield element("script", Markup(SCRIPT))
    yield "</body>"
    yield "</html>"


def _head(title: str) -> Iterator[Markup]:
    allowed = {
        "default-src": "'none'",
        "script-src": _digest(SCRIPT),
        "style-src": _digest(STYLE),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    policy = "; ".join(f"{name} {value}" for name, value in allowed.items())
    yield tag("meta", charset="utf-8")
    yield Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">')
    yield tag("meta", name_="viewport", content="width=device-width, initial-scale=1")
    yield tag("meta", name_="color-scheme", content="light dark")
    yield tag("meta", name_="referrer", content="no-referrer")
    yield tag("link", rel="icon", href=NO_ICON)
    yield element("title", title)
    yield element("style", Markup(STYLE))


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _find(collected: Collected) -> Iterator[Markup]:
    """Yield what searches several plans; in one alone it stands below the decision."""
    found: Counter[State] = Counter()
    for line in collected.lines:
        if line.number in collected.sections:
            found.update(dict(line.states))
    if found and not collected.alone:
        yield search("plans and items", [(state, found[state]) for state in State if found[state]])


def _pictures(collected: Collected) -> Iterator[Markup]:
    """Yield the pictures that several plans share."""
    for shared, name in collected.pictures.items():
        yield block(
            "section",
            element("h2", "Deployment windows"),
            shared,
            id=name,
            class_="part shared",
        )


def _patterns() -> Markup:
    """Return the hatched areas of the pictures."""
    areas = (
        element(
            "pattern",
            element("rect", width="8", height="8", class_=f"{shade}-plain"),
            element("rect", width="3", height="8", class_=f"{shade}-line"),
            id=f"{shade}-area",
            width="8",
            height="8",
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        )
        for shade in Shade
        if hatched(shade)
    )
    return element(
        "svg", element("defs", *areas), class_="patterns", width="0", height="0", aria_hidden="true"
    )
