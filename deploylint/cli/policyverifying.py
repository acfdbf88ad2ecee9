"""What `deploylint policy verify` does, once its arguments are read."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from deploylint.cli.defaults import settings_policy
from deploylint.cli.output import parse_outputs, print_chunks
from deploylint.cli.policytesting import Loaded, all_files, load_files, run_loaded, tell
from deploylint.collect.clock import system_now
from deploylint.decision import ExitCode, worst
from deploylint.errors import UserError
from deploylint.load.library import PREFIX
from deploylint.load.policytests import ENDINGS
from deploylint.load.settings import NAME, load_settings
from deploylint.read.files import read_bytes
from deploylint.read.yaml import read_documents
from deploylint.report.escape import printable

YAML = (".yaml", ".yml")
OWN_KEYS = frozenset(("policy", "extends", "windows", "layer"))
"""Keys of which one is enough to know a policy by."""


def verify_policies(files: tuple[str, ...], options: dict[str, Any]) -> ExitCode:
    """Check the policies among `files`, and those in use, run the tests; return the exit code."""
    # checking policies needs what all commands on policies need
    from deploylint.cli.policy import check_policies

    codes: list[ExitCode] = []
    tests = tuple(all_files(options["tests"] or (".",), codes))
    # of a hook nobody asked for tests: where there are none, there are none
    codes = [code for code in codes if code is not ExitCode.NOTHING]
    readable, loaded = load_files(tests)
    policies = tuple(_policies(files, loaded))
    checked = check_policies(policies, system_now())
    usable, ran = run_loaded(loaded)
    if ran:
        print_chunks(["\n"])
        codes.append(tell(ran, parse_outputs(()), {**options, "quiet": True}))
    return worst([*codes, readable, checked, usable])


def _policies(files: Iterable[str], loaded: Iterable[Loaded]) -> Iterator[str]:
    """Yield each policy that changed or is in use, once; what changed and is none is said."""
    seen: set[str] = set()
    for file in files:
        if not file.endswith(YAML) or file.endswith(ENDINGS) or os.path.basename(file) == NAME:
            continue
        if _is_policy(file):
            yield from _new(file, seen)
        else:
            print_chunks([f"{printable(file)}: no policy, left out\n"])
    yield from _new(settings_policy(load_settings(os.getcwd())), seen)
    for tests, _ in loaded:
        yield from _new(tests.policy.value, seen)


def _new(policy: str, seen: set[str]) -> Iterator[str]:
    key = policy if policy.startswith(PREFIX) else os.path.realpath(policy)
    if key not in seen:
        seen.add(key)
        yield policy


def _is_policy(file: str) -> bool:
    """Say whether a file is meant as a policy; one that cannot be read may be, so it is."""
    try:
        documents = read_documents(read_bytes(file), file)
    except UserError:
        return True
    data = documents[0].data if documents else None
    if not isinstance(data, dict):
        return data is None
    return not OWN_KEYS.isdisjoint(data) or isinstance(data.get("rules"), dict)
