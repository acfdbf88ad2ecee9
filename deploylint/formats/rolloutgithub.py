"""Workflows of GitHub Actions that deploy: which job migrates, and which jobs need it.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from deploylint.facts.rollout import Mechanism, RolloutStep, When
from deploylint.formats.rolloutwords import DEPLOYS, MAX_JOBS, TESTS, deploying_action, doings
from deploylint.model.location import Location, Places
from deploylint.model.migratecommands import MigrateCommand
from deploylint.model.wording import quoted
from deploylint.read.yaml import read_documents

INPUTS = ("script", "command", "cmd", "args", "run", "cf_command")
"""Inputs of actions that hold commands."""

PROGRAMS = {"kubectl": "kubectl", "flyctl": "flyctl", "helm": "helm", "cg-cli-tools": "cf"}
"""Programs by a word in the names of the actions that run them."""


class Job(NamedTuple):
    """A job: what its steps do, in order, each with its place, and the jobs that it needs."""

    id: str
    needs: tuple[str, ...]
    doing: tuple[tuple[MigrateCommand | None, Location], ...]
    environment: str | None


def read_workflow(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return where a workflow migrates and deploys. Raises UserError when it is no YAML."""
    steps: list[RolloutStep] = []
    for document in read_documents(text.encode("utf-8", "replace"), path):
        found = document.data
        jobs = found.get("jobs") if isinstance(found, dict) else None
        if isinstance(found, dict) and isinstance(jobs, dict):
            title = f"{path.rpartition('/')[2]} {found.get('name')}"
            steps += ordered(tuple(_jobs(jobs, title, document.places)), Mechanism.GITHUB)
    return tuple(steps)


def _jobs(jobs: Mapping[str, object], title: str, places: Places) -> Iterator[Job]:
    """Yield the jobs of a deployment; those that test are none."""
    for name, job in islice(jobs.items(), MAX_JOBS):
        if not isinstance(job, dict):
            continue
        words = f"{name} {job.get('name')}"
        environment = job.get("environment")
        if isinstance(environment, dict):
            environment = environment.get("name")
        testing = "services" in job or (TESTS.search(words) and environment is None)
        deploying = DEPLOYS.search(f"{title} {words}") or environment is not None
        doing = () if testing or not deploying else tuple(_doing(job, places))
        written = str(environment).casefold() if environment is not None else None
        yield Job(name, _names(job.get("needs")), doing, written)


def _doing(
    job: Mapping[str, object], places: Places
) -> Iterator[tuple[MigrateCommand | None, Location]]:
    steps = job.get("steps")
    for step in steps if isinstance(steps, list) else []:
        if not isinstance(step, dict):
            continue
        text = step.get("run")
        if isinstance(text, str):
            at = places.key(step, "run")
            for one in doings(text):
                yield one, at
        elif "uses" in step:
            yield from _action(step, places)


def _action(
    step: Mapping[str, object], places: Places
) -> Iterator[tuple[MigrateCommand | None, Location]]:
    """Yield what an action does that is given commands, or the words behind one."""
    uses, inputs = str(step["uses"]).casefold(), step.get("with")
    at = places.key(step, "uses")
    if deploying_action(uses):
        yield None, at
        return
    program = next((name for word, name in PROGRAMS.items() if word in uses), "")
    for key in INPUTS:
        text = inputs.get(key) if isinstance(inputs, dict) else None
        if isinstance(text, str):
            starts = text.split(None, 1)[:1] == [program] or key == "script"
            for one in doings(text if starts or not program else f"{program} {text}"):
                yield one, at


def _names(found: object) -> tuple[str, ...]:
    names = found if isinstance(found, list) else [found] if isinstance(found, str) else []
    return tuple(str(one) for one in names)


def ordered(jobs: Sequence[Job], mechanism: Mechanism) -> Iterator[RolloutStep]:
    """Yield the migrations of jobs, each with when it runs relative to a deployment."""
    above = {job.id: _above(job, jobs) for job in jobs}
    for job in jobs:
        for number, (command, at) in enumerate(job.doing):
            if command is None:
                continue
            when, other = _when(job, number, jobs, above)
            if other is not None:
                how = f"the job {quoted(job.id)}"
                yield RolloutStep(mechanism, when, how, at, other=other, tool=command.tool)


def _when(
    job: Job, number: int, jobs: Sequence[Job], above: Mapping[str, frozenset[str]]
) -> tuple[When, Location | None]:
    """Return when a job migrates, and where the code is deployed; None where nothing deploys."""
    before = [at for command, at in job.doing[:number] if command is None]
    after = [at for command, at in job.doing[number + 1 :] if command is None]
    if before or after:
        return (When.AFTER, before[0]) if before else (When.BEFORE, after[0])
    deploying = [one for one in jobs if one is not job and _deploys(one) and _same(one, job)]
    later = [one for one in deploying if job.id in above[one.id]]
    earlier = [one for one in deploying if one.id in above[job.id]]
    if later:
        return When.BEFORE, _place(later[0])
    if earlier:
        return When.AFTER, _place(earlier[0])
    return When.UNKNOWN, _place(deploying[0]) if deploying else None


def _deploys(job: Job) -> bool:
    return any(command is None for command, _ in job.doing)


def _same(one: Job, other: Job) -> bool:
    """Say whether two jobs may speak of the same environment."""
    return None in (one.environment, other.environment) or one.environment == other.environment


def _place(job: Job) -> Location:
    return next(at for command, at in job.doing if command is None)


def _above(job: Job, jobs: Sequence[Job]) -> frozenset[str]:
    """Return the jobs that have to end before a job starts, through any number of others."""
    needs = {one.id: one.needs for one in jobs}
    found: set[str] = set()
    waiting = list(job.needs)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += needs.get(name, ())
    return frozenset(found)
