"""Of a line of any length a finding looks at its own part, and secrets in it are veiled."""

import re
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.location import Location
from deploylint.model.report import Report
from deploylint.model.verdict import Finding, Status
from deploylint.report import html, junit, markdown, problems, text
from deploylint.report.html_source import marked
from deploylint.report.sourceline import Part, part
from deploylint.report.style import Style
from tests.report.reports import item, plan, report
from tests.report.streamed import memory_of

TOKEN = "ghp_" + "a" * 36
WORD = "abcde "


def placed(line: str, *columns: int) -> Report:
    """Return a report with a finding of four characters at each column of a plan of one line."""
    places = [Location("deploy/plan.yaml", 1, column, 1, column + 4) for column in columns]
    found = tuple(Finding(f"seen {number}", at) for number, at in enumerate(places))
    failing = [item(f"rule-{one.message[5:]}", Status.FAIL, findings=(one,)) for one in found]
    return report(*failing, plan=plan(line))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param((3, 5), Part("abcdef", 0, 4, 2, 4, "e"), id="near-the-beginning"),
        pytest.param((6, 8), Part("cdefghi", 2, 1, 3, 5, "hij"), id="within"),
        pytest.param((6, None), Part("cdefghi", 2, 1, 3, 4, "ghi"), id="without-an-end"),
        pytest.param((6, 99), Part("cdefghi", 2, 1, 3, 7, ""), id="end-behind-the-line"),
        pytest.param((99, None), Part("hij", 7, 0, 3, 3, ""), id="behind-the-end"),
    ],
)
def test_the_part_around_a_place(at: tuple[int, int | None], expected: Part) -> None:
    column, end = at
    found = part("abcdefghij", Location("a", 1, column, 1, end), 3, 4)
    assert found._replace(tail="") == expected._replace(tail="")
    assert found.tail[:1] == expected.tail[:1]


@given(before=st.text(max_size=80), behind=st.text(max_size=80), data=st.data())
def test_no_part_of_a_secret_is_shown(before: str, behind: str, data: Any) -> None:
    line = f"{before} {TOKEN} {behind}"
    first = len(before) + 1
    column = data.draw(st.integers(1, len(line)))
    width = data.draw(st.integers(1, 90))
    found = part(line, Location("a", 1, column), width, width)
    for place, char in enumerate(found.text, found.before):
        assert char == ("*" if first <= place < first + len(TOKEN) else line[place])


def test_carets_stand_where_they_belong_behind_a_secret() -> None:
    line = f"a: {TOKEN} HERE b"
    _, _, source, carets = list(shown_text(placed(line, 45)))[:4]
    assert source[carets.index("^") : carets.rindex("^") + 1] == "HERE"
    assert "a" * 5 not in source


def shown_text(judged: Report) -> list[str]:
    """Return the lines of the text report from the finding on."""
    lines = "".join(text.render([judged], Style())).splitlines()
    first = next(number for number, line in enumerate(lines) if "-->" in line)
    return lines[first - 1 :]


def test_a_page_marks_what_is_meant_behind_a_secret() -> None:
    at = Location("plan.yaml", 1, 45, 1, 49)
    page = "".join(marked(f"a: {TOKEN} HERE b", at))
    assert re.sub("<[^>]*>", "", page) == f"a: {'*' * 40} [here: HERE] b"


@pytest.mark.parametrize("module", [text, html, markdown, junit])
def test_of_a_line_as_much_is_handled_however_long_it_is(module: Any) -> None:
    def memory(words: int) -> int:
        line = WORD * words
        judged = placed(line, 1, len(line) // 2, len(line) - 5)
        return memory_of(module.render, lambda: [judged])

    short, long = memory(1000), memory(10_000)
    assert long < 1.5 * short


def test_a_long_line_is_known_by_its_digest_which_is_made_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    digested: list[int] = []

    def counting(written: bytes) -> Any:
        digested.append(len(written))
        return sha256(written)

    monkeypatch.setattr(problems, "sha256", counting)
    line = WORD * 10_000
    found = list(problems.wrong(placed(line, *range(1, 6000, 60)), Style()))
    assert len({one.fingerprint for one in found}) == 100
    assert sum(length > 1000 for length in digested) == 1


def test_lines_alike_but_for_their_end_are_told_apart() -> None:
    one, other = (next(iter(problems.wrong(placed(WORD * 1000 + end, 1), Style()))) for end in "ab")
    assert one.fingerprint != other.fingerprint
