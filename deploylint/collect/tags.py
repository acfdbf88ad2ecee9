"""The tags of the repository, read from git.

Fields of `git for-each-ref`: https://git-scm.com/docs/git-for-each-ref#_field_names
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice, product
from typing import NamedTuple

from deploylint.collect.around import Around
from deploylint.collect.git import Git, has_repository, why
from deploylint.errors import UnavailableError
from deploylint.facts.tags import Tag, Tags, is_of_service
from deploylint.model.semver import parse, same_version

PREFIX = "refs/tags/"
FIELDS = (
    "%(refname)",
    "%(objecttype)",
    "%(objectname)",
    "%(*objecttype)",
    "%(*objectname)",
    "%(committerdate:iso-strict)%(*committerdate:iso-strict)",
    "%(taggerdate:iso-strict)",
    "%(if:equals=tag)%(objecttype)%(then)%(contents:subject)%0a%0a%(contents:body)%(end)",
)
FORMAT = "".join(f"{field}%00" for field in FIELDS)
"""Each field ends in NUL, which no name and no message can hold; a line end follows the last."""

MAX_COMMITS = 8
"""Commits of the tags of one version that are compared with others."""

BY_VERSION = True
"""The versions of the plan decide what is looked for."""


class Row(NamedTuple):
    """What git says about one tag; `inner` and `target` describe what an annotated tag names."""

    name: str
    type: str
    id: str
    inner: str
    target: str
    committed: str
    tagged: str
    message: str


def collect(around: Around) -> Tags:
    """Return the tags; without a repository there are none.

    Raises UnavailableError when the repository or the commit that is released cannot be read.
    """
    if not has_repository(around.root):
        return Tags(tags=(), release=None)
    git, release, question = around.git, around.release, around.question
    previous, service = question.previous_version or "", question.service
    tags = read_tags(git)
    # the tags of the service come first: how many are asked for is limited
    own_first = sorted(tags, key=lambda tag: not is_of_service(tag.name, previous, service))
    contained = _contained(git, own_first, previous, release.commit)
    running = [tag for tag in own_first if _is_of(tag.name, previous, service)]
    target = [tag for tag in tags if _is_of(tag.name, question.version, service)]
    known = {(one.commit, release.commit) for one in running if one.name in contained}
    return Tags(
        tags=tags,
        release=release,
        contained=contained,
        ancestry=frozenset(_ancestry(git, _commits(running), _commits(target), known)),
    )


def read_tags(git: Git) -> tuple[Tag, ...]:
    """Return the tags that lead to commits: semantic versions from low to high, before them others.

    Tags of trees and files are left out. Raises UnavailableError when git cannot read them.
    """
    rows = list(_rows(git.ask("for-each-ref", f"--format={FORMAT}", PREFIX)))
    nested = _peeled(git, [row.id for row in rows if row.inner == "tag"])
    return tuple(sorted((tag for row in rows for tag in _tag(row, nested)), key=_order))


def _rows(text: str) -> Iterator[Row]:
    values = text.split("\0")
    for start in range(0, len(values) - len(FIELDS), len(FIELDS)):
        ref, *others = values[start : start + len(FIELDS)]
        yield Row(ref.lstrip("\n").removeprefix(PREFIX), *others)


def _tag(row: Row, nested: dict[str, tuple[str, str]]) -> Iterator[Tag]:
    """Yield the tag of a row, if it leads to a commit."""
    if row.type == "commit":
        yield Tag(row.name, row.id, annotated=False, committed_at=_moment(row.committed))
        return
    direct = (row.target, row.committed) if row.inner == "commit" else None
    found = direct or nested.get(row.id)
    if found is not None:
        commit, committed = found
        yield Tag(
            name=row.name,
            commit=commit,
            annotated=True,
            time=_moment(row.tagged),
            message=row.message.strip(),
            committed_at=_moment(committed),
        )


def _peeled(git: Git, ids: list[str]) -> dict[str, tuple[str, str]]:
    """Return the commit, and when it was made, to which each tag of a tag leads in the end."""
    if not ids:
        return {}
    asked = "".join(f"{one}^{{commit}}\n" for one in ids).encode()
    lines = git.ask("cat-file", "--batch-check=%(objectname)", stdin=asked).split("\n")
    # a tag of a tree or a file answers "ID^{commit} missing"
    commits = {tag: line for tag, line in zip(ids, lines, strict=True) if " " not in line}
    if not commits:
        return {}
    arguments = ("--no-walk=unsorted", "--no-commit-header", "--format=%H %cI", "--stdin")
    told = "".join(f"{commit}\n" for commit in set(commits.values())).encode()
    made = dict(
        line.split(" ", 1) for line in git.ask("rev-list", *arguments, stdin=told).split("\n")
    )
    return {tag: (commit, made.get(commit, "")) for tag, commit in commits.items()}


def _contained(git: Git, tags: Iterable[Tag], version: str, commit: str) -> frozenset[str]:
    """Return the names of the tags of `version` that lead to `commit` or to one before it.

    Only tags that may be meant are asked for: the answer for all of them takes the whole history.
    """
    text = version.strip().lower().removeprefix("v")
    meant = (tag.name for tag in tags if text and _may_mean(text, tag.name.lower()))
    # the arguments of a command are limited
    names = list(islice(meant, 100))
    if not names:
        return frozenset()
    refs = [PREFIX + name for name in names]
    found = git.ask("for-each-ref", f"--merged={commit}", "--format=%(refname)", *refs)
    return frozenset(ref.removeprefix(PREFIX) for ref in found.split("\n") if ref)


def _is_of(name: str, version: str, service: str | None) -> bool:
    return same_version(name, version) or is_of_service(name, version, service)


def _commits(tags: Iterable[Tag]) -> tuple[str, ...]:
    """Return the commits of the tags of one version: hardly ever more than one."""
    return tuple(islice(dict.fromkeys(tag.commit for tag in tags), MAX_COMMITS))


def _ancestry(
    git: Git, running: Iterable[str], target: Iterable[str], known: set[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a running and a target commit, the ancestor first; `known` are some."""
    for one, other in product(running, target):
        if (one, other) in known:
            yield one, other
        elif one != other:
            answer = git.run("merge-base", one, other)
            if answer.code not in (0, 1) or answer.complained:
                raise UnavailableError(why(answer))
            if answer.text == one:
                yield one, other
            elif answer.text == other:
                yield other, one


def _may_mean(text: str, name: str) -> bool:
    """Say whether `text` may name a tag: by its end (`exports-v1.1.9`), or as one of its words."""
    return name.endswith(text) or name in text


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _order(tag: Tag) -> tuple[bool, tuple[object, ...], str]:
    try:
        return True, parse(tag.name).precedence, tag.name
    except ValueError:
        return False, (), tag.name
