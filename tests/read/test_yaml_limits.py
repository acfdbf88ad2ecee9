"""Hostile YAML: bombs, nesting, floods. What hangs here is a failure."""

import inspect
import sys

import pytest

from deploylint.errors import UserError, UserErrors
from deploylint.read.yaml import read_documents


def refused(source: str | bytes) -> str:
    data = source.encode() if isinstance(source, str) else source
    with pytest.raises(UserError) as caught:
        read_documents(data, "plan.yaml")
    return str(caught.value)


def bomb(levels: int, entry: str) -> str:
    lines = ["a0: &a0 {x: 1}"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} " + entry.format(", ".join([f"*a{level - 1}"] * 9)))
    return "\n".join(lines)


TOO_MANY = (
    "there are more than 100000 values (an alias counts as all it stands for)\n"
    "  hint: split the file, or repeat less of it by aliases"
)
TOO_DEEP = "lists and mappings are nested more than 64 levels deep here\n  hint: write it flatter"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(bomb(9, "[{}]"), f"plan.yaml:6:40: {TOO_MANY}", id="alias-bomb"),
        pytest.param(
            bomb(2, "{{<<: [{}]}}"),
            "plan.yaml:2:10: merge keys (`<<`) are not supported\n"
            "  hint: write the keys out where they are needed",
            id="merge-bomb",
        ),
        pytest.param("[" * 200_000, f"plan.yaml:1:65: {TOO_DEEP}", id="brackets"),
        pytest.param('{"a":' * 40_000, f"plan.yaml:1:321: {TOO_DEEP}", id="json-mappings"),
        pytest.param("- " * 20_000, f"plan.yaml:1:129: {TOO_DEEP}", id="dashes"),
        pytest.param("? " * 20_000, None, id="question-marks"),
        pytest.param(
            f"a: &a {'[' * 40}{']' * 40}\nb: {'[' * 30}*a{']' * 30}\n",
            f"plan.yaml:2:34: {TOO_DEEP}",
            id="depth-through-an-alias",
        ),
        pytest.param("[" + "a," * 100_001 + "]", f"plan.yaml:1:200002: {TOO_MANY}", id="items"),
        pytest.param(
            "\n".join(f"k{number}:" for number in range(100_001)),
            f"plan.yaml:100001:9: {TOO_MANY}",
            id="keys",
        ),
        pytest.param(
            "---\n" * 1_001,
            "plan.yaml:1001:1: there are more than 1000 documents\n  hint: split the file",
            id="documents",
        ),
        pytest.param(
            "%TAG !a! x\n" * 200_000 + "---\n",
            "plan.yaml:1:1: there are more than 100 `%TAG` directives\n  hint: remove them",
            id="tag-directives",
        ),
        pytest.param(
            " " * 4_000_001,
            "plan.yaml:1:1: the text is larger than 4 MB, the most that is read",
            id="size",
        ),
    ],
)
def test_hostile_input_is_refused_at_once(source: str, message: str | None) -> None:
    assert message is None or refused(source) == message
    assert "plan.yaml:" in refused(source)


@pytest.mark.parametrize(
    ("source", "items"),
    [
        pytest.param("[" + "a," * 100_000 + "]", 100_000, id="values"),
        pytest.param("- &a {b: c}\n" + "- *a\n" * 49_999, 50_000, id="aliases"),
        pytest.param("- " * 63 + "[]", 1, id="levels"),
    ],
)
def test_what_just_fits_is_read(source: str, items: int) -> None:
    (document,) = read_documents(source.encode(), "plan.yaml")
    data = document.data
    assert isinstance(data, list)
    assert len(data) == items


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("a: 1\n---\n" * 900, id="documents"),
        pytest.param(" " * 4_000_000, id="size"),
        pytest.param("%TAG !a! x\n---\na\n", id="tag-directive"),
    ],
)
def test_what_just_fits_is_no_error(source: str) -> None:
    read_documents(source.encode(), "plan.yaml")


def test_a_caller_that_is_deep_itself_gets_a_clear_error() -> None:
    def call(levels: int) -> object:
        if levels:
            return call(levels - 1)
        return read_documents(b"- " * 63 + b"x", "plan.yaml")

    used = len(inspect.stack(0))
    with pytest.raises(UserError) as caught:
        call(sys.getrecursionlimit() - used - 60)
    assert str(caught.value) == "plan.yaml:1:1: this is too much to be read"


def test_strange_tags_do_not_hang() -> None:
    source = f"a: # {'!' * 100_000}\n  !%ed%a0%80 x\n"
    assert refused(source) == (
        "plan.yaml:2:3: this tag holds an escape that is no character\n  hint: remove the tag"
    )


def test_all_mistakes_are_reported_together() -> None:
    with pytest.raises(UserErrors) as caught:
        read_documents(b"a: 1\na: 2\nb: !x 1\n'a': 3\nc: *no\nd: [\n", "plan.yaml")
    places = [(str(error.where), error.message) for error in caught.value.errors]
    assert places == [
        ("plan.yaml:2:1", "the key `a` is repeated; it stands in line 1 already"),
        ("plan.yaml:3:4", "the tag `!x` is not supported"),
        ("plan.yaml:4:1", "the key `a` is repeated; it stands in line 1 already"),
        ("plan.yaml:5:4", "the alias `*no` stands for nothing: no `&no` comes before it"),
        ("plan.yaml:7:1", "a value is missing here"),
    ]


def test_no_more_than_twenty_mistakes() -> None:
    with pytest.raises(UserErrors) as caught:
        read_documents(b"a: 1\n" * 100, "plan.yaml")
    assert len(caught.value.errors) == 20
