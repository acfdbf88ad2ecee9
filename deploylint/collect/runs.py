"""The record that lies beside an output, and whether the output is still what was recorded."""

import os
from typing import NamedTuple

from deploylint.collect.places import RECORD
from deploylint.errors import UserError
from deploylint.facts.source import RecordedRun
from deploylint.model.evidence import Kind
from deploylint.read.files import read_inside

MAX_BYTES = 4_000_000

ALSO = {
    Kind.COVERAGE: (Kind.TESTS,),
    Kind.ARTIFACTS: (Kind.BUILD,),
    Kind.BUILD_LOG: (Kind.BUILD,),
    Kind.BUDGETS: (Kind.BUILD,),
}
"""Kinds of runs that write evidence of another kind as well."""


class RunBeside(NamedTuple):
    """The recorded run that made a file, and why it cannot be believed; None without one."""

    run: RecordedRun | None = None
    problem: str | None = None

    def speaks_of(self, kind: Kind) -> bool:
        """Say whether an output of the run may be evidence of that kind."""
        return self.run is None or self.run.kind in (kind, *ALSO.get(kind, ()))

    def for_kind(self, kind: Kind) -> "RunBeside":
        """Return the record as it speaks of `kind`: one of another kind proves nothing of it."""
        if self.run is None or self.speaks_of(kind):
            return self
        was = f"was recorded as `{self.run.kind}`, not as `{kind}`"
        return self._replace(problem=f"{was}: name it under that kind, or record it as this one")

    def problem_of(self, path: str, digest: str | None) -> str | None:
        """Return why the file `path`, which now has `digest` (None: is gone), is not what was made.

        The text completes "reports/junit.xml ...".
        """
        if self.run is None or self.problem is not None:
            return self.problem
        sealed = {one.path: one.digest for one in self.run.outputs}
        # what CI carries from job to job may lie in another folder; its digest says what it is
        moved = [one for one in sealed if os.path.basename(one) == os.path.basename(path)]
        if path not in sealed and not moved:
            return f"is not among the outputs of the run that is recorded in {self.run.path}"
        if digest in (sealed.get(path, ""), *(sealed[one] for one in moved if digest)):
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
