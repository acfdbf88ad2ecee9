"""Which tools run migrations, and on which databases."""

from enum import StrEnum


class Framework(StrEnum):
    """The tool that runs a migration."""

    ALEMBIC = "alembic"
    DJANGO = "django"
    GOLANG_MIGRATE = "golang-migrate"
    POP = "pop"
    DIESEL = "diesel"
    DBMATE = "dbmate"
    GOOSE = "goose"
    SQITCH = "sqitch"
    FLYWAY = "flyway"
    PRISMA = "prisma"
    RAILS = "rails"
    KNEX = "knex"
    SEQUELIZE = "sequelize"
    TYPEORM = "typeorm"
    LIQUIBASE = "liquibase"


class Dialect(StrEnum):
    """The database that a statement is written for."""

    POSTGRESQL = "postgresql"
    COCKROACHDB = "cockroachdb"
    MYSQL = "mysql"
    SQLITE = "sqlite"
    MSSQL = "mssql"
