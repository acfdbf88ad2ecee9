"""The schema of a record, which `deploylint record` writes and `formats/run.py` reads."""

from editor_schemas import Schema, form_of
from schema_parts import DIALECT

from deploylint.formats.run import VERSION
from deploylint.load.evidence import MEANINGS
from deploylint.model.evidence import Kind

ID = r"^[0-9a-f]{40}(?:[0-9a-f]{24})?$"
BY_NAME: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
LATER = ("options", "leftovers")
"""What records of earlier programs lack."""


def record() -> Schema:
    """Return the schema. Keys that are not known are passed over, as by the reader."""
    properties = _properties()
    needed = [key for key in properties if key not in ("$schema", *LATER)]
    bound = {"properties": {"commit": {"type": "string"}}}
    return {
        "$schema": DIALECT,
        "title": "deploylint record",
        "description": "What `deploylint record` writes beside the outputs of a command.",
        "type": "object",
        "required": needed,
        "properties": properties,
        "if": bound,
        "then": {"properties": {"dirty": {"type": "boolean"}}},
        "$defs": {"instant": form_of("instant"), "sealed": _sealed()},
    }


def _properties() -> dict[str, Schema]:
    instant: Schema = {"$ref": "#/$defs/instant"}
    object_id: Schema = {"type": ["string", "null"], "pattern": ID}
    sealed: Schema = {"type": "array", "items": {"$ref": "#/$defs/sealed"}}
    found: dict[str, tuple[str, Schema]] = {
        "$schema": ("Where this schema lies, for editors.", {"type": "string"}),
        "deploylint_record": ("The version of this format.", {"const": VERSION}),
        "kind": ("What the outputs are evidence of.", _kinds()),
        "name": ("What the run is called, to tell several of one kind apart.", {"type": "string"}),
        "command": ("The program and its arguments, secrets masked.", _command()),
        "exit_code": ("How it ended; 0 is success, 128+N signal N.", {"type": "integer"}),
        "started_at": ("When it started: ISO 8601 with offset.", instant),
        "ended_at": ("When it ended: ISO 8601 with offset.", instant),
        "commit": ("The commit it ran on; null outside of a repository.", object_id),
        "tree": ("The tree of that commit; null outside of a repository.", object_id),
        "dirty": (
            "Whether files differed from the commit; such a run counts for no release.",
            {"type": ["boolean", "null"]},
        ),
        "outputs": ("What it wrote; without a digest where it did not.", sealed),
        "lockfiles": ("The lockfiles that it ran with.", sealed),
        "versions": ("The versions of this program and of what it runs on.", BY_NAME),
        "ci": ("The address of the CI run; null elsewhere.", {"type": ["string", "null"]}),
        "options": ("Variables from which tools take options, as they were set.", BY_NAME),
        "leftovers": ("What it left behind besides its outputs.", sealed),
    }
    return {key: {"description": said} | schema for key, (said, schema) in found.items()}


def _kinds() -> Schema:
    return {"enum": list(Kind), "enumDescriptions": [MEANINGS[kind] for kind in Kind]}


def _command() -> Schema:
    text: Schema = {"type": "string"}
    return {"type": "array", "items": text, "contains": text | {"minLength": 1}}


def _sealed() -> Schema:
    said = {
        "path": ("The file, relative to the root of the repository.", {"type": "string"}),
        "digest": (
            "Its digest, such as sha256:...; null when it was not there or could not be read.",
            {"type": ["string", "null"]},
        ),
    }
    properties = {key: {"description": text} | schema for key, (text, schema) in said.items()}
    return {"type": "object", "required": list(properties), "properties": properties}
