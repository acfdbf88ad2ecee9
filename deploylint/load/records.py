"""Shapes of lists and mappings, made of other shapes."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from deploylint.load.shape import JsonSchema, MismatchError, Shape, Text, kind_of
from deploylint.model.location import Spot

SCHEMA_KEY = "$schema"


def at_least(number: int) -> str:
    """Return how many entries are needed, in words."""
    return f"{number} entry" if number == 1 else f"{number} entries"


def nullable(schema: JsonSchema) -> JsonSchema:
    """Return `schema` with an empty value accepted as well."""
    if "anyOf" in schema:
        return schema | {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    if "type" in schema:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return schema | {"type": [*kinds, "null"]}
    return schema


class Many:
    """A list, read as a tuple; with `single`, one bare value counts as a list of one."""

    def __init__(self, shape: Shape, *, minimum: int = 0, single: bool = False) -> None:
        """Describe a list of at least `minimum` values of `shape`."""
        self.shape = shape
        self.minimum = minimum
        self.single = single

    def read(self, value: object, spot: Spot) -> tuple[Any, ...]:
        """Return the values in order."""
        if not isinstance(value, list):
            if self.single:
                return (self.shape.read(value, spot),)
            raise MismatchError(f"expected a list, found {kind_of(value)}", spot.location)
        if len(value) < self.minimum:
            raise MismatchError(f"expected at least {at_least(self.minimum)}", spot.location)
        shape, places = self.shape, spot.places
        return tuple([shape.read(entry, Spot(places, value, i)) for i, entry in enumerate(value)])

    def schema(self) -> JsonSchema:
        """Return an array, or an array beside one value."""
        array: JsonSchema = {"type": "array", "items": self.shape.schema()}
        if self.minimum:
            array["minItems"] = self.minimum
        return {"anyOf": [array, self.shape.schema()]} if self.single else array


class Table:
    """A mapping from free names to values of one shape."""

    def __init__(self, shape: Shape, *, minimum: int = 0) -> None:
        """Describe a mapping with at least `minimum` entries."""
        self.shape = shape
        self.minimum = minimum

    def read(self, value: object, spot: Spot) -> dict[str, Any]:
        """Return the mapping in the order of the file."""
        if not isinstance(value, dict):
            raise MismatchError(f"expected a mapping, found {kind_of(value)}", spot.location)
        if len(value) < self.minimum:
            raise MismatchError(f"expected at least {at_least(self.minimum)}", spot.location)
        return {k: self.shape.read(v, Spot(spot.places, value, k)) for k, v in value.items()}

    def schema(self) -> JsonSchema:
        """Return an object with free property names."""
        schema: JsonSchema = {"type": "object", "additionalProperties": self.shape.schema()}
        if self.minimum:
            schema["minProperties"] = self.minimum
        return schema


class Field(NamedTuple):
    """One key of a record: its shape, what it means, and under which name `build` takes it.

    One that is `filled` may be absent, but not empty.
    """

    shape: Shape
    doc: str
    required: bool = False
    name: str | None = None
    filled: bool = False

    @property
    def optional(self) -> bool:
        """Say whether an empty value counts as an absent key."""
        return not (self.required or self.filled)


class Record:
    """A mapping with known keys; an empty value counts as an absent key where that is optional.

    `build` gets one keyword argument per key that is present, and `at`, the place of the mapping,
    if `placed`.
    """

    def __init__(
        self,
        build: Callable[..., object],
        fields: Mapping[str, Field],
        *,
        placed: bool = True,
        some: tuple[str, ...] = (),
    ) -> None:
        """Describe a mapping that `build` takes; at least one of `some` must be there."""
        self.build = build
        self.fields = dict(fields)
        self.placed = placed
        self.some = some
        self.required = tuple(name for name, field in self.fields.items() if field.required)

    def read(self, value: object, spot: Spot) -> Any:  # noqa: ANN401  # what `build` returns
        """Return what `build` makes of the keys."""
        if not isinstance(value, dict):
            raise MismatchError(f"expected a mapping, found {kind_of(value)}", spot.location)
        found: dict[str, object] = {"at": spot.key} if self.placed else {}
        for key, entry in value.items():
            field = self.fields.get(key)
            if field is None:
                at = spot.places.key(value, key)
                raise MismatchError(f"the key `{key}` is not known here", at)
            if entry is None and field.optional:
                continue
            found[field.name or key] = field.shape.read(entry, Spot(spot.places, value, key))
        for key in self.required:
            if key not in value:
                raise MismatchError(f"the key `{key}` is missing", spot.key)
        if self.some and not any(value.get(key) is not None for key in self.some):
            names = " or ".join(f"`{key}`" for key in self.some)
            raise MismatchError(f"one of {names} is needed", spot.key)
        return self.build(**found)

    def schema(self) -> JsonSchema:
        """Return an object that knows its properties."""
        properties = {
            key: {"description": field.doc}
            | (nullable(field.shape.schema()) if field.optional else field.shape.schema())
            for key, field in self.fields.items()
        }
        schema: JsonSchema = {"type": "object", "properties": properties}
        if self.required:
            schema["required"] = list(self.required)
        if self.some:
            schema["anyOf"] = [
                {"required": [key], "properties": {key: {"not": {"type": "null"}}}}
                for key in self.some
            ]
        schema["additionalProperties"] = False
        return schema


class Whole(Record):
    """A record that is a whole file. It may say where its schema lies, as files in JSON have to."""

    def __init__(self, build: Callable[..., object], fields: Mapping[str, Field]) -> None:
        """Describe a file that `build` takes, without the key that is there for editors."""

        def read(**found: object) -> object:
            found.pop(SCHEMA_KEY, None)
            return build(**found)

        place = Field(Text(), "Where the schema of this file lies, for editors; nothing reads it.")
        super().__init__(read, {**fields, SCHEMA_KEY: place}, placed=False)


class Either:
    """Values of several forms, told apart by what they are in YAML."""

    def __init__(
        self, *, text: Shape | None = None, mapping: Shape | None = None, many: Shape | None = None
    ) -> None:
        """Name the shape for each form that is accepted."""
        self.text = text
        self.mapping = mapping
        self.many = many

    def read(self, value: object, spot: Spot) -> Any:  # noqa: ANN401  # what the form returns
        """Read with the shape of the form at hand."""
        form = {dict: self.mapping, list: self.many}.get(type(value), self.text)  # type: ignore[call-overload]  # a default for all other types
        if form is None:
            forms = {"text": self.text, "a mapping": self.mapping, "a list": self.many}
            names = " or ".join(name for name, shape in forms.items() if shape)
            raise MismatchError(f"expected {names}, found {kind_of(value)}", spot.location)
        return form.read(value, spot)

    def schema(self) -> JsonSchema:
        """Return the accepted forms side by side."""
        forms = [form.schema() for form in (self.text, self.mapping, self.many) if form]
        return {"anyOf": forms}
