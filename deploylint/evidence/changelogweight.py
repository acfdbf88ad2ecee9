"""What a changelog is worth as evidence."""

from deploylint.evidence.weigh import Trouble, Weighed
from deploylint.facts.changelog import Changelog, Changelogs
from deploylint.model.verdict import Assurance, Cause, Finding

NOUN = "changelog"


def weigh_changelogs(changelogs: Changelogs) -> Weighed[Changelog]:
    """Return which changelogs count: all that can be read.

    They say of which version each section is, so they need no time. Those of the commit are bound.
    """
    troubles = [
        Trouble(Cause.ERROR, Finding(f"{gap.place.pattern} {gap.why}", gap.place.at))
        for gap in changelogs.missing
    ]
    troubles += [
        Trouble(Cause.ERROR, Finding(f"{piece.source.path} {piece.problem}", piece.source.at))
        for piece in changelogs.pieces
        if piece.problem is not None
    ]
    committed = changelogs.release is not None
    return Weighed(
        counted=tuple(piece for piece in changelogs.pieces if piece.problem is None),
        assurance=Assurance.BOUND if committed else Assurance.EVIDENCED,
        troubles=tuple(troubles),
        searched=changelogs.searched,
    )
