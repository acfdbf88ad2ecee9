"""What counts as a warning in the log of a build."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.build_log import BuildLog, BuildWarning
from deploylint.formats.buildlog import read_build_log
from deploylint.model.evidence import Kind
from tests.evidence.judging import SAMPLES, judge, outcome, written
from tests.evidence.repository import Repository, repository
from tests.evidence.sealing import seal
from tests.program import run


def read(text: str | bytes) -> BuildLog:
    data = text.encode() if isinstance(text, str) else text
    return read_build_log(data, "build.log").content


WARNINGS = [
    "src/a.c:12:3: warning: unused variable 'x' [-Wunused-variable]",
    "/usr/bin/ld: warning: creating DT_TEXTREL in a shared object",
    "Foo.java:3: warning: [deprecation] bar() in Foo has been deprecated",
    "Program.cs(3,7): warning CS0168: The variable 'e' is declared but never used",
    "a.csproj : warning NU1903: Package 'x' has a known high severity vulnerability",
    "warning: unused import: `std::io`",
    "warning package.json: No license field",
    "WARNING: Running pip as the 'root' user",
    "docs/index.rst:7: WARNING: Title underline too short.",
    "[WARNING] 'build.plugins.plugin.version' is missing",
    "[ WARN ] slow",
    "npm warn deprecated inflight@1.0.6: This module is not supported",
    "npm WARN old lockfile",
    " WARN  deprecated glob@7.2.3",
    "2026-11-24 09:00:00,123 WARN  [main] Config - nothing set",
    'time="2026-11-24T09:00:00Z" level=warning msg="no such image"',
    '{"level":"warn","message":"slow"}',
    "(node:12) [DEP0040] DeprecationWarning: The `punycode` module is deprecated.",
    "/w/a.py:3: DeprecationWarning: invalid escape sequence",
    "  12:5  warning  'x' is defined but never used  no-unused-vars",
    "WARNING in ./src/index.js 1:0-20",
    "warn - Fast Refresh had to perform a full reload",
    "CMake Warning at CMakeLists.txt:3 (message):",
    "CMake Deprecation Warning at CMakeLists.txt:1 (cmake_minimum_required):",
    "Deprecation Warning [import]: Sass @import rules are deprecated",
    "w: file:///w/a.kt:3:5 Variable 'x' is never used",
    "(!) Some chunks are larger than 500 kB after minification.",
    " \u26a0 You have enabled experimental features",
    "\u2502 Warning: Argument is deprecated",
    "::warning file=a.js,line=1::Missing semicolon",
    "2026-11-24T09:00:00.1234567Z ##[warning]Node 16 actions are deprecated",
    "#12 3.456 WARNING: apt does not have a stable CLI interface",
    "[09:00:01] warning: this is slow",
    "\x1b[33mwarn\x1b[39m - coloured",
    "\x1b[1mw\x1b[0marning: coloured within",
    "\x1b]0;title\x07warning: with a title before",
    "10 %\r50 %\rwarning: on a line that is drawn again\r100 %",
]
QUIET = [
    "",
    "0 warnings",
    "No warnings found",
    "    0 Warning(s)",
    "0 errors, 0 warnings",
    "Warnings: 0",
    "warnings = 0",
    "\u2714 no compiler warnings",
    "Compiling warning.c",
    "downloading warn-1.0.tgz",
    "npm install warning-icons",
    "node --no-warnings build.js",
    "gcc -Wall -Werror -c a.c",
    "    warnings.warn(message)",
    "src/early_warning/index.js   12 kB",
    "test_warns_on_old_files PASSED",
    "forewarned is forearmed",
]


@pytest.mark.parametrize("line", WARNINGS)
def test_lines_that_warn(line: str) -> None:
    content = read(f"building\n{line}\ndone\n")
    assert [warning.line for warning in content.warnings] == [2]
    assert "\x1b" not in content.warnings[0].text


@pytest.mark.parametrize("line", QUIET)
def test_lines_that_do_not_warn(line: str) -> None:
    assert read(f"building\n{line}\ndone\n") == BuildLog(lines=3)


SUMMED = [
    "3 warnings generated.",
    "    3 Warning(s)",
    "\u2716 5 problems (2 errors, 3 warnings)",
    "webpack 5.9 compiled with 3 warnings in 200 ms",
    "warning: `app` (bin) generated 3 warnings (run `cargo fix`)",
    "=== 10 passed, 3 warnings in 0.12s ===",
    "Warnings: 3",
]


@pytest.mark.parametrize("line", SUMMED)
def test_a_number_of_warnings_counts_where_they_were_not_all_found(line: str) -> None:
    details = "".join(f"a.c:{number}: warning: odd\n" for number in range(3))
    assert read(details + line).summary is None
    few = read(details.removeprefix("a.c:0: warning: odd\n") + line)
    assert few.summary == BuildWarning(" ".join(line.split()), 3)


def test_equal_warnings_are_one_with_a_number() -> None:
    text = "warning: old\nx\nwarning:   old\nwarning: new\n"
    twice, once = BuildWarning("warning: old", 1, 2), BuildWarning("warning: new", 4)
    assert read(text) == BuildLog(lines=4, warnings=(twice, once))


def test_a_log_of_powershell_is_read() -> None:
    text = "line\r\nwarning: old\r\n"
    for encoding in ("utf-16-le", "utf-16-be"):
        data = "\ufeff".encode(encoding) + text.encode(encoding)
        assert read(data) == BuildLog(lines=2, warnings=(BuildWarning("warning: old", 2),))


def test_a_log_may_hold_any_bytes_but_nul() -> None:
    assert read(b"\xff\xfa\nwarning: \xff\n").warnings == (BuildWarning("warning: \ufffd", 2),)
    with pytest.raises(UserError, match="is no text"):
        read(b"abc\0def")


def test_more_different_warnings_than_anybody_reads_are_an_error() -> None:
    with pytest.raises(UserError, match="more than 10000 different warnings"):
        read("".join(f"warning: {number}\n" for number in range(10_001)))


@given(st.binary(max_size=300) | st.text(alphabet="warnig:123 ()\x1b[]m\r\n", max_size=300))
def test_anything_is_read_or_refused(data: bytes | str) -> None:
    try:
        content = read(data)
    except UserError:
        return
    assert all(0 < one.line <= content.lines for one in content.warnings)


@pytest.mark.parametrize(
    "piece", ["w", "warning ", "\x1b]0;w", "\x1b[", "w ", "Warning", "9 w", "\r", "level=\t", "1:"]
)
def test_a_long_line_is_read_in_one_go(piece: str) -> None:
    """What takes time that grows with the square of a line would not end here."""
    assert read(piece * (1_000_000 // len(piece)) + " w").lines == 1


def test_what_gcc_warns_of_is_found() -> None:
    (warning,) = read((SAMPLES / "gcc/unused.log").read_bytes()).warnings
    assert warning.text.startswith("a.c:1:19: warning: unused variable")


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    repo = repository(tmp_path / "project")
    repo.commit({".gitignore": "*.log\n"})
    return repo


CHECK = "build-warnings-documented"
NAMED = {"evidence": {"build_log": "build.log"}}


def test_a_recorded_log_without_warnings_is_bound(project: Repository) -> None:
    project.write({"build.log": "compiling\ndone\n"})
    seal(project, Kind.BUILD_LOG, "build.log", command="npm run build")
    item = judge(project.path, CHECK, assurance="bound")
    assert written(item) == "pass bound: the build printed no warning in 2 lines"


def test_what_record_seals_is_judged(project: Repository) -> None:
    now = datetime.now(UTC)
    build = "echo compiling; echo 'npm warn deprecated inflight@1.0.6: leaks' >&2"
    arguments = ("--kind", "build_log", "--log", "build.log", "--", "sh", "-c", build)
    assert run("record", *arguments, cwd=project.path).code == 0
    item = judge(project.path, CHECK, now=f"{now:%FT%T}+00:00")
    assert outcome(item) == "fail violated"
    assert item["reason"] == 'the build warns: "npm warn deprecated inflight@1.0.6: leaks"'


def test_a_log_without_a_record_proves_nothing(project: Repository) -> None:
    project.write({"build.log": "compiling\ndone\n"})
    assert outcome(judge(project.path, CHECK, plan=NAMED)) == "fail stale"
    assert outcome(judge(project.path, CHECK)) == "fail unproven"


def test_a_warning_has_to_be_documented(project: Repository) -> None:
    project.write({"build.log": "compiling\nnpm warn deprecated inflight@1.0.6: leaks\n"})
    seal(project, Kind.BUILD_LOG, "build.log")
    allowed = ["npm warn deprecated inflight@* -- comes with glob 7"]
    without = judge(project.path, CHECK, plan=NAMED)
    explained = judge(project.path, CHECK, plan=NAMED, with_={"allowed": allowed})
    text = '"npm warn deprecated inflight@1.0.6: leaks"'
    message = f"the build warns: {text}"
    assert written(without) == f"fail violated: {message}\n  build.log:2 {message}"
    assert written(explained) == (
        "pass bound: the build printed 1 warning in 2 lines, each explained in the policy\n"
        f'  build.log:2 {text} may stay: "comes with glob 7"'
    )


def test_a_log_that_was_edited_is_caught(project: Repository) -> None:
    project.write({"build.log": "warning: old\n"})
    seal(project, Kind.BUILD_LOG, "build.log")
    project.write({"build.log": "\n"})
    assert outcome(judge(project.path, CHECK, plan=NAMED)) == "fail error"


def test_the_log_of_a_build_that_failed_is_no_pass(project: Repository) -> None:
    project.write({"build.log": "compiling\n"})
    seal(project, Kind.BUILD_LOG, "build.log", command="npm run build", exit_code=2)
    item = judge(project.path, CHECK, plan=NAMED)
    message = 'build.log is the log of "npm run build", which ended with 2'
    assert written(item) == f"fail violated: {message}\n  build.log:1 {message}"
