"""What is said beside the answer. Whether anybody can hear it decides nothing."""

import sys
from contextlib import suppress


def say(line: str) -> None:
    """Write a line to standard error, if it can be written."""
    with suppress(OSError):
        sys.stderr.write(f"{line}\n")
