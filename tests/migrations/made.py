"""The migrations of a release from a few lines of text, read as the program reads them."""

from collections.abc import Mapping

from deploylint.facts.migrations import Migrations, Server
from deploylint.migrations.reading import confirmed, find_projects, read_project
from deploylint.model.migrationtools import Dialect

POSTGRESQL = Server(dialect=Dialect.POSTGRESQL, version=(15,))


def made(
    new: Mapping[str, str],
    old: Mapping[str, str] | None = None,
    *,
    since: str | None = "v1.1.9",
    server: Server = POSTGRESQL,
) -> Migrations:
    """Return the fact for a release that adds the files `new` to `old`, each by its path."""
    texts = {**(old or {}), **new}
    projects = confirmed(find_projects(sorted(texts), ()), texts)
    read = [one for project in projects for one in read_project(project, texts, set(new))]
    return Migrations(
        since=since,
        in_release=tuple(one for one in read if one.files[0] in new),
        earlier=tuple(one for one in read if one.files[0] not in new),
        frameworks=tuple((one.framework, one.folder) for one in projects),
        server=server,
        looked=True,
    )


def pair(version: str, name: str, up: str, down: str | None) -> dict[str, str]:
    """Return the files of a migration of golang-migrate."""
    files = {f"migrations/{version}_{name}.up.sql": up}
    return files if down is None else {**files, f"migrations/{version}_{name}.down.sql": down}
