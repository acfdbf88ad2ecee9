"""The fact that says which migrations a release adds, and what each does."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from deploylint.facts.operations import Operation
from deploylint.facts.release import Release
from deploylint.model.location import Location
from deploylint.model.migrationtools import Dialect, Framework
from deploylint.model.verdict import Finding

__all__ = [
    "Framework",
    "Mention",
    "Mentions",
    "Migration",
    "Migrations",
    "Rewritten",
    "Script",
    "Server",
    "Waiver",
]


class Script(NamedTuple):
    """What one direction of a migration does, in order.

    `at` is where it is written. `transaction` says whether the tool runs it inside one transaction;
    None means that this cannot be seen. `derived` says that nobody wrote it: the tool makes it from
    the other direction (Django, `change` of Rails, Liquibase).
    """

    at: Location
    operations: tuple[Operation, ...] = ()
    transaction: bool | None = True
    derived: bool = False


class Waiver(NamedTuple):
    """An excuse that is written in a migration: `deploylint: allow RULE reason="..."`.

    `rules` are ids of rules. `problem` says why it does not count (no reason, unreadable date).
    """

    rules: tuple[str, ...]
    at: Location
    reason: str | None = None
    until: date | None = None
    approved_by: str | None = None
    problem: str | None = None


class Migration(NamedTuple):
    """One migration, read from its files.

    `version` is what its tool knows it by (`0042`, a revision id, `app.0003_x` for Django); `name`
    is what people call it: the stem of its file or folder. `project` is the folder that holds all
    migrations of this history. `position` orders the migrations of a project where the tool orders
    them by it, `parents` are the versions that come directly before it where the tool goes by
    these; of the two, the one that does not apply is None. `replaces` are versions that it stands
    for (squashed). `group` is the same for migrations that are one change, split over several
    files; else the version. `down` is None where nobody wrote one and the tool makes none; then
    `no_down` says what was looked for, as the end of a sentence: "there is no
    0042_x.down.sql". `one_way` says that the tool itself knows no way back (Prisma, Flyway
    Community). `aliases` are other texts by which a plan may name it. `digest` is of the content
    of all its files. `repeatable` ones may change after they ran; `after_code` ones are run after
    the code (Rails' `post_migrate`). `texts` are its files. `problems` are what is wrong with the
    files as such, `notes` what is odd about them. Without `is_read`, only names and order are
    known: it is older than the release.
    """

    framework: Framework
    project: str
    version: str
    name: str
    at: Location
    files: tuple[str, ...]
    up: Script
    down: Script | None = None
    no_down: str | None = None
    one_way: bool = False
    position: tuple[int | str, ...] | None = None
    parents: tuple[str, ...] | None = None
    replaces: tuple[str, ...] = ()
    group: str = ""
    dialect: Dialect | None = None
    aliases: tuple[str, ...] = ()
    digest: str = ""
    waivers: tuple[Waiver, ...] = ()
    repeatable: bool = False
    after_code: bool = False
    lock_timeout: bool = False
    texts: Mapping[str, str] = MappingProxyType({})
    problems: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    is_read: bool = True


class Rewritten(NamedTuple):
    """A migration that earlier releases hold and that this one changes or deletes.

    With `same_up` it still does the same when it is applied: its text changed, or its down.
    """

    path: str
    deleted: bool
    project: str
    framework: Framework | None = None
    same_up: bool = False
    at: Location | None = None


class Server(NamedTuple):
    """The database that runs the migrations, as the settings say it.

    `version` is the oldest major version, `(15,)` or `(8, 0, 29)`; None when nothing says it.
    `lock_timeout` says where one is set for whoever runs migrations, outside their files.
    `small_tables` may be locked.
    """

    dialect: Dialect | None = None
    version: tuple[int, ...] | None = None
    lock_timeout: str | None = None
    small_tables: tuple[str, ...] = ()


class Mention(NamedTuple):
    """A place in the code of the version before, relative to the top of the repository.

    `name` is the thing that is mentioned there, as `Mentions` names it.
    """

    name: str
    path: str
    line: int


class Mentions(NamedTuple):
    """What the code of the version before says of the things that the release takes away.

    `searched` are those that were looked for, such as `the column users.name`, in so many `files`.
    `found` are the first places that mention them, `ignored` those that tell Rails to leave a
    column alone. `problem` says why not all of the code was searched.
    """

    searched: tuple[str, ...] = ()
    files: int = 0
    found: tuple[Mention, ...] = ()
    ignored: tuple[Mention, ...] = ()
    problem: str | None = None


class Migrations(NamedTuple):
    """The migrations of a release and what came before them.

    `release` is None outside a repository. `since` names what the release is compared with; None
    when there is nothing to compare with, and then `in_release` are none and `why_unknown` says
    why it cannot be told which ones belong to it. `earlier` came before. `unreadable` are files of
    migrations of this release that could not be read. `frameworks` are those that were found among
    the files that count. `looked` says that files were looked at: there was a repository, or a
    folder was named. `untaken` are files that came or changed, that look like migrations, and that
    no framework took. `mentions` is what the code of `since` says of what `in_release` takes away.
    """

    release: Release | None = None
    since: str | None = None
    why_unknown: str | None = None
    in_release: tuple[Migration, ...] = ()
    earlier: tuple[Migration, ...] = ()
    rewritten: tuple[Rewritten, ...] = ()
    unreadable: tuple[Finding, ...] = ()
    frameworks: tuple[tuple[Framework, str], ...] = ()
    server: Server = Server()
    looked: bool = False
    untaken: tuple[str, ...] = ()
    mentions: Mentions = Mentions()
