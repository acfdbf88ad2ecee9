"""Which paths a pattern fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.globs import Globs

CASES = [
    pytest.param("*.lock", "poetry.lock", True, id="name-at-the-root"),
    pytest.param("*.lock", "a/b/poetry.lock", True, id="name-at-any-depth"),
    pytest.param("*.lock", "poetry.lock/a", False, id="name-of-a-folder"),
    pytest.param("README*", "docs/README.md", True, id="name-with-an-end"),
    pytest.param("src/**", "src/a/b.py", True, id="below"),
    pytest.param("src/**", "lib/src/a.py", False, id="begins-at-the-root"),
    pytest.param("**/src/**", "lib/src/a.py", True, id="any-depth"),
    pytest.param("**/src/**", "src/a.py", True, id="any-depth-is-none-too"),
    pytest.param("src/", "src/a/b.py", True, id="folder"),
    pytest.param("src/", "src", True, id="folder-that-is-a-file"),
    pytest.param("docs/*.md", "docs/a.md", True, id="within-a-folder"),
    pytest.param("docs/*.md", "docs/a/b.md", False, id="star-stays-within-a-name"),
    pytest.param("docs/**/*.md", "docs/a/b.md", True, id="folders-between"),
    pytest.param("docs/**/*.md", "docs/b.md", True, id="no-folder-between"),
    pytest.param("./docs/a.md", "docs/a.md", True, id="from-here"),
    pytest.param("/a.md", "a.md", True, id="from-the-root"),
    pytest.param("/a.md", "docs/a.md", False, id="only-from-the-root"),
    pytest.param("a?.md", "ab.md", True, id="one-letter"),
    pytest.param("a[bc].md", "ac.md", True, id="one-of-some"),
    pytest.param("a.md", "A.md", False, id="case-counts"),
    pytest.param("**", "a/b", True, id="everything"),
    pytest.param("", "a", False, id="nothing"),
    pytest.param("a+(b)", "a+(b)", True, id="signs-mean-themselves"),
]


@pytest.mark.parametrize(("pattern", "path", "expected"), CASES)
def test_a_path_fits(pattern: str, path: str, expected: bool) -> None:
    assert Globs([pattern]).fits(path) is expected


def test_one_of_several_is_enough() -> None:
    globs = Globs(["*.md", "src/**"])
    assert [globs.fits(path) for path in ("a/b.md", "src/x", "lib/x")] == [True, True, False]
    assert not Globs([]).fits("a")


def test_many_stars_take_no_time() -> None:
    assert not Globs(["*a" * 40 + "b", "**/" * 40 + "x/y"]).fits("a/" * 500 + "a" * 2000)


names = st.text("abc.", min_size=1, max_size=4)


@given(st.lists(names, min_size=1, max_size=5))
def test_a_path_fits_itself_its_name_and_its_folders(steps: list[str]) -> None:
    path = "/".join(steps)
    folders = ["/" + "/".join(steps[:end]) + "/**" for end in range(1, len(steps))]
    for pattern in (f"/{path}", steps[-1], "**", f"**/{steps[-1]}", *folders):
        assert Globs([pattern]).fits(path), pattern
    assert not Globs([f"/{path}/x"]).fits(path)
