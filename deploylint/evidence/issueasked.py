"""Of which repository a recorded command asked, for issues or not, and what it searched for.

https://cli.github.com/manual/gh_issue_list, https://docs.gitlab.com/cli/issue/list/ and
https://docs.github.com/en/search-github/searching-on-github/searching-issues-and-pull-requests
"""

import re
from collections.abc import Iterator, Sequence

from deploylint.evidence.commandwords import SHELLS, name_of

CLIENTS = frozenset(("gh", "glab", "hub"))
"""Programs that ask about the repository they are started in, unless they are told another."""

SUBJECTS = ("issue", "search", "jql", "jira", "workitem")
LISTS = frozenset(("list", "ls", "view"))
NO_QUESTIONS = frozenset(("--version", "--help", "-h", "version", "help"))
REPOSITORY = ("-R", "--repo")
SEARCH = ("-S", "--search")
HARMLESS = frozenset(("is", "state", "status", "type", "label", "labels", "sort", "repo", "limit"))
"""Words of searches that are judged elsewhere, or leave nothing out."""

SEARCHED_FOR = frozenset(("q", "search", "query"))
PASSING = frozenset(("tee", "cat"))
_TOKEN = re.compile(r"(?:[^\s\"]|\"[^\"]*(?:\"|$))+")
_ADDRESS = re.compile(r"(?:^|/)(?:repos|projects)/([^?#\s]+?)/(?:-/)?issues\b")
_PLACEHOLDER = re.compile(r":(?:owner|repo|id|fullpath)\b|\{[a-z]+\}")


def asks_for_issues(words: Sequence[str], programs: Sequence[str]) -> bool:
    """Say whether one of `programs` is asked for issues."""
    known = {program.lower() for program in programs}
    start = next((n for n, word in enumerate(words) if name_of(word).lower() in known), None)
    if start is None or NO_QUESTIONS & set(words[start:]):
        return False
    if name_of(words[start]).lower() in CLIENTS:
        return _is_list(_arguments(words[start + 1 :]), words)
    return _speaks_of_issues(words)


def _is_list(arguments: Sequence[str], words: Sequence[str]) -> bool:
    first, second = (*arguments, "", "")[:2]
    if first == "issue":
        return second in LISTS
    if first == "search":
        return second == "issues"
    return first == "api" and _speaks_of_issues(words)


def _speaks_of_issues(words: Sequence[str]) -> bool:
    return any(subject in word.lower() for word in words for subject in SUBJECTS)


def _arguments(words: Sequence[str]) -> list[str]:
    """Return what is no option; options before it may have a value."""
    pairs = zip(("", *words), words, strict=False)
    return [
        word
        for before, word in pairs
        if not word.startswith("-") and before not in (*REPOSITORY, "--hostname")
    ]


def repositories(words: Sequence[str]) -> list[str]:
    """Return the repositories that a client was told to ask about, as `owner/name`."""
    if not any(name_of(word) in CLIENTS for word in words):
        return []
    found = [value for name, value in _values(words, REPOSITORY) if name]
    for word in words:
        if word.startswith(("GH_REPO=", "repo:")):
            found.append(re.split("[=:]", word, maxsplit=1)[1])
        found += [match for match in _ADDRESS.findall(word) if not _PLACEHOLDER.search(match)]
    for _, text in _values(words, SEARCH):
        found += [token[5:] for token in _TOKEN.findall(text) if token.startswith("repo:")]
    return list(dict.fromkeys(map(plain_repository, found)))


def plain_repository(text: str) -> str:
    """Return `owner/name` of an address of a repository, in small letters."""
    name = re.sub(r"^(?:https?://|git@)[^/:]+[/:]", "", text.strip().lower()).replace("%2f", "/")
    return name.strip("/").removesuffix(".git").removeprefix("github.com/")


def searched(words: Sequence[str]) -> Iterator[str]:
    """Yield what a search asks for beside state, type and labels, and what it leaves out."""
    for _, text in _values(words, SEARCH):
        for token in _TOKEN.findall(text):
            key, colon, _ = token.partition(":")
            if token.upper() not in ("AND", "OR") and not (colon and key.lower() in HARMLESS):
                yield token


def _values(words: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield options of those names with their values, which may begin with a dash."""
    for word, after in zip(words, (*words[1:], ""), strict=True):
        name, equals, value = word.partition("=")
        if name in names:
            yield name, value if equals else after
        elif word[:2] in names and not word.startswith("--"):
            yield word[:2], word[2:]


def filtered(words: Sequence[str], command: Sequence[str]) -> bool:
    """Say whether the answer may have been cut down before it was written."""
    if any(value.strip() != "." for _, value in _values(words, ("--jq", "-q"))):
        return True
    if any("select(" in word or word.endswith("grep") for word in words):
        return True
    if not command or name_of(command[0]) not in SHELLS:
        return False
    for word, program, first in zip(words, (*words[1:], ""), (*words[2:], "", ""), strict=False):
        whole = program in PASSING or (program == "jq" and first in (".", ""))
        if word == "|" and not whole:
            return True
    return any("|" in word and word != "|" and " " not in word for word in words)
