"""JSON that is damaged at one place: a reader either reads it or says what is wrong."""

import json
from typing import Any

from hypothesis import strategies as st

from deploylint.errors import UserError

STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.sampled_from([[], {}, [None], {"": 0}, [[]], [{}], "2026-11-24T08:55:00Z", -1, 10**30]),
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path of every value in a document, the document itself among them."""
    found = [path]
    entries = list(value.items()) if isinstance(value, dict) else []
    entries += enumerate(value) if isinstance(value, list) else ()
    for step, entry in entries:
        found += places(entry, (*path, step))
    return found


@st.composite
def damaged(draw: st.DrawFn, document: bytes) -> bytes:
    """Return the document with one value replaced, removed, or with bytes cut off."""
    how = draw(st.sampled_from(["replaced", "removed", "cut"]))
    if how == "cut":
        return document[: draw(st.integers(0, len(document)))]
    value = json.loads(document)
    path = draw(st.sampled_from(places(value)))
    if not path:
        return json.dumps(draw(STRANGE)).encode()
    holder = value
    for step in path[:-1]:
        holder = holder[step]
    if how == "removed":
        del holder[path[-1]]
    else:
        holder[path[-1]] = draw(STRANGE)
    return json.dumps(value).encode()


def reads_or_says_why(read: Any, data: bytes) -> None:
    """Fail unless the reader returns something, or raises a UserError about the file."""
    problem: UserError | None = None
    try:
        read(data, "x.json")
    except UserError as error:
        problem = error
    assert problem is None or (problem.message and str(problem.where).startswith("x.json"))
