"""Changes, changelogs and manifests made up for checks that are judged without a repository."""

from datetime import datetime

from deploylint.facts.changelog import Changelogs
from deploylint.facts.changes import (
    ChangedFile,
    ChangeKind,
    Changes,
    Commit,
    TaggedVersion,
)
from deploylint.facts.manifests import Manifest, Manifests, StatedVersion
from deploylint.facts.release import Release
from deploylint.facts.source import Piece, Source
from deploylint.facts.tags import Tag
from deploylint.formats.keepachangelog import read_changelog
from deploylint.model.evidence import Kind
from deploylint.model.semver import parse
from deploylint.model.verdict import Verdict
from tests.checks.plans import lines, written

COMMIT = "c0ffee0" + "0" * 33
RELEASE = Release(
    commit=COMMIT,
    tree="7" * 40,
    parents=(),
    committed_at=datetime.fromisoformat("2026-11-23T09:00:00+00:00"),
    head=COMMIT,
)


def tag(name: str, commit: str = "a" * 40) -> Tag:
    return Tag(name, commit, annotated=False)


def versions(*names: str, own: str | None = None) -> tuple[TaggedVersion, ...]:
    """Return tagged versions, lowest first; `own` is a name that is tagged at the release."""
    made = [TaggedVersion(parse(name), tag(name)) for name in names]
    made += [TaggedVersion(parse(own), tag(own, COMMIT))] if own else []
    return tuple(sorted(made, key=lambda one: one.version.precedence))


def commits(*messages: str) -> tuple[Commit, ...]:
    """Return commits, newest first; the oldest has the id 1000..., the one after it 2000..."""
    made = []
    for number, message in enumerate(messages):
        subject, _, body = message.partition("\n\n")
        digit = f"{len(messages) - number:x}"
        made.append(Commit(digit + "0" * 39, subject, body))
    return tuple(made)


def changed(*files: ChangedFile, messages: tuple[str, ...] = ("change",)) -> Changes:
    """Return what changed since v1.1.9."""
    known = versions("v1.1.9")
    return Changes(RELEASE, known[0].tag, commits(*messages), files, known)


def modified(path: str, added: int = 1, removed: int = 0) -> ChangedFile:
    return ChangedFile(path, ChangeKind.MODIFIED, added, removed)


def told(verdict: Verdict) -> str:
    """Return a whole verdict as text, one line for each of its parts."""
    return unfolded(written(verdict))


def unfolded(text: str) -> str:
    """Return a text of `lines`, whose continued lines are indented by six blanks, without them."""
    return lines(text).replace("\n      ", " ")


def changelogs(
    text: str, path: str = "CHANGELOG.md", release: Release | None = RELEASE
) -> Changelogs:
    """Return the changelog `text` as it is collected."""
    commit = release.commit if release else None
    source = Source(Kind.CHANGELOG, path, digest="sha256:0", commit=commit)
    content = read_changelog(text.encode(), path).content
    return Changelogs(Kind.CHANGELOG, (Piece(source, content),), release=release)


def manifests(*stated: tuple[Manifest, str, str]) -> Manifests:
    return Manifests(RELEASE, tuple(StatedVersion(*one, line=3) for one in stated))
