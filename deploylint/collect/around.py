"""What collectors are told: where to look, and for which release."""

from _thread import RLock
from collections.abc import Callable
from typing import NamedTuple, TypeVar, cast

from deploylint.collect.git import Git
from deploylint.collect.release import read_release
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.branch import Base
from deploylint.facts.release import Release
from deploylint.load.migrations import MigrationSettings
from deploylint.load.settings import Settings
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location
from deploylint.model.plan import Plan

T = TypeVar("T")


class Question(NamedTuple):
    """What the plan and the settings say that decides what is collected.

    `root` is the folder that paths are relative to. `places` are those that settings and plan name
    together, by the name of the kind. `main_branch` is the branch that releases are made from; None
    means that it has to be found. `service` is the one that is released, where tags name it.
    `names` are the migrations that the plan names, `migrations` is what the settings say of them.
    """

    root: str
    version: str
    previous_version: str | None = None
    commit: str | None = None
    commit_at: Location | None = None
    places: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    main_branch: str | None = None
    service: str | None = None
    names: tuple[str, ...] = ()
    migrations: MigrationSettings = MigrationSettings()

    def named(self, kind: Kind) -> tuple[Place, ...]:
        """Return the places that are named for a kind."""
        return next((places for name, places in self.places if name == kind), ())


def ask(plan: Plan, settings: Settings) -> Question:
    """Return what a plan and the settings of its repository say about evidence."""
    kinds = (*settings.evidence, *(kind for kind in plan.evidence if kind not in settings.evidence))
    return Question(
        root=settings.root,
        version=plan.version,
        previous_version=plan.previous_version,
        commit=plan.commit,
        commit_at=plan.where("commit") if plan.commit else None,
        places=tuple(
            (kind, settings.evidence.get(kind, ()) + _by_plan(plan.evidence.get(kind, ())))
            for kind in kinds
        ),
        main_branch=settings.main_branch,
        service=plan.service,
        names=tuple(one.name for one in plan.migrations or ()),
        migrations=settings.migrations,
    )


def _by_plan(places: tuple[Place, ...]) -> tuple[Place, ...]:
    return tuple(place._replace(by_plan=True) for place in places)


class Around:
    """The surroundings of one release; what several collectors need is read once."""

    def __init__(self, question: Question) -> None:
        """Look around for `question`; nothing is read yet."""
        self.question = question
        self._lock = RLock()
        self._git: Git | None = None
        self._release: Release | UnavailableError | UserError | None = None
        self._base: Base | UnavailableError | None = None
        self._reading = RLock()
        self._read: dict[object, object] = {}
        self._failed: dict[object, UnavailableError | UserError] = {}

    @property
    def root(self) -> str:
        """Return the folder that paths are relative to."""
        return self.question.root

    @property
    def git(self) -> Git:
        """Return the repository. Raises UnavailableError when there is none."""
        with self._lock:
            if self._git is None:
                self._git = Git(self.question.root)
            return self._git

    @property
    def release(self) -> Release:
        """Return the commit that is released.

        Raises UnavailableError when it is not to be had, UserError when the plan names a wrong one.
        """
        with self._lock:
            if self._release is None:
                self._release = self._read_release()
        if isinstance(self._release, UnavailableError | UserError):
            raise self._release
        return self._release

    @property
    def base(self) -> Base:
        """Return the branch that releases are made from. Raises UnavailableError without one."""
        with self._lock:
            if self._base is None:
                self._base = self._read_base()
        if isinstance(self._base, UnavailableError):
            raise self._base
        return self._base

    def once(self, read: Callable[["Around"], T]) -> T:
        """Return what `read` finds here; asked again for the same, it is not read again.

        Raises the UnavailableError or UserError that `read` raised.
        """
        # what is read may take long, and others ask for the repository meanwhile
        with self._reading:
            if read in self._failed:
                raise self._failed[read]
            if read not in self._read:
                try:
                    self._read[read] = read(self)
                except (UnavailableError, UserError) as error:
                    self._failed[read] = error
                    raise
            return cast("T", self._read[read])

    def _read_base(self) -> Base | UnavailableError:
        # what reads the event of a CI run knows of surroundings itself
        from deploylint.collect.base import read_base

        try:
            return read_base(self.git, self.release, self.question.main_branch)
        except UnavailableError as error:
            return error

    def _read_release(self) -> Release | UnavailableError | UserError:
        try:
            return read_release(self.git, self.question.commit, self.question.commit_at)
        except (UnavailableError, UserError) as error:
            return error
