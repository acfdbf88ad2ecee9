"""The fact that says where a pipeline runs migrations, before, with or after the code."""

from enum import StrEnum
from typing import NamedTuple

from deploylint.facts.release import Release
from deploylint.model.location import Location
from deploylint.model.migrationtools import Framework
from deploylint.model.verdict import Finding


class When(StrEnum):
    """When migrations run, relative to the code that needs them.

    WITH: each replica runs them while it starts, before its own code. UNKNOWN: nothing orders the
    two.
    """

    BEFORE = "before"
    WITH = "with"
    AFTER = "after"
    UNKNOWN = "unknown"


class Mechanism(StrEnum):
    """What decides when migrations run."""

    HELM = "Helm hook"
    ARGO_CD = "Argo CD hook"
    RELEASE_PHASE = "release phase"
    KAMAL = "Kamal hook"
    COMPOSE = "compose dependency"
    INIT_CONTAINER = "init container"
    CONTAINER = "command of a container"
    ENTRYPOINT = "entrypoint of an image"
    GITHUB = "job of GitHub Actions"
    GITLAB = "job of GitLab"


class RolloutStep(NamedTuple):
    """One place that runs migrations.

    `how` names it, as the start of a sentence: `the job "migrate"`. `other` is where the code is
    deployed, if that is another place. `tool` is None where the command does
    not tell it. `replicas` says of WITH how many start at the same time at least. `conditional`
    says that it may not run.
    """

    mechanism: Mechanism
    when: When
    how: str
    at: Location
    other: Location | None = None
    tool: Framework | None = None
    replicas: int = 1
    conditional: bool = False


class Rollout(NamedTuple):
    """What the files of a pipeline show; `unreadable` are those that may show more.

    `release` is None where no repository was looked at.
    """

    steps: tuple[RolloutStep, ...] = ()
    unreadable: tuple[Finding, ...] = ()
    release: Release | None = None
