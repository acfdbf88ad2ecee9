"""What a step tells later steps on GitHub: the lines of the file `$GITHUB_OUTPUT`.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-output-parameter

Every value is one of our words, a number or one of our instants; no text of a plan is among them,
so nothing can add a line.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from deploylint.model.policy import Action
from deploylint.model.report import Answer, Refusal
from deploylint.report.style import Style


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:  # noqa: ARG001  # for people
    """Yield the outputs, once all answers are there.

    `decision` is the strongest of all, `error` when something could not be judged, `none` without
    any plan; `next-permitted` is when the last of the blocked plans may go out, as ISO 8601, empty
    when no time is known. `failed` of `plans` are blocked or could not be judged.
    """
    plans = failed = 0
    refused = False
    strongest = Action.GO
    later: datetime | None = None
    for answer in answers:
        plans += 1
        if isinstance(answer, Refusal):
            failed, refused = failed + 1, True
        elif answer.blocked:
            failed += 1
            later = max(filter(None, (later, answer.next_permitted)), default=None)
        if not isinstance(answer, Refusal):
            strongest = max(strongest, answer.decision)
        yield ""
    decision = "error" if refused else strongest.label
    yield f"decision={decision if plans else 'none'}\n"
    yield f"blocked={'true' if failed or not plans else 'false'}\n"
    yield f"next-permitted={'' if later is None else later.isoformat()}\n"
    yield f"plans={plans}\nfailed={failed}\n"
