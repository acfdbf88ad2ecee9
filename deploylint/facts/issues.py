"""Issues of a tracker: what the facts about bugs and tickets hold."""

from typing import NamedTuple


class Issue(NamedTuple):
    """An issue; `id` is `#123` (GitHub, GitLab) or `ABC-123` (Jira).

    `labels` hold the names of its labels, its priority and its severity; None when none of these is
    stated. `request` says that it is a pull request, which GitHub lists among issues.
    """

    id: str
    title: str
    open: bool
    labels: tuple[str, ...] | None = ()
    request: bool = False


class IssueList(NamedTuple):
    """The issues of one file.

    `single` says that it describes one issue that was asked for, not what a question found.
    `missing` says why there are more ("holds 50 of 240 issues"), None when that is not known to be
    so. `pages` are the numbers of entries at which a list of this kind may have been cut off; it is
    empty when the file says that it is complete.
    """

    issues: tuple[Issue, ...]
    single: bool = False
    missing: str | None = None
    pages: frozenset[int] = frozenset()
