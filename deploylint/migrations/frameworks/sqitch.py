"""sqitch: `deploy/x.sql`, `revert/x.sql` and `verify/x.sql`, in the order of `sqitch.plan`.

https://sqitch.org/docs/manual/sqitchtutorial/. A revert without its script is an error
(`revert_change` of https://github.com/sqitchers/sqitch/blob/develop/lib/App/Sqitch/Engine.pm); a
verify script may be missing. Scripts are run by the client of the database, `psql` or `sqlite3`,
one statement after the other, without a transaction but the one that they open themselves. What
the templates leave behind is a comment (`-- XXX Add DDLs here.`).
"""

import re
from collections.abc import Collection, Mapping, Sequence

from deploylint.facts.migrations import Framework, Migration, Script
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import sqlscript
from deploylint.migrations.frameworks.dialects import NAMES, of_folder
from deploylint.migrations.frameworks.folders import joined, nearest, parted, upwards
from deploylint.migrations.frameworks.sqlscript import Draft, Sent, Source, file_source, top, unread
from deploylint.migrations.project import Project
from deploylint.migrations.sqitch.plan import Change, plan
from deploylint.model.verdict import Finding

FRAMEWORK = Framework.SQITCH

PLAN = "sqitch.plan"
SCRIPTS = ("deploy", "revert", "verify")

_ENGINE = re.compile(r"^[ \t]*engine[ \t]*=[ \t]*(\w+)", re.MULTILINE)


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the folders that hold `sqitch.plan`."""
    existing = frozenset(paths)
    folders = [parted(path)[0] for path in paths if parted(path)[1] == PLAN]
    prefixes = {joined(folder, kind): folder for folder in folders for kind in SCRIPTS}
    files: dict[str, list[str]] = {folder: [] for folder in folders}
    for path in paths if folders else ():
        if path.endswith(".sql"):
            owner = next((prefixes[one] for one in upwards(path) if one in prefixes), None)
            if owner is not None:
                files[owner].append(path)
    return tuple(
        Project(
            framework=FRAMEWORK,
            folder=folder,
            files=tuple(sorted(files[folder])),
            context=(joined(folder, PLAN), *nearest(folder, ("sqitch.conf",), existing)),
            dialect=of_folder(folder),
        )
        for folder in folders
    )


def belongs(path: str, text: str) -> bool:
    """Say whether a file lies in one of the three folders."""
    return any(part in SCRIPTS for part in path.split("/")[:-1]) and "\0" not in text


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the changes in the order of the plan, then scripts that it does not name."""
    release = frozenset(wanted)
    path = joined(project.folder, PLAN)
    found = plan(path, texts.get(path, ""))
    existing = frozenset(project.files)
    drafts = [
        _draft(_named(project, change, number, existing), texts, release)
        for number, change in enumerate(found.changes)
    ]
    if drafts and found.problems:
        last = drafts[-1].migration
        problems = (*last.problems, *found.problems)
        drafts[-1] = drafts[-1]._replace(migration=last._replace(problems=problems))
    planned = {change.script for change in found.changes}
    drafts += [
        _draft(_unplanned(project, script, existing), texts, release)
        for script in _scripts(project)
        if script not in planned
    ]
    return sqlscript.finished(drafts, project.dialect or _engine(project, texts))


def _named(project: Project, change: Change, number: int, existing: Collection[str]) -> Migration:
    files = _files(project, change.script, existing)
    path = _path(project, "deploy", change.script)
    at = top(path) if path in existing else change.at
    missing = Finding(f"there is no deploy/{change.script}.sql, and sqitch stops there", change.at)
    return Migration(
        framework=FRAMEWORK,
        project=project.folder,
        version=change.script,
        name=change.script,
        at=at,
        files=files,
        up=Script(at=at),
        no_down=_no_down(project, change.script, existing),
        position=(number,),
        group=change.script,
        aliases=(f"{change.script}.sql",),
        problems=() if path in existing else (missing,),
    )


def _unplanned(project: Project, script: str, existing: Collection[str]) -> Migration:
    files = _files(project, script, existing)
    message = f"{PLAN} does not name it, so sqitch never runs it"
    return Migration(
        framework=FRAMEWORK,
        project=project.folder,
        version=script,
        name=script,
        at=top(files[0]),
        files=files,
        up=unread(files[0]),
        no_down=_no_down(project, script, existing),
        group=script,
        problems=(Finding(message, top(files[0])),),
    )


def _draft(migration: Migration, texts: Mapping[str, str], wanted: Collection[str]) -> Draft:
    if not any(path in wanted for path in migration.files):
        return Draft(migration=migration._replace(is_read=False, problems=()))
    return Draft(
        migration=migration,
        up=_source(migration, "deploy", texts),
        down=_source(migration, "revert", texts),
    )


def _source(migration: Migration, kind: str, texts: Mapping[str, str]) -> Source | None:
    path = joined(migration.project, f"{kind}/{migration.version}.sql")
    return file_source(path, texts, Sent.ONE_BY_ONE) if path in migration.files else None


def _no_down(project: Project, script: str, existing: Collection[str]) -> str | None:
    if _path(project, "revert", script) in existing:
        return None
    return f"there is no revert/{script}.sql, and sqitch then stops with an error"


def _files(project: Project, script: str, existing: Collection[str]) -> tuple[str, ...]:
    paths = (_path(project, kind, script) for kind in SCRIPTS)
    return tuple(path for path in paths if path in existing)


def _path(project: Project, kind: str, script: str) -> str:
    return joined(project.folder, f"{kind}/{script}.sql")


def _scripts(project: Project) -> list[str]:
    """Return what the scripts of all three kinds are called."""
    length = len(joined(project.folder, ""))
    names = (path[length:].partition("/")[2].removesuffix(".sql") for path in project.files)
    return list(dict.fromkeys(names))


def _engine(project: Project, texts: Mapping[str, str]) -> Dialect | None:
    found = _ENGINE.search("\n".join(texts.get(path, "") for path in project.context[1:]))
    return NAMES.get(found[1].lower()) if found else None
