"""The event of the CI run, which the runner writes to a file outside the repository."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from deploylint.collect import builds, reviews
from deploylint.collect.cievent import MAX_BYTES, VARIABLE, ci_event
from deploylint.facts.source import Piece
from deploylint.model.evidence import Kind
from tests.evidence.reviewing import Desk, desk


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    return desk(tmp_path / "r")


@pytest.fixture
def event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "runner" / "event.json"
    path.parent.mkdir()
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_the_event_of_the_run_is_read(event: Path) -> None:
    event.write_text('{"action": "opened"}')
    assert ci_event() == {"action": "opened"}


def test_no_variable_no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert ci_event() is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(None, id="missing"),
        pytest.param(b"", id="empty"),
        pytest.param(b"[1]", id="list"),
        pytest.param(b'{"a": 1, "a": 2}', id="key-twice"),
        pytest.param(b'{"a": "' + b"x" * MAX_BYTES + b'"}', id="too-large"),
    ],
)
def test_what_is_no_event_is_none(event: Path, data: bytes | None) -> None:
    if data is not None:
        event.write_bytes(data)
    assert ci_event() is None


def test_a_pipe_is_no_event(event: Path) -> None:
    os.mkfifo(event)
    assert ci_event() is None


def test_a_relative_path_is_not_from_the_runner(
    event: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event.write_text("{}")
    monkeypatch.chdir(event.parent)
    monkeypatch.setenv(VARIABLE, "event.json")
    assert ci_event() is None


def seen(pieces: tuple[Piece[Any], ...], here: Desk) -> list[tuple[str, bool, bool]]:
    """Return file, whether it is of the release, and whether it was named."""
    return [
        (
            os.path.basename(one.source.path),
            one.source.commit == here.repo.head,
            one.source.named is not None,
        )
        for one in pieces
    ]


def test_the_event_is_a_review_that_was_found_unasked(here: Desk, event: Path) -> None:
    event.write_text(json.dumps(here.sample("github/event_pull_request_review.json")))
    found = reviews.collect(here.around(Kind.REVIEW, ()))
    assert seen(found.pieces, here) == [("event.json", True, False)]
    assert found.searched[-1] == "$GITHUB_EVENT_PATH"


def test_the_event_is_a_build_that_was_found_unasked(here: Desk, event: Path) -> None:
    event.write_text(json.dumps(here.sample("github/event_workflow_run.json")))
    found = builds.collect(here.around(Kind.BUILD, ()))
    assert seen(found.pieces, here) == [("event.json", True, False)]


def test_where_a_place_is_named_the_event_is_not_looked_at(here: Desk, event: Path) -> None:
    event.write_text(json.dumps(here.sample("github/event_pull_request_review.json")))
    places = here.write({"pr.json": here.sample("github/pr_view.json")})
    found = reviews.collect(here.around(Kind.REVIEW, places))
    assert seen(found.pieces, here) == [("pr.json", True, True)]


def test_an_event_about_something_else_is_passed_over(here: Desk, event: Path) -> None:
    event.write_text(json.dumps(here.sample("github/event_push.json")))
    assert reviews.collect(here.around(Kind.REVIEW, ())).pieces == ()
    assert builds.collect(here.around(Kind.BUILD, ())).pieces == ()


def test_without_a_repository_the_event_is_passed_over(tmp_path: Path, event: Path) -> None:
    here = desk(tmp_path / "r")
    event.write_text(json.dumps(here.sample("github/event_pull_request_review.json")))
    (here.root / ".git").rename(tmp_path / "gone")
    assert reviews.collect(here.around(Kind.REVIEW, ())).pieces == ()
