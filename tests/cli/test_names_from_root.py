"""What reports for machines call files: the same, wherever and however a plan is named."""

import json
import re
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

from tests.program import EXAMPLE, TUESDAY, run

FORMATS = ("sarif", "gitlab", "github", "junit", "markdown", "html")
POLICY = "policy: shop\nextends: deploylint:essential\n"


class Place(NamedTuple):
    """A repository in which plans lie in `sub/deploy`; `link` is another way to it."""

    repository: Path
    link: Path

    def told(self, name: str, folder: str, plan: str, policy: str) -> str:
        """Return the report of a plan, judged in a folder of the repository.

        Digests are left out: that of a policy is one of how its files are called, too.
        """
        known = {"TOP": str(self.repository), "LINK": str(self.link)}
        for word, path in known.items():
            plan, policy = plan.replace(word, path), policy.replace(word, path)
        command = ("check", plan, f"--policy={policy}", "--now", TUESDAY, "-o", name)
        result = run(*command, cwd=self.repository / folder)
        assert (result.code, result.err) == (1, "")
        return re.sub("sha256:[0-9a-f]{64}", "DIGEST", result.out)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path.resolve() / "repository", tmp_path.resolve() / "link")
    for folder in (".git", "sub/deploy", "pol", "../outside"):
        (made.repository / folder).mkdir(parents=True)
    made.link.symlink_to(made.repository)
    text = EXAMPLE.read_text("utf-8").replace("#deployments", "TODO")
    text = text.replace("status: pass", "status: fail", 1)
    for plan in ("sub/deploy/p.yaml", "../outside/o.yaml"):
        (made.repository / plan).write_text(text, "utf-8")
    (made.repository / "pol/p.yaml").write_text(POLICY)
    return made


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("folder", "plan", "policy"),
    [
        pytest.param("sub", "deploy/p.yaml", "../pol/p.yaml", id="below"),
        pytest.param("pol", "../sub/deploy/p.yaml", "p.yaml", id="beside"),
        pytest.param(".", "./sub//deploy/p.yaml", "./pol/p.yaml", id="roundabout"),
        pytest.param("sub", "TOP/sub/deploy/p.yaml", "TOP/pol/p.yaml", id="whole-path"),
        pytest.param("sub", "LINK/sub/deploy/p.yaml", "LINK/pol/p.yaml", id="by-a-link"),
    ],
)
def test_a_file_of_the_repository_is_named_from_its_root(
    place: Place, name: str, folder: str, plan: str, policy: str
) -> None:
    usual = place.told(name, ".", "sub/deploy/p.yaml", "pol/p.yaml")
    assert place.told(name, folder, plan, policy) == usual


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_beside_the_repository_does_not_depend_on_the_folder(
    place: Place, name: str
) -> None:
    usual = place.told(name, ".", "../outside/o.yaml", "pol/p.yaml")
    assert place.told(name, "sub/deploy", "../../../outside/o.yaml", "../../pol/p.yaml") == usual
    assert "../outside/o.yaml" in usual.replace("_yaml", ".yaml")


def test_a_file_elsewhere_keeps_its_whole_path(place: Place, tmp_path: Path) -> None:
    outside = str(tmp_path.resolve() / "outside/o.yaml")
    (first, *_) = json.loads(place.told("gitlab", "sub", outside, "../pol/p.yaml"))
    assert first["location"]["path"] == outside


@pytest.mark.parametrize("name", ["sarif", "markdown", "html"])
def test_what_explains_a_rule_is_pasted_at_the_root(place: Place, name: str) -> None:
    told = place.told(name, "sub", "deploy/p.yaml", "../pol/p.yaml")
    rules = re.findall("deploylint explain ([a-z-]+) --policy pol/p.yaml", told)
    assert rules
    explained = run("explain", rules[0], "--policy", "pol/p.yaml", cwd=place.repository)
    assert (explained.code, explained.err) == (0, "")


def test_a_test_is_called_by_its_plan_from_the_root(place: Place) -> None:
    (suite,) = ET.fromstring(place.told("junit", "sub", "deploy/p.yaml", "../pol/p.yaml"))
    assert (suite.get("name") or "").startswith("sub/deploy/p.yaml: ")
    assert {case.get("file") for case in suite.iter("testcase")} == {"sub/deploy/p.yaml"}
    names = [case.get("classname") or "" for case in suite.iter("testcase")]
    assert {name.rpartition(".")[0] for name in names} == {"sub/deploy/p_yaml"}
