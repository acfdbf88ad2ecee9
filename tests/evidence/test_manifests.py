"""Which versions manifests state, and where they are read from."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.collect.around import Around, Question
from deploylint.collect.manifests import collect
from deploylint.errors import UserError
from deploylint.facts.manifests import Manifest, Manifests, StatedVersion
from deploylint.formats.manifest import read_manifest
from tests.evidence.repository import repository

NPM, PYTHON, RUST, HELM = Manifest.NPM, Manifest.PYTHON, Manifest.RUST, Manifest.HELM

CASES = [
    pytest.param(NPM, '{\n "name": "a",\n "version": "1.2.0"\n}', [("version", "1.2.0", 3)],
                 id="npm"),
    pytest.param(NPM, '{"private": true}', [], id="npm-without"),
    pytest.param(NPM, '{"version": null}', [], id="npm-null"),
    pytest.param(NPM, '{"version": {"a": 1}}', [], id="npm-of-another-type"),
    pytest.param(PYTHON, '[project]\nname = "a"\nversion = "1.2.0"\n',
                 [("project.version", "1.2.0", 3)], id="python"),
    pytest.param(PYTHON, '[project]\ndynamic = ["version"]\n', [], id="python-dynamic"),
    pytest.param(PYTHON, "[tool.poetry]\r\nversion = '1.2.0'\r\n",
                 [("tool.poetry.version", "1.2.0", 2)], id="poetry"),
    pytest.param(PYTHON, 'project = "a"\n', [], id="python-of-another-type"),
    pytest.param(RUST, '[package]\nversion = "1.2.0"\n', [("package.version", "1.2.0", 2)],
                 id="rust"),
    pytest.param(RUST, '[package]\nversion.workspace = true\n\n'
                 '[workspace.package]\nversion = "1.2.0"',
                 [("workspace.package.version", "1.2.0", 5)], id="rust-workspace"),
    pytest.param(HELM, 'apiVersion: v2\nversion: 7.0.0\nappVersion: "1.10"\n',
                 [("version", "7.0.0", 2), ("appVersion", "1.10", 3)], id="helm"),
    pytest.param(HELM, "version: 1.10\n", [("version", "1.10", 1)], id="helm-number-as-written"),
    pytest.param(HELM, "", None, id="helm-empty"),
    pytest.param(NPM, "[]", None, id="npm-list"),
]  # fmt: skip


@pytest.mark.parametrize(("manifest", "text", "expected"), CASES)
def test_versions_are_read(
    manifest: Manifest, text: str, expected: list[tuple[str, str, int]] | None
) -> None:
    if expected is None:
        with pytest.raises(UserError, match="is no manifest"):
            read_manifest(manifest, text.encode())
        return
    assert read_manifest(manifest, text.encode()) == tuple(
        StatedVersion(manifest, *one) for one in expected
    )


BROKEN = [
    pytest.param(NPM, b"{", "is not JSON", id="npm"),
    pytest.param(PYTHON, b"[project", "is not TOML", id="python"),
    pytest.param(PYTHON, b"\xff", "is not encoded in UTF-8", id="python-bytes"),
    pytest.param(RUST, b"a = " + b"[" * 5000, "nests too deeply", id="rust-deep"),
    pytest.param(RUST, b"a = " + b"1" * 5000, "value that cannot be read", id="rust-digits"),
    pytest.param(HELM, b"a: [", "a value is missing here", id="helm"),
]


@pytest.mark.parametrize(("manifest", "data", "message"), BROKEN)
def test_what_cannot_be_read_is_refused(manifest: Manifest, data: bytes, message: str) -> None:
    with pytest.raises(UserError, match=message):
        read_manifest(manifest, data)


@given(
    st.sampled_from(Manifest), st.binary() | st.text("[]{}=:\"'\n versonpjctka.1").map(str.encode)
)
def test_any_bytes_are_read_or_refused(manifest: Manifest, data: bytes) -> None:
    try:
        found = read_manifest(manifest, data)
    except UserError:
        return
    assert all(one.version and one.manifest is manifest and one.line >= 1 for one in found)


def collected(path: Path) -> Manifests:
    return collect(Around(Question(root=str(path), version="v1.2.0")))


def test_they_are_read_from_the_commit(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit(
        {
            "package.json": '{"version": "1.2.0"}',
            "Cargo.toml": "[package]\nversion = '1.2.0'",
            "web/package.json": '{"version": "9.9.9"}',
        }
    )
    repo.write({"package.json": '{"version": "7.7.7"}', "pyproject.toml": "["})
    found = collected(repo.path)
    assert found.release is not None
    assert found.stated == (
        StatedVersion(NPM, "version", "1.2.0"),
        StatedVersion(RUST, "package.version", "1.2.0", 2),
    )
    assert collected(repo.path / "web").stated == (StatedVersion(NPM, "version", "9.9.9"),)


def test_one_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"package.json": "{"})
    with pytest.raises(UserError) as refused:
        collected(repo.path)
    assert str(refused.value).startswith("package.json:1:2: is not JSON")
    repo.commit({"package.json": " " * 1_000_001})
    with pytest.raises(UserError, match="is larger than 1 MB"):
        collected(repo.path)


def test_outside_a_repository_none_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text("{")
    assert collected(tmp_path) == Manifests(release=None)
