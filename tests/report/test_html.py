"""The page for people, read strictly."""

import re

import pytest

from deploylint import __version__
from deploylint.model.location import Location
from deploylint.model.policy import Action, PolicyFile, Severity
from deploylint.model.report import Answer, Report
from deploylint.model.verdict import Evidence, Finding, Status
from deploylint.report.html import render
from deploylint.report.html_script import SCRIPT
from deploylint.report.html_source import marked
from deploylint.report.html_style import STYLE
from deploylint.report.style import Style
from tests.conftest import Golden
from tests.report.pages import Node, read_page
from tests.report.reports import DIGEST, abort, go, item, plan, postpone, report
from tests.report.shownanswers import BROKEN, windows


def text_of(*found: Answer) -> str:
    return "".join(render(found, Style()))


def page_of(*found: Answer) -> Node:
    return read_page(text_of(*found))


def readable(page: str) -> str:
    """Return a page without style and script, which tests look at in a browser."""
    page = page.replace(STYLE, "STYLE").replace(SCRIPT, "SCRIPT")
    page = page.replace(f"deploylint {__version__}", "deploylint VERSION")
    return re.sub("sha256-[^']+(?=')", "sha256-DIGEST", page)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("abort", (abort(),), id="abort"),
        pytest.param("postpone", (windows(postpone()),), id="postpone"),
        pytest.param("several", (go(), BROKEN, windows(postpone())), id="several"),
        pytest.param("none", (), id="no-report"),
    ],
)
def test_whole_page(name: str, found: tuple[Answer, ...], golden: Golden) -> None:
    page = text_of(*found)
    read_page(page)
    golden(f"page-{name}.html", readable(page))


@pytest.mark.parametrize(
    ("answer", "word", "meaning"),
    [
        pytest.param(
            go(), "Go", "May go out; valid until Tue 2026-11-24 16:00 (Europe/Paris).", id="go"
        ),
        pytest.param(
            postpone(),
            "Postpone",
            "Not now; permitted again from Mon 2026-11-23 13:00 (Europe/Paris).",
            id="postpone",
        ),
        pytest.param(
            postpone()._replace(next_permitted=None),
            "Postpone",
            "Not now; no time to come back is known.",
            id="postpone-for-ever",
        ),
        pytest.param(
            report(
                item("a-rule", Status.FAIL, severity=Severity.WARNING),
                decision=Action.CAUTION,
                next_permitted=postpone().next_permitted,
            ),
            "Caution",
            "May go out, with care.",
            id="caution-need-not-wait",
        ),
        pytest.param(abort(), "Abort", "Do not deploy.", id="abort"),
        pytest.param(
            report(),
            "Investigate",
            "Nothing was judged, so this is no permission.",
            id="nothing-judged",
        ),
        pytest.param(
            report(
                item("a-rule", Status.FAIL, severity=Severity.WARNING),
                strict=True,
            ),
            "Abort",
            "Do not deploy.",
            id="strict",
        ),
    ],
)
def test_the_decision_comes_first(answer: Report, word: str, meaning: str) -> None:
    (main,) = page_of(answer).find("main")
    (decision,) = main.find("div", data_head="")
    (heading,) = decision.find("h1")
    first = next(part for part in main.walk() if part is not main and part.tag == "div")
    assert first is decision
    assert heading.text.startswith(f"{word}: ")
    assert decision.find("p", class_="meaning")[0].text == meaning


def test_only_what_is_blocked_waits() -> None:
    doubtful = report(
        item("a-rule", Status.FAIL, severity=Severity.WARNING),
        decision=Action.CAUTION,
        next_permitted=postpone().next_permitted,
    )
    (table,) = page_of(doubtful, postpone()).find("table", class_="plans")
    assert table.words.count("Next permitted") == 1
    assert "Next permitted" not in page_of(doubtful).words


def test_what_blocks_comes_before_what_only_warns_and_is_linked() -> None:
    page = page_of(
        report(
            item("later", Status.FAIL, severity=Severity.WARNING),
            item("excused", Status.FAIL, waiver="until 2026-12-01"),
            item("first", Status.FAIL),
        )
    )
    cards = [(card.attributes["data-state"], card.words) for card in page.find("article")]
    assert [state for state, _ in cards] == ["fail", "warning", "waived"]
    assert cards[0][1].startswith("fail first First blocks it was looked at")
    assert [link.attributes["href"] for link in page.find("a")] == [
        "#report",
        "#p1-f2",
        *("#p1-i2", "#p1-i0", "#p1-i1"),
        *("#p1-f0", "#p1-f1", "#p1-f2"),
    ]


def test_an_item_says_on_what_it_rests() -> None:
    seen = Evidence("junit", "reports/junit.xml", DIGEST, "3f9c1e2", "2026-11-24T10:00:00+01:00")
    (entry,) = page_of(report(item("tests-pass", evidence=(seen,)))).find("details")
    assert entry.words == (
        "pass tests-pass Tests pass it was looked at Status pass Severity error; on fail: abort "
        "Assurance attested (attested required) Evidence junit reports/junit.xml commit 3f9c1e2 "
        f"digest {DIGEST} time 2026-11-24T10:00:00+01:00 "
        "Rule deploylint:essential:12 Explained by deploylint explain tests-pass "
        "--policy deploylint:essential"
    )


def test_notes_of_an_item_that_passes_are_seen_before_it_is_unfolded() -> None:
    notes = tuple(Finding(f"note {number}") for number in (1, 2, 2, 3, 4, 5))
    (entry,) = page_of(report(item("tests-pass", findings=notes))).find("summary")
    assert entry.words == (
        "pass tests-pass Tests pass it was looked at "
        "Note: note 1 Note: note 2 Note: note 3 and 2 notes more"
    )


@pytest.mark.parametrize(
    ("policy", "command"),
    [
        pytest.param(
            "deploylint:strict",
            "deploylint explain it's 'here' --policy deploylint:strict",
            id="shipped",
        ),
        pytest.param(
            "policies/my team.yaml",
            "deploylint explain it's 'here' --policy 'policies/my team.yaml'",
            id="file",
        ),
    ],
)
def test_a_command_can_be_copied_to_a_shell(policy: str, command: str) -> None:
    failing = item("it's 'here'", Status.FAIL)
    page = page_of(report(failing, policy_files=(PolicyFile(policy, DIGEST),)))
    wanted = command.replace("it's 'here'", "'it'\"'\"'s '\"'\"'here'\"'\"''")
    assert page.find("code", class_="command")[0].text == wanted


@pytest.mark.parametrize(
    ("line", "column", "end", "shown"),
    [
        pytest.param("a: bc", 4, 6, "a: [here: bc]", id="span"),
        pytest.param("a: bc", 4, None, "a: [here: b]c", id="start-alone"),
        pytest.param("a: bc", 9, 12, "a: bc", id="behind-the-end"),
        pytest.param("\ta: bc", 2, 3, "    [here: a]: bc", id="tab"),
        pytest.param("\x1b[2Ja", 5, 6, r"\x1b[2J[here: a]", id="escape-sequence"),
        pytest.param(
            "x" * 1000 + "HERE" + "y" * 1000,
            1001,
            1005,
            "…" + "x" * 60 + "[here: HERE]" + "y" * 176 + "…",
            id="long-line",
        ),
    ],
)
def test_a_line_with_its_span_marked(line: str, column: int, end: int | None, shown: str) -> None:
    at = Location("plan.yaml", 1, column, None if end is None else 1, end)
    page = "".join(marked(line, at))
    assert re.sub("<[^>]*>", "", page) == shown


def test_a_secret_in_a_line_is_masked() -> None:
    source = "deployment:\n  token: ghp_0123456789abcdefghijABCDEFGHIJ012345\n"
    at = Location("deploy/plan.yaml", 2, 3, 2, 8)
    failing = item("a-rule", Status.FAIL, findings=(Finding("seen", at),))
    page = text_of(report(failing, plan=plan(source)))
    assert "ghp_0123456789" not in page
    assert "****" in page


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(go()._replace(at=None), "judged without a clock", id="no-clock"),
        pytest.param(go()._replace(timezone=None), "no rule of the policy", id="no-windows"),
        pytest.param(go(), "could not be drawn", id="not-drawn"),
    ],
)
def test_windows_that_are_not_drawn_are_told_in_words(answer: Report, said: str) -> None:
    page = page_of(answer)
    assert said in page.words
    assert page.find("ol") == []


def test_windows_are_told_in_words_as_well() -> None:
    (day,) = page_of(windows(postpone())).find("li", class_="day here")
    (picture,) = day.find("svg")
    titles = [title.words for title in picture.find("title")]
    assert [text.replace("\N{EN DASH}", "-") for text in titles] == [
        "00:00-09:00 avoid: no rule, so the default",
        "09:00-12:00 acceptable: rule friday-am",
        "12:00-24:00 avoid: no rule, so the default",
        "14:30, the moment judged",
    ]
    day.parts.remove(picture)
    assert day.words.replace("\N{EN DASH}", "-") == (
        "Fri 20 Nov permitted 09:00-12:00 judged 14:30 "
        "All day: 00:00-09:00 avoid; 09:00-12:00 acceptable; 12:00-24:00 avoid."
    )


def test_a_page_without_a_plan_has_no_labels_for_one() -> None:
    def labels(found: Report) -> list[str]:
        (facts,) = page_of(found).find("dl", class_="facts")
        return [label.text for label in facts.find("dt")]

    judged = report(item("migrations-reversible"))
    without = judged._replace(plan=judged.plan._replace(file=""))
    assert labels(judged) == ["Judged for", "Plan", "Type of change", "Policy", "Checklist"]
    assert labels(without) == ["Judged for", "Policy", "Checklist"]


@pytest.mark.parametrize(
    ("found", "title", "heading"),
    [
        pytest.param(
            (BROKEN,), "deploy/broken.yaml could not be judged", "What is wrong", id="one"
        ),
        pytest.param(
            (BROKEN, go()),
            "2 plans: 1 could not be judged, 1 go",
            "Could not be judged",
            id="among-others",
        ),
    ],
)
def test_what_could_not_be_judged(found: tuple[Answer, ...], title: str, heading: str) -> None:
    page = page_of(*found)
    assert page.find("h1")[0].words == title
    (part,) = page.find("section", class_="part refused")
    assert part.find("h2")[0].words == heading
    assert [one.words for one in part.find("div", class_="trouble")] == [
        "deployment has no version",
        "type is no text deploy/broken.yaml:4:9 Fix: write type: hotfix",
    ]
