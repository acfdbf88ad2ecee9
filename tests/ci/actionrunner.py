"""Runs the steps of workflows and composite actions as GitHub's runner does, on this machine.

A step that `uses:` another action is answered by a stand-in; one that nobody stands in for fails
the test. Steps that `run:` run for real. What is modelled, and from where:

- conditions, contexts, `env:`, `continue-on-error:` and the outputs of composite actions:
  https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax
- `shell: bash` as `bash --noprofile --norc -eo pipefail FILE`, without `shell` `bash -e FILE`:
  https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
- the order of things in a step: commands in the log first, then the files of the step; outputs of
  an action are settled even if it failed:
  https://github.com/actions/runner/tree/main/src/Runner.Worker
"""

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.ci.expressions import Scope, evaluate, holds, interpolate, library, truth
from tests.ci.logcommands import Log, read_log
from tests.ci.stepfiles import new_files

REPOSITORY = "example/shop"
SHA = "1234567890abcdef1234567890abcdef12345678"
BASH = os.environ.get("DEPLOYLINT_TEST_BASH", "bash")
"""Macs have bash 3.2; whoever has one built can try it."""


class Done(NamedTuple):
    """How a step ended; `outcome` is before `continue-on-error`, `conclusion` after it."""

    outcome: str
    conclusion: str
    outputs: Mapping[str, str] = {}
    log: Log = Log((), ())
    summary: str = ""
    inner: tuple["Done", ...] = ()
    code: int | None = None


SKIPPED = Done("skipped", "skipped")


class ActionFailedError(Exception):
    """What a stand-in raises to fail its step."""


class Use(NamedTuple):
    """A `uses:` step as the action sees it."""

    inputs: dict[str, str]
    job: "Job"


StandIn = Callable[[Use], dict[str, str] | Done]
"""Returns the outputs of an action."""


class Job:
    """A machine with a checked-out workspace, on which steps run one after the other."""

    def __init__(
        self, folder: Path, event: str, payload: Mapping[str, Any], actions: dict[str, StandIn]
    ) -> None:
        """Set up the folders of a runner below `folder`; the workspace is `folder/workspace`."""
        self.workspace, self.temp = folder / "workspace", folder / "temp"
        self.actions = actions
        self.recorded: dict[str, dict[str, str]] = {}
        self.env: dict[str, str] = {}
        self.path: list[str] = []
        self.number = 0
        for path in (self.workspace, self.temp, folder / "home"):
            path.mkdir(parents=True, exist_ok=True)
        (self.temp / "event.json").write_text(json.dumps(payload), "utf-8")
        self.github: dict[str, Any] = {
            "event_name": event,
            "event": payload,
            "event_path": str(self.temp / "event.json"),
            "repository": REPOSITORY,
            "workspace": str(self.workspace),
            "sha": SHA,
            "server_url": "https://github.com",
            "token": "example-token",
            "run_id": "1",
            **_named(event, payload),
        }

    def steps(
        self,
        steps: list[dict[str, Any]],
        inputs: Mapping[str, str] | None = None,
        action: Path | None = None,
    ) -> dict[str, Done]:
        """Run steps and return how each ended, by its id, or by its number where it has none."""
        ended: dict[str, Done] = {}
        for number, step in enumerate(steps):
            scope = self.scope(ended, inputs, action)
            ended[step.get("id", str(number))] = self._step(step, scope, action)
        return ended

    def scope(
        self,
        ended: Mapping[str, Done],
        inputs: Mapping[str, str] | None = None,
        action: Path | None = None,
        **contexts: Any,
    ) -> Scope:
        """Return what expressions may refer to after the steps that have `ended`."""
        failed = conclusion(ended.values()) == "failure"
        status = {
            "always": lambda: True,
            "cancelled": lambda: False,
            "failure": lambda: failed,
            "success": lambda: not failed,
        }
        known = {
            "github": self.github | ({"action_path": str(action)} if action else {}),
            "runner": {"os": "Linux", "arch": "X64", "temp": str(self.temp)},
            "steps": {name: _step_context(done) for name, done in ended.items()},
            "env": self.env,
            "inputs": dict(inputs or {}),
            **contexts,
        }
        return Scope(known, library() | status)

    def _step(self, step: dict[str, Any], scope: Scope, action: Path | None) -> Done:
        if not holds(step.get("if"), scope):
            return SKIPPED
        own = {key: interpolate(str(text), scope) for key, text in step.get("env", {}).items()}
        scope = scope._replace(contexts={**scope.contexts, "env": self.env | own})
        if "uses" in step:
            done = self._use(step, scope)
        elif step.get("id") in self.recorded:
            done = Done("success", "success", self.recorded[step["id"]])
        else:
            assert action is None or "shell" in step, "in an action each `run:` names its shell"
            done = self._run(step, scope, own, action)
        forgiven = truth(evaluate(str(step.get("continue-on-error", "false")).lower(), scope))
        return done._replace(conclusion="success") if forgiven else done

    def _use(self, step: dict[str, Any], scope: Scope) -> Done:
        name, _, ref = step["uses"].partition("@")
        assert name in self.actions, f"nobody stands in for {name}"
        assert ref, f"{name} names no version"
        inputs = {key: interpolate(_plain(v), scope) for key, v in step.get("with", {}).items()}
        try:
            answer = self.actions[name](Use(inputs, self))
        except ActionFailedError as failure:
            return Done("failure", "failure", log=read_log(f"::error::{failure}"))
        return answer if isinstance(answer, Done) else Done("success", "success", answer)

    def _run(
        self, step: dict[str, Any], scope: Scope, own: Mapping[str, str], action: Path | None
    ) -> Done:
        self.number += 1
        files = new_files(self.temp / f"files{self.number}")
        script = self.temp / f"step{self.number}.sh"
        script.write_text(interpolate(step["run"], scope), "utf-8")
        strict = {"bash": ["--noprofile", "--norc", "-eo", "pipefail"], None: ["-e"]}
        ran = subprocess.run(
            [BASH, *strict[step.get("shell")], str(script)],
            cwd=self.workspace / interpolate(step.get("working-directory", ""), scope),
            env=self._variables(action) | {k: str(v) for k, v in files.paths.items()} | dict(own),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=600,
        )
        log = read_log(ran.stdout.decode())
        outputs = {
            c.properties["name"]: c.data for c in log.commands if c.name == "set-output"
        } | files.pairs("GITHUB_OUTPUT")
        self.env |= files.pairs("GITHUB_ENV")
        self.path += files.text("GITHUB_PATH").split()
        outcome = "failure" if ran.returncode else "success"
        summary = files.text("GITHUB_STEP_SUMMARY")
        return Done(outcome, outcome, outputs, log, summary, code=ran.returncode)

    def _variables(self, action: Path | None) -> dict[str, str]:
        """Return the environment of a step: nothing of the caller's but PATH."""
        context = {
            f"GITHUB_{key.upper()}": value
            for key, value in self.github.items()
            if isinstance(value, str) and key != "token"
        }
        return {
            "PATH": os.pathsep.join([*reversed(self.path), os.environ["PATH"]]),
            "HOME": str(self.temp.parent / "home"),
            "LANG": "C.UTF-8",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(self.temp),
            **context,
            **({"GITHUB_ACTION_PATH": str(action)} if action else {}),
            **self.env,
        }


def composite(action: Path) -> StandIn:
    """Return the action in a folder, run for real; an input that it does not know is an error."""
    known = yaml.safe_load((action / "action.yml").read_text("utf-8"))

    def run(use: Use) -> Done:
        assert set(use.inputs) <= set(known["inputs"]), "the action has no such input"
        defaults = {name: str(about["default"]) for name, about in known["inputs"].items()}
        inputs = defaults | use.inputs
        ended = use.job.steps(known["runs"]["steps"], inputs, action)
        scope = use.job.scope(ended, inputs, action)
        outputs = {
            name: interpolate(about["value"], scope) for name, about in known["outputs"].items()
        }
        result = conclusion(ended.values())
        whole = Log(
            tuple(command for done in ended.values() for command in done.log.commands),
            tuple(line for done in ended.values() for line in done.log.lines),
        )
        summary = "".join(done.summary for done in ended.values())
        return Done(result, result, outputs, whole, summary, tuple(ended.values()))

    return run


def conclusion(steps: Any) -> str:
    """Return how a row of steps ends as a whole."""
    return "failure" if any(done.conclusion == "failure" for done in steps) else "success"


def _named(event: str, payload: Mapping[str, Any]) -> dict[str, str]:
    """Return what the runner derives from the event."""
    pull = payload.get("pull_request")
    if pull:
        return {
            "ref": f"refs/pull/{pull['number']}/merge",
            "base_ref": pull["base"]["ref"],
            "head_ref": pull["head"]["ref"],
        }
    if event == "release":
        return {"ref": f"refs/tags/{payload['release']['tag_name']}"}
    if event == "merge_group":
        return {"ref": payload["merge_group"]["head_ref"]}
    return {"ref": payload.get("ref") or "refs/heads/main"}


def _step_context(done: Done) -> dict[str, Any]:
    return {"outputs": done.outputs, "outcome": done.outcome, "conclusion": done.conclusion}


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
