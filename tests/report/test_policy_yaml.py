"""Parts of a policy as YAML, with texts of somebody who means harm."""

import re
from typing import Any
from unicodedata import category

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from deploylint.read.yaml import read_documents
from deploylint.report.policy_yaml import in_policy
from tests.report.hostile import TEXT

READABLE = TEXT.map(lambda text: re.sub("[\ud800-\udfff]", "", text))
LONG = "f aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb aaaaaaaaaaaa"


@given(st.recursive(READABLE, lambda v: st.lists(v) | st.dictionaries(READABLE, v), max_leaves=8))
@example(f"{LONG} ::error::hi")
@example("one\n::error::two\n")
@example("one\n  two ::error::\n\nthree\n\n")
@example({"::error::k": {"##vso[x]k": ["::warning::", "##[group]"]}})
@example("\n")
@example("a\n\u2028b")
@example("k" * 130)
@example(["10:30", "no", "1e3", "~", "2026-11-24", "'", '"\n"'])
def test_what_is_written_reads_back_the_same_and_obeys_nobody(value: Any) -> None:
    lines = in_policy({"with": value})
    text = "".join(f"    {line}\n" if line else "\n" for line in lines)
    assert yaml.safe_load(text) == {"with": value}
    (document,) = read_documents(text.encode(), "p.yaml")
    assert document.data == {"with": value}
    assert {category(char) for char in text.replace("\n", "")}.isdisjoint({"Cc", "Cf", "Zl", "Zp"})
    assert not re.search(r"(?m)^\s*::|##\w*\[", text)


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        pytest.param({"fix": f"{LONG} ::hi"}, [f"fix: {LONG} ::hi"], id="one-line"),
        pytest.param({"fix": "one\n\ntwo"}, ["fix: |-", "  one", "", "  two"], id="lines"),
        pytest.param({"fix": "one\n::two"}, [r'fix: "one\n::two"'], id="command"),
        pytest.param(["::two"], ['- "::two"'], id="command-in-a-list"),
        pytest.param({"a": "##vso[x]"}, [r'a: "##vso\u005bx]"'], id="command-in-brackets"),
        pytest.param({"a": "x\u202ey"}, [r'a: "x\u202ey"'], id="reversed"),
        pytest.param({"a": "Été : l'été"}, ["a: 'Été : l''été'"], id="words"),
    ],
)
def test_how_it_looks(value: object, lines: list[str]) -> None:
    assert in_policy(value) == lines


def test_numbers_stand_as_they_were_written() -> None:
    text = "const: 1.10\nenum:\n- 1.50\n- 3\n- 2.5e-1\n"
    (document,) = read_documents(f"{text}most: 1e3\n".encode(), "p.yaml")
    assert "\n".join(in_policy(document.data)) == f"{text}most: 1000.0"


def test_nothing_half_of_a_character_is_written() -> None:
    assert in_policy({"a": "\ud800"}) == ["a: \ufffd"]
