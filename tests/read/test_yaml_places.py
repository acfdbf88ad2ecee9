"""Where things stand in YAML, and what documents hash to."""

import hashlib
import runpy
import sys

import pytest

from deploylint.model.location import Location
from deploylint.read import digest
from deploylint.read.yaml import Document, read_documents


def only(source: str | bytes) -> Document:
    data = source.encode() if isinstance(source, str) else source
    (document,) = read_documents(data, "plan.yaml")
    return document


PLACED = """\
# a comment
deployment:
  version: "v1"   # why
  steps:
    - name: Run
      kind: [migrate, "x"]
    - deploy
    - {id: "é🚀", at: on}
    -
      late: |
        text
      empty:
    - [
        a
      ]
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        pytest.param((), (2, 1, 2, 11), (2, 1, 2, 11), id="root"),
        pytest.param(("deployment",), (2, 1, 2, 11), (2, 1, 2, 11), id="mapping"),
        pytest.param(("deployment", "version"), (3, 3, 3, 10), (3, 12, 3, 16), id="quoted"),
        pytest.param(("deployment", "steps"), (4, 3, 4, 8), (4, 3, 4, 8), id="list"),
        pytest.param(("deployment", "steps", 0), (5, 7, 5, 16), (5, 7, 5, 16), id="item-mapping"),
        pytest.param(("deployment", "steps", 0, "name"), (5, 7, 5, 11), (5, 13, 5, 16), id="plain"),
        pytest.param(
            ("deployment", "steps", 0, "kind", 1), (6, 23, 6, 26), (6, 23, 6, 26), id="flow-item"
        ),
        pytest.param(("deployment", "steps", 1), (7, 7, 7, 13), (7, 7, 7, 13), id="item-text"),
        pytest.param(("deployment", "steps", 2), (8, 7, 8, 25), (8, 7, 8, 25), id="item-flow"),
        pytest.param(
            ("deployment", "steps", 2, "at"), (8, 18, 8, 20), (8, 22, 8, 24), id="code-points"
        ),
        pytest.param(
            ("deployment", "steps", 3, "late"), (10, 7, 10, 11), (10, 13, 12, 1), id="block-text"
        ),
        pytest.param(
            ("deployment", "steps", 3, "empty"), (12, 7, 12, 12), (12, 13, 12, 13), id="nothing"
        ),
        pytest.param(("deployment", "steps", 4), (13, 7, 13, 8), (13, 7, 13, 8), id="open-flow"),
        pytest.param(
            ("deployment", "absent", 4), (2, 1, 2, 11), (2, 1, 2, 11), id="missing-gives-parent"
        ),
    ],
)
@pytest.mark.parametrize("variant", ["lf", "crlf", "bom"])
def test_places(
    path: tuple[str | int, ...],
    key: tuple[int, int, int, int],
    value: tuple[int, int, int, int],
    variant: str,
) -> None:
    data = PLACED.replace("\n", "\r\n" if variant == "crlf" else "\n").encode()
    places = only((b"\xef\xbb\xbf" if variant == "bom" else b"") + data).places
    assert places.at(path, key=True) == Location("plan.yaml", *key)
    assert places.at(path) == Location("plan.yaml", *value)


def test_where_documents_start() -> None:
    documents = read_documents(b"# c\na: 1\n---\n# later\n--- x\n---\n\n- y: 1\n", "plan.yaml")
    starts = [document.places.start for document in documents]
    assert starts == [(2, 1, 2, 5), (3, 1, 3, 4), (5, 5, 5, 6), (8, 1, 8, 7)]


def test_an_alias_stands_where_it_is_written_and_its_content_at_the_anchor() -> None:
    places = only("a: &x {b: 1}\nc: *x\nd: &y 2\ne: *y\n").places
    assert places.at(("c",)) == Location("plan.yaml", 2, 4, 2, 6)
    assert places.at(("c", "b")) == Location("plan.yaml", 1, 11, 1, 12)
    assert places.at(("e",)) == Location("plan.yaml", 4, 4, 4, 6)


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf", "# é🚀\u2028\n".encode()])
def test_digest_of_a_document_does_not_depend_on_its_neighbours(head: bytes) -> None:
    parts = [head + b"a: 1\n", "---\nb: é🚀\n".encode(), b"---\nc: 3\n"]
    together = read_documents(b"".join(parts), "plan.yaml")
    assert [document.digest for document in together] == [sha256(part) for part in parts]
    assert [only(part).digest for part in parts] == [sha256(part) for part in parts]


def test_digest_of_the_only_document_is_that_of_the_file() -> None:
    data = b"# why\n\n---\na: 1\n...\n# end\n"
    assert only(data).digest == sha256(data)


def test_digest_where_python_lacks_its_own_sha256(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "_sha2", None)
    monkeypatch.setitem(sys.modules, "_sha256", None)
    assert runpy.run_path(str(digest.__file__))["digest_of"](b"a: 1\n") == sha256(b"a: 1\n")


def test_positions_after_surrogate_pairs() -> None:
    pair = r"\ud83d\ude00"
    source = f'{{"a{pair}": 1, "b": "{pair}{pair}", "c": [2],\n "d": ["{pair}", 3]}}\n'
    places = only(source).places
    assert places.at(("b",)) == Location("plan.yaml", 1, 27, 1, 53)
    assert places.at(("c", 0)) == Location("plan.yaml", 1, 61, 1, 62)
    assert places.at(("d", 1)) == Location("plan.yaml", 2, 24, 2, 25)


def test_digest_after_surrogate_pairs() -> None:
    data = '# \u2028\n{"a": "\\ud83d\\ude00"}\n'.encode()
    assert only(data.split(b"\n", 1)[1]).digest == sha256(data.split(b"\n", 1)[1])
