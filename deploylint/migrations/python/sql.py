"""SQL in strings of Python source, read with its true places."""

from deploylint.facts.operations import Dialect
from deploylint.migrations.python.asttext import Places, Text
from deploylint.migrations.sql.recognise import Recognised, read_sql
from deploylint.migrations.sql.tokens import SqlText


def read_text(text: Text, path: str, dialect: Dialect | None) -> Recognised:
    """Return what the SQL in a string does.

    Places are those of the characters in the file, also where the string is put together from
    several literals, has escapes or is dedented; what is computed stands where it is put in.
    """
    found = read_sql(SqlText(text=str(text), path=path), dialect)
    places = Places(text)
    return found._replace(
        operations=tuple(one._replace(at=places.moved(one.at)) for one in found.operations),
        problems=tuple(
            one if one.at is None else one._replace(at=places.moved(one.at))
            for one in found.problems
        ),
    )
