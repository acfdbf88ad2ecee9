"""The table of docs/design.md: which folder may import which."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "deploylint"

READ = {"model", "errors"}
LOAD = {"read", "model", "schemas", "errors"}
FORMATS = {"read", "facts", "model", "errors"}
COLLECT = {"read", "migrations", "formats", "facts", "model", "load", "errors"}
CHECKS = {"facts", "evidence", "model", "windows", "migrations"}
CORE = {"load", "collect", "facts", "model", "schemas", "errors"}
ALLOWED = {
    "errors": set(),
    "model": {"errors"},
    "schemas": set(),
    "read": READ,
    "load": LOAD,
    "facts": {"model"},
    "windows": {"model"},
    "evidence": {"facts", "model"},
    "migrations": {"read", "facts", "model", "errors"},
    "formats": FORMATS,
    "collect": COLLECT,
    "checks": CHECKS,
    "registry": {"load", "model", "schemarule", "errors"},
    "schemarule": {"model", "errors"},
    "answers": {"load", "model"},
    "engine": {"answers", "registry", "schemarule", "model"},
    "decision": {"model"},
    "review": CORE | {"registry", "engine", "decision"},
    "report": {"model"},
    "cli": None,
    "__main__": {"cli"},
    "__init__": set(),
}
"""Each part, and the parts it may import besides itself; None means all."""

MODULES = sorted(ROOT.rglob("*.py"))


def part_of(module: str) -> str:
    return [*module.split("."), "__init__"][1]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names.add(node.module or "")
    return {part_of(name) for name in names if name.split(".")[0] == "deploylint"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_table(path: Path) -> None:
    part = path.relative_to(ROOT).parts[0].removesuffix(".py")
    allowed = ALLOWED[part]
    if allowed is not None:
        breaches = imported(path) - allowed - {part} - {"__init__"}
        assert not breaches, f"{part} may not import {sorted(breaches)}"


def test_nobody_imports_the_command_line() -> None:
    importers = {path.relative_to(ROOT).parts[0] for path in MODULES if "cli" in imported(path)}
    assert importers <= {"cli", "__main__.py"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_stay_small(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert lines <= 30, f"{path.name}: {node.name} has {lines} lines"
