"""Runs a job of GitLab CI on this machine.

What is modelled, and from where:

- the order in which variables win, `extends`, `rules`: https://docs.gitlab.com/ci/yaml/ and
  https://docs.gitlab.com/ci/variables/#cicd-variable-precedence
- `!reference`: https://docs.gitlab.com/ci/yaml/yaml_optimization/#reference-tags
- a variable that is not set is empty where another one names it:
  https://docs.gitlab.com/ci/variables/where_variables_can_be_used/
- predefined variables: https://docs.gitlab.com/ci/variables/predefined_variables/
- a job's commands run one after the other in one shell, which ends at the first that fails:
  https://docs.gitlab.com/runner/shells/
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.ci.shellscripts import Ran, run_script

SHELLS = {"sh": ["sh", "-e", "-c"], "bash": ["bash", "-e", "-o", "pipefail", "-c"]}
BASE = "0fedcba9876543210fedcba9876543210fedcba9"
SHA = "1234567890abcdef1234567890abcdef12345678"
KEYWORDS = {"variables", "include", "stages", "workflow", "default"}

MERGE_REQUEST = {
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_MERGE_REQUEST_IID": "42",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA": BASE,
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "release",
    "CI_COMMIT_REF_NAME": "release",
}
DEFAULT_BRANCH = {
    "CI_PIPELINE_SOURCE": "push",
    "CI_COMMIT_BRANCH": "main",
    "CI_COMMIT_REF_NAME": "main",
}
OTHER_BRANCH = DEFAULT_BRANCH | {"CI_COMMIT_BRANCH": "idea", "CI_COMMIT_REF_NAME": "idea"}
TAG = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_TAG": "v1.2.0", "CI_COMMIT_REF_NAME": "v1.2.0"}


class Reference(NamedTuple):
    """What stands elsewhere in the configuration."""

    path: tuple[str, ...]


class _Loader(yaml.SafeLoader):
    """Knows the tag of GitLab."""


def _reference(loader: _Loader, node: yaml.SequenceNode) -> Reference:
    return Reference(tuple(loader.construct_sequence(node)))


_Loader.add_constructor("!reference", _reference)


def load(text: str) -> Any:
    """Return a configuration."""
    return yaml.load(text, _Loader)


class Pipeline(NamedTuple):
    """A configuration, with what it includes, in a kind of pipeline."""

    configuration: Mapping[str, Any]
    predefined: Mapping[str, str]

    def jobs(self) -> list[str]:
        """Return the jobs that the rules let into the pipeline."""
        names = [name for name in self.configuration if name[0] != "." and name not in KEYWORDS]
        return [name for name in names if any(map(self._holds, self.job(name)["rules"]))]

    def job(self, name: str) -> dict[str, Any]:
        """Return a job with what it extends."""
        own: dict[str, Any] = self.configuration[name]
        return merged(self.job(own["extends"]), own) if "extends" in own else own

    def run(self, name: str, project: Path, programs: Path, shell: str) -> Ran:
        """Run a job in the checked-out project."""
        job = self.job(name)
        rule: Mapping[str, Any] = next(filter(self._holds, job["rules"]), {})
        known = {
            "CI": "true",
            "GITLAB_CI": "true",
            "CI_PROJECT_DIR": str(project),
            "CI_COMMIT_SHA": SHA,
            "CI_DEFAULT_BRANCH": "main",
            **self.predefined,
        }
        stated = {
            **self.configuration.get("variables", {}),
            **job.get("variables", {}),
            **rule.get("variables", {}),
        }
        variables = known | {key: _expanded(str(text), known) for key, text in stated.items()}
        commands = [*self._commands(job.get("before_script", [])), *self._commands(job["script"])]
        return run_script([*SHELLS[shell], "\n".join(commands)], project, programs, **variables)

    def _commands(self, script: object) -> list[str]:
        """Return the commands of a script, which may be one alone and may refer to others."""
        if isinstance(script, str):
            return [script]
        if isinstance(script, Reference):
            job, key = script.path
            return self._commands(self.job(job)[key])
        assert isinstance(script, list)
        return [command for one in script for command in self._commands(one)]

    def _holds(self, rule: Mapping[str, Any]) -> bool:
        known = {"CI_DEFAULT_BRANCH": "main", **self.predefined}
        left, right = re.fullmatch(r'\$(\w+) == (\$\w+|"\w+")', rule["if"]).groups()  # type: ignore[union-attr]  # else the test fails
        value = known.get(right[1:]) if right[0] == "$" else right[1:-1]
        return known.get(left) == value


def included(configuration: Mapping[str, Any], template: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration with a template that it includes; its own keys win."""
    return merged(template, configuration)


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Merge mappings at every depth; lists and texts are replaced."""
    both = {
        key: merged(below[key], above[key])
        for key in above
        if isinstance(above[key], Mapping) and isinstance(below.get(key), Mapping)
    }
    return {**below, **above, **both}


def _expanded(text: str, known: Mapping[str, str]) -> str:
    return re.sub(r"\$(\w+)", lambda found: known.get(found[1], ""), text)
