"""Pull requests in the JSON of GitHub's command line: `gh pr view --json ...`, `gh pr list --json`.

Fields: https://cli.github.com/manual/gh_pr_view. `reviews` holds every review, `latestReviews` only
the last of each person, so that a later comment hides an approval. `files` and `commits` stop at
100, `changedFiles` does not. `reviewDecision` is empty where no branch protection asks for reviews.
The `commit` of a review is missing in older versions.
"""

from datetime import datetime

from deploylint.errors import UserError
from deploylint.facts.reviews import Opinion, Platform, Request, RequestState
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.formats.reviewparts import commit_in, login_in, opinion_of
from deploylint.read.json import parse_json

FIELDS = (
    "number,author,headRefOid,baseRefOid,baseRefName,mergeCommit,state,isDraft,reviews,"
    "reviewDecision,files,changedFiles,commits,updatedAt"
)
"""What to ask gh for."""

STATES = {"OPEN": RequestState.OPEN, "MERGED": RequestState.MERGED, "CLOSED": RequestState.CLOSED}
DECISIONS = {
    "CHANGES_REQUESTED": "GitHub says that changes are requested",
    "REVIEW_REQUIRED": "GitHub still asks for a review",
}
MERGEABLE = {"MERGEABLE": True, "CONFLICTING": False}


def read_pull_requests(data: bytes, name: str) -> Reading[tuple[Request, ...]]:
    """Return the pull requests that gh wrote. Raises UserError when it is no such JSON."""
    return pull_requests(parse_json(data, name), name)


def pull_requests(found: object, name: str) -> Reading[tuple[Request, ...]]:
    """Return the pull requests of parsed JSON: an object of `gh pr view`, a list of `gh pr list`.

    Raises UserError as `read_pull_requests` does; an empty list is an error too.
    """
    documents = found if isinstance(found, list) else [found]
    parts = [Part(document, name) for document in documents]
    if not parts:
        raise UserError("lists no pull request", name)
    requests = tuple(map(_request, parts))
    times = [time for time in map(_time, parts) if time]
    commits = {request.head for request in requests}
    return Reading(
        content=requests,
        time=max(times, default=None),
        commit=commits.pop() if len(commits) == 1 else None,
    )


def _request(part: Part) -> Request:
    head = commit_in(part, "headRefOid")
    if head is None:
        why = "does not say which commit was reviewed"
        raise UserError(f"{why}: export it with `gh pr view --json {FIELDS}`", part.file)
    reviews = "reviews" if "reviews" in part else "latestReviews"
    commits = part.parts("commits")
    return Request(
        platform=Platform.GITHUB,
        key=part.word("number"),
        author=login_in(part.part("author"))[0] or None,
        head=head,
        base=commit_in(part, "baseRefOid"),
        base_branch=part.text("baseRefName") or None,
        merged_as=tuple(
            commit
            for key in ("mergeCommit", "potentialMergeCommit")
            if (commit := commit_in(part.part(key), "oid"))
        ),
        state=_state(part),
        draft=part.flag("isDraft"),
        mergeable=MERGEABLE.get(part.text("mergeable")),
        merging=part.text("mergeStateStatus").lower() or None,
        opinions=tuple(filter(None, map(_opinion, part.parts(reviews)))),
        complete="reviews" in part,
        decision=DECISIONS.get(part.text("reviewDecision")),
        files=_files(part),
        pushed_at=_pushed(commits, head),
        writers=_writers(commits),
    )


def _state(part: Part) -> RequestState | None:
    word = part.text("state")
    if word and word not in STATES:
        raise UserError(f"is a pull request in the unknown state `{word[:40]}`", part.file)
    return STATES.get(word)


def _opinion(part: Part) -> Opinion | None:
    commit = commit_in(part.part("commit"), "oid")
    return opinion_of(part, part.part("author"), part.time("submittedAt"), commit)


def _files(part: Part) -> tuple[str, ...] | None:
    """Return the changed paths, None when some or all are not listed."""
    files = tuple(file.text("path") for file in part.parts("files"))
    whole = part.whole("changedFiles")
    return files if files and (whole is None or whole <= len(files)) and all(files) else None


def _pushed(commits: list[Part], head: str) -> datetime | None:
    """Return when the newest commit was made; unknown when the list stops before it."""
    return next((c.time("committedDate") for c in commits if c.text("oid") == head), None)


def _writers(commits: list[Part]) -> tuple[str, ...]:
    names = (login_in(author)[0] for commit in commits for author in commit.parts("authors"))
    return tuple(dict.fromkeys(filter(None, names)))


def _time(part: Part) -> datetime | None:
    """Return when the pull request was changed last, as far as the document shows."""
    times = [part.time("updatedAt"), part.time("mergedAt")]
    times += [review.time("submittedAt") for review in part.parts("reviews")]
    return max((time for time in times if time), default=None)
