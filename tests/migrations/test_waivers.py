"""Waivers in the comments of migrations."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.migrations import Waiver
from deploylint.migrations.waivers import waivers_in
from deploylint.model.location import Location

WHOLE = 'allow migrations-keep-data reason="archived to cold storage" until=2027-01-31'
FORM = 'write `deploylint: allow RULE reason="..." until=YYYY-MM-DD approved_by="..."`'


def only(text: str) -> Waiver:
    (found,) = waivers_in("m.sql", text)
    return found


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"-- deploylint: {WHOLE}", id="sql"),
        pytest.param(f"--deploylint: {WHOLE}", id="sql-without-blank"),
        pytest.param(f"# deploylint: {WHOLE}", id="python-and-ruby"),
        pytest.param(f"// deploylint: {WHOLE}", id="javascript"),
        pytest.param(f"/* deploylint: {WHOLE} */", id="block"),
        pytest.param(f"<!-- deploylint: {WHOLE} -->", id="xml"),
        pytest.param(f"    op.drop_column('t', 'c')  # deploylint: {WHOLE}", id="behind-code"),
    ],
)
def test_every_comment_can_hold_one(line: str) -> None:
    waiver = only(f"\n{line}\n")
    assert waiver._replace(at=Location("", 1, 1)) == Waiver(
        rules=("migrations-keep-data",),
        at=Location("", 1, 1),
        reason="archived to cold storage",
        until=date(2027, 1, 31),
    )
    assert waiver.at.line == 2
    assert line[waiver.at.column - 1 :].startswith(("--", "#", "//", "/*", "<!--"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("allow migrations-ready", 'has no reason; write reason="..."', id="silent"),
        pytest.param(
            'allow migrations-ready reason="TODO"',
            'has no reason; write reason="..."',
            id="placeholder",
        ),
        pytest.param(
            'allow migrations-ready reason=""', 'has no reason; write reason="..."', id="empty"
        ),
        pytest.param(
            'allow migrations-ready reason="unused" until=tomorrow',
            "says `until=tomorrow`, which is no date such as 2027-01-31",
            id="no-date",
        ),
        pytest.param(
            'allow migrations-ready reason="unused" until=2027-02-30',
            "says `until=2027-02-30`, which is no date such as 2027-01-31",
            id="no-such-day",
        ),
        pytest.param("allow", f"does not say which rule it allows; {FORM}", id="no-rule"),
        pytest.param("ignore all", f"does not say which rule it allows; {FORM}", id="other-word"),
        pytest.param(
            'allow migrations-ready reason="unused" by="me"',
            f"has the unknown key `by`; {FORM}",
            id="unknown-key",
        ),
        pytest.param(
            'allow migrations-ready reason="unused" reason="y"', "says `reason` twice", id="twice"
        ),
        pytest.param(
            'allow migrations-ready reason="unused" and more',
            f"cannot be read to its end; {FORM}",
            id="trailing-words",
        ),
        pytest.param(
            'allow migrations-ready reason="no end',
            f"cannot be read to its end; {FORM}",
            id="open-quote",
        ),
    ],
)
def test_what_cannot_be_used_says_why(text: str, problem: str) -> None:
    assert only(f"-- deploylint: {text}").problem == problem


def test_several_rules_and_an_approval() -> None:
    waiver = only(
        "-- deploylint: allow migrations-keep-data, migrations-compatible reason='unused'"
        " approved_by=release-manager"
    )
    assert waiver.rules == ("migrations-keep-data", "migrations-compatible")
    assert (waiver.reason, waiver.approved_by) == ("unused", "release-manager")
    assert waiver.problem is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("-- deploy lint: allow x", id="other-name"),
        pytest.param("SELECT 'deploylint: allow x'", id="no-comment"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_text_holds_none(text: str) -> None:
    assert waivers_in("m.sql", text) == ()


@given(st.text() | st.text().map(lambda text: f"-- deploylint: allow {text}"))
def test_any_text_is_read_and_places_lie_inside(text: str) -> None:
    lines = text.splitlines()
    for waiver in waivers_in("m.sql", text):
        assert 1 <= waiver.at.column <= len(lines[waiver.at.line - 1])
        assert waiver.problem is not None or (waiver.reason and waiver.rules)
