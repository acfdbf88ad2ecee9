"""Package URLs, and names that several tools write for one package."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.packages import Package, parse_purl, python_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pkg:npm/minimist@1.2.0", Package("npm", "minimist", "1.2.0"), id="plain"),
        pytest.param("pkg:npm/minimist", Package("npm", "minimist", ""), id="no-version"),
        pytest.param(
            "pkg:npm/%40babel/core@7.26.0", Package("npm", "@babel/core", "7.26.0"), id="scope"
        ),
        pytest.param(
            "pkg:npm/@babel/core@7.26.0", Package("npm", "@babel/core", "7.26.0"), id="bare-scope"
        ),
        pytest.param("pkg:npm/@babel/core", Package("npm", "@babel/core", ""), id="scope-alone"),
        pytest.param(
            "pkg:deb/debian/zlib@1%3A1.3?arch=amd64#x",
            Package("deb", "debian/zlib", "1:1.3"),
            id="qualifiers-and-epoch",
        ),
        pytest.param(
            "PKG:PyPI/Zope.Interface@5.0", Package("pypi", "zope-interface", "5.0"), id="python"
        ),
        pytest.param(
            "pkg:golang/example.org/X@v1.2.3", Package("golang", "example.org/x", "1.2.3"), id="go"
        ),
        pytest.param("minimist@1.2.0", None, id="no-scheme"),
        pytest.param("pkg:npm", None, id="no-name"),
        pytest.param("pkg:/minimist", None, id="no-kind"),
        pytest.param("", None, id="empty"),
        pytest.param("pkg:npm/" + "x" * 1000, None, id="too-long"),
    ],
)
def test_package_urls(text: str, expected: Package | None) -> None:
    assert parse_purl(text) == expected


@given(st.text().map("pkg:npm/{}".format) | st.text())
def test_any_text_is_a_package_or_none(text: str) -> None:
    found = parse_purl(text)
    assert found is None or (found.kind and found.name)


@given(st.text(alphabet="aB-_.", min_size=1))
def test_python_names_are_written_one_way(name: str) -> None:
    assert python_name(python_name(name.upper())) == python_name(name)
