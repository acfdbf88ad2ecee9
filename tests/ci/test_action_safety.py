"""The Action and text from outside: nothing is run, and nothing forges an answer."""

from pathlib import Path

import pytest

from tests.ci.actionparts import BLOCKED, GOOD, Machine, machine

HOSTILE = [
    pytest.param("$(touch ran).yaml", id="substitution"),
    pytest.param("`touch ran`.yaml", id="backticks"),
    pytest.param("a; touch ran; b.yaml", id="semicolon"),
    pytest.param("a' && touch ran && 'b.yaml", id="single-quotes"),
    pytest.param('a" && touch ran && "b.yaml', id="double-quotes"),
    pytest.param("a b  c.yaml", id="blanks"),
    pytest.param("-o text=ran.yaml", id="leading-hyphen"),
    pytest.param("--output=ran", id="option"),
    pytest.param("${{ github.token }}.yaml", id="expression"),
    pytest.param("$HOME.yaml", id="variable"),
    pytest.param("\\n\\x41%0A::error::x.yaml", id="escapes"),
    pytest.param("über-😀.yaml", id="not-ascii"),
]


@pytest.fixture
def runner(tmp_path: Path) -> Machine:
    return machine(tmp_path, "workflow_dispatch")


@pytest.mark.parametrize("name", HOSTILE)
def test_the_name_of_a_plan_is_only_a_name(runner: Machine, name: str) -> None:
    runner.write(name, BLOCKED)
    done = runner.run({"plans": told(runner, name)})
    assert done.outputs["decision"] == "abort"
    (annotation,) = done.log.annotations
    assert annotation.properties["line"] == "5"
    assert found(runner) == {name}


def told(runner: Machine, text: str) -> str:
    """Return what a workflow writes to hand on a text that somebody typed."""
    runner.job.github["event"]["inputs"]["plan"] = text
    return "${{ github.event.inputs.plan }}"


def found(runner: Machine) -> set[str]:
    """Return the files in the workspace, besides the settings."""
    return {path.name for path in runner.workspace.iterdir()} - {".git", ".deploylint.yaml"}


@pytest.mark.parametrize(
    "name",
    [
        *("policy", "stages", "environment", "changed-since", "args"),
        *("report-directory", "gate", "strict"),
    ],
)
@pytest.mark.parametrize(
    "text", ["$(touch ran)", "'; touch ran; '", '"; `touch ran`; "\ntouch ran']
)
def test_no_input_is_run(runner: Machine, name: str, text: str) -> None:
    runner.write("plan.yaml", GOOD)
    done = runner.run({"plans": "plan.yaml", name: told(runner, text)}, now=None)
    if name != "report-directory":
        assert done.conclusion == "failure"
        assert done.outputs["blocked"] == "true"
    assert not list(runner.workspace.rglob("ran"))
    assert not list(runner.job.temp.rglob("ran"))


def test_what_lies_beside_the_plan_is_not_imported(runner: Machine) -> None:
    runner.write("plan.yaml", GOOD)
    for name in ("json", "yaml", "deploylint"):
        runner.write(f"{name}.py", "open('imported', 'w')\n")
    runner.job.env["PYTHONPATH"] = str(runner.workspace)
    assert runner.run({"plans": "plan.yaml"}).outputs["decision"] == "go"
    assert "imported" not in found(runner)


def test_a_plan_forges_no_answer(runner: Machine) -> None:
    """Neither old nor new commands in a plan are obeyed, wherever its text is shown."""
    forged = (
        "::set-output name=blocked::false",
        "##[set-output name=blocked;]false",
        "##[add-mask]abort",
        "::warning::forged",
        "::stop-commands::x",
    )
    lines = "".join(f'    - {{item: "{text}", status: fail}}\n' for text in forged)
    plan = BLOCKED.replace("  migrations:\n", f"{lines}  migrations:\n").replace(
        'version: "v1.2.0"', 'version: "v1.2.0 ##[set-output name=decision;]go"'
    )
    runner.write("plan.yaml", plan)
    done = runner.run({"plans": "plan.yaml"})
    assert (done.outputs["decision"], done.outputs["blocked"]) == ("abort", "true")
    assert {command.name for command in done.log.commands} <= {"error", "warning", "notice"}
    assert not [command for command in done.log.commands if command.data == "forged"]
    assert "forged" in "".join(done.log.lines)


def test_a_broken_plan_forges_no_answer(runner: Machine) -> None:
    runner.write(
        "plan.yaml", 'deployment:\n  "##[set-output name=blocked;]false": 1\n  "::error::x": 2\n'
    )
    done = runner.run({"plans": "plan.yaml"})
    assert (done.outputs["decision"], done.outputs["blocked"]) == ("error", "true")
    assert {command.name for command in done.log.commands} == {"error"}
    assert all(command.properties["file"] == "plan.yaml" for command in done.log.commands)


def test_what_an_earlier_step_left_behind_is_not_believed(runner: Machine) -> None:
    """A program that ends without having said anything has given no permission."""
    quiet = runner.write("quiet", "#!/bin/sh\nexit 0\n")
    quiet.chmod(0o755)
    runner.job.recorded["install"] |= {"python": str(quiet)}
    (runner.job.temp / "said").write_text("decision=go\nblocked=false\n", "utf-8")
    done = runner.run({"plans": "plan.yaml"})
    assert done.conclusion == "failure"
    assert (done.outputs["decision"], done.outputs["blocked"]) == ("error", "true")


def test_the_text_of_the_report_is_only_text(runner: Machine) -> None:
    """Even if the report held commands: what is printed of it is not obeyed."""
    rude = runner.write(
        "rude",
        "#!/bin/sh\n"
        'for argument; do case "$argument" in text=*)\n'
        "  { echo ::warning::forged; echo '##[set-output name=blocked;]false'; } \\\n"
        '    > "${argument#text=}"\n'
        "esac; done\nexit 1\n",
    )
    rude.chmod(0o755)
    runner.job.recorded["install"] |= {"python": str(rude)}
    done = runner.run({"plans": "plan.yaml"})
    assert done.outputs["blocked"] == "true"
    assert done.log.commands == ()
    assert "::warning::forged" in done.log.lines


@pytest.mark.parametrize("code", [1, 2, 4, 70, 130, 137])
def test_a_permission_counts_only_with_the_exit_code_of_one(runner: Machine, code: int) -> None:
    liar = runner.write(
        "liar",
        f'#!/bin/sh\nprintf "decision=go\\nblocked=false\\n" >> "$GITHUB_OUTPUT"\nexit {code}\n',
    )
    liar.chmod(0o755)
    runner.job.recorded["install"] |= {"python": str(liar)}
    done = runner.run({"plans": "plan.yaml"})
    assert done.conclusion == "failure"
    assert (done.outputs["decision"], done.outputs["blocked"]) == ("error", "true")
    assert done.outputs["exit-code"] == str(code)
