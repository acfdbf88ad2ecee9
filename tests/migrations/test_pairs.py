"""Names of pairs of files, and whose they are."""

import pytest

from deploylint.migrations.frameworks.pairs import Half, Pair, by_folder, halves, is_pop, paired


@pytest.mark.parametrize(
    ("path", "half"),
    [
        pytest.param(
            "m/0042_add.users.up.sql",
            Half("m/0042_add.users.up.sql", "0042", "add", ("users",), "up", "sql"),
            id="marks",
        ),
        pytest.param(
            "1_.down.fizz", Half("1_.down.fizz", "1", "", (), "down", "fizz"), id="no-name"
        ),
        pytest.param("m/1_a.sql", None, id="no-direction"),
        pytest.param("m/1a.up.sql", None, id="no-underscore"),
        pytest.param("m/123456789012345678901_a.up.sql", None, id="too-many-digits"),
        pytest.param("m/1_a.up.sql.bak", None, id="more-behind"),
    ],
)
def test_names(path: str, half: Half | None) -> None:
    assert halves([path]) == (() if half is None else (half,))


def named(*names: str) -> list[tuple[str | None, str | None]]:
    pairs = paired(halves(f"{name}.sql" for name in names), lambda half: half.number)
    return [(pair.up and pair.up.stem, pair.down and pair.down.stem) for pair in pairs]


def test_pairs() -> None:
    assert named("2_b.down", "1_a.up", "2_b.up", "3_c.up") == [
        ("2_b", "2_b"),
        ("1_a", None),
        ("3_c", None),
    ]


def test_one_of_each_is_a_pair_whatever_the_name() -> None:
    assert named("1_a.up", "1_b.down") == [("1_a", "1_b")]


def test_names_decide_where_there_are_several() -> None:
    assert named("1_b.down", "1_a.up", "1_b.up", "1_c.down") == [
        ("1_a", None),
        ("1_b", "1_b"),
        (None, "1_c"),
    ]


def test_a_pair_of_nothing_has_no_name() -> None:
    with pytest.raises(ValueError, match="a pair has a file"):
        _ = Pair(up=None, down=None).any


@pytest.mark.parametrize(
    ("paths", "pop"),
    [
        pytest.param(("m/1_a.up.sql",), False, id="plain"),
        pytest.param(("m/1_a.mysql.up.sql",), True, id="dialect"),
        pytest.param(("m/1_a.tx.up.sql",), False, id="another-mark"),
        pytest.param(("m/1_a.up.fizz",), True, id="fizz"),
        pytest.param(("m/12345678901234567890_a.up.sql",), True, id="twenty-digits"),
        pytest.param(("m/1_a.up.sql", "database.yml"), True, id="settings"),
    ],
)
def test_whose_folder_it_is(paths: tuple[str, ...], pop: bool) -> None:
    found = by_folder(paths)
    assert list(found) == ["m"]
    assert is_pop("m", found["m"], paths) is pop
