"""The tests of the example policies notice when one of these is weakened."""

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.program import ROOT, Result, run

NAMES = ("organisation", "project", "business-hours")
HARMLESS = {
    ("organisation", "tickets-closed"): "it is switched on again, which is stricter",
    ("business-hours", "deploy-window"): "only what to do about it was written there",
    ("business-hours", "rec-midweek"): "what it permits is permitted anyway",
    ("business-hours", "acc-monday-pm"): "what it permits is permitted anyway",
    ("business-hours", "acc-friday-am"): "what it permits is permitted anyway",
}
"""Entries that may go without making the policy any weaker, and why."""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of policies and examples in which policies can be changed."""
    folder = tmp_path_factory.mktemp("copied")
    for name in ("policies", "docs/examples"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def outcome(folder: Path, *arguments: str) -> Result:
    return run("policy", "test", *arguments, cwd=folder, env={"HOME": str(folder)})


def policy(name: str) -> Any:
    return yaml.safe_load((ROOT / f"policies/examples/{name}.yaml").read_text("utf-8"))


def weakened(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the policy without one rule or one entry of its windows, and which."""
    whole = policy(name)
    for rule in whole["rules"]:
        less = copy.deepcopy(whole)
        del less["rules"][rule]
        yield rule, less
    for key, entries in whole["windows"].items():
        if not isinstance(entries, list):
            continue
        for number, entry in enumerate(entries):
            less = copy.deepcopy(whole)
            del less["windows"][key][number]
            yield entry["id"], less


def test_all_examples_pass(copied: Path) -> None:
    result = outcome(copied, "docs/examples/policies")
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("name", NAMES)
def test_no_weakening_goes_unnoticed(copied: Path, name: str) -> None:
    file = copied / f"policies/examples/{name}.yaml"
    before = file.read_text("utf-8")
    unnoticed = {}
    for entry, less in weakened(name):
        file.write_text(yaml.safe_dump(less, sort_keys=False), "utf-8")
        if outcome(copied, f"docs/examples/policies/{name}.test.yaml").code == 0:
            unnoticed[name, entry] = HARMLESS.get((name, entry), "")
    file.write_text(before, "utf-8")
    assert unnoticed == {key: why for key, why in HARMLESS.items() if key[0] == name}
