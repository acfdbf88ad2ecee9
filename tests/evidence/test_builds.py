"""What documents on CI runs say."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.builds import Build, Outcome, Step
from deploylint.formats.buildparts import ended, outcome_of
from deploylint.formats.ciruns import read_builds
from deploylint.formats.ghrun import read_gh_runs
from deploylint.formats.githubchecks import read_github_checks
from deploylint.formats.gitlabpipeline import read_gitlab_pipeline
from tests.evidence.judging import SAMPLES
from tests.evidence.mutations import damaged, reads_or_says_why
from tests.evidence.reviewing import WRITTEN

HEAD, EARLIER, BASE, MERGE = WRITTEN.values()
DOCUMENTS = [
    path for pattern in ("github/run_*", "github/event_*", "github/pr_view", "gitlab/run_*")
    for path in sorted(SAMPLES.glob(f"{pattern}.json"))
]  # fmt: skip


def utc(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, second, tzinfo=UTC)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def changed(name: str, **changes: Any) -> bytes:
    return json.dumps({**json.loads(sample(name)), **changes}).encode()


def shown(data: bytes) -> list[str]:
    """Return each step as `workflow / name: outcome (word)`, a whole run with `*`."""
    return [
        f"{step.title}{'*' if step.whole else ''}: {step.outcome.value} ({step.word})"
        for build in read_builds(data, "ci.json").content
        for step in build.steps
    ]


def test_gh_run_view() -> None:
    reading = read_builds(sample("github/run_view.json"), "ci.json")
    url = "https://github.com/acme/exports/actions/runs/7001/job"
    words = ("Set up job", "Install dependencies", "Lint", "Type check", "Complete job")
    inner = [Step(word, Outcome.SUCCESS, "success") for word in words]
    inner.insert(4, Step("Upload logs", Outcome.SKIPPED, "skipped"))
    won, left = (Outcome.SUCCESS, "success", "CI"), (Outcome.SKIPPED, "skipped", "CI")
    assert reading.content == (
        Build(
            steps=(
                Step("checks", *won, utc(9, 5), f"{url}/1", inner=tuple(inner)),
                Step("test (3.11)", *won, utc(9, 8, 10), f"{url}/2"),
                Step("test (3.12)", *won, utc(9, 8, 10), f"{url}/3"),
                Step("build", *won, utc(9, 12, 10), f"{url}/4"),
                Step("publish", *left, utc(9, 12, 5), f"{url}/5"),
            ),
            commit=HEAD,
            run_id="7001",
        ),
    )
    assert (reading.commit, reading.time) == (HEAD, utc(9, 14, 5))


@pytest.mark.parametrize(
    ("name", "commit", "steps"),
    [
        pytest.param(
            "github/run_list.json",
            None,
            [
                "CI*: success (success)",
                "Docs*: success (success)",
                "CI*: failure (failure)",
                "CI*: failure (failure)",
            ],
            id="gh-run-list",
        ),
        pytest.param(
            "github/run_pr_checks.json",
            None,
            [
                "CI / lint: success (success)",
                "CI / test: success (success)",
                "Nightly / nightly: skipped (skipped)",
            ],
            id="gh-pr-checks",
        ),
        pytest.param(
            "github/pr_view.json",
            HEAD,
            [
                "CI / lint: success (success)",
                "CI / test: failure (failure)",
                "CI / test: success (success)",
                "CI / build: success (success)",
                "Nightly / nightly: skipped (skipped)",
                "coverage/project: success (success)",
            ],
            id="gh-pr-view",
        ),
        pytest.param(
            "github/run_check_runs.json",
            HEAD,
            ["lint: success (success)", "test: success (success)", "build: neutral (neutral)"],
            id="check-runs-of-the-api",
        ),
        pytest.param(
            "github/event_check_run.json", HEAD, ["test: failure (timed_out)"], id="event-check-run"
        ),
        pytest.param(
            "github/event_workflow_run.json", HEAD, ["CI*: success (success)"], id="event-run"
        ),
        pytest.param(
            "gitlab/run_pipeline.json", HEAD, ["pipeline*: success (success)"], id="pipeline"
        ),
        pytest.param(
            "gitlab/run_jobs.json",
            HEAD,
            [
                "lint: success (success)",
                "pytest: success (success)",
                "mutation tests: failure (failed)",
                "wheel: success (success)",
                "deploy: skipped (manual)",
            ],
            id="jobs-of-gitlab",
        ),
    ],
)
def test_samples(name: str, commit: str | None, steps: list[str]) -> None:
    assert shown(sample(name)) == steps
    assert read_builds(sample(name), "ci.json").commit == commit


STATUS = {
    "sha": HEAD,
    "context": "coverage/project",
    "state": "success",
    "target_url": "https://coverage.example.com/acme/exports",
    "created_at": "2026-11-23T09:56:00Z",
}
COMBINED = {"state": "failure", "sha": HEAD, "total_count": 2, "statuses": [
    {key: value for key, value in STATUS.items() if key != "sha"},
    {"context": "audit", "state": "error", "created_at": None},
]}  # fmt: skip


def test_states_that_others_report() -> None:
    reported = Step(
        name="coverage/project",
        outcome=Outcome.SUCCESS,
        word="success",
        started=utc(9, 56),
        url="https://coverage.example.com/acme/exports",
    )
    reading = read_builds(json.dumps(STATUS).encode(), "event.json")
    assert reading.content == (Build(steps=(reported,), commit=HEAD),)
    reading = read_builds(json.dumps(COMBINED).encode(), "status.json")
    audit = Step(name="audit", outcome=Outcome.FAILURE, word="error")
    assert reading.content == (Build(steps=(reported, audit), commit=HEAD),)
    assert (reading.commit, reading.time) == (HEAD, utc(9, 56))


def test_a_run_that_failed_beside_its_jobs_is_a_step() -> None:
    data = changed("github/run_view.json", conclusion="startup_failure", jobs=[])
    assert shown(data) == ["CI*: failure (startup_failure)"]
    data = changed("github/run_view.json", status="in_progress", conclusion="")
    assert shown(data)[-1] == "CI*: pending (in_progress)"


def test_a_pipeline_that_failed_beside_its_jobs_is_a_step_once() -> None:
    jobs = json.loads(sample("gitlab/run_jobs.json"))
    for job in jobs:
        job["pipeline"]["status"] = "failed"
    assert shown(json.dumps(jobs).encode()).count("pipeline*: failure (failed)") == 1


@pytest.mark.parametrize(
    ("data", "commit"),
    [
        pytest.param(b"[]", None, id="empty-list"),
        pytest.param(changed("github/pr_view.json", statusCheckRollup=None), HEAD, id="null"),
        pytest.param(changed("github/pr_view.json", statusCheckRollup=[]), HEAD, id="no-checks"),
        pytest.param(b'{"total_count": 0, "check_runs": []}', None, id="no-check-runs"),
    ],
)
def test_nothing_that_ran_is_a_build_without_steps(data: bytes, commit: str | None) -> None:
    assert read_builds(data, "ci.json").content == (Build(steps=(), commit=commit),)


@pytest.mark.parametrize(
    ("status", "conclusion", "expected"),
    [
        pytest.param("COMPLETED", "SUCCESS", (Outcome.SUCCESS, "success"), id="upper-case"),
        pytest.param("completed", "cancelled", (Outcome.CANCELLED, "cancelled"), id="cancelled"),
        pytest.param("completed", "stale", (Outcome.FAILURE, "stale"), id="given-up"),
        pytest.param("completed", "blessed", (Outcome.FAILURE, "blessed"), id="unknown-word"),
        pytest.param("completed", "", (Outcome.FAILURE, "no conclusion"), id="no-conclusion"),
        pytest.param("in_progress", "success", (Outcome.PENDING, "in_progress"), id="not-ended"),
        pytest.param("odd", "", (Outcome.PENDING, "odd"), id="unknown-status"),
        pytest.param("", "success", (Outcome.SUCCESS, "success"), id="no-status-asked-for"),
        pytest.param("", "", (Outcome.PENDING, "no status"), id="neither"),
    ],
)
def test_how_a_step_ended(status: str, conclusion: str, expected: tuple[Outcome, str]) -> None:
    assert ended(status, conclusion) == expected


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("EXPECTED", Outcome.PENDING),
        ("manual", Outcome.PENDING),
        ("waiting_for_resource", Outcome.PENDING),
        ("canceled", Outcome.CANCELLED),
        ("ERROR", Outcome.FAILURE),
        ("", Outcome.FAILURE),
    ],
)
def test_words_of_both_platforms(word: str, outcome: Outcome) -> None:
    assert outcome_of(word)[0] is outcome


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            sample("github/run_check_runs_first_page.json"),
            "shows 2 of 45 check runs; ask for 100 a page, and for every page",
            id="first-page",
        ),
        pytest.param(sample("github/event_push.json"), "shows no run of a build", id="push"),
        pytest.param(sample("gitlab/mr_view.json"), "shows no run of a build", id="merge-request"),
        pytest.param(b"{}", "shows no run of a build; export it with `gh run view", id="empty"),
        pytest.param(b"[1]", "holds a number at the top", id="list-of-numbers"),
        pytest.param(
            changed("github/run_view.json", headSha="main"),
            "holds no commit id at `headSha`",
            id="branch-for-a-commit",
        ),
        pytest.param(
            changed("github/run_view.json", jobs={"a": 1}),
            "holds an object at `jobs`, where a list is expected",
            id="jobs-are-an-object",
        ),
        pytest.param(b'{"deploylint_record": 1}', "is a damaged record", id="damaged-record"),
    ],
)
def test_what_shows_no_build_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UserError) as refused:
        read_builds(data, "x.json")
    assert refused.value.message.startswith(message)


READERS = [read_builds, read_gh_runs, read_github_checks, read_gitlab_pipeline]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
@given(data=st.data())
def test_a_damaged_document_is_read_or_refused(path: Path, data: st.DataObject) -> None:
    document = data.draw(damaged(path.read_bytes()))
    for read in READERS:
        reads_or_says_why(read, document)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(document: bytes) -> None:
    reads_or_says_why(read_builds, document)
