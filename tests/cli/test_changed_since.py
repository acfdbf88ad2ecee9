"""`deploylint check --changed-since REF`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.planfolder import HELD, NO_PLAN, PLAN, SETTINGS, check, fill, judged, refused
from tests.evidence.repository import Repository, repository
from tests.program import TUESDAY, Result, run

FREEZE = """\
extends: deploylint:essential
windows:
  freezes: [{id: fair, ics: {file: fair.ics}}]
"""
CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.com//fair
BEGIN:VEVENT
UID:fair@example.com
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20261201
DTEND;VALUE=DATE:20261202
SUMMARY:Fair
END:VEVENT
END:VCALENDAR
"""
ALL = ["a.yaml", "b.yaml", "sub/c.yaml"]


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    """Return a repository with three plans on `main`, and a branch that has just left it."""
    new = repository(tmp_path / "project")
    fill(new.path, ALL)
    new.commit(
        {
            ".deploylint.yaml": f"{SETTINGS}plans: ['*.yaml', sub]\npolicy: policy/top.yaml\n",
            "policy/top.yaml": "extends: [base.yaml]\npolicy: top\nrules: {}\n",
            "policy/base.yaml": FREEZE,
            "fair.ics": CALENDAR,
            "sub/k8s.yaml": NO_PLAN,
            "readme.md": "",
        }
    )
    new.branch("work")
    return new


def changed(project: Repository, *arguments: str, ref: str = "main") -> Result:
    return check(project.path, "--changed-since", ref, "-o", "json", *arguments)


def told(project: Repository, part: str) -> str:
    short = project.git("rev-parse", "main")[:7]
    return f"changed since main ({short}): {part}; only these are looked at\n"


def commit(project: Repository) -> None:
    project.commit({"b.yaml": f"{PLAN}\n"})


def stage(project: Repository) -> None:
    project.write({"b.yaml": f"{PLAN}\n"})
    project.git("add", "b.yaml")


def stage_and_take_back(project: Repository) -> None:
    before = (project.path / "b.yaml").read_text()
    stage(project)
    project.write({"b.yaml": before})


def edit(project: Repository) -> None:
    project.write({"b.yaml": f"{PLAN}\n"})


def commit_then_take_back(project: Repository) -> None:
    before = (project.path / "b.yaml").read_text()
    commit(project)
    project.write({"b.yaml": before})


@pytest.mark.parametrize(
    "change", [commit, stage, edit, stage_and_take_back, commit_then_take_back]
)
def test_a_change_counts_wherever_it_stands(
    project: Repository, change: Callable[[Repository], None]
) -> None:
    change(project)
    result = changed(project)
    assert (result.code, judged(result), result.err) == (
        0,
        ["b.yaml"],
        told(project, "1 of 4 files"),
    )


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        pytest.param("new.yaml", False, id="unknown"),
        pytest.param("sub/new.yaml", False, id="in-a-folder"),
        pytest.param("new.yaml", True, id="ignored"),
    ],
)
def test_a_plan_that_git_does_not_know_counts(
    project: Repository, path: str, ignored: bool
) -> None:
    project.write({path: PLAN, **({".gitignore": "new.yaml\n"} if ignored else {})})
    assert judged(changed(project)) == [path]


def test_a_renamed_plan_counts_and_a_deleted_one_is_told_of(project: Repository) -> None:
    project.git("mv", "a.yaml", "z.yaml")
    project.git("rm", "--quiet", "b.yaml", "sub/k8s.yaml")
    (project.path / "sub/c.yaml").unlink()
    assert judged(changed(project)) == ["z.yaml"]
    short = project.git("rev-parse", "main")[:7]
    lines = changed(project, "-v").err.splitlines()
    assert lines == [
        *(f"{name}: deleted since main ({short}), so not judged" for name in ALL),
        told(project, "1 of 1 file").strip(),
    ]


def test_a_deleted_plan_that_is_asked_for_is_no_mistake(project: Repository) -> None:
    project.git("rm", "--quiet", "-r", "b.yaml", "sub")
    for given in ("b.yaml", "sub", "sub/*.yaml"):
        result = changed(project, given)
        assert (result.code, judged(result), refused(result)) == (0, [], [])
    result = changed(project, "b.ymal")
    assert (result.code, judged(result)) == (2, [])
    assert result.err.startswith("b.ymal: does not exist\n")


def test_only_what_is_asked_for_is_judged(project: Repository) -> None:
    for name in ALL:
        project.write({name: f"{PLAN}\n"})
    assert judged(changed(project, "sub", "a.yaml")) == ["sub/c.yaml", "a.yaml"]
    assert judged(changed(project)) == ALL


def test_it_is_compared_with_where_the_work_left_the_other_line(project: Repository) -> None:
    commit(project)
    project.switch("main")
    project.commit({"a.yaml": f"{PLAN}\n\n"})
    project.switch("work")
    assert judged(changed(project)) == ["b.yaml"]
    assert judged(changed(project, ref="HEAD~1")) == ["b.yaml"]


def test_a_link_changed_when_what_it_leads_to_did(project: Repository) -> None:
    (project.path / "current.yaml").symlink_to("sub/c.yaml")
    project.commit()
    project.git("branch", "--force", "main")
    assert judged(changed(project)) == []
    project.write({"sub/c.yaml": f"{PLAN}\n"})
    assert judged(changed(project)) == ["current.yaml", "sub/c.yaml"]


def test_no_change_is_an_answer(project: Repository) -> None:
    short = project.git("rev-parse", "main")[:7]
    result = check(project.path, "--changed-since", "main")
    assert (result.code, result.out) == (0, "")
    assert result.err == f"no plan changed since main ({short})\n"


def test_a_change_of_what_is_no_plan_is_no_change_of_a_plan(project: Repository) -> None:
    project.write({"sub/k8s.yaml": f"{NO_PLAN}\n"})
    result = changed(project)
    assert (result.code, judged(result)) == (0, [])
    assert result.err.splitlines()[-1].startswith("no plan changed since main")
    assert changed(project, "sub").code == 0


def test_without_a_change_machines_find_an_empty_report(project: Repository) -> None:
    formats = ("json", "sarif", "junit", "gitlab", "github", "markdown", "html", "yaml")
    outputs = [part for name in formats for part in ("-o", f"{name}=out.{name}")]
    result = check(project.path, "--changed-since", "main", *outputs)
    assert (result.code, result.out) == (0, "")
    texts = {name: (project.path / f"out.{name}").read_text("utf-8") for name in formats}
    assert json.loads(texts["json"])["reports"] == []
    assert json.loads(texts["sarif"])["runs"][0]["results"] == []
    assert json.loads(texts["gitlab"]) == []
    assert "<testcase" not in texts["junit"]
    assert texts["github"] == texts["yaml"] == ""


@pytest.mark.parametrize(
    "file", [".deploylint.yaml", "policy/top.yaml", "policy/base.yaml", "fair.ics"]
)
def test_when_that_by_which_plans_are_judged_changes_every_plan_is_judged(
    project: Repository, file: str
) -> None:
    path = project.path / file
    path.write_text(path.read_text().replace("Fair", "Big fair") + "\n" * (file != "fair.ics"))
    result = changed(project)
    short = project.git("rev-parse", "main")[:7]
    assert judged(result) == ALL
    assert result.err.splitlines() == [
        f"{file} changed since main ({short}), so every plan is judged",
        "passed over 1 file without `deployment` at the top: sub/k8s.yaml",
    ]


def test_settings_that_were_deleted_change_every_plan(project: Repository) -> None:
    (project.path / ".deploylint.yaml").unlink()
    result = changed(project, "a.yaml", "b.yaml")
    assert judged(result) == ["a.yaml", "b.yaml"]
    assert result.err.startswith(".deploylint.yaml was deleted since main")


def test_a_policy_outside_of_the_repository_may_have_changed(project: Repository) -> None:
    outside = project.path.parent / "policy.yaml"
    outside.write_text("extends: deploylint:essential\n")
    result = changed(project, "--policy", str(outside))
    assert judged(result) == ALL
    assert result.err.startswith(
        f"whether {outside} changed is not known: it lies outside of the repository"
    )


def test_a_shipped_policy_does_not_change(project: Repository) -> None:
    project.write({"policy/base.yaml": f"{FREEZE}\n"})
    assert judged(changed(project, "--policy", "deploylint:essential")) == []


def test_it_works_in_a_folder_below(project: Repository) -> None:
    project.write({"sub/c.yaml": f"{PLAN}\n", "a.yaml": f"{PLAN}\n"})
    run_ = check(project.path / "sub", "--changed-since", "main", "-o", "json")
    assert judged(run_) == ["../a.yaml", "c.yaml"]


def test_what_is_held_still_blocks(project: Repository) -> None:
    project.write({"a.yaml": HELD})
    assert changed(project).code == 1


FETCH = "git fetch --unshallow origin"


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        pytest.param(
            "absent", "--changed-since absent is no commit, branch or tag of", id="no-ref"
        ),
        pytest.param(
            "--upload-pack=x", "'--upload-pack=x' is not the name of a branch", id="option"
        ),
        pytest.param("main~9", "--changed-since main~9 is no commit", id="too-far-back"),
        pytest.param("other", "has no commit in common with what is checked out", id="unrelated"),
    ],
)
def test_a_reference_of_no_use_is_an_error(project: Repository, ref: str, said: str) -> None:
    project.git("switch", "--quiet", "--orphan", "other")
    project.commit({"x": ""})
    project.switch("work")
    result = run(
        "check", f"--changed-since={ref}", "-o", "json", "--now", TUESDAY, cwd=project.path
    )
    assert (result.code, judged(result)) == (2, [])
    assert said in result.err
    assert ("fetch-depth: 0" in result.err) is (ref in ("absent", "main~9"))


def test_a_shallow_clone_says_what_to_fetch(project: Repository, tmp_path: Path) -> None:
    commit(project)
    project.switch("main")
    project.commit({"a.yaml": f"{PLAN}\n\n"})
    clone = project.clone(tmp_path / "clone", "--depth", "1", "--no-single-branch")
    clone.git("switch", "--quiet", "work")
    result = changed(clone, ref="origin/main")
    assert (result.code, judged(result)) == (2, [])
    assert "no commit in common with what is checked out, as far as this shallow" in result.err
    assert "fetch-depth: 0" in result.err
    clone.git("fetch", "--quiet", "--unshallow")
    assert judged(changed(clone, ref="origin/main")) == ["b.yaml"]


def test_where_git_knows_nothing_it_is_an_error(project: Repository, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    fill(plain, ["a.yaml"])
    empty = repository(tmp_path / "empty")
    fill(empty.path, ["a.yaml"])
    outside = changed(project, "a.yaml", str(plain / "a.yaml"))
    for result, said in (
        (check(plain, "a.yaml", "--changed-since", "main"), "there is no git repository"),
        (check(empty.path, "a.yaml", "--changed-since", "main"), "has no commit yet"),
        (outside, f"{plain}/a.yaml: lies outside of the repository"),
        (changed(project, "-"), "cannot say whether standard input changed"),
    ):
        assert result.code == 2
        assert said in result.err


def test_nothing_is_started_that_the_repository_configures(project: Repository) -> None:
    project.git("config", "core.fsmonitor", "touch started; false")
    project.write({".gitattributes": "*.yaml filter=x\n"})
    project.git("config", "filter.x.clean", "touch started; cat")
    project.write({"b.yaml": f"{PLAN}\n"})
    assert judged(changed(project)) == ["b.yaml"]
    assert not (project.path / "started").exists()


def linked(project: Repository, links: dict[str, str], files: dict[str, str]) -> None:
    """Commit links and files to `main`, and go on working from there."""
    for name, target in links.items():
        (project.path / name).unlink(missing_ok=True)
        (project.path / name).symlink_to(target)
    project.commit(files)
    project.git("branch", "--force", "main")


def turned(project: Repository, name: str, target: str) -> None:
    (project.path / name).unlink()
    (project.path / name).symlink_to(target)


PLAN_LINKS = {"plan.yaml": "current.yaml", "current.yaml": "rel/v1/p.yaml", "current": "rel/v1"}


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize(
    ("given", "name", "target"),
    [
        pytest.param("plan.yaml", "current.yaml", "rel/v2/p.yaml", id="link-to-a-link"),
        pytest.param("current/p.yaml", "current", "rel/v2", id="link-to-a-folder"),
        pytest.param("current", "current", "rel/v2", id="folder-that-is-a-link"),
        pytest.param("sub/../current/p.yaml", "current", "rel/v2", id="dots"),
        pytest.param("current/../v1/p.yaml", "current", "rel/v2", id="dots-behind-a-link"),
    ],
)
def test_a_plan_behind_links_changed_when_one_of_them_did(
    project: Repository, given: str, name: str, target: str, committed: bool
) -> None:
    linked(project, PLAN_LINKS, {"rel/v1/p.yaml": PLAN, "rel/v2/p.yaml": HELD})
    assert judged(changed(project, given)) == []
    turned(project, name, target)
    if committed:
        project.commit()
    assert len(judged(changed(project, given))) == 1


def test_links_that_lead_in_a_circle_are_no_unchanged_plan(project: Repository) -> None:
    linked(project, {"round.yaml": "circle.yaml", "circle.yaml": "round.yaml"}, {})
    result = changed(project, "round.yaml")
    assert (result.code, judged(result)) == (2, [])


def test_what_links_say_outside_of_the_repository_is_not_known(project: Repository) -> None:
    outside = project.path.parent
    (outside / "whole").symlink_to(project.path)
    (outside / "part").symlink_to(project.path / "sub")
    assert judged(changed(project, str(outside / "whole/a.yaml"))) == []
    doubtful = str(outside / "part/c.yaml")
    assert judged(changed(project, doubtful)) == [doubtful]
    linked(project, {"out.yaml": str(outside / "part/c.yaml")}, {})
    assert judged(changed(project, "out.yaml")) == ["out.yaml"]


@pytest.mark.parametrize(
    ("policy", "name", "target"),
    [
        pytest.param("policies/p.yaml", "policies", "pol2", id="link-to-a-folder"),
        pytest.param("policy.yaml", "pc.yaml", "pol2/p.yaml", id="link-to-a-link"),
        pytest.param("top.yaml", "policies", "pol2", id="layer-behind-a-link"),
    ],
)
def test_a_policy_behind_links_changed_when_one_of_them_did(
    project: Repository, policy: str, name: str, target: str
) -> None:
    links = {"policies": "pol1", "policy.yaml": "pc.yaml", "pc.yaml": "pol1/p.yaml"}
    linked(
        project,
        links,
        {
            ".deploylint.yaml": f"plans: a.yaml\npolicy: {policy}\n",
            "pol1/p.yaml": "extends: deploylint:essential\n",
            "pol2/p.yaml": "extends: deploylint:strict\n",
            "top.yaml": "extends: policies/p.yaml\n",
        },
    )
    assert judged(changed(project)) == []
    turned(project, name, target)
    project.commit()
    result = changed(project)
    assert (judged(result), result.code) == (["a.yaml"], 1)
    assert " changed since main (" in result.err.splitlines()[0]


def test_settings_below_that_were_deleted_change_every_plan(project: Repository) -> None:
    strict = {"sub/api/.deploylint.yaml": "policy: deploylint:strict\n", "sub/api/d.yaml": PLAN}
    linked(project, {}, strict)
    at = ("--changed-since", "main", "-o", "json", ".")
    assert judged(check(project.path / "sub/api", *at)) == []
    project.git("rm", "--quiet", "sub/api/.deploylint.yaml")
    result = check(project.path / "sub/api", *at)
    assert judged(result) == ["d.yaml"]
    assert result.err.startswith(".deploylint.yaml was deleted since main")
    assert judged(check(project.path / "sub", *at)) == []


def test_settings_above_those_that_hold_do_not_count(project: Repository) -> None:
    linked(project, {}, {"sub/.deploylint.yaml": SETTINGS})
    project.git("rm", "--quiet", ".deploylint.yaml")
    result = check(project.path / "sub", "--changed-since", "main", "-o", "json", "c.yaml")
    assert judged(result) == []


NO_LONGER = "this was a plan at main"


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize(
    "text", ["", PLAN.replace("deployment:", "release:"), NO_PLAN], ids=["empty", "key", "other"]
)
def test_a_plan_that_became_none_is_an_error(
    project: Repository, text: str, committed: bool
) -> None:
    linked(project, {"sub/link.yaml": "../other/rel.yaml"}, {"other/rel.yaml": PLAN})
    project.write({"sub/c.yaml": text, "other/rel.yaml": text})
    if committed:
        project.commit()
    result = changed(project)
    assert (result.code, judged(result)) == (2, [])
    assert [file for file, _ in refused(result)] == ["sub/c.yaml", "sub/link.yaml"]
    assert f"sub/c.yaml: {NO_LONGER}" in result.err
    assert "no plan changed" not in result.err


def test_what_became_no_plan_is_an_error_also_where_every_plan_is_judged(
    project: Repository,
) -> None:
    project.write({"sub/c.yaml": "", "policy/base.yaml": f"{FREEZE}\n"})
    result = changed(project)
    assert (result.code, judged(result)) == (2, ["a.yaml", "b.yaml"])
    assert f"sub/c.yaml: {NO_LONGER}" in result.err


@pytest.mark.parametrize("before", [NO_PLAN, "{{ a template }}\n{% x %}: [\n"])
def test_what_never_was_a_plan_may_change(project: Repository, before: str) -> None:
    linked(project, {}, {"sub/k8s.yaml": before})
    project.write({"sub/k8s.yaml": "kind: Service\n"})
    assert changed(project).code == 0
