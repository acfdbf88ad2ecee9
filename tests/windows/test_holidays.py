"""Public holidays: which days, and how they are kept between runs."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deploylint.collect import holidaycache
from deploylint.collect.holidaycache import Wanted, load, store
from deploylint.collect.holidays import collect_holidays
from deploylint.collect.schedule import Circumstances, collect_schedule
from deploylint.model.location import Location
from deploylint.model.windows import HolidayCalendar, HolidayDates
from tests.windows.policies import ask, at, windows

NOWHERE = Location("policy.yaml", 1, 1)
FRANCE = Wanted("FR", None, 2025, 2029)
DATES = HolidayDates(
    first_year=2025,
    last_year=2029,
    names={date(2026, 7, 14): "National Day", date(2026, 12, 25): "Christmas Day"},
    estimated=frozenset({date(2026, 7, 14)}),
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "deploylint"


def calendar(**keys: Any) -> HolidayCalendar:
    return HolidayCalendar(name="main", at=NOWHERE, **keys)


def of_2026(found: HolidayDates) -> list[str]:
    return [f"{day:%m-%d}" for day in sorted(found.names) if day.year == 2026]


FRENCH = [
    *("01-01", "04-06", "05-01", "05-08", "05-14", "05-25"),
    *("07-14", "08-15", "11-01", "11-11", "12-25"),
]


@pytest.mark.parametrize(
    ("keys", "days"),
    [
        pytest.param({}, FRENCH, id="country"),
        pytest.param({"subdivision": "57"}, sorted([*FRENCH, "04-03", "12-26"]), id="moselle"),
        pytest.param(
            {"add": (date(2026, 12, 24),), "remove": (date(2026, 5, 25),)},
            sorted([*FRENCH, "12-24"])[:5] + sorted([*FRENCH, "12-24"])[6:],
            id="changed-by-hand",
        ),
    ],
)
def test_days_of_a_country(cache: Path, keys: dict[str, Any], days: list[str]) -> None:
    for _ in ("from the library", "from the cache"):
        assert of_2026(collect_holidays(calendar(**keys), "FR", (2026, 2026))) == days
    assert len(list(cache.iterdir())) == 1


@pytest.mark.usefixtures("cache")
def test_what_the_library_knows_has_an_end() -> None:
    found = collect_holidays(calendar(), "FR", (2098, 2103))
    assert (found.first_year, found.last_year, max(found.names).year) == (2095, 2100, 2100)


@pytest.mark.usefixtures("cache")
def test_what_was_kept_is_found_again() -> None:
    store(FRANCE, DATES)
    assert load(FRANCE) == DATES


@pytest.mark.usefixtures("cache")
def test_other_questions_are_not_answered() -> None:
    store(FRANCE, DATES)
    others = (
        FRANCE._replace(country="DE"),
        FRANCE._replace(subdivision="57"),
        FRANCE._replace(last_year=2034),
    )
    assert [load(other) for other in others] == [None, None, None]


def test_an_answer_under_another_name_is_ignored(cache: Path) -> None:
    store(FRANCE, DATES)
    (answer,) = cache.iterdir()
    germany = FRANCE._replace(country="DE")
    store(germany, DATES)
    (other,) = set(cache.iterdir()) - {answer}
    other.write_bytes(answer.read_bytes())
    assert load(germany) is None


@pytest.mark.usefixtures("cache")
def test_another_version_of_the_library_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store(FRANCE, DATES)
    monkeypatch.setattr(holidaycache, "_library", lambda: "another version")
    assert load(FRANCE) is None


def spoil(path: Path, how: str) -> None:
    text = path.read_text("utf-8")
    match how:
        case "empty":
            path.write_text("", "utf-8")
        case "binary":
            path.write_bytes(b"\x80\x00\xff" * 100)
        case "cut-off":
            path.write_text(text[:-20], "utf-8")
        case "a-day-less":
            path.write_text(text.replace("2026-12-25=Christmas Day\n", ""), "utf-8")
        case "another-answer":
            path.write_text(text.replace(" FR ", " DE "), "utf-8")
        case "a-link":
            other = path.with_name("other")
            path.rename(other)
            path.symlink_to(other)
        case "a-folder":
            path.unlink()
            path.mkdir()
        case "a-pipe":
            path.unlink()
            os.mkfifo(path)


@pytest.mark.parametrize(
    "how",
    ["empty", "binary", "cut-off", "a-day-less", "another-answer", "a-link", "a-folder", "a-pipe"],
)
def test_a_file_that_is_not_what_was_written_is_ignored(cache: Path, how: str) -> None:
    store(FRANCE, DATES)
    (path,) = cache.iterdir()
    spoil(path, how)
    assert load(FRANCE) is None
    found = collect_holidays(calendar(), "FR", (2026, 2028))
    assert of_2026(found) == FRENCH


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_file_of_somebody_else_is_ignored(cache: Path) -> None:
    store(FRANCE, DATES)
    (path,) = cache.iterdir()
    os.chown(path, 12345, 12345)
    assert load(FRANCE) is None


def test_a_file_that_is_spoilt_is_written_anew(cache: Path) -> None:
    store(FRANCE, DATES)
    (path,) = cache.iterdir()
    spoil(path, "cut-off")
    store(FRANCE, DATES)
    assert (load(FRANCE), len(list(cache.iterdir()))) == (DATES, 1)


def test_without_a_place_to_write_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    found = collect_holidays(calendar(), "FR", (2026, 2026))
    assert (of_2026(found), list(tmp_path.iterdir())) == (FRENCH, [tmp_path / "file"])


def test_a_relative_cache_folder_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    store(FRANCE, DATES)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert (tmp_path / "home" / ".cache" / "deploylint").is_dir()


def test_the_second_run_loads_no_library(cache: Path) -> None:
    program = (
        "import sys; from deploylint.collect.holidays import collect_holidays as collect;"
        "from deploylint.model.windows import HolidayCalendar as Calendar;"
        "found = collect(Calendar('main', None), 'FR', (2026, 2027));"
        "print(len(found.names), 'holidays' in sys.modules, 'importlib.metadata' in sys.modules)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert [run.stdout for run in runs] == ["55 True True\n", "55 False False\n"]
    assert [oct(path.stat().st_mode & 0o777) for path in cache.iterdir()] == ["0o600"]


def holiday_rules(**keys: Any) -> Any:
    return windows(
        default="recommended",
        holidays={"main": keys},
        rules=[{"id": "h", "tier": "avoid", "holiday": {"calendar": "main"}}],
    )


@pytest.mark.usefixtures("cache")
def test_without_a_country_no_holidays_are_known() -> None:
    schedule = collect_schedule(holiday_rules(), Circumstances(), at("2026-12-25T10:00"))
    assert schedule.assumptions == ("no country is set, so no public holidays are known",)
    answer = ask(schedule.rules, "2026-12-25T10:00", holidays=schedule.holidays)
    assert answer.tier == "recommended"


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(
    ("keys", "settings"),
    [
        pytest.param({}, "FR", id="of-the-settings"),
        pytest.param({"country": "FR"}, "DE", id="of-the-policy"),
        pytest.param({"country": "fr"}, None, id="in-small-letters"),
    ],
)
def test_country(keys: dict[str, Any], settings: str | None) -> None:
    rules = holiday_rules(**keys)
    schedule = collect_schedule(rules, Circumstances(country=settings), at("2026-07-14T10:00"))
    assert ask(rules, "2026-07-14T10:00", holidays=schedule.holidays).tier == "avoid"


@pytest.mark.usefixtures("cache")
def test_plans_of_the_same_years_share_one_schedule() -> None:
    rules, around = holiday_rules(), Circumstances(country="FR")
    one = collect_schedule(rules, around, at("2026-07-14T10:00"))
    other = collect_schedule(rules, around, at("2026-07-15T10:00"))
    later = collect_schedule(rules, around, at("2029-07-15T10:00"))
    assert (one is other, one is later) == (True, False)


@pytest.mark.usefixtures("cache")
def test_estimated_dates_are_told() -> None:
    rules = holiday_rules(country="BA")
    schedule = collect_schedule(rules, Circumstances(), at("2040-10-07T10:00"))
    answer = ask(rules, "2040-10-07T10:00", holidays=schedule.holidays)
    told = "dates of public holidays that are estimates: 2040-10-07"
    assert (answer.tier, answer.assumptions) == ("avoid", (told,))
