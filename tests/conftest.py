"""What all tests share: golden files, and the same examples of Hypothesis in every run.

Golden files are expected output, kept in a folder `golden` beside the test that reads it.
`--update-golden` rewrites them. After a run of whole folders, a golden file that no test read fails
the run.

A change is judged by what it changed, so Hypothesis tries the same examples each time; to look for
others, run `--hypothesis-profile=seek`. Neither looks at the time that an example takes: that is a
matter of what else the machine does.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

SLOWLY: Any = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("same", derandomize=True, **SLOWLY)
settings.register_profile("seek", derandomize=False, print_blob=True, **SLOWLY)
settings.load_profile("same")

Golden = Callable[[str, str], None]

_READ = pytest.StashKey[set[str]]()
_ORPHANS = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")
    parser.addoption("--no-skips", action="store_true", help="fail when a test is skipped")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_READ] = set()
    config.stash[_ORPHANS] = []


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return a function that compares a text with the golden file of that name."""

    def compare(name: str, text: str) -> None:
        path = request.path.parent / "golden" / name
        request.config.stash[_READ].add(str(path))
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert path.exists(), f"{path} is missing: run pytest --update-golden and read the result"
        assert text == path.read_bytes().decode(), f"differs from {path} (--update-golden)"

    return compare


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Turn a skip into a failure where every tool is said to be installed."""
    outcome: Any = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--no-skips"):
        report.outcome = "failed"


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    read = config.stash[_READ]
    output: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if output is not None:  # a worker of pytest-xdist, which sees only its share
        output["golden"] = sorted(read)
    elif exitstatus == pytest.ExitCode.OK and not _narrowed(config):
        orphans = [path for path in _kept(config) if path not in read]
        if orphans:
            config.stash[_ORPHANS] = orphans
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[_READ].update(node.workeroutput.get("golden", ()))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for path in config.stash[_ORPHANS]:
        terminalreporter.write_line(f"ERROR no test reads the golden file {path}: delete it")


def _narrowed(config: pytest.Config) -> bool:
    """Return whether some of the tests of the folders were left out on purpose."""
    options = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf", "collectonly")
    return any(config.getoption(option, None) for option in options)


def _kept(config: pytest.Config) -> Iterator[str]:
    """Yield the golden files whose tests lie in the folders that were run as a whole."""
    base = config.invocation_params.dir
    for folder in [base / argument for argument in config.args if "::" not in argument]:
        for path in sorted(folder.rglob("golden/*")) if folder.is_dir() else ():
            if not path.name.startswith("."):
                yield str(path)
