"""Which commands apply migrations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.migratecommands import Direction, migrating_commands
from deploylint.model.migrationtools import Framework

UP = [
    ("alembic -c a.ini upgrade head", Framework.ALEMBIC),
    ("python -m alembic upgrade head", Framework.ALEMBIC),
    ("flask db upgrade", Framework.ALEMBIC),
    ("sh -c 'python manage.py migrate --noinput && gunicorn app'", Framework.DJANGO),
    ("./manage.py migrate", Framework.DJANGO),
    ("django-admin migrate_schemas --shared", Framework.DJANGO),
    ("bundle exec rails db:migrate", Framework.RAILS),
    ("bin/rails db:prepare", Framework.RAILS),
    ("RAILS_ENV=production rake db:migrate", Framework.RAILS),
    ("npx prisma migrate deploy", Framework.PRISMA),
    ("pnpm exec knex migrate:latest --env production", Framework.KNEX),
    ("npx sequelize-cli db:migrate", Framework.SEQUELIZE),
    ("yarn typeorm migration:run -d dist/source.js", Framework.TYPEORM),
    ("flyway -url=jdbc:h2:mem:x migrate", Framework.FLYWAY),
    ("liquibase --changelog-file=a.xml update", Framework.LIQUIBASE),
    ("mvn -q liquibase:update", Framework.LIQUIBASE),
    ("sqitch deploy db:pg:app", Framework.SQITCH),
    ("migrate -path db -database $DATABASE_URL up", Framework.GOLANG_MIGRATE),
    ("docker run --rm migrate/migrate -path /db up", Framework.GOLANG_MIGRATE),
    ('goose -dir db postgres "$URL" up', Framework.GOOSE),
    ("cd db; dbmate --wait up", Framework.DBMATE),
    ("diesel migration run", Framework.DIESEL),
    ("soda migrate up", Framework.POP),
    ("npm run db:migrate", None),
    ("make migrate", None),
    ("pnpm --filter=api run migrate:deploy", None),
    ("./scripts/migrate.sh", None),
    ("php artisan migrate --force", None),
    ("bin/app eval 'MyApp.Release.migrate'", None),
    ("dotnet ef database update", None),
]
NOT_UP = [
    ("alembic downgrade -1", Direction.DOWN, "`downgrade` goes back"),
    ("python manage.py migrate app zero", Direction.DOWN, "`migrate app zero` goes back"),
    ("rails db:rollback", Direction.DOWN, "`db:rollback` goes back"),
    ("migrate -path db down 1", Direction.DOWN, "`down` goes back"),
    ("alembic upgrade head --sql", Direction.NOTHING, "with `--sql` nothing is applied"),
    ("manage.py migrate --plan", Direction.NOTHING, "with `--plan` nothing is applied"),
    ("manage.py migrate --fake", Direction.NOTHING, "with `--fake` nothing is applied"),
    ("sqitch deploy --log-only", Direction.NOTHING, "with `--log-only` nothing is applied"),
    ("dbmate --help up", Direction.NOTHING, "with `--help` nothing is applied"),
    (
        "rake db:migrate:status",
        Direction.NOTHING,
        "`db:migrate:status` changes nothing in a database",
    ),
    ("flyway info", Direction.NOTHING, "`info` changes nothing in a database"),
]
NONE = [
    "",
    "echo alembic upgrade head",
    "# alembic upgrade head",
    "git commit -m 'alembic upgrade head'",
    "apt-get update",
    "npm run migrate:create",
    "cat migrations/up.sql",
    "pip install alembic",
    "docker compose up -d",
    "python manage.py runserver",
    "helm upgrade app .",
]


@pytest.mark.parametrize(("text", "tool"), UP)
def test_commands_that_apply(text: str, tool: Framework | None) -> None:
    assert [(one.direction, one.tool) for one in migrating_commands(text)] == [(Direction.UP, tool)]


@pytest.mark.parametrize(("text", "direction", "why"), NOT_UP)
def test_commands_that_do_not_apply(text: str, direction: Direction, why: str) -> None:
    assert [(one.direction, one.why) for one in migrating_commands(text)] == [(direction, why)]


@pytest.mark.parametrize("text", NONE)
def test_other_commands(text: str) -> None:
    assert migrating_commands(text) == ()


def test_a_script_has_several() -> None:
    script = "set -e\nalembic \\\n  upgrade head\n\nif true; then\n  rake db:rollback\nfi\n"
    assert [(one.direction, one.text) for one in migrating_commands(script)] == [
        (Direction.UP, "alembic upgrade head"),
        (Direction.DOWN, "rake db:rollback"),
    ]


def test_the_words_of_a_command_are_a_command() -> None:
    (found,) = migrating_commands(("poetry", "run", "alembic", "upgrade", "head"))
    assert found.tool is Framework.ALEMBIC


@given(st.text(alphabet="migrate up- /'\"\n&|;alembic:", max_size=300))
def test_any_text_is_read(text: str) -> None:
    for one in migrating_commands(text):
        assert one.text


@pytest.mark.parametrize(
    "piece", ["migrate ", "make -x ", "/migrate", "db:", "\\\n", "'", "rails "]
)
def test_a_long_text_is_read_in_one_go(piece: str) -> None:
    """What takes time that grows with the square of a line would not end here."""
    assert migrating_commands(piece * (1_000_000 // len(piece))) is not None
