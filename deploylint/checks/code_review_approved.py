"""Enough people other than the author approved the commit that is released.

## Why
A second pair of eyes finds what the author no longer sees. An approval of an earlier push says
nothing about the lines that came after it.

## How to fix
Ask somebody other than the author to review the newest commit, and settle the changes that
reviewers ask for. Then export the request again and name the file under `evidence: {review: ...}`.

With GitHub's command line, ask for all that is judged:

    fields=number,author,headRefOid,baseRefOid,mergeCommit,state,isDraft,reviews
    fields=$fields,reviewDecision,files,changedFiles,commits,updatedAt
    gh pr view --json $fields > reports/pr.json

From GitLab's API it takes the merge request and its approvals, in two files:

    glab api projects/:id/merge_requests/12 > reports/merge-request.json
    glab api projects/:id/merge_requests/12/approvals > reports/approvals.json

Events of GitHub and answers of its REST API are read as well. CODEOWNERS is taken from the commit
that is merged into; what to do about owners who did not approve is the parameter `owners`.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal, NamedTuple

from deploylint.evidence.approvals import SHORT, Count, count, shown
from deploylint.evidence.owning import Consent, consent, read_teams
from deploylint.evidence.requests import combined
from deploylint.evidence.weigh import Weighed, nothing, proven, violated, weigh
from deploylint.facts.clock import Clock
from deploylint.facts.reviews import Platform, Request, RequestState, Reviews
from deploylint.model.location import Location
from deploylint.model.verdict import Assurance, Cause, Finding, Verdict
from deploylint.model.wording import listed, moment


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    minimum: Annotated[int, "How many people other than the author must approve.", "higher"] = 1
    owners: Annotated[
        Literal["require", "note", "ignore"],
        "What to do about changed files of which no owner in CODEOWNERS approved.",
    ] = "note"
    bots: Annotated[
        tuple[str, ...], "Accounts of programs, besides those that are known as such."
    ] = ()
    teams: Annotated[
        tuple[str, ...], "The members of teams in CODEOWNERS, as `org/team: person, person`."
    ] = ()
    max_age: Annotated[timedelta, "How long ago the request may have changed last.", "lower"] = (
        timedelta(days=90)
    )


class View(NamedTuple):
    """What speaks against a request, by cause, what is worth a note, and who approved it.

    `certain` says that enough approvals name the commit.
    """

    request: Request
    approvers: tuple[str, ...]
    certain: bool
    problems: tuple[tuple[Cause, Finding], ...] = ()
    notes: tuple[Finding, ...] = ()


ORDER = (Cause.VIOLATED, Cause.ERROR, Cause.STALE, Cause.UNPROVEN)
"""Which cause stands for several, strongest first."""

MISSING_AUTHOR = {
    Platform.GITHUB: "nothing says who wrote {}; export `author` too",
    Platform.GITLAB: "nothing says who wrote {}; export the merge request beside its approvals",
}
MISSING_REVIEWS = {
    Platform.GITHUB: "{} is shown without all of its reviews; export `reviews` with gh pr view",
    Platform.GITLAB: "{} is shown without its approvals; export them beside the merge request",
}


def check(reviews: Reviews, clock: Clock, params: Params) -> Verdict:
    """Count the last opinion of each person, on the head of the request that is released.

    The author and programs do not count; any wish for changes that stands, a draft and a closed
    request fail. An approval that does not say of which commit it is counts when it is younger than
    the newest commit, and is evidenced at most.
    """
    found = weigh(reviews, clock, params.max_age)
    if not found.counted:
        return nothing(found, "pull or merge request")
    at = found.counted[0].source.at
    requests = combined(one for content in found.contents for one in content)
    views = [_view(request, params, at) for request in requests]
    problems = [*_failed_exports(found), *(one for view in views for one in view.problems)]
    notes = tuple(note for view in views for note in view.notes)
    if problems:
        return _refused(found, problems, notes)
    verdict = proven(found, "; ".join(map(_approved, views)), *notes)
    certain = all(view.certain for view in views)
    limit = Assurance.BOUND if certain else Assurance.EVIDENCED
    return verdict._replace(assurance=min(verdict.assurance, limit))


def _refused(
    found: Weighed[tuple[Request, ...]],
    problems: list[tuple[Cause, Finding]],
    notes: tuple[Finding, ...],
) -> Verdict:
    problems = sorted(problems, key=lambda one: ORDER.index(one[0]))
    causes = [cause for cause, _ in problems] + [trouble.cause for trouble in found.troubles]
    findings = [finding for _, finding in problems]
    verdict = violated(found, findings[0].message, *findings, *notes)
    return verdict._replace(cause=min(causes, key=ORDER.index))


def _failed_exports(found: Weighed[tuple[Request, ...]]) -> Iterator[tuple[Cause, Finding]]:
    """Yield the recorded commands that wrote a document and failed."""
    for piece in found.counted:
        run = piece.source.run
        if run is not None and run.exit_code != 0:
            message = f"the command that wrote {piece.source.path} ended with {run.exit_code}"
            yield Cause.VIOLATED, Finding(message, piece.source.at)


def _view(request: Request, params: Params, at: Location) -> View:
    reviews = count(request, params.bots)
    minimum = max(params.minimum, 1)
    people = tuple(opinion.person for opinion in reviews.approvals)
    problems = [(Cause.VIOLATED, Finding(text, at)) for text in _against(request, reviews)]
    gaps = [(Cause.UNPROVEN, Finding(text, at)) for text in _gaps(request)]
    if gaps:
        return View(request, people, certain=False, problems=(*problems, *gaps))
    lacking = _lacking(request, reviews, minimum)
    problems += [(cause, Finding(text, at)) for cause, text in lacking]
    aside = reviews.ignored if lacking else (*reviews.ignored, *reviews.outdated, *reviews.undated)
    notes = [Finding(text, at) for text in (*(why for _, why in aside), *_own(request, people))]
    owners = _consent(request, people, params)
    if params.owners == "require":
        problems += [(Cause.VIOLATED, finding) for finding in owners.missing]
        problems += [(Cause.UNPROVEN, finding) for finding in owners.unknown]
    else:
        notes += [*owners.missing, *owners.unknown]
    certain = reviews.certain >= minimum
    return View(request, people, certain, tuple(problems), tuple(notes))


def _consent(request: Request, people: tuple[str, ...], params: Params) -> Consent:
    if params.owners == "ignore":
        return Consent()
    return consent(request, people, read_teams(params.teams))


def _own(request: Request, people: tuple[str, ...]) -> Iterator[str]:
    """Yield who approved a request to which they contributed."""
    writers = {writer.casefold() for writer in request.writers}
    for person in people:
        if person.casefold() in writers:
            yield f"{shown(person)} approved {request.name} and wrote commits of it"


def _against(request: Request, reviews: Count) -> Iterator[str]:
    """Yield what shows that the request is not approved, whoever else approved it."""
    name = request.name
    if request.draft:
        yield f"{name} is a draft; mark it as ready and have it reviewed"
    if request.state is RequestState.CLOSED:
        yield f"{name} was closed without being merged"
    for opinion in reviews.against:
        when = f" since {moment(opinion.time)}" if opinion.time else ""
        yield (
            f"{shown(opinion.person)} wants changes of {name}{when};"
            " settle them, then ask for a new review"
        )
    if request.decision is not None and not reviews.against:
        yield f"{request.decision} ({name})"


def _gaps(request: Request) -> Iterator[str]:
    """Yield what the documents do not show, without which no approval can be judged."""
    if request.author is None:
        yield MISSING_AUTHOR[request.platform].format(request.name)
    if not request.complete:
        yield MISSING_REVIEWS[request.platform].format(request.name)


def _lacking(request: Request, reviews: Count, minimum: int) -> list[tuple[Cause, str]]:
    """Return why there are too few approvals; nothing when there are enough.

    The cause is that of the approvals which would make them enough.
    """
    have = len(reviews.approvals)
    if have >= minimum:
        return []
    on = f" on commit {request.head[:SHORT]}" if request.head else ""
    message = (
        f"{have} of {minimum} approvals of {request.name}{on} by somebody other than its author"
    )
    if have:
        message += f": {listed([shown(one.person) for one in reviews.approvals])}"
    cause = Cause.VIOLATED
    if have + len(reviews.outdated) >= minimum:
        cause = Cause.STALE
    elif have + len(reviews.outdated) + len(reviews.undated) >= minimum:
        cause = Cause.UNPROVEN
    doubts = (*reviews.outdated, *reviews.undated)
    return [(cause, message), *((cause, f"{why}; ask for a new one") for _, why in doubts)]


def _approved(view: View) -> str:
    request = view.request
    on = f" on commit {request.head[:SHORT]}" if request.head else ""
    tie = f", {request.tie}" if request.tie else ""
    names = listed([shown(person) for person in view.approvers])
    return f"{request.name} is approved by {names}{on}{tie}"
