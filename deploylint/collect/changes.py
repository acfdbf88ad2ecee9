"""What changed since the last release, read from git."""

from collections.abc import Iterator

from deploylint.collect.around import Around
from deploylint.collect.git import Git, has_repository
from deploylint.errors import UnavailableError
from deploylint.facts.changes import Changes, Commit

MAX_COMMITS = 20_000
"""Commits that are read at most; that there are more is told."""

FORMAT = "--format=%H%n%P%n%B%x00"

BY_VERSION = True
"""The versions of the plan decide what is looked for."""


def collect(around: Around) -> Changes:
    """Return the commits and files after the last release, up to the release commit.

    Outside a repository there are none. Raises UnavailableError when the history is cut off before
    the last release, and when the repository or the release commit cannot be read.
    """
    if not has_repository(around.root):
        return Changes(release=None)
    # only what looks at a repository pays for it
    from deploylint.collect.lastrelease import SHALLOW, Asked, look_back
    from deploylint.collect.tags import read_tags
    from deploylint.collect.treechanges import changed_files

    git, release, question = around.git, around.release, around.question
    asked = Asked(question.version, question.previous_version, question.service)
    since, versions, named = look_back(git, read_tags(git), release, asked)
    reach = (release.commit, f"^{since.commit}") if since else (release.commit,)
    if release.shallow and (since is None or _is_cut_off(git, reach)):
        raise UnavailableError(SHALLOW)
    commits = tuple(_commits(git, reach))
    return Changes(
        release=release,
        since=since,
        commits=commits[:MAX_COMMITS],
        files=changed_files(git, since.commit, release.commit) if since else (),
        versions=versions,
        complete=len(commits) <= MAX_COMMITS,
        named=named,
    )


def _is_cut_off(git: Git, reach: tuple[str, ...]) -> bool:
    """Say whether a commit of the range has lost its parents; a root commit looks the same."""
    return bool(git.ask("rev-list", "--max-count=1", "--max-parents=0", *reach))


def _commits(git: Git, reach: tuple[str, ...]) -> Iterator[Commit]:
    """Yield the commits of the range, newest first, one more than are wanted if there are more.

    Where the root is a folder of the repository, only those that touch it.
    """
    inside = git.ask("rev-parse", "--show-prefix")
    text = git.ask(
        "rev-list",
        f"--max-count={MAX_COMMITS + 1}",
        "--no-commit-header",
        "--encoding=UTF-8",
        "--full-history",
        FORMAT,
        *reach,
        "--",
        *((".",) if inside else ()),
    )
    for record in text.split("\0\n"):
        if record.strip("\0\n"):
            yield _commit(record.removesuffix("\0"))


def _commit(record: str) -> Commit:
    sha, parents, message = record.split("\n", 2)
    subject, _, body = message.strip().partition("\n\n")
    return Commit(
        sha=sha,
        subject=" ".join(subject.split("\n")),
        body=body.strip("\n"),
        parents=tuple(parents.split()),
    )
