"""Evidence in which bytes are changed, cut out or put in: it fails, or proves no more."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.model.report import Item
from deploylint.model.verdict import Assurance, Cause, Status
from tests.evidence.mutations import places
from tests.evidence.placing import Placed, judged, outside_ci, place, release
from tests.evidence.situations import SITUATIONS

IN_FILES = {name: one for name, one in SITUATIONS.items() if not one.committed}
DATED = {name: one for name, one in IN_FILES.items() if one.dated}
RECORDED = {name: one for name, one in IN_FILES.items() if one.command is not None}
DOCUMENTS = {name: one for name, one in DATED.items() if one.bad.lstrip()[:1] in (b"{", b"[")}
TELLING = b"019-.\"'<>/{}[]:,&#= \t\n\r\0\x1b\x7f\xc3\xff"
"""Bytes that mean something in one format or another."""

SHALLOW = 2
"""How deep values lie that are taken out."""

patient = settings(deadline=None, max_examples=120)


class Bench:
    """Each situation laid once; its file is written anew for each example."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = release(folder / "repo")
        self.known: dict[tuple[str, bool, bool], Placed] = {}

    def laid(self, name: str, *, good: bool, recorded: bool) -> Placed:
        key = (name, good, recorded)
        if key not in self.known:
            folder = self.folder / str(len(self.known))
            folder.mkdir()
            self.known[key] = place(self.template, folder, SITUATIONS[name])
            self.known[key].lay(good=good, recorded=recorded)
        return self.known[key]

    def content(self, name: str, *, good: bool) -> bytes:
        """Return what the file of a situation holds."""
        situation = SITUATIONS[name]
        return situation.files(self.template, good=good)[situation.path]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with outside_ci():
        yield Bench(tmp_path_factory.mktemp("bench"))


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """Return the bytes with up to three of them changed, cut out, put in, or doubled."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 1) | st.integers(0, len(data) - at))
        new = draw(
            st.just(b"")
            | st.sampled_from(TELLING).map(lambda byte: bytes((byte,)))
            | st.binary(max_size=4)
            | st.just(data[at : at + length] * 2)
        )
        data = data[:at] + new + data[at + length :]
    return data


def rests_on(item: Item) -> list[tuple[str, str]]:
    return [(evidence.kind, evidence.source) for evidence in item.evidence]


def judged_with(placed: Placed, data: bytes, *, tick: bool) -> tuple[Item, int]:
    placed.file.write_bytes(data)
    item, code = judged(placed, tick=tick)
    texts = [item.reason, *(finding.message for finding in item.findings)]
    assert not [text for text in texts if "please report it" in text]
    return item, code


@patient
@given(st.data(), st.sampled_from(sorted(DATED)))
def test_damaged_bytes_fail_or_prove_no_more(bench: Bench, data: st.DataObject, name: str) -> None:
    placed, content = bench.laid(name, good=True, recorded=False), bench.content(name, good=True)
    before, _ = judged_with(placed, content, tick=False)
    item, code = judged_with(placed, data.draw(mutated(content)), tick=False)
    assert (item.status, code) in ((Status.PASS, 0), (Status.FAIL, 1))
    if item.status is Status.PASS:
        assert rests_on(item) == rests_on(before)
        assert proof(item) <= proof(before)


@patient
@given(st.data(), st.sampled_from(sorted(RECORDED)))
def test_no_byte_of_a_recorded_file_can_change(
    bench: Bench, data: st.DataObject, name: str
) -> None:
    placed, content = bench.laid(name, good=True, recorded=True), bench.content(name, good=True)
    damaged = data.draw(mutated(content))
    item, code = judged_with(placed, damaged, tick=True)
    if damaged == content:
        assert (item.status, proof(item), code) == (Status.PASS, Assurance.BOUND, 0)
    else:
        assert (item.status, item.cause, code) == (Status.FAIL, Cause.ERROR, 1)


@patient
@given(st.data(), st.sampled_from(sorted(RECORDED)))
def test_no_damage_to_a_record_mends_what_its_report_shows(
    bench: Bench, data: st.DataObject, name: str
) -> None:
    """Where the report shows no failure the exit code is all there is, and anyone can write it."""
    placed, content = bench.laid(name, good=False, recorded=True), bench.content(name, good=False)
    record = placed.record.read_bytes()
    try:
        placed.record.write_bytes(data.draw(mutated(record)))
        item, code = judged_with(placed, content, tick=False)
        changed = exit_code_in(placed.record.read_bytes()) != exit_code_in(record)
    finally:
        placed.record.write_bytes(record)
    assert (item.status, code) == (Status.FAIL, 1) or changed


def exit_code_in(record: bytes) -> object:
    try:
        return json.loads(record)["exit_code"]
    except (ValueError, KeyError, TypeError):
        return None


def proof(item: Item) -> Assurance:
    assert item.assurance is not None
    return item.assurance


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_value_that_is_taken_out_of_a_failing_report_lets_a_tick_stand(
    bench: Bench, name: str
) -> None:
    placed, content = bench.laid(name, good=False, recorded=False), bench.content(name, good=False)
    stands = []
    for path in places(json.loads(content)):
        if 0 < len(path) <= SHALLOW:
            item, _ = judged_with(placed, without(content, path), tick=True)
            if item.status is Status.PASS and item.assurance is Assurance.ATTESTED:
                stands.append(path)
    assert stands == []


def without(content: bytes, path: tuple[str | int, ...]) -> bytes:
    """Return a document without the value at `path`."""
    holder = value = json.loads(content)
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return json.dumps(value).encode()
