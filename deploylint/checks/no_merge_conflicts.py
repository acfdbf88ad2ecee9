"""The release merges cleanly, and no conflict was committed.

## Why
A conflict is resolved by a person, and what comes out of it was never tested. A conflict marker
that was committed breaks the file it stands in.

## How to fix
Merge the main branch into the release branch, resolve what conflicts, remove the lines with
`<<<<<<<`, `=======` and `>>>>>>>`, and test again.
"""

from typing import Annotated, NamedTuple

from deploylint.facts.merging import Merging
from deploylint.model.verdict import Verdict


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    examples: Annotated[
        tuple[str, ...],
        "Files and folders (ending in `/`) whose conflict markers are examples, such as `docs/`.",
    ] = ()


def check(merging: Merging, params: Params) -> Verdict:
    """Fail on files that conflict, on committed conflict markers, and on an unfinished merge."""
    # without a repository it is not called
    from deploylint.evidence.conflicts import judge

    return judge(merging, params.examples)
