"""XML of tools: what is read, and what is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.read.xml import MAX_DEPTH, Element, parse_xml


def test_elements_know_their_text_and_their_place() -> None:
    root = parse_xml(
        b'<?xml version="1.0"?>\n<a x="1">t<b>u</b>v\n  <n:b xmlns:n="urn:n"/></a>', "f.xml"
    )
    assert (root.tag, root.attributes, root.text, root.line) == ("a", {"x": "1"}, "tv\n  ", 2)
    assert [(b.tag, b.text, b.line, b.column) for b in root.all("b")] == [
        ("b", "u", 2, 11),
        ("b", "", 3, 3),
    ]
    assert root.first("b") is root.children[0]
    assert (root.get("x"), root.get("y"), root.first("c")) == ("1", None, None)


def test_elements_come_in_the_order_of_the_file() -> None:
    root = parse_xml(b"<a><b i='1'><b i='2'/></b><b i='3'/></a>", "f.xml")
    assert [b.get("i") for b in root.all("b")] == ["1", "2", "3"]


def test_a_document_type_is_ignored() -> None:
    data = b'<!DOCTYPE report PUBLIC "-//X//" "http://example.com/report.dtd"><report/>'
    assert parse_xml(data, "f.xml").tag == "report"


BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
ENTITIES = "declares entities, which no report needs and which can blow up memory"

REFUSED = [
    pytest.param(b"", "f.xml:1:1: is not well-formed XML: no element found", id="empty"),
    pytest.param(b"<a>", "f.xml:1:4: is not well-formed XML: no element found", id="cut-off"),
    pytest.param(
        b"<a>\n<b></a>", "f.xml:2:6: is not well-formed XML: mismatched tag", id="crossed"
    ),
    pytest.param(BOMB, f"f.xml:1: {ENTITIES}", id="bomb"),
    pytest.param(OUTSIDE, f"f.xml:1: {ENTITIES}", id="entity-from-a-file"),
    pytest.param(
        b"<a>&b;</a>", "f.xml:1:4: is not well-formed XML: undefined entity", id="unknown-entity"
    ),
    pytest.param(
        b"<a>" * (MAX_DEPTH + 1), f"f.xml:1: nests deeper than {MAX_DEPTH} elements", id="deep"
    ),
    pytest.param(
        b"<a>\x1b</a>",
        "f.xml:1:4: is not well-formed XML: not well-formed (invalid token)",
        id="control-character",
    ),
    pytest.param(
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        "f.xml: cannot be read as XML: multi-byte encodings are not supported",
        id="utf-7",
    ),
]


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_what_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_xml(data, "f.xml")
    assert str(caught.value) == message


@given(st.binary(max_size=200) | st.text("<>/a&;! '\"[]=?", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(UserError):
        assert isinstance(parse_xml(data, "f.xml"), Element)
