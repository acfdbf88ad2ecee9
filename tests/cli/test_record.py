"""`deploylint record`: what it writes down."""

import platform
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest

from deploylint import __version__
from deploylint.schemas.texts import schema_path
from tests.cli.recording import OUT, WRITE, committed, record, records, sealed
from tests.evidence.repository import Repository, repository
from tests.program import run


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    return committed(tmp_path / "project")


def digest(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"


def test_a_record_says_what_was_run_and_how_it_ended(project: Repository) -> None:
    began = datetime.now(tz=UTC).replace(microsecond=0)
    result = record(project.path, f"{WRITE}; exit 3")
    assert result == (3, "", "")
    found = sealed(project.path)
    started, ended = (datetime.fromisoformat(found.pop(f"{w}_at")) for w in ("started", "ended"))
    assert began <= started <= ended <= datetime.now(tz=UTC)
    assert started.utcoffset() == ended.utcoffset() == timedelta(0)
    versions = found.pop("versions")
    assert versions["deploylint"] == __version__
    assert versions["python"] == platform.python_version()
    assert set(versions) == {"deploylint", "python", "platform", "git"}
    assert found == {
        "$schema": f"file://{quote(schema_path('record'))}",
        "deploylint_record": 1,
        "kind": "tests",
        "name": "tests",
        "command": ["sh", "-c", f"{WRITE}; exit 3"],
        "exit_code": 3,
        "commit": project.head,
        "tree": project.git("rev-parse", "HEAD^{tree}"),
        "dirty": False,
        "outputs": [{"path": OUT, "digest": digest(b"<testsuites/>")}],
        "lockfiles": [],
        "ci": None,
        "options": {},
        "leftovers": [],
    }


def test_each_of_several_outputs_has_the_whole_record_beside_it(project: Repository) -> None:
    result = record(project.path, "echo 1 > out/a; echo 2 > b", out=("out/a", "b"))
    assert result == (0, "", "")
    assert records(project.path) == ["b.evidence.json", "out/a.evidence.json"]
    assert sealed(project.path, "out/a") == sealed(project.path, "b")
    assert sealed(project.path, "b")["outputs"] == [
        {"path": "out/a", "digest": digest(b"1\n")},
        {"path": "b", "digest": digest(b"2\n")},
    ]


def test_without_output_the_record_is_the_evidence(project: Repository) -> None:
    (project.path / "below").mkdir()
    arguments = ("record", "--kind", "build", "--name", "lint", "--", "sh", "-c", "exit 1")
    assert run(*arguments, cwd=project.path / "below") == (1, "", "")
    assert records(project.path) == ["reports/deploylint/build-lint.evidence.json"]
    found = sealed(project.path, "reports/deploylint/build-lint")
    assert (found["name"], found["exit_code"], found["outputs"]) == ("lint", 1, [])


def test_an_output_that_was_not_written_is_said_and_recorded(project: Repository) -> None:
    project.write({OUT: "<testsuites/>"})
    result = record(project.path, "exit 0")
    assert (result.code, result.out) == (0, "")
    assert result.err == (
        f"deploylint: {OUT}: was not written by the command, and the record says so\n"
        "  hint: the command has to write it there; look at its options and at the folder it runs"
        " in\n"
    )
    assert not (project.path / OUT).exists()
    assert sealed(project.path)["outputs"] == [{"path": OUT, "digest": None}]


@pytest.mark.parametrize(
    ("program", "code", "said"),
    [
        pytest.param(None, 127, "there is no program `nosuch`", id="missing"),
        pytest.param("./nosuch", 127, "`./nosuch` cannot be started: no such file", id="no-file"),
        pytest.param("./app.py", 126, "`./app.py` cannot be started: permission", id="no-program"),
        pytest.param("./empty", 126, "`./empty` cannot be started: exec format", id="no-format"),
    ],
)
def test_a_command_that_cannot_be_started_is_recorded(
    project: Repository, program: str | None, code: int, said: str
) -> None:
    project.write({"empty": "no interpreter", OUT: "old"})
    (project.path / "empty").chmod(0o755)
    arguments = ("record", "--kind", "tests", "--out", OUT, "--", program or "nosuch")
    result = run(*arguments, cwd=project.path)
    assert (result.code, result.out) == (code, "")
    assert f"deploylint: {said}" in result.err
    assert not (project.path / OUT).exists()
    assert sealed(project.path)["exit_code"] == code


def test_outside_a_repository_there_is_no_commit(tmp_path: Path) -> None:
    assert record(tmp_path, WRITE) == (0, "", "")
    found = sealed(tmp_path)
    assert (found["commit"], found["tree"], found["dirty"]) == (None, None, None)
    assert "git" not in found["versions"]


def test_without_a_commit_the_run_is_tied_to_none(tmp_path: Path) -> None:
    empty = repository(tmp_path / "empty")
    result = record(empty.path, WRITE)
    said = "deploylint: the run is tied to no commit: the repository has no commit yet\n"
    assert result == (0, "", said)
    assert sealed(empty.path)["commit"] is None


@pytest.mark.parametrize(
    ("files", "changed"),
    [
        pytest.param({"app.py": "print(2)\n"}, "app.py", id="changed"),
        pytest.param({"new.py": ""}, "new.py", id="unknown"),
        pytest.param({"a b": "", "new.py": ""}, "a b and new.py", id="several"),
        pytest.param({"ignored/x": "", "x.evidence.json": ""}, None, id="ignored-or-a-record"),
        pytest.param({OUT: "old"}, None, id="an-old-output"),
        pytest.param(
            {"conftest.py": "", "conftest.py.evidence.json": ""},
            "conftest.py",
            id="an-empty-record",
        ),
        pytest.param(
            {"app.py": "print(2)\n", "app.py.evidence.json": ""}, "app.py", id="kept-and-recorded"
        ),
    ],
)
def test_dirty_says_that_files_differed_from_the_commit(
    project: Repository, files: dict[str, str], changed: str | None
) -> None:
    project.write(files)
    result = record(project.path, WRITE)
    said = (
        f"deploylint: not in commit {project.head[:7]}: {changed}; the run counts for no release"
        " until they are committed and it is recorded anew\n"
    )
    assert result == (0, "", said if changed else "")
    assert sealed(project.path)["dirty"] is (changed is not None)


def test_a_record_leaves_the_tree_clean_for_the_next_one(project: Repository) -> None:
    for name in ("one", "two", "three"):
        assert record(project.path, f"echo > {name}", out=(name,)) == (0, "", "")
        assert sealed(project.path, name)["dirty"] is False


def test_an_output_that_was_changed_since_it_was_recorded_differs(project: Repository) -> None:
    assert record(project.path, "echo > one", out=("one",)) == (0, "", "")
    (project.path / "one").write_text("other")
    assert record(project.path, "echo > two", out=("two",)).code == 0
    assert sealed(project.path, "two")["dirty"] is True


def test_a_record_speaks_for_no_other_file(project: Repository) -> None:
    assert record(project.path, "cat app.py > one", out=("one",)) == (0, "", "")
    copy = (project.path / "one.evidence.json").read_bytes()
    project.write({"new/two": (project.path / "one").read_bytes(), "new/two.evidence.json": copy})
    assert record(project.path, "echo > three", out=("three",)).code == 0
    assert sealed(project.path, "three")["dirty"] is True


def test_an_output_that_git_keeps_may_be_replaced(project: Repository) -> None:
    project.commit({OUT: "old"})
    assert record(project.path, WRITE) == (0, "", "")
    assert sealed(project.path)["dirty"] is False


def test_a_command_that_checks_out_another_commit_proves_nothing(project: Repository) -> None:
    first = project.head
    second = project.commit({"app.py": "print(2)\n"})
    result = record(project.path, f"git checkout --quiet {first}; {WRITE}")
    said = (
        f"deploylint: commit {second[:7]} did not stay checked out while the command ran;"
        " the run counts for no release: record it anew\n"
    )
    assert result == (0, "", said)
    assert (sealed(project.path)["commit"], sealed(project.path)["dirty"]) == (second, True)


def test_lockfiles_from_here_up_to_the_root_are_sealed_as_they_were(project: Repository) -> None:
    files = {
        "poetry.lock": "one",
        "requirements-dev.txt": "two",
        "web/package-lock.json": "three",
        "other/package-lock.json": "four",
        "notes.txt": "five",
    }
    project.commit(files)
    script = "echo changed > package-lock.json; echo > x"
    assert record(project.path / "web", script, out=("x",)).code == 0
    assert sealed(project.path, "web/x")["lockfiles"] == [
        {"path": "web/package-lock.json", "digest": digest(b"three")},
        {"path": "poetry.lock", "digest": digest(b"one")},
        {"path": "requirements-dev.txt", "digest": digest(b"two")},
    ]


def test_secrets_are_not_written_down(project: Repository) -> None:
    script = "echo secret-of-the-environment; echo > reports/junit.xml"
    token = "ghp_" + "a1" * 18
    arguments = ("--out", OUT, "--", "sh", "-c", script, "--password", "hunter2hunter2", token)
    result = run("record", "--kind", "tests", *arguments, cwd=project.path, env={"SECRET": "mine1"})
    assert result.code == 0
    assert sealed(project.path)["command"][3:] == ["--password", "****", "****"]
    assert "mine1" not in (project.path / f"{OUT}.evidence.json").read_text("utf-8")


def test_variables_with_options_are_written_down_without_secrets(project: Repository) -> None:
    env = {"PYTEST_ADDOPTS": "-k ok --token=hunter2hunter2", "GOFLAGS": " ", "LANG": "C"}
    assert record(project.path, WRITE, env=env).code == 0
    assert sealed(project.path)["options"] == {"PYTEST_ADDOPTS": "-k ok --token=****"}


def test_the_run_of_the_ci_service_is_named(project: Repository) -> None:
    env = {
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "acme/web",
        "GITHUB_RUN_ID": "42",
    }
    assert record(project.path, WRITE, env=env).code == 0
    assert sealed(project.path)["ci"] == "https://github.com/acme/web/actions/runs/42"


def test_a_record_that_cannot_be_written_is_no_success(project: Repository) -> None:
    result = record(project.path, f"{WRITE}; mkdir {OUT}.evidence.json")
    assert (result.code, result.out) == (2, "")
    assert "deploylint: reports/junit.xml.evidence.json: there is no record: " in result.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("--", "true"), "--kind is missing", id="no-kind"),
        pytest.param(("--kind", "test", "--", "true"), "`test` is not one of", id="other-kind"),
        pytest.param(("--kind", "tests", "--out", OUT), "no command is given", id="no-command"),
        pytest.param(("--kind", "tests", "--name", "a/b", "x"), "is no name of a run", id="name"),
        pytest.param(
            ("--kind", "tests", "--put", "b", "x"), "there is no option `--put`", id="other-option"
        ),
        pytest.param(
            ("--kind", "tests", "--out", "x", "--log", "./x", "--", "true"),
            "is named by --out and by --log",
            id="twice",
        ),
        pytest.param(
            ("--kind", "tests", "--log", "*.log", "--", "true"), "--log names one file", id="log"
        ),
    ],
)
def test_wrong_options_run_nothing(
    project: Repository, arguments: tuple[str, ...], said: str
) -> None:
    project.write({OUT: "old"})
    result = run("record", *arguments, cwd=project.path)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert (project.path / OUT).read_text() == "old"
    assert records(project.path) == []


def test_options_of_the_command_are_its_own(project: Repository) -> None:
    arguments = ("--kind", "tests", "--out", "x", "sh", "-c", 'echo "$@" > x', "--", "--out", "-h")
    assert run("record", *arguments, cwd=project.path) == (0, "", "")
    assert (project.path / "x").read_text() == "--out -h\n"
