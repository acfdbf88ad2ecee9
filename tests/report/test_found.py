"""What findings say beyond the reason of their item, and the line they point at."""

import pytest

from deploylint.model.location import Location
from deploylint.model.verdict import Finding, Status
from deploylint.report.found import Found, found
from tests.report.reports import item, report

ONE = Location("a.yaml", 1, 1)
TWO = Location("a.yaml", 2, 1)


def told(reason: str, *findings: Finding) -> list[tuple[str, ...]]:
    """Return what is told at each place of an item."""
    seen = item("a-rule", Status.FAIL, findings=findings)._replace(reason=reason)
    return [one.told for one in found(seen, report(seen))]


@pytest.mark.parametrize(
    ("reason", "message", "expected"),
    [
        pytest.param("it is old", "it is old", (), id="the-reason"),
        pytest.param("it is old; it is big; no owner", "it is big", (), id="a-sentence-of-it"),
        pytest.param("it is big; write less; old", "it is big; write less", (), id="two-of-it"),
        pytest.param("it is old, and 3 more", "it is old", (), id="the-first-of-many"),
        pytest.param("2 problems: it is old", "it is old", (), id="behind-a-colon"),
        pytest.param("it is old", "it is old; it is big", ("it is big",), id="more-than-it"),
        pytest.param("6 files", "6 files: most in src", ("most in src",), id="more-behind-a-colon"),
        pytest.param("no down", "no down (a.sql:1)", ("(a.sql:1)",), id="more-in-parentheses"),
        pytest.param("no down", "no downs; b", ("no downs; b",), id="begins-alike"),
        pytest.param("no owner is told", "no owner", ("no owner",), id="part-of-a-sentence"),
        pytest.param("no `ab` and `a`", "no `a`", ("no `a`",), id="another-sentence"),
        pytest.param("no a", "no abc", ("no abc",), id="a-longer-word"),
        pytest.param("it is old", "", (), id="nothing"),
        pytest.param("", "it is old", ("it is old",), id="no-reason"),
    ],
)
def test_what_one_place_says_beyond_the_reason(
    reason: str, message: str, expected: tuple[str, ...]
) -> None:
    assert told(reason, Finding(message, ONE)) == [expected]


def test_several_places_say_which_is_which() -> None:
    both = Finding("it is old", ONE), Finding("it is big", TWO)
    assert told("it is old; it is big", *both) == [("it is old",), ("it is big",)]


def test_a_place_repeats_nothing() -> None:
    twice = Finding("a", ONE), Finding("b", ONE), Finding("a", ONE)
    assert told("seen", *twice) == [("a", "b")]
    assert told("seen", Finding("seen", ONE), Finding("seen", TWO)) == [(), ()]


def test_lines_of_other_files_come_with_the_finding() -> None:
    given = Finding("seen", Location("db/1.sql", 3, 1), "DROP TABLE a;")
    strange = Finding("seen", Location("db/2.sql", 3, 1))
    seen = item("a-rule", Status.FAIL, findings=(given, strange))._replace(reason="why")
    assert list(found(seen, report(seen))) == [
        Found(given.at, "DROP TABLE a;", ("seen",)),
        Found(strange.at, "", ("seen",)),
    ]


def test_a_place_that_is_all_of_the_plan_shows_no_line() -> None:
    plan = report().plan
    within = plan.at._replace(line=plan.at.line + 1)
    seen = item("a-rule", Status.FAIL, findings=(Finding("a", plan.at), Finding("b", within)))
    lines = [one.line for one in found(seen, report(seen))]
    assert lines == ["", plan.places.line(within.line)]
    assert lines[1]
