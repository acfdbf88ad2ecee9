"""Who owns the files that a pull or merge request changes, by its CODEOWNERS file.

Platforms read the file of the branch that is merged into, so that a request cannot change its own
owners.
"""

import time

from deploylint.collect.around import Around
from deploylint.collect.committed import entries, entry, listing
from deploylint.collect.git import Git
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.release import Release
from deploylint.facts.reviews import Owned, Ownership, Platform, Request
from deploylint.formats.codeowners import (
    PLACES,
    PLACES_GITLAB,
    CodeOwners,
    owner_line,
    read_codeowners,
)

MAX_BYTES = 3_000_000
"""The size from which on GitHub does not read the file."""

MAX_LINES = 20_000
MAX_SECONDS = 30.0
"""Seconds that comparing changed files with the lines may take."""

SLOW = f"comparing it with the changed files took more than {MAX_SECONDS:.0f} s"
UNKNOWN = "the files that it changes are not known; export `files` and `changedFiles` too"


def ownership(around: Around, release: Release, request: Request) -> Ownership:
    """Return who owns what `request` changes, or why that cannot be told."""
    try:
        # the folder of the plan may lie below the top, where CODEOWNERS and its paths begin
        git = Git(around.git.top)
        base = _base(git, release, request)
        file, owners = _codeowners(git, base or release.commit, request.platform)
        if file is None:
            return Ownership()
        paths = _changed(git, base, release, request)
    except UnavailableError as error:
        return Ownership(problem=str(error))
    except UserError as error:
        return Ownership(problem=f"{error.where} {error.message}")
    problem = _problem(owners, paths)
    owned = None if problem else _owned(owners, paths)
    if owned is None:
        return Ownership(file=file, skipped=owners.skipped, problem=problem or SLOW)
    return Ownership(file=file, owned=owned, skipped=owners.skipped)


def _base(git: Git, release: Release, request: Request) -> str | None:
    """Return the commit that was merged into, None when it is not known or not here."""
    if request.base is not None and git.commit(request.base) is not None:
        return request.base
    return release.parents[0] if request.tie and release.parents else None


def _codeowners(git: Git, commit: str, platform: Platform) -> tuple[str | None, CodeOwners]:
    places = PLACES if platform is Platform.GITHUB else PLACES_GITLAB
    there = entries(git, commit, places)
    file = next((place for place in places if place in there), None)
    if file is None:
        return None, CodeOwners()
    data = git.blobs((there[file].id,), MAX_BYTES)
    return file, read_codeowners(data.get(there[file].id, b""), file)


def _changed(git: Git, base: str | None, release: Release, request: Request) -> tuple[str, ...]:
    """Return the paths that the request changes: as git says, else as the platform does."""
    tip = release.commit
    if request.head is not None and git.commit(request.head) is not None:
        tip = request.head
    fork = git.run("merge-base", base, tip).text.partition("\n")[0] if base else ""
    if fork:
        lines = listing(git, fork) ^ listing(git, tip)
        found = tuple(sorted({entry(line).path for line in lines}))
        if found:
            return found
    return request.files or ()


def _problem(owners: CodeOwners, paths: tuple[str, ...]) -> str | None:
    if owners.sections:
        return "its sections are not read here"
    if not paths:
        return UNKNOWN
    if len(owners.lines) > MAX_LINES:
        return f"it has more than {MAX_LINES} lines"
    return None


def _owned(owners: CodeOwners, paths: tuple[str, ...]) -> tuple[Owned, ...] | None:
    """Return the changed files that somebody owns; None when it takes too long."""
    until = time.monotonic() + MAX_SECONDS
    found = []
    for path in paths:
        line = owner_line(owners, path)
        if line is not None and line.owners:
            found.append(Owned(path=path, owners=line.owners, line=line.line))
        if time.monotonic() > until:
            return None
    return tuple(found)
