"""A changeSet of Liquibase as what it does and what a rollback does.

`ChangeSet.rollback`: a `<rollback>` stands for all changes; without one, each change is taken back
by its inverse, the last first. https://docs.liquibase.com/workflows/liquibase-community/
liquibase-rollback.html
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from deploylint.facts.migrations import Script
from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.liquibase.changes import IGNORED, operations, sql_operations
from deploylint.migrations.liquibase.columns import Tool
from deploylint.migrations.liquibase.inverse import inverse
from deploylint.migrations.liquibase.log import Logs
from deploylint.migrations.liquibase.nodes import FORMATTED, ChangeNode, dialect_of
from deploylint.migrations.liquibase.properties import Properties
from deploylint.migrations.liquibase.sql import delimited
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location
from deploylint.model.verdict import Finding

_RELATIVE = "relativeToChangelogFile"
_SKIPPING = frozenset(("MARK_RAN", "CONTINUE"))
_WITH_SQL = frozenset(("createProcedure", "createFunction", "createTrigger", "createPackage"))

Key = tuple[str, str, str]
"""Id, author and path of a changeSet."""


class ReadSet(NamedTuple):
    """What a changeSet says."""

    up: Script
    down: Script | None
    no_down: str | None
    dialect: Dialect | None
    files: tuple[str, ...]
    problems: tuple[Finding, ...]


class SetReader:
    """Reads the changeSets of a repository."""

    def __init__(self, logs: Logs, sets: Mapping[Key, ChangeNode], dialect: Dialect | None) -> None:
        """Read with all changelogs at hand, for references to other changeSets and files."""
        self.logs = logs
        self.sets = sets
        self.dialect = dialect
        self.properties = Properties(logs.logs.values())

    def read(self, node: ChangeNode, path: str) -> ReadSet:
        """Return what one changeSet does in both directions."""
        dialect = self.dialect or dialect_of(node.get("dbms"))
        node = self.properties.node(node, dialect)
        reader = _OneSet(self, node, path)
        up = reader.script(reader.changes(node), node.at)
        down = reader.rollback()
        return ReadSet(
            up=up,
            down=down,
            no_down=None
            if down is not None
            else "there is no `--rollback`, and Liquibase takes back no changeSet of SQL by itself",
            dialect=reader.tool.dialect or reader.proved,
            files=tuple(dict.fromkeys((path, *reader.files))),
            problems=tuple(reader.problems),
        )

    def included(self, node: ChangeNode, path: str) -> Iterator[str]:
        """Yield the files whose SQL a changeSet runs."""
        for change in node.all("sqlFile"):
            written, relative = change.attributes.get("path", ""), change.on(_RELATIVE)
            found = self.logs.find(written, path, relative=relative)
            if found is not None:
                yield found


class _OneSet:
    """Reads one changeSet."""

    def __init__(self, whole: SetReader, node: ChangeNode, path: str) -> None:
        self.whole = whole
        self.node = node
        self.path = path
        skips = any(
            (one.get("onFail") or "").upper() in _SKIPPING for one in node.all("preConditions")
        )
        own = dialect_of(node.get("dbms"))
        self.tool = Tool(whole.dialect or own, conditional=skips)
        self.proved: Dialect | None = None
        self.files: list[str] = []
        self.problems: list[Finding] = []

    def changes(self, node: ChangeNode) -> list[ChangeNode]:
        """Return the changes in a changeSet or rollback."""
        return [child for child in node.children if child.name not in IGNORED]

    def script(self, changes: Sequence[ChangeNode], at: Location) -> Script:
        """Return what changes do, in their order."""
        done = tuple(one for change in changes for one in self.operations(change))
        return Script(at=at, operations=done, transaction=self.transaction())

    def transaction(self) -> bool:
        """Each changeSet runs in a transaction, where the database has some for the schema."""
        return not self.node.off("runInTransaction") and self.tool.dialect is not Dialect.MYSQL

    def operations(self, change: ChangeNode) -> tuple[Operation, ...]:
        """Return what one change does."""
        if change.name == "sqlFile":
            return self.sql_file(change)
        if change.name == "sql" or (change.name in _WITH_SQL and change.body is not None):
            return () if change.body is None else self.sql(self.ended(change), change.get("dbms"))
        return operations(change, self.tool)

    def ended(self, change: ChangeNode) -> SqlText:
        """Return the SQL of a change with `;` behind its statements."""
        source = change.body or SqlText("", self.path)
        return source._replace(text=delimited(source.text, change.get("endDelimiter")))

    def sql(self, source: SqlText, dbms: str | None) -> tuple[Operation, ...]:
        """Return what SQL does."""
        found = sql_operations(source, dbms, self.tool)
        self.problems.extend(found.problems)
        if dbms is None:
            self.proved = self.proved or found.dialect
        return found.operations

    def sql_file(self, change: ChangeNode) -> tuple[Operation, ...]:
        """Return what the SQL of another file does, if it is at hand."""
        written = change.attributes.get("path", "")
        relative = change.on(_RELATIVE)
        path = self.whole.logs.find(written, self.path, relative=relative)
        text = None if path is None else self.whole.logs.texts.get(path)
        if path is None or text is None:
            why = f"the file {written} is not at hand"
            return (self.tool.op(change, Does.OPAQUE)._replace(why=why),)
        self.files.append(path)
        body = delimited(text.removeprefix("\ufeff"), change.get("endDelimiter"))
        return self.sql(SqlText(body, path), change.get("dbms"))

    def rollback(self) -> Script | None:
        """Return what a rollback does; None for SQL that says nothing of it."""
        written = tuple(self.node.all("rollback"))
        if written:
            done = tuple(one for each in written for one in self.written(each))
            return Script(at=written[0].at, operations=done, transaction=self.transaction())
        if self.node.get(FORMATTED) is not None:
            return None
        derived = tuple(
            one for change in reversed(self.changes(self.node)) for one in self.derived(change)
        )
        return Script(
            at=self.node.at, operations=derived, transaction=self.transaction(), derived=True
        )

    def written(self, rollback: ChangeNode) -> Iterator[Operation]:
        """Yield what one `<rollback>` says: changes, SQL, another changeSet, or nothing."""
        if rollback.get("changeSetId") is not None:
            yield from self.referred(rollback)
            return
        changes = self.changes(rollback)
        for change in changes:
            yield from self.operations(change)
        if rollback.body is not None:
            yield from self.sql(rollback.body, None)
        elif not changes:
            yield self.tool.op(rollback, Does.READ)._replace(name="noop")

    def referred(self, rollback: ChangeNode) -> Iterator[Operation]:
        """Yield the changes of the changeSet that a rollback names; they run as they stand."""
        key = (
            rollback.get("changeSetId") or "",
            rollback.get("changeSetAuthor") or "",
            rollback.get("changeSetPath") or self.path,
        )
        found = self.whole.sets.get(key)
        if found is None:
            found = next(
                (
                    node
                    for (name, author, path), node in self.whole.sets.items()
                    if (name, author) == key[:2] and path.endswith(key[2])
                ),
                None,
            )
        if found is None:
            why = f"the changeSet {key[0]} is not at hand"
            yield self.tool.op(rollback, Does.OPAQUE)._replace(why=why)
            return
        for change in self.changes(found):
            yield from self.operations(change)

    def derived(self, change: ChangeNode) -> tuple[Operation, ...]:
        """Return what Liquibase does to take one change back by itself."""
        if change.name == "customChange":
            why = f"the class {change.get('class')} may know how to take it back"
            return (self.tool.op(change, Does.OPAQUE)._replace(why=why),)
        back = inverse(change)
        if back is None:
            why = f"Liquibase has no inverse of {change.name}; a rollback ends with an error"
            table = change.get("tableName")
            return (self.tool.op(change, Does.IRREVERSIBLE)._replace(why=why, table=table),)
        done = tuple(one for each in back for one in operations(each, self.tool))
        text = f"{change.name}, taken back"
        return tuple(one._replace(text=f"{text}: {one.text}"[:120]) for one in done)


def digested(node: ChangeNode, texts: Mapping[str, str]) -> bytes:
    """Return what makes a changeSet what it is: its changes, as its checksum sees them.

    How it is taken back, when it runs and what is said about it may change after it ran.
    """
    found: list[str] = []
    waiting = [child for child in reversed(node.children) if child.name not in IGNORED]
    while waiting:
        one = waiting.pop()
        attributes = sorted((key, value) for key, value in one.attributes.items())
        found.append(f"{one.name}\0{attributes}\0{' '.join(one.text.split())}")
        found.append(str(len(one.children)))
        waiting.extend(reversed(one.children))
    found.extend(" ".join(text.split()) for _, text in sorted(texts.items()))
    return "\0".join(found).encode("utf-8", "surrogatepass")
