"""TypeORM migrations, https://typeorm.io/docs/migrations/setup/: classes with `up` and `down`.

Measured with TypeORM 1.1.1 on PostgreSQL 15: the name of a migration is its property `name`, else
the name of its class; the last 13 characters are the time that orders it, whatever the file is
called. By default all that are pending run in one transaction. A class with `transaction = false`
is refused then; with `migrationsTransactionMode: "each"` it runs without one, but is reverted
inside of one all the same.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from deploylint.facts.migrations import Migration, Script
from deploylint.facts.operations import Dialect, Does
from deploylint.migrations.frameworks.dialects import agreed
from deploylint.migrations.frameworks.folders import parted
from deploylint.migrations.javascript.folders import dialect_of, found
from deploylint.migrations.javascript.module import (
    Followed,
    Instance,
    Module,
    follow,
    load,
    unfound,
)
from deploylint.migrations.javascript.tree import Class, Constant, Function
from deploylint.migrations.javascript.values import Closure
from deploylint.migrations.project import Project
from deploylint.migrations.typeorm.pairs import paired
from deploylint.migrations.typeorm.runner import QueryRunner
from deploylint.model.location import Location
from deploylint.model.migrationtools import Framework
from deploylint.model.verdict import Finding
from deploylint.model.wording import quoted

FRAMEWORK = Framework.TYPEORM

SETTINGS = tuple(
    f"{folder}{name}.{end}"
    for folder in ("", "src/", "config/", "src/config/")
    for name in (
        "ormconfig",
        "data-source",
        "datasource",
        "dataSource",
        "typeorm.config",
        "typeorm",
    )
    for end in ("ts", "js", "json")
)
OWN = re.compile(r"\bMigrationInterface\b|\bqueryRunner\b")
CLASS = re.compile(
    r"^[^\S\n]*(?:[\w.]+\s*=\s*|export\s+)?(?:default\s+|abstract\s+)*class\s+(\w+)", re.MULTILINE
)
NAME = re.compile(
    r"^[^\S\n]*(?:public\s+|readonly\s+|static\s+)*name(?:\s*:\s*string)?\s*=\s*[\"'`](\w+)[\"'`]",
    re.MULTILINE,
)
MODE = re.compile(r"migrationsTransactionMode[\"']?\s*:\s*[\"'](all|each|none)[\"']")
TIME = 13
MOST_CLASSES = 200
"""How many classes of one file are looked at."""

NO_DOWN = "its class has no method `down`, and reverting it ends with an error"


class Named(NamedTuple):
    """A class that may be a migration: its name, what the tool calls it, and its place."""

    class_name: str
    name: str
    start: int
    end: int

    @property
    def time(self) -> int | None:
        """Return the time that orders it, as `parseInt` reads the end of its name."""
        digits = re.match(r"\d+", self.name[-TIME:])
        return int(digits[0]) if digits else None


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the folders that may hold migrations of TypeORM."""
    return found(FRAMEWORK, paths, SETTINGS)


def belongs(_path: str, text: str) -> bool:
    """Say whether a file holds migrations of TypeORM."""
    return bool(OWN.search(text) and CLASS.search(text))


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations in the order of the times in their names."""
    dialect = dialect_of(project, texts, "type")
    modes = [MODE.search(texts.get(path, "")) for path in project.context]
    mode = next((match[1] for match in modes if match is not None), None)
    migrations: list[Migration] = []
    for path in project.files:
        text = texts.get(path)
        if text is None:
            continue
        module = load(text, path) if path in wanted else None
        for named in _names(text):
            one = _named(named, path, text, project)._replace(dialect=dialect)
            whole = None if module is None else _read(one, named, module, mode)
            migrations.append(whole or one._replace(is_read=False))
    return tuple(sorted(migrations, key=lambda one: (one.position or (), one.files)))


def _names(text: str) -> Iterator[Named]:
    """Yield the classes of a file that look like migrations; the only one is one in any case."""
    classes = list(islice(CLASS.finditer(text), MOST_CLASSES))
    ends = [match.start() for match in classes[1:]] + [len(text)]
    for match, end in zip(classes, ends, strict=False):
        body = text[match.end() : end]
        given = NAME.search(body)
        name = given[1] if given else match[1]
        if len(classes) == 1 or (re.search(r"\bup\s*\(", body) and re.search(r"\d{10}$", name)):
            yield Named(match[1], name, match.start(1), match.end(1))


def _named(named: Named, path: str, text: str, project: Project) -> Migration:
    line = text.count("\n", 0, named.start) + 1
    column = named.start - (text.rfind("\n", 0, named.start) + 1) + 1
    at = Location(path, line, column, line, column + named.end - named.start)
    return Migration(
        framework=FRAMEWORK,
        project=project.folder,
        version=named.name,
        name=parted(path)[1].rpartition(".")[0],
        at=at,
        files=(path,),
        up=Script(at=at),
        position=(named.time or 0,),
        group=named.name,
        aliases=(named.name, named.class_name, str(named.time or "")),
        problems=tuple(_timeless(named, at)),
        notes=tuple(_misnamed(named, path, at)),
    )


def _timeless(named: Named, at: Location) -> Iterator[Finding]:
    """Yield that a name holds no time."""
    if named.time is None:
        yield Finding(
            f"the name {quoted(named.name)} does not end in a time of 13 digits, without which"
            " TypeORM runs no migration",
            at,
        )


def _misnamed(named: Named, path: str, at: Location) -> Iterator[Finding]:
    """Yield what is odd about the time in a name."""
    digits = re.match(r"\d{8,}", parted(path)[1])
    if named.time is not None and digits and int(digits[0]) != named.time:
        yield Finding(
            f"the file says {digits[0]} but the class {named.time}, by which TypeORM orders it", at
        )


def _read(one: Migration, named: Named, module: Module, mode: str | None) -> Migration | None:
    node = next((each for each in module.classes if each.name == named.class_name), None)
    if node is None:
        finding = Finding("the class of the migration cannot be read", one.at)
        return one._replace(problems=(*one.problems, *module.problems, finding))
    up, down = (_direction(module, node, name, one.dialect) for name in ("up", "down"))
    if up is not None and down is not None:
        up, down = paired(up, down)
    own = dict(node.fields).get("transaction")
    has_own = not isinstance(own, Constant) or own.value is not False
    sides = [side for side in (up, down) if side is not None]
    return one._replace(
        up=_script(up, transaction=has_own and mode != "none") or unfound(one.at, "its `up`"),
        down=_script(down, transaction=_reverted(mode, has_own=has_own)),
        no_down=None if down is not None else NO_DOWN,
        dialect=one.dialect or agreed(each for side in sides for each in side.proved),
        problems=(
            *one.problems,
            *module.problems,
            *(each for side in sides for each in side.problems),
        ),
    )


def _reverted(mode: str | None, *, has_own: bool) -> bool | None:
    """Say whether it is reverted in a transaction; what the class says does not count."""
    if mode == "none":
        return False
    return True if has_own or mode == "each" else None


def _direction(module: Module, node: Class, name: str, dialect: Dialect | None) -> Followed | None:
    instance = Instance(node, module.scope)
    method = instance.methods.get(name) or dict(node.fields).get(name)
    if not isinstance(method, Function):
        return None
    return follow(module, Closure(method, instance.scope), (QueryRunner(),), dialect)


def _script(one: Followed | None, *, transaction: bool | None) -> Script | None:
    if one is None:
        return None
    operations = tuple(
        each._replace(table=None, columns=()) if each.does is Does.CREATE_TYPE else each
        for each in one.operations
    )
    return Script(at=one.at, operations=operations, transaction=transaction)
