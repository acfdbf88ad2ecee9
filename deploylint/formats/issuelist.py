"""Issues as GitHub, GitLab and Jira list them.

GitHub: `gh issue list` and `gh issue view` with `--json` (https://cli.github.com/manual/gh_issue_list),
the REST API (https://docs.github.com/en/rest/issues/issues) and its search
(https://docs.github.com/en/rest/search/search). GitLab: the REST API
(https://docs.gitlab.com/api/issues/), which `glab issue list --output json` prints. Jira: search by
JQL (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/), of Data
Center too.
"""

from collections.abc import Mapping
from typing import Any

from deploylint.errors import UserError
from deploylint.facts.issues import Issue, IssueList
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.model.wording import counted, quoted
from deploylint.read.json import parse_json

ROUND = frozenset((50, 100, 200, 250, 500, 1000, 2000, 5000))
"""How many issues people ask for at most: a list of exactly so many may have been cut off."""

GITHUB_PAGES = ROUND | {30}
GITLAB_PAGES = ROUND | {20, 30}

TITLE = 200
"""Characters of a title that are kept."""

OPEN: Mapping[str, bool] = {"open": True, "opened": True, "reopened": True, "closed": False}
"""The states of GitHub and GitLab, in lower case, and whether they mean that it is open."""


def read_issues(data: bytes, name: str) -> Reading[IssueList]:
    """Return the issues of one file. A list says neither when it was made nor by which question.

    Raises UserError when it is no such list, or does not say whether an issue is open.
    """
    found = parse_json(data, name)
    if isinstance(found, list):
        return Reading(_entries(found, name))
    top = Part(found, name)
    if "issues" in top:
        return Reading(_jira_page(top, tuple(map(_issue, top.parts("issues")))))
    if "items" in top and "total_count" in top:
        return Reading(_github_search(top))
    if "number" in top or "iid" in top or "fields" in top:
        return Reading(IssueList((_issue(top),), single=True))
    raise UserError(f"is no list of issues{_complaint(found)}", name)


def _complaint(found: Mapping[str, Any]) -> str:
    """Return what an answer says that is an error."""
    said = found.get("message") or found.get("errorMessages") or found.get("error")
    if isinstance(said, list):
        said = next(iter(said), None)
    return f": it says {quoted(said)}" if isinstance(said, str) else ""


def _entries(found: list[Any], name: str) -> IssueList:
    """Return the issues of a list, or of a list of pages."""
    pages = [page for page in found if isinstance(page, list)]
    values = [entry for page in pages for entry in page] if len(pages) == len(found) else found
    parts = [Part(value, name) for value in values]
    gitlab = any("iid" in part for part in parts)
    return IssueList(
        issues=tuple(map(_issue, parts)),
        pages=GITLAB_PAGES if gitlab else GITHUB_PAGES,
    )


def _github_search(top: Part) -> IssueList:
    issues = tuple(map(_issue, top.parts("items")))
    total = top.whole("total_count") or 0
    missing = _short(len(issues), total)
    if top.flag("incomplete_results") is not False:
        missing = "does not hold all that was searched for: GitHub says `incomplete_results`"
    return IssueList(issues, missing=missing)


def _jira_page(top: Part, issues: tuple[Issue, ...]) -> IssueList:
    """Return the issues of a page, and whether there are others before or after it."""
    before, total = top.whole("startAt") or 0, top.whole("total")
    last = top.flag("isLast")
    missing = None if total is None else _short(len(issues), total)
    if before:
        missing = f"begins after the first {counted(before, 'issue')}"
    elif last is False or "nextPageToken" in top:
        missing = f"holds {counted(len(issues), 'issue')}, and Jira says that more follow"
    told = total is not None or last is not None
    size = top.whole("maxResults")
    return IssueList(
        issues=issues,
        missing=missing,
        pages=frozenset() if told else ROUND | ({size} if size else frozenset()),
    )


def _short(held: int, total: int) -> str | None:
    return f"holds {held} of {counted(total, 'issue')}" if held < total else None


def _issue(part: Part) -> Issue:
    if "fields" in part:
        return _jira(part)
    if "iid" in part:
        return _gitlab(part)
    if "number" in part:
        return _github(part)
    path = f" at `{part.path}`" if part.path else ""
    raise UserError(
        f"holds no issue of GitHub, GitLab or Jira{path}: it has neither `number` nor `iid` nor"
        " `fields`; Jira has to be asked for fields",
        part.file,
    )


def _github(part: Part) -> Issue:
    return Issue(
        id=f"#{part.whole('number')}",
        title=part.text("title")[:TITLE],
        open=_is_open(part),
        labels=_labels(part, ""),
        request="pull_request" in part or "/pull/" in part.text("url"),
    )


def _gitlab(part: Part) -> Issue:
    return Issue(
        id=f"#{part.whole('iid')}",
        title=part.text("title")[:TITLE],
        open=_is_open(part),
        labels=_labels(part, part.text("severity")),
    )


def _jira(part: Part) -> Issue:
    fields = part.part("fields")
    status = fields.part("status")
    category = status.part("statusCategory").text("key")
    if not category:
        raise UserError(
            f"does not state `fields.status.statusCategory` of {quoted(part.text('key'))}; ask for"
            " the field `status`",
            part.file,
        )
    return Issue(
        id=part.text("key") or _no_key(part),
        title=fields.text("summary")[:TITLE],
        open=category != "done",
        labels=_labels(fields, fields.part("priority").text("name")),
    )


def _no_key(part: Part) -> str:
    raise UserError("holds an issue without `key`; ask for the field", part.file)


def _is_open(part: Part) -> bool:
    """Return whether an issue is open; a word that is not known is no answer."""
    state = part.text("state")
    known = OPEN.get(state.lower())
    if known is None:
        said = f"the state {quoted(state)}" if state else "no `state`"
        raise UserError(f"gives an issue {said}; expected open or closed", part.file)
    return known


def _labels(part: Part, more: str) -> tuple[str, ...] | None:
    """Return the names of the labels, which are objects or texts, and what else ranks an issue."""
    if "labels" not in part and not more:
        return None
    names = (
        label if isinstance(label, str) else label.text("name") for label in part.mixed("labels")
    )
    return tuple(name[:TITLE] for name in (*names, more) if name)
