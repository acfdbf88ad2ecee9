"""Migrations of Django: `app/migrations/0042_name.py`.

https://docs.djangoproject.com/en/stable/topics/migrations/ and
https://docs.djangoproject.com/en/stable/ref/migration-operations/

Nothing is imported: the models of an app are followed through its files in the order of their
dependencies, so that each operation is read as what Django does for it in the database. The other
direction, which nobody writes, is derived from the models in the same way. What other apps hold is
not known.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from deploylint.facts.migrations import Framework, Migration, Script
from deploylint.facts.operations import Dialect
from deploylint.migrations.django.editor import Editor
from deploylint.migrations.django.file import File, file_of, label_of
from deploylint.migrations.django.graph import Order, ordered
from deploylint.migrations.django.lists import Reader
from deploylint.migrations.django.state import State
from deploylint.migrations.django.steps import Run, Step
from deploylint.migrations.project import Project

FRAMEWORK = Framework.DJANGO

INIT = "__init__.py"
MIGRATIONS = "migrations"
SETTINGS_OF_APP = "apps.py"
NOT_LOADED = ("_", "~")
"""How names of modules begin that Django leaves out."""

_NUMBERED = re.compile(r"\d{4}_.*\.py", re.DOTALL)
_POSTGRESQL = re.compile(r"^[ \t]*(?:from|import)[ \t]+django\.contrib\.postgres\b", re.MULTILINE)
_MIGRATION = re.compile(r"^class[ \t]+Migration\b|\bmigrations\.Migration\b", re.MULTILINE)
_LOCK_TIMEOUT = re.compile(r"^[^#\n]*\block_(?:wait_)?timeout\b", re.MULTILINE | re.IGNORECASE)


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the apps with migrations: packages `migrations` that hold a numbered module."""
    folders: dict[str, list[str]] = {}
    packages: set[str] = set()
    numbered: set[str] = set()
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder.rpartition("/")[2] != MIGRATIONS or not name.endswith(".py"):
            continue
        if name == INIT:
            packages.add(folder)
        elif not name.startswith(NOT_LOADED):
            folders.setdefault(folder, []).append(path)
            if _NUMBERED.fullmatch(name):
                numbered.add(folder)
    found = sorted(packages & numbered)
    settings = {_settings(folder) for folder in found}.intersection(paths)
    return tuple(
        Project(
            framework=FRAMEWORK,
            folder=folder,
            files=tuple(sorted(folders[folder])),
            context=(_settings(folder),) if _settings(folder) in settings else (),
        )
        for folder in found
    )


def _settings(folder: str) -> str:
    """Return where the configuration of the app stands whose migrations a folder holds."""
    return f"{folder.removesuffix(MIGRATIONS)}{SETTINGS_OF_APP}"


def belongs(_path: str, text: str) -> bool:
    """Say whether a file holds a migration of Django."""
    return _MIGRATION.search(text) is not None


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations of an app in the order in which they are applied."""
    files = [
        file_of(path, texts[path])
        for path in project.files
        if path in texts and belongs(path, texts[path])
    ]
    label = label_of(project, texts, files)
    named: dict[str, list[File]] = {}
    for one in files:
        named.setdefault(one.name, []).append(one)
    order = ordered([same[0].node(label) for same in named.values()])
    history = _History(project.folder, State(label, project.dialect or _dialect(files)), order)
    found = [one for name in order.names for one in named[name]]
    last = max((number for number, one in enumerate(found) if one.path in wanted), default=-1)
    return tuple(
        history.read(one) if one.path in wanted else history.passed(one, follow=number < last)
        for number, one in enumerate(found)
    )


def _dialect(files: Collection[File]) -> Dialect | None:
    found = any(_POSTGRESQL.search(one.text) for one in files)
    return Dialect.POSTGRESQL if found else None


class _History:
    """The migrations of one app, gone through in order."""

    def __init__(self, folder: str, state: State, order: Order) -> None:
        self._folder = folder
        self._state = state
        self._order = order

    def passed(self, file: File, *, follow: bool) -> Migration:
        """Return a migration that is not of the release; `follow` what it does to the models."""
        if follow and file.name not in self._order.aside:
            for step in _steps(file):
                step.forward(self._state, None)
        return self._bare(file)._replace(is_read=False)

    def read(self, file: File) -> Migration:
        """Return a migration of the release."""
        steps = _steps(file)
        up, down = (Run(Editor(file.at, self._state.dialect)) for _ in range(2))
        for step in steps:
            step.forward(self._state, up)
        for step in reversed(steps):
            step.backward(self._state, down)
        if file.name not in self._order.aside:
            for step in steps:
                step.redo(self._state)
        problems = dict.fromkeys((*file.problems, *up.problems, *down.problems))
        return self._bare(file)._replace(
            up=_script(file, up, derived=False),
            down=_script(file, down, derived=True),
            dialect=up.dialect or down.dialect,
            problems=tuple(problems),
            lock_timeout=_LOCK_TIMEOUT.search(file.text) is not None,
        )

    def _bare(self, file: File) -> Migration:
        """Return what is known of a migration without its operations."""
        label = self._state.label
        node = file.node(label)
        return Migration(
            framework=FRAMEWORK,
            project=self._folder,
            version=f"{label}.{file.name}",
            name=file.name,
            at=file.at,
            files=(file.path,),
            up=Script(at=file.at),
            parents=tuple(f"{label}.{one}" for one in node.parents),
            replaces=tuple(f"{label}.{one}" for one in node.replaces),
            dialect=self._state.dialect,
            problems=file.problems,
        )


def _steps(file: File) -> list[Step]:
    if file.source is None or file.body is None:
        return []
    return Reader(file.source, file.body).steps()


def _script(file: File, run: Run, *, derived: bool) -> Script:
    return Script(
        at=file.at,
        operations=run.editor.finish(),
        transaction=file.transaction,
        derived=derived,
    )
