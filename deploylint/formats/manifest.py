"""The versions that manifests state.

package.json: https://docs.npmjs.com/cli/configuring-npm/package-json#version
pyproject.toml: https://packaging.python.org/en/latest/specifications/pyproject-toml/, and poetry's
Cargo.toml: https://doc.rust-lang.org/cargo/reference/manifest.html
Chart.yaml: https://helm.sh/docs/topics/charts/#the-chartyaml-file
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deploylint.errors import UserError
from deploylint.facts.manifests import Manifest, StatedVersion
from deploylint.read.json import parse_json
from deploylint.read.yaml import Written, read_documents

KEYS: Mapping[Manifest, tuple[str, ...]] = {
    Manifest.NPM: ("version",),
    Manifest.PYTHON: ("project.version", "tool.poetry.version"),
    Manifest.RUST: ("package.version", "workspace.package.version"),
    Manifest.HELM: ("version", "appVersion"),
}
"""Where each manifest states a version."""


def read_manifest(manifest: Manifest, data: bytes) -> tuple[StatedVersion, ...]:
    """Return the versions that a manifest states; none when it takes them from elsewhere.

    Raises UserError when it cannot be read.
    """
    content = _content(manifest, data)
    if not isinstance(content, Mapping):
        raise UserError("is no manifest: it does not hold keys with values", manifest)
    return tuple(_stated(manifest, content, data))


def _stated(manifest: Manifest, content: Mapping[str, Any], data: bytes) -> Iterator[StatedVersion]:
    for key in KEYS[manifest]:
        value: Any = content
        for step in key.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        # anything else, such as `version.workspace = true`, takes it from elsewhere
        version = value.text if isinstance(value, Written) else value
        if isinstance(version, str) and version:
            yield StatedVersion(manifest, key, version, _line(data, key, version))


def _content(manifest: Manifest, data: bytes) -> Any:  # noqa: ANN401  # whatever it holds
    match manifest:
        case Manifest.NPM:
            return parse_json(data, manifest)
        case Manifest.HELM:
            documents = read_documents(data, manifest)
            return documents[0].data if documents else None
        case Manifest.PYTHON | Manifest.RUST:
            return _toml(manifest, data)


def _toml(manifest: Manifest, data: bytes) -> object:
    # only repositories with such a manifest pay for it
    from tomllib import TOMLDecodeError, loads

    try:
        return loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise UserError("is not encoded in UTF-8", manifest) from None
    except TOMLDecodeError as error:
        raise UserError(f"is not TOML: {error}", manifest) from None
    except RecursionError:
        raise UserError("nests too deeply", manifest) from None
    except ValueError as error:
        raise UserError(f"holds a value that cannot be read: {error}", manifest) from None


def _line(data: bytes, key: str, version: str) -> int:
    """Return the first line that has the key and the version, 1 if they are apart."""
    name = re.escape(key.rpartition(".")[2])
    pattern = rf"""["']?{name}["']?[ \t]*[:=][ \t]*["']?{re.escape(version)}(?![\w.])"""
    match = re.search(pattern.encode(), data)
    return data.count(b"\n", 0, match.start()) + 1 if match else 1
