"""A bar on the terminal while many plans are judged."""

import os
import sys
import time
from contextlib import suppress
from typing import Any

from deploylint.cli.output import Output

AFTER = 0.5
"""Seconds after which a run is long."""

EVERY = 0.1
"""Seconds between two looks of the bar."""

ERASE = "\r\x1b[2K"
SHOW_CURSOR = "\x1b[?25h"


def progress(total: int, outputs: tuple[Output, ...]) -> "Progress | None":
    """Return a bar, or None where nobody looks at it, or at a terminal on which reports appear."""
    if os.environ.get("TERM") == "dumb" or os.environ.get("CI") or not sys.stderr.isatty():
        return None
    reports = any(output.file is None for output in outputs) and sys.stdout.isatty()
    return None if reports else Progress(total)


class Progress:
    """How far a run is, on standard error; it is erased before anything else is written there."""

    def __init__(self, total: int) -> None:
        """Count up to `total` files."""
        self.total = total
        self.done = 0
        self.next = time.monotonic() + AFTER
        self.bar: Any = None

    def step(self, done: int, failing: int) -> None:
        """Say how many files are done, and how many plans may not go out."""
        if time.monotonic() < self.next:
            return
        self.next = time.monotonic() + EVERY
        # the terminal may be closed meanwhile
        with suppress(OSError):
            if self.bar is None:
                self.bar = _bar(self.total)
            self.bar.update(done - self.done, failing)
        self.done = done

    def erase(self) -> None:
        """Leave an empty line and a cursor, as before."""
        if self.bar is not None:
            # as above
            with suppress(OSError):
                sys.stderr.write(ERASE + SHOW_CURSOR)
                sys.stderr.flush()


def _bar(total: int) -> Any:  # noqa: ANN401  # click does not say what it is
    # only a long run at a terminal shows one
    import click

    return click.progressbar(
        length=total,
        label="judging",
        file=sys.stderr,
        show_eta=False,
        show_percent=False,
        show_pos=True,
        item_show_func=lambda failing: "" if failing is None else f"{failing} failing",
    )
