"""`deploylint record`: where outputs may lie, and what is removed before the command starts."""

import os
from pathlib import Path

import pytest

from tests.cli.recording import OUT, WRITE, committed, record, records, sealed
from tests.evidence.repository import Repository
from tests.program import run


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    return committed(tmp_path / "project")


def files(folder: Path) -> list[str]:
    """Return what lies below a folder, without git's own files."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir())
    return sorted(str(path) for path in found if path.parts[0] != ".git")


def test_outputs_are_named_from_here_and_recorded_from_the_root(project: Repository) -> None:
    (project.path / "web").mkdir()
    outs = ("out/a", "../reports/b", str(project.path / "c"))
    result = record(
        project.path / "web", "echo > out/a; echo > ../reports/b; echo > ../c", out=outs
    )
    assert result == (0, "", "")
    outputs = sealed(project.path, "c")["outputs"]
    assert [one["path"] for one in outputs] == ["web/out/a", "reports/b", "c"]
    assert None not in [one["digest"] for one in outputs]


def test_a_pattern_stands_for_what_matches_before_and_after(project: Repository) -> None:
    project.commit({"out/keep.txt": ""})
    project.write({"out/old.xml": "", "out/deep/old.xml": ""})
    assert record(project.path, "echo > out/old.xml", out=("out/**/*.xml",)).code == 0
    result = record(project.path, "echo 1 > out/a.xml; echo > out/b.txt", out=("out/**/*.xml",))
    assert result == (0, "", "")
    expected = ["out/a.xml", "out/a.xml.evidence.json", "out/b.txt", "out/keep.txt"]
    assert files(project.path) == [".gitignore", "app.py", *expected]
    assert [one["path"] for one in sealed(project.path, "out/a.xml")["outputs"]] == ["out/a.xml"]


def test_a_pattern_that_nothing_matches_leaves_a_record_of_its_own(project: Repository) -> None:
    project.write({"out/old.xml": ""})
    result = record(project.path, "true", out=("out/*.xml",))
    assert result.code == 0
    assert "out/*.xml: no file that matches was written by the command" in result.err
    assert files(project.path) == [
        ".gitignore",
        "app.py",
        "reports/deploylint/tests-tests.evidence.json",
    ]
    alone = sealed(project.path, "reports/deploylint/tests-tests")
    assert alone["outputs"] == [{"path": "out/*.xml", "digest": None}]
    assert record(project.path, "echo > out/a.xml", out=("out/*.xml",)).code == 0
    assert records(project.path) == ["out/a.xml.evidence.json"]


def test_a_record_whose_output_is_gone_is_removed_as_well(project: Repository) -> None:
    project.write({f"{OUT}.evidence.json": "old", "out/gone.xml.evidence.json": "old"})
    assert record(project.path, f"{WRITE}; echo > out/a.xml", out=(OUT, "out/*.xml")).code == 0
    assert records(project.path) == ["out/a.xml.evidence.json", f"{OUT}.evidence.json"]


def test_a_pattern_never_removes_what_git_keeps(project: Repository) -> None:
    project.write({"new.py": "print(2)\n"})
    result = record(project.path, "true", out=("*.py",))
    said = (
        "*.py: matches app.py, which git keeps\n"
        "  hint: an earlier output is removed first; write the pattern more narrowly\n"
    )
    assert result == (2, "", said)
    assert files(project.path) == [".gitignore", "app.py", "new.py"]


def test_nothing_is_removed_when_another_output_is_refused(project: Repository) -> None:
    project.write({OUT: "old"})
    assert record(project.path, "true", out=(OUT, "*.py")).code == 2
    assert (project.path / OUT).read_text() == "old"


def test_a_link_is_removed_and_never_what_it_leads_to(project: Repository) -> None:
    (project.path / "latest").symlink_to("app.py")
    assert record(project.path, "echo new > latest", out=("latest",)) == (0, "", "")
    assert (project.path / "app.py").read_text() == "print(1)\n"
    assert not (project.path / "latest").is_symlink()


def prepare_refused(project: Path, outside: Path) -> None:
    outside.mkdir()
    (outside / "a.xml").write_text("mine")
    (project / "folder").mkdir()
    (project / "away").symlink_to(outside)
    (project / "link.xml").symlink_to(outside / "a.xml")
    (project / "nowhere.xml").symlink_to(outside / "nowhere")
    os.mkfifo(project / "pipe")


REFUSED = [
    pytest.param("../a.xml", "does not stay inside", id="parent"),
    pytest.param("x/../../a.xml", "does not stay inside", id="parent-behind-a-folder"),
    pytest.param("/tmp/a.xml", "does not stay inside", id="absolute"),
    pytest.param("away/a.xml", "does not stay inside", id="folder-link"),
    pytest.param("away/../a.xml", "does not stay inside", id="parent-of-a-folder-link"),
    pytest.param("away/*.xml", "does not stay inside", id="pattern-in-a-folder-link"),
    pytest.param("aw*/*.xml", "which lies outside", id="pattern-through-a-folder-link"),
    pytest.param("*/../a.xml", "does not stay inside", id="parent-in-a-pattern"),
    pytest.param("link.xml", "is a link that leads elsewhere", id="link"),
    pytest.param("nowhere.xml", "is a link that leads elsewhere", id="link-to-nothing"),
    pytest.param("folder", "is a directory, not an output", id="directory"),
    pytest.param("folder/", "is a directory, not an output", id="directory-with-a-slash"),
    pytest.param(".", "is a directory, not an output", id="root"),
    pytest.param("pipe", "is neither a file nor a link", id="named-pipe"),
    pytest.param("app.py/x", "cannot be an output: not a directory", id="below-a-file"),
    pytest.param(".git/config", "does not stay inside", id="git"),
    pytest.param("", "cannot be an output", id="empty"),
    pytest.param("x.evidence.json", "cannot be an output", id="record"),
]


@pytest.mark.parametrize(("out", "said"), REFUSED)
def test_what_cannot_be_an_output_is_refused_and_nothing_is_run(
    project: Repository, tmp_path: Path, out: str, said: str
) -> None:
    prepare_refused(project.path, tmp_path / "outside")
    result = record(project.path, "echo ran", out=(out,))
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert (tmp_path / "outside/a.xml").read_text() == "mine"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        pytest.param("ln -s ../../outside reports/x", "leads out of", id="link-out"),
        pytest.param("mkdir reports/x", "is not a file", id="directory"),
        pytest.param("mkfifo reports/x", "is not a file", id="named-pipe"),
        pytest.param("ln -s nowhere reports/x", "was not written", id="link-to-nothing"),
    ],
)
def test_what_a_command_leaves_instead_of_a_file_is_not_sealed(
    project: Repository, tmp_path: Path, script: str, said: str
) -> None:
    (tmp_path / "outside").write_text("mine")
    result = record(project.path, script, out=("reports/x",))
    assert result.code == 0
    assert said in result.err
    assert sealed(project.path, "reports/x")["outputs"] == [{"path": "reports/x", "digest": None}]


def test_a_link_that_a_command_puts_in_place_of_the_record_is_not_followed(
    project: Repository, tmp_path: Path
) -> None:
    (tmp_path / "outside").write_text("mine")
    link = f"ln -s {tmp_path}/outside {OUT}.evidence.json"
    assert record(project.path, f"{WRITE}; {link}") == (0, "", "")
    assert (tmp_path / "outside").read_text() == "mine"
    assert sealed(project.path)["exit_code"] == 0


def test_names_may_hold_anything_but_a_slash(project: Repository) -> None:
    name = "é \udcff\n-x.xml"
    code = f"open({name!r}, 'w').close()"
    arguments = ("--kind", "tests", "--out", name, "--", "python3", "-c", code)
    result = run("record", *arguments, cwd=project.path)
    assert (result.code, result.err) == (0, "")
    assert sealed(project.path, name)["outputs"][0]["path"] == name


def test_a_link_to_the_repository_is_as_good_as_its_own_name(
    project: Repository, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(project.path)
    assert record(tmp_path / "link", WRITE, out=(f"{tmp_path}/link/{OUT}",)) == (0, "", "")
    assert sealed(project.path)["outputs"][0]["path"] == OUT
