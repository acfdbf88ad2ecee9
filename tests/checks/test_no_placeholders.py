"""What the check no-placeholders says."""

import pytest

from deploylint.checks.no_placeholders import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        """
        migrations: [add_exports]
        smoke_tests: ['Homepage loads < 3s', 'see [notes](https://x.example)']
        """,
        "pass: none of the 5 texts in the plan is a placeholder [plan 1:1]",
        id="filled-in",
    ),
    pytest.param(
        "migrations: ['[migration à exécuter]']",
        """
        fail violated: 1 placeholder of a template left in `migrations[0]`
          4:16 "[migration à exécuter]" in `migrations[0]` is template text: write the real
              value
        """,
        id="whole-value",
    ),
    pytest.param(
        """
        notify:
          before: 'deploying [version] to <environment>'
        """,
        """
        fail violated: 2 placeholders of a template left in `notify.before`
          5:13 "[version]" in `notify.before` is template text: write the real value
          5:13 "<environment>" in `notify.before` is template text: write the real value
        """,
        id="one-text-two-placeholders",
    ),
    pytest.param(
        """
        owner: TODO
        reason: the cause is TBD
        """,
        """
        fail violated: 2 placeholders of a template left in `owner` and `reason`
          4:10 "TODO" in `owner` is template text: write the real value
          5:11 "TBD" in `reason` is template text: write the real value
        """,
        id="word-in-a-text",
    ),
    pytest.param(
        """
        team:
          escalation:
            '[situation]': on-call
        """,
        """
        fail violated: 1 placeholder of a template left in `team.escalation.[situation]`
          6:7 "[situation]" in `team.escalation.[situation]` is template text: write the real
              value
        """,
        id="key",
    ),
    pytest.param(
        "rollback_plan: à compléter",
        """
        fail violated: 1 placeholder of a template left in `rollback_plan`
          4:18 "à compléter" in `rollback_plan` is template text: write the real value
        """,
        id="french",
    ),
    pytest.param(
        "smoke_tests: [Todo list loads, No TODO left in the code]",
        "pass: none of the 4 texts in the plan is a placeholder [plan 1:1]",
        id="todo-that-is-not-one",
    ),
    pytest.param(
        """
        version: "[tag/version]"
        environment: "[staging|production]"
        migrations: ["[migration à exécuter]"]
        rollback_plan: "[comment rollback]"
        notify:
          before: "[channels]"
          after: "[channels]"
        smoke_tests: ["[tests post-deploy]"]
        checklist: [{item: "[vérification]", status: pass}]
        """,
        """
        fail violated: 8 placeholders of a template left in `version`, `environment`,
              `migrations[0]`, `rollback_plan`, `notify.before`, `notify.after` and 2 more
          2:12 "[tag/version]" in `version` is template text: write the real value
          3:16 "[staging|production]" in `environment` is template text: write the real value
          4:16 "[migration à exécuter]" in `migrations[0]` is template text: write the real
              value
          5:18 "[comment rollback]" in `rollback_plan` is template text: write the real value
          7:13 "[channels]" in `notify.before` is template text: write the real value
          8:12 "[channels]" in `notify.after` is template text: write the real value
          9:17 "[tests post-deploy]" in `smoke_tests[0]` is template text: write the real value
          10:22 "[vérification]" in `checklist[0].item` is template text: write the real value
        """,
        id="template-of-the-source-documents",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_each_placeholder_is_a_finding(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
