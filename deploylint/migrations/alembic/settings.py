"""Settings of Alembic: `alembic.ini`, `[tool.alembic]` of `pyproject.toml`, and `env.py`.

https://alembic.sqlalchemy.org/en/latest/tutorial.html#editing-the-ini-file
"""

import ast
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks.dialects import NAMES, agreed
from deploylint.migrations.frameworks.folders import parted
from deploylint.migrations.python.ast import BOM, Source, parse

_SCHEME = re.compile(r"\s*([a-zA-Z0-9]{2,20})(?:\+[a-zA-Z0-9_]{1,40})?://")
_IMPORTED = re.compile(
    r"^[ \t]*(?:from[ \t]+sqlalchemy\.dialects(?:\.(\w{1,20})|[ \t]+import[ \t(]+([\w ,]{1,99}))"
    r"|import[ \t]+sqlalchemy\.dialects\.(\w{1,20}))",
    re.MULTILINE,
)
_TIMEOUT = re.compile(
    r"\block_(?:wait_)?timeout\b(?!\s*(?:=|to\b)?\s*['\"]?0(?![\d.]))", re.IGNORECASE
)
"""A timeout for locks that is not switched off."""

_NO_TRANSACTION = ("AUTOCOMMIT", "transactional_ddl")


class Settings(NamedTuple):
    """What the settings say: where revisions lie, which database, whether locks are waited for.

    `folders` are paths of the folders that hold revisions, relative to the root, where the settings
    name them and they can be told; `is_recursive` says that folders in them count too.
    `is_autocommit` says that `env.py` may have taken the transactions away.
    """

    dialect: Dialect | None = None
    folders: tuple[str, ...] = ()
    is_recursive: bool = False
    lock_timeout: bool = False
    is_autocommit: bool = False


def read_settings(context: Iterable[str], texts: Mapping[str, str]) -> Settings:
    """Return what the files say that lie beside the revisions of a project."""
    found: list[dict[str, str]] = []
    folders: list[str] = []
    is_overridden = lock_timeout = is_autocommit = False
    for path in context:
        text = texts.get(path, "").removeprefix(BOM)
        if path.endswith(".py"):
            is_overridden |= "sqlalchemy.url" in text and "set_main_option" in text
            is_autocommit |= any(word in text for word in _NO_TRANSACTION)
            source = parse(path, text)
            lock_timeout |= isinstance(source, Source) and sets_lock_timeout(source)
        elif text:
            options = _of_toml(text) if path.endswith(".toml") else _of_ini(text)
            found.append(options)
            folders.extend(_folders(options, parted(path)[0]))
    urls = [one["sqlalchemy.url"] for one in found if "sqlalchemy.url" in one]
    dialects = [] if is_overridden else [of_address(one) for one in urls]
    return Settings(
        dialect=agreed(dialects),
        folders=tuple(folders),
        is_recursive=any(_is_on(one.get("recursive_version_locations")) for one in found),
        lock_timeout=lock_timeout,
        is_autocommit=is_autocommit,
    )


def _is_on(value: str | None) -> bool:
    return value is not None and value.strip().lower() in ("true", "yes", "on", "1")


def of_address(address: str) -> Dialect | None:
    """Return the database of an address such as `postgresql+psycopg://...`."""
    scheme = _SCHEME.match(address)
    return NAMES.get(scheme[1].lower()) if scheme else None


def _of_ini(text: str) -> dict[str, str]:
    import configparser

    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except configparser.Error:
        return {}
    sections = [
        name for name in parser.sections() if name == "alembic" or name.startswith("alembic:")
    ]
    found: dict[str, str] = {}
    for name in [*sections, *(one for one in parser.sections() if one not in sections)]:
        options = {key: value or "" for key, value in parser.items(name)}
        if name in sections or "sqlalchemy.url" in options:
            found = options | found
    return found


def _of_toml(text: str) -> dict[str, str]:
    import tomllib

    try:
        table: object = tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}
    for key in ("tool", "alembic"):
        table = table.get(key) if isinstance(table, dict) else None
    found: dict[str, str] = {}
    for key, value in table.items() if isinstance(table, dict) else ():
        if isinstance(value, list):
            found[key] = "\n".join(one for one in value if isinstance(one, str))
        elif isinstance(value, str | bool):
            found[key] = str(value)
    return found


def _folders(options: Mapping[str, str], here: str) -> list[str]:
    """Return the folders of revisions that settings name, relative to the root."""
    written = options.get("version_locations")
    if not written:
        return []
    separator = options.get("version_path_separator", options.get("path_separator", ""))
    pattern = {"space": r" ", ";": ";", "semicolon": ";", ":": ":", "colon": ":"}.get(separator)
    pattern = pattern or (r"[,\s:;]+" if separator in ("os", "newline") else r"[,\s]+")
    script = _path(options.get("script_location", ""), here)
    found = []
    for part in re.split(pattern, written):
        one = part.strip().replace("%(script_location)s", script)
        if one:
            found.append(_path(one, here))
    return [one for one in found if "%" not in one]


def _path(written: str, here: str) -> str:
    """Return a path of the settings, or a folder `package:folder`, relative to the root."""
    path = written.strip()
    inside = here
    for mark in ("%(here)s", "%%(here)s"):
        path = path.replace(mark, ".")
    if ":" in path:
        package, _, rest = path.partition(":")
        path = f"{package.replace('.', '/')}/{rest}"
    parts: list[str] = [one for one in inside.split("/") if one]
    for one in path.split("/"):
        if one == "..":
            parts = parts[:-1]
        elif one not in ("", "."):
            parts.append(one)
    return "/".join(parts)


def imported_dialects(text: str) -> set[Dialect]:
    """Return the databases whose types a file imports from SQLAlchemy."""
    found: set[Dialect] = set()
    for match in _IMPORTED.finditer(text):
        words = re.findall(r"\w+", " ".join(one or "" for one in match.groups()))
        found.update(NAMES[word] for word in words if word in NAMES)
    return found


def sets_lock_timeout(source: Source) -> bool:
    """Say whether a string in a file, but no docstring or comment, sets a timeout for locks."""
    idle = {
        id(node.value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in idle
        and _TIMEOUT.search(node.value) is not None
        for node in ast.walk(source.tree)
    )
