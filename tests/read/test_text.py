"""What is no text in UTF-8: place, problem, hint."""

import pytest

from deploylint.errors import UserError
from deploylint.read.yaml import read_documents

LATIN = (
    "save it as UTF-8; old Western European text, for example, is converted with: "
    "iconv -f ISO-8859-1 -t UTF-8"
)

CASES = [
    pytest.param(
        b"a: \xc3\xa9\nb: \x07\n",
        "2:4: the character U+0007 cannot stand in YAML",
        "remove it, or write it as an escape in double quotes",
        id="control-character",
    ),
    pytest.param(
        b"a: 1\nb: \x00\n",
        "2:4: this is a binary file: it has a NUL byte here",
        "name a text file",
        id="nul",
    ),
    pytest.param(
        "a: 1\nb: caf\xe9\n".encode("latin-1"),
        "2:7: the text is not encoded in UTF-8: the byte 0xE9 stands here",
        LATIN,
        id="latin-1",
    ),
    pytest.param(
        b"\xef\xbb\xbfa: 1\r\nb: \xc3\xa9 \xe9\n",
        "2:6: the text is not encoded in UTF-8: the byte 0xE9 stands here",
        LATIN,
        id="latin-1-after-utf-8",
    ),
    pytest.param(
        b"a: \xf0\x9f\x9a",
        "1:4: the text is not encoded in UTF-8: the byte 0xF0 stands here",
        LATIN,
        id="cut-inside-a-character",
    ),
    pytest.param(
        "version: 1\n".encode("utf-16"),
        "1:1: the text is encoded in UTF-16",
        "save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8",
        id="utf-16",
    ),
    pytest.param(
        "version: 1\n".encode("utf-16-be"),
        "1:1: the text is encoded in UTF-16BE",
        "save it as UTF-8, for example with: iconv -f UTF-16BE -t UTF-8",
        id="utf-16-big-endian-without-mark",
    ),
    pytest.param(
        "version: 1\n".encode("utf-16-le"),
        "1:1: the text is encoded in UTF-16LE",
        "save it as UTF-8, for example with: iconv -f UTF-16LE -t UTF-8",
        id="utf-16-little-endian-without-mark",
    ),
    pytest.param(
        "version: 1\n".encode("utf-32"),
        "1:1: the text is encoded in UTF-32",
        "save it as UTF-8, for example with: iconv -f UTF-32 -t UTF-8",
        id="utf-32",
    ),
    pytest.param(
        b"\xef\xbb\xbfa: \xe2\x80\xa8\xc3\xa9\r\nb: @\n",
        "2:4: a text without quotes cannot begin with @",
        "put the text in quotes",
        id="place-after-bom-and-separators",
    ),
]


@pytest.mark.parametrize(("data", "problem", "hint"), CASES)
def test_says_what_stands_there_and_what_to_do(data: bytes, problem: str, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        read_documents(data, "plan.yaml")
    assert str(caught.value) == f"plan.yaml:{problem}\n  hint: {hint}"
