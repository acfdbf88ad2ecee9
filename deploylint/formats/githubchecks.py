"""CI runs in the JSON of GitHub's REST API, which is that of its events too.

- events `check_run`, `check_suite`, `workflow_run`, `workflow_job` and `status`:
  https://docs.github.com/webhooks/webhook-events-and-payloads
- lists of check runs (https://docs.github.com/rest/checks/runs), of runs and jobs of Actions
  (https://docs.github.com/rest/actions) and the combined status of a commit
  (https://docs.github.com/rest/commits/statuses)
"""

from collections.abc import Callable, Iterable

from deploylint.errors import UserError
from deploylint.facts.builds import Build, Step
from deploylint.formats.buildparts import (
    Ran,
    builds_of,
    ended,
    latest,
    name_of,
    outcome_of,
    whole_list,
)
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.formats.reviewparts import commit_in
from deploylint.read.json import parse_json

LISTS = {"check_runs": "check runs", "workflow_runs": "runs", "jobs": "jobs"}
EVENTS = ("check_run", "check_suite", "workflow_run", "workflow_job")
TIMES = ("updated_at", "completed_at", "started_at", "run_started_at", "created_at")


def read_github_checks(data: bytes, name: str) -> Reading[tuple[Build, ...]]:
    """Return the runs and checks of an event or a list. Raises UserError when it is neither."""
    return github_checks(Part(parse_json(data, name), name))


def is_checks(part: Part) -> bool:
    """Say whether an object is an event or a list of runs or checks."""
    keys = part.keys()
    return any(key in keys for key in (*LISTS, *EVENTS, "statuses")) or _is_status(part)


def _is_status(part: Part) -> bool:
    return all(key in part for key in ("sha", "context", "state"))


def github_checks(part: Part) -> Reading[tuple[Build, ...]]:
    """Return the runs and checks that an event or a list shows; an empty list has no steps.

    Raises UserError when it is another object, or when a list goes on.
    """
    parts, make = _parts(part)
    ran = [make(one) for one in parts]
    commits = {one.commit for one in ran}
    times = [one.time(key) for one in parts for key in TIMES]
    return Reading(
        content=builds_of(ran) or (Build(steps=(), commit=commit_in(part, "sha")),),
        time=latest(times),
        commit=commits.pop() if len(commits) == 1 else None,
    )


def _parts(part: Part) -> tuple[list[Part], Callable[[Part], Ran]]:
    """Return the objects that stand for steps, and what reads them."""
    keys = part.keys()
    for key, noun in LISTS.items():
        if key in keys:
            return whole_list(part, key, noun), _run if key == "workflow_runs" else _check
    for key in EVENTS:
        if key in part:
            whole = key in ("workflow_run", "check_suite")
            return [part.part(key)], _run if whole else _check
    if "statuses" in keys:
        sha = commit_in(part, "sha")
        return whole_list(part, "statuses", "states"), lambda one: _status(one, sha)
    if _is_status(part):
        return [part], lambda one: _status(one, commit_in(one, "sha"))
    raise UserError("shows no run and no checks of GitHub", part.file)


def _check(part: Part) -> Ran:
    """Return a check or a job."""
    outcome, word = ended(part.text("status"), part.text("conclusion"))
    step = Step(
        name=name_of(part.text("name")),
        outcome=outcome,
        word=word,
        workflow=part.text("workflow_name"),
        started=part.time("started_at"),
        url=part.text("html_url") or None,
        inner=tuple(_inner(part.parts("steps"))),
    )
    return Ran(step, commit_in(part, "head_sha"))


def _inner(parts: Iterable[Part]) -> Iterable[Step]:
    for part in parts:
        outcome, word = ended(part.text("status"), part.text("conclusion"))
        yield Step(name=name_of(part.text("name")), outcome=outcome, word=word)


def _run(part: Part) -> Ran:
    """Return a whole run of a workflow, or a suite of an app."""
    outcome, word = ended(part.text("status"), part.text("conclusion"))
    step = Step(
        name=name_of(part.text("name"), part.part("app").text("name")),
        outcome=outcome,
        word=word,
        started=part.time("run_started_at") or part.time("created_at"),
        url=part.text("html_url") or None,
        whole=True,
    )
    return Ran(step, commit_in(part, "head_sha"), part.word("id") or None)


def _status(part: Part, commit: str | None) -> Ran:
    outcome, word = outcome_of(part.text("state"))
    step = Step(
        name=name_of(part.text("context")),
        outcome=outcome,
        word=word,
        started=part.time("created_at"),
        url=part.text("target_url") or None,
    )
    return Ran(step, commit)
