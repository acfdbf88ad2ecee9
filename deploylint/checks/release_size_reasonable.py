"""The release is small enough to understand.

## Why
The larger a release, the more can go wrong at once, and the longer the search for what it was.
Small releases are reviewed well, watched well and rolled back without loss.

## How to fix
Release what is ready now, and the rest later: fewer commits at a time, one migration at a time. If
files count that nobody writes by hand, add them to `ignore` in the policy.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from deploylint.evidence.since import Compared, compared, remarks
from deploylint.facts.changes import ChangedFile, Changes, Uncounted
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.verdict import Assurance, Finding, Verdict, failed, not_applicable, passed
from deploylint.model.wording import counted, listed

LARGEST = 3
"""How many of the largest contributors are named."""

LOCKFILES = (
    *("*.lock", "*.lockfile", "*-lock.json", "*-lock.yaml", "*.lock.json", "*.lock.hcl"),
    *("npm-shrinkwrap.json", "go.sum"),
)
GENERATED = (
    *("*.min.js", "*.min.css", "*.map", "*.snap", "*.svg", "*_pb2.py", "*_pb2_grpc.py"),
    *("*_pb2.pyi", "*.pb.go", "*.pb.cc", "*.pb.h", "*.g.dart", "*.freezed.dart"),
)
VENDORED = ("**/vendor/**", "**/third_party/**", "**/node_modules/**")
ASSETS = (
    *("*.png", "*.jpg", "*.jpeg", "*.gif", "*.webp", "*.ico", "*.pdf", "*.woff", "*.woff2"),
    *("*.ttf", "*.otf", "*.mp3", "*.mp4", "*.webm", "*.zip", "*.gz", "*.jar"),
)


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    max_commits: Annotated[int, "The most commits; merges do not count.", "lower"] = 50
    max_files: Annotated[int, "The most files that may change.", "lower"] = 200
    max_lines: Annotated[
        int, "The most lines that may come or go; lines that only move do not count.", "lower"
    ] = 5000
    max_migrations: Annotated[int, "The most migrations that the plan may name.", "lower"] = 5
    ignore: Annotated[
        tuple[str, ...],
        "Files that do not count: `*.lock` at any depth, `vendor/**` below a folder.",
    ] = (*LOCKFILES, *GENERATED, *VENDORED, *ASSETS)


def check(changes: Changes, plan: Plan, params: Params) -> Verdict:
    """Count commits, files and lines since the last release, and the migrations of the plan."""
    migrations = tuple(_migrations(plan, params))
    found = compared(changes, plan)
    if isinstance(found, Verdict):
        return failed(migrations[0].message, *migrations) if migrations else found
    if not found.changes.files and not found.work and not migrations:
        return not_applicable(f"nothing changed since {found.since.name}")
    # only a release after another has files that changed
    from deploylint.model.globs import Globs

    ignored = Globs(params.ignore)
    files = tuple(file for file in changes.files if not ignored.fits(file.path))
    problems = [
        *_commits(found, plan, params),
        *_files(files, plan, params),
        *_lines(files, plan, params),
        *migrations,
    ]
    notes = remarks(found, plan)
    if problems:
        reason = "; ".join(problem.message.partition(": ")[0] for problem in problems)
        return failed(reason, *problems, *notes, evidence=found.evidence)
    lines = counted(sum(file.lines for file in files), "line")
    parts = [found.commits, counted(len(files), "file"), lines]
    parts += [counted(len(plan.migrations), "migration")] if plan.migrations else []
    reason = f"the release has {listed(parts)} since {found.since.name}"
    if len(files) < len(changes.files):
        reason = (
            f"{reason}, not counting {counted(len(changes.files) - len(files), 'ignored file')}"
        )
    return passed(reason, *notes, evidence=found.evidence, assurance=Assurance.BOUND)


def _commits(found: Compared, plan: Plan, params: Params) -> Iterator[Finding]:
    if len(found.work) > params.max_commits or not found.changes.complete:
        message = f"{found.commits} since {found.since.name}, {params.max_commits} at most"
        yield Finding(message, plan.where("version"))


def _files(files: tuple[ChangedFile, ...], plan: Plan, params: Params) -> Iterator[Finding]:
    if len(files) > params.max_files:
        # few releases are too large
        from collections import Counter

        folders = Counter(_folder(file.path) for file in files).most_common(LARGEST)
        most = listed([f"{folder} ({number})" for folder, number in folders])
        message = f"{counted(len(files), 'file')} changed, {params.max_files} at most: most are in"
        yield Finding(f"{message} {most}", plan.where("version"))


def _lines(files: tuple[ChangedFile, ...], plan: Plan, params: Params) -> Iterator[Finding]:
    total = sum(file.lines for file in files)
    if total > params.max_lines:
        largest = sorted(files, key=lambda file: (-file.lines, file.path))[:LARGEST]
        most = listed([f"{file.path} (+{file.added} -{file.removed})" for file in largest])
        message = f"{counted(total, 'line')} changed, {params.max_lines} at most: most are in"
        yield Finding(f"{message} {most}", plan.where("version"))
    large = [file for file in files if file.uncounted is Uncounted.LARGE]
    if large:
        number = counted(len(large), "file")
        message = f"{number} too large for counting lines: split or `ignore`"
        for file in large[:LARGEST]:
            yield Finding(f"{message} {file.path}", Location(file.path, 1, 1))


def _migrations(plan: Plan, params: Params) -> Iterator[Finding]:
    migrations = plan.migrations or ()
    if len(migrations) > params.max_migrations:
        names = listed([migration.name for migration in migrations])
        number = f"{counted(len(migrations), 'migration')}, {params.max_migrations} at most"
        yield Finding(f"{number}: {names}", plan.where("migrations"))


def _folder(path: str) -> str:
    """Return the first two folders of a path."""
    return "/".join(path.split("/")[:-1][:2]) or "the root"
