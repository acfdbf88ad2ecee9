"""The event that started the CI run, as the runner wrote it down outside the repository.

GitHub Actions names the file in the variable `GITHUB_EVENT_PATH`; its content is the payload of the
webhook (https://docs.github.com/en/actions/reference/workflows-and-actions/variables).
"""

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from deploylint.errors import UserError
from deploylint.read.files import read_bytes
from deploylint.read.json import parse_json

VARIABLE = "GITHUB_EVENT_PATH"
MAX_BYTES = 4_000_000
"""Bytes that are read of the event."""


class EventFile(NamedTuple):
    """The file that the runner names: its absolute path and its bytes, at most MAX_BYTES."""

    path: str
    data: bytes


def ci_event_file() -> EventFile | None:
    """Return the file of the event; None when no runner names one, or it cannot be read.

    The variable is set by the runner and not by what is under review, so the path may lie outside
    the repository.
    """
    path = os.environ.get(VARIABLE)
    if not path or not os.path.isabs(path):
        return None
    try:
        return EventFile(path, read_bytes(path, MAX_BYTES))
    except UserError:
        return None


def ci_event() -> Mapping[str, Any] | None:
    """Return the event of this CI run; None when there is none, or it is not a JSON object."""
    file = ci_event_file()
    if file is None:
        return None
    try:
        event = parse_json(file.data, file.path)
    except UserError:
        return None
    return event if isinstance(event, dict) else None
