"""Two tests of an export, one of which fails."""


def export(rows: list[str]) -> str:
    """Return the rows as CSV."""
    return "".join(f"{row}\n" for row in rows)


def test_rows_are_written() -> None:
    assert export(["1,a", "2,b"]) == "1,a\n2,b\n"


def test_the_header_is_written() -> None:
    assert export([]) == "id,name\n"
