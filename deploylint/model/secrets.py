"""Secrets that stand in a text: tokens by the form their issuer gave them, and passwords by place.

The forms are those that the issuers document and secret scanners look for; nothing is guessed from
randomness, so a commit hash is no secret.
"""

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

MASK = "****"

_PRIVATE_KEY = r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*-----|\Z)"
_GITHUB = ("gho_", "ghp_", "ghr_", "ghs_", "ghu_")
_GITLAB = ("glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glsoat-")
_FORMS = (
    ("a private key", ("private key",), _PRIVATE_KEY),
    ("an AWS access key", ("akia",), r"\bAKIA(?![0-9A-Z]{9}EXAMPLE)[0-9A-Z]{16}\b"),
    ("an AWS access key", ("asia",), r"\bASIA(?![0-9A-Z]{9}EXAMPLE)[0-9A-Z]{16}\b"),
    ("a GitHub token", _GITHUB, r"\bgh[opsur]_[0-9A-Za-z]{30,}"),
    ("a GitHub token", ("github_pat_",), r"\bgithub_pat_\w{22,}"),
    ("a GitLab token", _GITLAB, r"\bgl(?:pat|dt|rt|cbt|ptt|soat)-[\w-]{20,}"),
    ("a Slack token", ("xox",), r"\bxox[abeoprs]-[\w-]{10,}"),
    ("a Slack webhook", ("hooks.slack",), r"\bhooks\.slack\.com/services/\w+/\w+/\w+"),
    ("a Stripe key", ("k_live_", "k_test_"), r"\b[rs]k_(?:live|test)_[0-9A-Za-z]{10,}"),
    ("a JSON web token", ("eyj",), r"(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),
    ("a Google API key", ("aiza",), r"\bAIza[\w-]{35}"),
    ("an npm token", ("npm_",), r"\bnpm_[0-9A-Za-z]{36}"),
    ("a PyPI token", ("pypi-",), r"\bpypi-[\w-]{50,}"),
    ("a SendGrid key", ("sg.",), r"\bSG\.[\w-]{16,}\.[\w-]{16,}"),
    ("an API key", ("sk-",), r"\bsk-[\w-]{20,}"),
    ("a Vault token", ("hvs.",), r"\bhvs\.[\w-]{20,}"),
    ("a DigitalOcean token", ("dop_v1_",), r"\bdop_v1_[0-9a-f]{64}"),
)
"""What it is, what the lower-case text holds before a closer look, and its form."""

_NAMES = (
    r"passw(?:or)?d|passphrase|pwd|mot de passe|token|api[_ -]?key|access[_ -]?key"
    r"|private[_ -]?key|secret[_ -]?key|account[_ -]?key"
)
"""What a literal beside it makes a secret; a bare `secret:` mostly names one, so it needs a `=`."""

_HINTS = (
    *("passw", "passp", "de passe", "pwd", "token", "key", "secret", "credential", "bearer"),
    *("basic ", "curl "),
)
_QUOTE = r"\\?[\"']?"
"""Around a name or a value; with a backslash where a file quotes a text that has quotes."""

_PLACES = (
    ("a password in an address", r"://[^\s:/@]*:(?P<value>[^\s@/]+)@"),
    ("a bearer token", r"(?i)\bbearer\s+(?P<value>[\w.~+/=-]{16,})"),
    ("a basic authorization", r"(?i)\bbasic\s+(?P<value>[\w+/]{12,}=*)"),
    (
        "a password for curl",
        r"\bcurl\b.{0,300}?\s(?:-u|--user)[ =]?[\"']?\w[^\s:]*:(?P<value>[^\s\"']+)",
    ),
    (
        "a secret",
        rf"(?i)(?:{_NAMES}|secret|credentials?){_QUOTE}\s*=\s*{_QUOTE}(?P<value>[^\s\"'&;,)]+)",
    ),
    ("a secret", rf"(?i)(?:^|\s)--?(?:{_NAMES})[ =]{_QUOTE}(?P<value>[^\s\"'&;,)-][^\s\"'&;,)]*)"),
)
_SQL_HINTS = ("passw", "identified")
_STATEMENT = r"(?:^[^\w\n]*|\b(?:create|alter|grant|set\s+role)\b[^;\n]{0,200}?\s)"
"""Before a password without quotes in SQL; prose says of much by what it is identified."""

_PROSAIC = "".join(rf"(?<!\b{verb}\s)" for verb in ("be", "is", "are", "was", "were", "been"))

_ASSIGNED = r"\bpassw(?:or)?d(?:\s+for\s+\S+)?\s*=\s*(?:password\s*\(\s*)?"
_FOLLOWED = (
    r"(?:\b(?-i:PASSWORD)|^[^\w\n]*(?-i:password)"
    r"|\b(?:create|alter|grant|set\s+role)\b[^;]{0,200}?\spassword)\s+"
)
"""The word before a password in SQL; prose has it, too, but not in capitals or behind ALTER."""

_SQL = (
    rf"(?im)(?:{_ASSIGNED}|{_FOLLOWED}"
    rf"|{_PROSAIC}\bidentified\s+(?:with\s+\S+\s+(?:by|as)|by)\s+(?:password\s+|values\s+)?)"
    r"(?:(?:[neb]|u&)?'(?P<single>(?![\s;,)|+\"'])(?:[^\n\\']|\\.|'')+)"
    r"|\"(?P<double>[^\s\"\\;]+)(?=\"|$)|\\+[\"'](?P<escaped>[^\s\"'\\]+)|\$\w*\$(?P<dollars>[^\s$]+))"
)
"""A text behind PASSWORD or IDENTIFIED BY, in the quotes of PostgreSQL, MySQL, Oracle, SQL Server.

Between double quotes it is one word, because prose quotes more, and an end may be a beginning.
"""

_BARE = (
    rf"(?im){_STATEMENT}identified\s+by\s+(?!random\b|values\b|password\b|externally\b)"
    r"(?P<value>[^\s\"'\\;,()]+)"
)
"""Oracle's password without quotes; prose has the words, too."""

_PROSE = rf"(?i)\b(?:\w+_)?(?:{_NAMES}){_QUOTE}\s*:\s*{_QUOTE}(?P<value>[^\s\"',;)]+)"
_ESCAPED = re.compile(r"\\[nrt]")
"""What ends a line in a text that a file quotes; its letter is not one of the next word."""

_REFERENCES = ("$", "{", "#{", "<", "[", "*", "%", "@", "`", "/", "./", "../", "~", "http", "arn:")
_MASKS = frozenset("*xX.•-_…")
_ABSENT = "none null true false yes no env required empty redacted hidden masked"
_WORDS = frozenset(_ABSENT.split())
_SHOWN = 4
_SHORTEST = 4
_SHORTEST_NUMBER = 6
_SHORTEST_IN_PROSE = 8


class Secret(NamedTuple):
    """A secret in a text: what it is, the span that it fills, and as much as may be shown of it.

    `shown` is the prefix that its issuer gives to every token of that kind; empty for a password.
    """

    kind: str
    start: int
    end: int
    shown: str = ""


@lru_cache(maxsize=4096)
def secrets_in(text: str) -> tuple[Secret, ...]:
    """Return the secrets that stand in `text`, in order, without overlaps."""
    found = _written(text)
    lines = _ESCAPED.sub(" \n", text) if "\\" in text else text
    return tuple(found if lines == text else _beside(found, _written(lines)))


def _written(text: str) -> list[Secret]:
    lower = text.lower()
    found: list[Secret] = []
    if any(hint in lower for hint in _SQL_HINTS):
        # first, because a text between quotes ends where they do, whatever it holds
        found = _literals("a password in SQL", _SQL, text)
        found = _beside(found, _coined(text, _literals("a password in SQL", _BARE, text)))
    for kind, hints, form in _FORMS:
        if any(hint in lower for hint in hints):
            more = [Secret(kind, *m.span(), shown=m[0][:_SHOWN]) for m in re.finditer(form, text)]
            found = _beside(found, more)
    if "://" in text or any(hint in lower for hint in _HINTS):
        for kind, form in _PLACES:
            found = _beside(found, _literals(kind, form, text))
        found = _beside(found, _coined(text, _literals("a secret", _PROSE, text)))
    return found


def _literals(kind: str, form: str, text: str) -> list[Secret]:
    """Return what the group of `form` that matches holds, where that is a value."""
    spans = [match.span(match.lastgroup or 0) for match in re.finditer(form, text)]
    return [Secret(kind, start, end) for start, end in spans if _literal(text[start:end])]


def _literal(value: str) -> bool:
    """Say whether `value` is a value and not a reference, a mask or a word for its absence."""
    refers = value.startswith(_REFERENCES) or "://" in value or "${" in value
    masks = set(value) <= _MASKS or value.lower() in _WORDS
    shortest = _SHORTEST_NUMBER if value.isdigit() else _SHORTEST
    return len(value) >= shortest and not refers and not masks


def _coined(text: str, found: list[Secret]) -> list[Secret]:
    """Return those that look coined, unlike a word of prose."""
    return [secret for secret in found if _is_coined(text[secret.start : secret.end])]


def _is_coined(value: str) -> bool:
    """Say whether `value` has letters and digits, and is no path."""
    digits = any(c.isdigit() for c in value)
    letters = any(c.isalpha() for c in value)
    return len(value) >= _SHORTEST_IN_PROSE and digits and letters and "/" not in value


def _beside(kept: list[Secret], more: list[Secret]) -> list[Secret]:
    """Return both in order, of `more` only what overlaps nothing in `kept`.

    Both are in order and without overlaps of their own, so one walk is enough however many they
    are.
    """
    if not kept or not more:
        return kept or more
    merged: list[Secret] = []
    walk = iter(kept)
    other = next(walk, None)
    for secret in more:
        while other is not None and other.end <= secret.start:
            merged.append(other)
            other = next(walk, None)
        if other is None or secret.end <= other.start:
            merged.append(secret)
    if other is not None:
        merged.append(other)
    return [*merged, *walk]


def masked(text: str) -> str:
    """Return `text` with `****` in place of each secret."""
    found = secrets_in(text)
    if not found:
        return text
    starts = [0, *(secret.end for secret in found)]
    ends = [*(secret.start for secret in found), len(text)]
    return MASK.join(text[start:end] for start, end in zip(starts, ends, strict=True))


def veiled(text: str, start: int, end: int) -> str:
    """Return `text[start:end]` with a `*` for each character of a secret, so that columns stay.

    Secrets are looked for in all of `text`, once, so that none is cut into a half that is no longer
    known.
    """
    found = secrets_in(text)
    pieces = []
    for number in range(bisect_right(found, start, key=_end), len(found)):
        secret = found[number]
        if secret.start >= end:
            break
        first, last = max(secret.start, start), min(secret.end, end)
        pieces += [text[start:first], "*" * (last - first)]
        start = last
    return "".join([*pieces, text[start:end]])


def _end(secret: Secret) -> int:
    return secret.end
