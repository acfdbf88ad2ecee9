"""The changes of a release that has one before it, and what can be said without one."""

from deploylint.facts.changes import Changes, Commit
from deploylint.facts.release import Release
from deploylint.facts.tags import Tag
from deploylint.model.plan import Plan
from deploylint.model.statements import real
from deploylint.model.verdict import Evidence, Finding, Verdict, unproven
from deploylint.model.wording import counted, quoted


class Compared:
    """The changes of a release that has one before it."""

    def __init__(self, changes: Changes, release: Release, since: Tag) -> None:
        """Take the changes after `since`."""
        self.changes = changes
        self.release = release
        self.since = since

    @property
    def work(self) -> tuple[Commit, ...]:
        """Return the commits that are no merges: what they bring is in other commits."""
        return tuple(commit for commit in self.changes.commits if not commit.is_merge)

    @property
    def commits(self) -> str:
        """Return how many commits there are, in words."""
        number = counted(len(self.work), "commit")
        return number if self.changes.complete else f"more than {number}"

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Return on what a verdict about the changes rests."""
        source = f"{self.commits} since {self.since.name}"
        return (Evidence("git", source, commit=self.release.commit),)


def compared(changes: Changes, plan: Plan) -> Compared | Verdict:
    """Return the changes, or that there is nothing to compare them with."""
    if changes.release is None:
        return unproven("this is no git repository, so what changed cannot be seen")
    if changes.since is None:
        message = (
            f"no earlier version is tagged in the history of {changes.release.short}, so what"
            " changed cannot be told; tag the last release, or fetch its tag (`git fetch --tags`)"
        )
        return unproven(message, Finding(message, plan.where("previous_version")))
    return Compared(changes, changes.release, changes.since)


def untagged(found: Compared, plan: Plan) -> tuple[Finding, ...]:
    """Return a note where the previous version of the plan is not what was compared with."""
    previous, since = plan.previous_version, found.since.name
    if not real(previous) or since.lower().endswith(previous.strip().lower().removeprefix("v")):
        return ()
    message = f"{quoted(previous)} is not tagged, so {since} is taken for the last release"
    return (Finding(message, plan.where("previous_version")),)
