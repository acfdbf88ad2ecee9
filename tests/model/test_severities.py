"""The words and scores of all tools, on one scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.severities import Level, level_of_score, level_of_word, worst


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("CRITICAL", Level.CRITICAL),
        ("High", Level.HIGH),
        ("important", Level.HIGH),
        ("moderate", Level.MODERATE),
        ("MEDIUM", Level.MODERATE),
        (" low ", Level.LOW),
        ("Negligible", Level.INFO),
        ("info", Level.INFO),
        ("none", Level.INFO),
        ("UNKNOWN", None),
        ("untriaged", None),
        ("", None),
    ],
)
def test_words(word: str, level: Level | None) -> None:
    assert level_of_word(word) is level


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (10.0, Level.CRITICAL),
        (9.0, Level.CRITICAL),
        (8.99, Level.HIGH),
        (7.0, Level.HIGH),
        (6.9, Level.MODERATE),
        (4.0, Level.MODERATE),
        (3.9, Level.LOW),
        (0.1, Level.LOW),
        (0.0, None),
        (-1.0, None),
        (10.1, None),
        (float("nan"), None),
    ],
)
def test_scores(score: float, level: Level | None) -> None:
    assert level_of_score(score) is level


@given(st.lists(st.sampled_from([None, *Level])))
def test_the_worst_is_one_of_them_and_none_is_worse(levels: list[Level | None]) -> None:
    found = worst(*levels)
    known = [level for level in levels if level is not None]
    assert found is None if not known else found in known and all(one <= found for one in known)
