"""Lists of issues as facts, with the record of the command that wrote them."""

from datetime import datetime
from typing import Any, TypeVar

from deploylint.facts.issues import Issue, IssueList
from deploylint.facts.release import Release
from deploylint.facts.source import Collected, Missing, Piece, RecordedRun, Sealed, Source
from deploylint.formats.issuelist import GITHUB_PAGES
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location

COMMIT = "3f9c1e20d4b5a6978877665544332211ffeeddcc"
RECORDED = datetime.fromisoformat("2026-11-24T10:00:00+01:00")
RELEASE = Release(
    commit=COMMIT,
    tree="0" * 40,
    parents=(),
    committed_at=datetime.fromisoformat("2026-11-23T09:00:00+00:00"),
    head=COMMIT,
)
GH = ("gh", "issue", "list", "--state", "open", "--limit", "1000", "--json", "number,labels")
PLACE = Location("plan.yaml", 4, 13)

F = TypeVar("F", bound=Collected[Any])


def issue(number: int, *labels: str, is_open: bool = True, title: str = "It fails") -> Issue:
    return Issue(f"#{number}", title, open=is_open, labels=labels)


def several(*issues: Issue, **more: Any) -> IssueList:
    return IssueList(issues, pages=more.pop("pages", GITHUB_PAGES), **more)


def run(
    command: tuple[str, ...] = GH, *, path: str = "issues.json", exit_code: int = 0, **more: Any
) -> RecordedRun:
    fields: dict[str, Any] = {
        "kind": Kind.BUGS,
        "name": "issues",
        "command": command,
        "exit_code": exit_code,
        "started_at": RECORDED,
        "ended_at": RECORDED,
        "commit": COMMIT,
        "tree": RELEASE.tree,
        "dirty": False,
        "outputs": (Sealed(path, "sha256:0"),),
        "lockfiles": (),
        "versions": {},
        "ci": None,
        "path": f"{path}.evidence.json",
        "digest": "sha256:1",
    }
    return RecordedRun(**{**fields, **more})


def piece(
    content: IssueList | None, made: RecordedRun | None, path: str = "issues.json"
) -> Piece[IssueList]:
    source = Source(kind=Kind.BUGS, path=path, digest="sha256:0", named=PLACE, run=made)
    return Piece(source, content, None if content else "is not JSON")


def listed_in(fact: type[F], *pieces: Piece[IssueList], missing: tuple[str, ...] = ()) -> F:
    """Return the fact that holds those pieces."""
    gaps = tuple(Missing(Place(name, PLACE), "does not exist") for name in missing)
    return fact(kind=Kind.BUGS, pieces=pieces, missing=gaps, release=RELEASE)
