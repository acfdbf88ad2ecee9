"""Nothing gets better by leaving things out: what is taken from a plan mends no rule of it."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path as File

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.decision import ExitCode, exit_code
from deploylint.errors import UserError, UserErrors
from deploylint.model.policy import Severity
from deploylint.model.report import Report
from deploylint.model.verdict import Assurance, Cause, Status
from tests.complete import (
    Deployment,
    Path,
    changed,
    example,
    items,
    judged,
    lines_for,
    outcomes,
    paths,
    without,
)
from tests.faults import ANYWHERE, EXCUSES, FAULTS, POLICIES, Excuse, pattern, plans
from tests.rulecases import ANSWERED, CHECKED

patient = settings(deadline=None, max_examples=60)
policies = st.sampled_from(POLICIES)


# What is taken away


def failing(report: Report) -> set[str]:
    return {rule for rule, (status, _) in outcomes(report).items() if status is Status.FAIL}


@cache
def faulty(fault: str, policy: str) -> Report:
    return judged(FAULTS[fault].plan, policy)


def mended(before: Report, plan: Deployment, taken: list[Path], policy: str) -> set[str]:
    """Return the rules that fail on the plan, and no longer do without what is taken.

    A plan that is refused is no better off. Nor does any become green while what blocked it fails.
    """
    try:
        after = judged(without(plan, taken), policy)
    except (UserError, UserErrors):
        return set()
    better = failing(before) - failing(after)
    if (exit_code(before), exit_code(after)) == (ExitCode.BLOCKED, ExitCode.COMPLIANT):
        assert set(before.blocking) <= better
    return better


def excused(taken: Iterable[Path], policy: str) -> set[str]:
    """Return the rules that may stop failing when that is taken away."""
    gone = set(map(pattern, taken))
    found = (e.rules for e in EXCUSES if policy in e.policies and gone.intersection(e.taken))
    return set(ANYWHERE).union(*found)


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_that_is_taken_away_mends_it(fault: str) -> None:
    """Each section as a whole, and in the sections with the fault each key and each entry."""
    plan, sections = FAULTS[fault].plan, {path.split(".")[0] for path in FAULTS[fault].change}
    assert any(failing(faulty(fault, policy)) for policy in POLICIES)
    for policy in POLICIES:
        before = faulty(fault, policy)
        for path in paths(plan) if failing(before) else ():
            if len(path) == 1 or path[0] in sections:
                better = mended(before, plan, [path], policy)
                assert better <= excused([path], policy), (policy, path)


@pytest.mark.parametrize("excuse", EXCUSES, ids=lambda excuse: excuse.taken[0].replace(".*", ""))
def test_every_excuse_is_needed(excuse: Excuse) -> None:
    """Each thing that may be taken away mends something, and each rule is mended by something."""
    useful, rules = set(), set()
    for fault in FAULTS:
        for path in paths(FAULTS[fault].plan):
            if pattern(path) in excuse.taken:
                better = mended_by(fault, path, excuse)
                rules |= better
                useful |= {pattern(path)} if better else set()
    assert useful == set(excuse.taken)
    assert rules == excuse.rules


def mended_by(fault: str, path: Path, excuse: Excuse) -> set[str]:
    """Return which rules of the excuse are mended by taking that away."""
    plan = FAULTS[fault].plan
    befores = {policy: faulty(fault, policy) for policy in excuse.policies}
    found = (
        mended(before, plan, [path], policy)
        for policy, before in befores.items()
        if failing(before) & excuse.rules
    )
    return set().union(*found) & excuse.rules


@settings(patient, max_examples=200)
@given(plans(), policies, st.data())
def test_nothing_gets_better_by_leaving_things_out(
    plan: Deployment, policy: str, data: st.DataObject
) -> None:
    taken = []
    for _ in range(data.draw(st.integers(1, 4))):
        section = data.draw(st.sampled_from(sorted(plan)))
        found = [path for path in paths(plan) if path[0] == section]
        taken.append(data.draw(st.sampled_from(found)))
    better = mended(judged(plan, policy), plan, taken, policy)
    assert better <= excused(taken, policy)


# What a tick can do


VIOLATED = [rule for rule, case in CHECKED.items() if case.cause is Cause.VIOLATED]


@pytest.mark.parametrize("rule", VIOLATED)
def test_a_tick_does_not_outvote_what_the_plan_shows(rule: str) -> None:
    plan = FAULTS[rule].plan
    ticked = judged(changed(plan, lines_for(plan, rule, {"status": "pass"})))
    assert outcomes(ticked)[rule] == (Status.FAIL, Cause.VIOLATED)


SILENT = {
    "version": "v1.2.0",
    "environment": "production",
    "migrations": ["add_user_exports_table"],
    "checklist": [{"id": rule, "status": "pass"} for rule in CHECKED],
}
TRUSTED = """
backup-recent communication-planned deployment-approved escalation-known migrations-before-code
migrations-reversible migrations-tested-in-staging migrations-validated monitoring-active
rollback-plan-present rollback-point-exists rollback-tested rollback-trigger-measurable
secrets-configured smoke-tests-planned strategy-suits-environment version-is-semver
watcher-available
"""
TRUSTED_IN_A_ROLLBACK = """
monitoring-active post-mortem-planned rollback-announced rollback-target-valid
rollback-time-target rollback-verification-planned secrets-configured smoke-tests-planned
"""


@pytest.mark.parametrize(
    ("more", "trusted"),
    [
        pytest.param({}, TRUSTED, id="release"),
        pytest.param(
            {"type": "rollback", "incident": "INC-43", "reason": "it is slow"},
            TRUSTED_IN_A_ROLLBACK,
            id="rollback",
        ),
    ],
)
def test_a_tick_is_trusted_where_the_plan_says_nothing(more: dict[str, str], trusted: str) -> None:
    """So a wrong section that is left out and ticked passes, unless the policy asks for more."""
    plan = changed(SILENT, more)
    report = judged(plan)
    by_tick = {
        rule: item.assurance
        for rule, item in items(report).items()
        if item.reason.startswith("the checklist says so") and item.status is Status.PASS
    }
    assert by_tick == dict.fromkeys(trusted.split(), Assurance.ATTESTED)
    strict = items(judged(plan, "strict"))
    demanding = {r for r in by_tick if strict[r].required_assurance > Assurance.ATTESTED}
    assert demanding
    assert {rule for rule in by_tick if strict[rule].cause is Cause.UNPROVEN} == demanding


def test_an_example_of_a_tick_that_stands_for_what_is_left_out() -> None:
    old = FAULTS["backup-recent"].plan
    ticked = changed(old, lines_for(old, "backup-recent", {"status": "pass"}))
    left_out = without(ticked, [("backup",)])
    said = [outcomes(judged(plan))["backup-recent"] for plan in (old, ticked, left_out)]
    assert said == [(Status.FAIL, Cause.VIOLATED)] * 2 + [(Status.PASS, None)]
    assert outcomes(judged(left_out, "strict"))["backup-recent"] == (Status.FAIL, Cause.UNPROVEN)


# What is added


@pytest.fixture(scope="module")
def one_more(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """Return policies with one more rule, which nobody answers, by policy and severity."""
    folder: File = tmp_path_factory.mktemp("policies")
    made = {}
    for policy in POLICIES:
        for severity in Severity:
            rule = f"{{item: true, severity: {severity.label}, aliases: [Nobody says so]}}"
            file = folder / f"{policy}-{severity.label}.yaml"
            file.write_text(f"extends: deploylint:{policy}\nrules: {{one-more: {rule}}}\n", "utf-8")
            made[policy, severity.label] = str(file)
    return made


@patient
@given(plans(), policies, st.sampled_from(Severity))
def test_one_more_failing_rule_never_lowers_the_exit_code(
    one_more: dict[tuple[str, str], str], plan: Deployment, policy: str, severity: Severity
) -> None:
    before = judged(plan, policy)
    after = judged(plan, one_more[policy, severity.label])
    assert outcomes(after) == outcomes(before) | {"one-more": (Status.FAIL, Cause.UNPROVEN)}
    blocks = severity is Severity.ERROR
    assert exit_code(after) == (ExitCode.BLOCKED if blocks else exit_code(before))
    assert after.decision >= before.decision


OWN = "the office plants were watered"


@patient
@given(plans(), policies, st.sampled_from([*CHECKED, *ANSWERED, OWN]))
def test_a_line_that_says_fail_never_lowers_the_exit_code(
    plan: Deployment, policy: str, text: str
) -> None:
    before = judged(plan, policy)
    lines = [*plan.get("checklist", []), {"item": text, "status": "fail"}]
    after = judged({**plan, "checklist": lines}, policy)
    known = outcomes(before)
    assert failing(after) == failing(before) | ({text} & known.keys())
    assert exit_code(after) >= exit_code(before)
    assert known.keys() & {text} or exit_code(after) is ExitCode.BLOCKED


@patient
@given(plans(), policies, st.integers(0, 60))
def test_a_passing_line_of_its_own_changes_no_rule(
    plan: Deployment, policy: str, place: int
) -> None:
    before = judged(plan, policy)
    lines = list(plan.get("checklist", []))
    lines.insert(place, {"item": OWN, "status": "pass"})
    after = judged({**plan, "checklist": lines}, policy)
    assert outcomes(after) == outcomes(before)
    assert (after.decision, exit_code(after)) == (before.decision, exit_code(before))


answers = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["tests-pass", "staging-validated", "backup-recent", OWN]),
        "status": st.sampled_from(Status).map(str),
    },
    optional={"reason": st.just("nothing changed")},
)


@patient
@given(st.lists(answers, max_size=6), st.data(), policies)
def test_the_order_of_the_lines_does_not_matter(
    lines: list[dict[str, str]], data: st.DataObject, policy: str
) -> None:
    moved = data.draw(st.permutations(lines))
    one, other = (
        judged({**example("complete"), "checklist": checklist}, policy)
        for checklist in (lines, moved)
    )
    statuses = [{rule: item.status for rule, item in items(r).items()} for r in (one, other)]
    assert statuses[0] == statuses[1]
    assert exit_code(one) == exit_code(other)
