"""A project with evidence, about which `deploylint evidence` is asked."""

import json
from datetime import datetime
from typing import Any

from deploylint.facts.source import RecordedRun, Sealed
from deploylint.formats.run import write_run
from deploylint.model.evidence import Kind
from deploylint.read.digest import digest_of
from tests.evidence.judging import NOW
from tests.evidence.repository import Repository
from tests.program import Result, run

ALONE: dict[str, Any] = {
    "rules": {
        "tests-pass": {
            "check": "tests-pass",
            "assurance": "bound",
            "with": {"max_age": "48h"},
        },
        "branch-up-to-date": {"check": "branch-up-to-date", "assurance": "evidenced"},
        "rollback-plan-present": {"check": "rollback-plan-present"},
        "somebody-agreed": {"item": True},
        "somebody-signed": {"item": True, "assurance": "evidenced"},
    }
}
OTHER = "a" * 40


def junit(time: str = "2026-11-23T12:00:00+00:00") -> bytes:
    suite = f'<testsuite name="s" tests="1" failures="0" errors="0" timestamp="{time}">'
    return f'{suite}<testcase classname="c" name="n"/></testsuite>'.encode()


def recorded(
    project: Repository, path: str, data: bytes | None, *, written: bytes | None = None, **more: Any
) -> None:
    """Write an output as it is now, and the record of when it was `written`."""
    sealed = written if written is not None else data
    fields: dict[str, Any] = {
        "kind": Kind.TESTS,
        "name": "tests",
        "command": ("pytest", f"--junitxml={path}"),
        "exit_code": 0,
        "started_at": datetime.fromisoformat("2020-01-01T00:00:00+00:00"),
        "ended_at": datetime.fromisoformat("2026-11-24T08:30:00+00:00"),
        "commit": project.head,
        "tree": project.git("rev-parse", "HEAD^{tree}"),
        "dirty": False,
        "outputs": (Sealed(path, None if sealed is None else digest_of(sealed)),),
        "lockfiles": (),
        "versions": {},
        "ci": None,
        "path": "",
        "digest": "",
    }
    text = write_run(RecordedRun(**{**fields, **more}))
    project.write({f"{path}.evidence.json": text})
    if data is not None:
        project.write({path: data})


def ask(
    project: Repository,
    *arguments: str,
    plan: dict[str, Any] | None = None,
    policy: dict[str, Any] | None = None,
) -> Result:
    """Ask about the project; plan and policy lie beside it."""
    beside = project.path.parent
    shared = {"title": "The rule", "category": "tests", "stage": "pre-deploy"}
    rules = (policy or ALONE)["rules"]
    titled = {name: {**shared, "title": name, **rule} for name, rule in rules.items()}
    stated = {"policy": "alone", "layer": "project", "rules": titled}
    (beside / "policy.yaml").write_text(json.dumps(stated))
    files: tuple[str, ...] = ()
    if plan is not None:
        deployment = {"version": "v1.2.0", "environment": "production", **plan}
        (beside / "plan.yaml").write_text(json.dumps({"deployment": deployment}))
        files = ("../plan.yaml",)
    options = ("--policy", "../policy.yaml", "--now", NOW, *arguments)
    return run("evidence", *files, *options, cwd=project.path)


def answer(project: Repository, **more: Any) -> dict[str, Any]:
    """Return the only report of the JSON answer."""
    result = ask(project, "-o", "json", **more)
    assert (result.code, result.err) == (0, "")
    (report,) = json.loads(result.out)["reports"]
    assert isinstance(report, dict)
    return report


def kind(report: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in report["kinds"] if one["kind"] == name]
    assert isinstance(found, dict)
    return found
