"""`deploylint schema --write`, and the first line of every file that is written."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft202012Validator

from deploylint.cli.output import SCHEMAS
from deploylint.cli.schema import NAMES
from deploylint.cli.schemaplace import schema_place
from deploylint.read.yaml import read_documents
from deploylint.report.schemaline import in_json_object
from deploylint.schemas.texts import schema_path, schema_text
from tests.cli.recording import OUT, WRITE, committed, record
from tests.program import EXAMPLE, ROOT, TUESDAY, Result, run

COPY = ".deploylint/{}.schema.json"
INSTALLED = re.compile(r"file:///\S+/deploylint/schemas/[a-z-]+\.json")

TESTS = """\
policy: deploylint:essential
tests:
  - name: all is well
    plan: {version: v1, environment: production}
    expect: {decision: go}
"""
SETTINGS = 'plans: ["deploy/*.yaml"]\npolicy: rules/ours.yaml\ntimezone: Europe/Paris\n'


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with settings, in a folder whose name editors have to quote."""
    new = tmp_path / "my shop"
    new.mkdir()
    (new / ".deploylint.yaml").write_text(SETTINGS)
    (new / "ours.test.yaml").write_text(TESTS)
    (new / "deploy").mkdir()
    (new / "deploy/plan.yaml").write_bytes(EXAMPLE.read_bytes())
    return new


def written(folder: Path, *arguments: str) -> Result:
    return run("schema", "--write", *arguments, cwd=folder)


# Writing schemas


def test_all_are_written_to_the_root_and_the_second_time_left_alone(repo: Path) -> None:
    first = written(repo / "deploy")
    copies = [repo / COPY.format(name) for name in NAMES]
    assert [copy.read_text("utf-8") for copy in copies] == [schema_text(name) for name in NAMES]
    told = [f"../{COPY.format(name)}: written" for name in NAMES]
    assert (first.code, first.err, first.out.split("\n\n")[0].splitlines()) == (0, "", told)
    before = {copy: copy.stat() for copy in copies}
    second = written(repo / "deploy")
    assert second.out == first.out.replace(": written", ": unchanged")
    assert {copy: copy.stat() for copy in copies} == before
    assert sorted(os.listdir(repo / ".deploylint")) == sorted(copy.name for copy in copies)


def test_only_what_is_not_as_it_should_be_is_written(repo: Path) -> None:
    written(repo)
    stale = repo / COPY.format("policy")
    stale.write_text('{"title": "deploylint policy"}')
    lines = written(repo, "plan", "policy").out.splitlines()[:2]
    assert lines == [f"{COPY.format('plan')}: unchanged", f"{COPY.format('policy')}: written"]
    assert stale.read_text("utf-8") == schema_text("policy")


def test_editors_are_told_with_the_patterns_of_the_settings(repo: Path) -> None:
    said = written(repo).out
    mapping = re.search(r'"yaml.schemas": (\{.*?^  \})', said, re.DOTALL | re.MULTILINE)
    assert mapping
    assert json.loads(mapping[1]) == {
        "./.deploylint/plan.schema.json": ["deploy/*.yaml"],
        "./.deploylint/policy.schema.json": ["rules/ours.yaml"],
        "./.deploylint/policy-test.schema.json": ["*.test.yaml", "*.test.yml"],
        "./.deploylint/settings.schema.json": [".deploylint.yaml"],
    }
    for editor in ("Visual Studio Code", "Neovim", "JetBrains"):
        assert editor in said


def test_settings_that_cannot_be_read_keep_no_schema_back(repo: Path) -> None:
    (repo / ".deploylint.yaml").write_text("polcy: x\n")
    result = written(repo)
    assert (result.code, result.err) == (0, "")
    assert '"./.deploylint/policy.schema.json": ["policies/*.yaml", "!*.test.yaml"]' in result.out


def test_tests_have_their_own_schema_wherever_they_lie(repo: Path) -> None:
    """Editors look for a pattern at any depth, and leave out what one with `!` says."""
    (repo / ".deploylint.yaml").unlink()
    mapping = re.search(
        r'"yaml.schemas": (\{.*?^  \})', written(repo).out, re.DOTALL | re.MULTILINE
    )
    assert mapping
    found: dict[str, list[str]] = {}
    for name in ("policies/web.yaml", "policies/web.test.yaml", "a/policies/b.test.yaml"):
        for schema, patterns in json.loads(mapping[1]).items():
            matches = [one for one in patterns if PurePosixPath(name).match(one.removeprefix("!"))]
            if matches and not any(one.startswith("!") for one in matches):
                found.setdefault(name, []).append(schema.split("/")[-1])
    assert found == {
        "policies/web.yaml": ["policy.schema.json"],
        "policies/web.test.yaml": ["policy-test.schema.json"],
        "a/policies/b.test.yaml": ["policy-test.schema.json"],
    }


def test_another_folder_and_some_schemas(repo: Path) -> None:
    result = written(repo, "record", "--folder", "docs/schemas")
    assert (result.code, result.out) == (0, "docs/schemas/record.schema.json: written\n")
    assert not (repo / ".deploylint").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param((), "no schema is named", id="none"),
        pytest.param(("plan", "policy"), "several schemas are named", id="several"),
        pytest.param(("plan", "--folder", "x"), "--folder says where --write", id="folder-alone"),
        pytest.param(("plans",), "plans", id="unknown"),
        pytest.param(("--write", "--folder", "deploy/plan.yaml"), "is no folder", id="a-file"),
        pytest.param(("--write", "--folder", ""), "--folder names no folder", id="no-name"),
        pytest.param(
            ("--write", "--folder", "deploy/plan.yaml/x"),
            "deploy/plan.yaml/x/plan.schema.json: the schema cannot be written: Not a directory",
            id="below-a-file",
        ),
    ],
)
def test_what_cannot_be_done_is_said(repo: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run("schema", *arguments, cwd=repo)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def linked(copy: Path) -> None:
    outside = copy.parents[1] / "outside"
    outside.write_text("mine")
    copy.symlink_to(outside)


def linked_folder(copy: Path) -> None:
    outside = copy.parents[1] / "outside"
    outside.mkdir()
    copy.parent.rmdir()
    copy.parent.symlink_to(outside)


IN_THE_WAY: dict[str, tuple[Callable[[Path], object], str]] = {
    "link": (linked, "plan.schema.json: is a link, through which nothing is written"),
    "link-to-nothing": (
        lambda copy: copy.symlink_to("absent"),
        "plan.schema.json: is a link, through which nothing is written",
    ),
    "linked-folder": (linked_folder, ".deploylint: is a link, through which nothing is written"),
    "pipe": (os.mkfifo, "plan.schema.json: is a named pipe, not a file"),
    "folder": (lambda copy: copy.mkdir(), "plan.schema.json: is a directory, not a file"),
    "somebody's": (
        lambda copy: copy.write_text('{"title": "plan of the sprint"}'),
        "plan.schema.json: is no schema of this program, so it is not overwritten",
    ),
    "no-json": (
        lambda copy: copy.write_text("[" * 99999),
        "plan.schema.json: is no schema of this program, so it is not overwritten",
    ),
}


@pytest.mark.parametrize("case", IN_THE_WAY)
def test_what_is_not_ours_is_not_written_to(repo: Path, case: str) -> None:
    put, message = IN_THE_WAY[case]
    copy = repo / COPY.format("plan")
    copy.parent.mkdir()
    put(copy)
    before = listing(repo)
    result = written(repo, "policy", "plan")
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    # nor is anything else written then
    assert listing(repo) == before


def listing(folder: Path) -> list[tuple[Path, int, int, int]]:
    found = ((path, path.lstat()) for path in folder.rglob("*"))
    return sorted((path, one.st_ino, one.st_size, one.st_mtime_ns) for path, one in found)


# Where a file finds its schema


@pytest.mark.parametrize(
    ("copy", "file", "place"),
    [
        pytest.param("", "plan.yaml", "./.deploylint/plan.schema.json", id="beside"),
        pytest.param("", "a/b/plan.yaml", "../../.deploylint/plan.schema.json", id="above"),
        pytest.param("a", "a/b/plan.yaml", "../.deploylint/plan.schema.json", id="nearest"),
        pytest.param("a", "plan.yaml", None, id="below-does-not-count"),
        pytest.param("..", "plan.yaml", None, id="outside-of-the-repository-does-not-count"),
    ],
)
def test_the_nearest_copy_counts_up_to_the_root(
    repo: Path, copy: str, file: str, place: str | None
) -> None:
    target = repo / copy / COPY.format("plan")
    target.parent.mkdir(parents=True)
    target.write_text("{}")
    found = schema_place("plan", str(repo / file))
    assert found == (place or f"file://{schema_path('plan')}")


def schema_of(file: Path, place: str) -> Draft202012Validator:
    """Return the schema that an editor finds for a file that names `place`."""
    if INSTALLED.fullmatch(place):
        path = Path(unquote(urlsplit(place).path))
    else:
        assert " " not in place
        path = Path(os.path.normpath(file.parent / place))
        assert path.name.endswith(".schema.json")
    return Draft202012Validator(json.loads(path.read_text("utf-8")))


COPIED = pytest.mark.parametrize(
    "copied", [pytest.param(True, id="copies"), pytest.param(False, id="installed")]
)


def prepared(repo: Path, *, copied: bool) -> None:
    if copied:
        assert written(repo).code == 0


@COPIED
def test_a_plan_that_is_written_names_its_schema_and_is_a_plan(repo: Path, copied: bool) -> None:
    prepared(repo, copied=copied)
    (repo / "out").mkdir()
    filled = repo / "out/filled.yaml"
    (repo / "deploy/other.yaml").write_bytes(EXAMPLE.read_bytes())
    command = ("check", "deploy/plan.yaml", "deploy/other.yaml", "--policy", "deploylint:essential")
    assert run(*command, "--now", TUESDAY, "-o", "yaml=out/filled.yaml", cwd=repo).code == 0
    text = filled.read_text("utf-8")
    documents = text.split("---\n")
    places = [re.match(r"# yaml-language-server: \$schema=(\S+)\n", one) for one in documents]
    assert len(places) == 2
    for place in places:
        assert place
        assert bool(INSTALLED.fullmatch(place[1])) is not copied
        schema = schema_of(filled, place[1])
        for document in read_documents(text.encode(), "filled.yaml"):
            assert list(schema.iter_errors(document.data)) == []
    again = run("check", "out/filled.yaml", "--policy", "deploylint:essential", cwd=repo)
    assert again.code in (0, 1)


JUDGED = ("check", "deploy/plan.yaml", "--policy", "deploylint:essential", "--now", TUESDAY)
ANSWERS = {
    "json": JUDGED,
    "evidence_json": ("evidence", "deploy/plan.yaml", "--policy", "deploylint:essential"),
    "window_json": ("window", "--policy", "deploylint:essential", "--at", TUESDAY),
    "migrations_json": ("migrations", "--all", "--policy", "deploylint:production"),
    "explain_json": ("explain", "tests-pass", "--policy", "deploylint:essential"),
    "rules_json": ("rules", "--policy", "deploylint:essential"),
    "policytests_json": ("policy", "test"),
}
"""Commands by the module that writes their answer as JSON."""


@COPIED
@pytest.mark.parametrize("module", sorted(SCHEMAS.keys() - {"yaml"}))
def test_an_answer_that_is_written_names_its_schema(repo: Path, module: str, copied: bool) -> None:
    prepared(repo, copied=copied)
    file = repo / "answer.json"
    assert run(*ANSWERS[module], "-o", "json=answer.json", cwd=repo).err == ""
    text = file.read_text("utf-8")
    data = json.loads(text)
    assert text.startswith(f'{{"$schema": {json.dumps(data["$schema"])},\n')
    assert bool(INSTALLED.fullmatch(data["$schema"])) is not copied
    assert list(schema_of(file, data["$schema"]).iter_errors(data)) == []


def test_standard_output_names_no_schema(repo: Path) -> None:
    written(repo)
    for format_ in ("yaml", "json"):
        assert "schema=" not in run(*JUDGED, "-o", format_, cwd=repo).out
        assert "$schema" not in run(*JUDGED, "-o", format_, cwd=repo).out


@COPIED
def test_a_record_that_is_written_names_its_schema_and_is_a_record(
    tmp_path: Path, copied: bool
) -> None:
    repo = committed(tmp_path / "repo")
    prepared(repo.path, copied=copied)
    script = f"mkdir -p reports && {WRITE}"
    assert record(repo.path, script).code == 0
    file = repo.path / f"{OUT}.evidence.json"
    text = file.read_text("utf-8")
    data = json.loads(text)
    assert text.startswith(f'{{"$schema": {json.dumps(data["$schema"])},\n')
    assert bool(INSTALLED.fullmatch(data["$schema"])) is not copied
    assert list(schema_of(file, data["$schema"]).iter_errors(data)) == []
    found = run("evidence", "-o", "json", cwd=repo.path)
    pieces = [
        piece for kind in json.loads(found.out)["reports"][0]["kinds"] for piece in kind["pieces"]
    ]
    assert [piece["record"] for piece in pieces] == [f"{OUT}.evidence.json"]


@pytest.mark.parametrize("place", ["./.deploylint/window.schema.json", 'file:///a%20"b\\'])
def test_an_object_gets_the_key_in_its_first_line(place: str) -> None:
    for data in ({"at": [1, {"x": None}]}, {"{": "{"}):
        text = in_json_object(json.dumps(data, indent=2), place)
        assert json.loads(text) == {"$schema": place, **data}
        assert json.loads(f"{text.splitlines()[0].rstrip(',')}}}") == {"$schema": place}
        assert in_json_object(text, None) == text


def test_paths_of_the_schemas_are_those_of_the_package() -> None:
    assert schema_path("plan") == str(ROOT / "deploylint/schemas/plan.json")
