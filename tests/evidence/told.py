"""What a reader of test reports says, as a few lines of text."""

from textwrap import dedent

from deploylint.facts.tests import TestRun
from deploylint.formats.reading import Reading

SHOWN = 40
"""Characters of a message."""


def told(reading: Reading[TestRun]) -> str:
    """Return a whole reading: tool, counts, when and of what, then all that is not simply good."""
    run = reading.content
    shard = f" shard {run.shard.current}/{run.shard.total}" if run.shard else ""
    lines = [f"{run.tool}{shard}: {run.executed} ran, {run.skipped} skipped"]
    if run.uncounted:
        lines[0] += f", {run.uncounted} of them only look as if they had run"
    if reading.time is not None:
        lines.append(f"made {reading.time.isoformat()}{' or so' if reading.vague else ''}")
    if reading.commit is not None:
        lines.append(f"of {reading.commit}")
    for case in run.cases:
        words = [case.outcome.value, *(["flaky"] if case.flaky else []), case.message[:SHOWN]]
        if words != ["passed", ""]:
            lines.append(f"{case.line}: {case.name}: {' '.join(filter(None, words))}")
    for word, faults in (("fault", run.faults), ("partial", run.partial), ("note", run.notes)):
        for fault in faults:
            lines.append(f"{fault.line}: {word}: {fault.message[: 2 * SHOWN].rstrip()}")
    return "\n".join(lines)


def lines(text: str) -> str:
    """Return the lines of `text` without the indentation that they share."""
    return dedent(text).strip()
