"""Facts are gathered once, only where a rule needs them, and what breaks is a failing item."""

import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from deploylint.collect.around import Around, Question
from deploylint.collect.gather import Known, gather
from deploylint.errors import UnavailableError, UserError
from deploylint.model.location import Location
from deploylint.model.verdict import Finding, Verdict, errored, unproven
from tests.evidence.repository import repository
from tests.program import EXAMPLE, ROOT, TUESDAY, environment, run

AROUND = Around(Question(root="/nowhere", version="v1.2.0"))


def fact(name: str) -> type:
    """Return a fact that `deploylint/collect/NAME.py` collects."""
    return type(name, (), {"__module__": f"deploylint.facts.{name}"})


def collector(monkeypatch: pytest.MonkeyPatch, name: str, answer: object) -> type:
    module = ModuleType(name)

    def collect(around: Around) -> object:
        assert around is AROUND
        if isinstance(answer, Exception):
            raise answer
        return answer

    module.collect = collect  # type: ignore[attr-defined]  # a module made by hand
    monkeypatch.setitem(sys.modules, f"deploylint.collect.{name}", module)
    return fact(name)


BROKEN = "the evidence could not be collected (ZeroDivisionError: x); please report it"
ANSWERS = [
    pytest.param("a fact", "a fact", id="collected"),
    pytest.param(UnavailableError("there is none"), unproven("there is none"), id="unavailable"),
    pytest.param(
        UserError("is broken", "x.json:3"),
        errored("x.json:3: is broken", Finding("x.json:3: is broken", Location("x.json", 3, 1))),
        id="unreadable",
    ),
    pytest.param(ZeroDivisionError("x"), errored(BROKEN), id="crashed"),
]


@pytest.mark.parametrize(("answer", "expected"), ANSWERS)
def test_a_fact_or_why_there_is_none(
    monkeypatch: pytest.MonkeyPatch, answer: object, expected: object
) -> None:
    wanted = collector(monkeypatch, "one", answer)
    other = collector(monkeypatch, "other", "another fact")
    assert gather([wanted], AROUND, {}) == {wanted: expected}
    assert gather([wanted, other], AROUND, {}) == {wanted: expected, other: "another fact"}


def test_a_fact_that_nobody_collects_is_an_error() -> None:
    nobody = fact("nobody_collects_this")
    verdict = gather([nobody], AROUND, {})[nobody]
    assert isinstance(verdict, Verdict)
    assert verdict.reason.startswith("the evidence could not be collected (ModuleNotFoundError:")


def test_only_what_depends_on_the_version_is_collected_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = collector(monkeypatch, "shared", "the same")
    own = collector(monkeypatch, "own", "its own")
    sys.modules["deploylint.collect.own"].BY_VERSION = True  # type: ignore[attr-defined]  # made by hand
    known: Known = {}
    gather([shared, own], AROUND, known)
    later = Around(AROUND.question._replace(version="v1.3.0"))
    facts = {fact for fact, question in known}
    assert facts == {shared, own}
    with pytest.raises(AssertionError):
        sys.modules["deploylint.collect.own"].collect(later)
    assert gather([shared], later, known) == {shared: "the same"}
    assert "its own" not in gather([own], later, known).values()


def test_what_does_not_depend_on_the_version_does_not_depend_on_the_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = collector(monkeypatch, "shared", "the same")
    known: Known = {}
    gather([shared], AROUND, known)
    other = Around(AROUND.question._replace(service="exports"))
    assert gather([shared], other, known) == {shared: "the same"}
    assert len(known) == 1


def test_collectors_that_look_at_versions_say_so() -> None:
    looking = {
        path.stem
        for path in (ROOT / "deploylint/collect").glob("*.py")
        if re.search(
            r"question\.((previous_)?version|service)|\(read_migrations\)", path.read_text()
        )
    }
    declared = {
        path.stem
        for path in (ROOT / "deploylint/collect").glob("*.py")
        if "\nBY_VERSION = True" in path.read_text("utf-8")
    }
    assert looking == declared


@pytest.mark.parametrize(
    ("policy", "environment_name", "starts"),
    [
        pytest.param("essential", "production", False, id="essential"),
        pytest.param("production", "production", True, id="production"),
        pytest.param("production", "development", True, id="production-elsewhere"),
    ],
)
def test_git_is_started_only_where_a_rule_looks_at_it(
    tmp_path: Path, policy: str, environment_name: str, starts: bool
) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"plan.yaml": EXAMPLE.read_text().replace("production", environment_name)})
    mark, folder = tmp_path / "started", tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(
        f"#!/bin/sh\necho started >>'{mark}'\nexec {shutil.which('git')} \"$@\"\n"
    )
    (folder / "git").chmod(0o755)
    path = f"{folder}:{environment()['PATH']}"
    arguments = ("check", "plan.yaml", "--policy", f"deploylint:{policy}", "--now", TUESDAY)
    run(*arguments, cwd=repo.path, env={"PATH": path})
    assert mark.exists() is starts
