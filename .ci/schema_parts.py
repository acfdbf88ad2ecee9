"""What the schemas of reports are built from.

Every key is always there; what is absent is null. Parts that they share with the report of `check`
are taken from its schema, which is written by hand.
"""

import json
from pathlib import Path

from editor_schemas import Schema

from deploylint.model.policy import Severity
from deploylint.model.verdict import Cause, Status

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REPORT = Path(__file__).resolve().parents[1] / "deploylint" / "schemas" / "report.json"

TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
SECONDS: Schema = {"type": "number", "minimum": 0}
LINE: Schema = {"type": "integer", "minimum": 1}
STATUS: Schema = {"enum": list(Status)}
CAUSE: Schema = {"enum": list(Cause)}
SEVERITY: Schema = {"enum": [one.label for one in reversed(Severity)]}


def ref(name: str) -> Schema:
    """Return what stands under that name in `$defs`."""
    return {"$ref": f"#/$defs/{name}"}


def or_null(schema: Schema) -> Schema:
    """Return a schema that takes null as well."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    return schema | {"type": [schema["type"], "null"]}


def many(schema: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def closed(said: str, **keys: tuple[str, Schema]) -> Schema:
    """Return the schema of an object that has all of these keys and no others."""
    properties = {key: {"description": text} | schema for key, (text, schema) in keys.items()}
    return {
        "description": said,
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def trouble(said: str) -> Schema:
    """Return the schema of what kept something from being judged, as in the report of `check`."""
    error = json.loads(REPORT.read_text("utf-8"))["$defs"]["error"]
    properties = {key: schema for key, schema in error["properties"].items() if key != "plan"}
    return error | {
        "description": said,
        "required": list(properties),
        "properties": properties,
    }


def whole(name: str, body: Schema, own: dict[str, Schema]) -> Schema:
    """Return the schema of a document, with those parts of a report that it refers to."""
    report = json.loads(REPORT.read_text("utf-8"))
    keys = report["properties"]
    head = {key: keys[key] for key in ("$schema", "schema_version", "tool")}
    known = report["$defs"] | {"place": PLACE} | own
    body = body | {
        "required": [*(key for key in head if key != "$schema"), *body["required"]],
        "properties": head | body["properties"],
    }
    used: dict[str, Schema] = {}
    _take(body, known, used)
    found = {"$schema": DIALECT, "title": f"deploylint {name.replace('-', ' ')}"} | body
    return found | {"$defs": {key: known[key] for key in known if key in used}}


def _take(value: object, known: dict[str, Schema], used: dict[str, Schema]) -> None:
    if isinstance(value, list):
        for one in value:
            _take(one, known, used)
    elif isinstance(value, dict):
        name = str(value.get("$ref", "")).removeprefix("#/$defs/")
        if name in known and name not in used:
            used[name] = known[name]
            _take(known[name], known, used)
        for one in value.values():
            _take(one, known, used)


PLACE = closed(
    "A place in a file.",
    file=("The file.", TEXT),
    line=("The line, counted from 1.", LINE),
    column=("The column, counted from 1.", LINE),
)
