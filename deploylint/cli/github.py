"""What GitHub's runner collects from a step, beside its log.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

import os

from deploylint.cli.output import Output

SUMMARY = "GITHUB_STEP_SUMMARY"
OUTPUT = "GITHUB_OUTPUT"

SUMMARY_LIMIT = 1024 * 1024
"""How many bytes GitHub shows of all summaries of a step."""


def with_collected(outputs: tuple[Output, ...]) -> tuple[Output, ...]:
    """Return the outputs, and with `github` among them the summary and the outputs of the step.

    Both are left out where the runner names no file for them.
    """
    if all(output.format != "github" for output in outputs):
        return outputs
    summary, values = os.environ.get(SUMMARY), os.environ.get(OUTPUT)
    collected = []
    if summary:
        left = SUMMARY_LIMIT - _size(summary)
        collected.append(Output("markdown", summary, shared=True, limit=max(left, 0)))
    if values:
        collected.append(Output("github_outputs", values, shared=True))
    return (*outputs, *collected)


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0
