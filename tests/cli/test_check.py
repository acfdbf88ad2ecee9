"""`deploylint check`, the whole program on real plans."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.program import EXAMPLE, FRIDAY, ROOT, TUESDAY, Result, run

HEAD = "deployment:\n  version: v1.2.0\n  environment: production\n"
SATURDAY_NIGHT = "2026-11-28T03:00:00+01:00"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Return a folder with the example plan and settings for Paris."""
    (tmp_path / "plan.yaml").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / ".deploylint.yaml").write_text("timezone: Europe/Paris\n", "utf-8")
    return tmp_path


def judged(result: Result) -> list[dict[str, Any]]:
    reports: list[dict[str, Any]] = json.loads(result.out)["reports"]
    return reports


def check(folder: Path, *arguments: str, now: str = TUESDAY) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the one report of a run with JSON output."""
    result = run("check", "plan.yaml", "--now", now, "-o", "json", *arguments, cwd=folder)
    assert result.err == ""
    (report,) = judged(result)
    return result.code, report


def items(report: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {item["rule"]: (item["status"], item["cause"]) for item in report["items"]}


def plan(folder: Path, text: str) -> None:
    (folder / "plan.yaml").write_text(text, "utf-8")


def test_the_example_goes_on_tuesday(here: Path) -> None:
    code, report = check(here)
    assert code == 0
    assert (report["decision"], report["blocked"]) == ("go", False)
    assert report["valid_until"] == "2026-11-24T16:00:00+01:00"
    assert items(report) == dict.fromkeys(items(report), ("pass", None))
    assert {item["assurance"] for item in report["items"]} == {"attested"}
    assert report["simulated"] is True


def test_the_wipe_in_the_example_is_a_note(here: Path) -> None:
    _, report = check(here)
    notes = [f for item in report["items"] if item["status"] == "pass" for f in item["findings"]]
    assert [(note["line"], note["column"]) for note in notes] == [(17, 18)]
    assert "`prisma migrate reset` in `rollback_plan` wipes the database" in notes[0]["message"]


def test_the_example_is_postponed_on_friday_afternoon(here: Path) -> None:
    code, report = check(here, now=FRIDAY)
    assert code == 1
    assert (report["decision"], report["blocked"]) == ("postpone", True)
    assert report["next_permitted"] == "2026-11-23T13:00:00+01:00"
    assert report["valid_until"] is None
    assert items(report)["deploy-window"] == ("fail", "violated")


def test_a_person_does_not_outvote_the_clock(here: Path) -> None:
    _, report = check(here, now=FRIDAY)
    (window,) = [item for item in report["items"] if item["rule"] == "deploy-window"]
    assert [(f["message"], f["line"]) for f in window["findings"]] == [
        ('"Pas vendredi après 14h" says pass: the plan shows otherwise', 11)
    ]


def test_the_summary_says_what_production_would_ask(here: Path) -> None:
    _, report = check(here)
    (rung,) = report["ladder"]
    assert rung["policy"] == "production"
    assert rung["blocks"] == len(rung["blocking"]) == 24
    code, strict = check(here, "--policy", "deploylint:production")
    failing = {
        item["rule"]
        for item in strict["items"]
        if item["status"] == "fail" and item["severity"] == "error"
    }
    assert code == 1
    assert set(rung["blocking"]) == failing


def test_in_short_only_this_policy_is_spoken_of(here: Path) -> None:
    arguments = ("check", "plan.yaml", "--now", TUESDAY, "--quiet")
    short = run(*arguments, cwd=here).out
    assert short.splitlines()[-2:] == [
        "GO: may go out; valid until Tue 2026-11-24 16:00 (Europe/Paris)",
        "assumed: no country is set, so no public holidays are known",
    ]
    (report,) = judged(run(*arguments, "-o", "json", cwd=here))
    assert [rung["policy"] for rung in report["ladder"]] == ["production"]


@pytest.mark.parametrize("name", ["text", "verbose", "production", "friday"])
def test_text_for_people(here: Path, name: str, golden: Any) -> None:
    options = {
        "text": ["--now", TUESDAY],
        "verbose": ["--now", TUESDAY, "-v"],
        "production": ["--now", TUESDAY, "--policy", "deploylint:production"],
        "friday": ["--now", FRIDAY],
    }[name]
    result = run("check", "plan.yaml", *options, cwd=here)
    assert result.err == ""
    golden(f"check-{name}.txt", result.out)


def test_json_and_yaml_reports(here: Path, golden: Any) -> None:
    for name in ("json", "yaml"):
        golden(
            f"check.{name}", run("check", "plan.yaml", "--now", TUESDAY, "-o", name, cwd=here).out
        )


def test_the_yaml_report_is_a_plan_again(here: Path) -> None:
    result = run("check", "plan.yaml", "--now", TUESDAY, "-o", "yaml", cwd=here)
    again = run("check", "-", "--now", TUESDAY, "-o", "json", cwd=here, stdin=result.out)
    assert again.code == 0, again.err
    assert judged(again)[0]["decision"] == "go"


def test_a_p1_hotfix_may_go_at_any_time(here: Path) -> None:
    hotfix = "  type: hotfix\n  priority: P1\n  incident: INC-42\n  reason: checkout fails\n"
    plan(here, EXAMPLE.read_text("utf-8").rstrip() + "\n" + hotfix)
    code, report = check(here, now=SATURDAY_NIGHT)
    assert code == 0, report["items"]
    assert report["decision"] == "go"


@pytest.mark.parametrize("incident", ["", "  incident: none\n", "  incident: '-'\n"])
def test_a_hotfix_without_incident_is_no_hotfix(here: Path, incident: str) -> None:
    hotfix = f"  type: hotfix\n  priority: P1\n{incident}  reason: checkout fails\n"
    plan(here, EXAMPLE.read_text("utf-8").rstrip() + "\n" + hotfix)
    code, report = check(here, now=SATURDAY_NIGHT)
    assert (code, report["decision"]) == (1, "postpone")
    assert items(report)["deploy-window"] == ("fail", "violated")


def test_the_type_can_be_given_on_the_command_line(here: Path) -> None:
    plan(here, EXAMPLE.read_text("utf-8").rstrip() + "\n  incident: INC-1\n  reason: it is down\n")
    assert check(here, now=SATURDAY_NIGHT)[0] == 1
    assert check(here, "--type", "hotfix", "--priority", "P1", now=SATURDAY_NIGHT)[0] == 0


def test_the_schedule_is_judged_when_it_lies_ahead(here: Path) -> None:
    scheduled = "  scheduled_at: 2026-11-24T10:30:00+01:00\n"
    plan(here, EXAMPLE.read_text("utf-8").rstrip() + "\n" + scheduled)
    code, report = check(here, now=FRIDAY)
    assert (code, report["basis"], report["at"]) == (0, "scheduled_at", TUESDAY)
    code, report = check(here, "--gate", now=FRIDAY)
    assert (code, report["decision"]) == (1, "postpone")
    assert report["next_permitted"] == TUESDAY


def test_a_slot_that_is_over_names_no_time_to_come_back(here: Path) -> None:
    scheduled = "  scheduled_at: 2026-11-19T10:30:00+01:00\n"
    plan(here, EXAMPLE.read_text("utf-8").rstrip() + "\n" + scheduled)
    for now in (FRIDAY, "2026-11-23T13:00:00+01:00"):
        code, report = check(here, "--gate", now=now)
        assert (code, report["decision"], report["next_permitted"]) == (1, "postpone", None)


def test_a_time_that_another_rule_does_not_name_is_not_known(here: Path) -> None:
    policy = here / "own.yaml"
    plan(here, EXAMPLE.read_text("utf-8").replace("status: pass", "status: fail", 1))
    told = []
    for on_fail in ("abort", "postpone"):
        rule = f"{{severity: error, on_fail: {on_fail}}}"
        policy.write_text(f"extends: deploylint:essential\nrules: {{tests-pass: {rule}}}\n")
        report = check(here, "--policy=own.yaml", now=FRIDAY)[1]
        told.append((report["decision"], report["next_permitted"]))
    assert told == [("abort", "2026-11-23T13:00:00+01:00"), ("postpone", None)]


def test_a_window_that_only_warns_is_not_waited_for(here: Path) -> None:
    (here / "own.yaml").write_text(
        "extends: deploylint:essential\nrules: {deploy-window: warning}\n"
    )
    plan(here, EXAMPLE.read_text("utf-8").replace("status: pass", "status: fail", 1))
    report = check(here, "--policy=own.yaml", now=FRIDAY)[1]
    assert (report["decision"], report["next_permitted"]) == ("abort", None)


def test_the_gate_opens_inside_the_slot_only(here: Path) -> None:
    scheduled = "  scheduled_at: 2026-11-24T10:30:00+01:00\n  duration: 30m\n"
    plan(here, EXAMPLE.read_text("utf-8").rstrip() + "\n" + scheduled)
    codes = [
        check(here, "--gate", now=f"2026-11-24T{time}:00+01:00")[0]
        for time in ("10:29", "10:30", "10:59", "11:00")
    ]
    assert codes == [1, 0, 0, 1]


def test_without_a_clock_time_does_not_matter(here: Path) -> None:
    result = run("check", "plan.yaml", "--no-clock", "-o", "json", cwd=here)
    (report,) = judged(result)
    assert result.code == 0
    assert (report["now"], report["at"], report["basis"]) == (None, None, "--no-clock")
    assert items(report)["deploy-window"] == ("na", None)


@pytest.mark.parametrize("moment", [("--no-clock",), ("--now", TUESDAY)], ids=["none", "now"])
def test_a_checklist_that_was_filled_in_says_the_same_again(
    here: Path, moment: tuple[str, ...]
) -> None:
    """What a check finds nothing to judge in is `na` also where a rule takes no person's `na`."""
    first = run("check", "plan.yaml", *moment, "-o", "json", "-o", "yaml=filled.yaml", cwd=here)
    again = run("check", "filled.yaml", *moment, "-o", "json", cwd=here)
    assert (first.code, again.code) == (0, 0)
    (before,), (after,) = judged(first), judged(again)
    assert items(after) == items(before)


def test_a_rollback_that_was_filled_in_is_one_again(here: Path) -> None:
    plan(here, (ROOT / "docs/examples/rollback.yaml").read_text("utf-8"))
    first = run("check", "plan.yaml", "--now", TUESDAY, "-o", "yaml=filled.yaml", cwd=here)
    again = run("check", "filled.yaml", "--now", TUESDAY, "-o", "json", cwd=here)
    (report,) = judged(again)
    assert (first.code, again.code, report["plan"]["type"]) == (0, 0, "rollback")


def test_a_reason_is_asked_also_where_nothing_is_to_be_judged(here: Path) -> None:
    plan(here, HEAD + "  checklist: [{id: deploy-window, status: na}]\n")
    result = run("check", "plan.yaml", "--no-clock", "-o", "json", cwd=here)
    (report,) = judged(result)
    assert items(report)["deploy-window"] == ("fail", "unproven")


def test_without_a_clock_a_schedule_is_judged_all_the_same(here: Path) -> None:
    scheduled = "  scheduled_at: 2026-11-20T14:30:00+01:00\n"
    plan(here, EXAMPLE.read_text("utf-8").rstrip() + "\n" + scheduled)
    assert run("check", "plan.yaml", "--no-clock", cwd=here).code == 1


def test_without_settings_the_zone_is_utc_and_the_report_says_so(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(EXAMPLE.read_bytes())
    _, report = check(tmp_path)
    assert report["timezone"] == "UTC"
    assert report["assumptions"] == [
        "no time zone is set, so the windows are read in UTC",
        "no country is set, so no public holidays are known",
    ]


def test_the_plan_chooses_neither_policy_nor_zone(here: Path) -> None:
    plan(here, HEAD + "  policy: mine\n  timezone: Asia/Tokyo\n")
    result = run("check", "plan.yaml", "--now", TUESDAY, cwd=here)
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "plan.yaml:4:3: `deployment`: the key `policy` is not known here\n"
        "  hint: a plan never chooses its own policy: use --policy, or `policy` in"
        " .deploylint.yaml\n"
        "plan.yaml:5:3: `deployment`: the key `timezone` is not known here\n"
        "  hint: the zone comes from .deploylint.yaml or the policy, never from the plan\n"
    )


def test_a_line_of_no_rule_blocks_when_it_says_fail(here: Path) -> None:
    own = "    - item: The owner signed off\n      status: fail\n      reason: on holiday\n"
    text = EXAMPLE.read_text("utf-8").replace("  checklist:\n", "  checklist:\n" + own)
    plan(here, text)
    code, report = check(here)
    assert (code, report["decision"]) == (1, "abort")
    (item,) = [item for item in report["items"] if item["rule"] == "The owner signed off"]
    assert (item["status"], item["severity"], item["origin"]) == ("fail", "error", None)
    plan(here, text.replace("status: fail", "status: pass"))
    assert check(here)[0] == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "{id: tests-pass, status: na, reason: none}", ("fail", "unproven"), id="never"
        ),
        pytest.param("{id: staging-validated, status: na}", ("fail", "unproven"), id="no-reason"),
        pytest.param(
            "{id: staging-validated, status: na, reason: a text change}", ("na", None), id="reason"
        ),
        pytest.param("{item: STAGING VALIDE, status: pass}", ("pass", None), id="no-accents"),
        pytest.param("{item: Staging is validated, status: fail}", ("fail", "violated"), id="fail"),
    ],
)
def test_what_a_person_may_answer(here: Path, line: str, expected: tuple[str, str | None]) -> None:
    plan(here, f"{HEAD}  checklist:\n    - {line}\n")
    _, report = check(here)
    rule = "tests-pass" if "tests-pass" in line else "staging-validated"
    assert items(report)[rule] == expected


def test_nothing_evaluated_is_exit_3(here: Path) -> None:
    (here / "policy.yaml").write_text(
        "rules:\n  only-canary:\n    when: {strategy: canary}\n    item: true\n", "utf-8"
    )
    code, report = check(here, "--policy", "policy.yaml")
    assert (code, report["blocked"], report["decision"]) == (3, True, "investigate")


def test_stages_are_picked(here: Path) -> None:
    _, report = check(here, "--stage", "verify,close", "--policy", "deploylint:production")
    assert {item["stage"] for item in report["items"]} == {"verify", "close"}
    assert report["stages"] == ["verify", "close"]
    assert report["decision"] == "investigate"


def test_a_failing_smoke_test_after_the_deploy_rolls_back(here: Path) -> None:
    plan(here, f"{HEAD}  checklist: [{{id: smoke-tests-passed, status: fail}}]\n")
    code, report = check(here, "--stage", "verify", "--policy", "deploylint:production")
    assert (code, report["decision"]) == (1, "rollback")


WARNING = (
    "extends: deploylint:essential\nrules:\n  owner-named:\n    severity: warning\n    item: true\n"
)


def test_a_warning_cautions_and_blocks_when_strict(here: Path) -> None:
    (here / "policy.yaml").write_text(WARNING, "utf-8")
    code, report = check(here, "--policy", "policy.yaml")
    assert (code, report["decision"], report["counts"]["warnings"]) == (0, "caution", 1)
    code, report = check(here, "--policy", "policy.yaml", "--strict")
    assert (code, report["decision"], report["counts"]["errors"]) == (1, "abort", 1)


def test_exit_zero_forgives_a_blocked_plan_only(here: Path) -> None:
    assert run("check", "plan.yaml", "--now", FRIDAY, "--exit-zero", cwd=here).code == 0
    assert run("check", "absent.yaml", "--exit-zero", cwd=here).code == 2


def test_the_format_never_changes_the_code(here: Path) -> None:
    for output in ("text", "json", "yaml", "json=out.json"):
        assert run("check", "plan.yaml", "--now", FRIDAY, "-o", output, cwd=here).code == 1


def test_several_plans_and_documents(here: Path) -> None:
    two = f"{EXAMPLE.read_text('utf-8')}---\n{HEAD}"
    (here / "two.yaml").write_text(two, "utf-8")
    result = run("check", "plan.yaml", "two.yaml", "--now", TUESDAY, "-o", "json", cwd=here)
    assert result.code == 1
    assert [(r["plan"]["file"], r["decision"]) for r in judged(result)] == [
        ("plan.yaml", "go"),
        ("two.yaml", "go"),
        ("two.yaml", "abort"),
    ]
    one, first, second = (report["plan"]["digest"] for report in judged(result))
    assert one.startswith("sha256:")
    assert first != second


def test_a_broken_plan_beats_a_blocked_one_and_the_others_are_judged(here: Path) -> None:
    plan(here, HEAD)
    (here / "bad.yaml").write_text("deployment: 1\n", "utf-8")
    result = run("check", "bad.yaml", "plan.yaml", "--now", TUESDAY, "-o", "json", cwd=here)
    assert result.code == 2
    assert [report["decision"] for report in judged(result)] == ["abort"]
    assert result.err == "bad.yaml:1:13: `deployment`: expected a mapping, found a number\n"


def test_plans_of_the_settings_are_judged_by_default(here: Path) -> None:
    (here / ".deploylint.yaml").write_text(
        "timezone: Europe/Paris\npolicy: policy.yaml\nplans: ['pl*.yaml']\n", "utf-8"
    )
    (here / "policy.yaml").write_text(WARNING, "utf-8")
    (here / "deep").mkdir()
    result = run("check", "--now", TUESDAY, "-o", "json", cwd=here / "deep")
    (report,) = judged(result)
    assert (report["plan"]["file"], report["policy"]["name"]) == ("../plan.yaml", "policy")


def test_standard_input_and_json_plans(here: Path) -> None:
    result = run(
        "check",
        "-",
        "--now",
        TUESDAY,
        "-o",
        "json",
        cwd=here,
        stdin='{"deployment": {"version": 1.10, "environment": "staging"}}',
    )
    (report,) = judged(result)
    assert (report["plan"]["file"], report["plan"]["version"]) == ("<stdin>", "1.10")


def test_several_outputs_at_once(here: Path) -> None:
    result = run(
        "check", "plan.yaml", "--now", TUESDAY, "-o", "text", "-o", "json=report.json", cwd=here
    )
    assert result.out.startswith("plan.yaml: v1.2.0 to production")
    assert json.loads((here / "report.json").read_text("utf-8"))["reports"][0]["decision"] == "go"


@pytest.mark.parametrize("name", ["development", "qa", "Staging", "production", "eu-west-live"])
def test_an_unknown_environment_counts_as_production(here: Path, name: str) -> None:
    plan(here, HEAD.replace("production", name))
    _, report = check(here)
    expected = "fail" if name in ("production", "eu-west-live") else "na"
    assert items(report)["staging-validated"][0] == expected


def test_the_template_as_it_stands_is_refused_with_its_places(here: Path) -> None:
    (here / "plan.yaml").write_bytes((ROOT / "tests/data/template.yaml").read_bytes())
    result = run("check", "plan.yaml", "--now", TUESDAY, cwd=here)
    assert (result.code, result.err) == (
        2,
        (
            "plan.yaml:6:7: `deployment.checklist[0].status`: expected one of pass, fail, na,"
            " found a list\n  hint: write one of these words\n"
        ),
    )
    text = (here / "plan.yaml").read_text("utf-8").replace("[pass|fail|na]", "pass")
    plan(here, text)
    _, report = check(here)
    (item,) = [item for item in report["items"] if item["rule"] == "no-placeholders"]
    assert (item["status"], item["cause"]) == ("fail", "violated")
    assert [finding["line"] for finding in item["findings"]] == [2, 3, 5, 7, 8, 10, 11, 12]


def test_colour_only_where_it_is_wanted(here: Path) -> None:
    plain = run("check", "plan.yaml", "--now", FRIDAY, cwd=here).out
    forced = run("check", "plan.yaml", "--now", FRIDAY, cwd=here, env={"FORCE_COLOR": "1"}).out
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    refused = run("check", "plan.yaml", "--now", FRIDAY, cwd=here, env=both).out
    assert "\x1b" not in plain
    assert "\x1b[" in forced
    assert refused == plain
