"""The texts of a plan and the words in them."""

import pytest

from deploylint.model.metrics import covered, metrics_in
from deploylint.model.statements import Text, clauses, folded, mentions, real, texts


def test_every_text_is_found_with_its_path_in_order() -> None:
    data = {"version": "v1", "notify": {"before": ["a", "b"]}, "count": 3, "yes": True}
    assert texts(data) == [
        Text(("version",), "version", is_key=True),
        Text(("version",), "v1", is_key=False),
        Text(("notify",), "notify", is_key=True),
        Text(("notify", "before"), "before", is_key=True),
        Text(("notify", "before", 0), "a", is_key=False),
        Text(("notify", "before", 1), "b", is_key=False),
        Text(("count",), "count", is_key=True),
        Text(("yes",), "yes", is_key=True),
    ]


def test_folding_drops_case_accents_and_punctuation() -> None:
    assert folded("  Taux d'Erreur : ÉLEVÉ !") == "taux d erreur eleve"
    assert folded("db:migrate:undo") == "db migrate undo"


def test_clauses_end_where_a_sentence_turns() -> None:
    text = "Revert to v1.1.9, then (if needed) run it. Done - nothing else && more"
    assert clauses(text) == [
        " revert to v1 1 9 ",
        " then ",
        " if needed ",
        " run it ",
        " done ",
        " nothing else ",
        " more ",
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(("temps de reponse",), True, id="phrase"),
        pytest.param(("repon*",), True, id="stem"),
        pytest.param(("repon",), False, id="part-of-a-word"),
        pytest.param(("cpu", "memoire"), True, id="one-of-two"),
        pytest.param((), False, id="no-words"),
    ],
)
def test_words_are_found_whole_or_by_stem(words: tuple[str, ...], expected: bool) -> None:
    assert mentions("Temps de Réponse, mémoire", words) is expected


@pytest.mark.parametrize("text", [None, "", "  ", "-", "...", "None", "N/A", "à définir", "TODO"])
def test_some_texts_say_nothing(text: str | None) -> None:
    assert not real(text)


def test_other_texts_say_something() -> None:
    assert real("on-call")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CPU/Memory usage", ["cpu", "memory"]),
        ("latency_p95", ["latency"]),
        ("Temps de réponse", ["latency"]),
        ("Taux d'erreur", ["error_rate"]),
        ("Any 5xx errors", ["error_rate"]),
        ("Active users/sessions", ["sessions"]),
        ("Homepage", []),
    ],
)
def test_metrics_are_known_by_their_words(text: str, expected: list[str]) -> None:
    assert metrics_in(text) == expected


def test_metrics_are_covered_by_any_word_for_them() -> None:
    assert covered("error_rate", ["cpu", "HTTP 5xx"])
    assert covered("checkout_failures", ["Checkout failures per minute"])
    assert not covered("memory", ["cpu", "errors"])
