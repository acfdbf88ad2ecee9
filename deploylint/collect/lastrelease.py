"""Which tag is the last release, and which versions the history of a release holds."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deploylint.collect.git import Git
from deploylint.collect.tags import PREFIX
from deploylint.errors import UnavailableError
from deploylint.facts.changes import Named, Standing, TaggedVersion
from deploylint.facts.release import Release
from deploylint.facts.tags import Tag, after_service, is_of_service
from deploylint.model.semver import SemVer, parse, same_version
from deploylint.model.statements import real

_SEPARATOR = re.compile(r"[-/@]")
"""What stands between a service and its version in the tags of a repository of several services."""

MAX_NAME = 250
"""Characters of the longest name in which a service is looked for."""

SHALLOW = (
    "this is a shallow clone whose history ends before the last release;"
    " fetch all of it (fetch-depth: 0 of actions/checkout, or git fetch --unshallow --tags)"
)


class Asked(NamedTuple):
    """What the plan says: the version that is released, the one before it, and the service."""

    version: str
    previous: str | None = None
    service: str | None = None


class History(NamedTuple):
    """The last release, the versions tagged in the history of the release, lowest first.

    `named` is the tag of the previous version, wherever it leads.
    """

    since: Tag | None
    versions: tuple[TaggedVersion, ...]
    named: Named | None = None


def look_back(git: Git, tags: tuple[Tag, ...], release: Release, asked: Asked) -> History:
    """Return the history of the release.

    The last release is the tag of the previous version, else of the highest version, always at an
    earlier commit of the history; pre-releases count only for a pre-release, and the plan's own
    version never. Where the service has tags of its own, or the previous version is tagged with a
    service before it, the versions are those of that service.

    Raises UnavailableError when a shallow clone does not show where the previous version is.
    """
    tag = _named(tags, asked)
    found = tuple(_versions(tags, tag, asked.service))
    inside = _inside(git, release.commit) if found or tag else frozenset()
    ordered = sorted(found, key=lambda one: (one.version.precedence, one.tag.name))
    versions = tuple(one for one in ordered if one.tag.name in inside)
    named = Named(tag, _standing(git, tag, release, inside)) if tag else None
    if named is not None and named.standing is Standing.BEFORE:
        return History(named.tag, versions, named)
    return History(_highest(versions, release.commit, asked.version), versions, named)


def _highest(versions: tuple[TaggedVersion, ...], commit: str, version: str) -> Tag | None:
    """Return the tag of the highest version before `commit`, other than `version`."""
    own = _parsed(version)
    candidate = own is not None and bool(own.prerelease)
    earlier = (
        one.tag
        for one in reversed(versions)
        if one.tag.commit != commit
        and (candidate or not one.version.prerelease)
        and (own is None or one.version.precedence != own.precedence)
    )
    return next(earlier, None)


def _named(tags: tuple[Tag, ...], asked: Asked) -> Tag | None:
    """Return the tag of the previous version.

    It is that of the service, else the one without a service before it, else the only one there is.
    """
    previous = asked.previous
    if not real(previous) or same_version(previous, asked.version):
        return None
    own = [tag for tag in tags if is_of_service(tag.name, previous, asked.service)]
    plain = own or [tag for tag in tags if same_version(tag.name, previous)]
    if plain:
        return next((tag for tag in plain if tag.name == previous), plain[0])
    of_services = [
        tag
        for tag in tags
        if (start := _start(tag.name)) and same_version(tag.name[start:], previous)
    ]
    return of_services[0] if len({tag.commit for tag in of_services}) == 1 else None


def _start(name: str) -> int | None:
    """Return where the semantic version begins that the name of a tag ends with."""
    if _parsed(name) is not None:
        return 0
    if len(name) > MAX_NAME:
        return None
    ends = (match.end() for match in _SEPARATOR.finditer(name))
    return next((end for end in ends if _parsed(name[end:]) is not None), None)


def _versions(
    tags: Iterable[Tag], named: Tag | None, service: str | None
) -> Iterator[TaggedVersion]:
    """Yield the versions of the service, else those that are tagged as the `named` one is."""
    own = [
        TaggedVersion(version, tag)
        for tag in tags
        if (rest := after_service(tag.name, service)) and (version := _parsed(rest))
    ]
    if own:
        yield from own
        return
    before = named.name[: _start(named.name) or 0] if named else ""
    for tag in tags:
        version = _parsed(tag.name[len(before) :]) if tag.name.startswith(before) else None
        if version:
            yield TaggedVersion(version, tag)


def _inside(git: Git, commit: str) -> frozenset[str]:
    """Return the names of the tags at `commit` or before it."""
    merged = git.ask("for-each-ref", f"--merged={commit}", "--format=%(refname)", PREFIX)
    return frozenset(line.removeprefix(PREFIX) for line in merged.split("\n"))


def _standing(git: Git, tag: Tag, release: Release, inside: frozenset[str]) -> Standing:
    if tag.commit == release.commit:
        return Standing.SAME
    if tag.name in inside:
        return Standing.BEFORE
    # few plans name a version that is not in the history
    from deploylint.collect.base import contains

    if contains(git, tag.commit, release.commit):
        return Standing.AFTER
    if release.shallow:
        raise UnavailableError(SHALLOW)
    return Standing.BESIDE


def _parsed(text: str) -> SemVer | None:
    try:
        return parse(text)
    except ValueError:
        return None
