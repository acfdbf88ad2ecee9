"""Release phases of platforms, and hooks of Kamal: files with one command each.

- Procfile: https://devcenter.heroku.com/articles/release-phase
- heroku.yml: https://devcenter.heroku.com/articles/build-docker-images-heroku-yml#release-configuring-release-phase
- app.json of Dokku: https://dokku.com/docs/advanced-usage/deployment-tasks/
- fly.toml: https://fly.io/docs/reference/configuration/#run-one-off-commands-before-releasing-a-deployment
- render.yaml: https://render.com/docs/deploys#pre-deploy-command
- .kamal/hooks: https://kamal-deploy.org/docs/hooks/overview/
"""

import re
from collections.abc import Iterator, Mapping

from deploylint.errors import UserError
from deploylint.facts.rollout import Mechanism, RolloutStep, When
from deploylint.formats.rolloutwords import applying
from deploylint.model.location import Location
from deploylint.model.wording import quoted

HOOKS: Mapping[str, When] = {
    "pre-deploy": When.BEFORE,
    "pre-app-boot": When.BEFORE,
    "post-app-boot": When.AFTER,
    "post-deploy": When.AFTER,
}
"""Hooks of Kamal that stand around the start of the new code."""

DOKKU: Mapping[str, When] = {"predeploy": When.BEFORE, "postdeploy": When.AFTER}

_RELEASE = re.compile(r"release\s*:\s*(?P<command>.+)")


def read_procfile(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return the `release:` line of a Procfile, and processes that migrate when they start."""
    return tuple(_processes(text, path))


def _processes(text: str, path: str) -> Iterator[RolloutStep]:
    for number, line in enumerate(text.splitlines(), 1):
        name, colon, command = line.partition(":")
        found = applying(command) if colon and not name.startswith("#") else None
        if found is None:
            continue
        at = Location(path, number, 1)
        if name.strip() == "release":
            yield RolloutStep(
                Mechanism.RELEASE_PHASE, When.BEFORE, "the release phase", at, tool=found.tool
            )
        elif name.strip() == "web":
            how = "the process `web`"
            yield RolloutStep(Mechanism.CONTAINER, When.WITH, how, at, tool=found.tool)


def read_fly(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return the `release_command` of a fly.toml. Raises UserError when it is no TOML."""
    # few projects have one
    import tomllib

    try:
        table: object = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UserError(f"is not TOML: {error}", path) from None
    deploy = table.get("deploy") if isinstance(table, dict) else None
    command = deploy.get("release_command") if isinstance(deploy, dict) else None
    return _phase(command, "`release_command`", _line_of(text, path, "release_command"))


def read_app_json(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return the deployment tasks of Dokku. Raises UserError when it is no JSON."""
    from deploylint.read.json import parse_json

    found: object = parse_json(text.encode("utf-8", "replace"), path)
    scripts = _of(_of(found, "scripts"), "dokku")
    steps: list[RolloutStep] = []
    for name, when in DOKKU.items():
        at = _line_of(text, path, f'"{name}"')
        steps += _phase(_of(scripts, name), f"the task `{name}`", at, when)
    return tuple(steps)


def read_heroku(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return the release phase of a heroku.yml. Raises UserError when it is no YAML."""
    return _from_yaml(text, path, "release", "command", "the release phase")


def read_render(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return the pre-deploy commands of a render.yaml. Raises UserError when it is no YAML."""
    return _from_yaml(text, path, "services", "preDeployCommand", "`preDeployCommand`")


def _from_yaml(text: str, path: str, part: str, key: str, how: str) -> tuple[RolloutStep, ...]:
    from deploylint.read.yaml import read_documents

    steps: list[RolloutStep] = []
    for document in read_documents(text.encode("utf-8", "replace"), path):
        found = _of(document.data, part)
        for one in found if isinstance(found, list) else [found]:
            command = _of(one, key)
            texts = command if isinstance(command, list) else [command]
            for said in texts:
                steps += _phase(said, how, document.places.key(one, key))
    return tuple(steps)


def read_kamal(text: str, path: str) -> tuple[RolloutStep, ...]:
    """Return what a hook of Kamal runs."""
    when = HOOKS.get(path.rpartition("/")[2])
    steps: list[RolloutStep] = []
    for number, line in enumerate(text.splitlines(), 1):
        found = applying(line) if when is not None else None
        if found is not None and when is not None:
            how = f"the hook {quoted(path.rpartition('/')[2])} of Kamal"
            at = Location(path, number, 1)
            steps.append(RolloutStep(Mechanism.KAMAL, when, how, at, tool=found.tool))
    return tuple(steps)


def _phase(
    command: object, how: str, at: Location, when: When = When.BEFORE
) -> tuple[RolloutStep, ...]:
    found = applying(command) if isinstance(command, str) else None
    if found is None:
        return ()
    return (RolloutStep(Mechanism.RELEASE_PHASE, when, how, at, tool=found.tool),)


def _of(found: object, key: str) -> object:
    return found.get(key) if isinstance(found, dict) else None


def _line_of(text: str, path: str, word: str) -> Location:
    """Return the first line that holds a word."""
    offset = text.find(word)
    return Location(path, text.count("\n", 0, offset) + 1 if offset >= 0 else 1, 1)
