"""What coverage reports count, and which of the measured files the release has."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.collect import measured
from deploylint.collect.git import Git
from deploylint.collect.measured import Tree, base
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.coverage import Beyond, Coverage, Tally
from deploylint.formats.coveragereport import read_coverage
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind
from tests.evidence.judging import SAMPLES, judge, outcome, written
from tests.evidence.repository import Repository, repository
from tests.evidence.sealing import seal

SAMPLE = {
    "pytest/coverage.xml": ("Cobertura", (7, 8), (4, 4), "__init__.py"),
    "pytest/coverage.json": ("coverage.py 7.17.3", (7, 8), (4, 4), "mypkg/__init__.py"),
    "pytest/coverage.lcov": ("LCOV", (7, 8), (4, 4), "mypkg/__init__.py"),
    "pytest/coverage_zero.xml": ("Cobertura", (0, 0), (0, 0), "empty.py"),
    "pytest/coverage_zero.json": ("coverage.py 7.17.3", (0, 0), (0, 0), "empty.py"),
    "gcov/cobertura.xml": ("gcovr 8.8", (2, 2), (1, 2), "a.c"),
    "gcov/gcovr.lcov": ("LCOV", (2, 2), (1, 2), "/home/user/project/cc/a.c"),
    "gcov/lcov.info": ("LCOV", (2, 2), (1, 2), "/home/user/project/cc/a.c"),
    "gcov/jacoco.xml": ("JaCoCo", (2, 2), (1, 2), "a.c"),
    "gcov/summary.json": ("gcovr", (2, 2), (1, 2), "a.c"),
    "jacoco/jacoco.xml": ("JaCoCo", (1, 1), (1, 2), "x/A.java"),
    "js/c8/clover.xml": ("Clover 3.2.0", (1, 1), (2, 3), "/home/user/project/js/cov.js"),
    "js/c8/cobertura-coverage.xml": ("Cobertura", (1, 1), (2, 3), "cov.js"),
    "js/c8/coverage-summary.json": ("istanbul", (1, 1), (2, 3), "/home/user/project/js/cov.js"),
    "js/c8/lcov.info": ("LCOV", (1, 1), (2, 3), "cov.js"),
}
SOURCES = {
    "pytest/coverage.xml": "/home/user/project/py/mypkg",
    "pytest/coverage_zero.xml": "/home/user/project/cov0",
    "gcov/cobertura.xml": "/home/user/project/cc",
    "js/c8/cobertura-coverage.xml": "/home/user/project/js",
}
LAST = {
    **dict.fromkeys(SAMPLE, 1),
    **{path: 2 for path in SAMPLE if path.startswith("gcov/")},
    "pytest/coverage.xml": 9,
    "pytest/coverage.json": 8,
    "pytest/coverage.lcov": 9,
    "pytest/coverage_zero.xml": 0,
    "pytest/coverage_zero.json": 0,
}
"""The last line that a report knows, or how many it knows where it says no more."""

TIMES = {
    "pytest/coverage.xml": "2026-11-20T23:50:01.603000+00:00",
    "pytest/coverage.json": "2026-11-20T23:50:01.605262+00:00 vague",
    "pytest/coverage_zero.xml": "2026-11-20T23:50:41.201000+00:00",
    "pytest/coverage_zero.json": "2026-11-20T23:50:41.089968+00:00 vague",
    "gcov/cobertura.xml": "2026-11-20T23:58:16+00:00",
    "jacoco/jacoco.xml": "2026-11-20T23:59:53.034000+00:00",
    "js/c8/clover.xml": "2026-11-20T23:56:40.127000+00:00",
    "js/c8/cobertura-coverage.xml": "2026-11-20T23:56:40.116000+00:00",
}


@pytest.mark.parametrize("path", SAMPLE)
def test_samples_are_counted_anew(path: str) -> None:
    tool, lines, branches, file = SAMPLE[path]
    reading = read_coverage((SAMPLES / path).read_bytes(), path)
    assert reading.content == Coverage(
        tool=tool,
        lines=Tally(*lines),
        branches=Tally(*branches),
        files=(file,),
        sources=(SOURCES[path],) if path in SOURCES else (),
        highest=((file, LAST[path]),),
    )
    stated = reading.time and reading.time.isoformat() + (" vague" if reading.vague else "")
    assert stated == TIMES.get(path)


def cobertura(*lines: str, root: str = "", sources: str = "") -> str:
    body = "\n".join(lines)
    return (
        f"<coverage line-rate='1' lines-valid='9' lines-covered='9' {root}>{sources}<packages>"
        f"<package><classes>{body}</classes></package></packages></coverage>"
    )


def a_class(file: str, *lines: str, methods: str = "") -> str:
    body = "".join(lines)
    return f"<class filename='{file}'><methods>{methods}</methods><lines>{body}</lines></class>"


def line(number: int, hits: int | str, branches: str = "") -> str:
    more = f" branch='True' condition-coverage='{branches}'" if branches else ""
    return f"<line number='{number}' hits='{hits}'{more}/>"


A_METHOD = f"<method><lines>{line(1, 0)}{line(2, 0)}</lines></method>"
TWO_SOURCES = "<sources><source>/w/one</source><source>/w/two</source></sources>"
LCOV = "SF:a.py\nDA:1,1\nDA:2,0\nend_of_record\n"
CLOVER = (
    "<coverage clover='4'><project timestamp='{time}'><package name='p'>"
    "<file name='/w/a.php'><line num='1' type='method' count='0'/>"
    "<line num='2' type='stmt' count='3'/><line num='2' type='stmt' count='0'/>"
    "<metrics conditionals='2' coveredconditionals='1'/></file></package></project>"
    "<testproject><file name='t.php'><line num='9' type='stmt' count='1'/></file></testproject>"
    "</coverage>"
)
JACOCO = (
    "<report>{sessions}<group name='g'><package name='p'><sourcefile name='A.kt'>"
    "<line nr='1'/><line nr='2'/><line nr='3'/><line nr='7'/></sourcefile>"
    "<counter type='LINE' missed='9' covered='9'/></package></group>"
    "<counter type='LINE' missed='1' covered='3'/></report>"
)
SUMMED = {"covered_lines": 1, "num_statements": 2, "missing_lines": 1, "excluded_lines": 4}


def coveragepy(**summary: object) -> str:
    files = {"a.py": {"summary": {**SUMMED, **summary}}}
    return json.dumps({"meta": {"version": "7"}, "files": files, "totals": {"covered_lines": 99}})


def counts(text: str) -> str:
    """Return what the report counts, on one line."""
    reading = read_coverage(text.encode(), "report")
    content = reading.content
    parts = [f"lines {content.lines.covered}/{content.lines.valid}"]
    if content.branches.valid:
        parts.append(f"branches {content.branches.covered}/{content.branches.valid}")
    if content.excluded:
        parts.append(f"excluded {content.excluded}")
    if reading.time:
        parts.append(f"{reading.time:%Y-%m-%dT%H:%M}")
    return ", ".join([*parts, *content.files])


TRAPS = [
    pytest.param(
        cobertura(a_class("a.py", line(1, 1), line(2, 0), methods=A_METHOD)),
        "lines 1/2, a.py",
        id="a method repeats the lines of its class",
    ),
    pytest.param(
        cobertura(f"<class filename='a.py'><methods>{A_METHOD}</methods></class>"),
        "lines 0/2, a.py",
        id="a class has lines in its methods only",
    ),
    pytest.param(
        cobertura(a_class("A.java", line(1, 0)), a_class("A.java", line(1, 2), line(2, 0))),
        "lines 1/2, A.java",
        id="an inner class shares the file",
    ),
    pytest.param(
        cobertura(
            a_class("__init__.py", line(1, 0)),
            a_class("__init__.py", line(1, 1)),
            sources=TWO_SOURCES,
        ),
        "lines 1/2, __init__.py",
        id="two sources have a file of the same name",
    ),
    pytest.param(
        cobertura(a_class("a.c", line(1, "-3"), line(2, "1e+06"), line(3, "0.0"))),
        "lines 1/3, a.c",
        id="counters overflowed",
    ),
    pytest.param(
        cobertura(a_class("a.cs", line(1, 1, "50% (1/2)"), line(2, 1, "100%"), line(3, 1, "50%"))),
        "lines 3/3, branches 2/4, a.cs",
        id="branches without counts are not taken unless all are",
    ),
    pytest.param(
        cobertura(a_class("a.c", line(1, 1, "300% (6/2)"))),
        "lines 1/1, branches 2/2, a.c",
        id="more branches taken than there are",
    ),
    pytest.param(
        cobertura(a_class("a.py", line(1, 1)), root="timestamp='1795218601603'"),
        "lines 1/1, 2026-11-20T23:50, a.py",
        id="a time in milliseconds",
    ),
    pytest.param(
        cobertura(a_class("a.py", line(1, 1)), root="timestamp='1795218601'"),
        "lines 1/1, 2026-11-20T23:50, a.py",
        id="a time in seconds",
    ),
    pytest.param(
        cobertura(a_class("a.py", line(1, 1)), root="timestamp='0'"),
        "lines 1/1, a.py",
        id="a time that was never set",
    ),
    pytest.param(cobertura(), "lines 0/0", id="only a rate, and no line"),
    pytest.param(LCOV, "lines 1/2, a.py", id="without totals"),
    pytest.param(LCOV + "SF:b.py\nLF:5\nLH:5\nend_of_record\n", "lines 1/2, a.py, b.py", id="LF"),
    pytest.param(
        LCOV + "TN:second\nSF:a.py\nDA:2,4,c81a69e0\nDA:1,0\nend_of_record\n",
        "lines 2/2, a.py",
        id="a file has one record per test",
    ),
    pytest.param(
        "TN:\r\nSF:a.c\r\nVER:1\r\nDA:1,-5\r\nDA:2,1e3\r\nend_of_record\r\n",
        "lines 1/2, a.c",
        id="hits are negative or have an exponent",
    ),
    pytest.param(
        "SF:a.c\nBRDA:1,0,0,-\nBRDA:1,0,1,0\nBRDA:1,e0,2,3\nBRDA:1,0,a < b, or so,1\nBRDA:1,0,1,2\n"
        "DA:1,1\nend_of_record\n",
        "lines 1/1, branches 3/4, a.c",
        id="branches by number and by words",
    ),
    pytest.param(
        JACOCO.format(sessions=""), "lines 3/4, p/A.kt", id="counters of groups are not the sum"
    ),
    pytest.param(
        JACOCO.format(
            sessions="<sessioninfo start='1795219192863' dump='1795219193034'/>"
            "<sessioninfo start='1795000000000' dump='1795000000001'/>"
        ),
        "lines 3/4, 2026-11-18T11:06, p/A.kt",
        id="the oldest of several sessions",
    ),
    pytest.param(
        CLOVER.format(time="1795218601"),
        "lines 1/1, branches 1/2, 2026-11-20T23:50, /w/a.php",
        id="clover counts neither declarations nor tests",
    ),
    pytest.param(
        CLOVER.format(time="").replace("conditionals='2'", ""),
        "lines 1/1, /w/a.php",
        id="clover without branches",
    ),
    pytest.param(coveragepy(), "lines 1/2, excluded 4, a.py", id="coverage.py without branches"),
    pytest.param(
        coveragepy(num_branches=4, covered_branches=1, percent_covered=100.0),
        "lines 1/2, branches 1/4, excluded 4, a.py",
        id="coverage.py with branches",
    ),
    pytest.param(
        json.dumps(
            {
                "total": {"lines": {"total": 9, "covered": 9, "pct": 100}},
                "C:\\w\\a.js": {
                    "lines": {"total": 2, "covered": 1, "pct": 50},
                    "branches": {"total": 0, "covered": 0, "pct": "Unknown"},
                },
            }
        ),
        "lines 1/2, C:/w/a.js",
        id="istanbul does not know percentages of nothing",
    ),
    pytest.param("\ufeff" + LCOV, "lines 1/2, a.py", id="a byte order mark"),
]


@pytest.mark.parametrize(("text", "expected"), TRAPS)
def test_what_tools_differ_in_is_known(text: str, expected: str) -> None:
    assert counts(text) == expected


REFUSED = {
    "": "is empty",
    " \n": "is empty",
    "hello": "is no coverage report",
    "<html/>": "is no coverage report: its root element is `html`",
    "{}": "is no coverage report",
    "[]": "is no coverage report",
    "<coverage>": "is not well-formed XML",
    "SF:a.py\nDA:1,1\n": "ends in the middle of a record",
    "SF:a.py\nDA:1,many\nend_of_record\n": 'states "many" as a number of runs',
    "SF:a.py\nDA:1\nend_of_record\n": 'states "" as a number of runs',
    "SF:a.py\nBRDA:1,0,0,nan\nend_of_record\n": 'states "nan" as a number of runs',
    "SF:a.py\nend_of_record\nDA:1,1\n": "has a record `DA` that belongs to no file",
    "SF:a.py\nwhatever\nend_of_record\n": 'it has the line "whatever"',
    cobertura("<class><lines/></class>"): "has a class without `filename`",
    cobertura(a_class("a", "<line number='1'/>")): "has a line without `number` or `hits`",
    cobertura(a_class("a", line(-1, 1))): 'states "-1" as the number of a line',
    cobertura(a_class("a", line(0, 1))): 'states "0" as the number of a line',
    cobertura(
        a_class("a", "<line number='one' hits='1'/>")
    ): 'states "one" as the number of a line',
    "SF:a.py\nDA:-1,1\nend_of_record\n": 'states "-1" as the number of a line',
    "SF:a.py\nDA:0,1\nend_of_record\n": 'states "0" as the number of a line',
    "SF:a.py\nBRDA:-7,0,0,1\nend_of_record\n": 'states "-7" as the number of a line',
    CLOVER.format(time="1").replace("num='2'", "num='-2'"): 'states "-2" as the number of a line',
    CLOVER.format(time="2").replace(" num='2'", ""): 'states "" as the number of a line',
    JACOCO.format(sessions="").replace("nr='7'", "nr='-7'"): 'states "-7" as the number of a line',
    JACOCO.format(sessions="").replace("covered='3'", "covered='4998'"): (
        "contradicts itself: it counts 4999 lines, and its source files have 4"
    ),
    cobertura(a_class("a", line(1, "yes"))): 'states "yes" as the hits of a line',
    cobertura(root="timestamp='noon'"): 'states "noon" as the time of the run',
    JACOCO.replace("p'>", "p'>", 1).format(sessions="").replace("covered='3'", ""): (
        "has a `counter` without `covered`"
    ),
    JACOCO.format(sessions="").replace("covered='3'", "covered='-3'"): 'states "-3" as `covered`',
    JACOCO.format(sessions="").replace(" name='A.kt'", ""): "has a sourcefile without `name`",
    "<report><counter type='LINE' missed='0' covered='3'/></report>": "names no file",
    "<report><counter type='LINE' missed='0' covered='3'/>"
    "<counter type='LINE' missed='0' covered='3'/></report>": "counts LINE twice",
    CLOVER.format(time="1").replace(" name='/w/a.php'", ""): "has a file without `path`",
    CLOVER.format(time="1").replace(" count='3'", ""): "has a `line` without `count`",
    coveragepy(covered_lines=2): "2 covered and 1 missing are not 2 lines",
    coveragepy(covered_lines=3): "`covered_lines` 3 is more than `num_statements` 2",
    coveragepy(num_statements="two"): "where a whole number is expected",
    coveragepy(num_branches=2): "has no number at `files.a.py.summary.covered_branches`",
    '{"meta": {}, "files": [1]}': "where an object is expected",
    '{"total": {}, "a.js": {"lines": {"total": 1, "covered": 2}}}': "is more than `total` 1",
    '{"total": {}, "a.js": null}': "where an object is expected",
    '{"gcovr/summary_format_version": "0.6", "files": [{}]}': "has no number at `files[0].line_",
    '{"gcovr/summary_format_version": "0.6", "files": [{"line_covered": 0, "line_total": 0,'
    ' "branch_covered": 0, "branch_total": 0}]}': "has no `filename` at `files[0]`",
}


@pytest.mark.parametrize("text", REFUSED, ids=REFUSED.values())
def test_damaged_reports_are_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        read_coverage(text.encode(), "report")
    assert REFUSED[text] in refused.value.message
    assert str(refused.value.where).startswith("report")


def read_or_refuse(data: bytes) -> None:
    """Read; anything but a reading or a UserError is an error."""
    try:
        reading = read_coverage(data, "report")
    except UserError:
        return
    assert isinstance(reading, Reading)
    content = reading.content
    assert 0 <= content.lines.covered <= content.lines.valid
    assert 0 <= content.branches.covered <= content.branches.valid
    assert content.files or not content.lines.valid


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


WORDS = st.sampled_from(
    (
        b"-1",
        b"1e999",
        b"nan",
        b"null",
        b"{}",
        b"[]",
        b'""',
        b"<a/>",
        b"\x00",
        b"99999999999999",
        b"",
    )
)


@settings(max_examples=300)
@given(st.sampled_from(sorted(SAMPLE)), st.data())
def test_any_change_of_a_sample_is_read_or_refused(path: str, data: st.DataObject) -> None:
    sample = (SAMPLES / path).read_bytes()
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, min(len(sample), start + 40)))
    read_or_refuse(sample[:start] + data.draw(WORDS | st.binary(max_size=9)) + sample[end:])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=2) | st.dictionaries(st.text(max_size=3), below),
    max_leaves=3,
)


@given(st.sampled_from([path for path in SAMPLE if path.endswith("json")]), JSON, st.data())
def test_wrong_types_in_json_are_refused(path: str, value: object, data: st.DataObject) -> None:
    document = json.loads((SAMPLES / path).read_bytes())
    here = document
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if not isinstance(here[key], dict | list) or data.draw(st.booleans()):
            here[key] = value
            break
        here = here[key]
    read_or_refuse(json.dumps(document).encode())


FILES = ("setup.py", "src/app/main.py", "src/app/__init__.py", "web/src/cart.js", "lib/x/A.java")
PLACES = [
    ("src/app/main.py", (), True),
    ("./src/app/main.py", (), True),
    ("app/main.py", (), True),
    ("main.py", (), True),
    ("other/main.py", (), False),
    ("../src/app/main.py", (), True),
    ("x/A.java", (), True),
    ("/home/ci/work/src/app/main.py", (), True),
    ("/home/ci/work/setup.py", (), True),
    ("/home/ci/work/main.py", (), False),
    ("/usr/src/app/cart.js", (), False),
    ("/build/web/src/cart.js", (), True),
    ("C:/work/web/src/cart.js", (), True),
    ("main.py", ("/home/ci/work/src/app",), True),
    ("main.py", ("/home/ci/work/src/other",), False),
    ("main.py", ("/elsewhere", "/home/ci/work/src/app"), True),
    ("main.py", (".",), True),
    ("main.py", ("src/app",), True),
    ("gone.py", (), False),
    ("", (), False),
    ("/", (), False),
    ("..", (), False),
]


@pytest.mark.parametrize(("file", "sources", "expected"), PLACES)
def test_measured_files_are_found_in_the_release(
    file: str, sources: tuple[str, ...], expected: bool
) -> None:
    found = Tree(FILES, {base(file)}).find(file, sources)
    assert (found is not None) is expected
    assert found is None or found in FILES


def test_thousands_of_equal_names_are_looked_up_at_once() -> None:
    names = [f"{'d/' * (number % 50)}p{number}/__init__.py" for number in range(20_000)]
    tree = Tree(names, {"__init__.py"})
    assert all(tree.find(f"/w/{name}", ()) is not None for name in names)


@pytest.mark.parametrize(
    ("file", "sources", "expected"),
    [
        pytest.param("x.py", (), "", id="any-of-three"),
        pytest.param("src/x.py", (), "", id="any-of-two"),
        pytest.param("a/src/x.py", (), "a/src/x.py", id="whole-path"),
        pytest.param("x.py", ("/ci/work/b/src",), "b/src/x.py", id="source"),
        pytest.param("src/x.py", ("/ci/work/b",), "b/src/x.py", id="source-of-two-steps"),
        pytest.param("x.py", ("/ci/work/a/src", "/ci/work/b/src"), "", id="two-sources"),
        pytest.param("/ci/work/b/src/x.py", (), "b/src/x.py", id="absolute"),
        pytest.param("/ci/lib/x.py", (), "", id="absolute-end-of-one-or-two-steps"),
    ],
)
def test_a_name_may_be_that_of_several_files(
    file: str, sources: tuple[str, ...], expected: str
) -> None:
    files = ("a/src/x.py", "b/src/x.py", "x.py", "lib/x.py")
    assert Tree(files, {"x.py"}).find(file, sources) == expected


SINCE = "2026-11-20T12:00:00+00:00"
NOW = "2026-11-21T10:00:00+01:00"
PROJECT = {
    "py/mypkg/__init__.py": "line\n" * 9,
    "cc/a.c": "one\ntwo\n",
    "js/cov.js": "one\n",
    "java/x/A.java": "one\n",
}
TRUTH = {
    "pytest/coverage.xml": "pass evidenced",
    "pytest/coverage.json": "pass evidenced",
    "pytest/coverage.lcov": "fail stale",
    "pytest/coverage_zero.xml": "fail violated",
    "pytest/coverage_zero.json": "fail violated",
    "gcov/cobertura.xml": "pass evidenced",
    "gcov/gcovr.lcov": "fail stale",
    "gcov/lcov.info": "fail stale",
    "gcov/jacoco.xml": "fail stale",
    "gcov/summary.json": "fail stale",
    "jacoco/jacoco.xml": "pass evidenced",
    "js/c8/clover.xml": "pass evidenced",
    "js/c8/cobertura-coverage.xml": "pass evidenced",
    "js/c8/coverage-summary.json": "fail stale",
    "js/c8/lcov.info": "fail stale",
}


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    repo = repository(tmp_path / "project")
    repo.commit({**PROJECT, "empty.py": ""}, at=SINCE)
    return repo


@pytest.mark.parametrize("path", TRUTH)
def test_samples_get_the_verdict_that_the_truth_demands(project: Repository, path: str) -> None:
    report = Path(path).name
    project.write({report: (SAMPLES / path).read_bytes()})
    plan = {"evidence": {"coverage": [report]}}
    item = judge(project.path, "coverage-sufficient", plan=plan, now=NOW)
    assert outcome(item) == TRUTH[path], written(item)


@pytest.mark.parametrize("path", [path for path, truth in TRUTH.items() if "stale" in truth])
def test_reports_without_a_time_count_with_a_record(project: Repository, path: str) -> None:
    report = Path(path).name
    project.write({report: (SAMPLES / path).read_bytes()})
    seal(project, Kind.COVERAGE, report, ended=datetime(2026, 11, 20, 23, 59, tzinfo=UTC))
    plan = {"evidence": {"coverage": [report]}}
    item = judge(project.path, "coverage-sufficient", plan=plan, now=NOW)
    assert outcome(item) == "pass bound", written(item)


def test_the_report_of_other_files_is_of_another_revision(tmp_path: Path) -> None:
    repo = repository(tmp_path / "project")
    repo.commit({"src/other.c": "1\n2\n"}, at=SINCE)
    repo.write({"coverage.xml": (SAMPLES / "gcov/cobertura.xml").read_bytes()})
    plan = {"evidence": {"coverage": "coverage.xml"}}
    item = judge(repo.path, "coverage-sufficient", plan=plan, now=NOW)
    message = (
        f"coverage.xml is of another revision: commit {repo.head[:7]} lacks the only measured file"
        ' ("a.c")'
    )
    assert written(item) == f"fail stale: {message}\n  coverage.xml:1 {message}"


def test_files_are_those_of_the_commit_and_not_of_the_disk(project: Repository) -> None:
    old = project.head
    project.git("rm", "-q", "cc/a.c")
    project.commit(message="remove it", at=SINCE)
    project.write(
        {"cc/a.c": "1\n2\n", "coverage.xml": (SAMPLES / "gcov/cobertura.xml").read_bytes()}
    )
    named = {"evidence": {"coverage": "coverage.xml"}}
    new = judge(project.path, "coverage-sufficient", plan=named, now=NOW)
    before = judge(project.path, "coverage-sufficient", plan={**named, "commit": old}, now=NOW)
    assert (outcome(new), outcome(before)) == ("fail stale", "pass evidenced")


def test_without_a_repository_the_disk_is_looked_at(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "cc").mkdir(parents=True)
    report = folder / "coverage.xml"
    report.write_bytes((SAMPLES / "gcov/cobertura.xml").read_bytes())
    named = {"evidence": {"coverage": "coverage.xml"}}
    missing = judge(folder, "coverage-sufficient", plan=named, now=NOW)
    (folder / "cc/a.c").touch()
    there = judge(folder, "coverage-sufficient", plan=named, now=NOW)
    assert (outcome(missing), outcome(there)) == ("fail stale", "pass evidenced")


def test_a_part_of_a_repository_can_be_the_root(tmp_path: Path) -> None:
    repo = repository(tmp_path / "whole")
    files = {
        "backend/src/a.c": "1\n2\n",
        "backend/.deploylint.yaml": "country: FR\n",
        "web/a.c": "",
    }
    repo.commit(files, at=SINCE)
    report = (SAMPLES / "gcov/gcovr.lcov").read_bytes()
    repo.write({"backend/lcov.info": report.replace(b"project/cc", b"backend/src")})
    seal(repo, Kind.COVERAGE, "backend/lcov.info", ended=datetime(2026, 11, 21, tzinfo=UTC))
    record = repo.path / "backend/lcov.info.evidence.json"
    record.write_text(record.read_text().replace("backend/lcov.info", "lcov.info"))
    item = judge(repo.path / "backend", "coverage-sufficient", now=NOW)
    assert outcome(item) == "pass bound", written(item)


TEN = "x\n" * 10
NAMED = {"evidence": {"coverage": "coverage.xml"}}
STATED = "timestamp='1795218601603'"


def measured_in(repo: Repository, *classes: str) -> str:
    """Return the verdict on a report of these classes."""
    repo.write({"coverage.xml": cobertura(*classes, root=STATED)})
    item = judge(repo.path, "coverage-sufficient", plan=NAMED, now=NOW)
    return written(item)


def test_lines_beyond_the_end_of_a_file_are_of_another_revision(tmp_path: Path) -> None:
    repo = repository(tmp_path / "project")
    repo.commit({"src/a.py": TEN, "src/b.py": TEN, "src/c.py": TEN}, at=SINCE)
    padded = [line(number, 1) for number in range(1, 5000)]
    known = 'coverage.xml is of another revision: "src/a.py" has 10 lines, the report knows line'
    assert measured_in(repo, a_class("src/a.py", *padded)).splitlines() == [
        f"fail stale: {known} 4999",
        f"  coverage.xml:1 {known} 4999",
    ]
    others = [a_class("src/a.py", line(12, 1)), a_class("src/b.py", line(13, 1))]
    more = measured_in(repo, *others, a_class("src/c.py", line(10, 1)))
    assert more.splitlines()[0] == f"fail stale: {known} 12, and so in 1 other file"


@pytest.mark.parametrize(
    ("content", "last"),
    [
        pytest.param(b"", 1, id="empty"),
        pytest.param(b"a\nb\nc", 3, id="without-last-line-end"),
        pytest.param(b"a\nb\nc\n", 4, id="what-follows-the-last-line-end-is-a-line-to-some"),
        pytest.param(b"a\r\nb\r\nc\r\n", 4, id="windows"),
        pytest.param(b"a\rb\rc", 3, id="carriage-returns"),
        pytest.param("\ufeffa\nb\nc".encode("utf-16-le"), 3, id="utf-16"),
    ],
)
def test_the_lines_of_a_file_are_counted_as_editors_do(
    tmp_path: Path, content: bytes, last: int
) -> None:
    repo = repository(tmp_path / "project")
    repo.commit({"src/a.cs": content}, at=SINCE)
    within = measured_in(repo, a_class("src/a.cs", line(last, 1)))
    beyond = measured_in(repo, a_class("src/a.cs", line(last + 1, 1)))
    assert (within.partition(":")[0], beyond.partition(":")[0]) == ("pass evidenced", "fail stale")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", id="lfs"),
        pytest.param(b"\0GITCRYPT\0", id="encrypted"),
    ],
)
def test_what_the_commit_does_not_hold_as_text_has_no_lines(tmp_path: Path, content: bytes) -> None:
    repo = repository(tmp_path / "project")
    repo.commit({"src/a.py": content}, at=SINCE)
    assert measured_in(repo, a_class("src/a.py", line(99, 1))).startswith("pass evidenced")


def test_links_and_names_of_several_files_are_not_compared(tmp_path: Path) -> None:
    repo = repository(tmp_path / "project")
    (repo.path / "web").mkdir()
    (repo.path / "web/x.py").symlink_to("../a/y.py")
    repo.commit({"a/y.py": TEN, "b/y.py": ""}, at=SINCE)
    classes = (a_class("y.py", line(10, 1)), a_class("web/x.py", line(10, 1)))
    assert measured_in(repo, *classes).startswith("pass evidenced")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        pytest.param("js/c8/coverage-summary.json", 40, id="istanbul"),
        pytest.param("gcov/summary.json", 40, id="gcovr"),
        pytest.param("pytest/coverage.json", 40, id="coverage.py"),
    ],
)
def test_a_file_has_as_many_lines_as_are_counted_in_it(path: str, line: int) -> None:
    text = (SAMPLES / path).read_text()
    for key, value in (("total", 1), ("covered", 1)):
        text = text.replace(f'"lines":{{"{key}":{value}', f'"lines":{{"{key}":{line}')
    for key in ("line_total", "line_covered"):
        text = text.replace(f'"{key}": 2', f'"{key}": {line}')
    text = text.replace(
        '"covered_lines": 7, "num_statements": 8',
        f'"covered_lines": {line - 1}, "num_statements": {line}',
        1,
    )
    ((_, highest),) = read_coverage(text.encode(), path).content.highest
    assert highest == line


def test_a_clone_without_the_measured_content_says_so(project: Repository) -> None:
    name = project.git("rev-parse", "HEAD:cc/a.c")
    (project.path / ".git/objects" / name[:2] / name[2:]).unlink()
    project.write({"coverage.xml": (SAMPLES / "gcov/cobertura.xml").read_bytes()})
    item = judge(project.path, "coverage-sufficient", plan=NAMED, now=NOW)
    said = "this clone lacks the content of cc/a.c; clone without --filter"
    assert (outcome(item), said in item["reason"]) == ("fail unproven", True)


def test_measured_files_are_read_some_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = repository(tmp_path / "project")
    names = [f"src/{number}.py" for number in range(12)]
    repo.commit(dict.fromkeys(names, "x\n" * 9), at=SINCE)
    git = Git(str(repo.path))
    ids = {name: repo.git("rev-parse", f"HEAD:{name}") for name in names}
    report = Coverage("x", Tally(1, 1), Tally(0, 0), tuple(names), highest=((names[-1], 11),))
    monkeypatch.setattr(measured, "GROUP", 40)
    (content,) = measured.compared([report], ids, git)
    assert content.beyond == (Beyond(names[-1], 9, 11),)
    monkeypatch.setattr(measured, "MAX_TOTAL", 1)
    with pytest.raises(UnavailableError, match="the measured files are larger than 0 MB together"):
        list(measured.compared([report], ids, git))


def test_files_that_nobody_measured_are_told(tmp_path: Path) -> None:
    repo = repository(tmp_path / "project")
    sources = {f"src/{name}.py": TEN for name in "abc"}
    repo.commit({**sources, "tests/a.py": TEN, "web/a.js": TEN, "Makefile": TEN}, at=SINCE)
    said = "3 of 4 .py files of the release were not measured at all (75.0 %)"
    assert measured_in(repo, a_class("src/a.py", line(1, 1))).splitlines() == [
        'pass evidenced: 100.0 % of 1 line are covered ("Cobertura")',
        f"  {repo.path}-papers/plan.yaml:1 {said}",
    ]
    strict = {"max_unmeasured_percent": 74}
    item = judge(repo.path, "coverage-sufficient", plan=NAMED, now=NOW, with_=strict)
    assert written(item).splitlines()[0] == f"fail violated: {said}; the policy accepts 74 %"


TESTED = """\
def sign(number):
    if number < 0:
        return -1
    return 1


def unused():
    return 0
"""


def test_fresh_reports_of_coverage_py_agree(tmp_path: Path) -> None:
    repo = repository(tmp_path / "fresh")
    calls = "from pkg.signs import sign\nassert sign(1) == 1\n"
    now = datetime.now(UTC).replace(microsecond=0)
    repo.commit({"pkg/__init__.py": "", "pkg/signs.py": TESTED, "calls.py": calls}, at=f"{now}")
    for arguments in (
        ("run", "--branch", "--source=pkg", "calls.py"),
        ("xml", "-q", "-o", "coverage.xml"),
        ("json", "-q", "-o", "coverage.json"),
        ("lcov", "-q", "-o", "coverage.lcov"),
    ):
        subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=repo.path, check=True)
    contents = {
        name: read_coverage((repo.path / name).read_bytes(), name).content
        for name in ("coverage.xml", "coverage.json", "coverage.lcov")
    }
    assert {content.lines for content in contents.values()} == {Tally(4, 6)}
    assert {content.branches for content in contents.values()} == {Tally(1, 2)}
    plan = {"evidence": {"coverage": ["coverage.xml", "coverage.json"]}}
    item = judge(
        repo.path, "coverage-sufficient", plan=plan, with_={"lines": 66}, now=f"{now:%FT%T}+00:00"
    )
    note = "1 of 3 .py files of the release was not measured at all (33.3 %)"
    assert written(item).splitlines() == [
        "pass evidenced: 2 coverage reports cover 66.6 % of 6 lines or more",
        f"  {repo.path}-papers/plan.yaml:1 {note}",
    ]
