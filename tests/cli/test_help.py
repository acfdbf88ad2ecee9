"""Help that reads like a page of a manual, whose examples work."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from deploylint.cli.group import COMMANDS
from deploylint.cli.manual import Page
from deploylint.cli.manualcommands import page_of
from tests.conftest import Golden
from tests.program import EXAMPLE, ROOT, environment, run

SGR = re.compile("\x1b\\[[0-9;]*m")
HEADINGS = [
    "SYNOPSIS",
    "DESCRIPTION",
    "EXAMPLES",
    "EXIT STATUS",
    "ENVIRONMENT",
    "FILES",
    "SEE ALSO",
]


def commands(
    command: click.Command = COMMANDS, path: str = "deploylint"
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its path."""
    yield path, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from commands(below, f"{path} {name}")


ALL = dict(commands())
PATHS = sorted(ALL)


def page(path: str) -> Page:
    found = page_of(path)
    assert found is not None, f"`{path}` has no page"
    return found


def helped(path: str, cwd: Path, **env: str) -> str:
    result = run(*path.split()[1:], "--help", cwd=cwd, env=env)
    assert (result.code, result.err) == (0, "")
    return result.out


@pytest.mark.parametrize("path", PATHS)
def test_every_command_has_a_page(tmp_path: Path, path: str) -> None:
    text = helped(path, tmp_path)
    assert text.startswith(f"{path} - {page(path).summary}\n")
    headings = re.findall(r"^([A-Z ]+)$", text, re.MULTILINE)
    assert headings[:2] == HEADINGS[:2]
    assert [name for name in headings if name in HEADINGS] == [
        name for name in HEADINGS if name in headings
    ]
    assert {"EXAMPLES", "SYNOPSIS"} <= set(headings)
    assert [line for line in text.splitlines() if len(line) > 80] == []
    assert "Exit codes" not in text


@pytest.mark.parametrize("path", PATHS)
def test_every_option_stands_under_one_heading(tmp_path: Path, path: str) -> None:
    options = [one for one in ALL[path].params if isinstance(one, click.Option)]
    text = helped(path, tmp_path)
    for option in options:
        shown = re.escape(", ".join(sorted(option.opts, key=len)))
        assert len(re.findall(rf"^  {shown}(?: |$)", text, re.MULTILINE)) == 1
    grouped = {key for _, keys in page(path).options for key in keys}
    assert grouped in (set(), {str(option.name) for option in options})
    assert "\n  -h, --help\n" in text


@pytest.mark.parametrize("path", ["deploylint", "deploylint check", "deploylint policy"])
def test_whole_page(tmp_path: Path, golden: Golden, path: str) -> None:
    golden(f"help-{path.replace(' ', '-')}.txt", helped(path, tmp_path))


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_is_the_same_whatever_stands_before_it(tmp_path: Path, option: str) -> None:
    whole = helped("deploylint check", tmp_path)
    assert run("check", "plan.yaml", "--gate", option, cwd=tmp_path) == (0, whole, "")


def test_help_is_as_wide_as_the_terminal_and_coloured_if_asked(tmp_path: Path) -> None:
    narrow = helped("deploylint window", tmp_path, COLUMNS="50").splitlines()
    examples = [f"      {example.command}" for example in page("deploylint window").examples]
    assert [line for line in narrow if len(line) > 50] == [
        line for line in examples if len(line) > 50
    ]
    plain = helped("deploylint window", tmp_path)
    coloured = helped("deploylint window", tmp_path, FORCE_COLOR="1")
    assert "\x1b[1mSYNOPSIS\x1b[0m\n" in coloured
    assert SGR.sub("", coloured) == plain


@pytest.mark.parametrize("arguments", [[], ["policy"]], ids=["nothing", "group-alone"])
def test_no_command_is_no_success(tmp_path: Path, arguments: list[str]) -> None:
    path = " ".join(["deploylint", *arguments])
    assert run(*arguments, cwd=tmp_path) == (2, "", helped(path, tmp_path))


def examples() -> Iterator[object]:
    for path in PATHS:
        for number, example in enumerate(page(path).examples):
            yield pytest.param(example.command, path, id=f"{path.replace(' ', '-')}-{number}")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a small project with all that examples name."""
    folder = tmp_path / "project"
    for name in ("deploy", "db", "policies", "src"):
        (folder / name).mkdir(parents=True)
    shutil.copy(EXAMPLE, folder / "deploy/v1.2.0.yaml")
    shutil.copytree(ROOT / "docs/examples/migrations", folder / "db/migrations")
    (folder / "policy.yaml").write_text("extends: deploylint:essential\n", "utf-8")
    (folder / "test_one.py").write_text("def test_one():\n    pass\n", "utf-8")
    for name in (".zfunc", ".config/fish/completions", ".local/share/bash-completion/completions"):
        (tmp_path / "home" / name).mkdir(parents=True)
    git = ["git", "-c", "user.name=developer", "-c", "user.email=developer@example.com"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True, env=environment(HOME="/"))
    return folder


@pytest.mark.parametrize(("command", "path"), list(examples()))
def test_examples_work(project: Path, command: str, path: str) -> None:
    """They run as they stand, and end with a code that the page knows."""
    assert "deploylint" in shlex.split(command)[0]
    bin_folder = project.parent / "bin"
    bin_folder.mkdir()
    for name, module in (("deploylint", "-m deploylint"), ("python", ""), ("ruff", "-m ruff")):
        (bin_folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        (bin_folder / name).chmod(0o755)
    env = environment(HOME=str(project.parent / "home"))
    env["PATH"] = f"{bin_folder}:{env['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command], cwd=project, env=env, capture_output=True, text=True, check=False
    )
    known = {code for code, _ in page(path).status} or {"0"}
    assert str(done.returncode) in known | ({"0"} if "N" in known else set()), done.stderr
    assert done.returncode != 2, done.stderr
    assert "Traceback" not in done.stderr
