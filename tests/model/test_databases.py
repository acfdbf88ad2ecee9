"""Which commands wipe a database, and which texts say how it goes back."""

import pytest

from deploylint.model.databases import WIPES, rules_out_way_back, says_way_back, wipes_in

WIPING = {
    "npx prisma migrate reset --skip-seed": "prisma migrate reset",
    "prisma db push --accept-data-loss --force-reset": "prisma db push --force-reset",
    "bin/rails db:reset": "db:reset",
    "rake db:drop": "db:drop",
    "rails db:schema:load": "db:schema:load",
    "python manage.py flush --no-input": "manage.py flush",
    "manage.py reset_db": "manage.py reset_db",
    "manage.py migrate exports zero": "manage.py migrate zero",
    "DROP DATABASE app;": "DROP DATABASE",
    "psql -c 'drop schema public cascade'": "DROP SCHEMA",
    "dropdb app": "dropdb",
    "flyway -url=jdbc:x clean": "flyway clean",
    "alembic -c alembic.ini downgrade base": "alembic downgrade base",
    "php artisan migrate:fresh": "artisan migrate:fresh",
    "php artisan migrate:reset": "artisan migrate:reset",
    "php artisan db:wipe": "db:wipe",
    "npx sequelize-cli db:drop": "db:drop",
    "npx sequelize db:migrate:undo:all": "sequelize db:migrate:undo:all",
    "typeorm schema:drop": "typeorm schema:drop",
    "mix ecto.reset": "mix ecto.reset",
    "mix ecto.drop": "mix ecto.drop",
    "liquibase --url=x dropAll": "liquibase dropAll",
    "liquibase drop-all": "liquibase drop-all",
    "TRUNCATE TABLE users": "TRUNCATE",
    "if not healthy run prisma migrate reset": "prisma migrate reset",
    "knex migrate:rollback --all": "knex migrate:rollback --all",
    "dbmate --env X drop": "dbmate drop",
    "docker compose -f prod.yml down -v": "docker compose down -v",
    "supabase db reset": "supabase db reset",
    "php bin/console doctrine:schema:drop --force": "doctrine:schema:drop",
}

HARMLESS = [
    "npx prisma migrate deploy",
    "never run prisma migrate reset",
    "do not use rails db:reset",
    "ne jamais lancer prisma migrate reset",
    "rails db:rollback",
    "alembic downgrade -1",
    "knex migrate:rollback",
    "truncate -s 0 /var/log/app.log",
    "docker compose down",
    "git reset --hard v1.1.9",
    "npm ci && npm run clean",
]

GOES_BACK = [
    "run the down migration",
    "npx knex migrate:down",
    "revert the migration",
    "roll back both migrations",
    "rolling back the last migration",
    "the migrations are rolled back first",
    "restore last night's backup",
    "restore from the snapshot of 09:00",
    "PITR to 10:29",
    "alembic downgrade -1",
    "rails db:rollback STEP=1",
    "npx prisma migrate resolve --rolled-back add_exports",
    "flyway undo",
    "python manage.py migrate exports 0012",
    "artisan migrate:rollback --step=1",
    "appliquer la migration inverse",
    "annuler les migrations",
    "restaurer la sauvegarde",
    "restaurer la base de données",
    "Revert to v1.1.9, down migration via prisma migrate reset --skip-seed",
]

SAYS_NOTHING = [
    "Revert to v1.1.9",
    "vercel rollback",
    "the migration is not rolled back",
    "revert the code without a down migration",
    "no restore of the backup",
    "rolling deploy of the schema service",
    "python manage.py migrate",
    "npx prisma migrate reset",
    "Revert to v1.2.0 and keep the database",
    "rollback plan: the database stays",
    "",
]


@pytest.mark.parametrize(("text", "name"), WIPING.items(), ids=WIPING.keys())
def test_a_wiping_command_is_found_once(text: str, name: str) -> None:
    assert [wipe.name for wipe in wipes_in(text)] == [name]


@pytest.mark.parametrize("text", HARMLESS, ids=HARMLESS)
def test_other_commands_are_left_alone(text: str) -> None:
    assert wipes_in(text) == ()


def test_two_commands_are_two() -> None:
    found = wipes_in("rails db:drop db:create && dropdb other")
    assert [wipe.name for wipe in found] == ["db:drop", "dropdb"]


@pytest.mark.parametrize("wipe", WIPES, ids=lambda wipe: wipe.name)
def test_every_known_command_is_found_by_its_own_name(wipe: object) -> None:
    assert wipe in wipes_in(getattr(wipe, "name", ""))


@pytest.mark.parametrize("text", GOES_BACK, ids=GOES_BACK)
def test_a_way_back_is_understood(text: str) -> None:
    assert says_way_back(text)


@pytest.mark.parametrize("text", SAYS_NOTHING, ids=SAYS_NOTHING)
def test_other_texts_say_no_way_back(text: str) -> None:
    assert not says_way_back(text)


def test_a_way_back_is_ruled_out_in_words() -> None:
    assert rules_out_way_back("Impossible: the column is gone")
    assert not rules_out_way_back("stays as it is, the change only adds")
