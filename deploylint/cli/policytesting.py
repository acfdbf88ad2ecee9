"""What `deploylint policy test` does, once its arguments are read."""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from deploylint.cli.output import Output, complain, parse_outputs, style_for, write_in_style
from deploylint.cli.policytestrun import FileOutcome, run_file
from deploylint.cli.testfolders import alone, folders
from deploylint.collect.git import top_of
from deploylint.decision import ExitCode, worst
from deploylint.errors import UserError
from deploylint.load.library import PREFIX
from deploylint.load.policytests import ENDINGS, load_policy_tests
from deploylint.load.settings import NAME, find_root
from deploylint.model.policytests import PolicyCoverage, PolicyTestReport, PolicyTests

FORMATS = ("text", "json")
"""Each is a module `report/policytests_FORMAT.py`."""

FOREIGN = "node_modules"
"""A folder of other people's files, some of which are called like ours."""

WHOLE = 100

Loaded = tuple[PolicyTests, str]
"""The tests of a file, and the root of its repository."""


def run_policy_tests(paths: tuple[str, ...], options: dict[str, Any]) -> ExitCode:
    """Run the tests in files and folders, write what came of them, and return the exit code.

    What is wrong with one file among others is said on standard error.
    """
    outputs = parse_outputs(options["outputs"], FORMATS)
    codes: list[ExitCode] = []
    readable, loaded = load_files(all_files(paths or (".",), codes))
    usable, ran = run_loaded(loaded)
    codes += (readable, usable)
    if ran or any(output.file or output.format != "text" for output in outputs):
        codes.append(tell(ran, outputs, options))
    return worst(codes)


def all_files(paths: Iterable[str], codes: list[ExitCode]) -> Iterator[str]:
    """Yield each test file once; a folder without any is said on standard error and noted."""
    seen: set[str] = set()
    for path in paths:
        if not os.path.lexists(path):
            complain(UserError("there is no such file or folder", path))
            codes.append(ExitCode.USAGE)
            continue
        found = tuple(find_tests(path))
        if not found:
            wanted = " or ".join(f"NAME{ending}" for ending in ENDINGS)
            hint = f"tests stand in files called {wanted}"
            complain(UserError("no test of a policy was found", path, hint))
            codes.append(ExitCode.NOTHING)
        for file in found:
            if os.path.realpath(file) not in seen:
                seen.add(os.path.realpath(file))
                yield file


def find_tests(path: str) -> Iterator[str]:
    """Yield the test files below a folder, in order, without hidden folders; a file is itself."""
    if not os.path.isdir(path):
        yield path
        return
    for folder, names, files in os.walk(path):
        names[:] = sorted(name for name in names if name[0] != "." and name != FOREIGN)
        for name in sorted(files):
            if name.endswith(ENDINGS):
                yield os.path.normpath(os.path.join(folder, name))


def load_files(files: Iterable[str]) -> tuple[ExitCode, tuple[Loaded, ...]]:
    """Return the tests of the files that can be used, and whether that is all of them."""
    code = ExitCode.COMPLIANT
    loaded: list[Loaded] = []
    for file in files:
        root = _repository(file)
        try:
            loaded.append((load_policy_tests(file, root), root))
        except UserError as error:
            complain(error)
            code = ExitCode.USAGE
    return code, tuple(loaded)


def run_loaded(loaded: tuple[Loaded, ...]) -> tuple[ExitCode, tuple[FileOutcome, ...]]:
    """Run tests, and return what came of the files that can be used, and if that is all of them."""
    code = ExitCode.COMPLIANT
    ran: list[FileOutcome] = []
    if loaded:
        with folders({root for _, root in loaded}) as places, alone():
            for tests, root in loaded:
                try:
                    ran.append(run_file(tests, root, places))
                except UserError as error:
                    complain(error)
                    code = ExitCode.USAGE
    return code, tuple(ran)


def _repository(file: str) -> str:
    """Return the root of what a test may name files of: its repository, else the current folder."""
    folder = os.path.realpath(os.path.dirname(file))
    top = top_of(folder)
    if top is not None:
        return top
    root = find_root(folder)
    if os.path.lexists(os.path.join(root, NAME)):
        return root
    here = os.path.realpath(os.getcwd())
    return here if os.path.commonpath((here, folder)) == here else folder


def tell(
    ran: tuple[FileOutcome, ...], outputs: tuple[Output, ...], options: dict[str, Any]
) -> ExitCode:
    """Write what came of the tests, and return the exit code that it makes."""
    coverage = tuple(_coverage(ran))
    minimum: int | None = options["minimum"]
    thin = tuple(
        one.policy
        for one in coverage
        if minimum is not None and WHOLE * len(one.failing) < minimum * len(one.rules)
    )
    outcomes = tuple(outcome for file in ran for outcome in file.outcomes)
    report = PolicyTestReport(outcomes=outcomes, coverage=coverage, minimum=minimum, thin=thin)
    style = style_for(sys.stdout, verbose=options["verbose"], quiet=options["quiet"])
    write_in_style("policytests", report, outputs, style)
    if thin or any(outcome.mismatches for outcome in outcomes):
        return ExitCode.BLOCKED
    return ExitCode.COMPLIANT


def _coverage(ran: tuple[FileOutcome, ...]) -> Iterator[PolicyCoverage]:
    """Yield what is covered of each policy, by all the files that test it."""
    together: dict[str, list[FileOutcome]] = {}
    for file in ran:
        name = file.policy.files[-1].name
        key = name if name.startswith(PREFIX) else os.path.realpath(name)
        together.setdefault(key, []).append(file)
    for files in together.values():
        rules = [rule.id for rule in files[0].policy.rules if rule.disabled is None]
        failing = frozenset().union(*(file.failing for file in files))
        passing = frozenset().union(*(file.passing for file in files))
        yield PolicyCoverage(
            policy=files[0].policy.files[-1].name,
            rules=tuple(rules),
            failing=tuple(rule for rule in rules if rule in failing),
            passing=tuple(rule for rule in rules if rule in passing),
        )
