"""What each tool does about histories that are out of order, forked or rewritten."""

from collections.abc import Mapping
from typing import NamedTuple

from deploylint.model.migrationtools import Framework


class Habits(NamedTuple):
    """What a tool does, as the end of a sentence.

    `late` is about a new migration that sorts before one that has run already; with `runs_late` it
    is applied all the same, only after those that follow it. `heads` is about two ends of one
    history. `rewritten` is about a file that changed after it ran; with `checksums`, the tool
    notices any change of its text. `deleted` is about a file that is gone; with `may_be_cut`, the
    tool goes on without the oldest files where they have run.
    """

    late: str = ""
    runs_late: bool = False
    heads: str = ""
    rewritten: str = "it is never run again where it has run, so that databases differ"
    checksums: bool = False
    deleted: str = "databases that have not run it never will, so that they differ"
    may_be_cut: bool = True


LATE = "runs it after those, so that a new database gets another order than production"

HABITS: Mapping[Framework, Habits] = {
    Framework.ALEMBIC: Habits(
        heads="refuses `upgrade head`: there are multiple heads",
        deleted="alembic stops where a database stands at it, because it cannot locate it",
        may_be_cut=False,
    ),
    Framework.DJANGO: Habits(
        heads="refuses to migrate: the migrations conflict",
        may_be_cut=False,
    ),
    Framework.GOLANG_MIGRATE: Habits(late="never runs it where a later version has run"),
    Framework.POP: Habits(late=LATE, runs_late=True),
    Framework.DIESEL: Habits(late=LATE, runs_late=True),
    Framework.DBMATE: Habits(late=f"{LATE}, and refuses it with --strict", runs_late=True),
    Framework.GOOSE: Habits(
        late="stops because of missing migrations, unless -allow-missing is set"
    ),
    Framework.SQITCH: Habits(late="only deploys what stands behind the last deployed change"),
    Framework.FLYWAY: Habits(
        late="fails to validate, unless outOfOrder is set",
        rewritten="its checksum no longer matches, so that migrate stops",
        checksums=True,
        deleted="where it has run, flyway fails to validate",
        may_be_cut=False,
    ),
    Framework.PRISMA: Habits(
        late=LATE,
        runs_late=True,
        rewritten="its checksum no longer matches: databases that have run it keep the old one",
        checksums=True,
    ),
    Framework.RAILS: Habits(late=LATE, runs_late=True),
    Framework.KNEX: Habits(
        late=LATE,
        runs_late=True,
        deleted="where it has run, knex refuses to migrate: the directory is corrupt",
        may_be_cut=False,
    ),
    Framework.SEQUELIZE: Habits(late=LATE, runs_late=True),
    Framework.TYPEORM: Habits(late=LATE, runs_late=True),
    Framework.LIQUIBASE: Habits(
        late=LATE,
        runs_late=True,
        rewritten="its checksum no longer matches, so that update stops",
        checksums=True,
    ),
}
"""From https://alembic.sqlalchemy.org/en/latest/branches.html,
https://docs.djangoproject.com/en/stable/topics/migrations/,
https://github.com/golang-migrate/migrate/blob/master/FAQ.md, https://github.com/amacneil/dbmate,
https://github.com/pressly/goose, https://sqitch.org/docs/manual/sqitch-deploy/,
https://documentation.red-gate.com/flyway, https://www.prisma.io/docs/orm/prisma-migrate,
https://docs.liquibase.com and the sources of the others."""
