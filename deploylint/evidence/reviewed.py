"""Whether enough people approved the requests that were found, and what speaks against it."""

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.evidence.approvals import SHORT, Count, count, shown
from deploylint.evidence.owning import Consent, consent, read_teams
from deploylint.evidence.requests import combined
from deploylint.evidence.weigh import Weighed, proven, violated
from deploylint.facts.reviews import Platform, Request, RequestState
from deploylint.model.location import Location
from deploylint.model.verdict import Assurance, Cause, Finding, Verdict
from deploylint.model.wording import listed, moment


class Demands(NamedTuple):
    """What a policy asks for; `owners` is `require`, `note` or `ignore`."""

    minimum: int
    owners: str
    bots: tuple[str, ...]
    teams: tuple[str, ...]


class View(NamedTuple):
    """What speaks against a request, by cause, what is worth a note, and who approved it.

    `certain` says that enough approvals name the commit, and nothing else is in doubt.
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


def judge(found: Weighed[tuple[Request, ...]], demands: Demands) -> Verdict:
    """Return whether every request that was found is approved; there is at least one."""
    at = found.counted[0].source.at
    requests = combined(one for content in found.contents for one in content)
    views = [_view(request, demands, at) for request in requests]
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
    cause = min(causes, key=ORDER.index)
    if cause is Cause.UNPROVEN and any(piece.source.named for piece in found.counted):
        # a person's word does not complete an export that was named
        cause = Cause.ERROR
    return verdict._replace(cause=cause)


def _failed_exports(found: Weighed[tuple[Request, ...]]) -> Iterator[tuple[Cause, Finding]]:
    """Yield the recorded commands that wrote a document and failed."""
    for piece in found.counted:
        run = piece.source.run
        if run is not None and run.exit_code != 0:
            message = f"the command that wrote {piece.source.path} ended with {run.exit_code}"
            yield Cause.VIOLATED, Finding(message, piece.source.at)


def _view(request: Request, demands: Demands, at: Location) -> View:
    reviews = count(request, demands.bots)
    minimum = max(demands.minimum, 1)
    people = tuple(opinion.person for opinion in reviews.approvals)
    problems = [(Cause.VIOLATED, Finding(text, at)) for text in _against(request, reviews)]
    if request.surplus is not None:
        why = (
            f"{request.name} was reviewed, but {request.surplus}; have the release itself reviewed"
        )
        problems.append((Cause.STALE, Finding(why, at)))
    gaps = [(Cause.UNPROVEN, Finding(text, at)) for text in _gaps(request)]
    if gaps:
        return View(request, people, certain=False, problems=(*problems, *gaps))
    lacking = _lacking(request, reviews, minimum)
    problems += [(cause, Finding(text, at)) for cause, text in lacking]
    aside = reviews.ignored if lacking else (*reviews.ignored, *reviews.outdated, *reviews.undated)
    notes = [Finding(text, at) for text in (*(why for _, why in aside), *_own(request, people))]
    owners = _consent(request, people, demands)
    if demands.owners == "require":
        problems += [(Cause.VIOLATED, finding) for finding in owners.missing]
        problems += [(Cause.UNPROVEN, finding) for finding in owners.unknown]
    else:
        notes += [*owners.missing, *owners.unknown]
    certain = reviews.certain >= minimum and not request.local
    return View(request, people, certain, tuple(problems), tuple(notes))


def _consent(request: Request, people: tuple[str, ...], demands: Demands) -> Consent:
    if demands.owners == "ignore":
        return Consent()
    return consent(request, people, read_teams(demands.teams))


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
