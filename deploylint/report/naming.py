"""What a report calls plans, their documents, and what is no file."""

from deploylint.model.plan import Plan
from deploylint.model.report import Answer, Refusal, Report


def release(plan: Plan) -> str:
    """Return what is deployed where, such as `exports v2.0.0 to production`."""
    what = f"{plan.service} {plan.version}" if plan.service else plan.version
    return f"{what} to {plan.environment}"


def subject(report: Report) -> str:
    """Return what is deployed where; migrations may be judged without a plan."""
    return release(report.plan) if report.plan.file else "the migrations"


def document(plan: Plan) -> str:
    """Return the file of a plan; of a later one in its file, with the line where it begins."""
    return f"{plan.file}:{plan.at.line}" if plan.document > 1 else plan.file


def called(answer: Answer) -> str:
    """Return what an answer is about: a file, or what stands for none."""
    if isinstance(answer, Refusal):
        return answer.file or "deploylint"
    return document(answer.plan) or "migrations"


def titled(report: Report) -> str:
    """Return where a plan stands and what is deployed where."""
    where = document(report.plan)
    return f"{where}: {subject(report)}" if where else subject(report)


def is_file(place: str) -> bool:
    """Say whether a place names a file, and not standard input, a shipped policy or nothing."""
    return bool(place) and not place.startswith(("<", "deploylint:"))
