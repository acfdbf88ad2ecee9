"""`deploylint policy check`: what it says about windows, and its exit codes."""

from pathlib import Path

import pytest

from tests.program import TUESDAY, Result, run
from tests.windows.policies import calendar

SHIPPED = {
    "essential": "10 rules, 0 switched off, 1 layer",
    "production": "76 rules, 0 switched off, 2 layers",
    "strict": "76 rules, 0 switched off, 3 layers",
    "examples/organisation": "78 rules, 1 switched off, 3 layers",
    "examples/project": "81 rules, 1 switched off, 4 layers",
    "examples/business-hours": "10 rules, 0 switched off, 2 layers",
}

ORGANISATION = """\
policy: acme
windows:
  timezone: Europe/Paris
  default: avoid
  permit: [acceptable]
  rules:
    - {id: week, tier: acceptable, weekly: {days: [mon, tue, wed, thu, fri]}}
    - {id: weekend, tier: avoid, weekly: {days: [sat, sun]}}
  freezes:
    - {id: year-end, dates: {from: 2025-12-20, through: 2026-01-02}}
rules:
  signed: {item: true}
"""

PROJECT = """\
policy: shop
extends: acme.yaml
windows:
  rules:
    - {id: week, tier: acceptable, weekly: {days: [mon, tue, wed, thu, fri], to: "23:59"}}
    - {id: saturday, tier: acceptable, weekly: {days: sat, from: "10:00", to: "12:00"}}
"""

QUIET = ORGANISATION.replace("2025", "2026").replace("2026-01-02", "2027-01-02")

SAID = """\
acme.yaml:10:7: warning: the freeze `year-end` has been over since Sat 2026-01-03 00:00, so it \
freezes nothing
  hint: remove it, or give it the next dates; `yearly` comes back by itself
shop.yaml:5:7: warning: the rule `week` ends at 23:59, which is excluded: what is left of that day \
is not in it
  hint: write `to: "24:00"`
shop.yaml:6:7: warning: the rule `saturday` never decides within the next 400 days: whenever it \
holds, so does what goes before it (the rule `weekend`)
  hint: remove it, or leave it some time that the others do not cover
shop.yaml: 1 rules, 0 switched off, 2 layers, 3 warnings
"""

NOTED = """\
acme.yaml:4:3: info: no rule covers 0 h 5 min of the 168 hours of an ordinary week (the longest \
stretch is Mon 23:59 to Tue 00:00); that time is `avoid` by default, which is not permitted
  hint: if another tier should hold then, add a rule for it
"""


def check(folder: Path, *arguments: str, now: str = TUESDAY) -> Result:
    """Check policies; the holidays are kept in the folder."""
    cache = {"XDG_CACHE_HOME": str(folder / ".cache")}
    return run("policy", "check", *arguments, "--now", now, cwd=folder, env=cache)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two layers."""
    (tmp_path / "acme.yaml").write_text(ORGANISATION, "utf-8")
    (tmp_path / "shop.yaml").write_text(PROJECT, "utf-8")
    return tmp_path


def test_warnings_are_said_with_place_and_hint(folder: Path) -> None:
    assert check(folder, "shop.yaml") == (0, SAID, "")


def test_warnings_fail_when_they_shall(folder: Path) -> None:
    assert check(folder, "shop.yaml", "--strict") == (2, SAID, "")


def test_what_is_merely_worth_knowing_is_said_when_asked_for(folder: Path) -> None:
    assert check(folder, "-v", "shop.yaml") == (0, NOTED + SAID, "")


def test_infos_never_fail(folder: Path) -> None:
    (folder / "quiet.yaml").write_text(QUIET.replace("days: [sat, sun]", "days: [sat]"), "utf-8")
    fine = "quiet.yaml: fine: 1 rules, 0 switched off, 1 layer\n"
    assert check(folder, "quiet.yaml", "--strict") == (0, fine, "")
    assert check(folder, "quiet.yaml", "--strict", "-v") == (
        0,
        (
            "quiet.yaml:4:3: info: no rule covers 24 of the 168 hours of an ordinary week (the"
            " longest stretch is Sun 00:00 to Mon 00:00); that time is `avoid` by default, which is"
            " not permitted\n"
            "  hint: if another tier should hold then, add a rule for it\n"
            f"{fine}"
        ),
        "",
    )


def test_the_moment_decides_what_is_over(folder: Path) -> None:
    (folder / "quiet.yaml").write_text(QUIET, "utf-8")
    fine = "quiet.yaml: fine: 1 rules, 0 switched off, 1 layer\n"
    assert check(folder, "quiet.yaml", now="2027-01-02T22:59:59Z") == (0, fine, "")
    assert check(folder, "quiet.yaml", now="2027-01-02T23:00:00Z") == (
        0,
        (
            "quiet.yaml:10:7: warning: the freeze `year-end` has been over since Sun 2027-01-03"
            " 00:00, so it freezes nothing\n"
            "  hint: remove it, or give it the next dates; `yearly` comes back by itself\n"
            "quiet.yaml: 1 rules, 0 switched off, 1 layer, 1 warning\n"
        ),
        "",
    )


ICS = """\
windows:
  timezone: UTC
  default: acceptable
  permit: [acceptable]
  freezes:
    - {id: corporate, ics: {file: freezes.ics}}
rules:
  signed: {item: true}
"""


def test_an_error_of_one_policy_does_not_hide_the_others(folder: Path) -> None:
    (folder / "quiet.yaml").write_text(QUIET, "utf-8")
    (folder / "ics.yaml").write_text(ICS, "utf-8")
    event = "DTSTART;TZID=Mars/Phobos:20261202T090000\nDTEND;TZID=Mars/Phobos:20261202T100000"
    (folder / "freezes.ics").write_text(calendar(event), "utf-8")
    assert check(folder, "ics.yaml", "quiet.yaml") == (
        2,
        "quiet.yaml: fine: 1 rules, 0 switched off, 1 layer\n",
        (
            "freezes.ics:6:1: there is no time zone `Mars/Phobos`\n"
            "  hint: the file is named by the freeze `corporate` at ics.yaml:6:7; name a zone of"
            " the tz database, such as Europe/Paris, or define it in a VTIMEZONE\n"
        ),
    )


def test_calendar_files_are_looked_for_at_the_root(folder: Path) -> None:
    (folder / ".deploylint.yaml").write_text("timezone: UTC\n", "utf-8")
    (folder / "freezes.ics").write_text(
        calendar("DTSTART;VALUE=DATE:20261224", "DTSTART;VALUE=DATE:20261231\nTRANSP:TRANSPARENT"),
        "utf-8",
    )
    below = folder / "policies"
    below.mkdir()
    (below / "ics.yaml").write_text(ICS, "utf-8")
    assert check(below, "-v", "ics.yaml") == (
        0,
        (
            "ics.yaml:3:3: info: no rule covers any hour of an ordinary week; that time is"
            " `acceptable` by default, which is permitted\n"
            "  hint: if another tier should hold then, add a rule for it\n"
            "ics.yaml:6:7: info: the freeze `corporate` leaves out 1 event of `freezes.ics`, marked"
            ' as free time (TRANSP:TRANSPARENT): "release freeze" (freezes.ics:8)\n'
            "  hint: mark such events as busy and export the calendar again; whole days are often"
            " free there\n"
            "ics.yaml: fine: 1 rules, 0 switched off, 1 layer\n"
        ),
        "",
    )


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        pytest.param(
            "",
            (
                "p.yaml:3:3: info: no time zone is set, so the windows are read in UTC\n"
                "  hint: write `timezone:` with a place such as Europe/Paris, here or in"
                " .deploylint.yaml\n"
                "p.yaml:6:5: info: the calendar `main`, which `holiday` uses, is empty: neither it"
                " nor the settings name a country\n"
                "  hint: write `country:` with a code such as FR, here or in .deploylint.yaml\n"
            ),
            id="none",
        ),
        pytest.param("timezone: Africa/Cairo\ncountry: FR\n", "", id="zone-and-country"),
        pytest.param(
            "timezone: EET\ncountry: FR\n",
            (
                ".deploylint.yaml:1:11: warning: the zone `EET` of the windows is an abbreviation"
                " and no place, whose law decides when clocks are changed\n"
                "  hint: write the place that is meant, such as Europe/Athens\n"
            ),
            id="abbreviation",
        ),
    ],
)
def test_zone_and_country_are_those_of_the_settings(
    tmp_path: Path, settings: str, lines: str
) -> None:
    policy = QUIET.replace("  timezone: Europe/Paris\n", "")
    policy = policy.replace("  rules:\n", "  holidays:\n    main: {}\n  rules:\n", 1)
    holiday = "    - {id: holiday, tier: avoid, holiday: {calendar: main}}\n  freezes:\n"
    (tmp_path / "p.yaml").write_text(policy.replace("  freezes:\n", holiday), "utf-8")
    (tmp_path / ".deploylint.yaml").write_text(settings, "utf-8")
    result = check(tmp_path, "-v", "p.yaml")
    off = "1 rules, 0 switched off, 1 layer"
    end = f"p.yaml: {off}, 1 warning\n" if "warning" in lines else f"p.yaml: fine: {off}\n"
    assert result == (0, lines + end, "")


def test_holidays_that_may_still_move_are_named(tmp_path: Path) -> None:
    (tmp_path / ".deploylint.yaml").write_text("timezone: Africa/Cairo\ncountry: EG\n", "utf-8")
    result = check(tmp_path, "-v", "deploylint:essential")
    assert (result.code, result.err) == (0, "")
    assert " of the calendar `main` may still move: 20" in result.out
    assert "(Eid al-Adha)" in result.out


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param("", id="nothing-set"),
        pytest.param("timezone: Europe/Paris\ncountry: FR\n", id="paris"),
        pytest.param("timezone: America/New_York\ncountry: US\n", id="new-york"),
        pytest.param("timezone: America/Santiago\ncountry: CL\n", id="santiago"),
        pytest.param("timezone: Asia/Riyadh\ncountry: SA\n", id="riyadh"),
        pytest.param("timezone: Asia/Kathmandu\ncountry: NP\n", id="kathmandu"),
        pytest.param("timezone: Australia/Lord_Howe\ncountry: AU\n", id="lord-howe"),
    ],
)
def test_the_shipped_policies_deserve_no_warning(tmp_path: Path, settings: str) -> None:
    (tmp_path / ".deploylint.yaml").write_text(settings, "utf-8")
    names = [f"deploylint:{name}" for name in SHIPPED]
    fine = "".join(f"deploylint:{name}: fine: {counts}\n" for name, counts in SHIPPED.items())
    assert check(tmp_path, "--strict", *names) == (0, fine, "")


def test_windows_alone_can_be_checked(tmp_path: Path) -> None:
    (tmp_path / "windows.yaml").write_text(QUIET.split("rules:\n  signed")[0], "utf-8")
    assert check(tmp_path, "-v", "windows.yaml") == (
        0,
        (
            "windows.yaml:3:3: info: there are no rules: `deploylint window` can use this policy,"
            " `check` cannot\n"
            "  hint: if it shall judge plans, extend deploylint:essential or list rules\n"
            "windows.yaml: fine: 0 rules, 0 switched off, 1 layer\n"
        ),
        "",
    )


def test_a_policy_of_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("policy: empty\n", "utf-8")
    assert check(tmp_path, "p.yaml") == (
        2,
        "",
        (
            "p.yaml: the policy has no rules, so it would judge nothing\n"
            "  hint: list rules under `rules:`, or extend deploylint:essential\n"
        ),
    )


def test_a_policy_without_windows_has_nothing_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("rules: {signed: {item: true}}\n", "utf-8")
    fine = "p.yaml: fine: 1 rules, 0 switched off, 1 layer\n"
    assert check(tmp_path, "-v", "p.yaml") == (0, fine, "")


def test_what_a_policy_says_is_harmless_on_a_terminal(tmp_path: Path) -> None:
    hostile = QUIET.replace("id: year-end, dates: {from: 2026", r'id: "\e[31m", dates: {from: 2025')
    (tmp_path / "p.yaml").write_text(hostile.replace("2027-01-02", "2026-01-02"), "utf-8")
    result = check(tmp_path, "p.yaml")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[0] == (
        r"p.yaml:10:7: warning: the freeze `\x1b[31m` has been over since Sat 2026-01-03 00:00,"
        " so it freezes nothing"
    )


def test_a_moment_needs_its_offset(tmp_path: Path) -> None:
    result = check(tmp_path, "p.yaml", now="2026-11-24T10:30")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("`--now`: `2026-11-24T10:30` has no UTC offset")


@pytest.mark.parametrize(
    ("below", "above", "said"),
    [
        pytest.param(
            "rules: {a: 1}",
            'rules: [{id: night, tier: avoid, cron: "* * * * *"}]',
            "below.yaml:4:3: `windows.rules`: expected a list, found a mapping\n",
            id="list",
        ),
        pytest.param(
            "holidays: 5",
            "holidays: {fr: {country: FR}}",
            "below.yaml:4:3: `holidays` in `windows`: expected a mapping, found a number\n",
            id="table",
        ),
    ],
)
def test_windows_in_another_form_are_the_fault_of_their_layer(
    tmp_path: Path, below: str, above: str, said: str
) -> None:
    head = "policy: {}\nextends: {}\nwindows:\n  {}\n"
    (tmp_path / "below.yaml").write_text(head.format("below", "deploylint:essential", below))
    (tmp_path / "above.yaml").write_text(head.format("above", "below.yaml", above))
    for file in ("below.yaml", "above.yaml"):
        result = check(tmp_path, file)
        assert (result.code, result.out, result.err) == (2, "", said)
