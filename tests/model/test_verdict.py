"""Errors as verdicts."""

import pytest

from deploylint.errors import UserError, UserErrors
from deploylint.model.location import Location, place_of
from deploylint.model.verdict import Cause, Finding, Status, Verdict, refused

HERE = Location("plan.yaml", 19, 3)


def error(reason: str, fix: str | None, *findings: Finding) -> Verdict:
    return Verdict(Status.FAIL, reason, Cause.ERROR, findings=findings, fix=fix)


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        pytest.param(
            UserError("it is not there", HERE, "fetch it"),
            error("it is not there", "fetch it", Finding("it is not there", HERE)),
            id="place-and-hint",
        ),
        pytest.param(
            UserError("it is not there"),
            error("it is not there", None, Finding("it is not there")),
            id="message-alone",
        ),
        pytest.param(
            UserError("does not exist", "db/0001.sql"),
            error(
                "db/0001.sql: does not exist",
                None,
                Finding("db/0001.sql: does not exist", Location("db/0001.sql", 1, 1)),
            ),
            id="file",
        ),
        pytest.param(
            UserErrors((UserError("one", HERE), UserError("two", None, "mend two"))),
            error("one, and 1 more problem", "mend two", Finding("one", HERE), Finding("two")),
            id="several",
        ),
    ],
)
def test_an_error_is_a_verdict_with_its_place_and_its_remedy(
    raised: UserError, expected: Verdict
) -> None:
    assert refused(raised) == expected


@pytest.mark.parametrize(
    ("where", "place"),
    [
        pytest.param(None, None, id="nowhere"),
        pytest.param(HERE, HERE, id="place"),
        pytest.param("a.yaml", Location("a.yaml", 1, 1), id="file"),
        pytest.param("a.yaml:3", Location("a.yaml", 3, 1), id="line"),
        pytest.param("a.yaml:3:7", HERE._replace(file="a.yaml", line=3, column=7), id="column"),
        pytest.param("<stdin>", Location("<stdin>", 1, 1), id="standard-input"),
    ],
)
def test_a_place_may_be_written_out(where: object, place: Location | None) -> None:
    assert place_of(where) == place
