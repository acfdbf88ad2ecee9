"""What the check watcher-available says."""

import pytest

from deploylint.checks.watcher_available import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        """
        fail unproven: the plan does not say who watches the release
          1:1 the plan does not say who watches the release
        """,
        id="not-stated",
    ),
    pytest.param(
        "team: {deployer: release-manager}",
        """
        fail unproven: the plan does not say who watches the release
          4:3 the plan does not say who watches the release
        """,
        id="team-without-watcher",
    ),
    pytest.param(
        "team: {watcher: on-call}",
        "pass: on-call watches the release [plan 4:10]",
        id="named",
    ),
    pytest.param(
        """
        team: {watcher: on-call}
        monitoring: {duration: 90m}
        """,
        "pass: on-call watches the release for 1 h 30 min [plan 4:10]",
        id="named-with-duration",
    ),
    pytest.param(
        "team: {watcher: nobody}",
        """
        fail violated: `team.watcher` says "nobody", which names nobody
          4:10 `team.watcher` says "nobody", which names nobody
        """,
        id="nobody",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_somebody_watches(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
