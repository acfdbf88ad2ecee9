"""What tests of the Action share: stand-ins for the actions that it uses, plans, and its run."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.ci.actionrunner import ActionFailedError, Done, Job, StandIn, Use, composite
from tests.program import EXAMPLE, ROOT, TUESDAY

EVENTS = Path(__file__).parent / "events"
GOOD = EXAMPLE.read_text("utf-8")
BLOCKED = GOOD.replace("status: pass", "status: fail", 1)
OF_A_REFUSAL = {"decision": "error", "blocked": "true", "next-permitted": ""}
SETTINGS = "timezone: Europe/Paris\n"


def payload(event: str) -> Any:
    return json.loads((EVENTS / f"{event}.json").read_text("utf-8"))


class Uploads:
    """Stands in for the upload of SARIF; keeps what it was given."""

    def __init__(self, *, refused: bool) -> None:
        self.inputs: list[dict[str, str]] = []
        self.reports: list[Any] = []
        self.refused = refused

    def __call__(self, use: Use) -> dict[str, str]:
        self.inputs.append(use.inputs)
        assert set(use.inputs) == {"sarif_file", "category"}
        self.reports.append(json.loads(Path(use.inputs["sarif_file"]).read_text("utf-8")))
        if self.refused:
            raise ActionFailedError("Resource not accessible by integration")
        return {"sarif-id": "1"}


def setup_python(use: Use) -> dict[str, str]:
    """Stand in for the action that provides a Python, as it answers when nothing is to change."""
    assert use.inputs == {"python-version": "3.13", "update-environment": "false"}
    return {"python-version": "3.13.0", "python-path": sys.executable}


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody of its own."""
    identity = ["-c", "user.name=developer", "-c", "user.email=developer@example.com"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


class Machine(NamedTuple):
    """A runner with a checked-out repository."""

    job: Job
    uploads: Uploads

    @property
    def workspace(self) -> Path:
        return self.job.workspace

    def write(self, name: str, text: str) -> Path:
        """Write a file of the repository."""
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def run(self, inputs: Mapping[str, Any] | None = None, *, now: str | None = TUESDAY) -> Done:
        """Run the Action in a job of its own; `now` is told through the input `args`."""
        given = dict(inputs or {})
        if now:
            given["args"] = f"--now={now}\n{given.get('args', '')}"
        step = {"id": "it", "uses": "OWNER/deploylint@REF", "with": given}
        return self.job.steps([step])["it"]


def machine(
    folder: Path, event: str = "push", *, refused: bool = False, action: Path = ROOT
) -> Machine:
    """Return a runner on which the Action is installed already; the job is without history."""
    uploads = Uploads(refused=refused)
    actions: dict[str, StandIn] = {
        "actions/setup-python": setup_python,
        "github/codeql-action/upload-sarif": uploads,
        "OWNER/deploylint": composite(action),
    }
    name = event.removesuffix("_fork")
    job = Job(folder, name, payload(event), actions)
    # installing takes long; one test does it for real
    job.recorded["install"] = {"folder": str(folder / "temp"), "python": sys.executable}
    git(job.workspace, "init", "--quiet", "--initial-branch=main")
    made = Machine(job, uploads)
    made.write(".deploylint.yaml", SETTINGS)
    return made


def answers(done: Done) -> dict[str, str]:
    """Return what a workflow would decide by."""
    return {key: done.outputs[key] for key in ("decision", "blocked", "next-permitted")}


def places(done: Done) -> list[tuple[str, str | None, str | None]]:
    """Return level, file and line of each annotation."""
    return [
        (command.name, command.properties.get("file"), command.properties.get("line"))
        for command in done.log.annotations
    ]


def json_of(done: Done) -> list[dict[str, object]]:
    """Return what the report for programs says of each plan."""
    told = json.loads(Path(done.outputs["json"]).read_text("utf-8"))
    reports: list[dict[str, object]] = told["reports"]
    return reports
