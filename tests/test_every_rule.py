"""Every rule of the shipped policies, from file to verdict: passing, failing and not judged."""

import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from deploylint.decision import ExitCode, exit_code
from deploylint.load.policy import load_policy
from deploylint.model.policy import Rule, Severity
from deploylint.model.statements import unaccented
from deploylint.model.verdict import Assurance, Cause, Status
from tests.complete import GONE, Deployment, changed, example, items, judged, lines_for, outcomes
from tests.program import ROOT, environment
from tests.rulecases import ANSWERED, CHECKED, Case, NotJudged

RULES = {rule.id: rule for rule in load_policy("deploylint:production").rules}
PASS, NA = (Status.PASS, None), (Status.NA, None)
VIOLATED, UNPROVEN = (Status.FAIL, Cause.VIOLATED), (Status.FAIL, Cause.UNPROVEN)
CODE = {Severity.ERROR: ExitCode.BLOCKED, Severity.WARNING: ExitCode.COMPLIANT}
"""What a plan ends with in which one rule of that severity fails."""

COMPLETE, ROLLBACK = example("complete"), example("rollback")
BY_TYPE = {rule for rule, case in CHECKED.items() if case.base == "rollback"}
"""The rules that judge a rollback alone."""

WHY = "nothing of that in this release"


def cases(table: Mapping[str, object], outcome: str) -> list[object]:
    return [pytest.param(rule, case, id=f"{rule}-{outcome}") for rule, case in table.items()]


def rules(outcome: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("rule", [pytest.param(r, id=f"{r}-{outcome}") for r in ANSWERED])


def test_every_rule_has_its_cases() -> None:
    assert set(CHECKED) | set(ANSWERED) == set(RULES)
    assert not set(CHECKED) & set(ANSWERED)
    assert {rule.id for rule in RULES.values() if not rule.check} <= set(ANSWERED)


# Rules that a check judges


@pytest.mark.parametrize(("rule", "case"), cases(CHECKED, "pass"))
def test_a_checked_rule_passes(rule: str, case: Case) -> None:
    report = judged(changed(example(case.base), case.good))
    assert (outcomes(report)[rule], exit_code(report)) == (PASS, ExitCode.COMPLIANT)


@pytest.mark.parametrize(("rule", "case"), cases(CHECKED, "fail"))
def test_a_checked_rule_fails_and_no_other_does(rule: str, case: Case) -> None:
    before = outcomes(judged(example(case.base)))
    report = judged(changed(example(case.base), case.fail))
    after = outcomes(report)
    assert (after[rule], exit_code(report)) == (
        (Status.FAIL, case.cause),
        CODE[RULES[rule].severity],
    )
    judged_twice = {r for r in RULES if before[r] != NA and after[r] != NA} - {rule}
    assert {r: after[r] for r in judged_twice} == {r: before[r] for r in judged_twice}


@pytest.mark.parametrize(
    ("rule", "case"), cases({r: case.na for r, case in CHECKED.items() if case.na}, "na")
)
def test_a_checked_rule_has_nothing_to_judge(rule: str, case: NotJudged) -> None:
    base = example(CHECKED[rule].base)
    item = items(judged(changed(base, case.change)))[rule]
    assert (item.status, item.cause, item.reason) == (Status.NA, None, case.reason)


def test_only_these_rules_always_have_something_to_judge() -> None:
    """What stands in the plan can always be read, and it says nothing about other secrets."""
    always = {rule for rule, case in CHECKED.items() if case.na is None}
    assert always == {"no-placeholders", "secrets-configured"}
    item = items(judged(said("secrets-configured", "na")))["secrets-configured"]
    assert (item.status, item.reason) == (Status.NA, WHY)


# Rules that people answer


def said(rule: str, status: str) -> Deployment:
    """Return the complete plan with another answer to `rule`."""
    line = {"status": status, "reason": WHY}
    return changed(COMPLETE, lines_for(COMPLETE, rule, line))


@rules("pass")
def test_an_answered_rule_passes(rule: str) -> None:
    report = judged(COMPLETE)
    assert items(report)[rule].reason.startswith(f'the checklist says so: "{rule}" (')
    assert (outcomes(report)[rule], exit_code(report)) == (PASS, ExitCode.COMPLIANT)


@rules("fail")
def test_an_answered_rule_fails(rule: str) -> None:
    report = judged(said(rule, "fail"))
    assert outcomes(report) == outcomes(judged(COMPLETE)) | {rule: VIOLATED}
    assert exit_code(report) == CODE[RULES[rule].severity]


@rules("unanswered")
def test_an_unanswered_rule_is_unproven(rule: str) -> None:
    report = judged(changed(COMPLETE, lines_for(COMPLETE, rule)))
    assert outcomes(report) == outcomes(judged(COMPLETE)) | {rule: UNPROVEN}
    assert exit_code(report) == CODE[RULES[rule].severity]


@rules("na")
def test_an_answered_rule_is_na_with_a_reason(rule: str) -> None:
    report = judged(said(rule, "na"))
    never = rule == "tests-pass"
    assert outcomes(report) == outcomes(judged(COMPLETE)) | {rule: UNPROVEN if never else NA}
    assert never or items(report)[rule].reason == WHY


@pytest.mark.parametrize(("rule", "case"), cases(ANSWERED, "elsewhere"))
def test_an_answered_rule_does_not_apply_everywhere(rule: str, case: NotJudged) -> None:
    item = items(judged(changed(COMPLETE, case.change)))[rule]
    assert (item.status, item.cause, item.reason) == (Status.NA, None, case.reason)


def test_these_rules_accept_no_na() -> None:
    refused = {rule for rule in RULES if outcomes(judged(said(rule, "na")))[rule] == UNPROVEN}
    assert refused == {"tests-pass", "rollback-plan-present", "deploy-window", "monitoring-active"}


# What names a rule


def spelled(rule: Rule) -> list[str]:
    """Return all that names the rule, once loud without accents, once with accents apart."""
    texts = (rule.id, *rule.titles.values(), *rule.aliases)
    loud = [unaccented(text).upper() for text in texts]
    return loud + [unicodedata.normalize("NFD", text).swapcase() for text in texts]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_is_answered_by_title_and_alias_in_any_spelling(rule: Rule) -> None:
    assert set(rule.titles) == {"en", "fr"}
    assert rule.aliases
    silent = changed(COMPLETE, {"checklist": GONE})
    lines = [{"item": text, "status": "fail"} for text in spelled(rule)]
    before = outcomes(judged(silent, stages=(rule.stage,)))
    report = judged({**silent, "checklist": lines}, stages=(rule.stage,))
    assert [item.rule for item in report.items if not item.origin] == []
    assert outcomes(report) == before | {rule.id: VIOLATED}


# Whole plans


@pytest.mark.parametrize("name", ["complete", "rollback"])
def test_the_complete_examples_pass_by_the_command_at_their_top(name: str, tmp_path: Path) -> None:
    """The command is run as it stands there, at the top of a repository."""
    examples, program = tmp_path / "clone/docs/examples", tmp_path / "bin/deploylint"
    shutil.copytree(ROOT / "docs/examples", examples)
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path / "clone")
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m deploylint "$@"\n', "utf-8")
    program.chmod(0o755)
    env = environment(HOME=str(tmp_path), TMPDIR=str(tmp_path))
    env["PATH"] = f"{program.parent}:{env['PATH']}"
    header = (examples / f"{name}.yaml").read_text("utf-8").partition("\ndeployment:")[0]
    asked = "\n".join(line[6:] for line in header.splitlines() if line[:6] == "#     ")
    assert asked.startswith('cd "$(mktemp -d)"')
    script = f"set -e; git init -q .; git add .; {asked} --strict"
    done = subprocess.run(
        ["/bin/sh", "-c", script],
        cwd=tmp_path / "clone",
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nGO: may go out" in done.stdout


def test_only_rules_of_the_other_type_do_not_judge_the_complete_plans() -> None:
    standard, back = outcomes(judged(COMPLETE)), outcomes(judged(ROLLBACK))
    assert {rule for rule in RULES if standard[rule] != PASS} == {"hotfix-justified", *BY_TYPE}
    fields = {rule: {condition.field for condition in RULES[rule].when} for rule in RULES}
    of_any_type = {rule for rule in RULES if "type" not in fields[rule]}
    not_there = {"hotfix-justified", "schedule-current", "release-notes-published"}
    assert {rule for rule in RULES if back[rule] == PASS} == (of_any_type | BY_TYPE) - not_there


STAGING = changed(COMPLETE, {"environment": "staging"})
ASKED = """
no-placeholders secrets-configured schedule-current smoke-tests-planned strategy-suits-environment
migrations-reversible migrations-before-code migrations-ready tests-pass coverage-sufficient
no-merge-conflicts env-vars-configured feature-flags-configured certificates-valid
no-critical-vulnerabilities build-steps-passed artifacts-present build-warnings-documented
performance-budget-met health-check-configured smoke-tests-passed logs-clean team-notified
"""
IN_STAGING = set(ASKED.split())
"""What protects users is asked in production alone; what makes a version good, everywhere."""


@pytest.mark.parametrize("policy", ["essential", "production"])
def test_staging_is_asked_less(policy: str) -> None:
    report = judged(STAGING, policy)
    found = outcomes(report)
    expected = {rule: PASS if rule in IN_STAGING else NA for rule in found}
    assert (found, exit_code(report)) == (expected, ExitCode.COMPLIANT)
    assert set(found) == {rule.id for rule in load_policy(f"deploylint:{policy}").rules}


@pytest.mark.parametrize("policy", ["essential", "production"])
def test_a_bare_plan_for_staging_is_blocked(policy: str) -> None:
    bare = {"version": "v1.2.0", "environment": "staging"}
    found = judged(bare, policy)
    assert exit_code(found) is ExitCode.BLOCKED
    assert {"tests-pass", "smoke-tests-planned"} <= set(found.blocking) <= IN_STAGING


@pytest.mark.parametrize("plan", [COMPLETE, ROLLBACK], ids=["complete", "rollback"])
def test_strict_fails_exactly_what_demands_evidence(plan: Deployment) -> None:
    """A person's `na` is no evidence either."""
    demanding = {
        rule.id
        for rule in load_policy("deploylint:strict").rules
        if rule.assurance > Assurance.ATTESTED
    }
    before = outcomes(judged(plan))
    answered = {line["id"] for line in plan["checklist"]}
    holding = {rule for rule in RULES if before[rule] == PASS} | answered
    unproven = dict.fromkeys(demanding & holding, UNPROVEN)
    assert unproven
    assert outcomes(judged(plan, "strict")) == before | unproven
