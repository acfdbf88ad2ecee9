"""How the version of a plan stands to the versions that are tagged, and to those in manifests."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from deploylint.evidence.since import contains_release, others_here
from deploylint.facts.changes import Changes, Standing
from deploylint.facts.manifests import Manifest, Manifests, StatedVersion
from deploylint.facts.release import ABBREVIATED, Release
from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.semver import SemVer, parse, same_version
from deploylint.model.verdict import Evidence, Finding
from deploylint.model.wording import listed, quoted

_PHASES = {"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc"}
_PYTHON = re.compile(
    r"v?(\d+(?:\.\d+){0,5})"
    r"(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?"
    r"(?:\+.*)?",
    re.IGNORECASE,
)


def order_problems(
    plan: Plan, version: SemVer, changes: Changes, release: Release
) -> Iterator[Finding]:
    """Yield why the version is not new: it, or one above it, is tagged in the history.

    Nor is it where the commit itself is another version already, or is contained in the last one.
    """
    at = plan.where("version")
    named = changes.named
    if named is not None and named.standing is Standing.AFTER:
        yield Finding(contains_release(named.tag, release), plan.where("previous_version"))
    for one in changes.versions:
        if one.version.precedence == version.precedence and one.tag.commit != release.commit:
            leads = f"its tag {one.tag.name} leads to {one.tag.commit[:ABBREVIATED]}"
            message = f"{plan.version} was released already: {leads}, and the release is"
            yield Finding(f"{message} {release.short}", at)
    above = [
        one.tag.name for one in changes.versions if one.version.precedence > version.precedence
    ]
    if above:
        names = listed(above[::-1])
        history = f"tagged in the history of {release.short}"
        yield Finding(f"{plan.version} is not above {names}, {history}", at)
    for name in others_here(changes, plan):
        if name not in above:
            message = f"{name} is this very commit ({release.short}), so nothing is new in"
            yield Finding(f"{message} {plan.version}", at)


def base_of(version: SemVer, changes: Changes) -> SemVer | None:
    """Return the version from which the step is measured, None if the last release has none.

    For a release whose candidates are tagged it is the release before them.
    """
    if changes.since is None:
        return None
    known = (one.version for one in changes.versions if one.tag == changes.since)
    base = next(known, None) or _parsed(changes.since.name)
    if base is None or base[:3] != version[:3]:
        return base
    full = (
        one.version
        for one in reversed(changes.versions)
        if not one.version.prerelease
        and one.version.precedence < version.precedence
        and (changes.release is None or one.tag.commit != changes.release.commit)
    )
    return next(full, None)


def manifest_problems(plan: Plan, version: SemVer, manifests: Manifests) -> Iterator[Finding]:
    """Yield each manifest that states another version.

    `0.0.0` stands for a version that is filled in later. A chart has a version of its own beside
    that of the application: one of them is enough.
    """
    for manifest in Manifest:
        stated = [
            one
            for one in manifests.stated
            if one.manifest is manifest and not one.version.startswith("0.0.0")
        ]
        agreeing = [one for one in stated if agrees(one, plan.version, version)]
        either = manifest is Manifest.HELM and agreeing
        for one in stated:
            if one not in agreeing and not either:
                says = f"{manifest} states {quoted(one.version)} (`{one.key}`)"
                message = f"{says}, and the plan releases {plan.version}"
                yield Finding(message, Location(manifest, one.line, 1))


def manifest_evidence(manifests: Manifests) -> tuple[Evidence, ...]:
    """Return the manifests that state a version."""
    commit = manifests.release.commit if manifests.release else None
    paths = dict.fromkeys(one.manifest for one in manifests.stated)
    return tuple(Evidence("manifest", path, commit=commit) for path in paths)


def agrees(stated: StatedVersion, text: str, version: SemVer) -> bool:
    """Say whether a manifest states `text`, which is `version`.

    Builds do not count, nor that a candidate is made of files that state its release already.
    Python writes 1.2.0-rc.1 as 1.2.0rc1 (https://packaging.python.org/en/latest/specifications/
    version-specifiers/).
    """
    if same_version(stated.version, text):
        return True
    found = _parsed(stated.version)
    if found is not None:
        final = found[:3] == version[:3] and not found.prerelease
        return final or found.precedence == version.precedence
    if stated.manifest is not Manifest.PYTHON:
        return False
    written, wanted = _python(stated.version), _python(text)
    return written is not None and wanted is not None and written in (wanted, wanted.final)


class _Python(NamedTuple):
    """A version as Python compares it: trailing zeros do not count."""

    numbers: tuple[str, ...]
    phase: str = ""
    serial: str = ""

    @property
    def final(self) -> "_Python":
        """Return the release that a candidate leads to."""
        return _Python(self.numbers)


def _python(text: str) -> _Python | None:
    match = _PYTHON.fullmatch(text.strip())
    if match is None:
        return None
    numbers = [number.lstrip("0") for number in match[1].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    phase = (match[2] or "").lower()
    serial = (match[3] or "").lstrip("0")
    return _Python(tuple(numbers), _PHASES.get(phase, phase), serial)


def _parsed(text: str) -> SemVer | None:
    try:
        return parse(text)
    except ValueError:
        return None
