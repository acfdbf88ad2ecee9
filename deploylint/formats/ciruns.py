"""Documents on CI runs, and records of commands, told apart by their keys."""

from deploylint.errors import UserError
from deploylint.facts.builds import Build, Outcome, Step
from deploylint.facts.source import RecordedRun
from deploylint.formats.ghrun import gh_runs, is_gh
from deploylint.formats.githubchecks import github_checks, is_checks
from deploylint.formats.gitlabpipeline import gitlab_builds, is_gitlab_build
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.formats.run import MARK, read_run
from deploylint.read.json import parse_json


def read_builds(data: bytes, name: str) -> Reading[tuple[Build, ...]]:
    """Return the builds of a document: of gh, of the APIs of GitHub and GitLab, of `record`.

    Raises UserError for anything else.
    """
    found = parse_json(data, name)
    if isinstance(found, dict) and MARK in found:
        run = read_run(data, name)
        return Reading(content=(recorded(run),), time=run.ended_at, commit=run.commit)
    parts = [Part(one, name) for one in (found if isinstance(found, list) else [found])]
    if all(map(is_gh, parts)):
        return gh_runs(parts, name)
    if all(map(is_gitlab_build, parts)):
        return gitlab_builds(parts, name)
    if len(parts) == 1 and isinstance(found, dict) and is_checks(parts[0]):
        return github_checks(parts[0])
    raise UserError(
        "shows no run of a build; export it with `gh run view --json"
        " headSha,status,conclusion,workflowName,databaseId,startedAt,jobs`, or record a command"
        " with `deploylint record --kind build`",
        name,
    )


def recorded(run: RecordedRun) -> Build:
    """Return the command that was recorded, as a build of one step."""
    succeeded = run.exit_code == 0
    step = Step(
        name=run.name,
        outcome=Outcome.SUCCESS if succeeded else Outcome.FAILURE,
        word=f"exit code {run.exit_code}",
        started=run.started_at,
        url=run.ci,
    )
    return Build(steps=(step,), commit=run.commit, recorded=run)
