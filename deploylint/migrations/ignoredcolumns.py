"""Which columns the models of Rails ignore.

Rails asks the database for the columns of a table when it starts, and names all of them in each
INSERT, whether or not code does. So a column may go only after a release that ignores it:
https://api.rubyonrails.org/classes/ActiveRecord/ModelSchema/ClassMethods.html, and `ignore_column`
of https://docs.gitlab.com/development/database/avoiding_downtime_in_migrations/. A list that is
put together in another way is not found.
"""

import re
from collections.abc import Iterator

from deploylint.migrations.spellings import mentioned, of_table

PROBE = b"ignore"
"""What every file that ignores a column holds."""

LONGEST = 200
"""Lines of one list."""

_CALL = re.compile(
    r"[ \t]*(?:self\.ignored_columns[ \t]*(?:\+|\|\|)?=(?!=)|ignore_columns?\b(?!:))"
)
_CONDITION = re.compile(r"[\])}'\"\w][ \t]+(?:if|unless)\b")
_LIST = re.compile(r"%[wi][\[({<|]([^\])}>|]*)[\])}>|]")
_NAME = re.compile(r":([A-Za-z_]\w*)|'([^'\n]*)'|\"([^\"\n]*)\"")
_COMMENT = re.compile(r"(?:^|[ \t])#[^\n]*")
_TABLE = re.compile(r"^[ \t]*self\.table_name[ \t]*=[ \t]*[:'\"]([\w.]+)", re.MULTILINE)


def ignores(path: str, text: str, table: str, column: str) -> int | None:
    """Return the line on which the model of a table ignores a column, None if it does not.

    A model belongs to the table that it names; one that names none, to the table of its file.
    """
    named = _TABLE.findall(text)
    if table not in named if named else not _is_of(path, table):
        return None
    return next((line for line, names in _lists(text) if column in names), None)


def _is_of(path: str, table: str) -> bool:
    """Say whether `app/models/admin/user.rb` is the model of `users` or `admin_users`."""
    parts = path.removesuffix(".rb").split("/")
    models = max((at for at, part in enumerate(parts) if part == "models"), default=len(parts) - 2)
    inner = parts[models + 1 :]
    names = {"_".join(inner[start:]) for start in range(len(inner))}
    return any(_is_singular(name, table) for name in names)


def _is_singular(name: str, table: str) -> bool:
    if name.count("_") != table.count("_") or len(name) > len(table):
        return False
    text = name.encode()
    return mentioned(text, text, of_table(table, prefixed=False)) is not None


def _lists(text: str) -> Iterator[tuple[int, frozenset[str]]]:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not _CALL.match(line):
            continue
        statement = _statement(lines, number)
        if not _CONDITION.search(statement):
            yield number + 1, frozenset(_names(statement))


def _statement(lines: list[str], start: int) -> str:
    """Return the lines from `start` until the brackets are closed, without comments."""
    found: list[str] = []
    depth = 0
    for line in lines[start : start + LONGEST]:
        code = _COMMENT.sub("", line).rstrip()
        depth += sum(map(code.count, "[({")) - sum(map(code.count, "])}"))
        found.append(code)
        if depth <= 0 and not code.endswith((",", "\\", "=", "+")):
            break
    return "\n".join(found)


def _names(statement: str) -> Iterator[str]:
    for inner in _LIST.findall(statement):
        yield from inner.split()
    for groups in _NAME.findall(statement):
        yield from filter(None, groups)
