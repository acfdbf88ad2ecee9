"""The build artifacts are there, are not empty, and are the files that were built.

## Why
A deployment that starts without its artifacts stops half-way; one with artifacts that were built
from something else, or changed afterwards, ships what nobody tested.

## How to fix
Build again on the commit that is released, and seal what the build wrote:
`deploylint record --kind artifacts --out dist/app.whl -- python -m build`, or
`sha256sum *.whl > SHA256SUMS` in the folder of the artifacts as the last step of the recorded
build. Name them under `evidence: {artifacts: [dist/SHA256SUMS]}`; a checksum file stands for every
file that it lists.
"""

from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.weigh import nothing, weigh
from deploylint.facts.artifacts import BuildArtifacts
from deploylint.facts.clock import Clock
from deploylint.model.verdict import Verdict


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    min_bytes: Annotated[int, "How many bytes each artifact has at least.", "higher"] = 1
    max_age: Annotated[timedelta, "How old a build may be.", "lower"] = timedelta(days=7)


def check(artifacts: BuildArtifacts, clock: Clock, params: Params) -> Verdict:
    """Fail on each artifact that is missing, too small, or not the one that was listed."""
    found = weigh(artifacts, clock, params.max_age)
    if not found.counted:
        return nothing(found, "build artifact")
    # most runs find no artifact
    from deploylint.evidence.delivered import judge

    return judge(found, max(params.min_bytes, 1))
