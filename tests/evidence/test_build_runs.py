"""Which builds are of the commit that is released, and what recorded commands prove."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploylint.collect.builds import collect
from deploylint.collect.cievent import VARIABLE
from deploylint.facts.builds import Builds, Outcome
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location
from tests.evidence.judging import judge, outcome, written
from tests.evidence.reviewing import Desk, desk
from tests.program import run


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    return desk(tmp_path / "r")


def found(here: Desk, *documents: Any) -> Builds:
    places = here.write({f"r/{n}.json": value for n, value in enumerate(documents)})
    return collect(here.around(Kind.BUILD, places))


def test_of_a_list_the_runs_of_the_release_are_kept(here: Desk) -> None:
    (piece,) = found(here, here.sample("github/run_list.json")).pieces
    runs = [(build.run_id, build.commit == here.repo.head) for build in piece.content or ()]
    assert runs == [("7003", True), ("7002", True), ("7001", True)]
    assert piece.source.commit == here.repo.head


def test_a_run_of_a_commit_with_the_same_files_is_of_the_release(here: Desk) -> None:
    here.repo.git("commit", "--quiet", "--amend", "-m", "other words")
    (piece,) = found(here, here.sample("github/run_view.json")).pieces
    assert piece.source.commit == here.repo.head != here.commits["HEAD"]


def test_a_run_of_another_commit_is_not(here: Desk) -> None:
    here.repo.commit({"src/exports.py": "changed later"}, "later")
    (piece,) = found(here, here.sample("github/run_view.json")).pieces
    assert piece.source.commit == here.commits["HEAD"]


@pytest.mark.parametrize("variable", ["GITHUB_RUN_ID", "CI_PIPELINE_ID"])
def test_the_run_that_this_is_part_of_is_not_waited_for(
    here: Desk, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    ours = here.sample("github/run_view.json", status="in_progress", conclusion="")
    documents = [ours, {**ours, "databaseId": 7002}]
    (before,) = found(here, documents).pieces
    monkeypatch.setenv(variable, "7001")
    (after,) = found(here, documents).pieces
    (mine, other), (waiting, _) = after.content or (), before.content or ()
    assert (waiting.steps[-1].whole, waiting.steps[-1].outcome) == (True, Outcome.PENDING)
    assert mine.steps == waiting.steps[:-1]
    assert other.steps == waiting.steps


def record(here: Desk, name: str = "lint", code: int = 0) -> None:
    command = (sys.executable, "-c", f"raise SystemExit({code})")
    options = ("record", "--kind", "build", "--name", name, "--")
    assert run(*options, *command, cwd=here.root).code == code


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("reports/deploylint/build-lint.evidence.json", id="its-name"),
        pytest.param("reports/deploylint/*.evidence.json", id="a-pattern-for-records"),
        pytest.param("reports/deploylint/build-*", id="a-pattern"),
        pytest.param("reports/deploylint/build-lint", id="without-its-ending"),
        pytest.param(None, id="unasked"),
    ],
)
@pytest.mark.parametrize("code", [0, 3])
def test_a_record_is_a_step(
    here: Desk, monkeypatch: pytest.MonkeyPatch, place: str | None, code: int
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    record(here, code=code)
    places = (Place(place, Location("plan.yaml", 1, 1)),) if place else ()
    (piece,) = collect(here.around(Kind.BUILD, places)).pieces
    source = piece.source
    assert source.path == "reports/deploylint/build-lint.evidence.json"
    assert source.run is not None
    assert (source.run.commit, source.run.dirty) == (here.repo.head, False)
    assert (source.run_problem, source.commit, source.time) == (None, None, None)
    steps = [(s.name, s.outcome, s.word) for build in piece.content or () for s in build.steps]
    outcome = Outcome.FAILURE if code else Outcome.SUCCESS
    assert steps == [("lint", outcome, f"exit code {code}")]


def test_an_output_that_shows_no_run_is_a_step_by_its_record(here: Desk) -> None:
    (here.root / ".gitignore").write_text("/dist/\n")
    here.commits["HEAD"] = here.repo.commit({}, "ignore")
    command = (sys.executable, "-c", "open('dist/app.whl', 'w').write('wheel')")
    options = ("record", "--kind", "build", "--name", "wheel", "--out", "dist/app.whl", "--")
    assert run(*options, *command, cwd=here.root).code == 0
    place = Place("dist/*.whl", Location("plan.yaml", 1, 1))
    (piece,) = collect(here.around(Kind.BUILD, (place,))).pieces
    steps = [step.name for build in piece.content or () for step in build.steps]
    assert (piece.source.path, steps, piece.problem) == ("dist/app.whl", ["wheel"], None)
    (here.root / "dist/app.whl").write_text("another")
    (piece,) = collect(here.around(Kind.BUILD, (place,))).pieces
    assert piece.content is None
    assert piece.source.run_problem is not None


def test_a_record_of_an_export_does_not_tie_what_was_exported(here: Desk) -> None:
    document = here.sample("github/run_view.json", headSha=here.commits["BASE"])
    here.repo.commit({"document.json": json.dumps(document)}, "document")
    copy = "import shutil; shutil.copy('document.json', 'ci.json')"
    options = ("record", "--kind", "build", "--out", "ci.json", "--")
    assert run(*options, sys.executable, "-c", copy, cwd=here.root).code == 0
    place = Place("ci.json", Location("plan.yaml", 1, 1))
    (piece,) = collect(here.around(Kind.BUILD, (place,))).pieces
    assert (piece.source.commit, piece.source.run) == (here.commits["BASE"], None)


RECORDS = {"evidence": {"build": ["reports/deploylint/*.evidence.json"]}}


def judged(here: Desk, **more: Any) -> dict[str, Any]:
    """Judge what was recorded, which was recorded now."""
    now = datetime.now(UTC).isoformat()
    return judge(here.root, "build-steps-passed", plan=RECORDS, with_=more, now=now)


def test_recorded_steps(here: Desk) -> None:
    record(here, "lint")
    record(here, "test")
    item = judged(here, required=["lint", "test"])
    assert (outcome(item), item["reason"]) == (
        "pass bound",
        'both steps succeeded: "lint" and "test"',
    )
    assert [(one["kind"], one["source"], one["commit"]) for one in item["evidence"]] == [
        ("build", f"reports/deploylint/build-{name}.evidence.json", here.repo.head)
        for name in ("lint", "test")
    ]


def test_a_recorded_step_that_failed(here: Desk) -> None:
    record(here, "lint")
    record(here, "test", 2)
    item = judged(here)
    assert written(item).splitlines() == [
        'fail violated: "test" did not succeed: exit code 2',
        '  reports/deploylint/build-test.evidence.json:1 "test" did not succeed: exit code 2',
    ]


def test_a_record_of_another_commit(here: Desk) -> None:
    record(here, "lint")
    here.repo.write({".gitignore": "/reports/\n"})
    here.repo.commit({"src/exports.py": "changed later"}, "later")
    assert outcome(judged(here)) == "fail stale"


def test_a_record_with_changes_that_are_not_committed(here: Desk) -> None:
    here.repo.write({"src/exports.py": "changed, not committed"})
    record(here, "lint")
    assert outcome(judged(here)) == "fail stale"


def test_an_export_that_failed_is_no_proof(here: Desk) -> None:
    here.repo.write({".git/ci.json": json.dumps(here.sample("github/run_view.json"))})
    copy = "import shutil, sys; shutil.copy('.git/ci.json', 'ci.json'); sys.exit(8)"
    options = ("record", "--kind", "build", "--out", "ci.json", "--")
    assert run(*options, sys.executable, "-c", copy, cwd=here.root).code == 8
    plan = {"evidence": {"build": ["ci.json"]}}
    item = judge(here.root, "build-steps-passed", plan=plan, now=datetime.now(UTC).isoformat())
    reason = "the command that wrote ci.json ended with 8"
    assert (outcome(item), item["reason"]) == ("fail violated", reason)


def test_no_build_at_all(here: Desk) -> None:
    assert written(judge(here.root, "build-steps-passed")).startswith(
        "fail unproven: no CI run or recorded build step of this release was found"
    )


def test_the_event_that_a_workflow_waited_for(here: Desk, tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps(here.sample("github/event_workflow_run.json")))
    env = {"GITHUB_EVENT_PATH": str(event)}
    item = judge(here.root, "build-steps-passed", env=env)
    assert (outcome(item), item["reason"]) == ("pass bound", 'the only step succeeded: "CI"')


def test_a_record_of_another_kind_is_no_step(here: Desk) -> None:
    options = ("record", "--kind", "tests", "--name", "lint", "--", sys.executable, "-c", "")
    assert run(*options, cwd=here.root).code == 0
    for name in ("tests-lint.evidence.json", "tests-lint"):
        plan = {"evidence": {"build": [f"reports/deploylint/{name}"]}}
        now = datetime.now(UTC).isoformat()
        required = {"required": ["lint"]}
        item = judge(here.root, "build-steps-passed", plan=plan, with_=required, now=now)
        assert (outcome(item), "was recorded as `tests`, not as `build`" in item["reason"]) == (
            "fail error",
            True,
        )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, "pass evidenced", id="of-its-two-parents-alone"),
        pytest.param({"src/backdoor.py": "unseen"}, "fail stale", id="with-more-files"),
    ],
)
def test_a_run_of_a_head_that_the_release_merges(
    here: Desk, files: dict[str, str], expected: str
) -> None:
    here.repo.switch("main")
    here.repo.commit({"src/more.py": "of main"}, "more")
    here.repo.git("merge", "--quiet", "--no-ff", "--no-commit", here.commits["HEAD"])
    here.repo.commit(files, "Merge pull request #12")
    here.repo.write({"ci.json": json.dumps(here.sample("github/run_view.json"))})
    item = judge(here.root, "build-steps-passed", plan={"evidence": {"build": ["ci.json"]}})
    assert outcome(item) == expected
