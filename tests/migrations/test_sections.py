"""Lines and marks, and what holds for all frameworks with SQL files."""

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.migrations.frameworks import (
    dbmate,
    diesel,
    flyway,
    golang_migrate,
    goose,
    pop,
    prisma,
    sqitch,
)
from deploylint.migrations.frameworks.sections import is_sectioned, lines
from tests.migrations.sqlfiles import lie_inside, sample

FRAMEWORKS: dict[str, ModuleType] = {
    "dbmate": dbmate,
    "diesel": diesel,
    "flyway": flyway,
    "golang-migrate": golang_migrate,
    "goose": goose,
    "pop": pop,
    "prisma": prisma,
    "sqitch": sqitch,
}
HERE = {name: sample(name) for name in FRAMEWORKS}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", [(1, "", 0, 1)], id="empty"),
        pytest.param("a\r\nb", [(1, "a", 0, 3), (2, "b", 3, 5)], id="windows"),
        pytest.param("\n", [(1, "", 0, 1), (2, "", 1, 2)], id="one-end"),
    ],
)
def test_lines(text: str, found: list[tuple[int, str, int, int]]) -> None:
    assert [tuple(line) for line in lines(text)] == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("-- a\n-- +goose Up\n", True, id="goose"),
        pytest.param("\ufeff--migrate:up\n", True, id="dbmate"),
        pytest.param("-- see +goose\n", False, id="in-a-sentence"),
        pytest.param("SELECT '-- migrate:up'", False, id="in-a-string"),
    ],
)
def test_marks(text: str, expected: bool) -> None:
    assert is_sectioned(text) is expected


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_place_of_a_sample_lies_in_its_file(name: str) -> None:
    framework, texts = FRAMEWORKS[name], HERE[name]
    projects = framework.detect(tuple(texts))
    assert projects
    for project in projects:
        for migration in framework.read(project, texts, project.files):
            assert migration.is_read
            lie_inside(migration, texts)


@given(data=st.data(), name=st.sampled_from(sorted(FRAMEWORKS)))
def test_any_change_to_a_sample_gives_a_result(data: st.DataObject, name: str) -> None:
    framework, texts = FRAMEWORKS[name], dict(HERE[name])
    path = data.draw(st.sampled_from(sorted(texts)))
    start = data.draw(st.integers(0, len(texts[path])))
    end = data.draw(st.integers(start, len(texts[path])))
    more = data.draw(st.text(max_size=20) | st.sampled_from(MORE))
    texts[path] = texts[path][:start] + more + texts[path][end:]
    for project in framework.detect(tuple(texts)):
        for migration in framework.read(project, texts, project.files):
            lie_inside(migration, texts)


MORE = ("'", "$$", "/*", "${x}", "${x}${y}", "{{ y }}", "-- +goose Up\n", "-- migrate:down\n", "\r")


@given(names=st.lists(st.text(st.sampled_from("VU1_a./-sqlupdown\u0664 "), max_size=30)))
def test_any_names_give_a_result(names: list[str]) -> None:
    paths = tuple(f"{name}{end}" for name in names for end in ("", ".sql", ".up.sql", "/up.sql"))
    for framework in FRAMEWORKS.values():
        for project in framework.detect(paths):
            assert set(project.files) <= set(paths)
            framework.read(project, dict.fromkeys(project.files, ""), project.files)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_hundred_thousand_paths_are_sorted_out_at_once(name: str) -> None:
    paths = tuple(
        f"src/module{number % 500}/package{number % 50}/{number}_file.{end}"
        for number in range(33_000)
        for end in ("go", "sql", "up.sql")
    )
    assert all(project.files for project in FRAMEWORKS[name].detect(paths))
