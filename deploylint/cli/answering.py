"""What a run says about one file."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from deploylint.cli.defaults import STDIN, read_input
from deploylint.errors import UserError
from deploylint.load.plan import read_plans
from deploylint.model.location import Location, Places
from deploylint.model.plan import Plan
from deploylint.model.report import Report
from deploylint.review import Review


class Wanted(NamedTuple):
    """A file that is asked for: by its name, or because it lies in a folder that was `searched`.

    What lies in a folder may be no plan. `searches` are the numbers of the searches that found it.
    `plan_at` names the commit at which it was one, where that is known and changes are looked for.
    `error` is why it, or what stands in its place on the command line, cannot be judged at all;
    `absent` if that is because nothing is there.
    """

    file: str
    searched: bool = False
    searches: tuple[int, ...] = ()
    error: UserError | None = None
    absent: bool = False
    plan_at: str | None = None


class Search(NamedTuple):
    """A folder or pattern in which plans were looked for; `where` is what names it."""

    name: str
    where: Location | None = None


class Asked(NamedTuple):
    """All that is asked for, each file once and in order.

    `given` are the names, folders and patterns that mean it, from the current folder.
    """

    files: tuple[Wanted, ...]
    searches: tuple[Search, ...] = ()
    given: tuple[str, ...] = ()


Said = Report | UserError | None
"""What is said about a plan: why it could not be judged, or None for a file that is no plan."""


class Judge:
    """Judges one file after the other."""

    def __init__(self, review: Review, *, pictures: bool = False) -> None:
        """Judge by `review`; with `pictures` the reports show the windows around the moment."""
        self.review = review
        self.pictures = pictures
        self.given: tuple[bytes, str] | UserError | None = None

    def listen(self) -> None:
        """Read standard input now, because only this process can."""
        try:
            self.given = read_input(STDIN)
        except UserError as error:
            self.given = error

    def answers(self, wanted: Wanted) -> Iterator[Said]:
        """Yield what is to be said about each plan of a file."""
        if wanted.error is not None:
            yield wanted.error
            return
        try:
            data, name = self._read(wanted.file)
            if wanted.searched and not _is_plan(data, name):
                yield None if wanted.plan_at is None else _no_longer(wanted.plan_at, name)
                return
            for plan in read_plans(data, name):
                yield self._report(plan)
        except UserError as error:
            yield error

    def _read(self, file: str) -> tuple[bytes, str]:
        if file != STDIN or self.given is None:
            return read_input(file)
        if isinstance(self.given, UserError):
            raise self.given
        return self.given

    def _report(self, plan: Plan) -> Report | UserError:
        environment = self.review.request.environment
        if environment is not None and not plan.is_for(environment):
            return _elsewhere(plan, environment)
        report = self.review.report(plan)
        return self._pictured(report) if self.pictures else report

    @cached_property
    def _pictured(self) -> Callable[[Report], Report]:
        # pictures are for pages, and need all that draws calendars
        from deploylint.cli.picture import Pictures

        return Pictures(self.review).pictured


def _elsewhere(plan: Plan, environment: str) -> UserError:
    # few plans come to the wrong gate
    from deploylint.model.wording import quoted

    message = f"the plan is for {quoted(plan.environment)}, not for {quoted(environment)}"
    hint = "give the plan of this deployment; names are compared as written, whatever their case"
    return UserError(message, plan.where("environment"), hint)


def _is_plan(data: bytes, name: str) -> bool:
    # only files that nobody named may be something else
    from deploylint.cli.planfiles import is_plan

    return is_plan(data, name)


def _no_longer(before: str, name: str) -> UserError:
    hint = "if it shall be none any more, delete it or give it another name"
    message = f"this was a plan at {before}, and without `deployment` at the top it is none"
    return UserError(message, name, hint)


def slim(said: Said) -> Said:
    """Return a report without what nobody looks at once it is made; what is left travels well.

    The marks of a document are known by the identity of its parts, which no other process knows.
    """
    if not isinstance(said, Report):
        return said
    places = said.plan.places
    bare = Places(places.file, None, {}, places.start, places.source)
    return said._replace(plan=said.plan._replace(places=bare))
