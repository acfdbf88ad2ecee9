"""Manifests of Kubernetes that run migrations: Jobs, init containers, commands of containers.

- https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
- https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment:
  how many replicas start at the same time
"""

import re
from collections.abc import Iterator, Mapping
from math import ceil

from deploylint.facts.rollout import Mechanism, RolloutStep, When
from deploylint.formats.rollouthooks import Job, job_steps
from deploylint.formats.rolloutwords import applying, names_migrations
from deploylint.model.location import Location, Places
from deploylint.model.migratecommands import migrating_commands
from deploylint.model.wording import quoted
from deploylint.read.yaml import Document, read_documents

WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Rollout")
_QUARTER = "25%"
_SHARE = re.compile(r"(\d{1,3})%|(\d{1,6})")
MANY = 10_000
"""The most replicas that are believed."""


def read_manifests(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return the steps of the manifests in a file. Raises UserError when it is no YAML."""
    documents = read_documents(text.encode("utf-8", "replace"), path)
    return tuple(step for one in documents for step in _document(one))


def _document(document: Document) -> Iterator[RolloutStep]:
    found = document.data
    if not isinstance(found, dict) or "apiVersion" not in found:
        return
    kind = found.get("kind")
    name = str(_of(found.get("metadata"), "name") or kind)
    if kind == "Job":
        yield from job_steps(_job(found, name, document.places))
    elif kind in WORKLOADS:
        spec = found.get("spec")
        pod = spec if kind == "Pod" else _of(_of(spec, "template"), "spec")
        at_once = _at_once(spec) if kind == "Deployment" else 1
        for step in _pod(pod, f"{kind} {quoted(name)}", document.places):
            yield step._replace(replicas=at_once)


def _job(found: dict[str, object], name: str, places: Places) -> Job:
    metadata = found.get("metadata")
    pod = _of(_of(found.get("spec"), "template"), "spec")
    commands = [
        _command(one) for key in ("initContainers", "containers") for one in _list(pod, key)
    ]
    return Job(
        name=name,
        at=places.value(metadata, "name"),
        annotations=_annotations(metadata, places),
        command="\n".join(commands),
    )


def _annotations(metadata: object, places: Places) -> Mapping[str, tuple[str, Location]]:
    found = _of(metadata, "annotations")
    if not isinstance(found, dict):
        return {}
    return {key: (str(value), places.key(found, key)) for key, value in found.items()}


def _pod(pod: object, owner: str, places: Places) -> Iterator[RolloutStep]:
    """Yield the containers of a pod that migrate before they serve."""
    for key, mechanism, word in (
        ("initContainers", Mechanism.INIT_CONTAINER, "init container"),
        ("containers", Mechanism.CONTAINER, "container"),
    ):
        for one in _list(pod, key):
            name, command = str(_of(one, "name")), _command(one)
            found = applying(command)
            hidden = mechanism is Mechanism.INIT_CONTAINER and not migrating_commands(command)
            if found is not None or (hidden and names_migrations(name)):
                how = f"the {word} {quoted(name)} of {owner}"
                at = places.value(one, "name")
                tool = found.tool if found is not None else None
                yield RolloutStep(mechanism, When.WITH, how, at, tool=tool)


def _command(container: object) -> str:
    parts = [_of(container, "command"), _of(container, "args")]
    words = (word for part in parts if isinstance(part, list) for word in part)
    return " ".join(str(word) for word in words)


def _at_once(spec: object) -> int:
    """Return how many replicas of a Deployment start at the same time when it is updated."""
    replicas = _of(spec, "replicas")
    if not isinstance(replicas, int):
        return 1
    number = max(1, min(int(replicas), MANY))
    strategy = _of(spec, "strategy")
    if _of(strategy, "type") == "Recreate":
        return number
    rolling = _of(strategy, "rollingUpdate")
    surge = _part(_of(rolling, "maxSurge"), number)
    gone = _part(_of(rolling, "maxUnavailable"), number)
    return min(number, max(1, ceil(surge) + int(gone)))


def _part(value: object, number: int) -> float:
    match = _SHARE.fullmatch(str(_QUARTER if value is None else value))
    if match is None:
        return 0
    return int(match[2]) if match[2] else number * int(match[1]) / 100


def _of(found: object, key: str) -> object:
    return found.get(key) if isinstance(found, dict) else None


def _list(found: object, key: str) -> list[object]:
    inner = _of(found, key)
    return inner if isinstance(inner, list) else []
