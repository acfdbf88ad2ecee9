"""What the check build-steps-passed says of runs of a real repository."""

from pathlib import Path
from typing import Any

import pytest

from tests.evidence.reviewing import Desk, Documents, build_of, desk, flat

UNTIL = "valid until 2026-12-23T09:50:00+00:00"


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    return desk(tmp_path / "r")


def ran(name: str, conclusion: str, at: str = "09:05", **more: Any) -> dict[str, Any]:
    """Return a check as gh writes it; a conclusion in lower case is a status."""
    ended = conclusion.isupper() or not conclusion
    return {
        "__typename": "CheckRun",
        "name": name,
        "workflowName": "CI",
        "status": "COMPLETED" if ended else conclusion.upper(),
        "conclusion": conclusion if ended else "",
        "startedAt": f"2026-11-23T{at}:00Z",
        **more,
    }


def checks(*rollup: dict[str, Any]) -> Documents:
    """Return what makes the checks of a pull request."""

    def documents(here: Desk) -> dict[str, Any]:
        updated = "2026-11-23T09:50:00Z"
        return {
            "ci.json": {
                "headRefOid": here.commits["HEAD"],
                "updatedAt": updated,
                "statusCheckRollup": list(rollup),
            }
        }

    return documents


def sample(name: str, **changes: Any) -> Documents:
    return lambda here: {"ci.json": here.sample(name, **changes)}


CASES = [
    pytest.param(
        checks(ran("lint", "SUCCESS"), ran("test", "SUCCESS")),
        {},
        f"""
        pass bound: both steps succeeded: "CI / lint" and "CI / test" [build ci.json]
          {UNTIL}
        """,
        id="all-succeeded",
    ),
    pytest.param(
        checks(ran("lint", "SUCCESS"), ran("test", "FAILURE"), ran("build", "TIMED_OUT")),
        {},
        """
        fail violated: "CI / test" did not succeed: failure, and 1 more [build ci.json]
          1:1 "CI / test" did not succeed: failure
          1:1 "CI / build" did not succeed: timed_out
        """,
        id="two-failed",
    ),
    pytest.param(
        checks(ran("lint", "SUCCESS"), ran("test", "CANCELLED")),
        {},
        """
        fail violated: "CI / test" did not succeed: cancelled [build ci.json]
          1:1 "CI / test" did not succeed: cancelled
        """,
        id="cancelled",
    ),
    pytest.param(
        checks(ran("lint", "SUCCESS"), ran("test", "in_progress")),
        {},
        """
        fail violated: "CI / test" has not ended (in_progress); wait for it, or list it under
            `ignored` if it is what runs this check [build ci.json]
          1:1 "CI / test" has not ended (in_progress); wait for it, or list it under `ignored`
              if it is what runs this check
        """,
        id="not-ended",
    ),
    pytest.param(
        checks(ran("lint", "SUCCESS"), ran("test", "SKIPPED"), ran("build", "NEUTRAL")),
        {},
        f"""
        pass bound: 1 of 3 steps succeeded: "CI / lint" [build ci.json]
          1:1 "CI / test" is no success: skipped
          1:1 "CI / build" is no success: neutral
          {UNTIL}
        """,
        id="skipped-and-not-required",
    ),
    pytest.param(
        checks(ran("lint", "SUCCESS"), ran("test", "SKIPPED"), ran("build", "NEUTRAL")),
        {"required": ("lint", "test", "build")},
        """
        fail violated: "CI / test" is required, and did not succeed: skipped, and 1 more [build
            ci.json]
          1:1 "CI / test" is required, and did not succeed: skipped
          1:1 "CI / build" is required, and did not succeed: neutral
        """,
        id="skipped-and-required",
    ),
    pytest.param(
        checks(ran("lint", "SKIPPED")),
        {},
        """
        fail violated: no step of the build succeeded on this commit [build ci.json]
          1:1 no step of the build succeeded on this commit
          1:1 "CI / lint" is no success: skipped
        """,
        id="everything-skipped",
    ),
    pytest.param(
        checks(),
        {},
        """
        fail violated: ci.json shows no step of a build [build ci.json]
          1:1 ci.json shows no step of a build
        """,
        id="no-checks",
    ),
    pytest.param(
        sample("github/pr_view.json", statusCheckRollup=None),
        {},
        """
        fail violated: ci.json shows no step of a build [build ci.json]
          1:1 ci.json shows no step of a build
        """,
        id="null",
    ),
    pytest.param(
        lambda _: {"ci.json": []},
        {},
        """
        fail violated: ci.json shows no step of a build
          1:1 ci.json shows no step of a build
          1:1 ci.json says neither when it was made nor of which commit; run its command through
              `deploylint record`
        """,
        id="empty-list",
    ),
    pytest.param(
        checks(ran("test", "SUCCESS", "09:30"), ran("test", "FAILURE", "09:05")),
        {},
        f"""
        pass bound: the only step succeeded: "CI / test" [build ci.json]
          {UNTIL}
        """,
        id="run-again-after-a-failure",
    ),
    pytest.param(
        checks(ran("test", "FAILURE", "09:30"), ran("Test", "SUCCESS", "09:05")),
        {},
        """
        fail violated: "CI / test" did not succeed: failure [build ci.json]
          1:1 "CI / test" did not succeed: failure
        """,
        id="the-newest-run-failed",
    ),
    pytest.param(
        checks(ran("test", "queued", startedAt="0001-01-01T00:00:00Z"), ran("test", "SUCCESS")),
        {},
        """
        fail violated: "CI / test" has not ended (queued); wait for it, or list it under
            `ignored` if it is what runs this check [build ci.json]
          1:1 "CI / test" has not ended (queued); wait for it, or list it under `ignored` if it
              is what runs this check
        """,
        id="a-new-run-waits",
    ),
    pytest.param(
        checks(ran("test", "FAILURE", startedAt=None), ran("test", "SUCCESS", startedAt=None)),
        {},
        f"""
        pass bound: the only step succeeded: "CI / test" [build ci.json]
          {UNTIL}
        """,
        id="without-times-the-later-in-the-file",
    ),
    pytest.param(
        checks(ran("test", "SUCCESS", "09:30"), ran("test", "FAILURE", workflowName="Nightly")),
        {},
        """
        fail violated: "Nightly / test" did not succeed: failure [build ci.json]
          1:1 "Nightly / test" did not succeed: failure
        """,
        id="the-same-name-in-two-workflows",
    ),
    pytest.param(
        checks(
            ran("test", "SUCCESS"), ran("deploylint gate", "in_progress"), ran("deploy", "queued")
        ),
        {"ignored": ("deploylint*", "ci / deploy")},
        f"""
        pass bound: the only step succeeded: "CI / test" [build ci.json]
          1:1 "CI / deploylint gate" is passed over
          1:1 "CI / deploy" is passed over
          {UNTIL}
        """,
        id="what-runs-this-check",
    ),
    pytest.param(
        checks(ran("deploylint", "SUCCESS")),
        {},
        """
        fail violated: no step of the build succeeded on this commit [build ci.json]
          1:1 no step of the build succeeded on this commit
          1:1 "CI / deploylint" is passed over
        """,
        id="nothing-but-this-check",
    ),
    pytest.param(
        checks(ran("lint", "SUCCESS"), ran("unit-tests", "SUCCESS")),
        {"required": ("LINT|ruff", "*test*", "build|wheel")},
        """
        fail violated: no step is called "build|wheel", and the rule requires one [build ci.json]
          1:1 no step is called "build|wheel", and the rule requires one
        """,
        id="a-required-step-is-missing",
    ),
    pytest.param(
        sample("github/run_view.json"),
        {"required": ("install*", "lint", "type check", "test", "CI / build")},
        """
        pass bound: 4 of 5 steps succeeded: "CI / checks", "CI / test (3.11)", "CI / test (3.12)"
            and "CI / build" [build ci.json]
          1:1 "CI / publish" is no success: skipped
          valid until 2026-12-23T09:14:05+00:00
        """,
        id="required-inside-a-job-and-in-a-matrix",
    ),
    pytest.param(
        sample("github/run_view.json"),
        {"required": ("upload logs",)},
        """
        fail violated: "Upload logs" in "CI / checks" is required, and did not succeed: skipped
            [build ci.json]
          1:1 "Upload logs" in "CI / checks" is required, and did not succeed: skipped
          1:1 "CI / publish" is no success: skipped
        """,
        id="skipped-inside-a-job",
    ),
    pytest.param(
        sample("github/run_list.json"),
        {},
        """
        pass bound: both steps succeeded: "CI" and "Docs" [build ci.json]
          valid until 2026-12-23T09:30:00+00:00
        """,
        id="gh-run-list",
    ),
    pytest.param(
        sample("github/run_pr_checks.json"),
        {},
        """
        pass evidenced: 2 of 3 steps succeeded: "CI / lint" and "CI / test" [build ci.json]
          1:1 "Nightly / nightly" is no success: skipped
          valid until 2026-12-23T09:20:00+00:00
        """,
        id="gh-pr-checks-names-no-commit",
    ),
    pytest.param(
        sample("github/event_check_run.json"),
        {},
        """
        fail violated: "test" did not succeed: timed_out [build ci.json]
          1:1 "test" did not succeed: timed_out
        """,
        id="event",
    ),
    pytest.param(
        sample("gitlab/run_jobs.json"),
        {},
        """
        pass bound: 3 of 5 steps succeeded: "lint", "pytest" and "wheel" [build ci.json]
          1:1 "mutation tests" is no success: failed; the project lets it fail
          1:1 "deploy" is no success: manual; the project lets it fail
          valid until 2026-12-23T09:10:00+00:00
        """,
        id="gitlab-failure-that-is-allowed",
    ),
    pytest.param(
        sample("gitlab/run_jobs.json"),
        {"required": ("mutation*",)},
        """
        fail violated: "mutation tests" is required, and did not succeed: failed [build ci.json]
          1:1 "mutation tests" is required, and did not succeed: failed
          1:1 "deploy" is no success: manual; the project lets it fail
        """,
        id="gitlab-failure-that-is-allowed-and-required",
    ),
    pytest.param(
        checks(ran("lint", "SUCCESS"), ran("say token=hunter2hunter2", "BROKEN-IN-TWO")),
        {},
        """
        fail violated: "CI / say token=****" did not succeed: "broken-in-two" [build ci.json]
          1:1 "CI / say token=****" did not succeed: "broken-in-two"
        """,
        id="odd-names-are-quoted-without-secrets",
    ),
]


@pytest.mark.parametrize(("documents", "params", "expected"), CASES)
def test_builds(here: Desk, documents: Documents, params: dict[str, Any], expected: str) -> None:
    assert build_of(here, documents(here), **params) == flat(expected)


def test_a_later_commit_leaves_the_build_behind(here: Desk) -> None:
    documents = sample("github/run_view.json")(here)
    here.repo.commit({"src/exports.py": "changed later"}, "later")
    assert build_of(here, documents) == flat(
        """
        fail stale: ci.json is of commit head, and the release is later
          1:1 ci.json is of commit head, and the release is later
        """
    )


def test_the_newest_run_of_all_documents_decides(here: Desk) -> None:
    first = checks(ran("test", "FAILURE", "09:05"))(here)["ci.json"]
    second = checks(ran("test", "SUCCESS", "09:30"))(here)["ci.json"]
    expected = """
        pass bound: the only step succeeded: "CI / test" [build 1.json, build 2.json]
          valid until 2026-12-23T09:50:00+00:00
        """
    assert build_of(here, {"1.json": first, "2.json": second}) == flat(expected)
    assert build_of(here, {"1.json": second, "2.json": first}) == flat(expected)


@pytest.mark.parametrize("taken", ["lint", "test", "build"])
def test_a_required_step_that_is_taken_away_never_passes(here: Desk, taken: str) -> None:
    names = [name for name in ("lint", "test", "build") if name != taken]
    documents = checks(*(ran(name, "SUCCESS") for name in names))(here)
    verdict = build_of(here, documents, required=("lint", "test", "build"))
    assert verdict.startswith(f'fail violated: no step is called "{taken}"')
