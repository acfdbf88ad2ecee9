"""Facts about a folder without history that stands for a release, as policy tests have it."""

from collections.abc import Iterable

from deploylint.collect.around import Around, Question
from deploylint.collect.gather import Known, gather
from deploylint.collect.migrationfiles import all_of
from deploylint.collect.trees import FolderTree
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.migrations import Migrations
from deploylint.model.verdict import Verdict, refused, unproven


def gather_unversioned(needed: Iterable[type], around: Around, known: Known) -> dict[type, object]:
    """Return what `gather` does, but every migration in the folder as new in the release."""
    found = gather(needed, around, known)
    if Migrations in found:
        found[Migrations] = _migrations(around.question)
    return found


def _migrations(question: Question) -> Migrations | Verdict:
    try:
        return all_of(FolderTree(question.root), question.migrations, None)
    except UnavailableError as error:
        return unproven(str(error))
    except UserError as error:
        return refused(error)
