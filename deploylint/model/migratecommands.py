"""Which commands apply migrations, and which only look as if: the words of each tool.

Each is from the tool's own documentation: https://alembic.sqlalchemy.org/en/latest/offline.html,
https://docs.djangoproject.com/en/stable/ref/django-admin/#migrate,
https://guides.rubyonrails.org/active_record_migrations.html#running-migrations,
https://www.prisma.io/docs/orm/reference/prisma-cli-reference, https://knexjs.org/guide/migrations,
https://typeorm.io/docs/migrations/executing, https://sequelize.org/docs/v6/other-topics/migrations,
https://documentation.red-gate.com/flyway/reference/commands, https://sqitch.org/docs/manual,
https://docs.liquibase.com/commands/home.html, https://pressly.github.io/goose,
https://github.com/golang-migrate/migrate/tree/master/cmd/migrate, https://diesel.rs/guides,
https://github.com/amacneil/dbmate, https://gobuffalo.io/documentation/database/soda.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from deploylint.model.migrationtools import Framework


class Direction(StrEnum):
    """What a command of a migration tool does with the database."""

    UP = "up"
    DOWN = "down"
    NOTHING = "nothing"


class MigrateCommand(NamedTuple):
    """A command of a migration tool.

    `tool` is None for scripts that are only called so (`npm run migrate`). `why` says of one that
    applies nothing what it does instead.
    """

    direction: Direction
    tool: Framework | None
    text: str
    why: str = ""


class Words(NamedTuple):
    """How a tool is called: its program, the words that apply, take back, and those that do not."""

    tool: Framework
    program: str
    up: str
    down: str
    nothing: str
    without: str = r"(?!)"


_RAILS = r"(?:rails|rake)"
_MANAGE = r"(?:manage\.py|django-admin(?:\.py)?|-m django)"
TOOLS = (
    Words(
        Framework.ALEMBIC,
        r"(?:alembic|flask db)",
        "upgrade",
        "downgrade",
        r"(?:stamp|current|history|heads|check|revision|migrate)",
        "--sql",
    ),
    Words(
        Framework.DJANGO,
        _MANAGE,
        r"(?:migrate|migrate_schemas)",
        r"migrate \S+ zero",
        r"(?:showmigrations|sqlmigrate|makemigrations)",
        r"(?:--plan|--fake|--check|--list)",
    ),
    Words(
        Framework.RAILS,
        _RAILS,
        r"db:(?:migrate(?::(?:up|with_data|primary|\w+_db))?|prepare)",
        r"db:(?:rollback|migrate:(?:down|reset|redo))",
        r"db:(?:migrate:status|abort_if_pending_migrations|version)",
    ),
    Words(
        Framework.PRISMA,
        "prisma",
        r"(?:migrate deploy|db push)",
        "migrate reset",
        r"migrate (?:status|diff|resolve)",
    ),
    Words(
        Framework.KNEX,
        "knex",
        r"migrate:(?:latest|up)",
        r"migrate:(?:rollback|down)",
        r"migrate:(?:list|status|currentVersion|make)",
    ),
    Words(
        Framework.SEQUELIZE,
        r"sequelize(?:-cli)?",
        r"db:migrate",
        r"db:migrate:undo(?::all)?",
        r"db:migrate:status",
    ),
    Words(
        Framework.TYPEORM,
        r"typeorm(?:-ts-node-(?:commonjs|esm))?",
        r"migration:run",
        r"migration:revert",
        r"migration:(?:show|generate|create)",
        r"--fake",
    ),
    Words(
        Framework.FLYWAY,
        "flyway",
        r"migrate",
        r"(?:undo|clean)",
        r"(?:info|validate|repair|baseline|check)",
        r"-dryRunOutput",
    ),
    Words(
        Framework.LIQUIBASE,
        r"(?:liquibase|mvn|mvnw)",
        r"(?:liquibase:)?update(?:-?count|-?to-?tag|-?testing-?rollback)?",
        r"(?:liquibase:)?rollback[\w-]*",
        r"(?:liquibase:)?(?:update-?sql|status|validate|diff|history|changelog-?sync)",
    ),
    Words(
        Framework.SQITCH,
        "sqitch",
        "deploy",
        "revert",
        r"(?:status|verify|log|plan|show)",
        "--log-only",
    ),
    Words(
        Framework.GOOSE,
        "goose",
        r"up(?:-to|-by-one)?",
        r"(?:down(?:-to)?|reset|redo)",
        r"(?:status|version|validate|create|fix)",
    ),
    Words(Framework.DBMATE, "dbmate", r"(?:up|migrate)", r"(?:down|rollback|drop)", "status"),
    Words(
        Framework.DIESEL,
        "diesel",
        r"(?:migration run|setup)",
        r"migration (?:revert|redo)",
        r"migration (?:list|pending)",
    ),
    Words(
        Framework.POP,
        r"(?:soda|buffalo)",
        r"(?:pop )?migrate(?: up)?",
        r"(?:pop )?migrate down",
        "status",
    ),
    Words(
        Framework.GOLANG_MIGRATE,
        r"(?:golang-)?migrate",
        r"(?:up|goto)",
        r"(?:down|drop)",
        r"(?:version|force|create)",
    ),
)
"""How the tools are called whose migrations are read."""

OTHERS = (
    r"artisan migrate",
    r"mix ecto\.migrate",
    r"eval \S*Release\.migrate\S*",
    r"ef database update",
    r"atlas migrate apply",
    r"doctrine:migrations:migrate",
    r"drizzle-kit migrate",
    r"supabase db push",
    r"node ace migration:run",
)
"""Other commands that apply migrations."""

_SCRIPT = (
    r"(?:(?:run[_-])?(?:(?:db|prisma)[:_-])?migrat(?:e|ions?)"
    r"(?:[:_-](?:up|deploy|latest|run|prod|production|db|database|all))?|prisma[:_-]deploy)"
)
_RUNNERS = (
    r"(?:npm|yarn|pnpm|bun|make|just|task|composer|invoke)(?: -\S+)*(?: run(?:-script)?)?(?: -\S+)*"
)
_SCRIPTS = rf"(?:{_RUNNERS} {_SCRIPT}|(?:\S*/){_SCRIPT}(?:\.(?:sh|py|js|rb))?)"
_DRY = re.compile(r" (?:--dry-?run|--help|-h)(?: |=true|$)")
_BETWEEN = re.compile(r"&&|\|\||[\n;|&()`{}]")
_QUOTES = str.maketrans("", "", "\"'")
_TALK = frozenset(
    ("echo", "printf", "grep", "git", "cat", "ls", "test", "[", "touch", "log", "pip")
)
MAX_TEXT = 100_000
"""Characters of a script that are looked at."""

MAX_COMMAND = 500
"""Characters of one command that are looked at."""


def _pattern(words: Words) -> re.Pattern[str]:
    ways = (
        rf"(?P<{name}>{pattern})(?= |$)"
        for name, pattern in (
            ("down", words.down),
            ("up", words.up),
            ("nothing", words.nothing),
        )
    )
    return re.compile(rf"(?:^|[ /=])(?:{words.program})(?: \S+)*? (?:{'|'.join(ways)})")


@cache
def _patterns() -> tuple[tuple[Words, re.Pattern[str], re.Pattern[str]], ...]:
    """Return the patterns of all tools; few runs look at commands."""
    return tuple((words, _pattern(words), re.compile(rf" {words.without}\S*")) for words in TOOLS)


@cache
def _other() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[ /])(?:{'|'.join(OTHERS)})(?= |$)|^(?:{_SCRIPTS})(?= |$)")


def migrating_commands(command: str | Sequence[str]) -> tuple[MigrateCommand, ...]:
    """Return the commands of migration tools in a script, or in the words of one command."""
    text = command if isinstance(command, str) else " ".join(command)
    found = (_command(piece) for piece in _pieces(text[:MAX_TEXT]))
    return tuple(one for one in found if one is not None)


def _pieces(script: str) -> Iterator[str]:
    """Yield the simple commands of a script, each on one line and without quotes."""
    for piece in _BETWEEN.split(script.replace("\\\n", " ")):
        words = piece.translate(_QUOTES).split()
        if words and words[0] not in _TALK and not words[0].startswith("#"):
            yield " ".join(words)[:MAX_COMMAND]


def _command(text: str) -> MigrateCommand | None:
    for words, pattern, without in _patterns():
        found = pattern.search(text)
        if found is None:
            continue
        if found["nothing"]:
            why = f"`{found['nothing']}` changes nothing in a database"
            return MigrateCommand(Direction.NOTHING, words.tool, text, why)
        option = without.search(text) or _DRY.search(text)
        if option is not None:
            why = f"with `{option[0].strip()}` nothing is applied"
            return MigrateCommand(Direction.NOTHING, words.tool, text, why)
        if found["down"]:
            why = f"`{found['down']}` goes back"
            return MigrateCommand(Direction.DOWN, words.tool, text, why)
        return MigrateCommand(Direction.UP, words.tool, text)
    if _other().search(text) and not _DRY.search(text):
        return MigrateCommand(Direction.UP, None, text)
    return None
