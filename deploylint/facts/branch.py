"""The fact that says how the release stands to the main branch."""

from enum import StrEnum
from typing import NamedTuple

from deploylint.facts.release import Release
from deploylint.model.verdict import Assurance, Evidence, Finding


class Known(StrEnum):
    """How the tip of the main branch is known, best first."""

    EVENT = "the CI run"
    FETCH = "the last fetch"
    LOCAL = "the local branch"


class Base(NamedTuple):
    """The branch that releases are made from.

    `tip` is a full commit id, which this clone may lack; `named_by` says what chose the branch.
    """

    name: str
    tip: str
    known: Known
    named_by: str

    @property
    def text(self) -> str:
        """Return the branch and its tip as people write them: `main at 3f9c1e2`."""
        return f"{self.name} at {self.tip[:7]}"

    @property
    def assurance(self) -> Assurance:
        """Return what a verdict about this tip rests on: only the server knows the newest one."""
        return Assurance.BOUND if self.known is Known.EVENT else Assurance.EVIDENCED

    @property
    def notes(self) -> tuple[Finding, ...]:
        """Return what has to be said about where the tip comes from."""
        caveats = {
            Known.EVENT: (),
            Known.FETCH: (f"{self.name} is known as of the last fetch",),
            Known.LOCAL: (f"{self.name} is known from this clone alone, not from a remote",),
        }
        return tuple(Finding(caveat) for caveat in caveats[self.known])

    @property
    def evidence(self) -> Evidence:
        """Return the tip as evidence."""
        return Evidence("git", self.text, commit=self.tip)


class Branch(NamedTuple):
    """How the commit that is judged stands to the tip of the main branch.

    `commit` is the commit of the release; where CI has checked out its own merge of a pull request,
    it is the head of that request, because the merge contains the main branch by itself.
    `contained` is None when the history ends too early to tell. `behind` and `ahead` are commits
    that only the one and only the other has, None when they cannot be counted.
    """

    base: Base
    release: Release
    commit: str
    contained: bool | None
    behind: int | None = None
    ahead: int | None = None

    @property
    def subject(self) -> str:
        """Return what is judged, in words."""
        return subject(self.commit, self.release)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Return both commits as evidence."""
        return (self.base.evidence, evidence_of(self.commit, self.release))


def subject(commit: str, release: Release) -> str:
    """Return what `commit` is, in words: the release, or the head of its pull request."""
    return "the release" if commit == release.commit else f"the pull request at {commit[:7]}"


def evidence_of(commit: str, release: Release) -> Evidence:
    """Return the commit that is judged as evidence."""
    what = "release" if commit == release.commit else "pull request"
    return Evidence("git", f"{what} at {commit[:7]}", commit=commit)
