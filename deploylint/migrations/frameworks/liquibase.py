"""Changelogs of Liquibase: each changeSet is a migration.

https://docs.liquibase.com/concepts/changelogs/home.html. Which file is a changelog is known by its
content alone; names tell where to look.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from deploylint.facts.migrations import Migration, Script
from deploylint.facts.operations import Does, Operation
from deploylint.migrations.liquibase.log import Logs, Placed, holds_changes
from deploylint.migrations.liquibase.nodes import Broken, ChangeNode
from deploylint.migrations.liquibase.set import Key, SetReader, digested
from deploylint.migrations.project import Project
from deploylint.model.migrationtools import Framework
from deploylint.model.verdict import Finding
from deploylint.read.digest import digest_of

FRAMEWORK = Framework.LIQUIBASE

SEVERAL_PER_FILE = True
"""One file holds several migrations; each has its own digest."""

_ENDINGS = (".xml", ".yaml", ".yml", ".json", ".sql")
_NAME = re.compile(r"change[-_.]?log|liquibase", re.IGNORECASE)
_NOT = frozenset(("node_modules", "target", "build", ".github", "test", "tests", "fixtures"))
_CASES = ("dbms", "contextFilter", "context", "labels")
_TELLING = 5


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return one project with every file that may be part of a changelog.

    Changelogs include each other across folders and modules, so that their names do not show which
    of them are one history; that is for `read` to find out.
    """
    logs = [path for path in paths if path.lower().endswith(_ENDINGS) and _may_be(path)]
    if not logs:
        return ()
    named = {path for path in logs if _NAME.search(path)}
    folders = {path.rpartition("/")[0] for path in named if "/" in path}
    folders = {one for one in folders if one.rpartition("/")[2] not in ("resources", "src")}
    found = sorted(path for path in logs if path in named or _inside(path, folders))
    if not found:
        return ()
    folder = _common(found)
    context = tuple(path for path in found if path.endswith(".sql"))
    return (Project(framework=FRAMEWORK, folder=folder, files=tuple(found), context=context),)


def _may_be(path: str) -> bool:
    return _NOT.isdisjoint(path.split("/")[:-1])


def _inside(path: str, folders: Collection[str]) -> bool:
    """Say whether one of the folders holds a path, at any depth."""
    at = path.rfind("/")
    while at > 0:
        if path[:at] in folders:
            return True
        at = path.rfind("/", 0, at)
    return False


def _common(paths: Sequence[str]) -> str:
    """Return the folder that holds all paths."""
    first, last = min(paths).split("/")[:-1], max(paths).split("/")[:-1]
    shared = []
    for one, other in zip(first, last, strict=False):
        if one != other:
            break
        shared.append(one)
    return "/".join(shared)


def belongs(path: str, text: str) -> bool:
    """Say whether a file is a changelog."""
    return path.lower().endswith(_ENDINGS) and holds_changes(path, text)


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the changeSets of all changelogs, each history in its order."""
    files = [path for path in project.files if path in texts and belongs(path, texts[path])]
    logs = Logs(texts, files)
    placed = tuple(logs.ordered())
    sets: dict[Key, ChangeNode] = {
        (*_key(one.node), one.path): one.node for one in placed if isinstance(one.node, ChangeNode)
    }
    reader = SetReader(logs, sets, project.dialect)
    names = _projects(placed)
    return tuple(_told_apart(_migrations(placed, names, reader, wanted), placed))


def _key(node: ChangeNode) -> tuple[str, str]:
    return node.attributes.get("id", ""), node.attributes.get("author", "")


def _projects(placed: Iterable[Placed]) -> dict[str, str]:
    """Return what each history is called: the folder of its root, the root if others share it."""
    folders: dict[str, set[str]] = {}
    for one in placed:
        folders.setdefault(one.root.rpartition("/")[0], set()).add(one.root)
    return {
        root: folder if len(roots) == 1 else root
        for folder, roots in folders.items()
        for root in roots
    }


def _migrations(
    placed: Iterable[Placed],
    names: Mapping[str, str],
    reader: SetReader,
    wanted: Collection[str],
) -> Iterator[Migration]:
    for number, one in enumerate(placed):
        named = one._replace(root=names[one.root])
        if isinstance(one.node, ChangeNode):
            yield _migration(named, one.node, number, reader, wanted)
        elif one.path in wanted:
            yield _broken(named, one.node, number)


def _told_apart(found: Iterable[Migration], placed: Sequence[Placed]) -> Iterator[Migration]:
    """Yield migrations; of those of one name, for different databases, the first alone keeps it.

    Liquibase runs at most one of them, because `dbms` or `context` rule out the others. The first
    was there before there were others, and is the same as then.
    """
    cases = {one.node.at: _case(one.node) for one in placed if isinstance(one.node, ChangeNode)}
    kept = tuple(found)
    seen: dict[str, set[str]] = {}
    count: dict[str, int] = {}
    for one in kept:
        seen.setdefault(one.version, set()).add(cases.get(one.at, ""))
        count[one.version] = count.get(one.version, 0) + 1
    named: set[str] = set()
    for one in kept:
        alternatives = len(seen[one.version]) == count[one.version] > 1
        case = cases.get(one.at, "") if alternatives and one.version in named else ""
        named.add(one.version)
        yield one._replace(version=f"{one.version}::{case}") if case else one


def _case(node: ChangeNode) -> str:
    return "::".join(value for name in _CASES if (value := node.get(name)) is not None)


def _broken(one: Placed, node: Broken, number: int) -> Migration:
    """Return a migration that stands for a changelog that cannot be read."""
    path = one.path
    name = path.rpartition("/")[2]
    why = "the changelog cannot be read"
    opaque = Operation(does=Does.OPAQUE, at=node.at, why=why, text=name)
    script = Script(at=node.at, operations=(opaque,))
    return Migration(
        framework=FRAMEWORK,
        project=one.root,
        version=path,
        name=name,
        at=node.at,
        files=(path,),
        up=script,
        down=script,
        position=(number,),
        problems=(Finding(node.message, node.at),),
    )


def _migration(
    one: Placed,
    node: ChangeNode,
    number: int,
    reader: SetReader,
    wanted: Collection[str],
) -> Migration:
    """Return one changeSet; one of an older file is not read any further."""
    bare = _bare(one, node, number)
    included = {path for path in reader.included(node, one.path) if path in reader.logs.texts}
    digest = digest_of(digested(node, {path: reader.logs.texts[path] for path in included}))
    if one.path not in wanted and included.isdisjoint(wanted):
        return bare._replace(digest=digest)
    found = reader.read(node, one.path)
    return bare._replace(
        up=found.up,
        down=found.down,
        no_down=found.no_down,
        dialect=found.dialect,
        files=found.files,
        problems=found.problems,
        digest=digest,
        is_read=True,
    )


def _bare(one: Placed, node: ChangeNode, number: int) -> Migration:
    """Return what a changeSet is called and where it stands."""
    name, author = _key(node)
    stem = one.path.rpartition("/")[2].rpartition(".")[0]
    telling = len(name) > _TELLING or any(character.isalpha() for character in name)
    return Migration(
        framework=FRAMEWORK,
        project=one.root,
        version=f"{name}::{author}::{one.path}",
        name=name if telling else f"{stem}:{name}",
        at=node.at,
        files=(one.path,),
        up=Script(at=node.at),
        position=(number,),
        aliases=(name, f"{author}:{name}", f"{one.path}::{name}::{author}", stem),
        repeatable=node.on("runOnChange") or node.on("runAlways"),
        is_read=False,
    )
