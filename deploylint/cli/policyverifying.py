"""What `deploylint policy verify` does, once its arguments are read."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from deploylint.cli.defaults import settings_policy
from deploylint.cli.output import parse_outputs, print_chunks
from deploylint.cli.policyfiles import is_policy
from deploylint.cli.policytesting import Loaded, load_files, run_loaded, tell
from deploylint.cli.testfiles import Wrong, all_files
from deploylint.collect.clock import system_now
from deploylint.decision import ExitCode, worst
from deploylint.errors import UserError
from deploylint.load.library import PREFIX
from deploylint.load.policy import load_policy
from deploylint.load.policytests import ENDINGS
from deploylint.load.settings import NAME, load_settings
from deploylint.model.policy import Policy
from deploylint.report.escape import printable


def verify_policies(files: tuple[str, ...], options: dict[str, Any]) -> ExitCode:
    """Check the policies among `files`, and those in use, run the tests; return the exit code."""
    # checking policies needs what all commands on policies need
    from deploylint.cli.policy import check_policies

    wrong = Wrong()
    # a hook demands no tests of people who never asked for any
    asked = bool(options["tests"]) or options["minimum"] is not None
    tests = tuple(all_files(options["tests"] or (".",), wrong, needed=asked))
    loaded = load_files(tests, wrong)
    changed = tuple(_changed(files, tests, wrong))
    policies = _in_use(changed, loaded)
    codes = [check_policies(policies, system_now(), tell=wrong.say)]
    ran = run_loaded(loaded, wrong)
    if ran or options["minimum"] is not None:
        print_chunks(["\n"])
        counted = _counted(policies, changed)
        codes.append(tell(ran, parse_outputs(()), {**options, "quiet": True}, wrong, counted))
    elif not (tests or asked):
        print_chunks(["no test was found\n"])
    return worst([*codes, *wrong.codes])


def _changed(files: Iterable[str], tests: Iterable[str], wrong: Wrong) -> Iterator[str]:
    """Yield the policies among `files`; what is neither that nor anything that runs is said."""
    running = {os.path.realpath(test) for test in tests}
    for file in files:
        if file.startswith(PREFIX):
            yield file
        elif not os.path.lexists(file):
            wrong.note(UserError("there is no such file or folder", file))
        elif file.endswith(ENDINGS):
            if os.path.realpath(file) not in running:
                print_chunks([f"{printable(file)}: not among the tests that run, left out\n"])
        elif os.path.basename(file) != NAME:
            if is_policy(file):
                yield file
            else:
                print_chunks([f"{printable(file)}: no policy, left out\n"])


def _in_use(changed: Iterable[str], loaded: Iterable[Loaded]) -> tuple[str, ...]:
    """Return each policy that changed or is in use, once."""
    used = settings_policy(load_settings(os.getcwd()))
    named = (tests.policy.value for tests, _ in loaded)
    found: dict[str, str] = {}
    for policy in (*changed, used, *named):
        key = policy if policy.startswith(PREFIX) else os.path.realpath(policy)
        found.setdefault(key, policy)
    return tuple(found.values())


def _counted(policies: Iterable[str], changed: Iterable[str]) -> Iterator[Policy]:
    """Yield the policies that have to be covered; those that travel with the program are tested."""
    for policy in policies:
        if policy in changed or not policy.startswith(PREFIX):
            # what is wrong with it was said when it was checked
            with suppress(UserError):
                yield load_policy(policy, rules_needed=False)
