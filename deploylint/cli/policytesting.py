"""What `deploylint policy test` does, once its arguments are read."""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from deploylint.cli.output import Output, parse_outputs, style_for, write_in_style
from deploylint.cli.overwriting import refuse_inputs
from deploylint.cli.policytestrun import FileOutcome, run_file
from deploylint.cli.reading import refusal
from deploylint.cli.testfiles import Wrong, all_files, repository
from deploylint.cli.testfolders import alone, folders
from deploylint.decision import ExitCode, worst
from deploylint.errors import UserError
from deploylint.load.library import PREFIX
from deploylint.load.policytests import load_policy_tests
from deploylint.model.policy import Policy
from deploylint.model.policytests import PolicyCoverage, PolicyTestReport, PolicyTests

FORMATS = ("text", "json")
"""Each is a module `report/policytests_FORMAT.py`."""

WHOLE = 100

Loaded = tuple[PolicyTests, str]
"""The tests of a file, and the root of its repository."""


def run_policy_tests(paths: tuple[str, ...], options: dict[str, Any]) -> ExitCode:
    """Run the tests in files and folders, write what came of them, and return the exit code.

    What is wrong with one file among others is said on standard error, and to machines.
    """
    outputs = parse_outputs(options["outputs"], FORMATS, paths)
    wrong = Wrong()
    files = _kept(all_files(paths or (".",), wrong), outputs)
    ran = run_loaded(load_files(files, wrong), wrong)
    told: list[ExitCode] = []
    if ran or any(output.file or output.format != "text" for output in outputs):
        told.append(tell(ran, outputs, options, wrong))
    return worst([*wrong.codes, *told])


def _kept(files: Iterable[str], outputs: tuple[Output, ...]) -> Iterator[str]:
    """Yield the files. Raises UserError at one that an output would overwrite."""
    for file in files:
        refuse_inputs(outputs, (file,))
        yield file


def load_files(files: Iterable[str], wrong: Wrong) -> tuple[Loaded, ...]:
    """Return the tests of the files that can be used; what is `wrong` with others is noted."""
    loaded: list[Loaded] = []
    for file in files:
        try:
            root = repository(os.path.realpath(os.path.dirname(file)))
            loaded.append((load_policy_tests(file, root), root))
        except UserError as error:
            wrong.note(error)
    return tuple(loaded)


def run_loaded(loaded: tuple[Loaded, ...], wrong: Wrong) -> tuple[FileOutcome, ...]:
    """Run tests, and return what came of the files that can be used."""
    ran: list[FileOutcome] = []
    if not loaded:
        return ()
    try:
        with folders({root for _, root in loaded}) as places, alone():
            for tests, root in loaded:
                try:
                    ran.append(run_file(tests, root, places))
                except UserError as error:
                    wrong.note(error)
    except UserError as error:
        # there is no place to run them in
        wrong.note(error)
    return tuple(ran)


def tell(
    ran: tuple[FileOutcome, ...],
    outputs: tuple[Output, ...],
    options: dict[str, Any],
    wrong: Wrong,
    policies: Iterable[Policy] = (),
) -> ExitCode:
    """Write what came of the tests, and return the exit code that it makes.

    With a minimum `policies` count as well, tested or not.
    """
    minimum: int | None = options["minimum"]
    coverage = tuple(_coverage(ran, () if minimum is None else policies))
    thin = tuple(
        one.policy
        for one in coverage
        if minimum is not None and WHOLE * len(one.failing) < minimum * len(one.rules)
    )
    outcomes = tuple(outcome for file in ran for outcome in file.outcomes)
    report = PolicyTestReport(
        outcomes=outcomes,
        coverage=coverage,
        minimum=minimum,
        thin=thin,
        errors=tuple(trouble for error in wrong.errors for trouble in refusal("", error).troubles),
    )
    style = style_for(sys.stdout, verbose=options["verbose"], quiet=options["quiet"])
    write_in_style("policytests", report, outputs, style)
    if thin or any(outcome.mismatches for outcome in outcomes):
        return ExitCode.BLOCKED
    return ExitCode.COMPLIANT


def _coverage(ran: tuple[FileOutcome, ...], policies: Iterable[Policy]) -> Iterator[PolicyCoverage]:
    """Yield what is covered of each policy, by all the files that test it.

    One of `policies` that no test names is covered by the tests of those it is a layer of, if any.
    """
    together: dict[str, list[FileOutcome]] = {}
    for file in ran:
        together.setdefault(_key(file.policy.files[-1].name), []).append(file)
    for files in together.values():
        yield _covered(files[0].policy, files)
    for policy in policies:
        key = _key(policy.files[-1].name)
        if key not in together:
            yield _covered(
                policy,
                [file for file in ran if key in {_key(one.name) for one in file.policy.files}],
            )


def _key(policy: str) -> str:
    return policy if policy.startswith(PREFIX) else os.path.realpath(policy)


def _covered(policy: Policy, files: list[FileOutcome]) -> PolicyCoverage:
    rules = [rule.id for rule in policy.rules if rule.disabled is None]
    failing: frozenset[str] = frozenset().union(*(file.failing for file in files))
    passing: frozenset[str] = frozenset().union(*(file.passing for file in files))
    return PolicyCoverage(
        policy=policy.files[-1].name,
        rules=tuple(rules),
        failing=tuple(rule for rule in rules if rule in failing),
        passing=tuple(rule for rule in rules if rule in passing),
    )
