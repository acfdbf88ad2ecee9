"""Folders and patterns given to `deploylint check`."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.planfolder import HELD, NO_PLAN, PLAN, SETTINGS, check, fill, judged, refused, write
from tests.program import TUESDAY, Result, run, run_unprivileged


@pytest.fixture
def here(tmp_path: Path) -> Path:
    write(tmp_path, {".deploylint.yaml": SETTINGS})
    return tmp_path


def listed(folder: Path, *arguments: str) -> Result:
    return check(folder, "-o", "json", *arguments)


TREE = (
    *("a.yaml", "b.yml", "c.json.yaml", "sub/d.yaml", "sub/deep/er/e.YAML", "sub-x/f.yaml"),
    *(".hidden.yaml", ".github/g.yaml", "node_modules/x/h.yaml", "venv/i.yaml"),
    *("__pycache__/j.yaml", "env/lib/k.yaml", "readme.md", "sub/notes.txt"),
)
FOUND = ["a.yaml", "b.yml", "c.json.yaml", "sub-x/f.yaml", "sub/d.yaml", "sub/deep/er/e.YAML"]


@pytest.fixture
def tree(here: Path) -> Path:
    fill(here, TREE)
    (here / "env/pyvenv.cfg").touch()
    return here


def test_a_folder_means_the_plans_below_it_but_for_what_is_hidden_or_installed(tree: Path) -> None:
    result = listed(tree, ".")
    assert (result.code, judged(result), result.err) == (0, FOUND, "")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        pytest.param(["sub/"], ["sub/d.yaml", "sub/deep/er/e.YAML"], id="folder"),
        pytest.param(["./sub"], ["./sub/d.yaml", "./sub/deep/er/e.YAML"], id="as-given"),
        pytest.param(["*.yaml"], ["a.yaml", "c.json.yaml"], id="in-a-name"),
        pytest.param(["[ab].y*"], ["a.yaml", "b.yml"], id="one-of-some"),
        pytest.param(["?.yml"], ["b.yml"], id="any-one"),
        pytest.param(["**/?.yaml"], ["a.yaml", "sub-x/f.yaml", "sub/d.yaml"], id="at-any-depth"),
        pytest.param(["sub*/*.yaml"], ["sub-x/f.yaml", "sub/d.yaml"], id="in-folders"),
        pytest.param(["sub/**"], ["sub/d.yaml", "sub/deep/er/e.YAML"], id="all-below"),
        pytest.param(["**"], FOUND, id="all-of-it"),
        pytest.param(["sub/d*"], ["sub/d.yaml", "sub/deep/er/e.YAML"], id="file-and-folder"),
        pytest.param(
            ["sub*/"], ["sub-x/f.yaml", "sub/d.yaml", "sub/deep/er/e.YAML"], id="folders-only"
        ),
        pytest.param(["sub/**/e*"], ["sub/deep/er/e.YAML"], id="file-and-its-folder"),
        pytest.param([".git*/*.yaml"], [".github/g.yaml"], id="hidden-by-name"),
        pytest.param([".github"], [".github/g.yaml"], id="hidden-spelled-out"),
        pytest.param(["venv/i.yaml"], ["venv/i.yaml"], id="installed-spelled-out"),
        pytest.param(["b.yml", "*.y*", "."], ["b.yml", "a.yaml", *FOUND[2:]], id="each-once"),
        pytest.param(["sub/../a.yaml", "./a.yaml"], ["sub/../a.yaml"], id="one-file-two-names"),
    ],
)
def test_what_folders_and_patterns_mean(tree: Path, given: list[str], found: list[str]) -> None:
    result = listed(tree, *given)
    assert (result.code, judged(result), result.err) == (0, found, "")


@pytest.mark.parametrize("pattern", ["*.yaml", "sub*/*.yaml", "[!a].y*ml", "*/d*/er/*"])
def test_a_quoted_pattern_means_what_a_shell_makes_of_it(here: Path, pattern: str) -> None:
    fill(here, TREE)
    names = subprocess.check_output(
        ["bash", "-c", f"printf '%s\\n' {pattern}"], cwd=here, text=True
    )
    assert judged(listed(here, pattern)) == names.split()


def test_an_absolute_pattern_and_folder(here: Path) -> None:
    fill(here, ["sub/a.yaml"])
    for given in (f"{here}/*/a.yaml", f"{here}/sub"):
        assert judged(listed(here, given)) == [f"{here}/sub/a.yaml"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(here: Path) -> None:
    fill(here, ["[ab].yaml", "a.yaml", "what?.yaml"])
    assert judged(listed(here, "[ab].yaml", "what?.yaml")) == ["[ab].yaml", "what?.yaml"]


def test_links_to_files_count_and_links_to_folders_are_not_followed(here: Path) -> None:
    fill(here, ["sub/a.yaml", "elsewhere/b.yaml"])
    (here / "sub/link.yaml").symlink_to("../elsewhere/b.yaml")
    (here / "sub/folder").symlink_to("../elsewhere")
    (here / "sub/circle.yaml").symlink_to(".")
    result = listed(here, "sub")
    assert (judged(result), result.err) == (["sub/a.yaml", "sub/link.yaml"], "")
    assert judged(listed(here, "sub/folder")) == ["sub/folder/b.yaml"]
    assert judged(listed(here, "sub/**/*.yaml")) == ["sub/a.yaml", "sub/link.yaml"]


def test_a_folder_deeper_than_a_stack(here: Path) -> None:
    folder, steps = str(here / "deep"), 1200
    os.mkdir(folder)
    at = os.open(folder, os.O_RDONLY)
    for _ in range(steps):
        os.mkdir("x", dir_fd=at)
        at, above = os.open("x", os.O_RDONLY, dir_fd=at), at
        os.close(above)
    with open(os.open("plan.yaml", os.O_CREAT | os.O_WRONLY, dir_fd=at), "w") as file:
        file.write(PLAN)
    os.close(at)
    result = listed(here, "deep")
    # who cleans up after tests does it by recursion
    subprocess.run(["rm", "-rf", folder], check=True)
    assert (result.code, judged(result)) == (0, [f"deep/{'x/' * steps}plan.yaml"])


def test_what_is_no_plan_is_passed_over_and_named(here: Path) -> None:
    fill(here, ["plan.yaml"])
    others = {f"k8s/{number}.yaml": NO_PLAN for number in range(8)}
    write(here, {**others, "list.json": "[1, 2]", "empty.yml": "", "text.yaml": "deployment\n"})
    result = listed(here, ".")
    assert (result.code, judged(result)) == (0, ["plan.yaml"])
    assert result.err == (
        "passed over 11 files without `deployment` at the top: empty.yml, k8s/0.yaml, k8s/1.yaml,"
        " k8s/2.yaml, k8s/3.yaml, k8s/4.yaml and 5 more; --verbose names all\n"
    )
    first, *names = listed(here, ".", "-v").err.splitlines()
    assert first == "passed over 11 files without `deployment` at the top:"
    assert [name.strip() for name in names] == ["empty.yml", *others, "list.json", "text.yaml"]


def test_a_file_that_is_named_or_matched_is_a_plan_or_a_mistake(here: Path) -> None:
    fill(here, ["k8s/plan.yaml"])
    write(here, {"k8s/other.yaml": "kind: Deployment\n"})
    for given in ("k8s/other.yaml", "k8s/*.yaml"):
        result = check(here, given)
        assert result.code == 2
        assert result.err.startswith("k8s/other.yaml:1:1: ")
    assert listed(here, "k8s").code == 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("b.yaml", "a: [1\n", "b.yaml:1:4: ", id="no-yaml"),
        pytest.param("b.json", '{"deployment": {}', "b.json:1:", id="no-json"),
        pytest.param("b.yaml", "x\0y", "b.yaml:1:2: this is a binary file", id="binary"),
        pytest.param("b.yaml", "a: " + "[" * 100, "b.yaml:1:", id="too-deep"),
        pytest.param("b.yaml", "a: &b {}\n<<: *b\n", "b.yaml:2:1: merge keys", id="merged-top"),
        pytest.param("b.yaml", "deploymnet: {}\n", "b.yaml:1:1: `deploymnet` ", id="misspelled"),
        pytest.param("b.yaml", "Deployment: {}\n", "b.yaml:1:1: `Deployment` ", id="capital"),
        pytest.param("b.yaml", "a: 1\ndeployments: []\n", "b.yaml:2:1: ", id="plural"),
        pytest.param("b.yaml", "a: 1\n---\ndeployment: {}\n", "b.yaml:1:1: ", id="second-document"),
        pytest.param("b.yaml", "deployment: {x: 1}\n", "b.yaml:1:1: ", id="plan-that-is-wrong"),
        pytest.param(
            "b.yaml", f"x: {'y' * 4_000_000}\n", "b.yaml: is larger than 4 MB", id="large"
        ),
        pytest.param("b.yaml", None, "b.yaml: is a link to `nowhere`", id="broken-link"),
        pytest.param("b.yaml", "", "b.yaml: is a named pipe", id="pipe"),
    ],
)
def test_what_cannot_be_told_is_an_error_and_the_rest_is_judged(
    here: Path, name: str, text: str | None, said: str
) -> None:
    fill(here, ["a.yaml", "c.yaml"])
    if text is None:
        (here / name).symlink_to("nowhere")
    elif said.endswith("pipe"):
        os.mkfifo(here / name)
    else:
        write(here, {name: text})
    result = listed(here, ".")
    assert (result.code, judged(result)) == (2, ["a.yaml", "c.yaml"])
    assert result.err.startswith(said)
    assert {file for file, _ in refused(result)} == {name}


def test_a_folder_that_may_not_be_read_is_an_error(here: Path) -> None:
    fill(here, ["a.yaml", "closed/b.yaml"])
    (here / "closed").chmod(0)
    result = run_unprivileged("check", "-o", "json", "--now", TUESDAY, ".", cwd=here)
    (here / "closed").chmod(0o700)
    assert (result.code, judged(result)) == (2, ["a.yaml"])
    assert result.err == "closed: the folder cannot be looked into: permission denied\n"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            "k8s",
            "passed over 1 file without `deployment` at the top: k8s/a.yaml",
            id="nothing-but-others",
        ),
        pytest.param("docs", None, id="no-candidates"),
        pytest.param("k*/", "passed over 1 file", id="folders-by-pattern"),
        pytest.param("*.yml", None, id="no-match"),
    ],
)
def test_a_gate_that_looked_at_nothing_is_not_green(
    here: Path, given: str, said: str | None
) -> None:
    write(here, {"k8s/a.yaml": NO_PLAN, "docs/readme.md": ""})
    fill(here, ["plan.yaml"])
    alone = listed(here, given)
    assert (alone.code, judged(alone)) == (2, [])
    assert [file for file, _ in refused(alone)] == [given]
    assert ", so no plan is judged\n" in alone.err
    assert said is None or said in alone.err
    among = listed(here, given, "plan.yaml")
    assert (among.code, judged(among)) == (2, ["plan.yaml"])


def test_a_folder_is_not_blamed_for_a_plan_that_was_named_before(here: Path) -> None:
    fill(here, ["sub/plan.yaml"])
    assert (listed(here, "sub/plan.yaml", "sub").code, listed(here, "sub", "s*").code) == (0, 0)


def test_a_file_that_is_named_and_found_has_to_be_a_plan(here: Path) -> None:
    fill(here, ["sub/plan.yaml"])
    write(here, {"sub/other.yaml": "kind: Deployment\n"})
    for given in (["sub", "sub/other.yaml"], ["sub/other.yaml", "sub"], ["sub", "sub/*"]):
        result = listed(here, *given)
        assert (result.code, judged(result)) == (2, ["sub/plan.yaml"])


def test_the_settings_name_folders_and_patterns(here: Path) -> None:
    fill(here, ["deploy/a.yaml", "deploy/b/c.yaml", "other/d.yaml", "x/plan.yaml", "sub/e.yaml"])
    write(here, {"deploy/k8s.yaml": NO_PLAN})
    plans = "plans: [deploy, '**/plan.yaml', other/d.yaml]\n"
    write(here, {".deploylint.yaml": SETTINGS + plans})
    result = listed(here / "sub")
    found = ["deploy/a.yaml", "deploy/b/c.yaml", "x/plan.yaml", "other/d.yaml"]
    assert (result.code, judged(result)) == (0, [f"../{name}" for name in found])
    assert result.err == "passed over 1 file without `deployment` at the top: ../deploy/k8s.yaml\n"


def test_settings_that_lead_to_no_plan_are_blamed_by_their_place(here: Path) -> None:
    write(here, {".deploylint.yaml": "plans: [k8s, absent/*.yaml]\n", "k8s/a.yaml": NO_PLAN})
    result = check(here)
    assert (result.code, result.out.splitlines()[0]) == (2, "2 plans: 2 could not be judged")
    assert ".deploylint.yaml:1:1: no file matches `absent/*.yaml`" in result.err
    assert ".deploylint.yaml:1:1: no file below `k8s` is a plan" in result.err


def test_briefly_only_what_is_not_go_is_told(here: Path) -> None:
    fill(here, ["a.yaml", "b.yaml"])
    write(here, {"held.yaml": HELD})
    result = check(here, ".", "-q")
    assert result.code == 1
    assert result.out.startswith("held.yaml: v9 to production (standard)\n")
    assert result.out.count("policy essential") == 1
    assert "\n3 plans: 1 abort, 2 go\n" in result.out


def test_file_names_cannot_forge_output(here: Path) -> None:
    name = "x\n::error::forged\x1b[31m.yaml"
    write(here, {f"k8s/{name}": NO_PLAN, f"bad/{name}": "a: [", f"held/{name}": HELD})
    for output in ("text", "github"):
        result = check(here, ".", "-o", output)
        for line in (result.out + result.err).splitlines():
            assert line.isprintable()
            assert not line.startswith("::error::forged")


ONLY = ("--only-plans", "--no-clock", "--quiet")


def named(folder: Path, *files: str) -> Result:
    return run("check", *ONLY, "-o", "json", *files, cwd=folder)


@pytest.fixture
def mixed(here: Path) -> Path:
    fill(here, ["deploy/a.yaml", "deploy/b.yaml"])
    others = {"deploy/k8s.yaml": NO_PLAN, "deploy/.deploylint.yaml": SETTINGS, "list.json": "[]"}
    write(here, {**others, "held.yaml": HELD, "typo.yaml": "deploymnet: {}\n", "broken.yaml": "["})
    return here


@pytest.mark.parametrize(
    ("files", "code", "plans", "said"),
    [
        pytest.param(
            ["deploy/a.yaml", "deploy/k8s.yaml", "list.json", "deploy/.deploylint.yaml"],
            0,
            ["deploy/a.yaml"],
            "passed over 3 files without `deployment` at the top: deploy/k8s.yaml, list.json and"
            " deploy/.deploylint.yaml\n",
            id="plans-among-others",
        ),
        pytest.param(
            ["deploy/k8s.yaml"],
            0,
            [],
            "passed over 1 file without `deployment` at the top: deploy/k8s.yaml\n"
            "no file that is named is a plan, so nothing was judged\n",
            id="none",
        ),
        pytest.param(
            ["deploy/*8s.yaml", "list.json"],
            0,
            [],
            "passed over 2 files without `deployment` at the top: deploy/k8s.yaml and list.json\n"
            "no file that is named is a plan, so nothing was judged\n",
            id="pattern",
        ),
        pytest.param(["held.yaml", "list.json"], 1, ["held.yaml"], "passed over 1 file", id="held"),
        pytest.param(["typo.yaml", "list.json"], 2, [], "typo.yaml:1:1: `deploymnet`", id="typo"),
        pytest.param(["broken.yaml"], 2, [], "broken.yaml:2:1: ", id="broken"),
        pytest.param(["absent.yaml"], 2, [], "absent.yaml: does not exist", id="absent"),
        pytest.param(
            ["absent.yaml", "deploy/a.yaml"],
            2,
            ["deploy/a.yaml"],
            "absent.yaml: does not exist",
            id="absent-among-plans",
        ),
        pytest.param(["[x].yaml"], 2, [], "no file matches `[x].yaml`", id="no-match"),
    ],
)
def test_named_files_may_be_no_plans_where_that_is_asked_for(
    mixed: Path, files: list[str], code: int, plans: list[str], said: str
) -> None:
    result = named(mixed, *files)
    assert (result.code, judged(result)) == (code, plans)
    assert result.err.startswith(said)


def test_without_being_asked_for_a_named_file_is_a_plan(mixed: Path) -> None:
    assert run("check", "--no-clock", "deploy/k8s.yaml", cwd=mixed).code == 2


def test_a_folder_has_to_hold_a_plan_also_where_only_plans_are_asked_for(mixed: Path) -> None:
    write(mixed, {"k8s/a.yaml": NO_PLAN})
    result = named(mixed, "k8s", "deploy/a.yaml")
    assert (result.code, judged(result)) == (2, ["deploy/a.yaml"])
    assert "no file below `k8s` is a plan" in result.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--gate", "deploy/a.yaml"], "it cannot go with --only-plans", id="gate"),
        pytest.param([], "--only-plans needs files to choose from", id="nothing-named"),
    ],
)
def test_a_gate_does_not_choose_its_plans(mixed: Path, arguments: list[str], said: str) -> None:
    write(mixed, {".deploylint.yaml": f"{SETTINGS}plans: deploy\n"})
    result = run("check", "--only-plans", *arguments, cwd=mixed)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
