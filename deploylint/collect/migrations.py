"""The migrations of the release, read from its commit."""

from deploylint.collect.around import Around
from deploylint.collect.git import has_repository
from deploylint.facts.migrations import Migrations

BY_VERSION = True
"""The versions of the plan, and what it names, decide what is looked for."""


def collect(around: Around) -> Migrations:
    """Return the migrations of the release; `read_migrations` says which, and what it raises."""
    return around.once(read_migrations)


def read_migrations(around: Around) -> Migrations:
    """Return the migrations that were added after the last release, up to the release commit.

    Where no earlier version is tagged, those that the plan names. Outside a repository there are
    none. Raises UnavailableError when the history is cut off before the last release, and when the
    repository or the release commit cannot be read.
    """
    if not has_repository(around.root):
        return Migrations()
    # only what looks at a repository pays for it
    from deploylint.collect.lastrelease import SHALLOW, Asked, look_back
    from deploylint.collect.mentions import mentions
    from deploylint.collect.migrationfiles import added, all_of
    from deploylint.collect.tags import read_tags
    from deploylint.collect.trees import CommitTree
    from deploylint.errors import UnavailableError

    git, release, question = around.git, around.release, around.question
    asked = Asked(question.version, question.previous_version, question.service)
    since = look_back(git, read_tags(git), release, asked).since
    tree = CommitTree(git, release.commit)
    if since is not None:
        old = CommitTree(git, since.commit)
        found = added(tree, old, question.migrations)
        said = mentions(old, found, question.migrations)
        return found._replace(release=release, since=since.name, mentions=said)
    if release.shallow:
        raise UnavailableError(SHALLOW)
    found = all_of(tree, question.migrations, question.names)
    why = (
        f"no earlier version is tagged in the history of {release.short}, so which migrations are"
        " new cannot be told; tag the last release, or fetch its tag (`git fetch --tags`)"
    )
    return found._replace(release=release, why_unknown=why)
