"""What a step tells later steps on GitHub: the lines of the file `$GITHUB_OUTPUT`.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-output-parameter

Every value is one of our words, a number or one of our instants; no text of a plan is among them,
so nothing can add a line.
"""

from collections.abc import Iterable, Iterator

from deploylint.model.report import Answer
from deploylint.report.overall import Overall
from deploylint.report.style import Style


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:  # noqa: ARG001  # for people
    """Yield the outputs, once all answers are there.

    `decision` is the strongest of all, `error` when something could not be judged, `none` without
    any plan; `next-permitted` is when the last of the blocked plans may go out, as ISO 8601, empty
    when no time is known. `failed` of `plans` are blocked or could not be judged.
    """
    overall = Overall()
    for answer in answers:
        overall.take(answer)
        yield ""
    later = overall.next_permitted
    yield f"decision={overall.decision}\n"
    yield f"blocked={'true' if overall.blocked else 'false'}\n"
    yield f"next-permitted={'' if later is None else later.isoformat()}\n"
    yield f"plans={overall.plans}\nfailed={overall.failed}\n"
