"""What the check schedule-current says."""

from datetime import timedelta

import pytest

from deploylint.checks.schedule_current import check
from deploylint.facts.clock import Clock
from tests.checks.plans import NO_CLOCK, TUESDAY, clock, lines, plan, written

CASES = [
    pytest.param(
        "",
        clock(),
        "na: the plan has no `scheduled_at`",
        id="not-scheduled",
    ),
    pytest.param(
        "scheduled_at: 2026-11-24T10:30:00+01:00",
        NO_CLOCK,
        "na: no clock: whether the planned time has passed cannot be judged",
        id="no-clock",
    ),
    pytest.param(
        "scheduled_at: 2026-11-24T12:00:00+01:00",
        clock(),
        "pass: planned for 2026-11-24 12:00+01:00, 1 h 30 min from now [plan 4:3]",
        id="ahead",
    ),
    pytest.param(
        "scheduled_at: 2026-11-24T09:30:00Z",
        clock(),
        "pass: planned for 2026-11-24 09:30+00:00, 0 s from now [plan 4:3]",
        id="right-now",
    ),
    pytest.param(
        "scheduled_at: 2026-11-23T10:00:00+01:00",
        clock(),
        """
        fail violated: the planned time 2026-11-23 10:00+01:00 passed 1 day 30 min ago
          4:3 the planned time 2026-11-23 10:00+01:00 passed 1 day 30 min ago
        """,
        id="passed",
    ),
    pytest.param(
        "scheduled_at: 2026-11-24T11:00:00+01:00",
        clock(gate=True),
        """
        fail violated: the slot 2026-11-24 11:00+01:00 to 2026-11-24 12:00+01:00 begins in 30
              min
          4:3 the slot 2026-11-24 11:00+01:00 to 2026-11-24 12:00+01:00 begins in 30 min
          next permitted 2026-11-24T11:00:00+01:00
        """,
        id="gate-before-the-slot",
    ),
    pytest.param(
        "scheduled_at: 2026-11-24T10:00:00+01:00",
        clock(gate=True),
        """
        pass: now is inside the slot 2026-11-24 10:00+01:00 to 2026-11-24 11:00+01:00 [plan 4:3]
          valid until 2026-11-24T11:00:00+01:00
        """,
        id="gate-in-the-slot",
    ),
    pytest.param(
        """
        scheduled_at: 2026-11-24T10:00:00+01:00
        duration: 30m
        """,
        clock(gate=True),
        """
        fail violated: the slot 2026-11-24 10:00+01:00 to 2026-11-24 10:30+01:00 ended 0 s ago
          4:3 the slot 2026-11-24 10:00+01:00 to 2026-11-24 10:30+01:00 ended 0 s ago
        """,
        id="gate-at-the-end-of-the-slot",
    ),
    pytest.param(
        "scheduled_at: 2026-11-24T10:00:00+01:00",
        clock(TUESDAY, TUESDAY + timedelta(hours=3), gate=True),
        """
        fail violated: the slot 2026-11-24 10:00+01:00 to 2026-11-24 11:00+01:00 ended 2 h 30
              min ago
          4:3 the slot 2026-11-24 10:00+01:00 to 2026-11-24 11:00+01:00 ended 2 h 30 min ago
        """,
        id="gate-judges-now-not-at",
    ),
    pytest.param(
        """
        scheduled_at: 2026-11-24T10:00:00+01:00
        duration: 500w
        """,
        clock(gate=True),
        """
        pass: now is inside the slot 2026-11-24 10:00+01:00 to 2027-11-25 10:00+01:00 [plan 4:3]
          valid until 2027-11-25T10:00:00+01:00
        """,
        id="gate-in-an-endless-slot",
    ),
]


@pytest.mark.parametrize(("text", "when", "expected"), CASES)
def test_the_schedule_has_not_passed(text: str, when: Clock, expected: str) -> None:
    assert written(check(plan(text), when)) == lines(expected)
