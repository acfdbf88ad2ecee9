"""The runner of the tests itself: it must refuse what the real one refuses."""

from pathlib import Path
from typing import Any

import pytest

from tests.ci.actionrunner import Job
from tests.ci.expressions import ExpressionError, Scope, evaluate, holds, interpolate, library
from tests.ci.logcommands import Command, read_log
from tests.ci.stepfiles import FileError, read_pairs

SCOPE = Scope(
    {
        "inputs": {"gate": "true", "empty": "", "python-version": "3.13"},
        "github": {"event": {"commits": [{"id": "a"}], "labels": ["x", "y"]}},
    },
    library() | {"always": lambda: True, "success": lambda: False},
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("inputs.gate", "true", id="property"),
        pytest.param("inputs['gate']", "true", id="index"),
        pytest.param("INPUTS.Gate", "true", id="names-without-case"),
        pytest.param("inputs.python-version", "3.13", id="name-with-hyphen"),
        pytest.param("inputs.nothing.below", None, id="what-is-missing-is-null"),
        pytest.param("github.event.commits[0].id", "a", id="place-in-a-list"),
        pytest.param("inputs.empty || 'other'", "other", id="or-takes-the-first-true-one"),
        pytest.param("inputs.gate && 'yes'", "yes", id="and-takes-the-last"),
        pytest.param("inputs.empty && 'yes' || 'no'", "no", id="and-binds-stronger"),
        pytest.param("inputs.gate == 'TRUE'", True, id="texts-without-case"),
        pytest.param("inputs.gate != 'false'", True, id="differs"),
        pytest.param("inputs.empty == 0", True, id="types-as-numbers"),
        pytest.param("'x' == 0", False, id="no-number"),
        pytest.param("!(1 < 2)", False, id="not-and-brackets"),
        pytest.param("'it''s'", "it's", id="quote-in-a-text"),
        pytest.param("format('{0}-{1}', 'a', 2)", "a-2", id="format"),
        pytest.param("contains(github.event.labels, 'X')", True, id="contains-item"),
        pytest.param("contains('abc', 'B')", True, id="contains-text"),
        pytest.param("startsWith('refs/tags/v1', 'refs/tags/')", True, id="starts"),
    ],
)
def test_expressions_have_the_values_that_github_documents(text: str, value: Any) -> None:
    assert evaluate(text, SCOPE) == value


@pytest.mark.parametrize(
    "text",
    ["secrets.token", "exec('x')", "inputs.", "inputs.gate ==", "(1", "'open", "1 2", "a $ b"],
)
def test_what_the_real_runner_refuses_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, SCOPE)


def test_a_condition_without_status_asks_for_success() -> None:
    assert not holds("inputs.gate == 'true'", SCOPE)
    assert not holds(None, SCOPE)
    assert holds("${{ always() && inputs.gate == 'true' }}", SCOPE)


def test_expressions_in_a_text_are_replaced() -> None:
    assert interpolate("a ${{ inputs.gate }} ${{inputs.none}}b ${{ 1 == 1 }}", SCOPE) == (
        "a true b true"
    )


@pytest.mark.parametrize(
    ("line", "command"),
    [
        pytest.param(
            "  ::error file=a%2Cb,line=3::50%25%0Anext",
            Command("error", {"file": "a,b", "line": "3"}, "50%\nnext"),
            id="command-after-blanks",
        ),
        pytest.param(
            "text ##[set-output name=blocked;]false",
            Command("set-output", {"name": "blocked"}, "false"),
            id="old-form-anywhere",
        ),
        pytest.param("text ::error::no", None, id="not-at-the-start"),
        pytest.param("::nothing-known::x", None, id="unknown"),
    ],
)
def test_commands_in_a_log_are_found(line: str, command: Command | None) -> None:
    log = read_log(line)
    assert log.commands == ((command,) if command else ())
    assert log.lines == (() if command else (line,))


def test_stopped_commands_are_only_text() -> None:
    log = read_log("::stop-commands::t0k3n\n::error::no\n::t0k3n::\n::error::yes\n")
    assert [command.data for command in log.commands] == ["yes"]


def test_files_of_a_step_are_read() -> None:
    text = "a=1=2\nb<<END\nx\n\ny=z\nEND\n\na=3\n"
    assert read_pairs(text) == {"a": "3", "b": "x\n\ny=z"}


@pytest.mark.parametrize("text", ["nothing\n", "a<<END\nx\n", "<<END\nEND\n"])
def test_files_that_fail_a_step_are_refused(text: str) -> None:
    with pytest.raises(FileError):
        read_pairs(text)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path, "push", {"ref": "refs/heads/main"}, {})


def run_step(text: str, **more: Any) -> dict[str, Any]:
    return {"shell": "bash", "run": text, **more}


def test_steps_hand_on_outputs_variables_and_paths(job: Job) -> None:
    first = (
        'echo "a=$OWN" >> "$GITHUB_OUTPUT"; echo B=2 >> "$GITHUB_ENV"\n'
        'mkdir bin; printf "#!/bin/sh\\necho found" > bin/thing; chmod +x bin/thing\n'
        'echo "$PWD/bin" >> "$GITHUB_PATH"; echo "# sum" >> "$GITHUB_STEP_SUMMARY"\n'
    )
    second = 'echo "${{ steps.first.outputs.a }} $B ${OWN:-none}"; thing'
    done = job.steps([run_step(first, id="first", env={"OWN": "1"}), run_step(second, id="second")])
    assert done["second"].log.lines == ("1 2 none", "found", "")
    assert done["first"].summary == "# sum\n"


def test_after_a_failure_only_those_run_that_ask_for_it(job: Job) -> None:
    steps = [
        run_step("false | true", id="fails"),
        run_step("true", id="next"),
        run_step("true", id="always", **{"if": "${{ !cancelled() }}"}),
        run_step("true", id="failure", **{"if": "failure()"}),
    ]
    ended = {name: done.conclusion for name, done in job.steps(steps).items()}
    assert ended == {
        "fails": "failure",
        "next": "skipped",
        "always": "success",
        "failure": "success",
    }


def test_a_failure_that_is_forgiven_is_still_an_outcome(job: Job) -> None:
    steps = [
        run_step("exit 3", id="fails", **{"continue-on-error": True}),
        run_step("true", id="next", **{"if": "steps.fails.outcome == 'failure'"}),
    ]
    done = job.steps(steps)
    assert (done["fails"].outcome, done["fails"].conclusion) == ("failure", "success")
    assert done["next"].conclusion == "success"


def test_an_action_that_nobody_stands_in_for_fails_the_test(job: Job) -> None:
    with pytest.raises(AssertionError, match="nobody stands in for some/action"):
        job.steps([{"uses": "some/action@v1"}])
