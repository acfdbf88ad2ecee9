"""Semantic versions, as https://semver.org/spec/v2.0.0.html defines them.

Numbers are kept as text and compared by length first, because a version may hold more digits than
Python turns into a number.
"""

from typing import NamedTuple

_PARTS = ("major", "minor", "patch")
_LETTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-")


class SemVer(NamedTuple):
    """A version; compare `precedence`, not the tuple."""

    major: str
    minor: str
    patch: str
    prerelease: tuple[str, ...] = ()
    build: tuple[str, ...] = ()

    @property
    def precedence(self) -> tuple[object, ...]:
        """Return what versions are ordered by (specification, section 11); build does not count."""
        core = tuple([(len(n), n) for n in self[:3]])
        return (*core, not self.prerelease, tuple([_rank(part) for part in self.prerelease]))


def _rank(identifier: str) -> tuple[bool, int, str]:
    """Order numbers below words, numbers by value, words by their ASCII letters."""
    if identifier.isdigit():
        return (False, len(identifier), identifier)
    return (True, 0, identifier)


def parse(text: str) -> SemVer:
    """Return the version that `text` names; a leading `v` is allowed.

    Raise ValueError with half a sentence ("has no patch number") that says what is wrong.
    """
    rest, plus, build = text.removeprefix("v").partition("+")
    core, dash, prerelease = rest.partition("-")
    numbers = core.split(".")
    _check_core(numbers)
    identifiers = tuple(prerelease.split(".")) if dash else ()
    metadata = tuple(build.split(".")) if plus else ()
    for name, parts in (("pre-release", identifiers), ("build", metadata)):
        for part in parts:
            if not part:
                raise ValueError(f"has an empty part in its {name}")
            if strange := sorted(set(part) - _LETTERS):
                raise ValueError(f"has {strange[0]!r} in its {name}")
    for part in identifiers:
        if _padded(part):
            raise ValueError(f"has a leading zero in its pre-release ({part})")
    major, minor, patch = numbers
    return SemVer(major, minor, patch, identifiers, metadata)


def _check_core(numbers: list[str]) -> None:
    """Raise ValueError unless `numbers` are major, minor and patch."""
    for name, number in zip(_PARTS, numbers, strict=False):
        if not (number.isascii() and number.isdigit()):
            shown = repr(number[:20]) if number else "nothing"
            raise ValueError(f"has {shown} where the {name} number belongs")
        if _padded(number):
            raise ValueError(f"has a leading zero in its {name} number ({number})")
    if len(numbers) < len(_PARTS):
        raise ValueError(f"has no {_PARTS[len(numbers)]} number")
    if len(numbers) > len(_PARTS):
        raise ValueError(f"has {len(numbers)} numbers instead of major.minor.patch")


def _padded(number: str) -> bool:
    return number.isdigit() and len(number) > 1 and number[0] == "0"


def same_version(one: str, other: str) -> bool:
    """Say whether two texts name one version; case, outer blanks and a leading `v` do not count."""
    return one.strip().lower().removeprefix("v") == other.strip().lower().removeprefix("v")
