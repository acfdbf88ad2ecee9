"""Which reviews count, whatever they are."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.evidence.approvals import Count, count
from deploylint.evidence.requests import combined
from deploylint.facts.reviews import Opinion, Platform, Request, RequestState, Stance

people = st.sampled_from(["qa-team", "QA-TEAM", "architect", "developer", "", "renovate"])
commits = st.sampled_from([None, "a" * 40, "b" * 40])
NOW = datetime(2026, 11, 24, tzinfo=UTC)
moments = st.none() | st.integers(-9, 0).map(lambda hours: NOW + timedelta(hours=hours))
opinions = st.lists(
    st.builds(Opinion, people, st.sampled_from(Stance), commits, moments, st.booleans()), max_size=6
).map(tuple)


def request(opinions: tuple[Opinion, ...], **more: Any) -> Request:
    return Request(
        platform=Platform.GITHUB, key="12", author="developer", head="a" * 40, opinions=opinions,
        **more,
    )  # fmt: skip


def counted(requests: list[Request]) -> Count:
    (one,) = combined(requests)
    return count(one, ())


@given(opinions)
def test_an_approval_never_counts_for_two_groups(given_: tuple[Opinion, ...]) -> None:
    found = counted([request(given_)])
    groups = [one.person.casefold() for one in found.approvals]
    groups += [one.person.casefold() for one, _ in (*found.outdated, *found.undated)]
    groups += [one.person.casefold() for one, _ in found.ignored]
    groups += [one.person.casefold() for one in found.against]
    assert len(groups) == len(set(groups))
    assert not {one.person.casefold() for one in found.approvals} & {"developer", "", "renovate"}
    assert all(one.commit in (None, "a" * 40) for one in found.approvals)


@given(opinions, opinions)
def test_it_does_not_matter_how_reviews_are_spread_over_documents(
    first: tuple[Opinion, ...], second: tuple[Opinion, ...]
) -> None:
    whole = counted([request(first + second)])
    assert counted([request(first), request(second)]) == whole


@given(opinions, st.data())
def test_what_is_not_shown_never_adds_an_approval_by_a_wish_for_changes(
    given_: tuple[Opinion, ...], data: st.DataObject
) -> None:
    wish = data.draw(st.builds(Opinion, people, st.just(Stance.CHANGES_REQUESTED), commits))
    last = wish._replace(time=NOW + timedelta(days=1))
    more = counted([request((*given_, last))])
    assert last.person.casefold() in {one.person.casefold() for one in more.against}
    assert len(more.approvals) <= len(counted([request(given_)]).approvals)


@pytest.mark.parametrize(
    ("first", "second", "state", "draft"),
    [
        pytest.param(
            RequestState.OPEN, RequestState.CLOSED, RequestState.CLOSED, True, id="closed"
        ),
        pytest.param(None, RequestState.MERGED, RequestState.MERGED, True, id="not-said-before"),
    ],
)
def test_of_two_documents_the_worse_is_believed(
    first: RequestState | None, second: RequestState, state: RequestState, draft: bool
) -> None:
    pair = [request((), state=first, draft=False), request((), state=second, draft=True)]
    (one,) = combined(pair)
    assert (one.state, one.draft) == (state, draft)


def test_requests_without_a_number_are_the_same_by_their_head() -> None:
    pair = [request(())._replace(key=""), request((), draft=True)]
    assert [one.key for one in combined(pair)] == ["12"]
    assert len(combined([pair[0], pair[1]._replace(head="b" * 40)])) == 2
