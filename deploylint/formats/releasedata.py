"""Releases as GitHub and GitLab describe them.

GitHub: `gh release view --json ...` (https://cli.github.com/manual/gh_release_view), the release of
the REST API (https://docs.github.com/en/rest/releases/releases) and the event `release` of a
workflow (https://docs.github.com/en/webhooks/webhook-events-and-payloads#release).
GitLab: the release of the REST API (https://docs.gitlab.com/api/releases/).
"""

import re
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.facts.published import Publication
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.model.releasewords import READ
from deploylint.read.json import parse_json

FIELDS = "tagName,targetCommitish,isDraft,isPrerelease,createdAt,publishedAt,body"
"""What `gh release view --json` has to be asked for."""

OBJECT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
Releases = Reading[tuple[Publication, ...]]


class Keys(NamedTuple):
    """How one source calls what all of them say; `commit` names a branch or a commit."""

    tag: str
    notes: str
    draft: str
    prerelease: str
    published: str
    created: str
    commit: str


GH = Keys(
    *("tagName", "body", "isDraft", "isPrerelease"),
    *("publishedAt", "createdAt", "targetCommitish"),
)
GITHUB = Keys(
    *("tag_name", "body", "draft", "prerelease"),
    *("published_at", "created_at", "target_commitish"),
)


def read_releases(data: bytes, name: str) -> Releases:
    """Return the releases of one file: an object, a list of them, or an event that brings one.

    Its time is when the latest was published, or created if none is. Raises UserError when it is
    none of these, is empty, or does not say whether it is a draft and what its notes are.
    """
    found = parse_json(data, name)
    if isinstance(found, dict) and isinstance(found.get("release"), dict):
        found = found["release"]
    values = found if isinstance(found, list) else [found]
    if not values:
        raise UserError("lists no release", name)
    read = [_release(Part(value, name)) for value in values]
    times = [one.time for one in read if one.time is not None]
    return Reading(
        content=tuple(one.content for one in read),
        time=max(times, default=None),
        commit=read[0].commit if len(read) == 1 else None,
    )


def _release(part: Part) -> Reading[Publication]:
    if GH.tag in part:
        return _github(part, GH)
    if GITHUB.tag not in part:
        raise UserError(
            "is no release of GitHub or GitLab: it has neither `tagName` nor `tag_name`", part.file
        )
    return _github(part, GITHUB) if GITHUB.draft in part.keys() else _gitlab(part)  # noqa: SIM118  # null counts


def _github(part: Part, keys: Keys) -> Reading[Publication]:
    _demand(part, keys.draft, keys.notes)
    published = part.time(keys.published)
    commit = part.text(keys.commit)
    release = Publication(
        tag=part.text(keys.tag),
        notes=part.text(keys.notes)[:READ],
        draft=part.flag(keys.draft) is not False,
        prerelease=bool(part.flag(keys.prerelease)),
        published_at=published,
    )
    time = published or part.time(keys.created)
    return Reading(release, time, commit=commit if OBJECT.fullmatch(commit) else None)


def _gitlab(part: Part) -> Reading[Publication]:
    _demand(part, "description", "released_at")
    published = part.time("released_at")
    commit = part.part("commit").text("id")
    release = Publication(
        tag=part.text("tag_name"),
        notes=part.text("description")[:READ],
        upcoming=bool(part.flag("upcoming_release")),
        published_at=published,
    )
    return Reading(release, published, commit=commit if OBJECT.fullmatch(commit) else None)


def _demand(part: Part, *keys: str) -> None:
    """Raise UserError unless each key is there; what it holds may be null."""
    there = part.keys()
    for key in keys:
        if key not in there:
            ask = f"gh release view TAG --json {FIELDS}"
            raise UserError(f"does not state `{key}` of a release; write it by `{ask}`", part.file)
