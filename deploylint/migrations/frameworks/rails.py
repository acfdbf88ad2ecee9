"""Migrations of Ruby on Rails: `db/migrate/20260102030405_name.rb`.

https://guides.rubyonrails.org/active_record_migrations.html; what a rollback of `change` does is
that of ActiveRecord's CommandRecorder. A class with `up` and without `down` is rolled back by
doing nothing (`return unless respond_to?(direction)`).
"""

import re
from collections.abc import Collection, Mapping, Sequence

from deploylint.facts.migrations import Migration, Script
from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.project import Project
from deploylint.migrations.rails.commands import Tool
from deploylint.migrations.rails.frame import Frame
from deploylint.migrations.rails.names import camelized
from deploylint.migrations.rails.settings import dialect_of, sets_lock_timeout
from deploylint.migrations.rails.sink import Sink
from deploylint.migrations.rails.values import Names
from deploylint.migrations.rails.walk import Walker
from deploylint.migrations.ruby.nodes import Body, Call, Method, Space
from deploylint.migrations.ruby.places import Places
from deploylint.migrations.ruby.scan import Program, read_ruby
from deploylint.model.location import Location
from deploylint.model.migrationtools import Framework
from deploylint.model.verdict import Finding

FRAMEWORK = Framework.RAILS

_FILE = re.compile(r"([0-9]+)_([_a-z0-9]*)\.?([_a-z0-9]*)?\.rb")
_FOLDER = re.compile(r"(?:\w+_)?(?:post_)?migrate")
_OF_TESTS = frozenset(("spec", "test", "tests", "fixtures", "features", "node_modules"))
_CLASS = re.compile(r"^[ \t]*class[ \t]+[\w:]+[ \t]*<[ \t]*[\w:]*Migration\b", re.MULTILINE)
_VERSION = re.compile(r"\[\s*(\d+)\.(\d+)\s*\]")
_CONTEXT = (
    "config/database.yml",
    "db/schema.rb",
    "Gemfile",
    "config/initializers/strong_migrations.rb",
    "config/initializers/online_migrations.rb",
)
_UNVERSIONED = (4, 2)


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return one project for each folder `migrate`, with the `post_migrate` beside it."""
    found: dict[str, list[str]] = {}
    for path in paths:
        if path.endswith(".rb") and "migrate/" in path:
            folder = _folder(path)
            if folder is not None:
                found.setdefault(folder, []).append(path)
    there = set(paths) if found else set()
    return tuple(
        Project(
            framework=FRAMEWORK,
            folder=folder,
            files=tuple(sorted(files)),
            context=tuple(path for path in _contexts(folder) if path in there),
        )
        for folder, files in sorted(found.items())
    )


def _folder(path: str) -> str | None:
    """Return the folder whose history a file belongs to; `post_migrate` is that of `migrate`."""
    parts = path.split("/")
    if not _FILE.fullmatch(parts[-1]) or not _OF_TESTS.isdisjoint(parts):
        return None
    for index, part in enumerate(parts[:-1]):
        if _FOLDER.fullmatch(part) and "db" in parts[:index]:
            return "/".join((*parts[:index], part.replace("post_migrate", "migrate")))
    return None


def _contexts(folder: str) -> tuple[str, ...]:
    """Return where the settings of the application lie that a folder is of."""
    parts = folder.split("/")
    root = "/".join(parts[: parts.index("db")]) if "db" in parts else ""
    start = f"{root}/" if root else ""
    own = [f"{start}{name}" for name in _CONTEXT]
    return tuple(dict.fromkeys((*own, *_CONTEXT)))


def belongs(path: str, text: str) -> bool:
    """Say whether a file holds a migration of ActiveRecord."""
    return path.endswith(".rb") and _CLASS.search(text) is not None


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations of a project by their versions."""
    context = {path: texts[path] for path in project.context if path in texts}
    dialect = project.dialect or dialect_of(context)
    waits = sets_lock_timeout(context)
    found = [
        _migration(project, path, texts.get(path, "") if path in wanted else None, dialect)
        for path in project.files
    ]
    found.sort(key=lambda one: (one.position or (), one.name))
    return tuple(one._replace(lock_timeout=one.lock_timeout or waits) for one in found)


def _migration(project: Project, path: str, text: str | None, dialect: Dialect | None) -> Migration:
    name = path.rpartition("/")[2].removesuffix(".rb")
    match = _FILE.fullmatch(f"{name}.rb")
    version, words = (match[1], match[2]) if match else (name, name)
    number = int(version[:40]) if version[:40].isdigit() else 0
    start = Location(path, 1, 1)
    bare = Migration(
        framework=FRAMEWORK,
        project=project.folder,
        version=version,
        name=name,
        at=start,
        files=(path,),
        up=Script(at=start),
        position=(number,),
        dialect=dialect,
        aliases=tuple(dict.fromkeys((camelized(words), words))),
        after_code="post_migrate" in path.split("/"),
        is_read=text is not None,
    )
    return bare if text is None else _read(bare, text, words)


def _read(bare: Migration, text: str, words: str) -> Migration:
    """Return a migration with what its class does."""
    path = bare.files[0]
    program, places = read_ruby(text), Places(path, text)
    problems = _problems(program, places)
    space = _class(program.body, camelized(words))
    if space is None:
        why = "the file holds no class that is a migration"
        script = Script(at=bare.at, operations=(_opaque(bare.at, why),))
        return bare._replace(up=script, problems=problems or (Finding(why, bare.at),))
    reader = _Reader(bare, places, space, program.body)
    up, down = reader.scripts()
    if problems:
        broken = _opaque(problems[0].at or bare.at, "the file cannot be read to its end")
        up = up._replace(operations=(*up.operations, broken))
        down = None if down is None else down._replace(operations=(*down.operations, broken))
    done = (*up.operations, *(() if down is None else down.operations))
    return bare._replace(
        at=places.at(space.start, space.start + len("class")),
        up=up,
        down=down,
        no_down=reader.no_down if down is None else None,
        dialect=bare.dialect or reader.dialect,
        lock_timeout=any(_sets_timeout(one) for one in done) or "with_lock_retries" in text,
        problems=(*problems, *reader.problems),
    )


def _sets_timeout(one: Operation) -> bool:
    return one.does is Does.SETTING and one.name in ("lock_timeout", "lock_wait_timeout")


def _opaque(at: Location, why: str) -> Operation:
    return Operation(does=Does.OPAQUE, at=at, why=why, text=why)


def _problems(program: Program, places: Places) -> tuple[Finding, ...]:
    if program.problem is None:
        return ()
    at = places.at(program.where, program.where)
    return (Finding(f"this Ruby cannot be read to its end: {program.problem}", at),)


def _class(body: Body, name: str) -> Space | None:
    """Return the class of a migration: the one of that name, else the last that looks like one."""
    found: list[Space] = []
    waiting = list(body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Space) and not node.parent:
            waiting.extend(one for one in node.body if isinstance(one, Space))
        elif isinstance(node, Space):
            found.append(node)
    named = [one for one in found if one.name.rpartition("::")[2].lower() == name.lower()]
    likely = [one for one in found if "Migration" in one.parent]
    return next(iter((*named, *reversed(likely))), None)


class _Reader:
    """Reads the class of one migration in both directions."""

    def __init__(self, bare: Migration, places: Places, space: Space, around: Body) -> None:
        self.bare = bare
        self.places = places
        self.space = space
        self.names = Names(around, bare.dialect)
        self.names.add(space.body)
        for node in space.body:
            if isinstance(node, Space) and node.name.startswith("<<"):
                self.names.add(node.body)
        match = _VERSION.search(space.parent)
        version = (int(match[1][:4]), int(match[2][:4])) if match else _UNVERSIONED
        if not match and "ActiveRecord::Migration" not in space.parent:
            version = Tool().version
        self.tool = Tool(bare.dialect, version)
        self.problems: tuple[Finding, ...] = ()
        self.dialect: Dialect | None = None
        self.no_down: str | None = None

    def scripts(self) -> tuple[Script, Script | None]:
        """Return what the migration does and what a rollback does."""
        change = self.names.method("change")
        if change is not None:
            return self._script(change), self._script(change, reverting=True)
        up, down = self.names.method("up"), self.names.method("down")
        script = self._unseen() if up is None else self._script(up)
        if down is not None:
            return script, self._script(down)
        self.no_down = "the class has `up` and no `down`, so that a rollback silently does nothing"
        return script, None

    def _unseen(self) -> Script:
        """Return the up of a class that has none: a module or the class above may bring one."""
        why = "the class has neither `change` nor `up` of its own"
        return Script(at=self.bare.at, operations=(_opaque(self.bare.at, why),))

    def _script(self, method: Method, *, reverting: bool = False) -> Script:
        sink = Sink(self.tool, recording=reverting, reverting=reverting)
        frame = Frame(sink=sink, local={}, tables={}, methods=(method.name,))
        walker = Walker(self.places, self.names, self.tool)
        self.names.steps = 0
        found = walker.run(method.body, frame)
        known = dict.fromkeys((*self.problems, *walker.problems))
        self.problems = tuple(known)
        self.dialect = self.dialect or walker.dialect
        end = min(method.end, method.start + len(f"def {method.name}"))
        return Script(
            at=self.places.at(method.start, end),
            operations=found,
            transaction=self._transaction(),
            derived=reverting,
        )

    def _transaction(self) -> bool:
        """Rails opens a transaction where the database can roll back changes of the schema."""
        off = any(
            isinstance(one, Call) and one.name == "disable_ddl_transaction!"
            for one in self.space.body
        )
        return not off and self.bare.dialect is not Dialect.MYSQL
