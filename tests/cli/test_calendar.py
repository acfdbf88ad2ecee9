"""`deploylint window --calendar`: the whole program, from a policy to pages and files."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from deploylint.collect.calendar import collect_events
from deploylint.model.timespecs import IcsSpec
from tests.program import Result, environment, run
from tests.report.markups import check_page, check_picture
from tests.report.test_calendar_ics import check_file

POLICY = """
extends: deploylint:essential
policy: acme-web
layer: organisation
windows:
  freezes:
    - {id: year-end, yearly: {from: "12-20", through: "01-02"}, reason: the shops are full}
    - {id: audit, ics: {file: audit.ics}}
"""
AUDIT = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
SUMMARY:Audit
DTSTART:20261208T130000Z
DTEND:20261208T150000Z
END:VEVENT
END:VCALENDAR
"""
PLAN = """
deployment:
  version: v1.2.0
  environment: production
  scheduled_at: 2026-12-02T10:30:00+01:00
  duration: 45m
"""
NOW = ("--now", "2026-12-01T10:30:12+01:00")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Return a repository in Paris with a policy, a calendar of audits and a plan."""
    (tmp_path / ".deploylint.yaml").write_text("timezone: Europe/Paris\ncountry: FR\n", "utf-8")
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "audit.ics").write_text(AUDIT, "utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    return tmp_path


def calendar(folder: Path, *arguments: str, **env: str) -> Result:
    there = {"XDG_CACHE_HOME": str(folder / ".cache"), **env}
    given = ("-p", "policy.yaml", "--calendar", *arguments)
    return run("window", *given, cwd=folder, env=there)


def of_any_machine(text: str) -> str:
    """Return output without the versions of this machine."""
    text = re.sub(r"tz database \w+ \(\w+\)", "tz database 2025b (system)", text)
    return re.sub(r"package holidays [\d.]+", "package holidays 0.108", text)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        pytest.param("weeks", (), id="four-weeks-from-now"),
        pytest.param("month", ("--month", "2027-01", "--on-call", "present"), id="a-month"),
        pytest.param("plan", ("plan.yaml", "--weeks", "1"), id="from-the-schedule-of-a-plan"),
    ],
)
def test_text(
    name: str, arguments: tuple[str, ...], here: Path, golden: Callable[[str, str], None]
) -> None:
    result = calendar(here, *NOW, *arguments)
    assert (result.code, result.err) == (0, "")
    golden(f"calendar-{name}.txt", of_any_machine(result.out))


def test_every_format_at_once(here: Path) -> None:
    files = ("-o", "svg=w.svg", "-o", "html=w.html", "-o", "ics=w.ics", "-o", "text")
    result = calendar(here, *NOW, "--month", "2026-12", *files)
    assert (result.code, result.err) == (0, "")
    assert result.out == calendar(here, *NOW, "--month", "2026-12").out
    rows = {row[0]: row[2:] for row in check_page((here / "w.html").read_text("utf-8")).rows}
    dashed = "09:00-12:00".replace("-", "\N{EN DASH}")
    assert rows["Fri 11"] == [dashed, ""]
    assert rows["Fri 25"] == ["none", "Christmas Day year-end "]
    picture = check_picture((here / "w.svg").read_text("utf-8"))
    assert "Fri 25 December 2026: none, Christmas Day, year-end" in "".join(picture.itertext())
    found = check_file((here / "w.ics").read_bytes().decode())
    assert [event[1:] for event in found if "freeze" in event.summary] == [
        ("Deployment freeze: audit", "20261208T130000Z", "20261208T150000Z", False),
        ("Deployment freeze: year-end", "20261219T230000Z", "20270102T230000Z", False),
    ]
    assert len(collect_events(str(here), IcsSpec("w.ics"))) == 2


def test_a_run_gives_the_same_bytes_again(here: Path) -> None:
    one, other = (calendar(here, *NOW, "-o", "ics") for _ in range(2))
    assert one == other
    assert "DTSTAMP:20261201T093012Z" in one.out


def test_holidays_are_those_of_the_month_drawn(here: Path) -> None:
    far = calendar(here, *NOW, "--month", "2041-05")
    assert " Wed  1 .............................................. Labor Day" not in far.out
    assert re.search(r"Wed  1 \S{48} Labor Day", far.out)
    assert "are known through" not in far.out


def test_what_is_not_permitted_is_drawn_as_well(here: Path) -> None:
    closed = calendar(here, "--now", "2026-12-05T10:00:00+01:00", "--weeks", "1")
    assert closed.code == 0
    assert "Sat 2026-12-05 10:00: never, not permitted; next permitted Mon" in closed.out


def test_a_hotfix_has_hours_of_its_own(here: Path) -> None:
    options = ("--type", "hotfix", "--priority", "P2", "--incident", "INC-42", "--weeks", "1")
    out = calendar(here, *NOW, *options).out
    assert "hotfix P2 change; incident INC-42;" in out
    assert f" Thu  3 {'.' * 18}AARRRRRRRRRRRRAAAA{'.' * 12}\n" in out


def test_color_is_for_terminals(here: Path) -> None:
    assert "\x1b" not in calendar(here, *NOW, "-o", "text=t.txt", FORCE_COLOR="1").out
    assert "\x1b" not in (here / "t.txt").read_text("utf-8")
    assert "\x1b[30;42m" in calendar(here, *NOW, FORCE_COLOR="1").out
    assert "\x1b" not in calendar(here, *NOW).out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ("--calendar", "--weeks", "2", "--month", "2026-12"),
            "--month and --weeks both say how much to draw; use one of them\n",
            id="both",
        ),
        pytest.param(
            ("--month", "2026-12"),
            "--month is for the calendar\n  hint: add --calendar\n",
            id="month-alone",
        ),
        pytest.param(
            ("--weeks", "2"),
            "--weeks is for the calendar\n  hint: add --calendar\n",
            id="weeks-alone",
        ),
        pytest.param(
            ("-o", "html=w.html"),
            "`html` is a format of the calendar\n  hint: add --calendar\n",
            id="format-alone",
        ),
        pytest.param(
            ("--calendar", "-o", "json"),
            "there is no output format `json`\n  hint: known: text, svg, html, ics\n",
            id="no-such-format",
        ),
        pytest.param(
            ("--calendar", "--weeks", "54"),
            "expected a number of weeks from 1 to 53, found `54`",
            id="too-many-weeks",
        ),
        pytest.param(("--calendar", "--weeks", "0"), "from 1 to 53, found `0`", id="no-weeks"),
        pytest.param(("--calendar", "--weeks", "1.5"), "from 1 to 53", id="half-a-week"),
        pytest.param(
            ("--calendar", "--month", "2026-13"),
            "expected a month such as 2026-12, found `2026-13`",
            id="no-such-month",
        ),
        pytest.param(("--calendar", "--month", "december"), "such as 2026-12", id="a-word"),
        pytest.param(("--calendar", "--month", "1066-10"), "such as 2026-12", id="long-ago"),
    ],
)
def test_mistakes(here: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run("window", *NOW, *arguments, cwd=here)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert list(here.glob("w.*")) == []


def test_a_file_is_written_whole_or_not_at_all(here: Path) -> None:
    (here / "w.html").write_text("before", "utf-8")
    result = calendar(here, *NOW, "-o", "html=w.html", "-o", "svg=nowhere/w.svg")
    assert result.code == 2
    assert "nowhere/w.svg: the report cannot be written" in result.err
    assert not (here / "nowhere").exists()


def test_the_answer_alone_does_not_pay_for_the_calendar(here: Path) -> None:
    env = environment(PYTHONPROFILEIMPORTTIME="1")
    result = run("window", *NOW, cwd=here, env=env)
    assert "deploylint.windows.judge" in result.err
    drawing = "deploylint.report.calendar_|deploylint.windows.grid|deploylint.cli.calendar$|hashlib"
    assert re.findall(drawing, result.err, re.MULTILINE) == []
