"""What messages of commits ask of the next version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.conventional import Message, Step, parse_message, reverted

CASES = [
    pytest.param("fix: the reader", "", Message("fix", "the reader"), Step.PATCH, id="fix"),
    pytest.param("feat: exports", "", Message("feat", "exports"), Step.MINOR, id="feature"),
    pytest.param("Feat(api): x", "", Message("feat", "x", "api"), Step.MINOR, id="scope-and-case"),
    pytest.param("chore!: drop 3.8", "", Message("chore", "drop 3.8", None, True), Step.MAJOR,
                 id="mark"),
    pytest.param("fix(a)!: b", "", Message("fix", "b", "a", True), Step.MAJOR, id="scope-and-mark"),
    pytest.param("fix: a", "Why.\n\nBREAKING CHANGE: b", Message("fix", "a", None, True),
                 Step.MAJOR, id="footer"),
    pytest.param("fix: a", "BREAKING-CHANGE: b", Message("fix", "a", None, True), Step.MAJOR,
                 id="footer-with-a-dash"),
    pytest.param("Drop 3.8", "BREAKING CHANGE: b", Message("", "Drop 3.8", None, True), Step.MAJOR,
                 id="footer-alone"),
    pytest.param("Exports (#12)", "* fix: a\n* feat: b\n\n* wip", Message("feat", "b"), Step.MINOR,
                 id="squashed"),
    pytest.param("fix: one", "* feat!: b", Message("feat", "b", None, True), Step.MAJOR,
                 id="squashed-under-a-subject"),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "body", "message", "step"), CASES)
def test_a_message_is_read(subject: str, body: str, message: Message, step: Step) -> None:
    found = parse_message(subject, body)
    assert found == message
    assert found.step is step


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        pytest.param("Fix the reader", "", id="words"),
        pytest.param("", "", id="nothing"),
        pytest.param("Merge branch 'topic'", "", id="merge"),
        pytest.param("feat:no blank", "", id="no-blank"),
        pytest.param("feat (api): x", "", id="blank-before-the-scope"),
        pytest.param("a b: c", "", id="two-words"),
        pytest.param("Change", "This is no BREAKING CHANGE: really", id="not-at-the-start"),
        pytest.param("Change", "breaking change: small letters", id="small-letters"),
        pytest.param("Change", "BREAKING CHANGE:", id="says-nothing"),
        pytest.param('Revert "feat!: exports"', "", id="revert"),
    ],
)
def test_other_messages_say_nothing(subject: str, body: str) -> None:
    assert parse_message(subject, body) is None


def test_a_revert_names_its_commit() -> None:
    assert reverted("This reverts commit 0123456789ab.") == "0123456789ab"
    assert reverted("This reverts commit 0123, reviewed") is None


@given(st.text(), st.text())
def test_any_text_is_read(subject: str, body: str) -> None:
    found = parse_message(subject, body)
    assert found is None or found.step in Step
    marked = parse_message(f"fix!: x{subject}", body)
    assert marked is not None
    assert marked.step is Step.MAJOR
