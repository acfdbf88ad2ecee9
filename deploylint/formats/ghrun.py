"""CI runs in the JSON of GitHub's command line, with `--json`.

- https://cli.github.com/manual/gh_run_view, https://cli.github.com/manual/gh_run_list: `headSha` is
  the commit.
- https://cli.github.com/manual/gh_pr_view: `statusCheckRollup` holds checks of Actions and apps
  (`CheckRun`) and states that others report (`StatusContext`).
- https://cli.github.com/manual/gh_pr_checks: no commit is stated.
"""

from collections.abc import Iterator

from deploylint.errors import UserError
from deploylint.facts.builds import Build, Outcome, Step
from deploylint.formats.buildparts import Ran, builds_of, ended, latest, name_of, outcome_of
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.formats.reviewparts import commit_in
from deploylint.read.json import parse_json

ROLLUP = "statusCheckRollup"
TIMES = ("updatedAt", "completedAt", "startedAt", "createdAt")


def read_gh_runs(data: bytes, name: str) -> Reading[tuple[Build, ...]]:
    """Return the runs and checks that gh wrote. Raises UserError when it is no such JSON."""
    found = parse_json(data, name)
    documents = found if isinstance(found, list) else [found]
    return gh_runs([Part(document, name) for document in documents], name)


def is_gh(part: Part) -> bool:
    """Say whether an object is one of these."""
    keys = part.keys()
    return ROLLUP in keys or "headSha" in keys or ("bucket" in keys and "state" in keys)


def gh_runs(parts: list[Part], name: str) -> Reading[tuple[Build, ...]]:
    """Return the runs and checks of parsed JSON. Raises UserError when there is another object.

    A pull request without checks is a build without steps, and so is an empty list.
    """
    ran: list[Ran] = []
    empty: list[Build] = [] if parts else [Build(steps=())]
    for part in parts:
        if not is_gh(part):
            raise UserError("shows no run and no checks of GitHub", name)
        steps = list(_ran(part))
        ran += steps
        empty += [] if steps else [Build(steps=(), commit=commit_in(part, "headRefOid"))]
    builds = (*builds_of(ran), *empty)
    commits = {build.commit for build in builds}
    times = [part.time(key) for part in parts for key in TIMES]
    times += [one.step.started for one in ran]
    return Reading(
        content=builds, time=latest(times), commit=commits.pop() if len(commits) == 1 else None
    )


def _ran(part: Part) -> Iterator[Ran]:
    if ROLLUP in part.keys():  # noqa: SIM118  # `in part` passes over null
        head = commit_in(part, "headRefOid")
        for check in part.parts(ROLLUP):
            yield Ran(step=_check(check), commit=head)
    elif "bucket" in part:
        outcome, word = outcome_of(part.text("state"))
        yield Ran(
            step=Step(
                name=name_of(part.text("name")),
                outcome=outcome,
                word=word,
                workflow=part.text("workflow"),
                started=part.time("startedAt"),
                url=part.text("link") or None,
            )
        )
    else:
        yield from _run(part)


def _run(part: Part) -> Iterator[Ran]:
    """Yield the jobs of a run, and the run itself where that says more."""
    commit, run_id = commit_in(part, "headSha"), part.word("databaseId") or None
    workflow = name_of(part.text("workflowName"), part.text("name"))
    jobs = [_job(job, workflow) for job in part.parts("jobs")]
    for job in jobs:
        yield Ran(job, commit, run_id)
    outcome, word = ended(part.text("status"), part.text("conclusion"))
    if not jobs or outcome is not Outcome.SUCCESS:
        step = Step(
            name=workflow,
            outcome=outcome,
            word=word,
            started=part.time("startedAt") or part.time("createdAt"),
            url=part.text("url") or None,
            whole=True,
        )
        yield Ran(step, commit, run_id)


def _job(part: Part, workflow: str) -> Step:
    outcome, word = ended(part.text("status"), part.text("conclusion"))
    return Step(
        name=name_of(part.text("name")),
        outcome=outcome,
        word=word,
        workflow=workflow,
        started=part.time("startedAt"),
        url=part.text("url") or None,
        inner=tuple(map(_inner, part.parts("steps"))),
    )


def _inner(part: Part) -> Step:
    outcome, word = ended(part.text("status"), part.text("conclusion"))
    return Step(name=name_of(part.text("name")), outcome=outcome, word=word)


def _check(part: Part) -> Step:
    status = "context" in part
    outcome, word = (
        outcome_of(part.text("state"))
        if status
        else ended(part.text("status"), part.text("conclusion"))
    )
    return Step(
        name=name_of(part.text("context"), part.text("name")),
        outcome=outcome,
        word=word,
        workflow=part.text("workflowName"),
        started=part.time("startedAt"),
        url=part.text("targetUrl") or part.text("detailsUrl") or None,
    )
