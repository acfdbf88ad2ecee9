"""What holds for every check."""

from pathlib import Path
from typing import get_args

import pytest

from deploylint.load.policy import load_policy
from deploylint.registry import bind, check_ids, find_check, module_of, parameters
from tests.program import ROOT

IDS = check_ids()
USED = {
    rule.check
    for name in ("essential", "production", "strict")
    for rule in load_policy(f"deploylint:{name}").rules
}


@pytest.mark.parametrize("name", IDS)
def test_it_says_what_why_and_how_to_fix(name: str) -> None:
    lines = (module_of(name).__doc__ or "").splitlines()
    assert lines[0].endswith(".")
    assert lines.count("## Why") == lines.count("## How to fix") == 1
    assert (find_check(name).run.__doc__ or "").strip()


@pytest.mark.parametrize("name", IDS)
def test_it_has_tests_and_a_page(name: str) -> None:
    assert (ROOT / f"tests/checks/test_{name.replace('-', '_')}.py").is_file()
    assert (ROOT / f"docs/checks/{name}.md").is_file()


@pytest.mark.parametrize("name", IDS)
def test_it_is_used_by_a_shipped_policy(name: str) -> None:
    assert name in USED


@pytest.mark.parametrize("name", IDS)
def test_its_parameters_are_described_and_have_defaults(name: str) -> None:
    check = find_check(name)
    for field in parameters(check):
        assert field.doc.endswith("."), field.name
        assert field.stricter in (None, "higher", "lower")
    if check.params is not None:
        assert all(get_args(a)[1:] for a in check.params.__annotations__.values())
        assert check.params() == check.params()


def test_the_shipped_policies_bind() -> None:
    for path in sorted((ROOT / "policies").rglob("*.yaml")):
        name = str(path.relative_to(ROOT / "policies").with_suffix(""))
        rules = load_policy(f"deploylint:{name}").rules
        assert len(bind(rules)) == sum(rule.disabled is None for rule in rules), Path(name)
