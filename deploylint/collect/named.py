"""Commits that somebody names on the command line, and where two lines of commits parted."""

import re

from deploylint.collect.git import Git, guarded
from deploylint.facts.release import ABBREVIATED

BEHIND = re.compile(r"(?P<name>[^~^]+)(?P<behind>(?:[~^][0-9]{0,6}){1,20})")
"""A name and how many commits before it: https://git-scm.com/docs/gitrevisions."""


def named_commit(git: Git, written: str) -> str | None:
    """Return the commit of a name, perhaps with `~3` or `^2` behind it, None if there is none."""
    match = BEHIND.fullmatch(written)
    name, behind = (match["name"], match["behind"]) if match else (written, "")
    commit = git.commit(guarded(name))
    if commit is None or not behind:
        return commit
    found = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}{behind}")
    return found.text if found.code == 0 else None


def forked(git: Git, one: str, other: str) -> str | None:
    """Return the commit in which two lines parted, None if they have nothing in common."""
    answer = git.run("merge-base", one, other)
    return answer.text if answer.code == 0 else None


def abbreviated(commit: str) -> str:
    """Return as many digits of a commit as people are shown."""
    return commit[:ABBREVIATED]
