"""What the command of a test run says about it: which options leave tests out, which part it is."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deploylint.facts.tests import Shard


class Filters(NamedTuple):
    """Options of a tool: `choosing` tests by name, and running only what `failed` or changed."""

    choosing: tuple[str, ...]
    failed: tuple[str, ...] = ()


_MAVEN = Filters(("-Dtest", "-Dit.test", "-Dgroups", "-DexcludedGroups"))
_GRADLE = Filters(("--tests",))
_GO = Filters(("-run", "-skip"))

FILTERS: Mapping[str, Filters] = {
    "bats": Filters(("-f", "--filter", "--filter-tags"), ("--filter-status",)),
    "ctest": Filters(
        (
            *("-R", "-E", "-L", "-LE", "-I", "--tests-regex", "--exclude-regex"),
            *("--label-regex", "--label-exclude", "--tests-information"),
        ),
        ("--rerun-failed",),
    ),
    "dotnet": Filters(("--filter",)),
    "go": _GO,
    "gotestsum": _GO,
    "gradle": _GRADLE,
    "gradlew": _GRADLE,
    "jest": Filters(
        ("-t", "--testNamePattern", "--testPathPattern", "--testPathPatterns", "--selectProjects"),
        (
            *("-o", "--onlyChanged", "-f", "--onlyFailures", "--changedSince", "--lastCommit"),
            "--findRelatedTests",
        ),
    ),
    "mocha": Filters(("-g", "--grep", "-f", "--fgrep")),
    "mvn": _MAVEN,
    "mvnw": _MAVEN,
    "newman": Filters(("--folder",)),
    "node": Filters(("--test-name-pattern", "--test-skip-pattern", "--test-only")),
    "phpunit": Filters(("--filter", "--group", "--exclude-group", "--testsuite")),
    "playwright": Filters(
        ("-g", "--grep", "--grep-invert", "--project", "--test-list", "--test-list-invert"),
        ("--last-failed", "--only-changed"),
    ),
    "pytest": Filters(
        ("-k", "-m", "--deselect", "--group"),
        ("--lf", "--last-failed", "--sw", "--stepwise", "--testmon", "--picked"),
    ),
    "rspec": Filters(("-e", "--example", "-t", "--tag"), ("--only-failures",)),
    "vitest": Filters(("-t", "--testNamePattern", "--project"), ("--changed",)),
}
"""The options by which each tool leaves tests out."""

MAX_SHARDS = 10_000
_SHARD = re.compile(r"--(?:test-)?shard[= ](\d{1,5})/(\d{1,5})(?![\d/])")
_NAME = re.compile(r"(?:.*[/\\])?([^/\\]+?)(?:\.(?:cmd|exe|js|mjs|cjs|bat))?")
_LONG = "--"


def filters_of(command: Sequence[str]) -> Filters:
    """Return the options of a command that leave tests out, each once."""
    words = [word for argument in command for word in argument.split()]
    tool, arguments = _tool(words)
    known = FILTERS.get(tool) or _any()
    joined = ("-k", "-m") if tool == "pytest" else ()
    names = [_name(word, joined) for word in arguments]
    return Filters(*(tuple(dict.fromkeys(n for n in names if n in options)) for options in known))


def shard_of(command: Sequence[str]) -> Shard | None:
    """Return which part of the tests a command ran, None when it does not say."""
    match = _SHARD.search(" ".join(command))
    if match is None:
        return None
    shard = Shard(int(match[1]), int(match[2]))
    return shard if 1 <= shard.current <= shard.total <= MAX_SHARDS else None


def _tool(words: list[str]) -> tuple[str, list[str]]:
    """Return the tool that a command starts, and what follows it; node may start another."""
    for place, word in enumerate(words):
        match = _NAME.fullmatch(word)
        name = "pytest" if word == "py.test" else match[1] if match else ""
        if name in FILTERS:
            rest = words[place + 1 :]
            inner, after = _tool(rest) if name == "node" else ("", [])
            return (inner, after) if inner else (name, rest)
    return "", words


def _any() -> Filters:
    """Return what to look for when a script starts the tool: every long option."""
    return Filters(
        tuple(one for known in FILTERS.values() for one in known.choosing if one[:2] == _LONG),
        tuple(one for known in FILTERS.values() for one in known.failed if one[:2] == _LONG),
    )


def _name(word: str, joined: tuple[str, ...]) -> str:
    """Return the option that a word is; the value of a `joined` one may follow without a space."""
    return next((one for one in joined if word.startswith(one)), word.partition("=")[0])
