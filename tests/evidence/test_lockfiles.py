"""Which versions lockfiles install."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.formats.lockfile import read_npm_lock, read_python_lock
from tests.evidence.scanning import dumped
from tests.evidence.test_scans_hostile import ODD, replaced

NEW = {
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "exports", "version": "1.2.0"},
        "node_modules/a": {"version": "1.0.0"},
        "node_modules/a/node_modules/b": {"version": "2.0.0"},
        "node_modules/web": {"resolved": "packages/web", "link": True},
    },
}
OLD = {
    "lockfileVersion": 1,
    "dependencies": {"a": {"version": "1.0.0", "dependencies": {"b": {"version": "2.0.0"}}}},
}
FOLDERS = {"node_modules/a": "1.0.0", "node_modules/a/node_modules/b": "2.0.0"}


def test_npm_folders_have_versions() -> None:
    assert read_npm_lock(dumped(NEW), "l") == {**FOLDERS, "node_modules/web": ""}
    assert read_npm_lock(dumped(OLD), "l") == FOLDERS


PINS = b"""\
--index-url https://pypi.example.org/simple
# a comment == 1
Zope.Interface==5.0 \\
    --hash=sha256:0123456789abcdef
jinja2[i18n] == 3.1.6 ; python_version >= "3.8"
jinja2==2.11 ; python_version < "3.8"
rich===13.0.0
requests>=2
-e .
"""
TOML = b"""\
[[package]]
name = "zope.interface"
version = "5.0"

[[package]]
name = "exports"
source = { editable = "." }
"""


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (
            "requirements.txt",
            PINS,
            {"zope-interface": {"5.0"}, "jinja2": {"3.1.6", "2.11"}, "rich": {"13.0.0"}},
        ),
        ("uv.lock", TOML, {"zope-interface": {"5.0"}}),
        ("poetry.lock", b"", {}),
    ],
)
def test_python_packages_have_versions(
    name: str, data: bytes, expected: dict[str, set[str]]
) -> None:
    assert read_python_lock(data, name) == expected


@pytest.mark.parametrize(
    ("read", "name", "data", "message"),
    [
        (
            read_npm_lock,
            "package-lock.json",
            b"{}",
            "is no lockfile of npm: it has neither `packages` nor `dependencies`",
        ),
        (
            read_python_lock,
            "uv.lock",
            b'[[package]]\nname = "a"\nversion = 1',
            "holds a number at `package[0].version`, where text is expected",
        ),
    ],
    ids=["npm", "uv"],
)
def test_what_is_no_lockfile_is_refused(
    read: Callable[[bytes, str], object], name: str, data: bytes, message: str
) -> None:
    with pytest.raises(UserError) as raised:
        read(data, name)
    assert raised.value.message == message


@given(st.sampled_from([NEW, OLD]), ODD, st.data())
def test_any_value_in_a_lockfile_of_npm_is_read_or_refused(
    value: object, odd: object, data: st.DataObject
) -> None:
    try:
        found = read_npm_lock(dumped(replaced(value, odd, data)), "l")
    except UserError:
        return
    assert all(isinstance(one, str) for pair in found.items() for one in pair)


@given(
    st.sampled_from(["uv.lock", "requirements.txt"]),
    st.binary(max_size=99) | st.text().map(str.encode),
)
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    try:
        found = read_python_lock(data, name)
    except UserError:
        return
    assert all(isinstance(package, str) for package in found)
