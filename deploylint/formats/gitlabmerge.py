"""Merge requests and their approvals in the JSON of GitLab's API.

- `GET /projects/ID/merge_requests/IID`: https://docs.gitlab.com/api/merge_requests/
- `GET /projects/ID/merge_requests/IID/approvals`:
  https://docs.gitlab.com/api/merge_request_approvals/

The approvals name neither the author nor the commit, so both documents are needed. `approved` is
true when no approval is required, even if nobody approved. `detailed_merge_status` gives one reason
of several. `approved_at` is missing in older versions.
"""

from deploylint.errors import UserError
from deploylint.facts.reviews import Opinion, Platform, Request, RequestState, Stance
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.formats.reviewparts import commit_in, login_in
from deploylint.read.json import parse_json

STATES = {
    "opened": RequestState.OPEN,
    "locked": RequestState.OPEN,
    "merged": RequestState.MERGED,
    "closed": RequestState.CLOSED,
}
DECISIONS = {
    "requested_changes": "GitLab says that changes are requested",
    "not_approved": "GitLab says that approvals are missing",
    "approvals_syncing": "GitLab is still counting the approvals; export them again",
}


def read_gitlab(data: bytes, name: str) -> Reading[tuple[Request, ...]]:
    """Return the merge request, or its approvals. Raises UserError when it is neither."""
    return merge_request(Part(parse_json(data, name), name))


def is_gitlab(part: Part) -> bool:
    """Say whether an object is one of the two documents."""
    return "iid" in part and ("approved_by" in part or "target_branch" in part)


def merge_request(part: Part) -> Reading[tuple[Request, ...]]:
    """Return what the merge request or its approvals say. Raises UserError."""
    if not is_gitlab(part):
        raise UserError("is neither a merge request of GitLab nor its approvals", part.file)
    head = commit_in(part, "sha")
    decision, left = DECISIONS.get(part.text("detailed_merge_status")), part.whole("approvals_left")
    if left:
        decision = f"GitLab still waits for {left} of the approvals that it requires"
    refs = part.part("diff_refs")
    merged = (commit_in(part, key) for key in ("merge_commit_sha", "squash_commit_sha"))
    conflicts = part.flag("has_conflicts")
    request = Request(
        platform=Platform.GITLAB,
        key=f"{part.word('project_id')}/{part.word('iid')}",
        author=login_in(part.part("author"), "username")[0] or None,
        head=head,
        base=commit_in(refs, "base_sha"),
        base_branch=part.text("target_branch") or None,
        merged_as=tuple(filter(None, merged)),
        state=_state(part),
        draft=_draft(part),
        mergeable=None if conflicts is None else not conflicts,
        merging=part.text("detailed_merge_status") or None,
        opinions=tuple(map(_approval, part.parts("approved_by"))),
        complete="approved_by" in part,
        decision=decision,
        required=part.whole("approvals_required"),
    )
    times = [part.time("updated_at"), *(opinion.time for opinion in request.opinions)]
    time = max((time for time in times if time), default=None)
    return Reading(content=(request,), time=time, commit=head)


def _state(part: Part) -> RequestState | None:
    word = part.text("state")
    if word and word not in STATES:
        raise UserError(f"is a merge request in the unknown state `{word[:40]}`", part.file)
    return STATES.get(word)


def _draft(part: Part) -> bool | None:
    draft, before = part.flag("draft"), part.flag("work_in_progress")
    return before if draft is None else draft


def _approval(part: Part) -> Opinion:
    person, bot = login_in(part.part("user"), "username")
    return Opinion(person=person, stance=Stance.APPROVED, time=part.time("approved_at"), bot=bot)
