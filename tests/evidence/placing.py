"""Evidence laid into a repository, damaged there, and judged in this process."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from deploylint.decision import exit_code
from deploylint.facts.source import RecordedRun, Sealed
from deploylint.formats.run import write_run
from deploylint.load.plan import read_plans
from deploylint.load.settings import load_settings
from deploylint.model.evidence import Kind
from deploylint.model.policy import Stage
from deploylint.model.report import Item
from deploylint.read.digest import digest_of
from deploylint.review import Request, Review
from tests.evidence.contents import CHANGELOG
from tests.evidence.judging import NOW
from tests.evidence.repository import Repository, repository
from tests.evidence.situations import Situation

RECORD = ".evidence.json"
BOTH = ("plan", "settings")
CI = ("GITHUB_EVENT_PATH", "GITHUB_RUN_ID", "CI_PIPELINE_ID")


@contextmanager
def outside_ci() -> Iterator[None]:
    """Forget the CI run that the tests run in: its event is evidence too."""
    with pytest.MonkeyPatch.context() as patch:
        for name in CI:
            patch.delenv(name, raising=False)
        yield


def release(path: Path) -> Repository:
    """Return a repository at v1.2.0, whose last commit names a ticket."""
    repo = repository(path)
    code = "one = 1\n" * 9
    first = {"mypkg/__init__.py": code, ".gitignore": "reports/\ndist/\n.deploylint.yaml\n"}
    repo.commit(first, "chore: start", at="2026-11-01T08:00:00+00:00")
    repo.tag("v1.1.9", "the version before", at="2026-11-01T08:00:00+00:00")
    half = {"mypkg/exports.py": "half = 1\n"}
    repo.commit(half, "fix: exports", at="2026-11-20T08:00:00+00:00")
    repo.write({"CHANGELOG.md": CHANGELOG % (b"1.2.0", b"")})
    repo.commit({"mypkg/exports.py": "whole = 1\n"}, "fix: exports, closes #14")
    return repo


class Placed(NamedTuple):
    """A situation in a repository of its own."""

    repo: Repository
    situation: Situation

    @property
    def file(self) -> Path:
        return self.repo.path / self.situation.path

    @property
    def record(self) -> Path:
        return self.repo.path / f"{self.situation.path}{RECORD}"

    @property
    def outside(self) -> Path:
        """Return a place beside the repository."""
        return self.repo.path.parent / "outside"

    def lay(self, *, good: bool, recorded: bool, earlier: bool = False) -> None:
        """Write the evidence; `earlier` is that of the commit before."""
        situation, repo = self.situation, self.repo
        repo.write(situation.files(repo, good=good))
        self.record.unlink(missing_ok=True)
        if recorded and situation.command is not None:
            ran = Ran(situation.command, situation.codes[0 if good else 1])
            rev = "HEAD~1" if earlier else "HEAD"
            record(repo, Kind(situation.kind), situation.path, ran, rev)
        self.settle()

    def settle(self) -> None:
        """Commit what is read from the commit."""
        if self.situation.committed:
            self.repo.commit(message="fix: the changelog, closes #14")


class Ran(NamedTuple):
    """A run that is recorded: what was run, how it ended, from when to when."""

    command: str
    exit_code: int = 0
    started: str = "2026-11-24T06:30:00+00:00"
    ended: str = "2026-11-24T09:10:00+00:00"


def record(repo: Repository, kind: Kind, output: str, ran: Ran, rev: str = "HEAD") -> None:
    """Write the record of a run beside its output, at a commit."""
    run = RecordedRun(
        kind=kind,
        name=kind.value,
        command=tuple(ran.command.split()),
        exit_code=ran.exit_code,
        started_at=datetime.fromisoformat(ran.started),
        ended_at=datetime.fromisoformat(ran.ended),
        commit=repo.git("rev-parse", rev),
        tree=repo.git("rev-parse", f"{rev}^{{tree}}"),
        dirty=False,
        outputs=(Sealed(output, digest_of((repo.path / output).read_bytes())),),
        lockfiles=(),
        versions={},
        ci=None,
        path="",
        digest="",
    )
    (repo.path / f"{output}{RECORD}").write_text(write_run(run))


def place(template: Repository, folder: Path, situation: Situation) -> Placed:
    """Return a copy of the repository `template` for a situation."""
    path = folder / "repo"
    shutil.copytree(template.path, path, symlinks=True)
    return Placed(Repository(path), situation)


def judged(placed: Placed, *, named: tuple[str, ...] = BOTH, tick: bool = True) -> tuple[Item, int]:
    """Return the item of a policy with that one rule, and the exit code."""
    root = placed.repo.path
    policy, plan = papers(placed, named=named, tick=tick)
    (read,) = read_plans(plan.read_bytes(), "plan.yaml")
    now = datetime.fromisoformat(NOW)
    settings = load_settings(str(root))
    request = Request(str(policy), settings, tuple(Stage), now=now, simulated=True, ladder=False)
    report = Review(request).report(read)
    (item,) = report.items
    return item, exit_code(report)


def papers(
    placed: Placed, *, named: tuple[str, ...] = BOTH, tick: bool = True
) -> tuple[Path, Path]:
    """Write policy, plan and settings; return the files of the first two."""
    situation = placed.situation
    rule = {"title": "The rule", "category": "tests", "stage": "pre-deploy"}
    policy = {"policy": "one", "layer": "project"}
    evidence = {"evidence": situation.named()}
    line = {"id": "the-rule", "status": "pass", "by": "release-manager"}
    deployment = {"version": "v1.2.0", "environment": "production", "previous_version": "v1.1.9"}
    documents = {
        "../policy.yaml": {**policy, "rules": {"the-rule": {**rule, "check": situation.check}}},
        "../plan.yaml": {
            "deployment": {
                **deployment,
                **(evidence if "plan" in named else {}),
                **({"checklist": [line]} if tick else {}),
            }
        },
        ".deploylint.yaml": evidence if "settings" in named else {},
    }
    for name, document in documents.items():
        (placed.repo.path / name).write_text(json.dumps(document))
    return placed.repo.path.parent / "policy.yaml", placed.repo.path.parent / "plan.yaml"
