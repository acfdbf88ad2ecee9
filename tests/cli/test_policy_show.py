"""`deploylint policy show` and `check` of a policy that somebody wrote who means harm."""

import json
import re
from pathlib import Path

import pytest

from tests.program import run

POLICY = r"""
policy: "P ##vso[task.complete]\n::error::p"
extends: deploylint:essential
rules:
  folded:
    title: "one\n::error::two"
    item: true
    category: "##vso[task.setvariable variable=x]y"
    fix: "f aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbb aaaaaaaaaaaa ::error::hi"
  shaped:
    title: "a\u202eb"
    aliases: ["::error::x", "\e[2J", "1e3"]
    schema: {properties: {"::error::k": {const: "::warning::"}, "##vso[x]k": {const: 1.5}}}
  off: {title: "off", item: true, disabled: "##[group]\u2028::error::"}
"""
FOLDER = "a\n::error::f"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "p.yaml").write_text(POLICY, "utf-8")
    return tmp_path


@pytest.mark.parametrize("options", [(), ("--origin",)], ids=["plain", "origin"])
def test_what_is_shown_obeys_nobody_and_reads_back_the_same(
    folder: Path, options: tuple[str, ...]
) -> None:
    shown = run("policy", "show", f"{FOLDER}/p.yaml", *options, cwd=folder)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.replace("\n", "").isprintable()
    assert not re.search(r"(?m)^\s*::|##\w*\[", shown.out)
    (folder / "shown.yaml").write_text(shown.out, "utf-8")
    listed = [
        {
            rule["id"]: {key: rule[key] for key in rule if key not in ("origin", "locked")}
            for rule in json.loads(run("rules", "-p", name, "-o", "json", cwd=folder).out)["rules"]
        }
        for name in (f"{FOLDER}/p.yaml", "shown.yaml")
    ]
    assert listed[0] == listed[1]
    assert "\n::error::two" in listed[1]["folded"]["title"]["en"]


def test_what_is_said_of_it_obeys_nobody(folder: Path) -> None:
    said = run("policy", "check", f"{FOLDER}/p.yaml", "--verbose", cwd=folder)
    assert (said.code, said.err) == (0, "")
    assert not re.search(r"(?m)^\s*::|##\w*\[", said.out)
