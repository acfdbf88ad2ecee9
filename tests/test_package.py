"""The package as it is installed: from a wheel, editable, and as a plain checkout."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.program import EXAMPLE, ROOT, TUESDAY

CLEAN = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
CHECK = ["check", "plan.yaml", "--now", TUESDAY, "--policy", "deploylint:production"]


def copy_of_the_sources(folder: Path) -> Path:
    """Return a checkout without what a build or a test run leaves behind."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from the sources, without the network."""
    sources = copy_of_the_sources(tmp_path_factory.mktemp("sources"))
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run(command, cwd=sources, check=True, capture_output=True)
    (built,) = out.glob("deploylint-*.whl")
    return built


def environment(folder: Path) -> Path:
    """Return the Python of a new virtual environment that sees our dependencies only."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv/bin/python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", where], capture_output=True, text=True, check=True)
    ours = [path for path in sys.path if path.endswith("site-packages")]
    # our own editable install would be a .pth file there, which this does not follow
    Path(site.stdout.strip(), "dependencies.pth").write_text("\n".join(ours), "utf-8")
    return python


def install(python: Path, *what: str) -> None:
    # an install of ours that lies beside the dependencies does not count
    options = ["--quiet", "--no-deps", "--no-index", "--ignore-installed"]
    command: list[str | Path] = [python, "-m", "pip", "install", *options, *what]
    subprocess.run(command, check=True, capture_output=True, env=CLEAN)


def judge(program: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "plan.yaml").write_bytes(EXAMPLE.read_bytes())
    return subprocess.run(
        [*program, *CHECK], cwd=folder, env=CLEAN, capture_output=True, text=True, check=False
    )


def test_the_wheel_holds_code_schemas_policies_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for expected in (
        "deploylint/py.typed",
        "deploylint/schemas/plan.json",
        "deploylint/schemas/policy.json",
        "deploylint/schemas/report.json",
        "deploylint/policies/essential.yaml",
        "deploylint/policies/examples/project.yaml",
    ):
        assert expected in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "docs/")) for name in names)


def test_an_installed_wheel_finds_the_policies(wheel: Path, tmp_path: Path) -> None:
    python = environment(tmp_path)
    install(python, str(wheel))
    result = judge([python.parent / "deploylint"], tmp_path)
    assert (result.returncode, result.stderr) == (1, "")
    assert "policy production" in result.stdout
    shown = subprocess.run(
        [python, "-c", "import deploylint; print(deploylint.__file__)"],
        cwd=tmp_path,
        env=CLEAN,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(tmp_path) in shown.stdout


def test_an_editable_install_finds_the_policies(tmp_path: Path) -> None:
    sources = copy_of_the_sources(tmp_path / "checkout")
    python = environment(tmp_path)
    install(python, "--no-build-isolation", "--editable", str(sources))
    result = judge([python.parent / "deploylint"], tmp_path)
    assert (result.returncode, result.stderr) == (1, "")
    assert "policy production" in result.stdout


def test_a_plain_checkout_finds_the_policies(tmp_path: Path) -> None:
    sources = copy_of_the_sources(tmp_path / "checkout")
    result = judge(["env", f"PYTHONPATH={sources}", sys.executable, "-m", "deploylint"], tmp_path)
    assert (result.returncode, result.stderr) == (1, "")
    assert "policy production" in result.stdout


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    command = next(line for line in readme.splitlines() if line.endswith("-m pytest -n auto"))
    script = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    tests = command.rpartition(" && .venv/bin/")[2]
    assert any(line.strip().startswith(tests) for line in script)
