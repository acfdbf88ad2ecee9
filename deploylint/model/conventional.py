"""What messages of commits say about the next version.

The form is that of https://www.conventionalcommits.org/en/v1.0.0/: `type(scope)!: description`, and
footers such as `BREAKING CHANGE: what`. Squashed commits are listed in the body with `*`.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from deploylint.model.verdict import Ranked


class Step(Ranked):
    """Which number of a version changes, smallest step first."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3


class Message(NamedTuple):
    """The message of a commit, as far as it follows the convention."""

    type: str
    description: str
    scope: str | None = None
    breaking: bool = False

    @property
    def step(self) -> Step:
        """Return the least step that the commit asks for."""
        if self.breaking:
            return Step.MAJOR
        return Step.MINOR if self.type in FEATURES else Step.PATCH


FEATURES = frozenset(("feat", "feature"))

MAX_LINE = 1000
"""Characters of a line that are looked at."""

_HEAD = re.compile(r"([A-Za-z][A-Za-z-]{0,30})(?:\(([^()]{1,100})\))?(!)?: +(\S.*)")
_FOOTER = re.compile(r"BREAKING[ -]CHANGE(?:: +| #)\S")
_REVERT = re.compile(r"This reverts commit ([0-9a-f]{7,64})\b")


def parse_message(subject: str, body: str) -> Message | None:
    """Return what a message says, None if neither its subject nor a footer follows the convention.

    Of a squashed commit it is the largest step that one of its parts asks for.
    """
    found = [_parsed(subject), *_squashed(body)]
    parts = [message for message in found if message is not None]
    if any(_FOOTER.match(line[:MAX_LINE]) for line in body.split("\n")):
        first = parts[0] if parts else Message(type="", description=subject)
        return first._replace(breaking=True)
    return max(parts, key=lambda message: message.step, default=None)


def _parsed(line: str) -> Message | None:
    match = _HEAD.match(line[:MAX_LINE])
    if match is None:
        return None
    kind, scope, mark, description = match.groups()
    return Message(kind.lower(), description.strip(), scope, breaking=mark is not None)


def _squashed(body: str) -> Iterable[Message | None]:
    return (_parsed(line[2:]) for line in body.split("\n") if line.startswith("* "))


def reverted(body: str) -> str | None:
    """Return the commit that a message says it takes back, perhaps shortened."""
    match = _REVERT.search(body)
    return match[1] if match else None
