"""The first line of a file that is written, which leads editors to its schema.

YAML: https://github.com/redhat-developer/yaml-language-server#using-inlined-schema. JSON: the key
that https://code.visualstudio.com/docs/languages/json describes, read by other editors too.
"""

from deploylint.report.escape import printable


def in_yaml_comment(schema: str | None) -> str:
    """Return the line for one YAML document; each document of a file needs its own."""
    return "" if schema is None else f"# yaml-language-server: $schema={printable(schema)}\n"


def in_json_object(text: str, schema: str | None) -> str:
    """Return the JSON text of an object, or its beginning, with the key in its first line."""
    # a run with text output does not pay for it
    from json import dumps

    return text if schema is None else f'{{"$schema": {dumps(schema)},{text.removeprefix("{")}'
