"""The window: which rule decides, until when it holds, and when to come back."""

from datetime import datetime

import pytest

from deploylint.checks.deploy_window import check
from deploylint.collect.schedule import Circumstances, collect_schedule
from deploylint.facts.clock import Basis, Clock
from deploylint.facts.schedule import Schedule
from deploylint.load.policy import load_policy
from deploylint.model.verdict import Assurance
from deploylint.model.windows import OnCall
from tests.checks.plans import NO_CLOCK, clock, plan, written

NAMED = "incident: INC-42\nreason: checkout fails"


def schedule(at: str, on_call: OnCall = OnCall.UNKNOWN) -> Schedule:
    """Return the shipped windows in Paris, with French holidays."""
    rules = load_policy("deploylint:essential").windows
    assert rules is not None
    circumstances = Circumstances(timezone="Europe/Paris", country="FR", on_call=on_call)
    return collect_schedule(rules, circumstances, datetime.fromisoformat(at))


def judged(at: str, text: str = "", *, gate: bool = False) -> str:
    moment = datetime.fromisoformat(at)
    return written(check(plan(text), clock(moment, gate=gate), schedule(at)))


@pytest.mark.parametrize(
    ("at", "text", "expected"),
    [
        pytest.param(
            "2026-11-24T10:30:00+01:00",
            "",
            "pass: Tue 2026-11-24 10:30 (Europe/Paris) is `recommended`: rule rec-midweek, Tue"
            " 2026-11-24 10:00 to 16:00, open until Tue 2026-11-24 16:00",
            id="open",
        ),
        pytest.param(
            "2026-11-20T14:30:00+01:00",
            "",
            "fail violated: Fri 2026-11-20 14:30 (Europe/Paris) is `avoid`: rule avoid-friday-pm,"
            " Fri 2026-11-20 14:00 to 24:00; permitted again from Mon 2026-11-23 13:00",
            id="friday",
        ),
        pytest.param(
            "2026-11-11T10:30:00+01:00",
            "",
            "fail violated: Wed 2026-11-11 10:30 (Europe/Paris) is `avoid`: rule avoid-holiday,"
            " Wed 2026-11-11 00:00 to 24:00 (Armistice Day); permitted again from Thu 2026-11-12"
            " 10:00",
            id="holiday",
        ),
        pytest.param(
            "2026-12-24T10:30:00+01:00",
            "",
            "fail violated: Thu 2026-12-24 10:30 (Europe/Paris) is `avoid`: rule avoid-eve, Thu"
            " 2026-12-24 00:00 to 24:00 (eve of Christmas Day); permitted again from Mon"
            " 2026-12-28 13:00",
            id="eve",
        ),
        pytest.param(
            "2026-11-25T03:00:00+01:00",
            "",
            "fail violated: Wed 2026-11-25 03:00 (Europe/Paris) is `avoid`: no rule covers it, so"
            " the default holds; permitted again from Wed 2026-11-25 10:00",
            id="uncovered",
        ),
        pytest.param(
            "2026-11-24T15:00:00+01:00",
            "duration: 90m",
            "fail violated: the deployment takes 1 h 30 min from Tue 2026-11-24 15:00"
            " (Europe/Paris), but the window closes at Tue 2026-11-24 16:00; permitted again from"
            " Wed 2026-11-25 10:00",
            id="does-not-fit",
        ),
        pytest.param(
            "2026-11-28T03:00:00+01:00",
            f"type: hotfix\npriority: P1\n{NAMED}",
            "pass: Sat 2026-11-28 03:00 (Europe/Paris) is `acceptable`: exception hotfix-p1",
            id="hotfix",
        ),
        pytest.param(
            "2026-11-28T03:00:00+01:00",
            "type: hotfix\npriority: P1",
            "fail violated: Sat 2026-11-28 03:00 (Europe/Paris) is `never`: rule"
            " never-weekend-no-oncall, Sat 2026-11-28 00:00 to 24:00, and a hotfix without incident"
            " and reason is no exception; permitted again from Mon 2026-11-30 13:00",
            id="hotfix-without-incident",
        ),
    ],
)
def test_the_moment_is_judged(at: str, text: str, expected: str) -> None:
    verdict = check(plan(text), clock(datetime.fromisoformat(at)), schedule(at))
    cause = f" {verdict.cause}" if verdict.cause else ""
    assert f"{verdict.status}{cause}: {verdict.reason}" == expected


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        pytest.param(
            "10:29",
            "fail violated: it is Tue 2026-11-24 10:29, before the slot of the plan, Tue"
            " 2026-11-24 10:30 to",
            id="before",
        ),
        pytest.param("10:30", "pass: Tue 2026-11-24 10:30", id="begins"),
        pytest.param("10:59", "pass: Tue 2026-11-24 10:59", id="last-minute"),
        pytest.param(
            "11:00", "fail violated: it is Tue 2026-11-24 11:00, after the slot", id="over"
        ),
    ],
)
def test_the_gate_opens_in_the_slot_alone(time: str, expected: str) -> None:
    text = "scheduled_at: 2026-11-24T10:30:00+01:00\nduration: 30m"
    said = judged(f"2026-11-24T{time}:00+01:00", text, gate=True)
    assert " ".join(said.split()).startswith(expected)


@pytest.mark.parametrize(
    ("at", "start", "gate", "expected"),
    [
        pytest.param(
            "2026-11-24T10:00",
            "2026-11-24T10:30",
            True,
            """
            it is Tue 2026-11-24 10:00, before the slot of the plan, Tue 2026-11-24 10:30 to Tue
            2026-11-24 11:00; permitted from Tue 2026-11-24 10:30
            next permitted 2026-11-24T10:30:00+01:00
            """,
            id="before",
        ),
        pytest.param(
            "2026-11-24T08:00",
            "2026-11-24T09:45",
            True,
            """
            it is Tue 2026-11-24 08:00, before the slot of the plan, Tue 2026-11-24 09:45 to Tue
            2026-11-24 10:15; permitted from Tue 2026-11-24 10:00
            next permitted 2026-11-24T10:00:00+01:00
            """,
            id="before-a-slot-that-begins-too-early",
        ),
        pytest.param(
            "2026-11-24T10:00",
            "2026-11-28T10:00",
            True,
            """
            it is Tue 2026-11-24 10:00, before the slot of the plan, Sat 2026-11-28 10:00 to Sat
            2026-11-28 10:30; the plan needs a new `scheduled_at`; permitted again from Mon
            2026-11-30 13:00
            """,
            id="before-a-slot-outside-of-the-windows",
        ),
        pytest.param(
            "2026-11-20T14:15",
            "2026-11-20T14:00",
            True,
            """
            Fri 2026-11-20 14:15 (Europe/Paris) is `avoid`: rule avoid-friday-pm, Fri 2026-11-20
            14:00 to 24:00; the plan needs a new `scheduled_at`, as its slot ends Fri 2026-11-20
            14:30; permitted again from Mon 2026-11-23 13:00
            """,
            id="in-a-slot-outside-of-the-windows",
        ),
        pytest.param(
            "2026-11-24T11:00",
            "2026-11-24T10:30",
            True,
            """
            it is Tue 2026-11-24 11:00, after the slot of the plan, Tue 2026-11-24 10:30 to Tue
            2026-11-24 11:00; the plan needs a new `scheduled_at`; this moment is permitted
            """,
            id="after-in-the-windows",
        ),
        pytest.param(
            "2026-11-20T15:00",
            "2026-11-20T10:30",
            True,
            """
            it is Fri 2026-11-20 15:00, after the slot of the plan, Fri 2026-11-20 10:30 to Fri
            2026-11-20 11:00; the plan needs a new `scheduled_at`; permitted again from Mon
            2026-11-23 13:00
            """,
            id="after-and-outside-of-the-windows",
        ),
        pytest.param(
            "2026-11-20T15:00",
            "2026-11-20T10:30",
            False,
            """
            Fri 2026-11-20 15:00 (Europe/Paris) is `avoid`: rule avoid-friday-pm, Fri 2026-11-20
            14:00 to 24:00; the plan needs a new `scheduled_at`, as its slot ends Fri 2026-11-20
            11:00; permitted again from Mon 2026-11-23 13:00
            """,
            id="after-and-no-gate",
        ),
    ],
)
def test_a_plan_comes_back_in_its_slot_or_with_another(
    at: str, start: str, expected: str, *, gate: bool
) -> None:
    now = datetime.fromisoformat(f"{at}:00+01:00")
    judging = Clock(now=now, at=now, basis=Basis.NOW, gate=gate)
    scheduled = plan(f"scheduled_at: {start}:00+01:00\nduration: 30m")
    verdict = check(scheduled, judging, schedule(now.isoformat()))
    named = verdict.next_permitted
    times = [f"next permitted {named.isoformat()}"] if named else []
    assert " ".join([verdict.reason, *times]) == " ".join(expected.split())


def test_without_a_clock_nothing_is_judged() -> None:
    verdict = check(plan(), NO_CLOCK, schedule("2026-11-24T10:30:00+01:00"))
    assert written(verdict) == ("na: no clock: the plan has no schedule, so no moment is judged")


def test_a_pass_and_a_fail_know_their_time() -> None:
    tuesday, friday = "2026-11-24T10:30:00+01:00", "2026-11-20T14:30:00+01:00"
    passed = check(plan(), clock(datetime.fromisoformat(tuesday)), schedule(tuesday))
    failed = check(plan(), clock(datetime.fromisoformat(friday)), schedule(friday))
    assert (str(passed.valid_until), passed.next_permitted) == ("2026-11-24 16:00:00+01:00", None)
    assert (failed.valid_until, str(failed.next_permitted)) == (None, "2026-11-23 13:00:00+01:00")


@pytest.mark.parametrize(
    ("basis", "simulated", "assurance"),
    [
        (Basis.NOW, False, Assurance.EVIDENCED),
        (Basis.NOW, True, Assurance.ATTESTED),
        (Basis.AT, False, Assurance.ATTESTED),
        (Basis.SCHEDULE, False, Assurance.ATTESTED),
    ],
)
def test_only_the_running_clock_is_evidence(
    basis: Basis, simulated: bool, assurance: Assurance
) -> None:
    at = datetime.fromisoformat("2026-11-24T10:30:00+01:00")
    judging = Clock(now=at, at=at, basis=basis, simulated=simulated)
    verdict = check(plan(), judging, schedule(at.isoformat()))
    assert verdict.assurance is assurance
