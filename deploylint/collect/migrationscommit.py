"""The migrations that a hook looks at before a commit."""

from deploylint.collect.git import Git
from deploylint.collect.migrationfiles import may_be_migrations
from deploylint.collect.migrationswork import read_work_tree
from deploylint.collect.named import abbreviated
from deploylint.collect.worktree import changed_files
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.migrations import Migrations
from deploylint.load.settings import NAME, Settings


def read_before_commit(settings: Settings, folder: str, base: str | None) -> Migrations:
    """Return what `read_work_tree` does, if what waits to be committed has to do with migrations.

    Nobody's commit is held up by migrations that it does not touch. What git does not know yet does
    not wait. Where nothing waits, as in CI, all that is new is looked at. Raises UserError as
    `read_work_tree` does.
    """
    git = Git(settings.root)
    try:
        head = git.commit("HEAD")
        waiting = changed_files(git).kept if head is not None else ()
    except UnavailableError as error:
        raise UserError(str(error)) from None
    # settings say what a migration is
    touched = NAME in waiting or may_be_migrations(waiting, settings.migrations)
    if head is not None and waiting and not touched:
        return Migrations(since=f"the last commit ({abbreviated(head)})", looked=True)
    # where only what waits can be looked at, that is what was asked for
    return read_work_tree(settings, folder, base)._replace(why_unknown=None)
