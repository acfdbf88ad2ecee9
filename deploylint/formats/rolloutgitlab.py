"""Pipelines of GitLab that deploy: which job migrates, in which stage, and what needs it.

https://docs.gitlab.com/ci/yaml/#stages, #needs, #extends. Files that are included are not read.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from deploylint.facts.rollout import Mechanism, RolloutStep
from deploylint.formats.rolloutgithub import Job, ordered
from deploylint.formats.rolloutwords import DEPLOYS, MAX_JOBS, TESTS, doings
from deploylint.model.location import Location, Places
from deploylint.model.migratecommands import MigrateCommand
from deploylint.read.yaml import read_documents

STAGES = (".pre", "build", "test", "deploy", ".post")
NO_JOBS = frozenset(
    (
        *("stages", "variables", "default", "include", "workflow", "image", "services", "cache"),
        *("spec", "before_script", "after_script"),
    )
)
"""Keys that are no jobs."""

_DEPTH = 12
"""Jobs that extend one another: https://docs.gitlab.com/ci/yaml/#extends names eleven levels."""


class Told(NamedTuple):
    """A job as it is written, with what it extends."""

    name: str
    stage: str
    needs: tuple[str, ...] | None
    job: Job


def read_gitlab(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return where a pipeline migrates and deploys. Raises UserError when it is no YAML."""
    steps: list[RolloutStep] = []
    for document in read_documents(text.encode("utf-8", "replace"), path):
        if isinstance(document.data, dict):
            stages = _stages(document.data.get("stages"))
            told = tuple(islice(_jobs(document.data, document.places), MAX_JOBS))
            steps += ordered(_linked(told, stages), Mechanism.GITLAB)
    return tuple(steps)


def _stages(found: object) -> tuple[str, ...]:
    if not isinstance(found, list):
        return STAGES
    return (".pre", *(str(one) for one in found), ".post")


def _jobs(found: Mapping[str, object], places: Places) -> Iterator[Told]:
    resolved: dict[str, dict[str, object]] = {}
    for name, written in found.items():
        if name in NO_JOBS or name.startswith(".") or not isinstance(written, dict):
            continue
        job = _extended(written, found, resolved)
        stage = str(job.get("stage", "test"))
        environment = job.get("environment")
        if isinstance(environment, dict):
            environment = environment.get("name")
        words = f"{name} {stage}"
        testing = "services" in job or (TESTS.search(words) and environment is None)
        deploying = DEPLOYS.search(words) or environment is not None or "migrat" in words.lower()
        doing = () if testing or not deploying else tuple(_doing(job, places))
        known = str(environment).casefold() if environment is not None else None
        needs = _needs(job.get("needs"))
        yield Told(name, stage, needs, Job(name, needs or (), doing, known))


def _extended(
    job: Mapping[str, object],
    found: Mapping[str, object],
    known: dict[str, dict[str, object]],
    depth: int = _DEPTH,
) -> dict[str, object]:
    """Return a job with the keys of what it extends; `known` are those that were asked for."""
    extends = job.get("extends")
    names = extends if isinstance(extends, list) else [extends] if extends else []
    whole: dict[str, object] = {}
    for name in map(str, names):
        above = found.get(name)
        if name not in known and isinstance(above, dict) and depth > 0:
            known[name] = {}  # what extends itself has no more to say
            known[name] = _extended(above, found, known, depth - 1)
        whole.update(known.get(name, {}))
    return {**whole, **job}


def _doing(
    job: Mapping[str, object], places: Places
) -> Iterator[tuple[MigrateCommand | None, Location]]:
    for key in ("before_script", "script"):
        script = job.get(key)
        lines = script if isinstance(script, list) else [script]
        for number, line in enumerate(lines):
            if isinstance(line, str):
                at = places.value(script, number) if isinstance(script, list) else None
                for one in doings(line):
                    yield one, at or places.key(job, key)


def _needs(found: object) -> tuple[str, ...] | None:
    """Return what a job needs; None where its stage decides."""
    if not isinstance(found, list):
        return None
    names = (one.get("job") if isinstance(one, dict) else one for one in found)
    return tuple(str(name) for name in names if name is not None)


def _linked(told: Sequence[Told], stages: Sequence[str]) -> tuple[Job, ...]:
    """Return the jobs; one without `needs` waits for all of the stages before its own."""
    order = {stage: number for number, stage in enumerate(stages)}
    named = [one for one in told if one.job.doing]
    linked = []
    for one in told:
        needs = one.needs
        if needs is None and one.stage in order:
            mine = order[one.stage]
            needs = tuple(other.name for other in named if order.get(other.stage, mine) < mine)
        linked.append(one.job._replace(needs=needs or ()))
    return tuple(linked)
