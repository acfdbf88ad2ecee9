"""The text of action.yml: its schema, its findings, and what no tool looks for."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

from tests.program import ROOT

FILE = ROOT / "action.yml"
ACTION = yaml.safe_load(FILE.read_text("utf-8"))
TOOLS = Path(sys.executable).parent


def tool(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [str(TOOLS / arguments[0]), *arguments[1:]], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_it_follows_the_schema() -> None:
    code, said = tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", str(FILE))
    assert code == 0, said


def test_it_has_no_findings() -> None:
    code, said = tool("zizmor", "--offline", "--no-progress", str(FILE))
    assert code == 0, said


def test_no_script_holds_an_expression() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert scripts
    assert [script for script in scripts if "${{" in script] == []


def test_every_input_is_used_and_has_a_default() -> None:
    text = yaml.safe_dump(ACTION["runs"])
    used = set(re.findall(r"inputs\.([\w-]+)", text))
    assert used == set(ACTION["inputs"])
    assert all(isinstance(about["default"], str) for about in ACTION["inputs"].values())


def test_without_a_decision_it_is_blocked() -> None:
    values = {name: about["value"] for name, about in ACTION["outputs"].items()}
    assert values["decision"].endswith("|| 'error' }}")
    assert values["blocked"].endswith("|| 'true' }}")
