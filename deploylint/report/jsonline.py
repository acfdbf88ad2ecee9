"""A value as JSON on one line, for reports with many small objects."""

from collections.abc import Mapping

from deploylint.report.escape import encodable, in_json


def json_line(value: Mapping[str, object]) -> str:
    """Return JSON without a line break that no terminal or CI runner obeys."""
    # a run with text output does not pay for it
    from json import dumps

    return in_json(encodable(dumps(value, ensure_ascii=False, allow_nan=False)))
