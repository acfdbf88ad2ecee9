"""Documents on reviews, told apart by their keys."""

from deploylint.errors import UserError
from deploylint.facts.reviews import Request
from deploylint.formats.ghpullrequest import FIELDS, pull_requests
from deploylint.formats.githubevent import pull_request, review_list
from deploylint.formats.gitlabmerge import is_gitlab, merge_request
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.read.json import parse_json

GH = ("headRefOid", "reviewDecision", "reviews", "latestReviews", "statusCheckRollup", "isDraft")
"""Keys that only gh writes; with none of them it is another document."""


def read_reviews(data: bytes, name: str) -> Reading[tuple[Request, ...]]:
    """Return the pull or merge requests that a document speaks of, each as far as it goes.

    Accepts `gh pr view` and `gh pr list` with `--json`, events and answers of GitHub's API, merge
    requests and approvals of GitLab's. Raises UserError for anything else.
    """
    found = parse_json(data, name)
    if isinstance(found, list):
        if found and isinstance(found[0], dict) and "pull_request_url" in found[0]:
            return review_list(found, name)
        return pull_requests(found, name)
    part = Part(found, name)
    if is_gitlab(part):
        return merge_request(part)
    if any(key in part.keys() for key in GH):  # noqa: SIM118  # `in part` passes over null
        return pull_requests(found, name)
    if "pull_request" in part or ("head" in part and "base" in part):
        return pull_request(part)
    raise UserError(
        "shows no pull or merge request; export it with"
        f" `gh pr view --json {FIELDS}`, or from GitLab's API",
        name,
    )
