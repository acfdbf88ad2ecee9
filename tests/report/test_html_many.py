"""A page about many plans: worst first, and no more than a browser can open."""

from collections.abc import Iterator

import pytest

from deploylint.model.report import Answer, Report
from deploylint.report import html_collected
from deploylint.report.html import render
from deploylint.report.style import Style
from tests.report.pages import Node, read_page
from tests.report.reports import abort, go, postpone
from tests.report.shownanswers import BROKEN, windows


def page_of(*found: Answer) -> Node:
    return read_page("".join(render(found, Style())))


def numbered(number: int, answer: Report) -> Report:
    """Return a report on a plan of its own."""
    return answer._replace(plan=answer.plan._replace(file=f"{number}.yaml"))


def test_plans_are_listed_worst_first() -> None:
    page = page_of(go(), postpone(), BROKEN, abort(), go())
    rows = [row.find("td")[0].text for row in page.find("tbody")[0].find("tr")]
    assert rows == ["abort", "postpone", "go", "go"]
    names = [section.attributes["id"] for section in page.find("section", class_="plan")]
    assert names == ["p3", "p2", "p1", "p4"]
    assert page.find("h1")[0].text == ("5 plans: 1 could not be judged, 1 abort, 1 postpone, 2 go")


def test_plans_share_pictures() -> None:
    page = page_of(windows(postpone()), windows(postpone()), windows(go()))
    assert [section.attributes["id"] for section in page.find("section", class_="part shared")] == [
        "w1"
    ]
    assert len(page.find("a", href="#w1")) == 3
    assert page.find("li", aria_current="date") == []


def test_details_go_to_the_plans_that_block_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_collected, "DETAILED", 3)
    monkeypatch.setattr(html_collected, "LISTED", 5)
    kinds = [go, go, go, go, abort, go, postpone, *[go] * 8, abort, abort]
    page = page_of(*(numbered(number, kind()) for number, kind in enumerate(kinds, 1)))
    sections = [section.attributes["id"] for section in page.find("section", class_="plan")]
    assert sections == ["p5", "p16", "p7"]
    rows = [(row.attributes["data-row"], row.words) for row in page.find("tbody")[0].find("tr")]
    assert [(name, words.split()[0]) for name, words in rows] == [
        ("p5", "abort"),
        ("p16", "abort"),
        ("", "abort"),
        ("p7", "postpone"),
        ("", "go"),
    ]
    assert page.find("p", class_="left")[0].text == (
        "Details are given for 3 of 17 plans, those that block first. 12 plans are not listed. "
        "deploylint check PLAN -o html shows all of one plan."
    )


def test_details_that_are_too_long_for_a_browser_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(html_collected, "ROOM", 1)
    page = page_of(go(), abort(), abort())
    assert [section.attributes["id"] for section in page.find("section", class_="plan")] == ["p2"]


def test_refusals_beyond_a_number_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_collected, "REFUSED", 2)
    page = page_of(*[BROKEN] * 5)
    assert len(page.find("article")) == 2
    assert page.find("p", class_="left")[0].text == "and 3 files more, not listed"


def test_there_is_a_piece_after_each_answer() -> None:
    taken = []

    def judged() -> Iterator[Report]:
        for number in range(3):
            taken.append(number)
            yield go()

    pieces = render(judged(), Style())
    assert [(next(pieces), len(taken)) for _ in range(3)] == [("", 1), ("", 2), ("", 3)]
