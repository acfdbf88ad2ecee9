"""What is said when the command line cannot be read."""

from pathlib import Path

import pytest

from tests.program import run

CHECK = "  usage: deploylint check [OPTION]... [PLAN]...\n  help: deploylint check --help\n"
TOP = "  usage: deploylint COMMAND [OPTION]... [ARGUMENT]...\n  help: deploylint --help\n"
EXPLAIN = "  usage: deploylint explain [OPTION]... RULE|CHECK\n  help: deploylint explain --help\n"
COMPLETION = "  usage: deploylint completion bash|zsh|fish\n  help: deploylint completion --help\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["check", "--stag", "build"],
            f"there is no option `--stag`\n  hint: did you mean `--stage`?\n{CHECK}",
            id="option-that-is-nearly-one",
        ),
        pytest.param(["check", "--xyzzy"], f"there is no option `--xyzzy`\n{CHECK}", id="option"),
        pytest.param(["-x"], f"there is no option `-x`\n{TOP}", id="option-of-no-command"),
        pytest.param(["check", "a", "--now"], f"`--now` needs a value\n{CHECK}", id="no-value"),
        pytest.param(
            ["check", "--gate=1"], f"`--gate` takes no value\n{CHECK}", id="value-of-a-flag"
        ),
        pytest.param(
            ["check", "--type", "rolback"],
            f"`--type`: `rolback` is not one of `standard`, `hotfix`, `rollback`\n{CHECK}",
            id="other-word",
        ),
        pytest.param(["explain"], f"`RULE|CHECK` is missing\n{EXPLAIN}", id="argument-missing"),
        pytest.param(
            ["completion"],
            f"`SHELL` is missing\n  hint: one of bash, zsh, fish\n{COMPLETION}",
            id="choice-missing",
        ),
        pytest.param(
            ["completion", "tcsh"],
            f"`SHELL`: `tcsh` is not one of `bash`, `zsh`, `fish`\n{COMPLETION}",
            id="argument-of-other-words",
        ),
        pytest.param(
            ["explain", "a", "b", "c"], f"`b c` is one argument too many\n{EXPLAIN}", id="too-many"
        ),
        pytest.param(
            ["chekc"], f"there is no command `chekc`; did you mean `check`?\n{TOP}", id="command"
        ),
        pytest.param(
            ["policy", "sho"],
            (
                "there is no command `sho`; did you mean `show`?\n"
                "  usage: deploylint policy COMMAND [OPTION]... [ARGUMENT]...\n"
                "  help: deploylint policy --help\n"
            ),
            id="command-of-a-group",
        ),
        pytest.param(
            ["\x1b[2J::error::"],
            (
                "there is no command `\\x1b[2J::error::`; known: check, completion, evidence,"
                " explain, migrations, policy, record, rules, schema, window\n" + TOP
            ),
            id="hostile",
        ),
    ],
)
def test_a_mistake_is_named_with_a_way_out(tmp_path: Path, arguments: list[str], said: str) -> None:
    assert run(*arguments, cwd=tmp_path) == (2, "", said)
