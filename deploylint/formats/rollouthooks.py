"""Annotations that say when Helm and Argo CD run a Job.

- https://helm.sh/docs/topics/charts_hooks/
- https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/ and .../sync-waves/
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from deploylint.facts.rollout import Mechanism, RolloutStep, When
from deploylint.formats.rolloutwords import applying, names_migrations
from deploylint.model.location import Location
from deploylint.model.migratecommands import migrating_commands
from deploylint.model.wording import quoted

HELM = "helm.sh/hook"
ARGO_CD = "argocd.argoproj.io/hook"
WAVE = "argocd.argoproj.io/sync-wave"
PHASES: Mapping[str, When] = {"PreSync": When.BEFORE, "PostSync": When.AFTER}
_WHOLE = re.compile(r"-?\d{1,6}")


class Job(NamedTuple):
    """A Job of Kubernetes: its name, where that stands, its annotations, what it runs."""

    name: str
    at: Location
    annotations: Mapping[str, tuple[str, Location]]
    command: str


def job_steps(job: Job) -> Iterator[RolloutStep]:
    """Yield when a Job runs, if it migrates: by its command, or by its name where that is hidden.

    What only runs at the first installation says nothing about a release.
    """
    found = applying(job.command)
    if found is None and (migrating_commands(job.command) or not names_migrations(job.name)):
        return
    tool = found.tool if found is not None else None
    hooks = [*_helm(job), *_argo_cd(job)]
    if not hooks and HELM not in job.annotations and ARGO_CD not in job.annotations:
        how = f"the Job {quoted(job.name)}"
        hooks = [RolloutStep(Mechanism.CONTAINER, When.UNKNOWN, how, job.at)]
    for step in hooks:
        yield step._replace(tool=tool)


def _helm(job: Job) -> Iterator[RolloutStep]:
    if HELM not in job.annotations:
        return
    value, at = job.annotations[HELM]
    phases = [one.strip() for one in value.split(",")]
    how = f"the Helm hook {quoted(value)} of {quoted(job.name)}"
    if "{{" in value:
        yield RolloutStep(Mechanism.HELM, When.UNKNOWN, how, at)
    elif "pre-upgrade" in phases:
        yield RolloutStep(Mechanism.HELM, When.BEFORE, how, at)
    elif "post-upgrade" in phases:
        yield RolloutStep(Mechanism.HELM, When.AFTER, how, at)


def _argo_cd(job: Job) -> Iterator[RolloutStep]:
    hook = job.annotations.get(ARGO_CD)
    wave = job.annotations.get(WAVE)
    phases = [one.strip() for one in hook[0].split(",")] if hook else []
    when = next((PHASES[one] for one in phases if one in PHASES), None)
    if hook is not None and when is not None:
        how = f"the Argo CD hook {quoted(hook[0])} of {quoted(job.name)}"
        yield RolloutStep(Mechanism.ARGO_CD, when, how, hook[1])
    elif wave is not None and (hook is None or "Sync" in phases) and HELM not in job.annotations:
        early = _WHOLE.fullmatch(wave[0]) is not None and int(wave[0]) < 0
        how = f"the sync wave {quoted(wave[0])} of {quoted(job.name)}"
        yield RolloutStep(Mechanism.ARGO_CD, When.BEFORE if early else When.UNKNOWN, how, wave[1])
    elif hook is not None and ("{{" in hook[0] or "Sync" in phases):
        how = f"the Argo CD hook {quoted(hook[0])} of {quoted(job.name)}"
        yield RolloutStep(Mechanism.ARGO_CD, When.UNKNOWN, how, hook[1])
