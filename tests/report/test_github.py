"""The reports as a runner of GitHub reads them: what it obeys, shows and hands on."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.location import Location
from deploylint.model.policy import Action, Severity
from deploylint.model.report import Answer, Refusal, Report, Trouble
from deploylint.model.verdict import Finding, Status
from deploylint.report import github_outputs
from deploylint.report.escape import printable
from deploylint.report.github import render
from deploylint.report.style import Style
from tests.conftest import Golden
from tests.report.hostile import hostile_reports
from tests.report.reports import abort, go, item, plan, postpone, report
from tests.report.streamed import held_at_most, taken_with_pieces

DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
REFUSAL = Refusal("deploy/broken.yaml", (Trouble("no version", None, "write `version`"),))


class Command(NamedTuple):
    """A workflow command as the runner understands it."""

    name: str
    properties: dict[str, str]
    data: str


def unescaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for escape, char in table:
        text = text.replace(escape, char)
    return text


def command(line: str) -> Command | None:
    """Read a line as the runner does: a command begins it, behind blanks."""
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    head, _, data = line[2:].partition("::")
    name, _, rest = head.partition(" ")
    pairs = [pair.split("=", 1) for pair in rest.strip().split(",") if pair]
    properties = {pair[0]: unescaped(pair[1], PROPERTY) for pair in pairs if len(pair) == 2}
    return Command(name, properties, unescaped(data, DATA))


def lines(*answers: Answer, style: Style | None = None) -> list[str]:
    text = "".join(render(answers, style or Style()))
    assert text == "" or text.endswith("\n")
    return re.split(r"\r\n|\r|\n", text)[:-1]


def commands(*answers: Answer, style: Style | None = None) -> list[Command]:
    return [found for line in lines(*answers, style=style) if (found := command(line))]


def outputs(*answers: Answer) -> dict[str, str]:
    text = "".join(github_outputs.render(answers, Style()))
    return dict(line.split("=", 1) for line in text.splitlines())


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        pytest.param("abort", [abort()], id="abort"),
        pytest.param("several", [go(), postpone(), REFUSAL], id="several"),
    ],
)
def test_whole_log(name: str, answers: list[Answer], golden: Golden) -> None:
    golden(f"{name}.github.txt", "".join(render(answers, Style())))


def test_without_a_plan_there_is_nothing_to_say() -> None:
    assert lines() == []


SPAN = Location("deploy/plan.yaml", 4, 5, 4, 9)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(
            SPAN,
            {"line": "4", "col": "5", "endLine": "4", "endColumn": "8"},
            id="within-a-line",
        ),
        pytest.param(SPAN._replace(end_line=6), {"line": "4", "endLine": "6"}, id="several-lines"),
        pytest.param(Location(SPAN.file, 4, 5), {"line": "4", "col": "5"}, id="without-end"),
        pytest.param(SPAN._replace(end_column=5), {"line": "4", "col": "5"}, id="empty"),
    ],
)
def test_places(at: Location, expected: dict[str, str]) -> None:
    (found,) = commands(report(item("a-rule", Status.FAIL, findings=(Finding("seen", at),))))
    assert found.properties == {
        "file": "deploy/plan.yaml",
        **expected,
        "title": "a-rule: A rule",
    }


@pytest.mark.parametrize("file", ["", "<stdin>", "deploylint:essential"])
def test_what_is_no_file_is_not_named(file: str) -> None:
    failing = item("a-rule", Status.FAIL, findings=(Finding("seen", Location(file, 4, 5)),))
    (found,) = commands(report(failing, plan=plan(file=file)))
    assert found.properties == {"title": "a-rule: A rule"}


def test_paths_are_those_from_the_root() -> None:
    style = Style(from_root=lambda file: f"app/{file}")
    (found,) = commands(report(item("a-rule", Status.FAIL)), style=style)
    assert found.properties["file"] == "app/deploy/plan.yaml"


def test_signs_of_commands_come_back() -> None:
    text = "100%: a, b %0A ::error::"
    (found,) = commands(
        report(item(text, Status.FAIL, title=text, reason=text, fix=text), plan=plan(file="a:b,c%"))
    )
    shown = r"100%: a, b %0A \x3a:error::"
    assert found.properties["title"].endswith(shown)
    assert found.properties["file"] == "a:b,c%"
    assert found.data == f"{shown}\nfix: {shown}"


DOUBT = item("b-rule", Status.FAIL, severity=Severity.WARNING)


@pytest.mark.parametrize(
    ("judged", "level"),
    [
        pytest.param(report(item("a-rule", Status.FAIL)), "error", id="blocks"),
        pytest.param(
            report(item("a-rule", Status.FAIL, on_fail=Action.CAUTION)),
            "error",
            id="does-not-block",
        ),
        pytest.param(report(DOUBT), "warning", id="warning"),
        pytest.param(report(DOUBT, strict=True), "error", id="strict-warning"),
        pytest.param(
            report(item("a-rule", Status.FAIL, severity=Severity.INFO)), "notice", id="info"
        ),
        pytest.param(
            report(item("a-rule", Status.FAIL, waiver="until May")), "notice", id="waived"
        ),
    ],
)
def test_levels(judged: Report, level: str) -> None:
    assert [found.name for found in commands(judged)] == [level]


def test_nothing_judged_is_an_error() -> None:
    idle = report(item("a-rule", Status.NA))
    (found,) = commands(idle)
    assert (found.name, found.properties["title"]) == (
        "error",
        "plan-judged: The plan can be judged",
    )
    assert found.data.startswith('nothing was judged: no rule of the policy "essential" applies')


def test_the_most_severe_come_first() -> None:
    mild = report(item("mild", Status.FAIL, on_fail=Action.CAUTION), DOUBT)
    found = commands(mild, report(item("grave", Status.FAIL)), REFUSAL)
    assert [(one.name, one.properties["title"].partition(":")[0]) for one in found] == [
        ("error", "plan-judged"),
        ("error", "grave"),
        ("error", "mild"),
        ("warning", "b-rule"),
    ]


def test_of_each_level_ten_are_shown() -> None:
    errors = [item(f"e{n}", Status.FAIL) for n in range(7)]
    doubts = [item(f"w{n}", Status.FAIL, severity=Severity.WARNING) for n in range(10)]
    found = commands(report(*errors, *doubts), report(*errors))
    titles = {
        level: [one.properties["title"].partition(":")[0] for one in found if one.name == level]
        for level in ("error", "warning", "notice")
    }
    assert titles == {
        "error": ["e0", "e1", "e2", "e3", "e4", "e5", "e6", "e0", "e1", "5 more errors"],
        "warning": [f"w{n}" for n in range(10)],
        "notice": [],
    }


def test_messages_keep_to_what_the_runner_keeps() -> None:
    long = "x" * 100_000
    (found,) = commands(report(item("a-rule", Status.FAIL, title=long, reason=long, fix=long)))
    assert len(found.data) < 4096
    assert len(found.properties["title"]) < 256


def expected_titles(judged: list[Report]) -> set[str]:
    own = {
        f"{number} more {level}s"
        for number in range(2, 40)
        for level in ("error", "warning", "notice")
    }
    said = {
        title
        for one in judged
        for single in one.items
        for title in (single.title, f"{single.rule}: {single.title}")
    }
    return (
        own | {"plan-judged: The plan can be judged"} | {printable(title).strip() for title in said}
    )


def is_expected(title: str, expected: set[str]) -> bool:
    """Say whether a title is one of these, or the beginning of a long one."""
    begun = title.removesuffix("…")
    long = [one for one in expected if len(one) > 100]
    return title in expected or (begun != title and any(one.startswith(begun) for one in long))


def expected_files(judged: list[Report]) -> set[str]:
    at = [finding.at for one in judged for single in one.items for finding in single.findings]
    named = {place.file for place in at if place is not None} | {one.plan.file for one in judged}
    return {"deploy/plan.yaml", *map(printable, named)}


@given(st.lists(hostile_reports(), max_size=3))
def test_the_runner_obeys_annotations_alone(judged: list[Report]) -> None:
    text = "\n".join(lines(*judged))
    assert text.replace("\n", "").isprintable()
    assert not re.search(r"##\w*\[", text)
    found = [(line, command(line)) for line in lines(*judged)]
    assert sum(one is None for _, one in found) == len(judged)
    for _, one in found:
        assert one is None or set(one.properties) <= {
            *("file", "line", "col", "endLine", "endColumn", "title"),
        }
    for one in (one for _, one in found if one is not None):
        assert is_expected(one.properties["title"].strip(), expected_titles(judged))
        assert one.properties.get("file", "deploy/plan.yaml") in expected_files(judged)
    for level in ("error", "warning", "notice"):
        assert sum(one is not None and one.name == level for _, one in found) <= 10
    assert {one.name for _, one in found if one is not None} <= {"error", "warning", "notice"}


MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HELD = item("a-rule", Status.FAIL)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param([], ("none", "true", "", "0", "0"), id="no-plan"),
        pytest.param([go()], ("go", "false", "", "1", "0"), id="go"),
        pytest.param(
            [go(), postpone()],
            ("postpone", "true", "2026-11-23T13:00:00+01:00", "2", "1"),
            id="postpone",
        ),
        pytest.param(
            [
                report(HELD, next_permitted=MONDAY),
                report(HELD, next_permitted=MONDAY + timedelta(days=1)),
                report(HELD),
                report(item("a-rule"), next_permitted=MONDAY + timedelta(days=9)),
            ],
            ("abort", "true", "2026-11-24T12:00:00+00:00", "4", "3"),
            id="latest-of-the-blocked",
        ),
        pytest.param(
            [postpone(), postpone()._replace(next_permitted=None), postpone()],
            ("postpone", "true", "", "3", "3"),
            id="one-that-is-postponed-knows-no-time",
        ),
        pytest.param([go(), REFUSAL], ("error", "true", "", "2", "1"), id="not-judged"),
        pytest.param([report(DOUBT)], ("caution", "false", "", "1", "0"), id="care"),
    ],
)
def test_outputs(answers: list[Answer], expected: tuple[str, ...]) -> None:
    names = ("decision", "blocked", "next-permitted", "plans", "failed")
    assert outputs(*answers) == dict(zip(names, expected, strict=True))


@given(st.lists(hostile_reports(), max_size=3))
def test_outputs_hold_nothing_from_outside(judged: list[Report]) -> None:
    text = "".join(github_outputs.render(judged, Style()))
    assert re.fullmatch(
        r"decision=[a-z]+\nblocked=(true|false)\nnext-permitted=[0-9T:+-]*\n"
        r"plans=[0-9]+\nfailed=[0-9]+\n",
        text,
    )


@pytest.mark.parametrize(
    "renderer",
    [pytest.param(render, id="annotations"), pytest.param(github_outputs.render, id="outputs")],
)
def test_no_report_is_kept(renderer: object) -> None:
    assert callable(renderer)
    most, _ = held_at_most(renderer, 60)
    assert most <= 2
    assert taken_with_pieces(renderer) == [1, 2, 3]
