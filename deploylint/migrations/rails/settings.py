"""What the settings of a Rails application say about its database.

https://guides.rubyonrails.org/configuring.html#configuring-a-database,
https://github.com/ankane/strong_migrations#migration-timeouts
"""

import re
from collections.abc import Iterable, Mapping

from deploylint.facts.operations import Dialect

ADAPTERS: Mapping[str, Dialect] = {
    "postgresql": Dialect.POSTGRESQL,
    "postgres": Dialect.POSTGRESQL,
    "postgis": Dialect.POSTGRESQL,
    "cockroachdb": Dialect.COCKROACHDB,
    "mysql2": Dialect.MYSQL,
    "mysql": Dialect.MYSQL,
    "trilogy": Dialect.MYSQL,
    "sqlite3": Dialect.SQLITE,
    "sqlserver": Dialect.MSSQL,
}

GEMS: Mapping[str, Dialect] = {
    "pg": Dialect.POSTGRESQL,
    "activerecord-cockroachdb-adapter": Dialect.COCKROACHDB,
    "mysql2": Dialect.MYSQL,
    "trilogy": Dialect.MYSQL,
    "sqlite3": Dialect.SQLITE,
    "activerecord-sqlserver-adapter": Dialect.MSSQL,
}

_ADAPTER = re.compile(
    r"^[ \t]*adapter:[ \t]*[\"']?([\w-]+)[\"']?[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE
)
_SECTION = re.compile(r"^([\w-]+):", re.MULTILINE)
_GEM = re.compile(r"^[ \t]*gem[ \t(]+[\"']([\w-]+)[\"']", re.MULTILINE)
_POSTGRESQL_SCHEMA = re.compile(r"^[ \t]*enable_extension\b|\bt\.jsonb ", re.MULTILINE)
_MYSQL_SCHEMA = re.compile(r"\bcharset: \"utf8|ENGINE=InnoDB")
_LOCK_TIMEOUT = re.compile(
    r"^[^#\n]*(?:\block_timeout\b[\"']?[ \t]*[:=]|\block_wait_timeout\b[\"']?[ \t]*[:=]"
    r"|safe-pg-migrations|lock_retrier)",
    re.MULTILINE,
)


def dialect_of(context: Mapping[str, str]) -> Dialect | None:
    """Return the database of an application, None where its settings do not name one."""
    for ending, reader in (
        ("config/database.yml", _of_settings),
        ("db/schema.rb", _of_schema),
        ("Gemfile", _of_gems),
    ):
        for path, text in context.items():
            if path == ending or path.endswith(f"/{ending}"):
                found = reader(text)
                if found is not None:
                    return found
    return None


def _only(found: Iterable[Dialect | None]) -> Dialect | None:
    kinds = set(found)
    return kinds.pop() if len(kinds) == 1 else None


def _of_settings(text: str) -> Dialect | None:
    """Return the only adapter, else the one of the section for production."""
    if "adapter: <%" in text:
        return None
    whole = _only(ADAPTERS.get(name) for name in _ADAPTER.findall(text))
    if whole is not None:
        return whole
    sections = list(_SECTION.finditer(text))
    for index, section in enumerate(sections):
        if section[1] == "production":
            end = sections[index + 1].start() if index + 1 < len(sections) else len(text)
            part = text[section.start() : end]
            return _only(ADAPTERS.get(name) for name in _ADAPTER.findall(part))
    return None


def _of_schema(text: str) -> Dialect | None:
    if _POSTGRESQL_SCHEMA.search(text):
        return Dialect.POSTGRESQL
    return Dialect.MYSQL if _MYSQL_SCHEMA.search(text) else None


def _of_gems(text: str) -> Dialect | None:
    return _only({GEMS[name] for name in _GEM.findall(text) if name in GEMS})


def sets_lock_timeout(context: Mapping[str, str]) -> bool:
    """Say whether the settings limit how long a migration waits for a lock."""
    return any(_LOCK_TIMEOUT.search(text) for text in context.values())
