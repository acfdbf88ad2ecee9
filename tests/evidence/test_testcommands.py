"""What the command of a test run says: which options leave tests out, and which part it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.evidence.testcommands import Filters, filters_of, paths_of, shard_of
from deploylint.facts.tests import Shard

NONE = Filters((), ())
COMMANDS = [
    pytest.param("pytest -q --junitxml=reports/junit.xml tests", NONE, id="all-of-pytest"),
    pytest.param("pytest -k smoke", Filters(("-k",), ()), id="pytest-by-name"),
    pytest.param("python -m pytest -mslow", Filters(("-m",), ()), id="pytest-by-mark"),
    pytest.param("uv run pytest --lf -k a -k b", Filters(("-k",), ("--lf",)), id="pytest-several"),
    pytest.param("python -m build", NONE, id="the-m-of-python"),
    pytest.param("npx jest --ci", NONE, id="all-of-jest"),
    pytest.param("npx jest -t login", Filters(("-t",), ()), id="jest-by-name"),
    pytest.param(
        "npx jest --changedSince=main", Filters((), ("--changedSince",)), id="jest-what-changed"
    ),
    pytest.param(
        "pnpm vitest run --changed", Filters((), ("--changed",)), id="vitest-what-changed"
    ),
    pytest.param(
        "node /app/node_modules/.bin/playwright test --grep=@fast",
        Filters(("--grep",), ()),
        id="playwright-in-node",
    ),
    pytest.param(
        "playwright test --last-failed", Filters((), ("--last-failed",)), id="playwright-again"
    ),
    pytest.param("node --test --test-only", Filters(("--test-only",), ()), id="node"),
    pytest.param("go test -run TestA ./...", Filters(("-run",), ()), id="go"),
    pytest.param("gotestsum --junitfile x.xml -- -run A", Filters(("-run",), ()), id="gotestsum"),
    pytest.param("mvn -q verify -Dtest=PayTest", Filters(("-Dtest",), ()), id="maven"),
    pytest.param("./gradlew test --tests *Pay*", Filters(("--tests",), ()), id="gradle"),
    pytest.param("ctest --rerun-failed", Filters((), ("--rerun-failed",)), id="ctest"),
    pytest.param("newman run c.json --folder login", Filters(("--folder",), ()), id="newman"),
    pytest.param("npm test -- --onlyChanged", Filters((), ("--onlyChanged",)), id="a-script"),
    pytest.param(
        "pytest --ignore=a.py --ignore-glob *b* --deselect=a.py::t",
        Filters(("--ignore", "--ignore-glob", "--deselect"), ()),
        id="pytest-without-files",
    ),
    pytest.param("pytest tests/a.py::test_ok", Filters(("FILE::TEST",), ()), id="pytest-node-id"),
    pytest.param("pytest -W error::DeprecationWarning", NONE, id="pytest-warnings"),
    pytest.param("pytest -qkok", Filters(("-k",), ()), id="pytest-joined"),
    pytest.param("pytest @args", Filters(("@FILE",), ()), id="pytest-arguments-in-a-file"),
    pytest.param("pytest -c ../x.ini", Filters(("-c FILE",), ()), id="pytest-other-settings"),
    pytest.param("pytest --config-file=/x.ini", Filters(("-c FILE",), ()), id="the-same-in-words"),
    pytest.param("pytest -c tests/pytest.ini", NONE, id="pytest-settings-of-the-project"),
    pytest.param(
        "pytest -qo python_files=a.py -o testpaths= --override-ini=python_classes=A",
        Filters(("-o python_files", "-o python_classes"), ()),
        id="pytest-setting",
    ),
    pytest.param("pytest -o addopts=", NONE, id="pytest-without-what-the-settings-add"),
    pytest.param("go test --run=TestA", Filters(("--run",), ()), id="go-with-two-dashes"),
    pytest.param("make -C go test", NONE, id="a-folder-called-like-a-tool"),
    pytest.param(
        "docker run -m 1g -w /src/go image pytest -k a", Filters(("-k",), ()), id="in-a-container"
    ),
    pytest.param("make check", NONE, id="nothing-known"),
    pytest.param("", NONE, id="nothing-at-all"),
]

SHARDS = [
    pytest.param("npx playwright test --shard=2/3", Shard(2, 3), id="playwright"),
    pytest.param("vitest run --shard 1/4", Shard(1, 4), id="in-two-words"),
    pytest.param("node --test --test-shard=1/2", Shard(1, 2), id="node"),
    pytest.param("vitest run --shard=3/2", None, id="beyond-the-last"),
    pytest.param("vitest run --shard=0/2", None, id="before-the-first"),
    pytest.param("vitest run --shard=1/99999", None, id="too-many"),
    pytest.param("vitest run", None, id="none"),
]


@pytest.mark.parametrize(("command", "filters"), COMMANDS)
def test_which_options_leave_tests_out(command: str, filters: Filters) -> None:
    assert filters_of(command.split()) == filters


BY_NAME = Filters(("-k",), ())
SCRIPTS = [
    pytest.param("cd app && pytest -k smoke", BY_NAME, id="second-command"),
    pytest.param("cd go && pytest -k smoke", BY_NAME, id="in-a-folder-called-like-a-tool"),
    pytest.param("CI=1 pytest -k smoke", BY_NAME, id="with-a-variable"),
    pytest.param("export PYTEST_ADDOPTS='-k smoke'; pytest", BY_NAME, id="exported-option"),
    pytest.param("PYTEST_ADDOPTS=-ksmoke pytest", BY_NAME, id="option-in-a-variable"),
    pytest.param("(cd a\npoetry run pytest \\\n -k smoke)", BY_NAME, id="on-several-lines"),
    pytest.param("bash -lc 'pytest -k smoke'", BY_NAME, id="a-shell-in-a-shell"),
    pytest.param("pytest -q && python -m compileall -m x", NONE, id="options-of-the-next"),
    pytest.param("pytest -q; grep -k x | tee -m", NONE, id="options-of-others"),
    pytest.param("pytest -q || gcloud --project x", NONE, id="long-options-of-others"),
    pytest.param("pytest -k '' -m \"\" -q", NONE, id="empty-values"),
    pytest.param("pytest -k 'a && b'", BY_NAME, id="quoted-operators"),
    pytest.param("echo pytest -k smoke; # pytest -k smoke", NONE, id="only-words"),
    pytest.param("pytest -q 'open", NONE, id="a-quote-that-is-not-closed"),
]


@pytest.mark.parametrize(("script", "filters"), SCRIPTS)
def test_each_command_of_a_script_is_looked_at_by_itself(script: str, filters: Filters) -> None:
    assert filters_of(("sh", "-ec", script)) == filters


@pytest.mark.parametrize(
    ("command", "filters"),
    [
        pytest.param("pytest -q", BY_NAME, id="of-the-tool"),
        pytest.param("make check", BY_NAME, id="whatever-is-started"),
        pytest.param("npx jest --ci", NONE, id="of-another-tool"),
    ],
)
def test_variables_are_options_of_their_tool(command: str, filters: Filters) -> None:
    set_ = {"PYTEST_ADDOPTS": "-k smoke", "LANG": "-k smoke", "GOFLAGS": "-mod=mod"}
    assert filters_of(command.split(), set_) == filters


def test_an_empty_argument_chooses_nothing() -> None:
    assert filters_of(("pytest", "-m", "", "-k", "")) == NONE


@pytest.mark.parametrize(
    ("command", "paths"),
    [
        pytest.param("pytest -q tests/unit", ("tests/unit",), id="pytest"),
        pytest.param("pytest -p no:cov --tb short --junitxml=x.xml", (), id="values"),
        pytest.param("npx vitest run src/a src/b", ("src/a", "src/b"), id="vitest"),
        pytest.param("npx playwright test", (), id="subcommand"),
        pytest.param("go test ./...", (), id="others"),
    ],
)
def test_which_folders_were_asked_for(command: str, paths: tuple[str, ...]) -> None:
    assert paths_of(command.split()) == paths


@pytest.mark.parametrize(("command", "shard"), SHARDS)
def test_which_part_it_is(command: str, shard: Shard | None) -> None:
    assert shard_of(command.split()) == shard


@given(st.lists(st.text() | st.sampled_from(["pytest", "node", "-k", "--shard=1/2", "--"])))
def test_only_what_a_command_says_is_told(command: list[str]) -> None:
    filters, shard = filters_of(command), shard_of(command)
    whole = " ".join(command)
    for option in (*filters.choosing, *filters.failed):
        assert option.lstrip("-") in whole
    assert all(path in whole for path in paths_of(command))
    assert shard is None or f"{shard.current}/{shard.total}" in whole


@pytest.mark.parametrize("part", ["node ", "x pytest ", "a;", "'", '"\\', "sh -c '"])
def test_long_commands_take_no_longer_than_short_ones(part: str) -> None:
    began = time.monotonic()
    filters_of(("sh", "-c", part * (200_000 // len(part))))
    assert time.monotonic() - began < 5
