"""`deploylint record`: what the command changes and leaves behind, and the next run."""

from pathlib import Path

import pytest

from tests.cli.recording import OUT, WRITE, committed, record, sealed
from tests.evidence.repository import Repository


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    return committed(tmp_path / "project")


def unsure(project: Repository, files: str) -> str:
    return (
        f"deploylint: the command changed {files} of commit {project.head[:7]}; the run counts for"
        " no release: commit or undo that, and record it anew\n"
    )


@pytest.mark.parametrize(
    ("script", "files"),
    [
        pytest.param("echo 'print(2)' > app.py", "app.py", id="changed"),
        pytest.param("rm app.py", "app.py", id="removed"),
        pytest.param("echo > new.py; git add new.py", "new.py", id="added"),
        pytest.param("echo > .gitignore; rm app.py", ".gitignore and app.py", id="several"),
        pytest.param(
            "echo 2 > app.py; git update-index --assume-unchanged app.py", "app.py", id="hid"
        ),
    ],
)
def test_a_command_that_changes_sources_proves_nothing(
    project: Repository, script: str, files: str
) -> None:
    assert record(project.path, f"{WRITE}; {script}") == (0, "", unsure(project, files))
    assert sealed(project.path)["dirty"] is True


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("echo 2 > app.py; git checkout --quiet app.py", id="put-back"),
        pytest.param("touch app.py", id="touched"),
        pytest.param("mkdir ignored; echo > ignored/x.py", id="ignored"),
        pytest.param("echo > new.py", id="new"),
    ],
)
def test_a_command_may_change_what_is_not_in_the_commit(project: Repository, script: str) -> None:
    assert record(project.path, f"{WRITE}; {script}") == (0, "", "")
    assert sealed(project.path)["dirty"] is False


def test_outputs_that_git_keeps_are_no_change_of_sources(project: Repository) -> None:
    project.commit({"out/a.txt": "old", "b.txt": "old"})
    assert (
        record(project.path, "echo > out/a.txt; rm -f b.txt", out=("out/a.txt", "b.txt")).code == 0
    )
    assert sealed(project.path, "out/a.txt")["dirty"] is False


LEFT = [
    pytest.param(".coverage", id="coverage"),
    pytest.param("web/.coverage.host.1234", id="part-of-coverage"),
    pytest.param("coverage/lcov-report/index.html", id="in-a-folder-of-reports"),
    pytest.param("__pycache__/app.cpython-311.pyc", id="bytecode"),
    pytest.param("debug.log", id="log"),
]
CODE = [
    pytest.param("conftest.py", id="source"),
    pytest.param("reports/models.py", id="source-in-a-folder-of-reports"),
    pytest.param("data.json", id="data"),
    pytest.param("pom.xml", id="build-file"),
    pytest.param(".env", id="hidden-settings"),
    pytest.param(".coveragerc", id="settings-of-coverage"),
    pytest.param("app.pyc", id="bytecode-without-source"),
    pytest.param("__pycache__/x.so", id="library"),
    pytest.param("new\nline.log", id="odd-name"),
]


def leave(project: Repository, name: str, out: str = OUT) -> None:
    """Record a command that writes another file beside its output."""
    script = 'mkdir -p "$(dirname "$LEAVE")"; echo left > "$LEAVE"; echo > '
    result = record(project.path, script + out, out=(out,), env={"LEAVE": name})
    assert result == (0, "", "")


@pytest.mark.parametrize("name", LEFT)
def test_what_a_tool_leaves_does_not_spoil_the_next_run(project: Repository, name: str) -> None:
    leave(project, name)
    assert [one["path"] for one in sealed(project.path)["leftovers"]] == [name]
    leave(project, name, "ignored/second")
    assert record(project.path, "echo > third", out=("third",)) == (0, "", "")
    (project.path / name).write_text("changed")
    assert record(project.path, "echo > fourth", out=("fourth",)).code == 0
    assert sealed(project.path, "fourth")["dirty"] is True


@pytest.mark.parametrize("name", CODE)
def test_what_may_be_code_spoils_the_next_run(project: Repository, name: str) -> None:
    leave(project, name)
    assert sealed(project.path)["leftovers"] == []
    assert record(project.path, "echo > second", out=("second",)).code == 0
    assert sealed(project.path, "second")["dirty"] is True


def test_what_lay_there_before_the_run_is_not_left_over(project: Repository) -> None:
    project.write({".coverage": "old"})
    for _ in range(2):
        assert "not in commit" in record(project.path, WRITE).err
    assert sealed(project.path)["leftovers"] == []


def test_a_link_is_never_left_over(project: Repository) -> None:
    assert record(project.path, f"{WRITE}; ln -s app.py debug.log").code == 0
    assert sealed(project.path)["leftovers"] == []


def test_runs_without_output_and_in_folders_speak_of_what_they_left(project: Repository) -> None:
    project.commit({"web/.deploylint.yaml": "timezone: UTC\n"})
    assert record(project.path, "echo > a.log", out=()) == (0, "", "")
    assert record(project.path / "web", "echo > b.log; echo > ../c.log", out=()) == (0, "", "")
    assert record(project.path, WRITE) == (0, "", "")
    assert record(project.path / "web", "echo > x", out=("x",)) == (0, "", "")


def test_no_record_lists_more_than_a_thousand_files(project: Repository) -> None:
    script = f"{WRITE}; for i in $(seq 1005); do echo > $i.log; done"
    assert record(project.path, script) == (0, "", "")
    assert len(sealed(project.path)["leftovers"]) == 1000
