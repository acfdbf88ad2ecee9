"""What the check version-is-semver says."""

import pytest

from deploylint.checks.version_is_semver import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "version: v1.2.0",
        """
        fail unproven: nothing shows that v1.2.0 is new: the plan names no `previous_version`
          3:3 nothing shows that v1.2.0 is new: the plan names no `previous_version`
        """,
        id="alone",
    ),
    pytest.param(
        """
        version: v1.2.0
        previous_version: v1.1.9
        """,
        "pass: v1.2.0 is a semantic version above v1.1.9 [plan 3:3, plan 4:3]",
        id="above",
    ),
    pytest.param(
        """
        version: 1.2.0
        previous_version: v1.2.0-rc.1
        """,
        "pass: 1.2.0 is a semantic version above v1.2.0-rc.1 [plan 3:3, plan 4:3]",
        id="release-above-its-candidate",
    ),
    pytest.param(
        """
        version: v1.2.0
        previous_version: 1.2.0
        """,
        """
        fail violated: v1.2.0 is not above 1.2.0, the version that is running
          3:3 v1.2.0 is not above 1.2.0, the version that is running
        """,
        id="equal",
    ),
    pytest.param(
        """
        version: 1.2.0+5
        previous_version: 1.2.0+4
        """,
        """
        fail violated: 1.2.0+5 is not above 1.2.0+4, the version that is running
          3:3 1.2.0+5 is not above 1.2.0+4, the version that is running
        """,
        id="equal-but-for-the-build",
    ),
    pytest.param(
        """
        version: v1.2.0
        previous_version: v1.10.0
        """,
        """
        fail violated: v1.2.0 is not above v1.10.0, the version that is running
          3:3 v1.2.0 is not above v1.10.0, the version that is running
        """,
        id="below",
    ),
    pytest.param(
        """
        version: v1.2.0
        previous_version: '2026-11'
        """,
        """
        fail unproven: `previous_version` "2026-11" has no minor number, so nothing shows that
              v1.2.0 is above it
          4:3 `previous_version` "2026-11" has no minor number
        """,
        id="previous-is-no-semver",
    ),
    pytest.param(
        """
        version: v1.2.0
        previous_version: none
        """,
        """
        fail unproven: nothing shows that v1.2.0 is new: the plan names no `previous_version`
          3:3 nothing shows that v1.2.0 is new: the plan names no `previous_version`
        """,
        id="previous-says-nothing",
    ),
    pytest.param(
        """
        version: v1.1.9
        previous_version: v1.2.0
        type: rollback
        """,
        "pass: v1.1.9 is a semantic version [plan 3:3]",
        id="rollback-goes-down",
    ),
    pytest.param(
        "version: '1.2'",
        """
        fail violated: the version "1.2" has no patch number; write MAJOR.MINOR.PATCH, such as
              1.2.0
          3:3 the version "1.2" has no patch number
        """,
        id="no-patch",
    ),
    pytest.param(
        "version: 1.10",
        """
        fail violated: the version "1.10" has no patch number; write MAJOR.MINOR.PATCH, such as
              1.2.0
          3:3 the version "1.10" has no patch number
        """,
        id="number-as-written",
    ),
    pytest.param(
        "version: v1.02.0",
        """
        fail violated: the version "v1.02.0" has a leading zero in its minor number (02); write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "v1.02.0" has a leading zero in its minor number (02)
        """,
        id="leading-zero",
    ),
    pytest.param(
        "version: 1.2.0.1",
        """
        fail violated: the version "1.2.0.1" has 4 numbers instead of major.minor.patch; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "1.2.0.1" has 4 numbers instead of major.minor.patch
        """,
        id="four-numbers",
    ),
    pytest.param(
        "version: latest",
        """
        fail violated: the version "latest" has 'latest' where the major number belongs; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "latest" has 'latest' where the major number belongs
        """,
        id="a-name",
    ),
    pytest.param(
        "version: V1.2.0",
        """
        fail violated: the version "V1.2.0" has 'V1' where the major number belongs; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "V1.2.0" has 'V1' where the major number belongs
        """,
        id="capital-v",
    ),
    pytest.param(
        "version: 1.2.0-rc..1",
        """
        fail violated: the version "1.2.0-rc..1" has an empty part in its pre-release; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "1.2.0-rc..1" has an empty part in its pre-release
        """,
        id="empty-pre-release",
    ),
    pytest.param(
        "version: 1.2.0-rc_1",
        """
        fail violated: the version "1.2.0-rc_1" has '_' in its pre-release; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "1.2.0-rc_1" has '_' in its pre-release
        """,
        id="underscore",
    ),
    pytest.param(
        "version: 1.2.0-rc.01",
        """
        fail violated: the version "1.2.0-rc.01" has a leading zero in its pre-release (01);
              write MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "1.2.0-rc.01" has a leading zero in its pre-release (01)
        """,
        id="padded-pre-release",
    ),
    pytest.param(
        "version: 1.2.0+",
        """
        fail violated: the version "1.2.0+" has an empty part in its build; write
              MAJOR.MINOR.PATCH, such as 1.2.0
          3:3 the version "1.2.0+" has an empty part in its build
        """,
        id="empty-build",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_version_is_semantic_and_above(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
