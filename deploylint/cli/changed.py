"""Which of the plans that are asked for changed since another commit."""

import os
from collections.abc import Callable, Iterator

from deploylint.cli.answering import Asked, Wanted
from deploylint.cli.defaults import STDIN
from deploylint.cli.judgedby import judged_by
from deploylint.cli.planfiles import is_plan
from deploylint.cli.planpaths import SUFFIXES, is_pattern
from deploylint.collect.changedsince import OPTION, ChangedSince
from deploylint.errors import UserError
from deploylint.load.settings import NAME, Settings
from deploylint.model.globs import Globs
from deploylint.model.policy import Policy
from deploylint.model.wording import counted
from deploylint.read.files import read_bytes

Tell = Callable[[str], None]


class Chosen:
    """The plans that changed; all of them, when what they are judged by changed."""

    def __init__(self, ref: str, settings: Settings, policy: Policy) -> None:
        """Compare with `ref`. Raises UserError when that cannot be done."""
        self.since = ChangedSince(os.getcwd(), ref)
        self.by = tuple(judged_by(settings, policy))

    def of(self, asked: Asked, tell: Tell, *, verbose: bool) -> Asked:
        """Return those of the plans that are to be judged, and tell why they are.

        Raises UserError for a plan that no commit can hold.
        """
        gone = tuple(self.since.gone())
        files = tuple(one for one in asked.files if not self._is_gone(one, gone))
        plans = [one.file for one in files if one.error is None and _is_there(one.file)]
        changed = {file for file in plans if self._differs(file)}
        files = tuple(self._remembered(files, changed))
        if verbose:
            for name in self._gone_plans(asked, gone):
                tell(f"{name}: deleted since {self.since.name}, so not judged")
        reason = self._reason()
        if reason is not None:
            tell(f"{reason}, so every plan is judged")
            return asked._replace(files=files)
        if changed:
            part = f"{len(changed)} of {counted(len(plans), 'file')}"
            tell(f"changed since {self.since.name}: {part}; only these are looked at")
        left_out = set(plans) - changed
        # nothing is said about a folder in which not every file was looked at
        return Asked(tuple(one for one in files if one.file not in left_out))

    def nothing(self) -> str:
        """Return what is said when no plan changed."""
        return f"no plan changed since {self.since.name}"

    def _differs(self, file: str) -> bool:
        if file == STDIN:
            raise UserError(f"{OPTION} cannot say whether standard input changed")
        differs = self.since.differs(file)
        if differs is None:
            message = (
                f"lies outside of the repository {self.since.top}, so {OPTION} cannot judge it"
            )
            raise UserError(message, file)
        return differs

    def _reason(self) -> str | None:
        """Return what changed that every plan is judged by, if anything did."""
        for file in _settings_looked_for(self.since.top):
            if self.since.was_there(file):
                return f"{file} was deleted since {self.since.name}"
        for file in self.by:
            differs = self.since.differs(file)
            if differs is None:
                return f"whether {file} changed is not known: it lies outside of the repository"
            if differs:
                return f"{file} changed since {self.since.name}"
        return None

    def _remembered(self, files: tuple[Wanted, ...], changed: set[str]) -> Iterator[Wanted]:
        """Yield the files, those that were plans and are none now with when they were."""
        none_now = {
            one.file for one in files if one.searched and one.file in changed and _is_none(one.file)
        }
        self.since.fetch(none_now)
        for one in files:
            was = one.file in none_now and self._was_plan(one.file, unsure=False)
            yield one._replace(plan_at=self.since.name) if was else one

    def _is_gone(self, wanted: Wanted, gone: tuple[str, ...]) -> bool:
        """Say whether nothing is left of what is asked for because it was deleted."""
        if _is_there(wanted.file) and not wanted.absent:
            return False
        return any(map(self._asked_by(wanted.file), gone))

    def _gone_plans(self, asked: Asked, gone: tuple[str, ...]) -> Iterator[str]:
        fits = [self._asked_by(name) for name in asked.given if name != STDIN]
        for path in gone:
            file = os.path.relpath(os.path.join(self.since.top, path))
            if any(fit(path) for fit in fits) and self._was_plan(file, unsure=True):
                yield file

    def _was_plan(self, file: str, *, unsure: bool) -> bool:
        """Say whether a file was a plan; `unsure` if nobody can tell."""
        try:
            return is_plan(self.since.was(file), file)
        except UserError:
            return unsure

    def _asked_by(self, name: str) -> Callable[[str], bool]:
        """Return what says whether a path from the top is meant by a name, folder or pattern."""
        own = self.since.path(name)
        if own is None:
            return lambda _: False
        if is_pattern(name) and not os.path.lexists(name):
            return Globs([f"/{own}"]).fits
        below = "" if own == "." else f"{own}/"
        return lambda path: path == own or (path.startswith(below) and path.endswith(SUFFIXES))


def _settings_looked_for(top: str) -> Iterator[str]:
    """Yield where settings would hold in the current folder, from here up, and are not."""
    here = os.getcwd()
    while not os.path.lexists(file := os.path.join(here, NAME)):
        yield os.path.relpath(file)
        if here == top:
            return
        here = os.path.dirname(here)


def _is_there(file: str) -> bool:
    return file == STDIN or os.path.lexists(file)


def _is_none(file: str) -> bool:
    """Say whether a file is no plan for sure."""
    try:
        return not is_plan(read_bytes(file), file)
    except UserError:
        return False
