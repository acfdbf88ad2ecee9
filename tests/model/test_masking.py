"""What is said about a plan repeats none of its secrets."""

from deploylint.load.plan import read_plans
from deploylint.model.masking import without_secrets
from deploylint.model.policy import Action, Severity, Stage
from deploylint.model.report import Item
from deploylint.model.verdict import Finding, Status

SECRET = "hunter2Zebra99"
PLAN = f"deployment: {{version: v1, environment: test, reason: 'password={SECRET}'}}"


def test_neither_reason_nor_fix_nor_finding_repeats_a_secret() -> None:
    (plan,) = read_plans(PLAN.encode(), "plan.yaml")
    item = Item(
        rule="the-rule",
        title="The rule",
        category="tests",
        stage=Stage.PRE_DEPLOY,
        status=Status.FAIL,
        severity=Severity.ERROR,
        reason=f"{SECRET} is not there",
        on_fail=Action.ABORT,
        fix=f"did you mean `{SECRET}`?",
        findings=(Finding(f"no {SECRET}", plan.at),),
    )
    (masked,) = without_secrets([item], plan)
    assert masked.reason == "**** is not there"
    assert masked.fix == "did you mean `****`?"
    assert masked.findings == (Finding("no ****", plan.at),)
