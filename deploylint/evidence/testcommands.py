"""What the command of a test run says about it: which options leave tests out, which part it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from deploylint.evidence.shellwords import program, simple_commands
from deploylint.facts.tests import Shard


class Filters(NamedTuple):
    """Options of a tool: `choosing` tests by name, and running only what `failed` or changed."""

    choosing: tuple[str, ...]
    failed: tuple[str, ...] = ()


NODE_ID = "FILE::TEST"
ARGUMENTS_FILE = "@FILE"
OTHER_CONFIGURATION = "-c FILE"
"""What stands for whole arguments of pytest: a node id, and files that say which tests to run."""

_SETTINGS = ("norecursedirs", "python_classes", "python_files", "python_functions", "testpaths")
"""Settings of pytest that say what a test is, which `-o` overrides."""

_MAVEN = Filters(("-Dtest", "-Dit.test", "-Dgroups", "-DexcludedGroups"))
_GRADLE = Filters(("--tests",))
_GO = Filters(("-run", "--run", "-skip", "--skip"))

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
        (
            *("-k", "-m", "--deselect", "--group", "--ignore", "--ignore-glob", "--shard-id"),
            *(OTHER_CONFIGURATION, NODE_ID, ARGUMENTS_FILE, *(f"-o {one}" for one in _SETTINGS)),
        ),
        ("--lf", "--last-failed", "--sw", "--stepwise", "--testmon", "--picked"),
    ),
    "rspec": Filters(("-e", "--example", "-t", "--tag"), ("--only-failures",)),
    "vitest": Filters(("-t", "--testNamePattern", "--project"), ("--changed",)),
}
"""The options by which each tool leaves tests out."""

VARIABLES: Mapping[str, str] = {
    "GOFLAGS": "go",
    "MAVEN_ARGS": "mvn",
    "MAVEN_OPTS": "mvn",
    "NODE_OPTIONS": "node",
    "PYTEST_ADDOPTS": "pytest",
    "SPEC_OPTS": "rspec",
}
"""Variables whose value a tool takes for further arguments."""

_NO_TESTS = frozenset(
    (
        *(":", "[", "[[", ".", "cat", "cd", "chmod", "cp", "curl", "date", "echo", "exit", "find"),
        *("git", "grep", "head", "ls", "mkdir", "mv", "pip", "pip3", "popd", "printf", "pushd"),
        *("rm", "rmdir", "sed", "sleep", "source", "tail", "tar", "tee", "test", "touch", "true"),
        *("unzip", "wc", "wget", "which", "zip"),
    )
)
"""Programs that start no tests, so that a word after them names no tool."""

_POSITIONAL: Mapping[str, frozenset[str]] = {
    "jest": frozenset(),
    "playwright": frozenset(("test",)),
    "pytest": frozenset(),
    "vitest": frozenset(("run", "watch", "dev")),
}
"""Tools that take arguments for folders and files of tests, and what they call subcommands."""

_FLAG = re.compile(r"-[qvsxlu]+|--(?:ci|verbose|quiet|coverage|cov|run|no-header|strict-markers)")
"""Options after which no value can stand."""

_PYTEST_SHORT = re.compile(r"(-[qvsxl]*)([kmco])(.*)", re.DOTALL)
_NODE = re.compile(r"\.(?:py|ipynb|md|robot|rst|txt|ya?ml)::")
_CHOOSING_SETTING = re.compile(rf"({'|'.join(_SETTINGS)})=")
_ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)

MAX_SHARDS = 10_000
_SHARD = re.compile(r"--(?:test-)?shard[= ](\d{1,5})/(\d{1,5})(?![\d/])")
_LONG = "--"


class _Started(NamedTuple):
    """A tool that a command starts, and its arguments."""

    tool: str
    arguments: tuple[str, ...]


def filters_of(command: Sequence[str], options: Mapping[str, str] | None = None) -> Filters:
    """Return the options of a command that leave tests out, each once.

    `options` are the VARIABLES that were set when it ran; one of a tool that the command does not
    start says nothing.
    """
    commands = list(simple_commands(command))
    started = [one for words in commands for one in _started(words)]
    variables = [*(options or {}).items(), *_assigned(commands)]
    tools = {one.tool for one in started}
    told = [
        _Started(tool, tuple(value.split()))
        for name, value in variables
        if (tool := VARIABLES.get(name)) and (not tools or tool in tools)
    ]
    found = [(one, FILTERS[one.tool]) for one in (*started, *told)]
    if not started:
        words = tuple(word for argument in command for word in argument.split())
        found.append((_Started("", words), _any()))
    names = [(list(_names(one)), known) for one, known in found]
    return Filters(
        tuple(dict.fromkeys(n for given, known in names for n in given if n in known.choosing)),
        tuple(dict.fromkeys(n for given, known in names for n in given if n in known.failed)),
    )


def paths_of(command: Sequence[str]) -> tuple[str, ...]:
    """Return the folders and files of tests that a command names, in order."""
    found: list[str] = []
    for words in simple_commands(command):
        for tool, arguments in _started(words):
            if tool in _POSITIONAL:
                found += _positional(arguments, _POSITIONAL[tool])
    return tuple(dict.fromkeys(found))


def shard_of(command: Sequence[str]) -> Shard | None:
    """Return which part of the tests a command ran, None when it does not say."""
    match = _SHARD.search(" ".join(command))
    if match is None:
        return None
    shard = Shard(int(match[1]), int(match[2]))
    return shard if 1 <= shard.current <= shard.total <= MAX_SHARDS else None


def _started(words: Sequence[str]) -> list[_Started]:
    """Return the tools that a simple command may start.

    Behind a program that is not known any word may be the tool, so there can be several.
    """
    start = next((at for at, word in enumerate(words) if not _ASSIGNMENT.fullmatch(word)), None)
    if start is None or program(words[start]) in _NO_TESTS or words[start].startswith("#"):
        return []
    rest = words[start + 1 :]
    tool = _tool(words[start])
    if tool and tool != "node":
        return [_Started(tool, tuple(rest))]
    first: dict[str, int] = {}
    for at, word in enumerate(rest):
        first.setdefault(_tool(word), at)
    first.pop("", None)
    inner = [_Started(name, tuple(rest[at + 1 :])) for name, at in first.items()]
    return inner or ([_Started(tool, tuple(rest))] if tool else [])


def _tool(word: str) -> str:
    """Return the tool that is called so; nothing when none of FILTERS is."""
    name = "pytest" if program(word) == "py.test" else program(word)
    return name if name in FILTERS else ""


def _assigned(commands: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the VARIABLES that a command sets itself: `X=Y pytest`, `export X=Y`."""
    for words in commands:
        for word in words:
            match = _ASSIGNMENT.fullmatch(word)
            if match and match[1] in VARIABLES:
                yield match[1], match[2]


def _names(started: _Started) -> Iterator[str]:
    """Yield the options that are given; one whose value is empty leaves nothing out."""
    for word, after in zip(started.arguments, (*started.arguments[1:], None), strict=False):
        name, equals, value = word.partition("=")
        if (value if equals else after) != "":
            yield name
        if started.tool == "pytest":
            yield from _names_for_pytest(word, after)


def _names_for_pytest(word: str, after: str | None) -> Iterator[str]:
    """Yield what a word asks of pytest beyond its name: short options may be joined.

    https://docs.pytest.org/en/stable/reference/reference.html#command-line-flags
    """
    if _NODE.search(word) and not word.startswith("-"):
        yield NODE_ID
    if word.startswith("@") and word != "@":
        yield ARGUMENTS_FILE
    short = _PYTEST_SHORT.fullmatch(word)
    name, equals, value = word.partition("=")
    letter = short[2] if short else {"--config-file": "c", "--override-ini": "o"}.get(name, "")
    value = (short[3].removeprefix("=") if short else value) or ("" if equals else after or "")
    if letter in ("k", "m") and value and word not in ("-k", "-m"):
        yield f"-{letter}"
    # what lies in the project is part of what was committed
    if letter == "c" and value.startswith(("/", "..")):
        yield OTHER_CONFIGURATION
    setting = _CHOOSING_SETTING.match(value) if letter == "o" else None
    if setting and value[setting.end() :]:
        yield f"-o {setting[1]}"
    if letter == "o" and value.startswith("addopts="):
        yield from _names(_Started("pytest", tuple(value[len("addopts=") :].split())))


def _positional(arguments: Sequence[str], subcommands: frozenset[str]) -> Iterator[str]:
    """Yield the arguments that are neither an option nor, as far as can be told, its value."""
    for before, word in zip(("--ci", *arguments), arguments, strict=False):
        value = before.startswith("-") and "=" not in before and not _FLAG.fullmatch(before)
        if word and not value and not word.startswith(("-", "@")) and word not in subcommands:
            yield word


def _any() -> Filters:
    """Return what to look for when a script starts the tool: every long option."""
    return Filters(
        tuple(one for known in FILTERS.values() for one in known.choosing if one[:2] == _LONG),
        tuple(one for known in FILTERS.values() for one in known.failed if one[:2] == _LONG),
    )
