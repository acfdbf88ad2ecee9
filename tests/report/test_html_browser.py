"""The page in a real browser: at peace, by keyboard, in light, dark and print."""

from base64 import b64decode
from pathlib import Path

import pytest

from deploylint.model.location import Location
from deploylint.model.report import Answer
from deploylint.model.verdict import Finding
from deploylint.report.html import render
from deploylint.report.style import Style
from tests.report.browser import CHROMIUM, Tab
from tests.report.conftest import Show
from tests.report.contrast import CONTRASTS
from tests.report.pages import read_page
from tests.report.reports import item, report
from tests.report.shownanswers import everything, hostile, several

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

FOCUSED = """(() => {
  const node = document.activeElement;
  const details = node.tagName === "SUMMARY" ? node.parentElement.id : "";
  const style = getComputedStyle(node);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const name = node.id || details || node.dataset.show || node.getAttribute("href");
  return [node.tagName.toLowerCase(), name, ring];
})()"""


def visible(tab: Tab, selector: str) -> list[str]:
    """Return the ids of the elements that can be seen."""
    script = "[...document.querySelectorAll({!r})].filter(e => e.checkVisibility()).map(e => e.id)"
    found: list[str] = tab.run(script.format(selector))
    return found


def entries(tab: Tab) -> list[str]:
    return visible(tab, "details")


def settle(tab: Tab) -> None:
    """Wait until what was typed is searched for."""
    tab.run("new Promise(done => setTimeout(done, 200))")


def write(tab: Tab, text: str) -> None:
    for char in text:
        tab.press(char)
    settle(tab)


def test_a_page_that_misbehaves_is_noticed(tab: Tab, tmp_path: Path) -> None:
    page = '<img src="http://127.0.0.1:9/x.png"><script>console.error("oh")</script><p>here</p>'
    (tmp_path / "bad.html").write_text(f"<!doctype html><title>bad</title>{page}", "utf-8")
    tab.open(tmp_path / "bad.html")
    assert any('"oh"' in told for told in tab.complaints())
    assert tab.asked() == {"http://127.0.0.1:9/x.png"}


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param((everything(),), id="one"),
        pytest.param(several(), id="several"),
        pytest.param((), id="none"),
    ],
)
@pytest.mark.parametrize("width", [320, 768, 1600])
def test_a_page_is_at_peace_at_every_width(
    answers: tuple[Answer, ...], width: int, show: Show
) -> None:
    tab = show(*answers, width=width)
    if answers:
        tab.run("document.getElementById('unfold').click()")
    assert (tab.complaints(), tab.asked()) == ([], set())
    assert tab.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_page_says_what_it_is_about(show: Show) -> None:
    text = show(everything()).run("document.body.innerText")
    for said in (
        "Abort",
        "exports v2.0.0 to production",
        "6 items block:",
        "2 of 3 migrations cannot be rolled back",
        "production would block on 3 items",
        "Tue 2026-11-24 10:30: recommended, permitted until Tue 2026-11-24 16:00.",
    ):
        assert said in text


def focused(tab: Tab) -> list[tuple[str, str]]:
    """Return what Tab reaches, in order, and that each shows that it has the focus."""
    found: list[tuple[str, str]] = []
    while True:
        tab.press("Tab")
        tag, name, ring = tab.run(FOCUSED)
        if tag == "body":
            return found
        assert ring, (tag, name)
        found.append((tag, name))
        assert len(found) < 200


def test_tab_reaches_everything_in_order(show: Show) -> None:
    answer = everything()
    page = read_page("".join(render([answer], Style())))
    cards = [card.find("a")[0].attributes["href"] for card in page.find("article")]
    blocking = [link.attributes["href"] for link in page.find("ul", class_="blockers")[0].find("a")]
    summaries = [("summary", one.attributes["id"]) for one in page.find("details")]
    assert focused(show(answer)) == [
        ("a", "#report"),
        *(("a", href) for href in blocking),
        ("input", "query"),
        *(("button", name) for name in ("fail", "warning", "info", "waived", "pass", "na")),
        ("button", "unfold"),
        *(("a", href) for href in cards),
        *summaries,
    ]
    assert len(summaries) == len(answer.items)


def test_the_skip_link_is_seen_and_leads_to_the_report(show: Show) -> None:
    tab = show(everything())
    tab.press("Tab")
    top = "document.querySelector('.skip').getBoundingClientRect().top"
    assert tab.run(top) >= 0
    tab.press("Enter")
    assert tab.run("document.activeElement.id") == "report"


def test_typing_filters(show: Show) -> None:
    tab = show(everything())
    tab.press("/")
    assert tab.run("document.activeElement.id") == "query"
    write(tab, "Safari LOGIN")
    assert entries(tab) == ["p1-i8"]
    assert visible(tab, "article") == ["p1-f8"]
    assert tab.run("document.getElementById('matches').textContent") == "1 of 11 items matches"
    write(tab, "/")
    assert entries(tab) == []
    assert visible(tab, "#find") == ["find"]
    assert tab.run("document.getElementById('query').value") == "Safari LOGIN/"
    tab.press("Escape")
    settle(tab)
    assert len(entries(tab)) == 11
    assert tab.run("document.getElementById('matches').textContent") == ""


def test_buttons_filter_by_keyboard(show: Show) -> None:
    tab = show(everything())
    tab.run("document.querySelector('[data-show=waived]').focus()")
    tab.press(" ")
    assert entries(tab) == ["p1-i5"]
    tab.press("Tab")
    tab.press("Enter")
    assert entries(tab) == ["p1-i1", "p1-i5"]
    pressed = "[...document.querySelectorAll('[aria-pressed=true]')].map(e => e.dataset.show)"
    assert tab.run(pressed) == ["waived", "pass"]
    tab.press(" ")
    tab.press("Tab")
    assert entries(tab) == ["p1-i5"]


def test_plans_are_searched_together(show: Show) -> None:
    tab = show(*several())
    tab.press("/")
    write(tab, "exports safari")
    assert visible(tab, "section.plan") == ["p2"]
    rows = "[...document.querySelectorAll('tbody tr')].filter(e => e.checkVisibility()).length"
    assert tab.run(rows) == 1
    told = "1 of 31 items matches in 1 of 3 plans"
    assert tab.run("document.getElementById('matches').textContent") == told


def test_a_link_to_what_is_filtered_away_shows_it(show: Show) -> None:
    tab = show(everything())
    tab.run("document.querySelector('[data-show=pass]').click()")
    assert visible(tab, "article") == []
    tab.run("document.querySelector('.blockers a').click()")
    settle(tab)
    assert len(visible(tab, "article")) == 9
    tab.run("document.querySelector('article a').click()")
    settle(tab)
    opened = "[...document.querySelectorAll('details[open]')].map(e => e.id)"
    assert tab.run(opened) == ["p1-i0"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out(show: Show, *, dark: bool) -> None:
    tab = show(*several(), dark=dark)
    tab.run("document.getElementById('unfold').click()")
    tab.run("document.querySelectorAll('[data-show]').forEach(one => one.click())")
    ratios = tab.run(CONTRASTS)
    assert {"span.state fail", "text.tier p0-ink", "text.tier p1-ink", "mark.null"} <= set(ratios)
    assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}
    ground = tab.run("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == ("rgb(13, 17, 23)" if dark else "rgb(255, 255, 255)")


def test_everything_is_on_paper(show: Show) -> None:
    tab = show(everything(), dark=True)
    tab.run("document.querySelector('[data-show=na]').click()")
    tab.run("window.dispatchEvent(new Event('beforeprint'))")
    tab.look(800, dark=True, media="print")
    assert len(entries(tab)) == len(everything().items)
    assert visible(tab, "#find, .skip") == []
    assert "3f9c1e2" in tab.run("document.body.innerText")
    assert tab.run("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    tab.run("window.dispatchEvent(new Event('afterprint'))")
    tab.look(1000)
    assert entries(tab) == ["p1-i4"]
    assert tab.run("document.querySelectorAll('details[open]').length") == 0


def test_notes_have_the_whole_width_on_paper(show: Show) -> None:
    note = Finding("this wipes the database", Location("a.sql", 1, 1), "DROP TABLE exports;")
    tab = show(report(item("tests-pass", findings=(note,))))
    tab.run("window.dispatchEvent(new Event('beforeprint'))")
    tab.look(800, media="print")
    widths = """[...document.querySelectorAll(".item dl, .item dl > div")]
      .map(e => [e.querySelector("dt").textContent, e.clientWidth])"""
    found = dict(tab.run(widths)[1:])
    whole = tab.run("(e => e.clientWidth - 30)(document.querySelector('.item dl'))")
    assert (found["Notes"], found["Evidence"] < whole / 2) == (whole, True)


def test_a_pdf_can_be_printed(show: Show) -> None:
    data = b64decode(show(everything()).call("Page.printToPDF", printBackground=True)["data"])
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") >= 2


def test_a_browser_reads_hostile_text_as_text(show: Show) -> None:
    answers = hostile()
    tab = show(*answers)
    tab.run("document.getElementById('unfold').click()")
    assert (tab.complaints(), tab.asked()) == ([], set())
    page = read_page("".join(render(answers, Style())))
    expected = [node.tag for node in page.walk()][1:]
    found = tab.run("[...document.querySelectorAll('*')].map(e => e.tagName.toLowerCase())")
    assert found == expected
