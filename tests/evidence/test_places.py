"""Where evidence is looked for, and what is refused."""

import os
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.collect.places import MAX_FILES, Located, _fits, locate
from deploylint.facts.source import Missing
from deploylint.model.evidence import Place
from deploylint.model.location import Location

AT = Location("plan.yaml", 5, 12)


def place(pattern: str) -> Place:
    return Place(pattern, AT)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    for name in ("junit.xml", "reports/a.xml", "reports/b.xml", "reports/deep/c.xml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("<x/>")
    (root / "folder.xml").mkdir()
    (tmp_path / "secret.xml").write_text("<x/>")
    return root


FOUND = [
    pytest.param("junit.xml", ["junit.xml"], id="a-file"),
    pytest.param("./reports//a.xml", ["reports/a.xml"], id="written-oddly"),
    pytest.param("reports/*.xml", ["reports/a.xml", "reports/b.xml"], id="in-a-folder"),
    pytest.param(
        "reports/**/*.xml", ["reports/a.xml", "reports/b.xml", "reports/deep/c.xml"], id="below"
    ),
    pytest.param("*.xml", ["junit.xml"], id="no-folder-that-matches"),
]


@pytest.mark.parametrize(("pattern", "files"), FOUND)
def test_what_is_named_is_found(root: Path, pattern: str, files: list[str]) -> None:
    assert locate(str(root), (place(pattern),), ("junit.xml",)) == Located(
        tuple((file, AT) for file in files)
    )


REFUSED = [
    pytest.param("nothing.xml", "does not exist", id="absent"),
    pytest.param("nothing/*.xml", "matches no file", id="no-match"),
    pytest.param(
        "../secret.xml",
        "does not stay inside the repository; write it relative to the root",
        id="above",
    ),
    pytest.param(
        "reports/../../secret.xml",
        "does not stay inside the repository; write it relative to the root",
        id="above-by-a-detour",
    ),
    pytest.param(
        "/etc/passwd",
        "does not stay inside the repository; write it relative to the root",
        id="absolute",
    ),
    pytest.param("a\0b", "is not a name that a file can have", id="nul"),
    pytest.param("  ", "is not a name that a file can have", id="blank"),
]


@pytest.mark.parametrize(("pattern", "why"), REFUSED)
def test_what_is_named_and_not_there_is_missing(root: Path, pattern: str, why: str) -> None:
    located = locate(str(root), (place(pattern),), ())
    assert located == Located((), (Missing(place(pattern), why),))


def test_too_many_files_are_an_error_and_not_cut_off(root: Path) -> None:
    for number in range(MAX_FILES + 1):
        (root / f"reports/n{number}.txt").touch()
    located = locate(str(root), (place("reports/*.txt"),), ())
    assert located.files == ()
    assert located.missing == (
        Missing(place("reports/*.txt"), f"matches more than {MAX_FILES} files"),
    )


def test_well_known_places_are_searched_when_none_is_named(root: Path) -> None:
    known = ("junit.xml", "reports/*.xml", "elsewhere/*.xml")
    files = (("junit.xml", None), ("reports/a.xml", None), ("reports/b.xml", None))
    assert locate(str(root), (), known) == Located(files, (), known)


def test_a_record_without_its_output_stands_for_it(root: Path) -> None:
    (root / "reports/gone.xml.evidence.json").write_text("{}")
    assert locate(str(root), (place("reports/gone.xml"),), ()).files == (("reports/gone.xml", AT),)
    files = locate(str(root), (), ("reports/g*.xml",)).files
    assert files == (("reports/gone.xml", None),)


def test_records_are_found_as_such_only_when_asked_for(root: Path) -> None:
    (root / "reports/lint.evidence.json").write_text("{}")
    (root / "reports/a.xml.evidence.json").write_text("{}")
    records = locate(str(root), (), ("reports/*.evidence.json",)).files
    names = ["reports/a.xml.evidence.json", "reports/lint.evidence.json"]
    assert records == tuple((name, None) for name in names)
    files = locate(str(root), (), ("reports/*.xml",)).files
    assert files == (("reports/a.xml", None), ("reports/b.xml", None))


def test_links_to_folders_are_not_followed_by_patterns_of_any_depth(root: Path) -> None:
    os.symlink(root, root / "reports/loop")
    found = locate(str(root), (place("reports/**/*.xml"),), ()).files
    assert [file for file, _ in found] == ["reports/a.xml", "reports/b.xml", "reports/deep/c.xml"]


@given(st.text("ab.", max_size=8), st.text("ab.*", min_size=1, max_size=6))
def test_stars_mean_what_they_mean_elsewhere(name: str, step: str) -> None:
    assert _fits(name, step) == fnmatchcase(name, step)


def test_what_was_recorded_at_a_known_place_is_found_beside_what_is_named(root: Path) -> None:
    (root / "reports/b.xml.evidence.json").write_text("{}")
    located = locate(str(root), (place("junit.xml"),), ("reports/*.xml",))
    assert located.files == (("junit.xml", AT), ("reports/b.xml", None))


def test_a_link_that_leads_in_a_circle_is_no_folder(root: Path) -> None:
    (root / "reports/loop").symlink_to("loop")
    assert [file for file, _ in locate(str(root), (), ("reports/*", "*/*/*.xml")).files] == [
        "reports/a.xml",
        "reports/b.xml",
        "reports/deep/c.xml",
        "reports/loop",
    ]
