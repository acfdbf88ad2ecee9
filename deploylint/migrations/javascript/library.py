"""What the language itself and harmless libraries do: nothing to a database.

The methods of arrays and strings are those of
https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects.
"""

from deploylint.migrations.javascript.tree import Piece, Span, Text
from deploylint.migrations.javascript.values import Call, List, Map, Unknown, Value

HARMLESS = frozenset(
    (
        *("console", "Math", "JSON", "Object", "Array", "Number", "String", "Boolean", "Date"),
        *("Symbol", "BigInt", "RegExp", "Error", "Set", "Map", "WeakMap", "Promise", "Reflect"),
        *("parseInt", "parseFloat", "isNaN", "isFinite", "encodeURIComponent", "URL", "Intl"),
        *("process", "path", "crypto", "Buffer", "require", "fs", "os", "util", "performance"),
        *("log", "logger", "Logger", "winston", "debug", "chalk", "uuid", "uuidv4", "v4", "v7"),
        *("nanoid", "randomUUID", "randomBytes", "createHash", "readFileSync", "readFile", "join"),
        *("resolve", "_", "lodash", "chunk", "setTimeout", "sleep", "delay", "assert", "semver"),
        *("Sequelize", "DataTypes", "DataType", "Op", "literal", "fn", "col", "structuredClone"),
        *("TypeError", "RangeError", "dayjs", "moment", "slugify", "bcrypt", "argon2", "import"),
        *("Table", "TableColumn", "TableIndex", "TableForeignKey", "TableUnique", "TableCheck"),
    ),
)
"""Names of things whose calls leave the database alone."""

GOES_THROUGH = frozenset(("forEach", "map", "flatMap"))
LOOKS_AT = frozenset(("filter", "some", "every", "find", "findIndex", "reduce", "sort", "findLast"))
CHANGES = frozenset(("push", "pop", "shift", "unshift", "splice", "reverse", "sort", "fill"))
SAME_TEXT = frozenset(("trim", "trimEnd", "trimStart", "toString", "valueOf"))


def is_harmless(path: tuple[str, ...]) -> bool:
    """Say whether a call of what these names lead to leaves the database alone."""
    return not path or path[0] in HARMLESS


def text_at(text: str, span: Span) -> Text:
    """Return a text that is not written letter by letter where it is used."""
    return Text(text, span, (Piece(0, span[0], exact=False),))


def text_method(text: Text, call: Call) -> Value:
    """Return what a method of a string gives."""
    return text if call.name in SAME_TEXT else Unknown()


def of_object(name: str, call: Call) -> Value:
    """Return what `Object.entries`, `keys`, `values`, `freeze` give."""
    value = call.argument(0)
    if name == "freeze" and value is not None:
        return value
    if not isinstance(value, Map) or not value.complete:
        return Unknown()
    keys = [text_at(key, value.span) for key in value.entries]
    values = list(value.entries.values())
    if name == "entries":
        return List([List([key, one]) for key, one in zip(keys, values, strict=True)])
    return {"keys": List(keys), "values": List(values)}.get(name, Unknown())
