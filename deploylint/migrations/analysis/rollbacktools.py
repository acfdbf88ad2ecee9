"""What each tool does when it goes back, as far as its own behaviour decides."""

from collections.abc import Mapping
from typing import NamedTuple

from deploylint.model.migrationtools import Framework


class Rollback(NamedTuple):
    """How a tool goes back.

    `missing` is what it does where there is no down. With `empty`, that is the same as a down that
    does nothing: the version goes back and the database stays. `one_request` says that it sends a
    script of several statements to the server as one request, which PostgreSQL then runs as one
    transaction (https://www.postgresql.org/docs/current/protocol-flow.html).
    """

    missing: str
    empty: bool = False
    one_request: bool = False


SILENT = "takes the version back and leaves the database as it is"

ROLLBACKS: Mapping[Framework, Rollback] = {
    Framework.ALEMBIC: Rollback("stops with an AttributeError"),
    Framework.DJANGO: Rollback("raises IrreversibleError"),
    Framework.GOLANG_MIGRATE: Rollback(SILENT, empty=True, one_request=True),
    Framework.POP: Rollback(SILENT, empty=True, one_request=True),
    Framework.DIESEL: Rollback("stops with an error", one_request=True),
    Framework.DBMATE: Rollback(SILENT, empty=True, one_request=True),
    Framework.GOOSE: Rollback(SILENT, empty=True),
    Framework.SQITCH: Rollback("stops because the revert script does not exist"),
    Framework.FLYWAY: Rollback("stops because there is no undo migration"),
    Framework.PRISMA: Rollback("has no command that goes back", one_request=True),
    Framework.RAILS: Rollback(SILENT, empty=True),
    Framework.KNEX: Rollback("refuses to load the migration"),
    Framework.SEQUELIZE: Rollback("stops with an error"),
    Framework.TYPEORM: Rollback("stops with an error"),
    Framework.LIQUIBASE: Rollback("stops because there is no inverse"),
}
"""From the documentation and the sources of each tool."""
