"""Whether the artifacts that a build delivered are there, and are what was built."""

from collections.abc import Iterable

from deploylint.evidence.weigh import Weighed, proven, together, violated
from deploylint.facts.artifacts import Artifact, Delivery
from deploylint.facts.source import Piece
from deploylint.model.verdict import Finding, Verdict
from deploylint.model.wording import counted, quoted


def judge(found: Weighed[Delivery], least: int) -> Verdict:
    """Return whether each artifact has `least` bytes and the digest that is listed."""
    problems = [finding for piece in found.counted for finding in _problems(piece, least)]
    if problems:
        return violated(found, together(problems), *problems)
    every = [artifact for content in found.contents for artifact in content.artifacts]
    return proven(found, _summary(every))


def _problems(piece: Piece[Delivery], least: int) -> Iterable[Finding]:
    source = piece.source
    artifacts = piece.content.artifacts if piece.content is not None else ()
    if source.run is not None and source.run.exit_code != 0:
        command = quoted(" ".join(source.run.command))
        message = f"was built by {command}, which ended with {source.run.exit_code}"
        yield Finding(f"{source.path} {message}", source.at)
    if not artifacts:
        yield Finding(f"{source.path} lists no artifact", source.at)
    for artifact in artifacts:
        problem = artifact.problem or _size(artifact, least)
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
