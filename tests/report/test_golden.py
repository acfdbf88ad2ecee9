"""The guard over golden files: it is tried on a folder of tests of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parent.parent / "conftest.py"
TEST = """
def test_text(golden):
    golden("a.txt", "a\\n")


def test_nothing():
    pass
"""


def run(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    (folder / "conftest.py").write_bytes(CONFTEST.read_bytes())
    (folder / "test_it.py").write_text(TEST, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def keep(folder: Path, **texts: str) -> None:
    (folder / "golden").mkdir()
    for name, text in texts.items():
        (folder / "golden" / f"{name}.txt").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("texts", "options", "code"),
    [
        pytest.param({"a": "a\n"}, [], 0, id="same"),
        pytest.param({"a": "b\n"}, [], 1, id="other-text"),
        pytest.param({}, [], 1, id="missing"),
        pytest.param({"a": "a\n", "b": ""}, [], 1, id="read-by-nobody"),
        pytest.param({"a": "a\n", "b": ""}, ["."], 1, id="read-by-nobody-in-a-folder"),
        pytest.param({"a": "a\n", "b": ""}, ["-n", "2"], 1, id="read-by-nobody-in-two-workers"),
        pytest.param({"a": "a\n"}, ["-n", "2"], 0, id="same-in-two-workers"),
        pytest.param({"a": "a\n"}, ["-k", "nothing"], 0, id="one-test-alone"),
        pytest.param({"a": "a\n"}, ["test_it.py::test_nothing"], 0, id="one-test-by-name"),
    ],
)
def test_golden_files_are_compared_and_read(
    texts: dict[str, str], options: list[str], code: int, tmp_path: Path
) -> None:
    keep(tmp_path, **texts)
    result = run(tmp_path, *options)
    assert result.returncode == code, result.stdout + result.stderr
    assert ("no test reads the golden file" in result.stdout) is ("b" in texts)


def test_golden_files_are_rewritten(tmp_path: Path) -> None:
    keep(tmp_path, a="old\n")
    assert run(tmp_path, "--update-golden").returncode == 0
    assert (tmp_path / "golden" / "a.txt").read_text("utf-8") == "a\n"
