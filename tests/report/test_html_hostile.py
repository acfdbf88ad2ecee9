"""The page against text that means harm, and what the page itself may do."""

import re
from base64 import b64encode
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.model.location import Location
from deploylint.model.report import Answer, Refusal, Report, Trouble
from deploylint.model.verdict import Status
from deploylint.report.escape import printable
from deploylint.report.html import render
from deploylint.report.html_script import SCRIPT
from deploylint.report.html_style import STYLE
from deploylint.report.style import Style
from tests.report.hostile import answers, hostile_reports
from tests.report.hostile_calendars import TEXT as MARKUP
from tests.report.hostile_calendars import hostile_calendars
from tests.report.pages import Node, read_page
from tests.report.reports import abort, go


def page_of(*found: Answer) -> Node:
    return read_page("".join(render(found, Style())))


def test_the_page_may_run_its_own_script_and_style_and_nothing_else() -> None:
    page = page_of(abort())
    (policy,) = page.find("meta", http_equiv="Content-Security-Policy")
    (script,), (style,) = page.find("script"), page.find("style")

    def digest(node: Node) -> str:
        text = "".join(str(part) for part in node.parts)
        return b64encode(sha256(text.encode()).digest()).decode()

    assert policy.attributes["content"] == (
        f"default-src 'none'; script-src 'sha256-{digest(script)}'; "
        f"style-src 'sha256-{digest(style)}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_style_and_script_ask_nobody_for_anything() -> None:
    assert not re.search(r"@import|@font-face|url\((?!#)|//(?! )", STYLE)
    assert not re.search(
        r"https?:|fetch|XMLHttp|import|innerHTML|outerHTML|document\.write|eval|insertAdjacent",
        SCRIPT,
    )


def visible(text: str) -> str:
    """Return what a reader sees of a text: what stands between backticks is set as code.

    `::` is made harmless where a line or a piece of code begins with it, which is not told apart.
    """
    return squeezed(printable(text))


def squeezed(text: str) -> str:
    return " ".join(text.replace("`", "").replace(r"\x3a:", "::").split())


@given(
    hostile_reports(),
    st.none() | hostile_calendars(),
    st.lists(MARKUP, min_size=9, max_size=9),
    st.booleans(),
)
@settings(max_examples=80, deadline=None)
def test_hostile_text_stays_text_and_can_be_seen(
    hostile: Report, calendar: object, marks: list[str], several: bool
) -> None:
    marked_items = [
        one._replace(reason=one.reason + mark, title=one.title + mark)
        for one, mark in zip(hostile.items, marks, strict=False)
    ]
    hostile = hostile._replace(
        items=tuple(marked_items),
        calendar=calendar,
        assumptions=(marks[4], *hostile.assumptions),
        plan=hostile.plan._replace(version=marks[5] + hostile.plan.version),
    )
    trouble = Trouble(marks[6], Location(marks[7], 2, 3), marks[8])
    more = (Refusal(marks[7], (trouble,)), go()) if several else ()
    page = page_of(hostile, *more)
    failing = sum(one.status is Status.FAIL for one in hostile.items)
    assert len(page.find("article")) == failing + several
    assert len(page.find("details")) == len(hostile.items) + len(more and go().items)
    shown = squeezed(page.text)
    for text in (
        *(one.reason for one in hostile.items),
        *(one.title for one in hostile.items),
        *(one.fix for one in hostile.items if one.fix and one.status is Status.FAIL),
        *(one.evidence[0].source for one in hostile.items),
        *hostile.assumptions,
        hostile.plan.version,
        *(marks[6:9] if several else ()),
    ):
        assert visible(text) in shown


@given(answers())
@settings(max_examples=40, deadline=None)
def test_hostile_answers_make_a_page(found: list[Answer]) -> None:
    page = page_of(*found)
    assert len(page.find("section", class_="plan")) == sum(isinstance(one, Report) for one in found)
