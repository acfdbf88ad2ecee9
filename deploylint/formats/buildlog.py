"""The output of a build, searched for warnings.

No standard says what a warning looks like. The forms are those of compilers (gcc, clang, rustc,
javac, MSVC), linters, bundlers, package managers, and of Python, Java and Node programs.
"""

import re

from deploylint.errors import UserError
from deploylint.facts.build_log import BuildLog, BuildWarning
from deploylint.formats.reading import Reading

MAX_DIFFERENT = 10_000
"""Different warnings of one log; more are an error."""

LONGEST = 1000
"""Characters of a warning that are kept."""

# https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")

PREFIX = re.compile(
    r"(?:\d{4}-\d\d-\d\d[T ][\d:.,]{5,20}(?:Z|[+-]\d\d:?\d\d)?\s{1,4}"
    r"|\[?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\]?\s{1,4}"
    r"|#\d{1,4}\s(?:\d{1,6}\.\d{1,6}\s)?)"
)
"""What CI systems and docker write before a line: a time, the number of a step."""

WARNING = re.compile(
    # gcc, clang, rustc, MSVC, pip, Sphinx, sass
    r"(?i:\bwarning(?:\s{1,4}[a-z]{1,10}\d{1,6}|\s?\[[^]\n]{1,60}\])?\s{0,4}:)"
    r"|(?i:\[\s{0,4}warn(?:ing)?\s{0,4}\]|::warning\b)"  # Maven, GitHub workflow commands
    r"|^\W{0,6}(?i:warn(?:ing)?)\b(?![-\w./=])"  # webpack, yarn, CMake, Java loggers
    r"|\bWARN(?:ING)?\b(?![-\w./=])"  # loggers that begin with their own name
    r"|(?i:\blevel\"?\s{0,2}[=:]\s{0,2}\"?warn)"  # structured logs
    r"|(?i:\bcmake\s(?:\w{1,20}\s)?warning\b)"
    r"|\b[A-Za-z]{1,60}Warning:"  # Python, Node
    r"|(?i:\bnpm\s{1,4}warn\b)"
    r"|^\s{0,40}\d{1,7}:\d{1,7}\s{1,40}warning\s"  # eslint
    r"|^w:\s"  # Kotlin
    r"|^\(!\)\s"  # rollup
    r"|\u26a0"  # the sign itself
)
SUMMARY = re.compile(
    r"(?i:(?<![\w:.])(\d{1,9}|no)\s{1,4}(?:[a-z-]{1,20}\s)?"
    r"(?:warnings\b|warning\(s\)|warning\b(?!\(s\)|\s{0,2}:))"
    r"|\bwarnings\s{0,4}[:=]\s{0,4}(\d{1,9})\b)"
)
"""A line that counts warnings: gcc, MSBuild, eslint, rustc, pytest; `0 warnings` is none."""


def read_build_log(data: bytes, name: str) -> Reading[BuildLog]:
    """Return the warnings in the log; it carries no time.

    Raises UserError when it is no text, or has more than MAX_DIFFERENT different warnings.
    """
    lines = _text(data, name).split("\n")
    found: dict[str, BuildWarning] = {}
    counts: list[tuple[int, BuildWarning]] = []
    for number, raw in enumerate(lines, 1):
        # a line that is drawn again and again is several
        for part in raw.split("\r"):
            _look(part, number, found, counts)
        if len(found) > MAX_DIFFERENT:
            raise UserError(f"holds more than {MAX_DIFFERENT} different warnings", name)
    most, line = max(counts, default=(0, None), key=lambda one: one[0])
    printed = sum(warning.times for warning in found.values())
    content = BuildLog(
        lines=len(lines) - (not lines[-1]),
        warnings=tuple(found.values()),
        summary=line if most > printed else None,
    )
    return Reading(content)


def _text(data: bytes, name: str) -> str:
    """Return the log as text; PowerShell writes UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise UserError("is no text: it holds NUL bytes", name)
    return data.decode("utf-8-sig", "replace")


def _look(
    raw: str,
    number: int,
    found: dict[str, BuildWarning],
    counts: list[tuple[int, BuildWarning]],
) -> None:
    """Add what a line warns of to `found`, or how many warnings it counts to `counts`."""
    if "w" not in raw.lower() and "\u26a0" not in raw and "(!)" not in raw:
        return
    plain = ESCAPE.sub("", raw).rstrip()
    prefix = PREFIX.match(plain)
    plain = plain[prefix.end() :] if prefix else plain
    text = " ".join(plain[:LONGEST].split())
    summed = [_number(match) for match in SUMMARY.finditer(plain)]
    if summed and max(summed) > 0:
        counts.append((max(summed), BuildWarning(text, number)))
    elif WARNING.search(SUMMARY.sub("", plain) if summed else plain):
        known = found.get(text)
        found[text] = known._replace(times=known.times + 1) if known else BuildWarning(text, number)


def _number(match: re.Match[str]) -> int:
    digits = match[1] or match[2]
    return int(digits) if digits.isdigit() else 0
