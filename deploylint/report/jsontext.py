"""Text of JSON: every document for machines is written here, and every line of one."""

from deploylint import __version__
from deploylint.report.escape import encodable, in_json
from deploylint.report.schemaline import in_json_object

Object = dict[str, object]
"""An object of JSON; every key is there, what is absent is None."""


def json_text(value: object, indent: int | None = None) -> str:
    """Return JSON that no terminal or CI runner obeys; without `indent` it is one line."""
    # a run with text output does not pay for it
    from json import dumps

    return in_json(encodable(dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)))


def document(body: Object, schema: str | None) -> str:
    """Return a document of ours: the version of its format and what wrote it, then `body`.

    `schema` is where the schema of a file lies.
    """
    head = {"schema_version": 1, "tool": {"name": "deploylint", "version": __version__}}
    return f"{in_json_object(json_text(head | body, indent=2), schema)}\n"
