"""The changes of a release that has one before it, and what can be said without one."""

from deploylint.facts.changes import Changes, Commit, Standing
from deploylint.facts.release import Release
from deploylint.facts.tags import Tag
from deploylint.model.plan import ChangeType, Plan
from deploylint.model.semver import SemVer, parse
from deploylint.model.statements import real
from deploylint.model.verdict import (
    Evidence,
    Finding,
    Verdict,
    failed,
    not_applicable,
    unproven,
)
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
    named = changes.named
    if named is not None and named.standing is Standing.AFTER:
        return _contained(named.tag, changes.release, plan)
    if changes.since is None:
        skipped = "".join(f"; {_is_this_commit(name)}" for name in others_here(changes, plan)[:1])
        message = (
            f"no earlier version is tagged in the history of {changes.release.short}{skipped}, so"
            " what changed cannot be told; tag the last release, or fetch its tag"
            " (`git fetch --tags`)"
        )
        return unproven(message, Finding(message, plan.where("previous_version")))
    return Compared(changes, changes.release, changes.since)


def _contained(tag: Tag, release: Release, plan: Plan) -> Verdict:
    """Return that the version before contains the release, as it does in a rollback alone."""
    if plan.type is ChangeType.ROLLBACK:
        return not_applicable(f"nothing is new: {tag.name} contains all of {release.short}")
    message = contains_release(tag, release)
    return failed(message, Finding(message, plan.where("previous_version")))


def contains_release(tag: Tag, release: Release) -> str:
    """Return that a previous version came after the release."""
    return (
        f"{tag.name} contains the release ({release.short}), so it is not the version before;"
        " correct `previous_version`, or plan a newer commit"
    )


def others_here(changes: Changes, plan: Plan) -> tuple[str, ...]:
    """Return the names of other versions that are tagged at the very commit of the release.

    That a release is made of the commit of its own candidate is what candidates are for.
    """
    if changes.release is None:
        return ()
    own = _parsed(plan.version)
    here = [one for one in changes.versions if one.tag.commit == changes.release.commit]
    names = [one.tag.name for one in here if not _is_own(one.version, own)]
    named = changes.named
    if named is not None and named.standing is Standing.SAME and named.tag.name not in names:
        version = next((one.version for one in here if one.tag == named.tag), None)
        names += [named.tag.name] if version is None else []
    return tuple(names)


def _is_own(version: SemVer, own: SemVer | None) -> bool:
    """Say whether a version is the plan's own, or a candidate of it."""
    if own is None:
        return False
    return version.precedence == own.precedence or (
        version[:3] == own[:3] and bool(version.prerelease)
    )


def remarks(found: Compared, plan: Plan) -> tuple[Finding, ...]:
    """Return notes where tags that may be meant are not what was compared with."""
    taken = f"so {found.since.name} is taken for the last release"
    here = others_here(found.changes, plan)
    notes = [Finding(f"{_is_this_commit(name)}, {taken}", plan.where("version")) for name in here]
    why = _unused(found, plan)
    if why is not None:
        notes.append(Finding(f"{why}, {taken}", plan.where("previous_version")))
    return tuple(notes)


def _unused(found: Compared, plan: Plan) -> str | None:
    """Return why the previous version of the plan is not what was compared with."""
    previous, named = plan.previous_version, found.changes.named
    if not real(previous):
        return None
    if named is not None and named.standing is Standing.BESIDE:
        return f"{named.tag.name} is on another line, not in the history of {found.release.short}"
    if named is not None and named.standing is Standing.SAME:
        noted = named.tag.name in others_here(found.changes, plan)
        return None if noted else _is_this_commit(named.tag.name)
    ends = previous.strip().lower().removeprefix("v")
    return None if found.since.name.lower().endswith(ends) else f"{quoted(previous)} is not tagged"


def _is_this_commit(name: str) -> str:
    return f"{name} is this very commit"


def _parsed(text: str) -> SemVer | None:
    try:
        return parse(text)
    except ValueError:
        return None
