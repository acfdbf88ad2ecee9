"""What the options of a scanner hide, and whether it was told to look somewhere else.

https://trivy.dev/latest/docs/references/configuration/cli/trivy_filesystem/,
https://github.com/pypa/pip-audit#usage, https://docs.npmjs.com/cli/commands/npm-audit,
https://docs.snyk.io/snyk-cli/commands/test, https://github.com/anchore/grype,
https://google.github.io/osv-scanner/configuration/
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from deploylint.evidence.commandwords import name_of, words_of
from deploylint.model.wording import listed, quoted

ADVICE = "use `ignore` of the rule, with a reason and a last day"


class Scanner(NamedTuple):
    """A program; `hiding` are options that leave findings out or say which count.

    `whole` are the values that an option must name when it is there at all, and `usual` what an
    option may leave out although that is worth a note.
    """

    program: str
    hiding: tuple[str, ...]
    whole: Mapping[str, tuple[str, ...]] = {}
    usual: Mapping[str, str] = {}


_BOTH = ("os", "library")
SCANNERS = {
    "trivy": Scanner(
        "trivy",
        (
            *("--ignore-unfixed", "--ignore-status", "--ignorefile", "--ignore-policy", "--vex"),
            *("--skip-dirs", "--skip-files", "--pkg-relationships"),
        ),
        whole={
            "--pkg-types": _BOTH,
            "--vuln-type": _BOTH,
            "--scanners": ("vuln",),
            "--security-checks": ("vuln",),
        },
        usual={"--config": "", "-c": ""},
    ),
    "pip-audit": Scanner("pip-audit", ("--ignore-vuln",), usual={"--skip-editable": ""}),
    "npm audit": Scanner(
        "npm", ("--omit",), usual={"--omit": "dev", "--only": "prod", "--production": ""}
    ),
    "yarn audit": Scanner("yarn", ("--exclude", "-e", "--ignore", "-i")),
    "snyk": Scanner("snyk", ("--exclude", "--policy-path", "--detection-depth")),
    "grype": Scanner(
        "grype",
        ("--only-fixed", "--only-notfixed", "--ignore-states", "--exclude", "--vex"),
        usual={"--config": "", "-c": ""},
    ),
    "osv-scanner": Scanner("osv-scanner", ("--config", "--exclude", "--experimental-exclude")),
}
"""The scanners whose options are known, by the name of the tool in small letters."""

OUTPUTS = frozenset(
    (
        *("-o", "--output", "--output-file", "--json-file-output", "--sarif-file-output"),
        *("--cache-dir", "--cache", "--template", "-t", "--config", "-c", "--log-file", "--file"),
        *("--cache-backend", "--userconfig", "--globalconfig", "--tmpdir"),
    )
)
"""Options whose path is not what is scanned."""

ALONE = frozenset(
    ("--ignore-unfixed", "--only-fixed", "--only-notfixed", "--production", "--skip-editable")
)
"""Options that have no value of their own."""

CONTAINERS = frozenset(("docker", "podman", "nerdctl"))
"""Programs whose paths are those of another file system."""

FOLDER_SCANS = frozenset(("fs", "filesystem", "repo", "repository", "rootfs"))
_VARIABLE = re.compile(r"TRIVY_([A-Z_]{1,40})=(.*)", re.DOTALL)
_SCHEME = re.compile(r"(?:dir|file|sbom|fs):")


class Option(NamedTuple):
    """An option with its value, empty when it has none."""

    name: str
    value: str


def hidden(tool: str, command: Sequence[str]) -> Iterator[str]:
    """Yield what the command of a scanner kept out of its report, as clauses about the tool."""
    words = words_of(command)
    scanner = SCANNERS.get(tool.lower())
    if scanner is not None:
        options = list(_options(words))
        for option in options:
            if _hides(scanner, option):
                yield f"{tool} was told to leave findings out ({_shown(option)}); {ADVICE}"
        yield from _narrowed(tool, scanner, options, words)
    elsewhere = list(dict.fromkeys(_elsewhere(words)))
    if elsewhere:
        paths = listed([quoted(path) for path in elsewhere])
        yield (
            f"{tool} was told to look outside the repository: {paths};"
            " write what it scans relative to the root"
        )


def asides(tool: str, command: Sequence[str]) -> Iterator[str]:
    """Yield usual options that leave something out, as notes."""
    scanner = SCANNERS.get(tool.lower())
    for option in _options(words_of(command)) if scanner else ():
        if scanner and option.name in scanner.usual and not _hides(scanner, option):
            yield f"{tool} was run with {_shown(option)}, which may leave packages out"


def _options(words: Sequence[str]) -> Iterator[Option]:
    for word, after in zip(words, (*words[1:], ""), strict=True):
        variable = _VARIABLE.fullmatch(word)
        if variable is not None:
            yield Option("--" + variable[1].lower().replace("_", "-"), variable[2])
        elif word.startswith("-"):
            name, equals, value = word.partition("=")
            alone = equals or after.startswith("-") or name in ALONE
            yield Option(name, value if alone else after)


def _hides(scanner: Scanner, option: Option) -> bool:
    if option.name not in scanner.hiding or option.value.lower() == "false":
        return False
    return scanner.usual.get(option.name) != option.value


def _narrowed(
    tool: str, scanner: Scanner, options: Sequence[Option], words: Sequence[str]
) -> Iterator[str]:
    for name, whole in scanner.whole.items():
        values = [one.value for one in options if one.name == name]
        needed = {one for one in whole if one != "os" or not FOLDER_SCANS & set(words)}
        if values and not needed <= set(",".join(values).lower().split(",")):
            yield f"{tool} was told to look at a part only ({name} {','.join(values)}); {ADVICE}"


def _elsewhere(words: Sequence[str]) -> Iterator[str]:
    """Yield the paths that a scanner was told to look at and that leave the repository."""
    start = next((n for n, word in enumerate(words) if _is_scanner(word)), 0)
    if CONTAINERS & {name_of(word) for word in words[:start]}:
        return
    for before, word in zip(("", *words), words, strict=False):
        if before == "cd" and _leaves(word):
            yield word
    for before, word in zip(words[start:], words[start + 1 :], strict=False):
        name, equals, value = word.partition("=")
        if word.startswith("-"):
            path = value if equals and name not in OUTPUTS else ""
        else:
            path = "" if before in OUTPUTS or before in (">", "2>", ">>", "cd") else word
        path = _SCHEME.sub("", path, count=1)
        if _leaves(path):
            yield path


def _is_scanner(word: str) -> bool:
    program = name_of(word).partition(":")[0]
    return any(program == scanner.program for scanner in SCANNERS.values())


def _leaves(path: str) -> bool:
    if not path.startswith(("/", "~", "../")) and "/../" not in path and path != "..":
        return False
    return path.startswith(("/", "~")) or posixpath.normpath(path).startswith("..")


def _shown(option: Option) -> str:
    return quoted(f"{option.name} {option.value}".strip())
