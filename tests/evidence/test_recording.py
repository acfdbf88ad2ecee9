"""What a record says of its surroundings: the CI run, and arguments without secrets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.collect.recording import ci_run, masked_arguments

TOKEN = "ghp_" + "a1" * 18
GITHUB = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "acme/web",
    "GITHUB_RUN_ID": "42",
}
AZURE = {
    "SYSTEM_COLLECTIONURI": "https://dev.azure.com/acme/",
    "SYSTEM_TEAMPROJECT": "web shop",
    "BUILD_BUILDID": "42",
}


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        pytest.param({}, None, id="none"),
        pytest.param(GITHUB, "https://github.com/acme/web/actions/runs/42", id="github"),
        pytest.param(
            {**GITHUB, "GITHUB_RUN_ATTEMPT": "2"},
            "https://github.com/acme/web/actions/runs/42/attempts/2",
            id="github-second-attempt",
        ),
        pytest.param({"GITHUB_RUN_ID": "42"}, None, id="github-in-part"),
        pytest.param(
            AZURE, "https://dev.azure.com/acme/web%20shop/_build/results?buildId=42", id="azure"
        ),
        pytest.param(
            {"CI_JOB_URL": "https://gitlab.com/a/-/jobs/1"},
            "https://gitlab.com/a/-/jobs/1",
            id="gitlab",
        ),
        pytest.param(
            {"BUILD_URL": "http://ci:8080/job/a/1/"}, "http://ci:8080/job/a/1/", id="jenkins"
        ),
        pytest.param(
            {"CIRCLE_BUILD_URL": "https://c.example.com/1"}, "https://c.example.com/1", id="circle"
        ),
        pytest.param({"BUILD_URL": "ftp://x"}, None, id="no-web-address"),
        pytest.param({"BUILD_URL": "https://x\n::error::y"}, None, id="command-of-a-runner"),
        pytest.param(
            {"BUILD_URL": "https://me:hunter2hunter2@ci.example.com/1"},
            "https://ci.example.com/1",
            id="password",
        ),
        pytest.param(
            {"BUILD_URL": f"https://ci.example.com/?token={TOKEN}"},
            "https://ci.example.com/?token=****",
            id="token",
        ),
    ],
)
def test_the_ci_run_is_an_address_without_secrets(
    environment: dict[str, str], address: str | None
) -> None:
    raw = {name.encode(): value.encode() for name, value in environment.items()}
    assert ci_run(raw) == address


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        pytest.param(("pytest", "-q"), ("pytest", "-q"), id="none"),
        pytest.param(("x", TOKEN), ("x", "****"), id="token"),
        pytest.param(("x", f"--header=T: {TOKEN}!"), ("x", "--header=T: ****!"), id="token-within"),
        pytest.param(("x", "--token", "s3cr3tvalue"), ("x", "--token", "****"), id="pair"),
        pytest.param(("x", "--token=s3cr3tvalue"), ("x", "--token=****"), id="joined"),
        pytest.param(
            ("curl", "-u", "me:s3cr3tvalue", "https://example.com"),
            ("curl", "-u", "me:****", "https://example.com"),
            id="curl",
        ),
        pytest.param(
            ("env", "PASSWORD=s3cr3tvalue", "make"), ("env", "PASSWORD=****", "make"), id="variable"
        ),
        pytest.param(
            ("git", "push", "https://me:s3cr3tvalue@example.com/"),
            ("git", "push", "https://me:****@example.com/"),
            id="address",
        ),
        pytest.param(
            ("x", TOKEN, "", "--password", "s3cr3tvalue", TOKEN),
            ("x", "****", "", "--password", "****", "****"),
            id="several",
        ),
    ],
)
def test_secrets_in_arguments_are_masked(command: tuple[str, ...], shown: tuple[str, ...]) -> None:
    assert masked_arguments(command) == shown


@given(st.lists(st.text(max_size=30) | st.just(TOKEN), max_size=6).map(tuple))
def test_no_token_survives_and_no_argument_is_lost(command: tuple[str, ...]) -> None:
    shown = masked_arguments(command)
    assert len(shown) == len(command)
    assert TOKEN not in shown
