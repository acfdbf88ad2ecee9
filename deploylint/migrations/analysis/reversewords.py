"""How things, and what became of them, are put into words."""

from collections.abc import Sequence

from deploylint.facts.operations import Does, Operation
from deploylint.migrations.analysis.things import Kind, Thing
from deploylint.model.wording import listed

ASPECT_WORDS = {
    Kind.NULLABILITY: "whether {} may be null",
    Kind.DEFAULT: "the default of {}",
    Kind.COLUMN_TYPE: "the type of {}",
}


def called(thing: Thing) -> str:
    """Return what people call a thing: `column email of users`."""
    table = thing.owner.partition("\0")[0]
    if thing.kind in ASPECT_WORDS:
        return ASPECT_WORDS[thing.kind].format(f"column {thing.name} of {table}")
    if thing.kind is Kind.COLUMN:
        return f"column {thing.name} of {table}"
    if thing.kind is Kind.CONSTRAINT:
        name = "a foreign key" if "\0" in thing.name else f"constraint {thing.name}"
        return f"{name} on {table}"
    if thing.kind is Kind.ENUM_VALUE:
        return f"value {thing.name} of type {thing.object}"
    if thing.kind is Kind.OBJECT:
        return f"{thing.object} {thing.name}" + (f" on {table}" if table else "")
    return f"{thing.kind.value} {thing.name}"


def all_called(things: Sequence[Thing]) -> str:
    """Return several things in a list; of many, the first ones and how many more there are."""
    return listed(list(dict.fromkeys(called(thing) for thing in things)))


def done(operation: Operation) -> str:
    """Return what an operation does, in a few words: `adds column email of users`."""
    what = IRREGULAR.get(operation.does)
    if what is None:
        first, _, rest = operation.does.value.partition(" ")
        rest = operation.object or rest
        what = f"{first}s {rest}".rstrip()
    elif operation.object is not None:
        what = f"{what} {operation.object}"
    words = [what]
    name, table = operation.name, operation.table
    if operation.does in ABOUT_TABLES or name is None:
        words += [table] if table else []
    else:
        words += [name, "of", table] if table else [name]
    return " ".join(words)


IRREGULAR = {
    Does.CHANGE_TYPE: "changes the type of",
    Does.SET_NOT_NULL: "demands NOT NULL of",
    Does.DROP_NOT_NULL: "drops NOT NULL of",
    Does.SET_DEFAULT: "sets the default of",
    Does.DROP_DEFAULT: "drops the default of",
    Does.ADD_ENUM_VALUE: "adds a value to",
    Does.RENAME_ENUM_VALUE: "renames a value of",
    Does.DROP_ENUM_VALUE: "drops a value of",
    Does.REPLACE_OBJECT: "replaces",
    Does.ATTACH_PARTITION: "attaches partition",
    Does.DETACH_PARTITION: "detaches partition",
    Does.INSERT: "inserts into",
    Does.DELETE: "deletes from",
}

ABOUT_TABLES = frozenset(
    (
        Does.CREATE_TABLE,
        Does.DROP_TABLE,
        Does.RENAME_TABLE,
        Does.TRUNCATE,
        Does.INSERT,
        Does.UPDATE,
        Does.DELETE,
    ),
)
"""What is done to a table as a whole."""
