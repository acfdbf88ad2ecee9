"""Plans from a few lines of YAML, and verdicts as a few lines of text."""

from datetime import datetime
from textwrap import dedent, fill, indent

from deploylint.facts.clock import Basis, Clock
from deploylint.load.plan import read_plans
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.verdict import Verdict

FILE = "plan.yaml"
TUESDAY = datetime.fromisoformat("2026-11-24T10:30:00+01:00")
NO_CLOCK = Clock(now=None, at=None, basis=Basis.NONE)


def plan(text: str = "") -> Plan:
    """Return the plan whose deployment is `text`; version and environment are added if absent.

    With both added, the first line of `text` is line 4 of the file.
    """
    text = lines(text)
    given = {line.partition(":")[0] for line in text.splitlines()}
    required = {"version": "v1.2.0", "environment": "production"}
    added = [f"{key}: {value}" for key, value in required.items() if key not in given]
    data = "deployment:\n" + indent("\n".join([*added, text]), "  ")
    (read,) = read_plans(data.encode(), FILE)
    return read


def clock(at: datetime = TUESDAY, now: datetime | None = None, *, gate: bool = False) -> Clock:
    """Return a clock that judges `at`; now is the same moment unless given."""
    return Clock(now=now or at, at=at, basis=Basis.AT, gate=gate)


def lines(text: str) -> str:
    """Return the lines of `text` without the indentation that they share."""
    return dedent(text).strip()


def written(verdict: Verdict) -> str:
    """Return a whole verdict: status and cause, reason, where its evidence stands, its findings.

    Long lines are wrapped, so that they fit into a test.
    """
    head = f"{verdict.status} {verdict.cause}" if verdict.cause else str(verdict.status)
    sources = ", ".join(f"{e.kind} {e.source.removeprefix(FILE + ':')}" for e in verdict.evidence)
    paragraphs = [f"{head}: {verdict.reason}{f' [{sources}]' if sources else ''}"]
    paragraphs += [f"  {_place(f.at)} {f.message}" for f in verdict.findings]
    times = {"valid until": verdict.valid_until, "next permitted": verdict.next_permitted}
    paragraphs += [f"  {name} {time.isoformat()}" for name, time in times.items() if time]
    return "\n".join(map(_wrapped, paragraphs))


def _wrapped(text: str) -> str:
    return fill(text, 88, subsequent_indent=" " * 6, break_long_words=False, break_on_hyphens=False)


def _place(at: Location | None) -> str:
    return f"{at.line}:{at.column}" if at else "nowhere"
