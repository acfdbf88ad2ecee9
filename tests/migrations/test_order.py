"""Whether the history of migrations is one line that nobody rewrites."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.migrations import Migration, Migrations, Rewritten
from deploylint.migrations.analysis.order import order_problems
from deploylint.migrations.analysis.ordergraph import Graph, in_cycles
from deploylint.migrations.analysis.ordertools import HABITS
from deploylint.model.location import Location
from deploylint.model.migrationtools import Dialect, Framework
from tests.migrations.reversals import migration


def one(version: str, *parents: str, **more: Any) -> Migration:
    fields = {"framework": Framework.ALEMBIC, "dialect": None, "parents": parents, **more}
    return migration([], name=version, **fields)


def at(version: str, *position: int | str, **more: Any) -> Migration:
    fields = {"framework": Framework.GOLANG_MIGRATE, "position": position, **more}
    return migration([], name=version, **fields)


def told(
    earlier: list[Migration], new: list[Migration], *rewritten: Rewritten
) -> list[tuple[str, str, str]]:
    found = order_problems(
        Migrations(in_release=tuple(new), earlier=tuple(earlier), rewritten=rewritten)
    )
    return [(one.code.value, one.weight.value, one.message) for one in found]


DJANGO = {"framework": Framework.DJANGO}

LINEAR = [
    pytest.param([], [], id="nothing"),
    pytest.param([one("a")], [one("b", "a"), one("c", "b")], id="line"),
    pytest.param([one("a"), one("b", "a"), one("c", "a")], [one("d", "b", "c")], id="merge"),
    pytest.param([one("a"), one("x")], [one("b", "a")], id="branches-that-were-there"),
    pytest.param(
        [one("app.1", **DJANGO)],
        [one("app.2", "app.1", "auth.0001_initial", **DJANGO)],
        id="app-of-somebody-else",
    ),
    pytest.param(
        [one("app.1", **DJANGO)],
        [one("app.2", "app.1", "app.__first__", **DJANGO)],
        id="first-of-an-app",
    ),
    pytest.param(
        [one("app.1", **DJANGO), one("app.2", "app.1", **DJANGO)],
        [one("app.1_2", replaces=("app.1", "app.2"), **DJANGO), one("app.3", "app.2", **DJANGO)],
        id="squash-beside-what-it-replaces",
    ),
    pytest.param(
        [],
        [one("app.1_2", replaces=("app.1", "app.2"), **DJANGO), one("app.3", "app.2", **DJANGO)],
        id="squash-without-what-it-replaces",
    ),
    pytest.param([at("1", 1)], [at("2", 2), at("10", 10)], id="numbers"),
    pytest.param([at("9", 9)], [at("view", 1, repeatable=True)], id="repeatable"),
    pytest.param(
        [at("1", 1, dialect=Dialect.MYSQL)], [at("1", 1)], id="same-version-for-another-database"
    ),
]


@pytest.mark.parametrize(("earlier", "new"), LINEAR)
def test_a_line_is_no_problem(earlier: list[Migration], new: list[Migration]) -> None:
    assert told(earlier, new) == []


FORKED = [
    pytest.param(
        [one("a"), one("b", "a")],
        [one("c", "a")],
        [
            (
                "several-heads",
                "fail",
                (
                    "c is one of 2 ends of the history (b and c): alembic refuses `upgrade head`: "
                    "there are multiple heads"
                ),
            )
        ],
        id="two-heads",
    ),
    pytest.param(
        [one("a")],
        [one("b", "a", "lost")],
        [("dangling", "fail", "b comes after lost, which does not exist")],
        id="dangling",
    ),
    pytest.param(
        [one("app.1", **DJANGO)],
        [one("app.3", "app.1", "app.2", **DJANGO)],
        [("dangling", "fail", "app.3 comes after app.2, which does not exist")],
        id="dangling-in-an-app-of-ours",
    ),
    pytest.param(
        [],
        [one("a", "c"), one("b", "a"), one("c", "b")],
        [("cycle", "fail", "a comes after b and c, and the other way round")],
        id="cycle",
    ),
    pytest.param(
        [],
        [one("a", "a")],
        [("cycle", "fail", "a comes after itself, and the other way round")],
        id="after-itself",
    ),
    pytest.param(
        [at("5", 5)],
        [at("3", 3)],
        [
            (
                "out-of-order",
                "fail",
                (
                    "3 sorts before 5, which an earlier release holds: golang-migrate never runs "
                    "it where a later version has run"
                ),
            )
        ],
        id="never-run",
    ),
    pytest.param(
        [at("5", 5, framework=Framework.RAILS)],
        [at("3", 3, framework=Framework.RAILS)],
        [
            (
                "out-of-order",
                "note",
                (
                    "3 sorts before 5, which an earlier release holds: rails runs it after those, "
                    "so that a new database gets another order than production"
                ),
            )
        ],
        id="run-late",
    ),
    pytest.param(
        [at("x", "a", 1)],
        [at("y", 7, 1)],
        [
            (
                "out-of-order",
                "fail",
                (
                    "y sorts before x, which an earlier release holds: golang-migrate never runs "
                    "it where a later version has run"
                ),
            )
        ],
        id="numbers-before-words",
    ),
    pytest.param(
        [at("1", 1)],
        [at("1", 1)._replace(name="1_b")],
        [("duplicate", "fail", "1_b has the same version as 1: 1")],
        id="duplicate",
    ),
]


@pytest.mark.parametrize(("earlier", "new", "found"), FORKED)
def test_what_is_no_line_is_told(
    earlier: list[Migration], new: list[Migration], found: list[tuple[str, str, str]]
) -> None:
    assert told(earlier, new) == found


def rewritten(path: str, *, deleted: bool = False, same_up: bool = False) -> Rewritten:
    return Rewritten(path, deleted, "migrations", Framework.DIESEL, same_up)


def kept(name: str, **more: Any) -> Migration:
    fields = {"framework": Framework.DIESEL, "files": (f"migrations/{name}.py",), **more}
    return migration([], name=name, **fields)


DELETED = "0001_first is deleted, though an earlier release holds it"
NEVER_THERE = "databases that have not run it never will, so that they differ"
CHANGED = "1 is changed after it was released"
NEVER_AGAIN = "it is never run again where it has run, so that databases differ"
SQUASH = one("2", replaces=("app.0001_first",), framework=Framework.DJANGO)

REWRITTEN = [
    pytest.param(
        [at("1", 1)],
        [],
        rewritten("1.up"),
        [("rewritten", "fail", f"{CHANGED}: {NEVER_AGAIN}")],
        id="changed",
    ),
    pytest.param(
        [at("1", 1)],
        [],
        rewritten("1.up", same_up=True),
        [("rewritten", "note", f"{CHANGED}, but what it does when it is applied is the same")],
        id="comment-changed",
    ),
    pytest.param(
        [at("1", 1, framework=Framework.FLYWAY)],
        [],
        rewritten("1.up", same_up=True),
        [
            (
                "rewritten",
                "fail",
                f"{CHANGED}: its checksum no longer matches, so that migrate stops",
            )
        ],
        id="comment-changed-under-a-checksum",
    ),
    pytest.param(
        [at("1", 1, repeatable=True)], [], rewritten("1.up"), [], id="repeatable-may-change"
    ),
    pytest.param(
        [],
        [],
        rewritten("migrations/0001_first.py", deleted=True),
        [("rewritten", "fail", f"{DELETED}: {NEVER_THERE}")],
        id="deleted",
    ),
    pytest.param(
        [kept("0002_second")],
        [],
        rewritten("migrations/0001_first.py", deleted=True),
        [
            (
                "rewritten",
                "note",
                (
                    "the beginning of the history is deleted, 1 migration up to 0001_first: a "
                    "database that has not run them needs an earlier release first"
                ),
            )
        ],
        id="beginning-deleted",
    ),
    pytest.param(
        [at("5", 5)],
        [],
        rewritten("migrations/5.mysql.down.sql", deleted=True),
        [],
        id="only-a-down",
    ),
    pytest.param(
        [kept("0000_before"), kept("0002_second")],
        [],
        rewritten("migrations/0001_first.py", deleted=True),
        [("rewritten", "fail", f"{DELETED}: {NEVER_THERE}")],
        id="deleted-from-the-middle",
    ),
    pytest.param(
        [kept("0002_second", framework=Framework.KNEX)],
        [],
        rewritten("migrations/0001_first.py", deleted=True)._replace(framework=Framework.KNEX),
        [
            (
                "rewritten",
                "fail",
                f"{DELETED}: where it has run, knex refuses to migrate: the directory is corrupt",
            )
        ],
        id="beginning-that-the-tool-needs",
    ),
    pytest.param(
        [], [SQUASH], rewritten("migrations/0001_first.py", deleted=True), [], id="squashed"
    ),
]


@pytest.mark.parametrize(("earlier", "new", "change", "found"), REWRITTEN)
def test_history_is_not_rewritten(
    earlier: list[Migration],
    new: list[Migration],
    change: Rewritten,
    found: list[tuple[str, str, str]],
) -> None:
    assert told(earlier, new, change) == found


def test_what_one_release_deletes_is_told_once() -> None:
    changes = [rewritten(f"migrations/000{n}.py", deleted=True) for n in (3, 1, 2)]
    found = told([kept("0000")], [], *changes)
    message = "0001 is deleted (and 2 more), though an earlier release holds it"
    assert found == [("rewritten", "fail", f"{message}: {NEVER_THERE}")]


def test_what_is_deleted_behind_the_beginning_is_no_part_of_it() -> None:
    changes = [rewritten(f"migrations/000{n}.py", deleted=True) for n in (1, 2, 4)]
    weights = [(weight, message[:30]) for _, weight, message in told([kept("0003")], [], *changes)]
    assert weights == [
        ("note", "the beginning of the history i"),
        ("fail", "0004 is deleted, though an ear"),
    ]


def test_one_of_several_in_a_file_is_told_by_its_own_name() -> None:
    members = [
        at(name, number)._replace(at=Location("log.xml", number, 1), files=("log.xml",))
        for number, name in enumerate(("a", "b", "c"), 1)
    ]
    change = rewritten("log.xml")._replace(at=Location("log.xml", 2, 1))
    assert told(members, [], change) == [
        ("rewritten", "fail", f"b is changed after it was released: {NEVER_AGAIN}")
    ]


def test_what_is_deleted_from_a_file_that_stays_is_told_as_its_part() -> None:
    member = at("c", 3)._replace(files=("log.xml",))
    change = rewritten("log.xml", deleted=True)
    message = "a part of log is deleted, though an earlier release holds it"
    assert told([member], [], change) == [("rewritten", "fail", f"{message}: {NEVER_THERE}")]


def test_a_deleted_migration_is_told_where_it_stood() -> None:
    change = rewritten("migrations/0001_first.py", deleted=True)
    found = order_problems(Migrations(rewritten=(change,)))
    assert [(one.at, one.migration.framework) for one in found] == [
        (Location("migrations/0001_first.py", 1, 1), Framework.DIESEL)
    ]


def test_every_tool_says_what_it_does() -> None:
    assert set(HABITS) == set(Framework)
    for habits in HABITS.values():
        assert bool(habits.late) is not bool(habits.heads)


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefghij"), max_size=4)
    ),
    st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=3)),
)
def test_any_graph_has_an_answer(
    parents: dict[str, list[str]], replaced: dict[str, list[str]]
) -> None:
    members = [
        one(version, *of, replaces=tuple(replaced.get(version, ())))
        for version, of in parents.items()
    ]
    in_a_cycle = {version for cycle in in_cycles(Graph(members)) for version in cycle}
    assert in_a_cycle == {version for version in Graph(members).nodes if reaches(members, version)}
    told([], members)


def reaches(members: list[Migration], version: str) -> bool:
    """Say whether a version comes after itself, the slow way."""
    after = Graph(members).after
    seen: set[str] = set()
    front = set(after[version])
    while front:
        seen |= front
        front = {following for one in front for following in after[one]} - seen
    return version in seen


def test_long_histories_take_no_recursion_and_linear_time() -> None:
    count = 20_000
    line = [one("0"), *(one(str(n), str(n - 1)) for n in range(1, count))]
    assert told(line[:-1], line[-1:]) == []
    assert told([], [line[0]._replace(parents=(str(count - 1),)), *line[1:]])[0][0] == "cycle"
