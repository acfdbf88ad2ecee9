"""A folder in which `deploylint window` is asked."""

from pathlib import Path

import pytest

from tests.cli.windowpolicy import WINDOWS


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def folder(tmp_path: Path, cache: str) -> Path:
    """Return a folder with a policy of windows alone, and the cache of this run beside it."""
    (tmp_path / "windows.yaml").write_text(WINDOWS, "utf-8")
    (tmp_path / ".cache").symlink_to(cache)
    return tmp_path
