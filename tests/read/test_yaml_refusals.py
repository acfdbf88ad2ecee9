"""What is YAML and yet refused: place, problem, hint."""

import pytest

from deploylint.errors import UserError
from deploylint.read.yaml import read_documents

TAG = "remove it; `!!str` before a value makes it text"
KEEP = "keep one of the two"
QUOTE = "if this is text, put it in quotes"

CASES = [
    pytest.param(b"a: !!int 1\n", "1:4: the tag `!!int` is not supported", TAG, id="tag"),
    pytest.param(
        b"a: !!str [x]\n",
        "1:4: the tag `!!str` is not supported before a list or a mapping",
        "remove it",
        id="tag-on-a-list",
    ),
    pytest.param(b"!!int 1: a\n", "1:1: the tag `!!int` is not supported", TAG, id="tag-on-a-key"),
    pytest.param(
        b"version: 1\nb:\n  c: 1\n  'c': 2\n",
        "4:3: the key `c` is repeated; it stands in line 3 already",
        KEEP,
        id="repeated-key",
    ),
    pytest.param(
        b'{"a": 1, "a": 2}',
        "1:10: the key `a` is repeated; it stands in line 1 already",
        KEEP,
        id="repeated-key-in-json",
    ),
    pytest.param(
        b'"a\\nb": 1\n"a\\nb": 2\n',
        "2:1: the key `a\\nb` is repeated; it stands in line 1 already",
        KEEP,
        id="repeated-key-with-odd-name",
    ),
    pytest.param(
        (b"k" * 70 + b": 1\n") * 2,
        f"2:1: the key `{'k' * 60}...` is repeated; it stands in line 1 already",
        KEEP,
        id="repeated-key-with-long-name",
    ),
    pytest.param(
        b"a: &x {b: 1}\nc:\n  <<: *x\n",
        "3:3: merge keys (`<<`) are not supported",
        "write the keys out where they are needed",
        id="merge",
    ),
    pytest.param(
        b"version: {{ tag }}\n",
        "1:11: a key must be text, here it is a mapping",
        QUOTE,
        id="template",
    ),
    pytest.param(
        b"? [a, b]\n: c\n", "1:3: a key must be text, here it is a list", QUOTE, id="list-as-key"
    ),
    pytest.param(
        b"&x a: 1\n*x : 2\n",
        "2:1: a key must be text, here it is an alias",
        QUOTE,
        id="alias-as-key",
    ),
    pytest.param(
        b"a: *b\n",
        "1:4: the alias `*b` stands for nothing: no `&b` comes before it",
        QUOTE,
        id="alias-unknown",
    ),
    pytest.param(
        b"a: &b 1\n---\na: *b\n",
        "3:4: the alias `*b` stands for nothing: no `&b` comes before it",
        QUOTE,
        id="alias-of-another-document",
    ),
    pytest.param(
        b"a: &x [1, *x]\n",
        "1:11: the alias `*x` stands inside what it stands for",
        QUOTE,
        id="alias-inside-itself",
    ),
]


@pytest.mark.parametrize(("data", "problem", "hint"), CASES)
def test_says_what_stands_there_and_what_to_do(data: bytes, problem: str, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        read_documents(data, "plan.yaml")
    assert str(caught.value) == f"plan.yaml:{problem}\n  hint: {hint}"
