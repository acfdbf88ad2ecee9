"""Which line of CODEOWNERS decides, by the examples that GitHub documents."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.formats.codeowners import CodeOwners, owner_line, read_codeowners
from tests.evidence.mutations import reads_or_says_why

EXAMPLE = """\
# This is a comment.
*       @global-owner1 @global-owner2

*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/*  docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
"""


def owners(text: str, path: str) -> str:
    """Return who owns `path`, as `line: owners`; `nobody` when no line matches."""
    line = owner_line(read_codeowners(text.encode(), "CODEOWNERS"), path)
    return "nobody" if line is None else f"{line.line}: {' '.join(line.owners)}".strip()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("Makefile", "2: global-owner1 global-owner2", id="everything"),
        pytest.param("a/b/c.py", "2: global-owner1 global-owner2", id="everything-at-any-depth"),
        pytest.param("web/app.js", "4: js-owner", id="type-at-any-depth"),
        pytest.param("main.go", "5: docs@example.com", id="address"),
        pytest.param("notes.txt", "6: octo-org/octocats", id="team"),
        pytest.param("build/logs/ci/1.log", "12: octocat", id="later-line-wins"),
        pytest.param("x/build/logs.py", "2: global-owner1 global-owner2", id="anchored-elsewhere"),
        pytest.param("docs/guide.md", "10: doctocat", id="folder-at-the-root"),
        pytest.param("docs/build/guide.md", "10: doctocat", id="folder-below"),
        pytest.param("x/apps/run", "9: octocat", id="folder-anywhere"),
        pytest.param("apps/run", "13: octocat", id="folder-again"),
        pytest.param("scripts/a/b", "11: doctocat octocat", id="two-owners"),
        pytest.param("deeply/nested/logs", "12: octocat", id="two-stars-file"),
        pytest.param("deeply/nested/logs/x", "12: octocat", id="two-stars-folder"),
        pytest.param("apps/github/run", "14:", id="cleared-folder"),
        pytest.param("apps/github", "14:", id="cleared-file"),
        pytest.param("apps/githubs/run", "13: octocat", id="similar-name"),
    ],
)
def test_the_documented_example(path: str, expected: str) -> None:
    assert owners(EXAMPLE, path) == expected


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        pytest.param("docs/*", "docs/a.md", True, id="star-one-level"),
        pytest.param("docs/*", "docs/b/a.md", False, id="star-no-second-level"),
        pytest.param("docs/*", "x/docs/a.md", False, id="slash-inside-anchors"),
        pytest.param("docs/**", "docs/b/a.md", True, id="two-stars-at-the-end"),
        pytest.param("docs/**", "docs", False, id="two-stars-want-something"),
        pytest.param("**/docs/*", "x/y/docs/a", True, id="two-stars-at-the-start"),
        pytest.param("**/docs/*", "docs/a", True, id="two-stars-mean-nothing-too"),
        pytest.param("a/**/z", "a/z", True, id="two-stars-inside-empty"),
        pytest.param("a/**/z", "a/b/c/z", True, id="two-stars-inside-deep"),
        pytest.param("**", "a/b", True, id="only-two-stars"),
        pytest.param("/*", "a", True, id="root-files"),
        pytest.param("/*", "a/b", False, id="root-files-only"),
        pytest.param("/", "a", False, id="slash-means-nothing"),
        pytest.param("a?c", "x/abc", True, id="one-sign"),
        pytest.param("a?c", "ac", False, id="one-sign-is-one"),
        pytest.param("*.md", "a.md/x", True, id="folder-of-that-name"),
        pytest.param("Docs/", "docs/a", False, id="case-counts"),
        pytest.param("my\\ docs/", "my docs/a", True, id="escaped-blank"),
        pytest.param("*a*b*c", "xaybzc", True, id="stars-between"),
        pytest.param("*a*b*c", "xaybzd", False, id="stars-between-not"),
    ],
)
def test_patterns(pattern: str, path: str, matches: bool) -> None:
    assert owners(f"{pattern} @o\n", path) == ("1: o" if matches else "nobody")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("!*.md @o", id="negation"),
        pytest.param("[ab].md @o", id="range"),
        pytest.param("\\#x @o", id="escaped-hash"),
        pytest.param("a*** @o", id="three-stars"),
        pytest.param("a//b @o", id="two-slashes"),
        pytest.param("*a*b*c*d*e*f @o", id="too-many-stars-in-a-step"),
        pytest.param("*.md o", id="owner-without-at"),
        pytest.param("*.md @o a\\ b", id="owner-with-a-blank"),
    ],
)
def test_lines_that_platforms_do_not_read_are_passed_over(line: str) -> None:
    found = read_codeowners(f"* @all\n{line}\n".encode(), "CODEOWNERS")
    assert (len(found.lines), found.skipped) == (1, (2,))


def test_sections_of_gitlab_are_told() -> None:
    assert read_codeowners(b"^[Docs][2] @o\n*.md\n", "CODEOWNERS").sections
    assert not read_codeowners(b"*.md @o\n", "CODEOWNERS").sections


def test_an_empty_file_owns_nothing() -> None:
    assert read_codeowners(b"\xef\xbb\xbf\r\n# nothing\r\n", "CODEOWNERS") == CodeOwners()


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UserError, match="is not UTF-8 at byte 2"):
        read_codeowners(b"* \xff", "CODEOWNERS")


def naive(pattern: str, path: str) -> bool:
    """Match one step by a regular expression."""
    signs = {"*": "[^/]*", "?": "[^/]"}
    return re.fullmatch("".join(signs.get(s, re.escape(s)) for s in pattern), path) is not None


@given(st.text("ab*?", min_size=1, max_size=8), st.text("ab", min_size=1, max_size=8))
def test_a_step_matches_as_a_regular_expression_does(pattern: str, path: str) -> None:
    if "***" not in pattern and pattern != "**" and pattern.count("*") <= 5:
        assert (owners(f"/{pattern} @o", path) == "1: o") is naive(pattern, path)


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_are_read_or_refused(data: bytes, path: str) -> None:
    def read(data: bytes, name: str) -> None:
        owner_line(read_codeowners(data, name), path)

    reads_or_says_why(read, data)


def test_a_pattern_that_would_be_tried_for_ever_is_answered() -> None:
    pattern, path = "/" + "*a" * 5 + "b", "a" * 100_000
    assert owners(f"{pattern} @o", path) == "nobody"
    deep = "/".join(["**", "a"] * 500)
    assert owners(f"{deep}/b @o", "/".join("a" * 2000)) == "nobody"
