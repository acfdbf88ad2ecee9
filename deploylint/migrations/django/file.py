"""One file of a migration of Django: its class, and what it says about other migrations."""

import ast
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deploylint.migrations.django.calls import resolved, value_of
from deploylint.migrations.django.graph import Node
from deploylint.migrations.project import Project
from deploylint.migrations.python.ast import Source, assignments, parse
from deploylint.model.location import Location
from deploylint.model.verdict import Finding

CLASS = "Migration"
BASE = "django.db.migrations.Migration"

LISTS = ("dependencies", "run_before", "replaces")

ANY_OF_APP = ("__first__", "__latest__")
"""Names in dependencies that stand for no single migration."""

PAIR = 2
"""An app and the name of a migration."""


Pairs = tuple[tuple[str, str], ...]
"""Labels of apps and names of migrations."""


class File(NamedTuple):
    """A file of a migration; `body` is its class, None when there is none that can be read.

    `parents`, `before` and `replaces` are what it says about migrations of any app. `transaction`
    is what `atomic` says, None when that is not known.
    """

    path: str
    text: str
    at: Location
    parents: Pairs = ()
    before: Pairs = ()
    replaces: Pairs = ()
    source: Source | None = None
    body: ast.ClassDef | None = None
    transaction: bool | None = True
    problems: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """Return what Django calls the migration inside its app."""
        return self.path.rpartition("/")[2].removesuffix(".py")

    def node(self, label: str) -> Node:
        """Return what it says about migrations of its own app."""
        return Node(
            name=self.name,
            parents=_of_app(self.parents, label),
            before=_of_app(self.before, label),
            replaces=_of_app(self.replaces, label),
        )


def file_of(path: str, text: str) -> File:
    """Return a file of a migration."""
    source = parse(path, text)
    empty = File(path=path, text=text, at=Location(path, 1, 1))
    if isinstance(source, Finding):
        return empty._replace(problems=(source,))
    body = source.classes.get(CLASS)
    if body is None:
        problem = Finding(f"the file has no class {CLASS} that can be read", empty.at)
        return empty._replace(problems=(problem,))
    values = dict(assignments(body.body))
    lists = {one: _others(source, values.get(one)) for one in LISTS}
    at = source.at(body)
    return File(
        path=path,
        text=text,
        at=at,
        parents=lists["dependencies"] or (),
        before=lists["run_before"] or (),
        replaces=lists["replaces"] or (),
        source=source,
        body=body,
        transaction=_transaction(source, body, values.get("atomic")),
        problems=tuple(
            Finding(f"what the migration says in {one} is computed", at)
            for one, found in lists.items()
            if found is None
        ),
    )


def _transaction(source: Source, body: ast.ClassDef, atomic: ast.expr | None) -> bool | None:
    """Return what `atomic` says; what a base class of the project says is not known."""
    if atomic is None:
        return True if [source.dotted(base) for base in body.bases] == [BASE] else None
    value = value_of(source, atomic)
    return value if isinstance(value, bool) else None


def _others(source: Source, node: ast.expr | None) -> Pairs | None:
    """Return the migrations that a list names, None when the list is computed."""
    value = () if node is None else value_of(source, node)
    if not isinstance(value, list | tuple):
        return None
    return tuple(
        (str(one[0]), str(one[1]))
        for one in value
        if isinstance(one, list | tuple)
        and len(one) == PAIR
        and all(isinstance(part, str) for part in one)
    )


def _of_app(found: Pairs, label: str) -> tuple[str, ...]:
    names = (name for app, name in found if app == label and name not in ANY_OF_APP)
    return tuple(dict.fromkeys(names))


def label_of(project: Project, texts: Mapping[str, str], files: Sequence[File]) -> str:
    """Return the label of an app: the one its `AppConfig` says, else the name of its folder.

    If no migration knows the app by that, it is the label under which they refer to each other.
    """
    labels = {
        label for path in project.context if path in texts for label in _labels(path, texts[path])
    }
    if len(labels) == 1:
        return labels.pop()
    folder = project.folder.rpartition("/")[0].rpartition("/")[2]
    return _used_label(files, folder) or folder


def _used_label(files: Sequence[File], folder: str) -> str | None:
    """Return the label under which all migrations but the first refer to each other."""
    names = {one.name for one in files}
    used: dict[str, int] = {}
    for file in files:
        apps = {app for app, name in file.parents if name in names and name != file.name}
        for app in apps:
            used[app] = used.get(app, 0) + 1
    if folder in used or len(files) == 1:
        return None
    return next((app for app, count in sorted(used.items()) if count >= len(files) - 1), None)


def _labels(path: str, text: str) -> list[str]:
    source = parse(path, text)
    if isinstance(source, Finding):
        return []
    found: list[str] = []
    for body in source.classes.values():
        values = dict(assignments(body.body))
        label, name = (
            value_of(source, node) if (node := resolved(source, values.get(one))) else None
            for one in ("label", "name")
        )
        if isinstance(label, str) and label.isidentifier():
            found.append(str(label))
        elif isinstance(name, str) and name.rpartition(".")[2].isidentifier():
            found.append(str(name).rpartition(".")[2])
    return found
