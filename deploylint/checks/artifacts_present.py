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

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.weigh import nothing, proven, together, violated, weigh
from deploylint.facts.artifacts import Artifact, BuildArtifacts, Delivery
from deploylint.facts.clock import Clock
from deploylint.facts.source import Piece
from deploylint.model.verdict import Finding, Verdict
from deploylint.model.wording import counted, quoted


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    min_bytes: Annotated[int, "How many bytes each artifact has at least.", "higher"] = 1
    max_age: Annotated[timedelta, "How old a build may be.", "lower"] = timedelta(days=7)


def check(artifacts: BuildArtifacts, clock: Clock, params: Params) -> Verdict:
    """Fail on each artifact that is missing, too small, or not the one that was listed."""
    found = weigh(artifacts, clock, params.max_age)
    if not found.counted:
        return nothing(found, "build artifact")
    problems = [finding for piece in found.counted for finding in _problems(piece, params)]
    if problems:
        return violated(found, together(problems), *problems)
    every = [artifact for content in found.contents for artifact in content.artifacts]
    return proven(found, _summary(every))


def _problems(piece: Piece[Delivery], params: Params) -> Iterable[Finding]:
    source = piece.source
    artifacts = piece.content.artifacts if piece.content is not None else ()
    if source.run is not None and source.run.exit_code != 0:
        command = quoted(" ".join(source.run.command))
        message = f"was built by {command}, which ended with {source.run.exit_code}"
        yield Finding(f"{source.path} {message}", source.at)
    if not artifacts:
        yield Finding(f"{source.path} lists no artifact", source.at)
    for artifact in artifacts:
        problem = artifact.problem or _size(artifact, max(params.min_bytes, 1))
        if problem is not None:
            yield Finding(f"{quoted(artifact.path)} {problem}", artifact.at)


def _size(artifact: Artifact, least: int) -> str | None:
    if artifact.size is not None and artifact.size >= least:
        return None
    if not artifact.size:
        return "is empty"
    size = counted(artifact.size, "byte")
    return f"has {size}; the policy demands {least} at least"


def _summary(artifacts: list[Artifact]) -> str:
    sizes = {artifact.path: artifact.size or 0 for artifact in artifacts}
    checked = {artifact.path for artifact in artifacts if artifact.checked}
    there = f"{counted(len(sizes), 'artifact')} with {counted(sum(sizes.values()), 'byte')}"
    if len(checked) == len(sizes):
        return f"{there}, each with the digest that is listed"
    listed = f"; {len(checked)} with the digest that is listed" if checked else ""
    return f"{there}, as recorded{listed}"
