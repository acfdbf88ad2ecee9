"""The column types of Django's fields.

`data_types` of https://github.com/django/django/tree/stable/5.2.x/django/db/backends; where the
database is not known, types are written as for PostgreSQL, and all as SQL is read here.
"""

import ast
from collections.abc import Mapping

from deploylint.migrations.django.calls import Call, call_of

ARRAY = "ArrayField"
GENERATED = "GeneratedField"

TYPES: Mapping[str, str] = {
    "AutoField": "integer",
    "BigAutoField": "bigint",
    "SmallAutoField": "smallint",
    "BinaryField": "bytea",
    "BooleanField": "boolean",
    "NullBooleanField": "boolean",
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "DurationField": "interval",
    "FloatField": "double precision",
    "IntegerField": "integer",
    "BigIntegerField": "bigint",
    "IPAddressField": "inet",
    "GenericIPAddressField": "inet",
    "JSONField": "jsonb",
    "PositiveBigIntegerField": "bigint",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "smallint",
    "SmallIntegerField": "smallint",
    "TextField": "text",
    "TimeField": "time",
    "UUIDField": "uuid",
    "HStoreField": "hstore",
    "CICharField": "citext",
    "CIEmailField": "citext",
    "CITextField": "citext",
    "SearchVectorField": "tsvector",
    "IntegerRangeField": "int4range",
    "BigIntegerRangeField": "int8range",
    "DecimalRangeField": "numrange",
    "DateTimeRangeField": "tstzrange",
    "DateRangeField": "daterange",
}

LENGTHS: Mapping[str, int | None] = {
    "CharField": None,
    "CommaSeparatedIntegerField": None,
    "EmailField": 254,
    "FileField": 100,
    "FilePathField": 100,
    "ImageField": 100,
    "SlugField": 50,
    "URLField": 200,
}
"""Fields that are `varchar`, with the length that they have when none is given."""

IDENTITY = frozenset(("AutoField", "BigAutoField", "SmallAutoField"))
POSITIVE = frozenset(
    ("PositiveBigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField")
)
UNIQUE_RELATIONS = frozenset(("OneToOneField", "AutoOneToOneField"))
TO_ONE = UNIQUE_RELATIONS | frozenset(
    (
        *("ForeignKey", "TreeForeignKey", "TreeOneToOneField", "ParentalKey", "ChainedForeignKey"),
        *("GroupedForeignKey", "FilerFileField", "FilerImageField"),
    ),
)
"""Foreign keys: Django's and those of django-mptt, modelcluster, smart-selects, django-filer."""

TO_MANY = frozenset(
    ("ManyToManyField", "TreeManyToManyField", "ParentalManyToManyField", "ChainedManyToManyField")
)
NO_COLUMN = frozenset(
    ("GenericForeignKey", "GenericRelation", "CompositePrimaryKey", "TaggableManager")
)
SPATIAL = frozenset(
    (
        *("GeometryField", "PointField", "LineStringField", "PolygonField", "MultiPointField"),
        *("MultiLineStringField", "MultiPolygonField", "GeometryCollectionField", "RasterField"),
    ),
)
NOT_EMPTY = (
    frozenset(TYPES)
    - frozenset(("BinaryField", "TextField", "CICharField", "CIEmailField", "CITextField"))
    - frozenset(("SearchVectorField",))
) | frozenset(("DecimalField", ARRAY, *TO_ONE))
"""Fields that do not take an empty string where `blank=True` is given and no default."""

VOLATILE = ("random", "uuid", "clock_timestamp", "nextval")
"""Parts of names of functions that give another value for each row."""


def column_type(call: Call) -> str | None:
    """Return the type of a field's column, None when it is not known."""
    if call.name in LENGTHS:
        return _varchar(call)
    if call.name == "DecimalField":
        digits, places = call.value("max_digits"), call.value("decimal_places")
        known = isinstance(digits, int) and isinstance(places, int)
        return f"numeric({digits},{places})" if known else None
    if call.name == ARRAY:
        return _array(call)
    if call.name == GENERATED:
        inner = _inner(call, "output_field")
        return None if inner is None else column_type(inner)
    return TYPES.get(call.name)


def _varchar(call: Call) -> str | None:
    length = call.value("max_length", LENGTHS[call.name])
    if length is None:
        return "varchar"
    return f"varchar({length})" if isinstance(length, int) else None


def _array(call: Call) -> str | None:
    inner, size = _inner(call, "base_field"), call.value("size")
    base = None if inner is None else column_type(inner)
    known = base is not None and (size is None or isinstance(size, int))
    return f"{base}[{'' if size is None else size}]" if known else None


def _inner(call: Call, name: str) -> Call | None:
    node = (call.given or {}).get(name)
    inner = call_of(call.source, node, {ARRAY: ("base_field", "size")})
    return inner if inner is not None and _deep(inner.node) else None


def _deep(node: ast.Call, most: int = 200) -> bool:
    """Say whether an expression is small enough to be followed."""
    return all(count <= most for count, _ in enumerate(ast.walk(node)))
