"""Completion, in the shells that people use."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.cli.completing import rejoined
from deploylint.registry import check_ids
from tests.cli.terminal import Terminal, terminal
from tests.program import EXAMPLE, environment, run

POLICY = "rules: {rolls-of-film-developed: {item: true, title: We have pictures}}\n"


def needed(shell: str) -> str:
    """Return the shell, if it is here."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    return shell


def prepared(folder: Path, shell: str) -> dict[str, str]:
    """Fill a folder with what can be completed; return the environment of a shell in it."""
    project, program = folder / "project", folder / "bin/deploylint"
    for name in (project / "sub dir", program.parent):
        name.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m deploylint "$@"\n', "utf-8")
    program.chmod(0o755)
    shutil.copy(EXAMPLE, project / "release.yaml")
    (project / "release.txt").write_text("no plan", "utf-8")
    (project / "own.yaml").write_text(POLICY, "utf-8")
    (project / "sub dir/plan.json").write_text("{}", "utf-8")
    script = run("completion", shell, cwd=folder)
    assert (script.code, script.err) == (0, "")
    (project / "script").write_text(script.out, "utf-8")
    env = environment(HOME=str(folder))
    return {**env, "PATH": f"{program.parent}:{env['PATH']}"}


@pytest.fixture(scope="module", params=["bash", "zsh"])
def shell(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    name = needed(request.param)
    folder = tmp_path_factory.mktemp(name)
    with terminal(name, folder / "project", prepared(folder, name)) as opened:
        yield opened


@pytest.fixture(scope="module")
def fish(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("fish")
    return folder / "project", prepared(folder, needed("fish"))


ONLY = {
    "command": ("deploylint ch", "check"),
    "option": ("deploylint check --stag", "--stage"),
    "format": ("deploylint check -o js", "json"),
    "file-of-a-format": ("deploylint check -o json=own", "json=own.yaml"),
    "rule": ("deploylint explain rollback-te", "rollback-tested"),
    "rule-of-a-policy": ("deploylint explain -p own.yaml rolls", "rolls-of-film-developed"),
    "check": ("deploylint explain migrations-declared-r", "migrations-declared-reversible"),
    "shipped-policy": ("deploylint check -p deploylint:str", "deploylint:strict"),
    "joined": ("deploylint rules --policy=deploylint:prod", "--policy=deploylint:production"),
    "policy-file": ("deploylint check --policy own", "own.yaml"),
    "plan-and-no-other-file": ("deploylint check rel", "release.yaml"),
    "stages": ("deploylint check --stage pre-deploy,b", "pre-deploy,build"),
    "word": ("deploylint check --type hot", "hotfix"),
    "schema": ("deploylint schema rep", "report"),
    "command-of-a-group": ("deploylint policy sh", "show"),
    "policy-as-argument": ("deploylint policy check deploylint:ess", "deploylint:essential"),
    "format-of-the-calendar": ("deploylint window --calendar -o sv", "svg"),
    "environment": ("deploylint check --environment prod", "production"),
    "shell": ("deploylint completion zs", "zsh"),
    "second-command-of-a-line": ("true && X=1 deploylint ch", "check"),
}
ONE = pytest.mark.parametrize(("typed", "word"), ONLY.values(), ids=ONLY)


@ONE
def test_the_only_completion_is_typed(shell: Terminal, typed: str, word: str) -> None:
    line, _ = shell.completed(typed)
    assert line == f"{typed.rpartition(' ')[0]} {word} "


@ONE
def test_fish_knows_the_only_completion(
    fish: tuple[Path, dict[str, str]], typed: str, word: str
) -> None:
    assert [found.split("\t")[0] for found in asked(fish, typed)] == [word]


def asked(fish: tuple[Path, dict[str, str]], typed: str) -> list[str]:
    folder, env = fish
    command = ["fish", "-N", "-c", "source script; complete -C $argv[1]", typed]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


SEVERAL = {
    "options": ("deploylint check --st", "--st", ["--stage", "--strict"], ["--at"]),
    "rules": ("deploylint explain roll", "rollback-", ["rollback-tested"], ["tests-pass"]),
    "format-with-a-file": ("deploylint check -o json", "json", ["json", "json="], ["text"]),
    "policies": (
        "deploylint check -p deploylint:examples/",
        "deploylint:examples/",
        ["organisation", "project"],
        ["strict"],
    ),
    "shipped-policies-and-no-file": (
        "deploylint check -p deploylint:",
        "deploylint:",
        ["essential", "strict"],
        ["own.yaml", "sub"],
    ),
    "stages-after-a-blank": (
        "deploylint check --stage ",
        "",
        ["pre-deploy", "production", "all"],
        ["evidence", "sub"],
    ),
    "formats-after-a-blank": ("deploylint check -o ", "", ["sarif", "yaml"], ["completion", "sub"]),
    "commands-of-a-group-after-a-blank": (
        "deploylint policy ",
        "",
        ["show", "test"],
        ["completion", "sub"],
    ),
}
MORE = pytest.mark.parametrize(
    ("typed", "word", "among", "not_among"), SEVERAL.values(), ids=SEVERAL
)


@MORE
def test_of_several_completions_what_they_share_is_typed(
    shell: Terminal, typed: str, word: str, among: list[str], not_among: list[str]
) -> None:
    line, shown = shell.completed(typed)
    assert line == f"{typed.rpartition(' ')[0]} {word}"
    assert [name for name in among if name not in shown] == []
    assert [name for name in not_among if name in shown.replace(typed, "")] == []


@MORE
def test_fish_knows_several_completions(
    fish: tuple[Path, dict[str, str]], typed: str, word: str, among: list[str], not_among: list[str]
) -> None:
    found = [line.split("\t")[0] for line in asked(fish, typed)]
    assert all(name.startswith(word) for name in found)
    assert [name for name in among if not any(name in one for one in found)] == []
    assert [name for name in not_among if any(name in one for one in found)] == []


def test_folders_go_on(shell: Terminal) -> None:
    line, _ = shell.completed("deploylint check sub")
    assert line in {"deploylint check sub\\ dir/", "deploylint check sub' 'dir/"}
    assert shell.completed(f"{line}pl")[0] == f"{line}plan.json "


def test_quotes_stay(shell: Terminal) -> None:
    assert shell.completed('deploylint check "rel')[0] == 'deploylint check "release.yaml" '


@pytest.mark.parametrize(
    "typed", ["deploylint nothing ", "deploylint check --at "], ids=["command", "value"]
)
def test_where_nothing_is_known_nothing_is_typed(shell: Terminal, typed: str) -> None:
    line, shown = shell.completed(typed)
    assert line == typed
    assert "usage" not in shown


def test_options_say_what_they_do_where_shells_can_show_it(
    fish: tuple[Path, dict[str, str]],
) -> None:
    assert "--strict\tWarnings block, too" in asked(fish, "deploylint check --str")
    assert "tests-pass\tAll tests pass" in asked(fish, "deploylint explain tests-p")


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_scripts_are_scripts(tmp_path: Path, shell_name: str) -> None:
    (tmp_path / "script").write_text(run("completion", shell_name, cwd=tmp_path).out, "utf-8")
    done = subprocess.run([needed(shell_name), "-n", "script"], cwd=tmp_path, check=False)
    assert done.returncode == 0


def asked_by_variables(
    folder: Path, words: str, number: int, shell_name: str = "bash"
) -> list[str]:
    """Return the lines that a script gets."""
    env = {
        "_DEPLOYLINT_COMPLETE": f"{shell_name}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(number),
    }
    result = run(cwd=folder, env=env)
    assert (result.code, result.err) == (0, "")
    return result.out.splitlines()


def test_the_variables_of_click_are_understood(tmp_path: Path) -> None:
    assert asked_by_variables(tmp_path, "deploylint check --stri", 2) == [
        "plain\t--strict\tWarnings block, too"
    ]
    source = run(cwd=tmp_path, env={"_DEPLOYLINT_COMPLETE": "zsh_source"})
    assert source == run("completion", "zsh", cwd=tmp_path)


def test_a_broken_policy_does_not_keep_checks_from_being_completed(tmp_path: Path) -> None:
    (tmp_path / ".deploylint.yaml").write_text("policy: gone.yaml\n", "utf-8")
    found = asked_by_variables(tmp_path, "deploylint explain ", 2, "zsh")
    assert [line.split("\t")[1] for line in found] == list(check_ids())


@given(
    words=st.lists(st.text("ab=:", min_size=1, max_size=6), min_size=1, max_size=5),
    after=st.text("ab"),
)
def test_what_bash_breaks_is_put_together_again(words: list[str], after: str) -> None:
    parts: list[str] = []
    for word in words:
        parts += broken(word)
    parts[-1] += after if parts[-1][-1] not in "=:" else ""
    assert rejoined(f"x | {' '.join(words)}", parts) == words


def broken(word: str) -> list[str]:
    """Return the parts that bash makes of a word: `=` and `:` stand alone, or in runs."""
    parts: list[str] = []
    for char in word:
        same = parts and (parts[-1][-1] in "=:") == (char in "=:")
        if same:
            parts[-1] += char
        else:
            parts.append(char)
    return parts


def test_the_script_calls_the_program_that_was_typed(tmp_path: Path) -> None:
    """A program that is not on the path completes as well, by its own name or place."""
    env = prepared(tmp_path, needed("bash"))
    env["PATH"] = os.environ["PATH"]
    (tmp_path / "bin").rename(tmp_path / "tools")
    with terminal("bash", tmp_path / "project", env) as opened:
        line, _ = opened.completed("~/tools/deploylint ch")
    assert line == "~/tools/deploylint check "
