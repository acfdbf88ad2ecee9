"""When the pipeline runs migrations, read from the files of the release commit."""

from collections.abc import Iterator, Mapping

from deploylint.collect.around import Around
from deploylint.collect.git import has_repository
from deploylint.facts.rollout import Rollout
from deploylint.model.verdict import Finding
from deploylint.model.wording import counted

BY_VERSION = True
"""A release without migrations needs nothing read."""

MAX_FILES = 2_000
"""Files of pipelines and deployments that are read."""

MAX_CHARACTERS = 1_000_000
"""Characters of the largest of them: what people write is shorter."""

MAX_TOTAL = 10_000_000
"""Characters of all of them."""


def collect(around: Around) -> Rollout:
    """Return what the files of the release commit show, nothing outside a repository.

    Where neither the plan names migrations nor the release adds some, nothing is read.
    """
    if not has_repository(around.root):
        return Rollout()
    # only what looks at a repository pays for it
    from deploylint.collect.migrations import read_migrations
    from deploylint.collect.trees import CommitTree
    from deploylint.formats.rollout import candidates, read_rollout

    if not around.question.names and not around.once(read_migrations).in_release:
        return Rollout()
    release = around.release
    tree = CommitTree(around.git, release.commit)
    found = sorted(candidates(tree.paths()), key=lambda path: (path.count("/"), path))
    texts = tree.texts(found[:MAX_FILES])
    kept = dict(_within(texts.found))
    rollout = read_rollout(kept)
    left = len(found) - len(kept) - len(texts.problems)
    unreadable = (*rollout.unreadable, *texts.problems.values())
    if left:
        message = f"{counted(left, 'file')} of pipelines and deployments were too large to be read"
        unreadable = (*unreadable, Finding(message))
    return rollout._replace(release=release, unreadable=unreadable)


def _within(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the files that are not too large, as long as they are not too many together."""
    total = 0
    for path, text in texts.items():
        if len(text) <= MAX_CHARACTERS and total + len(text) <= MAX_TOTAL:
            total += len(text)
            yield path, text
