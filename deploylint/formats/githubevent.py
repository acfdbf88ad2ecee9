"""Pull requests in the JSON of GitHub's REST API, which is that of its events too.

- the payload of an event, which Actions writes to the file `GITHUB_EVENT_PATH`:
  https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request_review
- `GET /repos/OWNER/REPO/pulls/NUMBER`: https://docs.github.com/rest/pulls/pulls
- `GET /repos/OWNER/REPO/pulls/NUMBER/reviews`: https://docs.github.com/rest/pulls/reviews

An event shows one review at most, so what it holds is never all there are. `merge_commit_sha` is,
before the merge, the commit in which GitHub tries the merge: the one that Actions checks out.
"""

import re

from deploylint.errors import UserError
from deploylint.facts.reviews import Opinion, Platform, Request, RequestState
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.formats.reviewparts import commit_in, login_in, opinion_of
from deploylint.read.json import parse_json

PAGES = (30, 100)
"""How many reviews a full page has, by default and at most: there may be another."""

STATES = {"open": RequestState.OPEN, "closed": RequestState.CLOSED}
_NUMBER = re.compile(r"/pulls?/(\d{1,12})(?:/|$)")


def read_github(data: bytes, name: str) -> Reading[tuple[Request, ...]]:
    """Return the pull request of an event or an answer of the API. Raises UserError."""
    found = parse_json(data, name)
    if isinstance(found, list):
        return review_list(found, name)
    return pull_request(Part(found, name))


def pull_request(part: Part) -> Reading[tuple[Request, ...]]:
    """Return the pull request that an event or the API shows. Raises UserError for another."""
    event = "pull_request" in part
    pull = part.part("pull_request") if event else part
    head = commit_in(pull.part("head"), "sha")
    if head is None:
        raise UserError("does not show a pull request: it states no `head.sha`", part.file)
    review = _opinion(part.part("review")) if event and "review" in part else None
    merged = commit_in(pull, "merge_commit_sha")
    base = pull.part("base")
    request = Request(
        platform=Platform.GITHUB,
        key=pull.word("number"),
        author=login_in(pull.part("user"))[0] or None,
        head=head,
        base=commit_in(base, "sha"),
        base_branch=base.text("ref") or None,
        merged_as=(merged,) if merged else (),
        state=_state(pull),
        draft=pull.flag("draft"),
        mergeable=pull.flag("mergeable"),
        merging=pull.text("mergeable_state") or None,
        opinions=(review,) if review else (),
    )
    times = [pull.time("updated_at"), review.time if review else None]
    time = max((time for time in times if time), default=None)
    return Reading(content=(request,), time=time, commit=head)


def review_list(found: list[object], name: str) -> Reading[tuple[Request, ...]]:
    """Return the reviews of one pull request, as the API lists them. Raises UserError.

    A full page says nothing of the next, so it is not complete.
    """
    parts = [Part(review, name) for review in found]
    numbers = {_number(part) for part in parts}
    if len(numbers) != 1:
        raise UserError("lists no reviews of one pull request", name)
    opinions = tuple(filter(None, map(_opinion, parts)))
    times = [opinion.time for opinion in opinions if opinion.time]
    request = Request(
        platform=Platform.GITHUB,
        key=numbers.pop(),
        opinions=opinions,
        complete=len(parts) not in PAGES,
    )
    return Reading(content=(request,), time=max(times, default=None))


def _state(pull: Part) -> RequestState | None:
    if pull.flag("merged") or "merged_at" in pull:
        return RequestState.MERGED
    return STATES.get(pull.text("state"))


def _opinion(part: Part) -> Opinion | None:
    commit = commit_in(part, "commit_id")
    return opinion_of(part, part.part("user"), part.time("submitted_at"), commit)


def _number(part: Part) -> str:
    match = _NUMBER.search(part.text("pull_request_url")[:500])
    if match is None:
        raise UserError("lists a review that does not name its pull request", part.file)
    return match[1]
