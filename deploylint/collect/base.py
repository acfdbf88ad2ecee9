"""Which branch releases are made from, and where its tip is.

CI systems say it in variables: https://docs.github.com/en/actions/reference/workflows-and-actions/variables
and https://docs.gitlab.com/ci/variables/predefined_variables/.
"""

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from deploylint.collect.cievent import ci_event
from deploylint.collect.git import OBJECT, Git, why
from deploylint.errors import UnavailableError
from deploylint.facts.branch import Base, Known
from deploylint.facts.release import Release

REMOTE = "refs/remotes/origin/"
LOCAL = "refs/heads/"
USUAL = ("main", "master")
MERGE = re.compile(r"refs/pull/[0-9]+/merge")
"""The reference of a merge that GitHub makes itself."""

GUESS = "its usual name"
PARENTS = 2
"""Parents of a merge: the first is the branch that is merged into, the second what is merged."""


def read_base(git: Git, release: Release, chosen: str | None) -> Base:
    """Return the branch that releases are made from; `chosen` is what the settings say.

    Raises UnavailableError when there is no such branch, or its tip is not to be had.
    """
    event = ci_event() or {}
    for name, by in _names(git, chosen, event):
        found = _tip(git, name)
        told = _told(name, release, event)
        if told is not None:
            return Base(name, _newest(git, told, release, found), Known.EVENT, by)
        if found is not None:
            return Base(name, found[0], found[1], by)
        if by != GUESS:
            raise UnavailableError(
                f"the branch {name}, which {by} names, is not in this clone;"
                f" git fetch origin {name}"
            )
    raise UnavailableError(
        "nothing says which branch releases are made from;"
        " name it in .deploylint.yaml: `main_branch: main`"
    )


def request_head(release: Release) -> str | None:
    """Return the head of the pull request that CI merged into what is checked out, if it did."""
    if release.commit != release.head:
        return None
    event = ci_event() or {}
    stated = _sha(_dig(event, "pull_request", "head", "sha"))
    second = release.parents[1] if len(release.parents) == PARENTS else None
    merged = os.environ.get("GITHUB_SHA") == release.commit
    if merged and MERGE.fullmatch(os.environ.get("GITHUB_REF", "")):
        return second or stated
    if second is not None and second == stated:
        return second
    if os.environ.get("CI_COMMIT_SHA") == release.commit:
        head = _sha(os.environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"))
        return head if head != release.commit else None
    return None


def contains(git: Git, commit: str, ancestor: str) -> bool:
    """Say whether `ancestor` is `commit` or comes before it, in the history that is there.

    Raises UnavailableError when one of the two is not in this clone.
    """
    answer = git.run("merge-base", "--is-ancestor", ancestor, commit)
    if answer.code not in (0, 1) or answer.complained:
        raise UnavailableError(why(answer))
    return answer.code == 0


def _names(git: Git, chosen: str | None, event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the names that the branch may have, each with who says so, best first."""
    said = (
        (chosen, ".deploylint.yaml"),
        (os.environ.get("GITHUB_BASE_REF"), "GITHUB_BASE_REF"),
        (_dig(event, "pull_request", "base", "ref"), "the GitHub event"),
        (
            os.environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"),
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        ),
        (os.environ.get("CI_DEFAULT_BRANCH"), "CI_DEFAULT_BRANCH"),
        (_dig(event, "repository", "default_branch"), "the GitHub event"),
        (_default(git), "origin/HEAD"),
    )
    yield from ((name, by) for name, by in said if isinstance(name, str) and name)
    # a branch of the remote comes before a local one
    usual = sorted(USUAL, key=lambda name: git.ref(REMOTE + name) is None)
    yield from ((name, GUESS) for name in usual)


def _default(git: Git) -> str | None:
    """Return the branch that the remote had as its default when it was cloned."""
    answer = git.run("rev-parse", "--symbolic-full-name", f"{REMOTE}HEAD")
    full = answer.text
    name = full.removeprefix(REMOTE)
    return name if answer.code == 0 and full.startswith(REMOTE) and name != "HEAD" else None


def _tip(git: Git, name: str) -> tuple[str, Known] | None:
    for prefix, known in ((REMOTE, Known.FETCH), (LOCAL, Known.LOCAL)):
        tip = git.ref(prefix + name)
        if tip is not None:
            return tip, known
    return None


def _told(name: str, release: Release, event: Mapping[str, Any]) -> str | None:
    """Return the tip of the branch as the CI run was told it by the server."""
    env = os.environ.get
    if env("GITHUB_REF") == f"refs/heads/{name}":
        return _sha(env("GITHUB_SHA"))
    request, queued = event.get("pull_request"), event.get("merge_group")
    head = _sha(_dig(request, "head", "sha"))
    ours = head is not None and head in (release.commit, request_head(release))
    if ours and _dig(request, "base", "ref") == name:
        return _sha(_dig(request, "base", "sha"))
    if _dig(queued, "base_ref") == f"refs/heads/{name}":
        return _sha(_dig(queued, "base_sha"))
    if env("CI_MERGE_REQUEST_TARGET_BRANCH_NAME") == name:
        return _sha(env("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"))
    if env("CI_COMMIT_BRANCH") == name:
        return _sha(env("CI_COMMIT_SHA"))
    return None


def _newest(git: Git, told: str, release: Release, found: tuple[str, Known] | None) -> str:
    """Return the tip that is newest of what CI was told, what it merged into, and what is here.

    The run may be an old one that was started again, and a request states its branch as it was.
    """
    tip = told
    into = release.parents[0] if request_head(release) and release.parents else None
    for other in (into, found[0] if found else None):
        if other is not None and git.commit(tip) is not None and contains(git, other, tip):
            tip = other
    return tip


def _dig(value: object, *keys: str) -> object:
    """Return what lies at `keys` in a JSON object, None where there is nothing."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _sha(value: object) -> str | None:
    return value if isinstance(value, str) and OBJECT.fullmatch(value) else None
