"""Which tickets the messages of commits name."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deploylint.facts.changes import Commit

READ = 20_000
"""Characters of one message that are looked at."""

_NUMBER = re.compile(r"(?<![\w/&#-])(?:#|GH-)(\d{1,7})(?!\w)")
_KEY = re.compile(r"(?<![\w-])([A-Z][A-Z0-9_]{1,9})-(\d{1,7})(?!\w)")
_CLOSING = re.compile(r"(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s{1,3}\(?$")
_REQUEST = re.compile(r"\(#\d{1,7}\)\s*$|^Merge pull request #\d")
_NO_PROJECTS = (
    "AES ANSI ARM ASCII BASE BSD CC CVE CWE DIN DES EC ECMA EN ES GB GH GHSA GPL GPT HTTP IEC IEEE"
    " IP IPV ISO JDK LGPL AGPL MD MPL PEP PNG PR RFC RSA SHA SSL TC TLS UCS UTC GMT UTF V WCAG"
    " WIN X"
)
NO_PROJECTS = frozenset(_NO_PROJECTS.split())
"""What looks like the project of a ticket and is the name of a standard."""


class Mention(NamedTuple):
    """A ticket that a commit names: `#123` or `ABC-123`.

    `firm` is False for `(#45)` at the end of a line, where GitHub writes the number of the pull
    request. `closing` says that the commit closes or fixes it.
    """

    id: str
    sha: str
    firm: bool = True
    closing: bool = False

    @property
    def project(self) -> str | None:
        """Return the project of a Jira key, None for a number."""
        return None if self.id.startswith("#") else self.id.rpartition("-")[0]


def mentions(commits: Iterable[Commit]) -> tuple[Mention, ...]:
    """Return what the commits name, each ticket once: the firmest mention, of the newest commit."""
    best: dict[str, Mention] = {}
    for commit in commits:
        for one in _in_message(commit):
            known = best.get(one.id)
            if known is None or (one.firm, one.closing) > (known.firm, known.closing):
                best[one.id] = one
    return tuple(best.values())


def _in_message(commit: Commit) -> Iterator[Mention]:
    for line in f"{commit.subject}\n{commit.body}"[:READ].split("\n"):
        request = _REQUEST.search(line)
        for match in _NUMBER.finditer(line):
            start = match.start()
            closing = _CLOSING.search(line[max(0, start - 20) : start]) is not None
            firm = closing or request is None or start < request.start()
            yield Mention(f"#{int(match[1])}", commit.sha, firm=firm, closing=closing)
        for match in _KEY.finditer(line):
            if match[1] != "GH":
                yield Mention(match[0], commit.sha)
