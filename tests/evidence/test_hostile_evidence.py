"""Evidence that is made to harm: it is answered in time, as a failure, and nothing comes of it."""

import json
import os
import socket as socketlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from deploylint.collect.places import MAX_FILES
from deploylint.model.evidence import Kind
from tests.evidence.hostile import everything
from tests.evidence.judging import NOW
from tests.evidence.poison import DIGITS, DOCUMENTS, PASSWD, TELLING
from tests.evidence.repository import Repository, repository
from tests.program import environment

PATIENCE = 20
"""Seconds that an answer may take on a slow machine; it takes one or two."""

CHECKS = (
    *("tests-pass", "end-to-end-tests-pass", "load-and-security-validated", "coverage-sufficient"),
    *("code-review-approved", "build-steps-passed", "artifacts-present", "no-blocking-bugs"),
    *("build-warnings-documented", "performance-budget-met", "no-critical-vulnerabilities"),
    *("tickets-closed", "release-notes-published"),
)
"""Those that read files; each is one rule of the policy."""


class Answer(NamedTuple):
    """What the program printed, and its exit code."""

    code: int
    out: str
    err: str


class Den(NamedTuple):
    """A repository with hostile evidence, and an empty folder for all that programs leave."""

    repo: Repository

    @property
    def empty(self) -> Path:
        return self.repo.path.parent / "empty"

    def run(self, *arguments: str) -> Answer:
        """Run the program with a folder of its own for temporary files and caches."""
        folders = dict.fromkeys(("TMPDIR", "HOME", "XDG_CACHE_HOME"), str(self.empty))
        done = subprocess.run(
            [sys.executable, "-m", "deploylint", *arguments],
            cwd=self.repo.path,
            env=environment(**folders, PYTHONDONTWRITEBYTECODE="1"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def judge(self, *places: str) -> Mapping[str, Mapping[str, Any]]:
        """Return what is said of each check when every kind of evidence lies at these places.

        It fails unless the program ends as it should, prints nothing that harms, and leaves the
        folders as they were.
        """
        names = {kind.value: list(places) for kind in Kind if kind is not Kind.CHANGELOG}
        command = self.papers({"evidence": names})
        before = everything(self.repo.path)
        harmless(self.run(*command, "-v"))
        answer = self.run(*command, "-o", "json")
        harmless(answer)
        assert everything(self.repo.path) == before
        assert list(self.empty.iterdir()) == []
        items = json.loads(answer.out)["reports"][0]["items"]
        assert not [item for item in items if "please report it" in item["reason"]]
        return {item["rule"]: item for item in items}

    def papers(self, plan: Mapping[str, Any]) -> tuple[str, ...]:
        """Write policy and plan beside the repository; return the command that judges them."""
        rule = {"title": "The rule", "category": "tests", "stage": "pre-deploy"}
        rules = {check: {**rule, "title": check, "check": check} for check in CHECKS}
        policy = {"policy": "hostile", "layer": "project", "rules": rules}
        deployment = {"version": "v1.2.0", "environment": "production", **plan}
        for name, document in (("policy", policy), ("plan", {"deployment": deployment})):
            (self.repo.path.parent / f"{name}.yaml").write_text(json.dumps(document))
        return ("check", "../plan.yaml", "--policy", "../policy.yaml", "--now", NOW)


def harmless(answer: Answer, code: int = 1) -> None:
    """Fail unless the answer is plain text that speaks to no runner, by default a refusal."""
    assert answer.code == code, answer
    assert answer.err == ""
    control = {c for c in answer.out if not c.isprintable()} - {"\n"}
    assert control == set()
    lines = answer.out.splitlines()
    assert not [line for line in lines if line.lstrip().startswith(("::", "##["))]


@pytest.fixture
def den(tmp_path: Path) -> Den:
    repo = repository(tmp_path / "den")
    repo.commit({"app.py": "one = 1\n", ".gitignore": "reports/\n"}, "chore: start")
    repo.tag("v1.1.9", "the version before")
    repo.commit({"app.py": "two = 2\n"}, f"fix: {TELLING.replace(chr(0), '')}\n\nCloses #14")
    made = Den(repo)
    made.empty.mkdir()
    return made


def failing(items: Mapping[str, Mapping[str, Any]]) -> set[str]:
    return {rule for rule, item in items.items() if item["status"] == "fail"}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_hostile_file_fails_whatever_it_is_named_as(
    den: Den, document: Callable[[], bytes] | bytes
) -> None:
    den.repo.write({"reports/evil": document if isinstance(document, bytes) else document()})
    assert failing(den.judge("reports/evil")) == set(CHECKS)


def test_hostile_names_are_harmless_in_every_format(den: Den) -> None:
    for name, document in DOCUMENTS.items():
        if name.startswith("names"):
            content = document if isinstance(document, bytes) else document()
            den.repo.write({f"reports/{name}": content})
    command = den.papers({"evidence": {kind.value: "reports/*" for kind in Kind}})
    for options in ((), ("-v",), ("-o", "json"), ("-o", "yaml")):
        harmless(den.run(*command, *options))


# Where it lies


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "evil")


def loop(folder: Path) -> None:
    (folder / "evil").symlink_to("other")
    (folder / "other").symlink_to("evil")


def device(folder: Path) -> None:
    (folder / "evil").symlink_to("/dev/zero")


def password_file(folder: Path) -> None:
    (folder / "evil").symlink_to("/etc/passwd")


def socket(folder: Path) -> None:
    # a name of 108 bytes at most: https://man7.org/linux/man-pages/man7/unix.7.html
    here = os.open(folder, os.O_RDONLY)
    with socketlib.socket(socketlib.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{here}/evil")
    os.close(here)


PLACES = {one.__name__: one for one in (pipe, loop, device, password_file, socket)}


@pytest.mark.parametrize("put", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("place", ["reports/evil", "reports/*", "**/evil"])
def test_what_is_no_file_is_not_read(den: Den, put: Callable[[Path], None], place: str) -> None:
    (den.repo.path / "reports").mkdir()
    put(den.repo.path / "reports")
    items = den.judge(place)
    assert failing(items) == set(CHECKS)
    assert "root:" not in json.dumps(items)


@pytest.mark.parametrize(
    "place", [PASSWD, "/etc/passwd", "reports/../../outside", "reports/../../*", "", "\x00", "/**"]
)
def test_places_outside_are_refused(den: Den, place: str) -> None:
    (den.repo.path / "reports").mkdir()
    (den.repo.path.parent / "outside").write_text("<testsuites/>")
    assert failing(den.judge(place)) == set(CHECKS)


def test_folders_that_lead_in_circles_end(den: Den) -> None:
    reports = den.repo.path / "reports"
    reports.mkdir()
    for name in ("up", "again", "more"):
        (reports / name).symlink_to("..")
    assert failing(den.judge("**/*.xml", "reports/*/*/*/*/*/*.xml")) == set(CHECKS)


def test_hundreds_of_files_are_read(den: Den) -> None:
    den.repo.write({f"reports/{number}.xml": "<testsuites/>" for number in range(600)})
    assert failing(den.judge("reports/*.xml")) == set(CHECKS)


def test_more_files_than_are_read_are_an_error(den: Den) -> None:
    den.repo.write({f"reports/{number}.xml": "" for number in range(MAX_FILES + 1)})
    items = den.judge("reports/*.xml")
    assert failing(items) == set(CHECKS)
    reasons = {items[rule]["reason"] for rule in ("tests-pass", "no-blocking-bugs")}
    assert reasons == {f"reports/*.xml matches more than {MAX_FILES} files"}


NAMES = (b"\x1b[31mred.xml", b"two\n::error::lines.xml", b"no-text-\xff.xml", b"a" * 250 + b".xml")


@pytest.mark.parametrize("name", NAMES, ids=["escape", "lines", "bytes", "long"])
def test_names_of_files_are_shown_without_harm(den: Den, name: bytes) -> None:
    (den.repo.path / "reports").mkdir()
    with open(os.path.join(os.fsencode(den.repo.path), b"reports", name), "wb") as file:
        file.write(b"<testsuites/>")
    assert failing(den.judge("reports/*.xml")) == set(CHECKS)


# The record beside it


def sealed(**changes: Any) -> str:
    """Return a record of a run that wrote `reports/evil`, with other values."""
    times = {"started_at": "2026-11-24T08:00:00Z", "ended_at": "2026-11-24T08:01:00Z"}
    run = {"deploylint_record": 1, "kind": "tests", "name": "x", "command": ["make"], **times}
    rest: dict[str, Any] = {
        "exit_code": 0,
        "commit": None,
        "tree": None,
        "dirty": False,
        "outputs": [],
    }
    return json.dumps({**run, **rest, "lockfiles": [], "versions": {}, "ci": None, **changes})


def listing(path: str) -> str:
    return sealed(outputs=[{"path": path, "digest": None}])


RECORDS = {
    "outputs-outside": listing(PASSWD),
    "output-at-the-root": listing("/etc/passwd"),
    "output-with-a-nul": listing("a\x00b"),
    "command-that-harms": sealed(command=[TELLING], exit_code=1),
    "name-that-harms": sealed(name=TELLING, ci=TELLING, commit=TELLING, tree=TELLING),
    "kind-that-harms": sealed(kind=TELLING),
    "time-that-harms": sealed(started_at=TELLING),
    "far-time": sealed(ended_at="9999-12-31T23:59:59-23:59"),
    "number": sealed(exit_code=0).replace('"exit_code": 0', f'"exit_code": {DIGITS}'),
    "nul-bytes": "\x00" * 1000,
    "deep": "[" * 100_000,
    "huge": " " * 5_000_000,
    "version": sealed(deploylint_record=TELLING),
}


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_a_hostile_record_is_a_failure(den: Den, record: str) -> None:
    den.repo.write({"reports/evil": "<testsuites/>", "reports/evil.evidence.json": record})
    assert failing(den.judge("reports/evil", "reports/evil.evidence.json")) == set(CHECKS)


def test_the_overview_of_evidence_is_harmless_too(den: Den) -> None:
    documents = {name: one for name, one in DOCUMENTS.items() if name.startswith("names")}
    for name, document in documents.items():
        content = document if isinstance(document, bytes) else document()
        den.repo.write({f"reports/{name}": content})
    den.papers({"evidence": {kind.value: "reports/*" for kind in Kind}})
    command = ("evidence", "../plan.yaml", "--policy", "../policy.yaml", "--now", NOW)
    for options in ((), ("-o", "json")):
        harmless(den.run(*command, *options), code=0)
