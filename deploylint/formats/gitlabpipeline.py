"""Pipelines and jobs in the JSON of GitLab's API.

- `GET /projects/ID/pipelines/ID`, and lists of them: https://docs.gitlab.com/api/pipelines/
- `GET /projects/ID/pipelines/ID/jobs`, one job of it: https://docs.gitlab.com/api/jobs/

A page of jobs stops at 20 or 100, but each job says how its whole pipeline ended. A job that waits
for a person (`manual`) and may fail is one that nobody had to start.
"""

from collections.abc import Iterator

from deploylint.errors import UserError
from deploylint.facts.builds import Build, Outcome, Step
from deploylint.formats.buildparts import Ran, builds_of, latest, name_of, outcome_of
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.formats.reviewparts import commit_in
from deploylint.read.json import parse_json

PIPELINE = "pipeline"
TIMES = ("updated_at", "finished_at", "started_at", "created_at")


def read_gitlab_pipeline(data: bytes, name: str) -> Reading[tuple[Build, ...]]:
    """Return the pipelines or jobs of a document. Raises UserError when it is neither."""
    found = parse_json(data, name)
    documents = found if isinstance(found, list) else [found]
    return gitlab_builds([Part(document, name) for document in documents], name)


def is_gitlab_build(part: Part) -> bool:
    """Say whether an object is a pipeline or a job."""
    return "status" in part and (_is_job(part) or ("sha" in part and "ref" in part))


def _is_job(part: Part) -> bool:
    return "stage" in part and "name" in part


def gitlab_builds(parts: list[Part], name: str) -> Reading[tuple[Build, ...]]:
    """Return the pipelines or jobs of parsed JSON. Raises UserError when there is another object.

    An empty list is a build without steps.
    """
    if not all(map(is_gitlab_build, parts)):
        raise UserError("shows neither a pipeline nor jobs of GitLab", name)
    ran: list[Ran] = []
    for part in parts:
        ran += _job(part) if _is_job(part) else [_pipeline(part)]
    commits = {one.commit for one in ran}
    times = [part.time(key) for part in parts for key in TIMES]
    return Reading(
        content=builds_of(dict.fromkeys(ran)) or (Build(steps=()),),
        time=latest(times),
        commit=commits.pop() if len(commits) == 1 else None,
    )


def _job(part: Part) -> Iterator[Ran]:
    """Yield a job, and its pipeline unless that succeeded."""
    outcome, word = outcome_of(part.text("status"))
    may_fail = part.flag("allow_failure") is True
    pipeline = part.part(PIPELINE)
    commit = commit_in(part.part("commit"), "id") or commit_in(pipeline, "sha")
    run_id = pipeline.word("id") or None
    step = Step(
        name=name_of(part.text("name")),
        outcome=Outcome.SKIPPED if word == "manual" and may_fail else outcome,
        word=word,
        started=part.time("started_at") or part.time("created_at"),
        url=part.text("web_url") or None,
        may_fail=may_fail,
    )
    yield Ran(step, commit, run_id)
    whole = _pipeline(pipeline)
    if "status" in pipeline and whole.step.outcome is not Outcome.SUCCESS:
        yield whole._replace(commit=commit)


def _pipeline(part: Part) -> Ran:
    outcome, word = outcome_of(part.text("status"))
    step = Step(
        name=name_of(part.text("name"), PIPELINE),
        outcome=outcome,
        word=word,
        started=part.time("started_at") or part.time("created_at"),
        url=part.text("web_url") or None,
        whole=True,
    )
    return Ran(step, commit_in(part, "sha"), part.word("id") or None)
