"""The way to a file, name by name: where it ends is where the system goes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from deploylint.collect.linkway import MOST, link_on_disk, way_to

NAMES = st.sampled_from(["a", "b", "c", "f", "..", "."])
PATHS = st.lists(NAMES, min_size=1, max_size=5).map("/".join)
LINKS = st.dictionaries(
    st.sampled_from(["a", "b", "f/a", "f/b", "f/f/a"]), st.tuples(st.booleans(), PATHS), max_size=5
)
Links = dict[str, tuple[bool, str]]


@contextmanager
def tree(links: Links) -> Iterator[Path]:
    """Make folders `f`, `f/f`, files `c` in each, and links; a true one begins at the top."""
    with TemporaryDirectory() as name:
        top = Path(name).resolve()
        (top / "f/f").mkdir(parents=True)
        for folder in (top, top / "f", top / "f/f"):
            (folder / "c").touch()
        for link, (whole, target) in links.items():
            (top / link).symlink_to(f"{top}/{target}" if whole else target)
        yield top


@given(LINKS, PATHS)
@example({"a": (False, "b"), "b": (False, "a")}, "a/c")
@example({"a": (False, "f/f")}, "a/../c")
@example({"a": (True, "f"), "f/b": (False, "../a/f/c")}, "a/b")
def test_it_ends_where_the_system_goes(links: Links, path: str) -> None:
    with tree(links) as top:
        whole = os.path.join(top, path)
        way = way_to(whole, link_on_disk)
        if os.path.exists(whole):
            assert way.end == os.path.realpath(whole)
        assert [one for one in way.links if not os.path.islink(one)] == []
        assert [os.path.dirname(one) for one in way.links] == [
            os.path.realpath(os.path.dirname(one)) for one in way.links
        ]


def test_a_circle_has_no_end_and_every_link_of_it_is_named() -> None:
    with tree({"a": (False, "f/a"), "f/a": (False, "../a")}) as top:
        way = way_to(f"{top}/a", link_on_disk)
        assert (way.end, set(way.links)) == (None, {f"{top}/a", f"{top}/f/a"})


def test_as_many_links_are_followed_as_the_system_follows() -> None:
    with TemporaryDirectory() as name:
        top = Path(name).resolve()
        (top / "0").touch()
        for number in range(1, MOST + 2):
            (top / str(number)).symlink_to(str(number - 1))
        for number, found in ((MOST, True), (MOST + 1, False)):
            assert os.path.exists(top / str(number)) is found
            assert (way_to(f"{top}/{number}", link_on_disk).end is not None) is found
