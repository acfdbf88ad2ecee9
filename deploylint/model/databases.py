"""What people write about taking a database back: commands that wipe it, and words that restore it.

Commands are those of each tool's own documentation; they are compared folded (`db:migrate:undo` is
`db migrate undo`), so options between the words do not matter.
"""

from functools import lru_cache
from typing import NamedTuple

from deploylint.model.statements import NEGATIONS, clauses, mentions


class Wipe(NamedTuple):
    """A command that loses the data of a database.

    `parts` are folded and follow each other in the command; a clause that holds `unless` speaks of
    something else; `instead` says what goes back without losing data.
    """

    name: str
    parts: tuple[str, ...]
    instead: str
    unless: str | None = None


_PRISMA = "apply a down migration with `prisma db execute`, then `prisma migrate resolve`"
_RAILS = "use `rails db:rollback` for the migrations of this release"
_DJANGO = "use `manage.py migrate APP NAME` with the last migration of the target version"
_LARAVEL = "use `artisan migrate:rollback --step=N` for the migrations of this release"
_SEQUELIZE = "use `sequelize db:migrate:undo:all --to NAME` or undo one migration at a time"
_RESTORE = "apply the reverse migrations, or restore the backup"
_ONE = "name the migration to go back to"
_VOLUMES = "leave that option out: it drops the volumes"

WIPES = (
    Wipe("prisma migrate reset", (" prisma migrate reset ",), _PRISMA),
    Wipe("prisma db push --force-reset", (" prisma db push ", " force reset "), _PRISMA),
    Wipe("supabase db reset", (" supabase db reset ",), _RESTORE),
    Wipe("db:migrate:reset", (" db migrate reset ",), _RAILS),
    Wipe("db:reset", (" db reset ",), _RAILS),
    Wipe("db:schema:load", (" db schema load ",), _RAILS),
    Wipe("db:drop", (" db drop ",), _RESTORE),
    Wipe("db:wipe", (" db wipe ",), _LARAVEL),
    Wipe("artisan migrate:fresh", (" artisan migrate fresh ",), _LARAVEL),
    Wipe("artisan migrate:refresh", (" artisan migrate refresh ",), _LARAVEL),
    Wipe("artisan migrate:reset", (" artisan migrate reset ",), _LARAVEL),
    Wipe("manage.py flush", (" manage py flush ",), _DJANGO),
    Wipe("manage.py reset_db", (" manage py reset db ",), _DJANGO),
    Wipe("manage.py migrate zero", (" manage py migrate ", " zero "), _DJANGO),
    Wipe("doctrine:database:drop", (" doctrine database drop ",), _RESTORE),
    Wipe("doctrine:schema:drop", (" doctrine schema drop ",), _RESTORE),
    Wipe("sequelize db:migrate:undo:all", (" db migrate undo all ",), _SEQUELIZE),
    Wipe("typeorm schema:drop", (" schema drop ",), "use `typeorm migration:revert`"),
    Wipe("mix ecto.reset", (" ecto reset ",), "use `mix ecto.rollback --to VERSION`"),
    Wipe("mix ecto.drop", (" ecto drop ",), "use `mix ecto.rollback --to VERSION`"),
    Wipe("flyway clean", (" flyway ", " clean "), "use `flyway undo`, or restore the backup"),
    Wipe("liquibase dropAll", (" liquibase ", " dropall "), "use `liquibase rollback TAG`"),
    Wipe("liquibase drop-all", (" liquibase ", " drop all "), "use `liquibase rollback TAG`"),
    Wipe("alembic downgrade base", (" alembic ", " downgrade base "), _ONE),
    Wipe("knex migrate:rollback --all", (" knex ", " migrate rollback ", " all "), _ONE),
    Wipe("goose reset", (" goose ", " reset "), _ONE),
    Wipe("dbmate drop", (" dbmate ", " drop "), "use `dbmate down`"),
    Wipe(
        "dotnet ef database drop", (" ef database drop ",), "use `dotnet ef database update NAME`"
    ),
    Wipe("atlas schema clean", (" atlas schema clean ",), "use `atlas migrate down`"),
    Wipe("dotnet ef database update 0", (" ef database update 0 ",), _ONE),
    Wipe("docker compose down -v", (" docker compose ", " down v "), _VOLUMES),
    Wipe("docker compose down --volumes", (" docker compose ", " down volumes "), _VOLUMES),
    Wipe("dropDatabase", (" dropdatabase ",), _RESTORE),
    Wipe("DROP DATABASE", (" drop database ",), _RESTORE),
    Wipe("DROP SCHEMA", (" drop schema ",), _RESTORE),
    Wipe("dropdb", (" dropdb ",), _RESTORE),
    Wipe("TRUNCATE", (" truncate ",), _RESTORE, unless=" truncate s "),
    Wipe("FLUSHALL", (" flushall ",), _RESTORE),
)

_BACK_PHRASES = (
    *(" down migration", " migration down ", " migrations down ", " migrate down ", " undo migrat"),
    *(" reverse migration", " migration inverse ", " migrations inverses ", " pitr "),
    *(" point in time recovery ", " point in time restore ", " alembic downgrade ", " pg restore "),
    *(" db rollback ", " db migrate down ", " db migrate undo ", " prisma migrate resolve "),
    *(" prisma migrate diff ", " prisma db execute ", " flyway undo ", " liquibase rollback"),
    *(
        " migrate rollback ",
        " migration revert ",
        " ecto rollback ",
        " goose down ",
        " dbmate down ",
    ),
    *(" dbmate rollback ", " sqitch revert ", " migrations migrate prev ", " ef database update "),
)
_DJANGO_BACK = " manage py migrate "
_BACK_VERBS = (
    *("revert", "rollback", "reverse", "undo", "undone", "downgrad", "restor", "restaur", "annul"),
    *("defaire", "revenir"),
)
_BACK_NOUNS = (
    *("migration", "schema", "backup", "dump", "snapshot", "sauvegarde", "database", "db", "bdd"),
)
_SYNONYMS = (
    (" roll back ", " rollback "),
    (" rolled back ", " rollback "),
    (" rolling back ", " rollback "),
    (" base de donnees ", " database "),
    (" la base ", " database "),
)
_CONDITIONS = frozenset({"if", "when", "unless", "si", "quand", "il"})
_NO_WAY = ("impossible", "irreversible", "cannot", "can t", "no way", "not possible")
_NEAR = 4
"""How far from its verb a noun may stand, in words."""

_NEGATED_WITHIN = 3
"""How many words before something a negation turns it into its contrary."""


@lru_cache(maxsize=1024)
def wipes_in(text: str) -> tuple[Wipe, ...]:
    """Return the commands in `text` that wipe a database, unless the words before forbid them."""
    found: list[Wipe] = []
    for clause in clauses(text):
        for wipe in WIPES:
            start = _start(clause, wipe)
            if start >= 0 and not _negated(clause[:start]) and not _part_of(wipe, found):
                found.append(wipe)
    return tuple(found)


def _start(clause: str, wipe: Wipe) -> int:
    """Return where the parts of `wipe` begin in `clause`, -1 if they do not follow each other."""
    first = position = clause.find(wipe.parts[0])
    for part in wipe.parts[1:]:
        if position < 0:
            return -1
        position = clause.find(part, position + 1)
    other = wipe.unless is not None and wipe.unless in clause
    return first if position >= 0 and not other else -1


def _negated(before: str) -> bool:
    """Say whether the last words of `before` deny what follows; "if not healthy" does not."""
    words = before.split()
    denied = not NEGATIONS.isdisjoint(words[-_NEGATED_WITHIN:])
    return denied and _CONDITIONS.isdisjoint(words)


def _part_of(wipe: Wipe, found: list[Wipe]) -> bool:
    """Say whether a longer command that was found already holds `wipe`."""
    return any(wipe.parts[0].strip() in " ".join(other.parts) for other in found)


@lru_cache(maxsize=1024)
def says_way_back(text: str) -> bool:
    """Say whether `text` tells how a database goes back: a tool's command, or a verb near a noun.

    "down migration", "restore last night's backup" and "annuler la migration" do; "the migration is
    not rolled back" and a bare "revert" do not.
    """
    return any(_phrase_in(clause) or _verb_near_noun(clause) for clause in clauses(text))


def rules_out_way_back(text: str) -> bool:
    """Say whether `text` states that the database cannot go back."""
    return mentions(text, _NO_WAY)


def _phrase_in(clause: str) -> bool:
    starts = [clause.find(phrase) for phrase in _BACK_PHRASES]
    starts += [clause.find(_DJANGO_BACK)] if _names_django_migration(clause) else []
    return any(at >= 0 and not _negated(clause[:at]) for at in starts)


def _names_django_migration(clause: str) -> bool:
    """Say whether `manage.py migrate` is given an app and a migration; without both it goes up."""
    return len(clause.partition(_DJANGO_BACK)[2].split()) > 1


def _verb_near_noun(clause: str) -> bool:
    for written, meant in _SYNONYMS:
        clause = clause.replace(written, meant)
    words = clause.split()
    verbs = [i for i, word in enumerate(words) if word.startswith(_BACK_VERBS)]
    nouns = [i for i, word in enumerate(words) if word.startswith(_BACK_NOUNS)]
    for verb in verbs:
        near = [noun for noun in nouns if 0 < abs(noun - verb) <= _NEAR]
        for noun in near:
            first, last = min(verb, noun), max(verb, noun)
            if NEGATIONS.isdisjoint(words[max(0, first - _NEGATED_WITHIN) : last]):
                return True
    return False
