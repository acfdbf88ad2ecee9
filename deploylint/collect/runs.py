"""The record that lies beside an output, and whether the output is still what was recorded."""

import os
from typing import NamedTuple

from deploylint.collect.places import RECORD
from deploylint.errors import UserError
from deploylint.facts.source import RecordedRun
from deploylint.read.files import read_inside

MAX_BYTES = 4_000_000


class RunBeside(NamedTuple):
    """The recorded run that made a file, or why its record cannot be read; None without one."""

    run: RecordedRun | None = None
    problem: str | None = None

    def problem_of(self, path: str, digest: str | None) -> str | None:
        """Return why the file `path`, which now has `digest` (None: is gone), is not what was made.

        The text completes "reports/junit.xml ...".
        """
        if self.run is None:
            return self.problem
        sealed = {one.path: one.digest for one in self.run.outputs}
        if path not in sealed:
            return f"is not among the outputs of the run that is recorded in {self.run.path}"
        if digest == sealed[path]:
            return None
        if digest is None:
            return f"is gone; {self.run.path} says that it was written"
        return (
            f"was changed after the run that is recorded in {self.run.path};"
            " record it anew, or remove that file"
        )


def run_beside(root: str, path: str) -> RunBeside:
    """Return the record that lies beside the output `path`, relative to `root`."""
    record = path + RECORD
    if not os.path.lexists(os.path.join(root, record)):
        return RunBeside()
    # most evidence has no record
    from deploylint.formats.run import read_run

    try:
        return RunBeside(read_run(read_inside(root, record, MAX_BYTES), record))
    except UserError as error:
        return RunBeside(problem=f"has an unreadable record beside it: {record} {error.message}")
