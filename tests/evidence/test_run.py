"""Records of `deploylint record`: what is written can be read, and nothing else is believed."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.source import RecordedRun, Sealed
from deploylint.formats.run import read_run, write_run
from deploylint.model.evidence import Kind
from deploylint.read.digest import digest_of

RUN = RecordedRun(
    kind=Kind.TESTS,
    name="unit",
    command=("pytest", "-q"),
    exit_code=0,
    started_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
    ended_at=datetime(2026, 11, 24, 9, 5, tzinfo=UTC),
    commit="3f" * 20,
    tree="4f" * 20,
    dirty=False,
    outputs=(Sealed("junit.xml", digest_of(b"")), Sealed("gone.xml", None)),
    lockfiles=(Sealed("poetry.lock", digest_of(b"")),),
    versions={"python": "3.11.7"},
    ci="https://ci.example.com/1",
    path="",
    digest="",
)
NAME = "junit.xml.evidence.json"

text = st.text(max_size=20)
moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001  # the zone is drawn
    max_value=datetime(2999, 1, 1),  # noqa: DTZ001  # as above
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
)
ids = st.none() | st.sampled_from(["3f" * 20, "a0" * 32])
files = st.lists(st.builds(Sealed, text, st.none() | text), max_size=3).map(tuple)


@st.composite
def runs(draw: st.DrawFn) -> RecordedRun:
    started, ended = sorted((draw(moments), draw(moments)))
    commit = draw(ids)
    return RecordedRun(
        kind=draw(st.sampled_from(Kind)),
        name=draw(text),
        command=("make", *draw(st.lists(text, max_size=4))),
        exit_code=draw(st.integers(0, 255)),
        started_at=started,
        ended_at=ended,
        commit=commit,
        tree=draw(ids),
        dirty=draw(st.booleans() if commit else st.none() | st.booleans()),
        outputs=draw(files),
        lockfiles=draw(files),
        versions=draw(st.dictionaries(text, text, max_size=3)),
        ci=draw(st.none() | text),
        path="",
        digest="",
        options=draw(st.dictionaries(text, text, max_size=2)),
        leftovers=draw(files),
    )


def test_a_record_of_an_earlier_program_is_read() -> None:
    earlier = json.loads(write_run(RUN))
    del earlier["options"], earlier["leftovers"]
    data = json.dumps(earlier).encode()
    assert read_run(data, NAME) == RUN._replace(path=NAME, digest=digest_of(data))


@given(runs())
def test_what_is_written_is_read_back(run: RecordedRun) -> None:
    data = write_run(run).encode()
    assert read_run(data, NAME) == run._replace(path=NAME, digest=digest_of(data))


def test_names_that_are_not_utf_8_survive() -> None:
    run = RUN._replace(outputs=(Sealed("\udcff.xml", None),), command=("\udcfe",))
    data = write_run(run).encode()
    assert read_run(data, NAME).outputs == run.outputs


def changed(**changes: Any) -> bytes:
    found = json.loads(write_run(RUN))
    return json.dumps({**found, **changes}).encode()


def lacking(key: str) -> bytes:
    found = json.loads(write_run(RUN))
    del found[key]
    return json.dumps(found).encode()


REFUSED = [
    pytest.param(b"[]", "is no record of `deploylint record`", id="list"),
    pytest.param(b"{}", "is no record of `deploylint record`", id="empty"),
    pytest.param(
        changed(deploylint_record=2),
        'is a record of version "2"; this program reads 1',
        id="later",
    ),
    pytest.param(
        changed(deploylint_record=True),
        "is a record of version true; this program reads 1",
        id="flag",
    ),
    pytest.param(lacking("exit_code"), "the key 'exit_code' is missing", id="no-exit-code"),
    pytest.param(
        changed(kind="x" * 500),
        f'there is no evidence of the kind "{"x" * 79}…"',
        id="unknown-kind",
    ),
    pytest.param(changed(kind=["tests"]), "expected text, found a list", id="kind-list"),
    pytest.param(
        changed(exit_code=True), "expected a whole number, found true", id="exit-code-flag"
    ),
    pytest.param(changed(exit_code="0"), 'expected a whole number, found "0"', id="exit-code-text"),
    pytest.param(changed(dirty=0), 'expected true or false, found "0"', id="dirty-number"),
    pytest.param(changed(command="pytest"), 'expected a list, found "pytest"', id="command-text"),
    pytest.param(changed(command=[]), "it states no command", id="no-command"),
    pytest.param(changed(command=[""]), "it states no command", id="empty-command"),
    pytest.param(
        changed(dirty=None), "it does not say whether files differed from the commit", id="not-said"
    ),
    *(
        pytest.param(
            changed(**{key: value}),
            f'"{value}" is no whole id of a commit or a tree',
            id=f"{key}-{name}",
        )
        for key in ("commit", "tree")
        for name, value in {
            "shortened": "3f3f3f3",
            "capitals": "3F" * 20,
            "empty": "",
            "too-long": "3f" * 21,
        }.items()
    ),
    *(
        pytest.param(
            changed(started_at=time, ended_at=time),
            f'"{time}" is not a time at which anything ran',
            id=f"year-{time[:4]}",
        )
        for time in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")
    ),
    pytest.param(changed(options=[]), "expected an object, found a list", id="options-list"),
    pytest.param(changed(leftovers={}), "expected a list, found an object", id="leftovers-object"),
    pytest.param(changed(commit={}), "expected text, found an object", id="commit-object"),
    pytest.param(changed(outputs=["x"]), 'expected an object, found "x"', id="output-text"),
    pytest.param(changed(outputs=[{"path": "x"}]), "the key 'digest' is missing", id="no-digest"),
    pytest.param(changed(versions=["ab"]), "expected an object, found a list", id="versions-list"),
    pytest.param(changed(started_at="soon"), '"soon" is not a time', id="no-time"),
    pytest.param(
        changed(started_at="2026-11-24T09:00:00"),
        'the time "2026-11-24T09:00:00" has no zone',
        id="no-zone",
    ),
    pytest.param(
        changed(ended_at="2026-11-24T08:00:00+00:00"), "it ended before it started", id="backwards"
    ),
]


@pytest.mark.parametrize(("data", "said"), REFUSED)
def test_what_is_no_record_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(UserError) as caught:
        read_run(data, NAME)
    assert caught.value.message.removeprefix("is a damaged record: ") == said
    assert caught.value.where == NAME


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


@given(st.sampled_from(sorted(json.loads(write_run(RUN)))), values)
def test_any_value_anywhere_gives_a_run_or_a_user_error(key: str, value: Any) -> None:
    with suppress(UserError):
        found = read_run(changed(**{key: value}), NAME)
        again = read_run(write_run(found).encode(), NAME)
        assert again._replace(digest=found.digest) == found


@given(st.binary(max_size=60) | st.integers(0, 600).map(lambda end: write_run(RUN).encode()[:end]))
def test_any_bytes_give_a_run_or_a_user_error(data: bytes) -> None:
    with pytest.raises(UserError):
        read_run(data, NAME)
