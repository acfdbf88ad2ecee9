"""Which tag is the last release, and which versions the history of a release holds."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from deploylint.collect.git import Git
from deploylint.collect.tags import PREFIX
from deploylint.facts.changes import TaggedVersion
from deploylint.facts.tags import Tag
from deploylint.model.semver import SemVer, parse, same_version
from deploylint.model.statements import real

_SEPARATOR = re.compile(r"[-/@]")
"""What stands between a service and its version in the tags of a repository of several services."""

MAX_NAME = 250
"""Characters of the longest name in which a service is looked for."""


class History(NamedTuple):
    """The last release, and the versions tagged in the history of the release, lowest first."""

    since: Tag | None
    versions: tuple[TaggedVersion, ...]


def look_back(
    git: Git, tags: tuple[Tag, ...], commit: str, asked: tuple[str, str | None]
) -> History:
    """Return the history of `commit`; `asked` are the version of the plan and the previous one.

    The last release is the tag of the previous version, else of the highest version in the history;
    pre-releases count only for a pre-release, and the plan's own version never. Where the previous
    version is tagged with a service before it, the versions are those of that service.
    """
    version, previous = asked
    named = _named(tags, previous) if real(previous) and _differs(previous, version) else None
    service = named.name[: _start(named.name) or 0] if named else ""
    versions = _inside(git, tags, service, commit)
    if named is not None:
        return History(named, versions)
    own = _parsed(version)
    candidate = own is not None and bool(own.prerelease)
    earlier = (
        one.tag
        for one in reversed(versions)
        if (candidate or not one.version.prerelease)
        and (own is None or one.version.precedence != own.precedence)
    )
    return History(next(earlier, None), versions)


def _differs(previous: str, version: str) -> bool:
    return not same_version(previous, version)


def _named(tags: tuple[Tag, ...], previous: str) -> Tag | None:
    """Return the tag of the previous version; with a service before it, if there is only one."""
    plain = [tag for tag in tags if same_version(tag.name, previous)]
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


def _inside(git: Git, tags: Iterable[Tag], service: str, commit: str) -> tuple[TaggedVersion, ...]:
    """Return the versions of a service that are tagged at `commit` or before it, lowest first."""
    found = [
        TaggedVersion(version, tag)
        for tag in tags
        if tag.name.startswith(service) and (version := _parsed(tag.name[len(service) :]))
    ]
    if not found:
        return ()
    merged = git.ask("for-each-ref", f"--merged={commit}", "--format=%(refname)", PREFIX)
    names = {line.removeprefix(PREFIX) for line in merged.split("\n")}
    inside = [one for one in found if one.tag.name in names]
    return tuple(sorted(inside, key=lambda one: (one.version.precedence, one.tag.name)))


def _parsed(text: str) -> SemVer | None:
    try:
        return parse(text)
    except ValueError:
        return None
