"""Compose files in which services wait for one that migrates.

https://docs.docker.com/reference/compose-file/services/#depends_on
"""

from collections.abc import Iterator, Mapping
from itertools import islice

from deploylint.facts.rollout import Mechanism, RolloutStep, When
from deploylint.formats.rolloutwords import MAX_JOBS, applying, names_migrations
from deploylint.model.location import Location, Places
from deploylint.model.migratecommands import migrating_commands
from deploylint.model.migrationtools import Framework
from deploylint.model.wording import quoted
from deploylint.read.yaml import read_documents

DONE = "service_completed_successfully"


def read_compose(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return the services that migrate. Raises UserError when it is no YAML."""
    steps: list[RolloutStep] = []
    for document in read_documents(text.encode("utf-8", "replace"), path):
        services = document.data.get("services") if isinstance(document.data, dict) else None
        if isinstance(services, dict):
            steps += _services(services, document.places)
    return tuple(steps)


def _services(services: Mapping[str, object], places: Places) -> Iterator[RolloutStep]:
    """Yield the services that only migrate.

    One that migrates and then serves says nothing: most such files are for development.
    """
    for name, service in islice(services.items(), MAX_JOBS):
        command = _command(service)
        found = applying(command)
        if found is None and (migrating_commands(command) or not names_migrations(name)):
            continue
        waiting = dict(_waiting(services, name, places))
        tool = found.tool if found is not None else None
        if names_migrations(name) or any(waiting.values()):
            yield _step(name, waiting, places.key(services, name), tool)


def _step(
    name: str, waiting: Mapping[Location, bool], at: Location, tool: Framework | None
) -> RolloutStep:
    """Return when a service migrates: before those that wait for its success."""
    how = f"the service {quoted(name)}"
    done = [place for place, whole in waiting.items() if whole]
    if done:
        return RolloutStep(Mechanism.COMPOSE, When.BEFORE, how, at, other=done[0], tool=tool)
    other = next(iter(waiting), None)
    return RolloutStep(Mechanism.COMPOSE, When.UNKNOWN, how, at, other=other, tool=tool)


def _waiting(
    services: Mapping[str, object], name: str, places: Places
) -> Iterator[tuple[Location, bool]]:
    """Yield where other services wait for a service, and whether they wait for its success."""
    for service in services.values():
        waits = service.get("depends_on") if isinstance(service, dict) else None
        if isinstance(waits, dict) and name in waits:
            how = waits[name]
            whole = isinstance(how, dict) and how.get("condition") == DONE
            yield places.key(waits, name), whole
        elif isinstance(waits, list) and name in waits:
            yield places.key(service, "depends_on"), False


def _command(service: object) -> str:
    parts: list[object] = []
    for key in ("entrypoint", "command"):
        found = service.get(key) if isinstance(service, dict) else None
        parts += found if isinstance(found, list) else [found] if isinstance(found, str) else []
    return " ".join(str(part) for part in parts)
