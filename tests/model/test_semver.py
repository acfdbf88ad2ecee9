"""Semantic versions, against the grammar and the order of semver.org."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.semver import SemVer, parse, same_version

# the expression that https://semver.org/spec/v2.0.0.html#faq suggests
GRAMMAR = re.compile(
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?\Z",
    re.ASCII,
)

numbers = st.integers(0, 120).map(str)
identifiers = st.from_regex(
    re.compile(r"\A(?:0|[1-9]\d{0,3}|\d{0,2}[a-zA-Z-][0-9a-zA-Z-]{0,4})\Z", re.ASCII)
)
versions = st.builds(
    SemVer,
    numbers,
    numbers,
    numbers,
    st.lists(identifiers, max_size=4).map(tuple),
    st.lists(st.text("0aZ-", min_size=1, max_size=3), max_size=2).map(tuple),
)


def text_of(version: SemVer) -> str:
    prerelease = f"-{'.'.join(version.prerelease)}" if version.prerelease else ""
    build = f"+{'.'.join(version.build)}" if version.build else ""
    return f"{version.major}.{version.minor}.{version.patch}{prerelease}{build}"


def is_lower(one: SemVer, other: SemVer) -> bool:
    """Section 11 of the specification, written down literally."""
    for mine, theirs in zip(one[:3], other[:3], strict=True):
        if mine != theirs:
            return (len(mine), mine) < (len(theirs), theirs)
    if not one.prerelease or not other.prerelease:
        return bool(one.prerelease) and not other.prerelease
    for a, b in zip(one.prerelease, other.prerelease, strict=False):
        if a != b:
            match a.isdigit(), b.isdigit():
                case True, True:
                    return int(a) < int(b)
                case False, False:
                    return a.encode("ascii") < b.encode("ascii")
                case numeric, _:
                    return numeric
    return len(one.prerelease) < len(other.prerelease)


@given(versions)
def test_a_version_is_read_as_it_is_written(version: SemVer) -> None:
    assert parse(text_of(version)) == version
    assert parse(f"v{text_of(version)}") == version


@given(st.text() | st.text("0123456789.-+avV ") | versions.map(text_of))
def test_what_the_grammar_accepts_is_read_and_nothing_else(text: str) -> None:
    try:
        parse(text)
    except ValueError:
        assert not GRAMMAR.match(text.removeprefix("v"))
    else:
        assert GRAMMAR.match(text.removeprefix("v"))


@given(versions, versions)
def test_versions_are_ordered_as_the_specification_says(one: SemVer, other: SemVer) -> None:
    assert (one.precedence < other.precedence) is is_lower(one, other)
    assert (one.precedence > other.precedence) is is_lower(other, one)


def test_numbers_have_no_largest_one() -> None:
    """Python refuses to turn more than 4300 digits into a number."""
    huge, larger = parse(f"1.{'9' * 5000}.0"), parse(f"1.1{'0' * 5000}.0")
    assert huge.precedence < larger.precedence


def test_the_example_of_the_specification_rises() -> None:
    rising = "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11"
    found = [parse(text).precedence for text in f"{rising} 1.0.0-rc.1 1.0.0 2.0.0 2.1.0".split()]
    assert all(lower < higher for lower, higher in pairwise(found))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("v1.2.0", "1.2.0", True, id="leading-v"),
        pytest.param(" V1.2.0-RC.1", "1.2.0-rc.1 ", True, id="case-and-blanks"),
        pytest.param("1.2.0", "1.2", False, id="other-text"),
    ],
)
def test_same_version(one: str, other: str, expected: bool) -> None:
    assert same_version(one, other) is expected
